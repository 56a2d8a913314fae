package themes

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestIsQuote(t *testing.T) {
	for text, want := range map[string]bool{
		"De coach luisterde goed naar ons":                            true,
		"De coach luisterde goed":                                     false, // four words
		strings.Repeat("woord ", 40):                                  true,
		strings.Repeat("woord ", 41):                                  false,
		"De coach [naam] luisterde heel goed naar ons":                true,
		"Coach [naam] luisterde goed naar ons":                        false, // one in six
		"[naam] en [naam] waren samen heel goed voor ons gezin thuis": false, // two in eleven
		"DE COACH LUISTERDE HELEMAAL NIET NAAR ONS":                   false,
		"De coach luisterde helemaal niet naar ons!!!":                false,
		"Het CJG heeft ons goed geholpen":                             true,
		"المدرب كان لطيفا جدا معنا":                                   true,
		"":            false,
		"👍 👍 👍 👍 👍 👍": false,
	} {
		if got := isQuote(text); got != want {
			t.Errorf("%q can be quoted: %v", text, got)
		}
	}
}

var things = []string{"slapen", "school", "ruzie", "geld", "eten", "werk", "angst", "muziek", "voetbal"}

// quotables returns comments that praise, complain and neither.
func quotables(praise, complaints, rest int) []Quotable {
	var list []Quotable
	for i := range praise {
		list = append(list, Quotable{ID: fmt.Sprintf("p%02d", i), Lang: "nl", Sentiment: Positive, Text: fmt.Sprintf("De coach luisterde heel goed naar mij, over %s.", things[i%len(things)])})
	}
	for i := range complaints {
		list = append(list, Quotable{ID: fmt.Sprintf("c%02d", i), Lang: "nl", Sentiment: Negative, Text: fmt.Sprintf("Het duurde veel te lang voor iemand belde, over %s.", things[i%len(things)])})
	}
	for i := range rest {
		list = append(list, Quotable{ID: fmt.Sprintf("r%02d", i), Lang: "nl", Sentiment: Mixed, Text: fmt.Sprintf("Wij kregen een brief met een plan, over %s.", things[i%len(things)])})
	}
	return list
}

func TestQuotesBalance(t *testing.T) {
	for _, test := range []struct {
		praise, complaints, rest, most int
		want                           string // first letters, sorted
	}{
		{9, 1, 0, 2, "cp"},
		{9, 1, 0, 3, "cpp"},
		{1, 9, 0, 3, "ccp"},
		{5, 0, 0, 3, "ppp"},
		{2, 2, 2, 3, "cpr"},
		{9, 1, 0, 1, "p"},
		{1, 1, 0, 3, "cp"},
		{0, 0, 0, 3, ""},
		{3, 3, 3, 0, ""},
	} {
		var got []byte
		for _, id := range Quotes(quotables(test.praise, test.complaints, test.rest), test.most) {
			got = append(got, id[0])
		}
		slices.Sort(got)
		if string(got) != test.want {
			t.Errorf("%+v: %s", test, got)
		}
	}
}

// The same quotes come in whatever order the comments are, each a whole comment
// that can be read, and nothing is said twice.
func TestQuotes(t *testing.T) {
	list := append(quotables(6, 3, 2),
		Quotable{ID: "short", Lang: "nl", Text: "Te lang", Sentiment: Negative},
		Quotable{ID: "p99", Lang: "nl", Text: "De coach luisterde heel goed naar mij, over slapen.", Sentiment: Positive},
		Quotable{ID: "other", Lang: "nl", Text: "Mijn zoon gaat weer met plezier naar school toe.", Sentiment: Positive})
	want := Quotes(list, 4)
	if len(want) != 4 || slices.Contains(want, "short") {
		t.Fatalf("quotes %v", want)
	}
	slices.Reverse(list)
	if got := Quotes(list, 4); !slices.Equal(got, want) {
		t.Errorf("%v, and in another order %v", want, got)
	}
	all := Quotes(list, 99)
	if slices.Contains(all, "p00") && slices.Contains(all, "p99") {
		t.Errorf("the same words twice: %v", all)
	}
	for i := range list {
		list[i].Sentiment = Neutral // sides no longer choose
	}
	if two := Quotes(list, 2); two[0][0] == two[1][0] {
		t.Errorf("quotes alike: %v", two)
	}
	for _, s := range strange {
		Quotes([]Quotable{{ID: "a", Text: s}, {ID: "b", Text: s}}, 2)
	}
}

// TestQuotesAside passes over what is mostly about something else.
func TestQuotesAside(t *testing.T) {
	list := quotables(6, 0, 0)
	plain := Quotes(list, 1)
	for i := range list {
		if list[i].ID == plain[0] {
			list[i].Aside = .75
		}
	}
	if got := Quotes(list, 1); got[0] == plain[0] {
		t.Errorf("%s is quoted, though it is about something else", got[0])
	}
}
