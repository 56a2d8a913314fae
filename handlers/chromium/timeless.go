package chromium

import (
	"bytes"
	"regexp"
)

// Date and makers in the information of a PDF, as Chromium's writer sets them:
// uncompressed, each on a line of its own.
var (
	dates = regexp.MustCompile(`/(?:CreationDate|ModDate) \(D:(\d{14})[^)]*\)`)
	maker = regexp.MustCompile(`/Creator \(((?:[^()\\]|\\.)*)\)`)
)

// timeless takes out of a PDF when and with what it was made. Nothing moves: the
// file says at which byte each of its objects begins.
func timeless(pdf []byte) []byte {
	pdf = bytes.Clone(pdf)
	head := pdf[:min(len(pdf), 4096)] // no other place has them, and pages may say such words
	for _, at := range dates.FindAllSubmatchIndex(head, -1) {
		copy(head[at[2]:at[3]], "20000101000000")
	}
	if at := maker.FindSubmatchIndex(head); at != nil {
		for i := at[2]; i < at[3]; i++ {
			head[i] = ' '
		}
	}
	return pdf
}
