package themes

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"ouderstem/survey"
)

// hints are words that no lexicon has a strength for, and that these parents use
// when they are content, or not.
var hints = map[Sentiment][]string{
	Positive: {"zij kwam ook 's avonds langs", "wij slapen weer", "hij gaat weer naar school"},
	Negative: {"wij belden tien keer", "weer een ander gezicht aan tafel", "het bleef bij papieren"},
}

func marks(n int) []Marked {
	random := rand.New(rand.NewPCG(8, 9))
	var list []Marked
	for i := range n {
		side, mark := Positive, 8+i%3
		if i%2 == 1 {
			side, mark = Negative, 1+i%5
		}
		text := hints[side][random.IntN(3)] + ", groep " + fmt.Sprint(random.IntN(30))
		list = append(list, Marked{Comment{ID: fmt.Sprint("m", i), Lang: "nl", Text: text}, mark})
	}
	return list
}

func TestLearnTone(t *testing.T) {
	coder := NewCoder(smallBook)
	taught := coder.LearnTone(marks(300))
	for side, texts := range hints {
		for _, text := range texts {
			if got := taught.Code(Comment{Lang: "nl", Text: text}).Sentiment; got != side {
				t.Errorf("%q: %v, want %v", text, got, side)
			}
		}
	}
}

// Marks that say neither teach nothing.
func TestLearnToneNeedsBothSides(t *testing.T) {
	coder := NewCoder(smallBook)
	all := marks(300)
	var good, neither []Marked
	for _, m := range all {
		if m.Mark >= goodMark {
			good = append(good, m)
		}
		neither = append(neither, Marked{m.Comment, 6 + len(neither)%2})
	}
	for name, list := range map[string][]Marked{"none": nil, "good alone": good, "neither": neither, "few": all[:2*leastToned-2]} {
		if coder.LearnTone(list) != coder {
			t.Errorf("%s: the coder changed", name)
		}
	}
}

// Two themes in one comment keep their own sentiment, and a comment in which there
// is nothing to find keeps what the question makes of it.
func TestLearnedToneOfThemes(t *testing.T) {
	taught := NewCoder(smallBook).LearnTone(marks(300))
	got := taught.Code(Comment{Lang: "nl", Text: "Na de uitleg gaat hij weer naar school. Bij het wachten bleef het bij papieren."})
	want := map[string]Sentiment{"clear": Positive, "wait": Negative}
	for _, m := range got.Mentions {
		if m.Sentiment != want[m.Theme] {
			t.Errorf("%s is %v, want %v", m.Theme, m.Sentiment, want[m.Theme])
		}
		delete(want, m.Theme)
	}
	if len(want) > 0 {
		t.Errorf("not found: %v", want)
	}
	for _, asks := range []survey.Asks{survey.AsksAnything, survey.AsksGood, survey.AsksBad} {
		comment := Comment{Lang: "nl", Text: "niets", Asks: asks}
		if got, want := taught.Code(comment), NewCoder(smallBook).Code(comment); got.Void != Nothing || got.Sentiment != want.Sentiment {
			t.Errorf("asks %q: %v, %v", asks, got.Void, got.Sentiment)
		}
	}
}

// With enough neutral examples there are three answers.
func TestLearnNeutral(t *testing.T) {
	var examples []Toned
	for i, m := range marks(200) {
		side := Positive
		if m.Mark <= badMark {
			side = Negative
		}
		examples = append(examples, Toned{m.Comment, side})
		if i%2 == 0 {
			examples = append(examples, Toned{Comment{ID: fmt.Sprint("n", i), Lang: "nl", Text: strings.Repeat("op ", i%3) + "dinsdag om tien uur aan de overkant"}, Neutral})
		}
	}
	taught := NewCoder(smallBook).LearnSentiment(examples)
	for text, want := range map[string]Sentiment{
		"Dinsdag om tien uur aan de overkant": Neutral,
		"Wij belden tien keer":                Negative,
		"Wij slapen weer":                     Positive,
	} {
		if got := taught.Code(Comment{Lang: "nl", Text: text}).Sentiment; got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
