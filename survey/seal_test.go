package survey

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

func newBoxKey(t testing.TB) *BoxKey {
	t.Helper()
	k, err := NewBoxKey()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func seal(t testing.TB, k *BoxKey, box string, r Response) []byte {
	t.Helper()
	sealed, err := Seal(k.Public(), box, r)
	if err != nil {
		t.Fatal(err)
	}
	return sealed
}

// responses draws any response that fits.
func responses() *rapid.Generator[Response] {
	id := rapid.StringMatching(`[a-z]{1,8}`)
	return rapid.Custom(func(t *rapid.T) Response {
		return Response{
			Survey:  id.Draw(t, "survey"),
			Version: rapid.IntRange(1, 99).Draw(t, "version"),
			Lang:    rapid.SampledFrom([]string{"nl", "en", "fa"}).Draw(t, "lang"),
			Answers: rapid.MapOfN(id, rapid.SliceOfN(rapid.String(), 1, 3), 0, 12).Draw(t, "answers"),
		}
	})
}

func TestSealAndUnseal(t *testing.T) {
	k := newBoxKey(t)
	raw, err := k.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	kept, err := ParseBoxKey(raw)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		want := responses().Draw(t, "response")
		sealed, err := Seal(k.Public(), "box", want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := kept.Unseal("box", sealed)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("unsealed: %v %s", err, diff)
		}
	})
}

// What is sealed of one parent holds nothing of the one before: it is the same to
// the byte, whatever went through the compressor, be it too much.
func TestPadHoldsNothingOfOthers(t *testing.T) {
	text := letterText(rand.New(rand.NewPCG(1, 2)), 20_000)
	answer := func(words string) Response {
		return Response{Survey: "kort", Version: 1, Lang: "nl", Answers: Answers{"good": {words}}}
	}
	one, err := pad(answer(text[:3000]))
	if err != nil {
		t.Fatal(err)
	}
	for _, before := range []string{"", text[:3000], text[1000:5000], text} {
		if _, err := pad(answer(before)); err != nil && !errors.Is(err, ErrTooLong) {
			t.Fatal(err)
		}
		if again, err := pad(answer(text[:3000])); err != nil || !bytes.Equal(again, one) {
			t.Errorf("after %d bytes of another it is another, %v", len(before), err)
		}
	}
}

// letters are the letters of Dutch text, by their frequency in 10,000, with
// spaces and what else stands between words. Drawn one by one they are harder
// to compress than any sentence.
const letters = "e1550 n820 a610 t560 i530 r525 o500 d485 s305 l290 g280 v230 h195 k185 m180 u165 b130 p130 w125 j120 z115 c100 f65 " +
	"x5 y5 q5 é10 ë10 .120 ,80 !20 ?15 '15 -10 115 210 I45 D35 H30 Z20 E15 W15 M15 A10"

func letterText(random *rand.Rand, n int) string {
	bag := strings.Repeat(" ", 1500)
	for _, l := range strings.Fields(letters) {
		r, size := utf8.DecodeRuneInString(l)
		count := 0
		for _, digit := range l[size:] {
			count = count*10 + int(digit-'0')
		}
		bag += strings.Repeat(string(r), count)
	}
	runes := []rune(bag)
	text := make([]rune, n)
	for i := range text {
		text[i] = runes[random.IntN(len(runes))]
	}
	return string(text)
}

func TestThreeFullCommentsFit(t *testing.T) {
	for trial := range uint64(20) {
		random := rand.New(rand.NewPCG(trial, 0))
		r := Response{Survey: "veiligheid", Version: 12, Lang: "nl", Answers: Answers{
			"helped-most": {letterText(random, MaxComment)},
			"expected":    {letterText(random, MaxComment)},
			"more":        {letterText(random, MaxComment)},
		}}
		if _, err := pad(r); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAllSealedResponsesHaveOneSize(t *testing.T) {
	k, random := newBoxKey(t), rand.New(rand.NewPCG(1, 1))
	long := letterText(random, MaxComment)
	responses := map[string]Response{
		"empty":   {},
		"a mark":  {Survey: "kort", Version: 1, Lang: "nl", Answers: Answers{"mark": {"7"}}},
		"a word":  {Survey: "kort", Version: 1, Lang: "nl", Answers: Answers{"mark": {"7"}, "good": {"x"}}},
		"longest": {Survey: "kort", Version: 1, Lang: "nl", Answers: Answers{"good": {long}, "better": {long + long}}},
	}
	size := len(seal(t, k, "box", Response{}))
	for name, r := range responses {
		if got := len(seal(t, k, "box", r)); got != size {
			t.Errorf("%s: %d bytes, want %d", name, got, size)
		}
	}
}

func TestEqualResponsesAreSealedDifferently(t *testing.T) {
	k := newBoxKey(t)
	first, second := seal(t, k, "box", Response{}), seal(t, k, "box", Response{})
	if bytes.Equal(first, second) {
		t.Error("two equal responses look the same when sealed")
	}
}

// TestPadding walks over the edge of what fits.
func TestPadding(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	fitted := 0
	for n := 3000; n <= 5000; n += 50 {
		text := make([]rune, n) // Chinese drawn at random: about 14 bits a character
		for i := range text {
			text[i] = '\u4e00' + random.Int32N(20_000)
		}
		want := Response{Answers: Answers{"good": {string(text)}}}
		plain, err := pad(want)
		if errors.Is(err, ErrTooLong) {
			continue
		}
		if err != nil || len(plain) != padded {
			t.Fatalf("%d characters: %d bytes, %v", n, len(plain), err)
		}
		got, err := unpad(plain)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%d characters: %v %s", n, err, diff)
		}
		fitted++
	}
	if fitted == 0 || fitted == 41 {
		t.Errorf("%d of 41 texts fit: the edge was not reached", fitted)
	}
}

func TestSealTooLong(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 2))
	text := make([]rune, MaxComment)
	for i := range text {
		text[i] = '\u4e00' + random.Int32N(20_000)
	}
	r := Response{Answers: Answers{"a": {string(text)}, "b": {string(text[1000:])}, "c": {string(text[:3000])}}}
	for i, j := 0, len(text)-1; i < j; i, j = i+1, j-1 {
		text[i], text[j] = text[j], text[i]
	}
	r.Answers["d"] = []string{string(text)}
	if sealed, err := Seal(newBoxKey(t).Public(), "box", r); !errors.Is(err, ErrTooLong) {
		t.Errorf("Seal = %d bytes, %v, want ErrTooLong", len(sealed), err)
	}
}

