package redact_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"ouderstem/survey/redact"

	"pgregory.net/rapid"
)

// key is the plainest label: the tag itself.
func key(t redact.Tag) string { return string(t) }

// mask is what a text looks like afterwards.
func mask(text string) string { return redact.Mask(text, redact.Find(text), key) }

// check runs a table of texts and what they must become. A single string stands
// for a text that must stay.
func check(t *testing.T, tests [][]string) {
	t.Helper()
	for _, tt := range tests {
		in, want := tt[0], tt[len(tt)-1]
		if got := mask(in); got != want {
			t.Errorf("%q\n got %q\nwant %q", in, got, want)
		}
	}
}

func ExampleFind() {
	text := "Mijn zoon Daan belde coach Anna op 06-12345678."
	for _, s := range redact.Find(text) {
		fmt.Println(s.Start, s.End, s.Tag)
	}
	// Output:
	// 10 14 name
	// 27 31 name
	// 35 46 phone
}

func ExampleMask() {
	dutch := map[redact.Tag]string{redact.Name: "naam", redact.Date: "datum"}
	text := "Onze dochter Noor is van 3 mei 2015. Noor is blij."
	fmt.Println(redact.Mask(text, redact.Find(text), func(t redact.Tag) string { return dutch[t] }))
	// Output: Onze dochter [naam] is van [datum]. [naam] is blij.
}

func TestMask(t *testing.T) {
	tests := []struct {
		text  string
		spans []redact.Span
		want  string
	}{
		{"abc", nil, "abc"},
		{"a\xffc", nil, "a\xffc"},
		{"a\xffç", []redact.Span{{Start: 2, End: 3, Tag: redact.Name}}, "a\xff[name]"},
		{"één twee", []redact.Span{{Start: 0, End: 3, Tag: redact.Name}, {Start: 4, End: 8, Tag: redact.Date}}, "[name] [date]"},
		{"ab", []redact.Span{{Start: 0, End: 1, Tag: redact.Name}, {Start: 1, End: 2, Tag: redact.Name}}, "[name][name]"},
		{"abc", []redact.Span{{Start: 1, End: 9, Tag: redact.Name}}, "a[name]"},
		{"abc", []redact.Span{{Start: 5, End: 9, Tag: redact.Name}}, "abc"},
		{"abc", []redact.Span{{Start: 1, End: 1, Tag: redact.Name}, {Start: -1, End: 2, Tag: redact.Name}}, "abc"},
		{"abc", []redact.Span{{Start: 0, End: 2, Tag: redact.Name}, {Start: 1, End: 3, Tag: redact.Name}}, "[name]c"},
		{"", []redact.Span{{Start: 0, End: 1, Tag: redact.Name}}, ""},
	}
	for _, tt := range tests {
		if got := redact.Mask(tt.text, tt.spans, key); got != tt.want {
			t.Errorf("Mask(%q, %v) = %q, want %q", tt.text, tt.spans, got, tt.want)
		}
	}
}

func TestMasksStay(t *testing.T) {
	check(t, [][]string{
		{"mijn zoon [naam] en [name] belden [telefoon] over [Name] van [date of birth]"},
		{"coach [Naam] woont op [adres], [e-mailadres] [BSN] [IBAN] [URL]"},
		{"mijn dochter [numéro de téléphone] [nom de l'enfant] [الاسم]"},
		{"[mijn zoon Daan]", "[mijn zoon [name]]"}, // a parent's own brackets
		{"[06-12345678]", "[[phone]]"},
		{"[jan@voorbeeld.nl", "[[email]"},
		{"mijn zoon [naam] en mijn dochter Noor", "mijn zoon [naam] en mijn dochter [name]"},
	})
}

func TestWhichWins(t *testing.T) {
	check(t, [][]string{
		{"https://a.nl/jan@b.nl?tel=0612345678", "[url]"},
		{"voorbeeld.nl/pad?van=jan@b.nl&x=1", "[url][email]&x=1"},
		{"mail naar 0612345678@voorbeeld.nl", "mail naar [email]"},
		{"NL91ABNA0417164300", "[iban]"},
		{"mijn zoon Daan 12-03-2015 0612345678 Kerkstraat 5", "mijn zoon [name] [date] [phone] [address]"},
		{"06-12345678/06-87654321", "[phone]/[phone]"},
		{"Mijn dochter Noor,06-12345678,noor@voorbeeld.nl", "Mijn dochter [name],[phone],[email]"},
	})
}

