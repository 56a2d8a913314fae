package survey

import "slices"

// k is the least number of answers that a box is opened with and that a figure
// is shown from. An administrator decides on it, within bounds.
const (
	// UsualK is ten, because with fewer, somebody who knows most of a group can
	// guess the rest.
	UsualK = 10
	// LeastK is the lowest there is: with four, the answers of two parents who
	// know each other leave two.
	LeastK = 5
	// MostK is the highest: above it, hardly any box would ever open.
	MostK = 50
)

// Others is how many answers of an opened box must come from other hands than
// the one with most, where several hands give out cards: a coach who fills in
// spare cards then isolates nobody.
const Others = 3

// Way is how answers come in.
type Way string

// Cards are used once; a poster's code is shared by many. A paper form has no
// code: a colleague types in what a parent wrote on it, and is the hand of it.
const (
	ByCard   Way = "card"
	ByPoster Way = "poster"
	ByPaper  Way = "paper"
)

// Batch is a stack of cards, or one poster, printed together. It knows its
// unit and its size, never a person.
type Batch struct {
	ID     string `json:"id"`
	Survey string `json:"survey"`
	Unit   string `json:"unit"`
	Way    Way    `json:"way"`
	Size   int    `json:"size"`
	// Hand is an opaque mark, the same for the stacks that one coach gives
	// out; "" where that was not said.
	Hand string `json:"-"`
	// Promised is the k that stands on its cards: their answers are opened with
	// no fewer, whatever k becomes.
	Promised int `json:"-"`
	// HandedOut counts the cards given to parents; -1 when nobody counted.
	HandedOut int `json:"handedOut"`
	// Retired cards open nothing any more.
	Retired bool `json:"retired"`
}

// The years that answers and records can have.
const (
	FirstYear = 2000
	LastYear  = 2100
)

// ValidYear reports whether year is one of those.
func ValidYear(year int) bool { return FirstYear <= year && year <= LastYear }

// Box is where sealed answers of one version of a survey wait, for one unit
// and one way in, that were promised the same k.
type Box struct {
	ID       string
	Survey   string
	Version  int
	Unit     string
	Way      Way
	Promised int
}

// Waiting is what can be known of a box without opening it: how many sealed
// answers came from each hand.
type Waiting map[string]int

// N is the number of sealed answers.
func (w Waiting) N() int {
	n := 0
	for _, c := range w {
		n += c
	}
	return n
}

// Add puts what waits in another box on top.
func (w Waiting) Add(other Waiting) {
	for hand, n := range other {
		w[hand] += n
	}
}

// Ready reports whether what waits may be opened together: at least k answers
// and, where cards of two hands or more are out, at least three of them from
// other hands than the one with most. Answers of no known hand ("") may be
// anybody's, so they count with the one with most. Beside those of a single known
// hand they may be another's just as well: there they count as a second one.
func (w Waiting) Ready(k, hands int) bool {
	n, most, nobodys := w.N(), 0, w[""]
	for hand, c := range w {
		if hand != "" {
			most = max(most, c)
		}
	}
	others := Others // where all may be of one hand nothing can be asked
	switch {
	case hands > 1:
		others = n - most - nobodys
	case most > 0 && nobodys > 0:
		others = min(most, nobodys)
	}
	return n >= max(k, 1) && others >= Others
}

// Sealed is a box with what waits in it.
type Sealed struct {
	Box      string
	Promised int // the k that its answers were promised
	Waiting  Waiting
}

// Together adds up what waits in several boxes.
func Together(boxes []Sealed) Waiting {
	all := Waiting{}
	for _, b := range boxes {
		all.Add(b.Waiting)
	}
	return all
}

// Openable chooses which boxes of one unit may be opened together where k holds
// now, and tells with what k: no box is opened with fewer answers than those in
// it were promised. As many as possible are opened; what was promised more, and
// is too little, waits.
func Openable(boxes []Sealed, k, hands int) (open, rest []Sealed, with int) {
	sorted := slices.SortedStableFunc(slices.Values(boxes), func(a, b Sealed) int { return a.Promised - b.Promised })
	for n := len(sorted); n > 0; n-- {
		with = max(sorted[n-1].Promised, k, LeastK)
		if Together(sorted[:n]).Ready(with, hands) {
			return sorted[:n], sorted[n:], with
		}
	}
	return nil, sorted, 0
}
