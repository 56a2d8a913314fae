package survey

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// codes draws any code.
func codes() *rapid.Generator[Code] {
	return rapid.Custom(func(t *rapid.T) Code {
		raw := rapid.SliceOfN(rapid.Byte(), codeBytes, codeBytes).Draw(t, "raw")
		c, err := NewCode(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		return c
	})
}

// code makes the code of ten bytes.
func code(t testing.TB, raw string) Code {
	t.Helper()
	c, err := NewCode(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestNewCode(t *testing.T) {
	tests := []struct{ raw, want string }{
		{"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00", "0000-0000-0000-0000-0"},
		// 00001 fifteen times 00000: the check character is x, which is 2.
		{"\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00", "1000-0000-0000-0000-2"},
		{"\x00\x44\x32\x14\xc7\x42\x54\xb6\x35\xcf", "0123-4567-89AB-CDEF-9"},
	}
	for _, test := range tests {
		if got := code(t, test.raw).String(); got != test.want {
			t.Errorf("NewCode(%x) = %s, want %s", test.raw, got, test.want)
		}
	}
	if c, err := NewCode(strings.NewReader("too short")); err == nil {
		t.Errorf("NewCode with too little randomness = %s, want an error", c)
	}
}

// times multiplies in GF(2^5) as it is done by hand: shift, add, then divide by
// x^5 + x^2 + 1.
func times(a, b byte) byte {
	product := 0
	for i := range 5 {
		if b>>i&1 == 1 {
			product ^= int(a) << i
		}
	}
	for i := 9; i >= 5; i-- {
		if product>>i&1 == 1 {
			product ^= 0b100101 << (i - 5)
		}
	}
	return byte(product)
}

func TestChecksumIsTheWeightedSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := codes().Draw(t, "code")
		var sum byte
		weight := byte(1)
		for _, r := range []byte(c[:codeData]) {
			weight = times(weight, 2)
			sum ^= times(weight, byte(strings.IndexByte(alphabet, r)))
		}
		if got := c[codeData]; got != alphabet[sum] {
			t.Errorf("check character of %s is %c, want %c", c, got, alphabet[sum])
		}
	})
}

func TestEveryWrongCharacterAndSwapIsNoticed(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		raw := make([]byte, codeBytes)
		for i := range raw {
			raw[i] = byte(random.Uint32())
		}
		c := code(t, string(raw))
		for i := range len(c) {
			for _, r := range []byte(alphabet) {
				b := []byte(c)
				b[i] = r
				if _, err := ParseCode(string(b)); (err == nil) != (r == c[i]) {
					t.Errorf("%s with %c at %d: %v", c, r, i, err)
				}
			}
			for j := range i { // neighbours and all others
				b := []byte(c)
				b[i], b[j] = b[j], b[i]
				if _, err := ParseCode(string(b)); (err == nil) != (c[i] == c[j]) {
					t.Errorf("%s with %d and %d swapped: %v", c, j, i, err)
				}
			}
		}
	}
}

func TestParseCodeReadsWhatPeopleType(t *testing.T) {
	alike := map[byte][]string{'0': {"0", "O", "o"}, '1': {"1", "I", "i", "L", "l"}, 'V': {"V", "v", "U", "u"}}
	gaps := rapid.SampledFrom([]string{"", "", "", " ", "-", " - ", ".", "\t", "\n", "\u00a0", "–", "‑", "_", "/"})
	rapid.Check(t, func(t *rapid.T) {
		c := codes().Draw(t, "code")
		typed := gaps.Draw(t, "before")
		for _, r := range []byte(c) {
			forms, ok := alike[r]
			if !ok {
				forms = []string{string(r), strings.ToLower(string(r))}
			}
			typed += rapid.SampledFrom(forms).Draw(t, "form") + gaps.Draw(t, "gap")
		}
		if got, err := ParseCode(typed); err != nil || got != c {
			t.Errorf("ParseCode(%q) = %s, %v, want %s", typed, got, err, c)
		}
	})
}

func TestParseCodeSaysWhere(t *testing.T) {
	length := func(typed int) *Error { return ErrCodeLength.With("Length", codeLength).With("Typed", typed) }
	group := func(n int) *Error { return ErrCodeGroup.With("Group", n) }
	tests := []struct {
		name, typed string
		want        *Error
	}{
		{"nothing", "", ErrNoCode},
		{"only separators", " - \n–", ErrNoCode},
		{"only what is cleaned away", "\u202e\x00", ErrNoCode},
		{"too short", "0123", length(4)},
		{"too short in two groups", "0123-4567", length(8)},
		{"too long", "0123 4567 89AB CDEF 9 0", length(18)},
		{"too long in one run", "0123456789ABCDEF99", length(18)},
		{"far too long, with odd characters", "0123456789ABCDEF90000*", length(22)},
		{"odd character in group 1", "01*3-4567-89AB-CDEF-9", group(1)},
		{"odd character in group 3", "0123-4567-89é-CDEF-9", group(3)},
		{"odd character as check character", "0123-4567-89AB-CDEF-?", group(5)},
		{"odd character in one run", "0123456789A*CDEFR", group(3)},
		{"odd character at the end of one run", "0123456789ABCDEF*", group(5)},
		{"odd character in groups of one's own", "01234567 89A* CDEF 9", group(3)},
		{"odd character behind a stray gap", "0 123 4567 8*AB CDEF 9", group(3)},
		{"odd character behind a short group", "012-4567-8*AB-CDEF-9", group(3)},
		{"short group 2", "0123-457-89AB-CDEF-9", group(2)},
		{"long group 4", "0123-4567-89AB-CDEEF-R", group(4)},
		{"long group 5", "0123-4567-89AB-CDEF-99", group(5)},
		{"wrong check character", "0123-4567-89AB-CDEF-0", ErrCodeCheck},
		{"a gap in the wrong place", "012-34567-89AB-CDEF-0", ErrCodeCheck},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := ParseCode(test.typed)
			if diff := cmp.Diff(error(test.want), err, cmp.Comparer(sameError)); diff != "" {
				t.Errorf("ParseCode(%q): %s", test.typed, diff)
			}
			if whole := errors.Is(err, ErrCodeCheck); whole != (got != "") {
				t.Errorf("ParseCode(%q) = %q: only a whole code may be returned, to look for near ones", test.typed, got)
			}
		})
	}
}