// Numbers from a phone's address book carry marks of direction; keyboards make
// their own dashes, quotes, spaces and digits.
func TestOtherRunes(t *testing.T) {
	check(t, [][]string{
		{"bel \u202a06\u00a012\u201134\u201156\u00a078\u202c nu", "bel \u202a[phone]\u202c nu"},
		{"tel ٠٦١٢٣٤٥٦٧٨ ابني", "tel [phone] ابني"},
		{"０６１２３４５６７８", "[phone]"},
		{"mijn zoon Da\u00adan\u200b en \u201cBram\u201d", "mijn zoon [name]\u200b en \u201c[name]\u201d"},
		{"coach \u201cAnna\u201d en oma \u2018Mies\u2019", "coach \u201c[name]\u201d en oma \u2018[name]\u2019"},
		{"mijn dochter Ays\u0327e 👨‍👩‍👧 blij", "mijn dochter [name] 👨‍👩‍👧 blij"},
		{"coach O’Neill", "coach [name]"},
		{"mijn zoon\xff Daan \xff06-12345678\xff", "mijn zoon\xff [name] \xff[phone]\xff"},
		{"اسمي فاطمة وابني اسمه داني"},
	})
}

// Whatever somebody pastes, nothing breaks and masking twice is masking once.
func TestHostileTexts(t *testing.T) {
	check(t, [][]string{
		{""},
		{"👍👍👍 🙏🏽 👨‍👩‍👧"},
		{"mijn zoon Da\u200ban en Fa\u2060ti\u00adma", "mijn zoon [name] en [name]"},
		{"\u202bמיכל\u202c met Daan\u200f", "\u202bמיכל\u202c met [name]\u200f"},
		{"Daan❤️ en\u3000Noor", "[name]❤️ en\u3000[name]"},
		{"<p>Dank aan <b>Fatima</b></p><script>alert(1)</script>", "<p>Dank aan <b>[name]</b></p><script>alert(1)</script>"},
		{"Дaan", "Дaan"}, // its first letter is not Latin
		{"İlker", "[name]"},
	})
	for _, piece := range []string{"a", "Daan", "D\u200b", "é\u0301", "👍", "ابني", "[", "[naam", "<Daan>", "\xff", "ﬀ", "İ", "ß", "Ǆ"} {
		holds(t, strings.Repeat(piece, 4000/len(piece)))
		holds(t, "Mijn zoon Daan"+strings.Repeat(piece, 200)+" en Fatima")
	}
}

// pieces are what texts are made of that are likely to go wrong.
var pieces = []string{
	"mijn zoon ", "Daan", "coach ", "Anna", " en ", ", ", "Mevr. ", "van der ", "Berg", "ik ben ", "heet ", "J.", "A.B. ", "de ", "Vries",
	"06", "-", "12345678", "+31 ", "(0)6 ", "0800-2000", "123456782", "bsn ", "NL91 ABNA 0417 1643 00", "12", " maart ", "2015", "/3/", "'15 ",
	"1234", " AB ", "Kerkstraat ", "12a", "jan", "@", "voorbeeld", ".nl", "www.", "http://", " at ", " punt ", "(", ")", "[", "]", "[naam]", "[06",
	"Fatima", "daan ", "Peeters ", "De ", "Roos ", "zei ", "minister ", "Da\u200ban", "El\u00a0Amrani", "<b>Anna</b>", "Олена ", "Łukasz", "Stichting ", "1234567",
	" ", "\n", ".", ":", "&", "👨‍👩‍👧", "\u200b", "\u202e", "ابني", "é", "\xff", "\xc3", "IK ", "HEET ", "Groetjes,\n", "1", "0", "De ", "A",
}

func texts() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		parts := rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(pieces), rapid.SampledFrom(pieces), rapid.StringN(0, 4, -1)), 0, 24).Draw(t, "parts")
		return strings.Join(parts, "")
	})
}

func TestSpansHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { holds(t, texts().Draw(t, "text")) })
}

