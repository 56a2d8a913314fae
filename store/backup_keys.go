package store

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"ouderstem/survey"
)

// keySet is a keyring outside its directory: contents of files by their names.
type keySet map[string][]byte

// Bounds of a file with keys: whatever it says, no more is read.
const (
	mostKeys    = 1 << 20
	longestKey  = 64 << 10
	longestName = 128
)

// all returns what is in the keyring.
func (k *keyring) all() (keySet, error) {
	files, err := os.ReadDir(k.dir)
	if err != nil {
		return nil, survey.ErrNoKeyring.With("Dir", k.dir)
	}
	keys := keySet{}
	for _, f := range files {
		if !f.Type().IsRegular() || strings.HasPrefix(f.Name(), newKey) {
			continue
		}
		content, err := os.ReadFile(filepath.Join(k.dir, f.Name()))
		if errors.Is(err, fs.ErrNotExist) { // destroyed meanwhile
			continue
		}
		if err != nil {
			return nil, err
		}
		keys[f.Name()] = content
	}
	return keys, nil
}

// pack writes the keys as a tar archive, in the order of their names and without
// times.
func (k keySet) pack(w io.Writer) error {
	t := tar.NewWriter(w)
	for _, name := range slices.Sorted(maps.Keys(k)) {
		head := &tar.Header{Name: name, Mode: 0o600, Size: int64(len(k[name])), ModTime: noTime, Format: tar.FormatUSTAR}
		if err := t.WriteHeader(head); err != nil {
			return err
		}
		if _, err := t.Write(k[name]); err != nil {
			return err
		}
	}
	return t.Close()
}

// unpackKeys reads them again. Nothing but plain names of files of a keyring is
// taken, and the pepper has to be there.
func unpackKeys(r io.Reader) (keySet, error) {
	keys := keySet{}
	t := tar.NewReader(r)
	for len(keys) <= mostKeys {
		head, err := t.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		name := head.Name
		if head.Typeflag != tar.TypeReg || len(name) > longestName || name != filepath.Base(name) || name != filepath.Clean(name) ||
			strings.HasPrefix(name, ".") || strings.ContainsAny(name, `/\:`) || head.Size > longestKey {
			return nil, errors.New("tar: " + name)
		}
		if keys[name], err = io.ReadAll(t); err != nil {
			return nil, err
		}
	}
	if len(keys[pepperFile]) != pepperBytes {
		return nil, errors.New("tar: no " + pepperFile)
	}
	// The rest is read too: of an encrypted file the end says that it is whole.
	_, err := io.Copy(io.Discard, r)
	return keys, err
}

// readKeys reads a file with keys.
func readKeys(file, identity string) (keys keySet, err error) {
	content, _, err := decrypted(file, identity)
	if err != nil {
		return nil, err
	}
	defer content.Close() //nolint:errcheck // only read from
	if keys, err = unpackKeys(content); err != nil {
		if told := (*survey.Error)(nil); errors.As(err, &told) {
			return nil, told
		}
		return nil, survey.ErrBadBackup.With("File", file).With("Cause", cause(err))
	}
	return keys, nil
}

// fits reports whether the key of a box is among them.
func (k keySet) fits(box string, public []byte) bool {
	key, err := survey.ParseBoxKey(k[keyFile(box)])
	return err == nil && bytes.Equal(key.Public(), public)
}

// writeTo makes the keyring, which must not be there yet, whole or not at all.
func (k keySet) writeTo(dir string) error {
	partial := &keyring{dir + ".partial"}
	if err := os.RemoveAll(partial.dir); err != nil { // of a process that was killed
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(k)) {
		if err := partial.save(name, k[name]); err != nil {
			return errors.Join(err, os.RemoveAll(partial.dir))
		}
	}
	if err := os.Rename(partial.dir, dir); err != nil {
		return err
	}
	return syncDir(filepath.Dir(dir))
}
