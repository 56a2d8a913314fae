package stats

import (
	"strconv"

	"ouderstem/survey"
)

// tally is what was answered to one closed question, over all versions of the
// survey whose answers may be counted together.
type tally struct {
	question survey.Question
	values   map[string]int
	answered int // at all, opinion or not
	unknown  int // without an opinion
	// n is the group that shares are of: those with an opinion, and those
	// without where the question counts them.
	n int
}

// count adds up the answers to q in r.
func count(r survey.Results, q survey.Question) tally {
	t := tally{question: q, values: map[string]int{}}
	var counts []survey.Count
	for _, c := range r.Counts {
		if c.Question != q.ID || !sameScale(r, c.Version, q) {
			continue
		}
		counts = append(counts, c)
		switch c.Value {
		case survey.Answered:
			t.answered += c.N
		default:
			t.values[c.Value] += c.N
		}
	}
	t.n = q.Opinions(counts) // the same that decides whether answers are held
	t.unknown = t.on(survey.Unknown)
	if q.Kind == survey.Many { // who ticked "don't know" beside an option has an opinion after all
		t.unknown = t.answered - t.values[survey.WithOpinion]
	} else {
		t.answered = t.opinions() + t.unknown
	}
	return t
}

// sameScale reports whether answers to q in another version of the survey were
// given to the same question. A version that is not known is not counted.
func sameScale(r survey.Results, version int, q survey.Question) bool {
	if version == r.Survey.Version {
		return true
	}
	s, ok := r.Versions[version]
	if !ok {
		return false
	}
	older, ok := s.Question(q.ID)
	return ok && older.SameScale(q)
}

// offered returns the values that a distribution shows, in their order.
func (t tally) offered() []string {
	var values []string
	for _, v := range t.question.Values() {
		if t.question.Side(v) != survey.Unknown || t.question.CountUnknown && t.question.Kind != survey.Mark {
			values = append(values, v)
		}
	}
	return values
}

// on adds up the answers on one side.
func (t tally) on(side survey.Side) int {
	n := 0
	for _, v := range t.question.Values() {
		if t.question.Side(v) == side {
			n += t.values[v]
		}
	}
	return n
}

// opinions adds up the answers on every side but Unknown.
func (t tally) opinions() int {
	n := 0
	for _, v := range t.question.Values() {
		if t.question.Side(v) != survey.Unknown {
			n += t.values[v]
		}
	}
	return n
}

// has reports whether the question offers an answer on side.
func (t tally) has(side survey.Side) bool {
	for _, v := range t.question.Values() {
		if t.question.Side(v) == side {
			return true
		}
	}
	return false
}

// marks are the answers to a question of kind Mark.
func (t tally) marks() Marks {
	var m Marks
	for i := range m {
		m[i] = t.values[strconv.Itoa(survey.Lowest+i)]
	}
	return m
}