// sameError compares errors with their arguments.
func sameError(a, b error) bool { return a.Error() == b.Error() }

func TestNearFindsTheCode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := codes().Draw(t, "code")
		i := rapid.IntRange(0, codeLength-1).Draw(t, "at")
		b := []byte(c)
		if swap := rapid.Bool().Draw(t, "swap"); swap && i+1 < codeLength {
			b[i], b[i+1] = b[i+1], b[i]
		} else {
			b[i] = alphabet[rapid.IntRange(0, len(alphabet)-1).Draw(t, "character")]
		}
		if Code(b) == c {
			return
		}
		near := Code(b).Near()
		if got, want := near[c], i/codeGroup+1; got != want {
			t.Errorf("%s typed as %s: group %d, want %d", c, Code(b), got, want)
		}
		if len(near) > 33 { // one for each character and each pair at most
			t.Errorf("%s is near to %d codes", Code(b), len(near))
		}
		for n := range near {
			if _, err := ParseCode(string(n)); err != nil {
				t.Errorf("%s is near to %s, which is no code", Code(b), n)
			}
		}
	})
}

func TestNearLeavesOutTheCodeItself(t *testing.T) {
	c := code(t, "0123456789")
	if _, ok := c.Near()[c]; ok {
		t.Errorf("%s is near to itself", c)
	}
}

func TestHashDiffers(t *testing.T) {
	a, b := code(t, "0123456789"), code(t, "9876543210")
	hashes := map[string]CodeHash{
		"a":                   a.Hash([]byte("pepper")),
		"another code":        b.Hash([]byte("pepper")),
		"another pepper":      a.Hash([]byte("salt")),
		"no pepper":           a.Hash(nil),
		"another purpose":     a.Tap([]byte("pepper"), ""),
		"a tap":               a.Tap([]byte("pepper"), "1"),
		"another tap":         a.Tap([]byte("pepper"), "2"),
		"a tap, other code":   b.Tap([]byte("pepper"), "1"),
		"a tap, other pepper": a.Tap([]byte("salt"), "1"),
		"a paper form":        PaperTap([]byte("pepper"), "1"),
		"another paper form":  PaperTap([]byte("pepper"), string(a)),
	}
	seen := map[CodeHash]string{}
	for name, h := range hashes {
		if other, ok := seen[h]; ok {
			t.Errorf("%s and %s have the same hash", name, other)
		}
		seen[h] = name
	}
	if a.Hash([]byte("pepper")) != hashes["a"] || a.Tap([]byte("pepper"), "1") != hashes["a tap"] {
		t.Error("the same code has two hashes")
	}
	if keyed(nil, "card", []byte(a)) == keyed(nil, "tap", []byte(a)) {
		t.Error("two purposes have the same hash")
	}
}

// A poster's code can be made again, by who has the pepper and by nobody else.
func TestPosterCode(t *testing.T) {
	seen := map[Code]bool{}
	for _, pepper := range []string{"pepper", "other"} {
		for _, batch := range []string{"12ab", "12ac"} {
			code, err := PosterCode([]byte(pepper), batch)
			if err != nil {
				t.Fatal(err)
			}
			if again, err := PosterCode([]byte(pepper), batch); err != nil || again != code {
				t.Errorf("%s and %s, %v", code, again, err)
			}
			if parsed, err := ParseCode(code.String()); err != nil || parsed != code || seen[code] {
				t.Errorf("%s is no code of its own: %v", code, err)
			}
			seen[code] = true
		}
	}
	// From HMAC-SHA256 of another program: printed posters must stay known.
	if code, err := PosterCode([]byte("pepper"), "12ab"); err != nil || code.String()[:19] != "GT9Y-T724-B7YK-CA7H" {
		t.Errorf("%s, %v", code, err)
	}
}

func FuzzParseCode(f *testing.F) {
	for _, typed := range []string{"", "0123-4567-89AB-CDEF-9", "o123 4567 89ab cdef r", "0123", "ſtraße", "\xff-\u202e", "0123-4567-89AB-CDEF-*", "١٢٣٤"} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		c, err := ParseCode(typed)
		var mistake *Error
		switch {
		case err == nil:
			if again, err := ParseCode(c.String()); err != nil || again != c {
				t.Errorf("%q is %s, which is %s, %v", typed, c, again, err)
			}
		case !errors.As(err, &mistake):
			t.Errorf("%q: %v is nothing a person can mend", typed, err)
		case errors.Is(err, ErrCodeGroup):
			if g := mistake.Args["Group"].(int); g < 1 || g > codeGroups {
				t.Errorf("%q: there is no group %d", typed, g)
			}
		case errors.Is(err, ErrCodeCheck):
			if len(c.Near()) == 0 {
				t.Errorf("%q is near to no code", typed)
			}
		}
	})
}
