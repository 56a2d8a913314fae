package survey

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func signingKey(n byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{n}, ed25519.SeedSize))
}

func at(x float64) *float64 { return &x }

// oostdorp is a benchmark with a mark in full, an indicative one without a mean,
// and a share.
func oostdorp() Benchmark {
	rate := 53
	return Benchmark{Name: "Gemeente Oostdorp", Serial: 2026112400, Units: []BenchmarkUnit{
		{
			Unit: "Gemeente Oostdorp", Year: 2026, Survey: "kort", Edition: 2, K: 10, Question: "mark", Kind: Mark,
			N: 150, Value: at(7.4), Low: at(7.1), High: at(7.6), Rate: &rate,
		},
		{Unit: "Team Akker", Year: 2026, Survey: "kort", Edition: 1, K: 10, Question: "mark", Kind: Mark, N: 10, Indicative: true},
		{Unit: "Team Beek", Year: 2025, Survey: "fft", Edition: 1, K: 5, Question: "experience", Kind: One, N: 15, Indicative: true, Value: at(70)},
		{Unit: "Team Duin", Year: 2025, Survey: "fft", Edition: 1, K: 5, Question: "experience", Kind: One, N: 20, Indicative: true, Word: "almost-everyone"},
	}}
}

func signed(t *testing.T, b Benchmark) []byte {
	t.Helper()
	file, err := b.Sign(signingKey(1))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestBenchmark(t *testing.T) {
	want := oostdorp()
	file := signed(t, want)
	if again := signed(t, want); !bytes.Equal(file, again) {
		t.Error("the same benchmark makes another file")
	}
	got, err := ReadBenchmark(file)
	if err != nil {
		t.Fatal(err)
	}
	want.Format, want.Version, want.Key = "ouderstem-benchmark", 1, "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c"
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	// As `xxd -r -p | sha256sum` prints it of the key.
	if f := got.Fingerprint(); f != "3475 0f98 bd59 fcfc 946d a45a aabe 933b e154 a4b5 094e 1c4a bf42 8665 05f3 c97e" {
		t.Errorf("fingerprint %q", f)
	}
}

// The key and signature of RFC 8032, 7.1, test 1, so that what we call Ed25519 is
// what others call it.
func TestBenchmarkKeyIsEd25519(t *testing.T) {
	seed := []byte{
		0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4,
		0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60,
	}
	file, err := oostdorp().Sign(ed25519.NewKeyFromSeed(seed))
	if err != nil {
		t.Fatal(err)
	}
	b, err := ReadBenchmark(file)
	if want := "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"; err != nil || b.Key != want {
		t.Errorf("key %s, %v, want %s", b.Key, err, want)
	}
}

func TestBenchmarkIsRefused(t *testing.T) {
	file := string(signed(t, oostdorp()))
	other, err := oostdorp().Sign(signingKey(2))
	if err != nil {
		t.Fatal(err)
	}
	otherKey, err := ReadBenchmark(other)
	if err != nil {
		t.Fatal(err)
	}
	replaced := func(old, replacement string) string {
		t.Helper()
		if !strings.Contains(file, old) {
			t.Fatalf("%q is not in the file", old)
		}
		return strings.Replace(file, old, replacement, 1)
	}
	mine, err := ReadBenchmark([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, file string
		want       *Error
	}{
		{"nothing", "", ErrBenchmarkFormat},
		{"another file", `{"unit": "x"}`, ErrBenchmarkFormat},
		{"a report", `{"benchmark":{"format":"report","version":1},"signature":""}`, ErrBenchmarkFormat},
		{"two files", file + file, ErrBenchmarkFormat},
		{"half a file", file[:len(file)/2], ErrBenchmarkFormat},
		{"a newer version", replaced(`"version":1`, `"version":2`), ErrBenchmarkNewer},
		{"a newer version with what we do not know", replaced(`"version":1`, `"version":2,"more":[]`), ErrBenchmarkNewer},
		{"a better mark", replaced(`"value":7.4`, `"value":7.6`), ErrBenchmarkForged},
		{"another name", replaced(`"name":"Gemeente Oostdorp"`, `"name":"Gemeente Westdorp"`), ErrBenchmarkForged},
		{"a newer number", replaced(`"serial":2026112400`, `"serial":2026112401`), ErrBenchmarkForged},
		{"another key", replaced(mine.Key, otherKey.Key), ErrBenchmarkForged},
		{"no key", replaced(mine.Key, ""), ErrBenchmarkForged},
		{"capitals", replaced(mine.Key, strings.ToUpper(mine.Key)), ErrBenchmarkForged},
		{"a space", replaced(`"serial":`, `"serial": `), ErrBenchmarkForged},
		{"something twice", replaced(`"serial":`, `"serial":1,"serial":`), ErrBenchmarkForged},
		{"something more", replaced(`"serial":`, `"more":1,"serial":`), ErrBenchmarkForged},
		{"no signature", file[:strings.Index(file, `"signature"`)] + `"signature":""}`, ErrBenchmarkForged},
		{"too large", file + strings.Repeat(" ", MostBenchmarkBytes), ErrBenchmarkTooLarge},
	}
	for _, test := range tests {
		if b, err := ReadBenchmark([]byte(test.file)); !errors.Is(err, test.want) || b.Name != "" {
			t.Errorf("%s: %v, want %v", test.name, err, test.want)
		}
	}
}

// A signature does not make figures that may not be shown.
func TestBenchmarkFigures(t *testing.T) {
	for name, change := range map[string]func(b *Benchmark, u *BenchmarkUnit){
		"of fewer than k":           func(_ *Benchmark, u *BenchmarkUnit) { u.N, u.Indicative = 5, true },
		"with a low k":              func(_ *Benchmark, u *BenchmarkUnit) { u.K = 4 },
		"an exact count":            func(_ *Benchmark, u *BenchmarkUnit) { u.N = 151 },
		"in full of few":            func(_ *Benchmark, u *BenchmarkUnit) { u.N = 25 },
		"too exact":                 func(_ *Benchmark, u *BenchmarkUnit) { *u.Value = 7.43 },
		"too exact for few":         func(_ *Benchmark, u *BenchmarkUnit) { u.N, u.Indicative = 20, true },
		"off the scale":             func(_ *Benchmark, u *BenchmarkUnit) { *u.High = 11 },
		"outside its interval":      func(_ *Benchmark, u *BenchmarkUnit) { *u.Low = 7.5 },
		"half an interval":          func(_ *Benchmark, u *BenchmarkUnit) { u.Low = nil },
		"an interval of nothing":    func(_ *Benchmark, u *BenchmarkUnit) { u.Value = nil },
		"a word beside a figure":    func(_ *Benchmark, u *BenchmarkUnit) { u.Word = "almost-nobody" },
		"words of its own":          func(_ *Benchmark, u *BenchmarkUnit) { u.Value, u.Low, u.High, u.Word = nil, nil, nil, "the best" },
		"of several options":        func(_ *Benchmark, u *BenchmarkUnit) { u.Kind = Many },
		"of another century":        func(_ *Benchmark, u *BenchmarkUnit) { u.Year = 1999 },
		"no edition":                func(_ *Benchmark, u *BenchmarkUnit) { u.Edition = 0 },
		"a rate above all":          func(_ *Benchmark, u *BenchmarkUnit) { *u.Rate = 101 },
		"of nobody":                 func(_ *Benchmark, u *BenchmarkUnit) { u.Unit = "" },
		"a name of 301 characters":  func(_ *Benchmark, u *BenchmarkUnit) { u.Unit = strings.Repeat("é", 301) },
		"a name of two lines":       func(_ *Benchmark, u *BenchmarkUnit) { u.Unit = "Oost\ndorp" },
		"a survey that is no id":    func(_ *Benchmark, u *BenchmarkUnit) { u.Survey = "../x" },
		"a sender without a name":   func(b *Benchmark, _ *BenchmarkUnit) { b.Name = "" },
		"a sender between spaces":   func(b *Benchmark, _ *BenchmarkUnit) { b.Name = " Oostdorp" },
		"no number":                 func(b *Benchmark, _ *BenchmarkUnit) { b.Serial = 0 },
		"more than there can be":    func(b *Benchmark, u *BenchmarkUnit) { b.Units = append(b.Units, make([]BenchmarkUnit, 50_000)...) },
		"a question that is no id ": func(_ *Benchmark, u *BenchmarkUnit) { u.Question = "<b>" },
	} {
		b := oostdorp()
		change(&b, &b.Units[0])
		if _, err := ReadBenchmark(signed(t, b)); !errors.Is(err, ErrBenchmarkFigures) && !errors.Is(err, ErrBenchmarkTooLarge) {
			t.Errorf("%s: %v", name, err)
		}
	}
	long := oostdorp()
	long.Units[0].Unit, long.Name = strings.Repeat("é", 300), strings.Repeat("ü", 300)
	if _, err := ReadBenchmark(signed(t, long)); err != nil {
		t.Errorf("names of 300 characters: %v", err)
	}
}

// No change of any byte goes unnoticed.
func TestBenchmarkIsWhole(t *testing.T) {
	file := signed(t, oostdorp())
	rapid.Check(t, func(t *rapid.T) {
		spoiled := bytes.Clone(file)
		i := rapid.IntRange(0, len(file)-2).Draw(t, "at")
		spoiled[i] ^= byte(rapid.IntRange(1, 255).Draw(t, "with"))
		b, err := ReadBenchmark(spoiled)
		var ours *Error
		if err == nil && !bytes.Equal(bytes.ToLower(spoiled), bytes.ToLower(file)) || err != nil && !errors.As(err, &ours) {
			t.Fatalf("byte %d of %d: %v, %v", i, len(file), b.Name, err)
		}
	})
}

func FuzzReadBenchmark(f *testing.F) {
	file, err := oostdorp().Sign(signingKey(1))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(file)
	f.Add([]byte(`{"benchmark":{"format":"ouderstem-benchmark","version":1},"signature":"00"}`))
	f.Fuzz(func(t *testing.T, file []byte) {
		b, err := ReadBenchmark(file)
		if err != nil {
			if b.Name != "" {
				t.Errorf("refused, but %q", b.Name)
			}
			return
		}
		body, err := json.Marshal(b)
		if err != nil || !b.sound() {
			t.Errorf("taken, but %s, %v", body, err)
		}
	})
}

func TestFoldName(t *testing.T) {
	for _, same := range [][2]string{{"Gemeente Oost", "gemeente  OOST "}, {"Ｏost", "oost"}, {"ﬁets", "fiets"}} {
		if a, b := FoldName(same[0]), FoldName(same[1]); a != b {
			t.Errorf("%q and %q are two names", a, b)
		}
	}
	for _, forged := range []string{
		"Gemeente Oost\u200bdorp", "Gemeente Oost\u00addorp", "Gem\u2060eente Oostdorp", "Gemeente Oostdorp\ufe0f", "Gemeente\u3000Oostdorp", "Gemeente \u3164Oostdorp",
		"Gemeente \u041e\u043est\u0501orp", "G\u0435meente Oostdorp", "Gemeente \u039fostdorp", "Gemeente 0ostdorp", "\u202aGemeente Oostdorp",
	} {
		if a, b := FoldName(forged), FoldName("Gemeente Oostdorp"); a != b {
			t.Errorf("%q may be taken for another's name: %q", forged, a)
		}
	}
	for _, apart := range [][2]string{{"Oost", "West"}, {"Súdwest", "Sudwest"}, {"Gemeente Wiel", "Gemeente Weel"}, {"Москва", "Минск"}} {
		if FoldName(apart[0]) == FoldName(apart[1]) {
			t.Errorf("%q and %q are one name", apart[0], apart[1])
		}
	}
	for _, unseen := range []string{"\u200b", "\u2060\u00ad", "\u3164", " "} {
		if isName(unseen) {
			t.Errorf("%q is a name", unseen)
		}
	}
}

func ExampleBenchmark_Fingerprint() {
	fmt.Println(Benchmark{Key: strings.Repeat("00", 32)}.Fingerprint()[:19])
	// Output: 6668 7aad f862 bd77
}
