package office

import (
	"archive/zip"
	"hash/crc32"
	"io"
)

// part is a file in an office file.
type part struct {
	name string
	data []byte
	// first of its kind, stored as it is, with its length before it: how an
	// OpenDocument file says what it is.
	plain bool
}

// pack writes parts as one archive. No part has a time: the same document gives
// the same bytes, and nobody learns from a file when it was made.
func pack(w io.Writer, parts []part) error {
	z := zip.NewWriter(w)
	for _, p := range parts {
		f, err := create(z, p)
		if err != nil {
			return err
		}
		if _, err := f.Write(p.data); err != nil {
			return err
		}
	}
	return z.Close()
}

func create(z *zip.Writer, p part) (io.Writer, error) {
	if !p.plain {
		return z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate})
	}
	size := uint64(len(p.data))
	return z.CreateRaw(&zip.FileHeader{
		Name: p.name, Method: zip.Store,
		CRC32: crc32.ChecksumIEEE(p.data), CompressedSize64: size, UncompressedSize64: size,
	})
}
