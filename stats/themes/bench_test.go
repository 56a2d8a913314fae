package themes

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"ouderstem/survey/redact"
)

// benchWords are words as comments have them, common ones more often.
var benchWords = strings.Fields(`de het een en ik wij was heel goed niet naar ons voor met van dat is er te lang coach luisterde
	uitleg wachten telefoon afspraak kind school thuis gezin plan hulp steun begrip tijd snel fijn vriendelijk duidelijk maar want ook
	weer soms altijd nooit gesprek gesprekken team contact vragen antwoord wachttijd maanden weken bellen mail rapport verslag`)

// benchComments returns n comments as long as people write them: half have no
// more than 39 characters, one in a hundred more than 466, the longest 4,000.
func benchComments(n int) []Comment {
	list := make([]Comment, n)
	var b strings.Builder
	for i := range list {
		// A normal number by its place, scattered, makes lengths log-normal.
		u := (float64(uint32(i)*2654435761%(1<<16)) + .5) / (1 << 16)
		length := int(min(4000, 39*math.Exp(1.066*math.Sqrt2*math.Erfinv(2*u-1))))
		b.Reset()
		for k := i; b.Len() < length; k++ {
			h := uint32(k) * 2654435761 >> 8
			b.WriteString(benchWords[min(h%uint32(len(benchWords)), h/7%uint32(len(benchWords)))])
			if h%11 == 0 {
				b.WriteByte('.')
			}
			b.WriteByte(' ')
		}
		list[i] = Comment{ID: fmt.Sprint(i), Text: b.String(), Lang: "nl"}
	}
	return list
}

// benchmarkCode masks comments and reads them: themes and how they are spoken
// of.
func benchmarkCode(b *testing.B, n int) {
	comments, coder := benchComments(n), NewCoder(Shipped())
	b.ReportAllocs()
	for b.Loop() {
		for _, c := range comments {
			c.Text = redact.Mask(c.Text, redact.Find(c.Text), func(tag redact.Tag) string { return string(tag) })
			coder.Code(c)
		}
	}
}

func BenchmarkCode10k(b *testing.B)  { benchmarkCode(b, 10_000) }
func BenchmarkCode100k(b *testing.B) { benchmarkCode(b, 100_000) }

// The second of each pair is ten times as much, and must take about ten times
// as long.
func BenchmarkLong(b *testing.B) {
	coder := NewCoder(Shipped())
	for _, test := range []struct{ name, part string }{
		{"words", "wachten maar goed. "}, {"letters", "a"}, {"marks", "e\u0301"}, {"stops", "."}, {"brackets", "[a"}, {"turns", "maar "}, {"apostrophes", "'a"},
	} {
		for _, n := range []int{4000, 40_000} {
			text := strings.Repeat(test.part, n/len(test.part))
			b.Run(fmt.Sprintf("%s/%d", test.name, n), func(b *testing.B) {
				for b.Loop() {
					coder.Code(Comment{Text: text, Lang: "nl"})
				}
			})
		}
	}
}

func BenchmarkDiscover10k(b *testing.B) {
	comments := benchComments(10_000)
	b.ReportAllocs()
	for b.Loop() {
		Discover(comments, nil, Search{Topics: 20, Least: 10})
	}
}

func BenchmarkQuotes(b *testing.B) {
	var list []Quotable
	for _, c := range benchComments(3000) {
		list = append(list, Quotable{ID: c.ID, Text: c.Text, Lang: c.Lang})
	}
	b.ReportAllocs()
	for b.Loop() {
		Quotes(list, 3)
	}
}
