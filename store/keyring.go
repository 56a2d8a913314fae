package store

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"ouderstem/survey"
)

// keyring is a directory beside the database, and outside its backups, with
// the pepper of all codes and the private key of every box that is not opened
// yet. Whoever has the database without it reads no answer; whoever has it
// after an opening finds nothing to read with.
type keyring struct{ dir string }

const (
	pepperFile  = "pepper"
	pepperBytes = 32
)

// pepper returns what codes are hashed with. It is made once; where cards were
// printed already it must be there, or none of them would be known.
func (k *keyring) pepper(needed bool) ([]byte, error) {
	file := filepath.Join(k.dir, pepperFile)
	pepper, err := os.ReadFile(file) //nolint:gosec // our own directory
	switch {
	case err == nil && len(pepper) == pepperBytes:
		return pepper, nil
	case err == nil, needed && errors.Is(err, fs.ErrNotExist):
		return nil, survey.ErrNoKeyring.With("Dir", k.dir)
	case !errors.Is(err, fs.ErrNotExist):
		return nil, survey.ErrBadDirectory.With("Dir", k.dir).With("Cause", cause(err))
	}
	pepper = make([]byte, pepperBytes)
	if _, err := io.ReadFull(rand.Reader, pepper); err != nil {
		return nil, err
	}
	err = k.save(pepperFile, pepper)
	if errors.Is(err, fs.ErrExist) { // another process was first
		return k.pepper(true)
	}
	return pepper, err
}

// make draws the key of a new box, keeps it and returns its public half.
func (k *keyring) make(box string) ([]byte, error) {
	key, err := survey.NewBoxKey()
	if err != nil {
		return nil, err
	}
	raw, err := key.Bytes()
	if err != nil {
		return nil, err
	}
	return key.Public(), k.save(keyFile(box), raw)
}

// key returns the key of a box; fs.ErrNotExist when it was destroyed.
func (k *keyring) key(box string) (*survey.BoxKey, error) {
	raw, err := os.ReadFile(filepath.Join(k.dir, keyFile(box))) //nolint:gosec // our own directory
	if err != nil {
		return nil, fmt.Errorf("key of box %s: %w", box, err)
	}
	return survey.ParseBoxKey(raw)
}

// fits reports whether the key of a box is there and is the one that public
// belongs to. A key that cannot be read just now is an error, not a misfit.
func (k *keyring) fits(box string, public []byte) (bool, error) {
	raw, err := os.ReadFile(filepath.Join(k.dir, keyFile(box)))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("key of box %s: %w", box, err)
	}
	key, err := survey.ParseBoxKey(raw)
	return err == nil && bytes.Equal(key.Public(), public), nil
}

// destroy overwrites and removes the key of a box. A key that is gone already
// is no error: a crash may have come in between.
func (k *keyring) destroy(box string) error { return shred(filepath.Join(k.dir, keyFile(box))) }

// keyEnding is that of the file with the key of a box; its name is the box's.
const keyEnding = ".key"

func keyFile(box string) string { return box + keyEnding }

// save writes a new file that is whole and durable, or not there.
func (k *keyring) save(name string, content []byte) error {
	if err := makeDir(k.dir); err != nil {
		return survey.ErrBadDirectory.With("Dir", k.dir).With("Cause", cause(err))
	}
	f, err := os.CreateTemp(k.dir, newKey+"*") // 0600
	if err != nil {
		return survey.ErrBadDirectory.With("Dir", k.dir).With("Cause", cause(err))
	}
	_, err = f.Write(content)
	// A key is made with the first answer in its box: its file may not say when.
	err = errors.Join(err, os.Chtimes(f.Name(), noTime, noTime), synced(f), f.Close())
	if err == nil {
		// Link, not rename: a file that is there already is never replaced.
		err = os.Link(f.Name(), filepath.Join(k.dir, name))
	}
	if err := errors.Join(err, os.Remove(f.Name())); err != nil {
		return err
	}
	return errors.Join(os.Chtimes(k.dir, noTime, noTime), syncDir(k.dir))
}

// newKey begins the name of a file that is being written.
const newKey = "new-"

// noTime stands in for the time a file was made.
var noTime = time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)
