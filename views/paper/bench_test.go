package paper

import (
	"io"
	"testing"
)

func BenchmarkThousandCards(b *testing.B) {
	all, codes := newTexts(b), stack(b, 1000)
	for name, write := range map[string]func(io.Writer) error{
		"pdf": func(w io.Writer) error { return PDF(w, all, sheet(), codes) },
		"svg": func(w io.Writer) error { return SVG(w, all, sheet(), codes) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := write(io.Discard); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
