package survey

// MostSample is the most responses that a sample has: more would tell nothing
// else, and a report must not take longer as answers grow.
const MostSample = 1000

// Cut is what was answered to one version of a survey in one unit, without those
// below it, in a year that is over: whole responses, so that it can be seen what
// goes with what. It is there only where each of those answers is in a figure of
// the report it is for.
type Cut struct {
	Version   int
	Responses int // that were opened
	// Path is the unit and those above it, below the report's own.
	Path []string
	// Lacking is the highest unit on Path whose own report does not have all those
	// answers, as what is too little for a figure is counted further up; "" when
	// even the first has.
	Lacking string
	// Rows are the answers to closed questions of the first responses by their
	// random ids: as many as one of the [Rungs].
	Rows []Answers
}

// Rungs are how many of n responses a sample may have, ascending; the last is n.
// Whoever sees two samples of one cut can take the smaller one from the larger
// one, so two rungs lie a hundred or more apart; and not much more than an eighth
// of the whole, so that a sample can come close to [MostSample]. Below n they are
// the same for every n: a sample of many is no larger than one of few.
func Rungs(n int) []int {
	const apart, part = 100, 8
	var rungs []int
	for rung := apart; rung <= n-apart; rung += max(apart, rung/part) {
		rungs = append(rungs, rung)
	}
	return append(rungs, n)
}