func TestOnlyTheRightKeyAndBoxOpen(t *testing.T) {
	k, other := newBoxKey(t), newBoxKey(t)
	sealed := seal(t, k, "box", Response{Survey: "kort"})
	tests := []struct {
		name   string
		key    *BoxKey
		box    string
		sealed []byte
	}{
		{"another key", other, "box", sealed},
		{"another box", k, "box2", sealed},
		{"no box", k, "", sealed},
		{"cut", k, "box", sealed[:len(sealed)-1]},
		{"longer", k, "box", append(append([]byte{}, sealed...), 0)},
		{"empty", k, "box", nil},
	}
	for _, test := range tests {
		if r, err := test.key.Unseal(test.box, test.sealed); err == nil {
			t.Errorf("%s: opened: %v", test.name, r)
		}
	}
	if _, err := k.Unseal("box", sealed); err != nil {
		t.Errorf("the right key and box: %v", err)
	}
}

func TestAFlippedBitIsNoticed(t *testing.T) {
	k := newBoxKey(t)
	sealed := seal(t, k, "box", Response{Survey: "kort", Answers: Answers{"mark": {"7"}}})
	rapid.Check(t, func(t *rapid.T) {
		bit := rapid.IntRange(0, 8*len(sealed)-1).Draw(t, "bit")
		changed := append([]byte{}, sealed...)
		changed[bit/8] ^= 1 << (bit % 8)
		if r, err := k.Unseal("box", changed); err == nil {
			t.Errorf("bit %d flipped: opened: %v", bit, r)
		}
	})
}

func TestBadKeys(t *testing.T) {
	if _, err := ParseBoxKey([]byte("short")); err == nil {
		t.Error("ParseBoxKey took five bytes")
	}
	if _, err := Seal([]byte("short"), "box", Response{}); err == nil {
		t.Error("Seal took a public key of five bytes")
	}
}

func TestUnpadOfAnotherSize(t *testing.T) {
	plain, err := pad(Response{})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range [][]byte{nil, plain[:padded-1], append(plain, 0)} {
		if _, err := unpad(p); err == nil {
			t.Errorf("unpad took %d bytes", len(p))
		}
	}
}

// TestUnpadOfABomb unpacks to far more than a response can hold.
func TestUnpadOfABomb(t *testing.T) {
	plain, err := pad(Response{Lang: strings.Repeat("a", 4<<20)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := unpad(plain); err == nil {
		t.Error("unpad took 4 MB")
	}
}

func FuzzUnpad(f *testing.F) {
	for _, r := range []Response{{}, {Survey: "kort", Version: 1, Lang: "nl", Answers: Answers{"mark": {"7"}, "good": {"Fijn \u200c <b>"}}}} {
		plain, err := pad(r)
		if err != nil {
			f.Fatal(err)
		}
		n := binary.BigEndian.Uint32(plain)
		f.Add(n, plain[4:4+n])
		f.Add(n-1, plain[4:4+n])
		f.Add(uint32(padded), plain[4:4+n])
	}
	f.Add(uint32(0), []byte{})
	f.Add(^uint32(0), []byte{1})
	f.Fuzz(func(t *testing.T, n uint32, packed []byte) {
		plain := make([]byte, padded)
		binary.BigEndian.PutUint32(plain, n)
		copy(plain[4:], packed)
		r, err := unpad(plain)
		if err != nil {
			return
		}
		again, err := pad(r)
		if errors.Is(err, ErrTooLong) {
			return // another program may have packed it tighter
		}
		if err != nil {
			t.Fatal(err)
		}
		got, err := unpad(again)
		if diff := cmp.Diff(r, got, cmpopts.EquateEmpty()); err != nil || diff != "" {
			t.Errorf("padded again: %v %s", err, diff)
		}
	})
}
