package store

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"ouderstem/survey"

	"filippo.io/age"
)

// ageHeader begins every file that is encrypted with age
// (https://age-encryption.org/v1), in its binary form.
const ageHeader = "age-encryption.org/v1\n"

// recipients parses public keys.
func recipients(keys []string) (all []age.Recipient, err error) {
	for _, key := range keys {
		r, err := age.ParseRecipients(strings.NewReader(key))
		if err != nil {
			// Not all of it: somebody may have taken the private one.
			return nil, survey.ErrBadRecipient.With("Key", key[:min(len(key), len("AGE-SECRET-KEY-"))])
		}
		all = append(all, r...)
	}
	return all, nil
}

// contentOf writes the content of a file.
func contentOf(file string) func(io.Writer) error {
	return func(w io.Writer) error {
		f, err := os.Open(file)
		if err != nil {
			return err
		}
		defer f.Close() //nolint:errcheck // only read from
		_, err = io.Copy(w, f)
		return err
	}
}

// fill writes what content writes into a file that is there, encrypted where
// there is anybody to encrypt it for, and reads it again: what lies there is what
// was written.
func fill(file string, to []age.Recipient, content func(io.Writer) error) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return err
	}
	sum := sha256.New()
	err = encryptTo(io.MultiWriter(f, sum), to, content)
	if err := errors.Join(err, synced(f), f.Close()); err != nil {
		if errors.As(err, new(syncError)) {
			return err
		}
		return survey.ErrBadDirectory.With("Dir", filepath.Dir(file)).With("Cause", cause(err))
	}
	again := sha256.New()
	if err := contentOf(file)(again); err != nil {
		return err
	}
	if !bytes.Equal(sum.Sum(nil), again.Sum(nil)) {
		return survey.ErrBadBackup.With("File", file).With("Cause", errStamp.Error())
	}
	return nil
}

func encryptTo(w io.Writer, to []age.Recipient, content func(io.Writer) error) error {
	if len(to) == 0 {
		return content(w)
	}
	inner, err := age.Encrypt(w, to...)
	if err != nil {
		return err
	}
	return errors.Join(content(inner), inner.Close())
}

// decrypted reads a file that may be encrypted; identity names the file with the
// private keys of age, or is "". What cannot be read because it was damaged is
// told as [survey.ErrBadBackup] when it is come to.
func decrypted(file, identity string) (content io.ReadCloser, wasEncrypted bool, err error) {
	bad := func(err error) error { return survey.ErrBadBackup.With("File", file).With("Cause", cause(err)) }
	f, err := os.Open(file)
	if err != nil {
		return nil, false, bad(err)
	}
	defer func() {
		if err != nil {
			_ = f.Close()
		}
	}()
	head := make([]byte, len(ageHeader))
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, false, bad(err)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, false, bad(err)
	}
	if string(head[:n]) != ageHeader {
		return f, false, nil
	}
	if identity == "" {
		return nil, true, survey.ErrEncrypted.With("File", file)
	}
	keys, err := readIdentities(identity)
	if err != nil {
		return nil, true, err
	}
	plain, err := age.Decrypt(f, keys...)
	if no := (*age.NoIdentityMatchError)(nil); errors.As(err, &no) {
		return nil, true, survey.ErrOtherIdentity.With("File", file).With("Identity", identity)
	}
	if err != nil {
		return nil, true, bad(err)
	}
	return struct {
		io.Reader
		io.Closer
	}{badReader{plain, bad}, f}, true, nil
}

// badReader tells what goes wrong while a file is read.
type badReader struct {
	io.Reader
	bad func(error) error
}

// Read reads, and says that the file is no good where it cannot.
func (r badReader) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = r.bad(err)
	}
	return n, err
}

func readIdentities(file string) ([]age.Identity, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, survey.ErrBadIdentity.With("File", file)
	}
	defer f.Close() //nolint:errcheck // only read from
	keys, err := age.ParseIdentities(f)
	if err != nil { // what age says of it may have the key in it
		return nil, survey.ErrBadIdentity.With("File", file)
	}
	return keys, nil
}
