package demo

import (
	"cmp"
	"math/rand/v2"
)

// bank holds made-up comments by the question they answer, each with the marks
// that go with it.
type bank struct {
	Helped   []comment `json:"helped"`
	Expected []comment `json:"expected"`
}

type comment struct {
	Text string `json:"text"`
	Low  int    `json:"low"`
	High int    `json:"high"`
	Lang string `json:"lang"` // of the form it was written in; "" is Dutch
	used bool
}

// shuffle makes all comments fresh again, in another order.
func (b *bank) shuffle(dice *rand.Rand) {
	for _, list := range [][]comment{b.Helped, b.Expected} {
		dice.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		for i := range list {
			list[i].used = false
		}
	}
}

// dutch is the language of most forms.
const dutch = "nl"

// draw returns a comment to question that goes with mark, and its language; of
// the language lang only, unless that is "". Many write nothing, and nothing is
// said twice in one year.
func (b *bank) draw(dice *rand.Rand, question string, mark int, lang string) (text, in string) {
	list, writes := b.Helped, 0.65
	if question == "expected" {
		list, writes = b.Expected, 0.55
	}
	if dice.Float64() > writes {
		return "", lang
	}
	for i := range list {
		c := &list[i]
		in := cmp.Or(c.Lang, dutch)
		if !c.used && c.Low <= mark && mark <= c.High && (lang == "" || lang == in) {
			c.used = true
			return c.Text, in
		}
	}
	return "", lang
}