// holds checks what is true of every text.
func holds(t interface{ Fatalf(string, ...any) }, text string) {
	spans := redact.Find(text)
	last := 0
	for _, s := range spans {
		if s.Start < last || s.End <= s.Start || s.End > utf8.RuneCountInString(text) || s.Tag == "" {
			t.Fatalf("%q: spans %v", text, spans)
		}
		last = s.End
	}
	if !slices.Equal(spans, redact.Find(text)) {
		t.Fatalf("%q: not the same twice", text)
	}
	if got := redact.Mask(text, nil, key); got != text {
		t.Fatalf("%q: masked without spans to %q", text, got)
	}
	for _, label := range []func(redact.Tag) string{
		key,
		func(redact.Tag) string { return "naam" },
		func(redact.Tag) string { return "E-Mail-Adresse" },
		func(redact.Tag) string { return "date de naissance" },
	} {
		once := redact.Mask(text, spans, label)
		checkKept(t, text, once, spans)
		if again := redact.Find(once); len(again) > 0 {
			t.Fatalf("%q: masked to %q, and then %v", text, once, again)
		}
	}
}

// checkKept fails where a text was changed anywhere but in its spans.
func checkKept(t interface{ Fatalf(string, ...any) }, text, masked string, spans []redact.Span) {
	runes, rest, from := []rune(strings.ToValidUTF8(text, "\ufffd")), strings.ToValidUTF8(masked, "\ufffd"), 0
	if len(runes) != utf8.RuneCountInString(text) {
		return // bytes that are no text, some of which count as one here
	}
	for _, s := range spans {
		before := string(runes[from:s.Start])
		if !strings.HasPrefix(rest, before) {
			t.Fatalf("%q: masked to %q, without %q", text, masked, before)
		}
		if rest = rest[len(before):]; !strings.HasPrefix(rest, "[") || !strings.Contains(rest, "]") {
			t.Fatalf("%q: masked to %q", text, masked)
		}
		rest, from = rest[strings.Index(rest, "]")+1:], s.End
	}
	if rest != string(runes[from:]) {
		t.Fatalf("%q: masked to %q", text, masked)
	}
}

func FuzzFind(f *testing.F) {
	f.Add("Mijn zoon Daan (5) en dochter Noor: 06-12345678, 12 maart 2015")
	f.Add("bsn 123456782 NL91 ABNA 0417 1643 00 jan at gmail punt com www.x.nl")
	f.Add("Mevr. J. van der Berg, Kerkstraat 12a, 1234 AB 12 [naam]")
	f.Add("zei De Backer, minister Vos. Roos en daan: <p>Anna-Marie's</p> 1. Peeters 2. Jan\u200b W. Smit (34)")
	f.Add("Fatima\u202e\u0301 ابني Daan\ufeff Олена 👨‍👩‍👧Sem")
	f.Add("A\xff\u202e[\u200b]٠٦ 0+(31)(0)")
	f.Fuzz(func(t *testing.T, text string) { holds(t, text) })
}

func TestFindByMany(t *testing.T) {
	const text = "Coach Anna belde op 3 mei met mijn zoon Daan: 06-12345678."
	want := redact.Find(text)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				if got := redact.Find(text); !slices.Equal(got, want) {
					t.Errorf("got %v, want %v", got, want)
				}
			}
		})
	}
	wg.Wait()
}

// A text that goes on forever must not take forever squared: together these would
// take minutes if anything here looked back or ahead without a bound.
func TestLongTexts(t *testing.T) {
	for _, piece := range append(pieces, "a", "Aa ", "1 ", "1-", "a@", "a.", "://", "[a", "1 Aa ", "mijn zoon A", "heet Bo ", " @ ", "'1", "Aa, ", "De ", "Daan ", "Peeters-", "Van der ", "Daan van der ", "zei ", "Anna-") {
		redact.Find(strings.Repeat(piece, 60_000/len(piece)))
	}
}

// comment is 200 characters of a plain answer.
const comment = "De coach luisterde goed naar ons en legde alles uit. Mijn zoon Daan gaat weer met plezier naar school. " +
	"Wel duurde het 13 weken voor er een plan lag, dat kan echt beter. Bel gerust: 06-12345678."

func BenchmarkFind(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		redact.Find(comment)
	}
}

func BenchmarkFindNoSpace(b *testing.B) {
	text := strings.Repeat("a1", 2000)
	for b.Loop() {
		redact.Find(text)
	}
}
