package store

import (
	"database/sql"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"os"
)

// A copy carries a checksum of itself, because SQLite's own check reads whether
// pages fit together and not what stands in them: one bit that falls over in an
// answer would go by. It is the CRC-32 of the whole file without the four bytes
// it stands in, those of the header that are left to applications
// (https://sqlite.org/fileformat2.html, user version). It is for damage, not
// against somebody who changes a copy on purpose; encryption is.
//
// Zero means that there is none: as in a database in use, and in a copy that was
// made before there were any.
const (
	atStamp    = 60
	stampBytes = 4
)

var errStamp = errors.New("checksum")

// stampOf returns the checksum that the content of a database has and the one
// that it should have.
func stampOf(content io.Reader) (has, should uint32, err error) {
	head := make([]byte, headerBytes)
	if _, err := io.ReadFull(content, head); err != nil {
		return 0, 0, errNoDatabase
	}
	field := head[atStamp : atStamp+stampBytes]
	has = binary.BigEndian.Uint32(field)
	clear(field)
	sum := crc32.NewIEEE()
	_, _ = sum.Write(head) // a hash takes all
	if _, err := io.Copy(sum, content); err != nil {
		return 0, 0, err
	}
	return has, max(sum.Sum32(), 1), nil
}

// stamp writes the checksum into a copy.
func stamp(file string) error {
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	_, should, err := stampOf(f)
	if err == nil {
		_, err = f.WriteAt(binary.BigEndian.AppendUint32(nil, should), atStamp)
	}
	return errors.Join(err, f.Close())
}

// unstamp takes the checksum out of a copy that becomes a database again.
func unstamp(file string) error {
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteAt(make([]byte, stampBytes), atStamp)
	return errors.Join(err, f.Close())
}

// checkStamp reports a copy whose checksum is wrong.
func checkStamp(file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // only read from
	return rightStamp(f)
}

func rightStamp(content io.Reader) error {
	has, should, err := stampOf(content)
	if err == nil && has != 0 && has != should {
		err = errStamp
	}
	return err
}

// openCopy opens a database file of which nothing is changed.
func openCopy(file string) (*sql.DB, error) {
	return sql.Open("sqlite", fileURL(file, "mode=ro&immutable=1"))
}
