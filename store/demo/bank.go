package demo

import "math/rand/v2"

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

// draw returns a comment to question that goes with mark, or "": many write
// nothing, and nothing is said twice in one year.
func (b *bank) draw(dice *rand.Rand, question string, mark int) string {
	list, writes := b.Helped, 0.55
	if question == "expected" {
		list, writes = b.Expected, 0.45
	}
	if dice.Float64() > writes {
		return ""
	}
	for i := range list {
		if c := &list[i]; !c.used && c.Low <= mark && mark <= c.High {
			c.used = true
			return c.Text
		}
	}
	return ""
}
