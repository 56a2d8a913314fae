package stats

import "ouderstem/survey"

// Teams are the units below a unit side by side, in the order of their names:
// never a ranking.
type Teams struct {
	// Question is the id of the question that is compared, and Kind what it is: the
	// mark of the whole, or without one the first question with positive answers.
	// Both "" when the survey has neither.
	Question string      `json:"question,omitempty"`
	Kind     survey.Kind `json:"kind,omitempty"`
	List     []Team      `json:"list"`
	// Funnel is nil unless it was asked for: it is for those who work there only.
	Funnel *Funnel `json:"funnel,omitempty"`
}

// Team is what may be shown of a unit beside its neighbours.
type Team struct {
	Unit      survey.Unit `json:"unit"`
	Precision Precision   `json:"precision"` // of its figure; Hidden also when suppressed
	N         int         `json:"n,omitempty"`
	// Mean of marks; nil also when nearly everybody in a small group gave the same.
	Mean *Interval `json:"mean,omitempty"`
	// Positive is the share of positive answers, where that is what is compared.
	Positive *Share `json:"positive,omitempty"`
	// Shrunk is the figure, in marks or in per cent, drawn towards that of all by
	// empirical Bayes; nil where units may not be compared: fewer than 30 answers,
	// or fewer than three such units.
	Shrunk       *Interval `json:"shrunk,omitempty"`
	ResponseRate *Share    `json:"responseRate,omitempty"`
	// Suppressed says that it has enough answers, but that with it a neighbour
	// that has too few could be worked out.
	Suppressed bool `json:"suppressed,omitempty"`
}

// LeastCompared is the least number of units that are compared with what they
// have in common: of two, neither is unlike the rest.
const LeastCompared = 3

// teams returns the units right below that of r side by side; nil when there
// are none.
//
// What a report shows of all, less what it shows of some, is the rest of them
// together, with what was answered at the unit itself. So where that rest is of
// fewer than k, the smallest unit that is shown joins it ([complement]).
func teams(r survey.Results, k int, opt Options) *Teams {
	if len(r.Parts) == 0 {
		return nil
	}
	shown := &Teams{List: make([]Team, len(r.Parts))}
	for i, p := range r.Parts {
		shown.List[i] = Team{Unit: p.Unit, Precision: Hidden}
	}
	q, ok := r.Survey.Headline()
	if !ok || r.Responses == 0 {
		return shown
	}
	shown.Question, shown.Kind = q.ID, q.Kind
	tallies := make([]tally, len(r.Parts))
	tree := make([]branch, 1+len(r.Parts)) // r itself, and those below it
	tree[0] = branch{sizes: []int{count(r, q).n, r.Responses}}
	for i, p := range r.Parts {
		tallies[i] = count(of(r, p), q)
		tree[1+i] = branch{sizes: []int{tallies[i].n, p.Responses}}
	}
	cut := complement(k, tree)[1:]
	var full []int
	for i, t := range tallies {
		if cut[i] != notCut {
			shown.List[i].Suppressed = cut[i] == toGuard
			continue
		}
		shown.List[i].show(t, of(r, r.Parts[i]), k, opt)
		if shown.List[i].Precision == Full {
			full = append(full, i)
		}
	}
	if len(full) >= LeastCompared {
		shown.compare(full, tallies, opt)
	}
	return shown
}

// of returns r as if p were its unit, as far as closed questions go.
func of(r survey.Results, p survey.Part) survey.Results {
	return survey.Results{
		Survey: r.Survey, Versions: r.Versions, Unit: p.Unit, Year: r.Year, K: r.K,
		Responses: p.Responses, ByPoster: p.ByPoster, ByPaper: p.ByPaper, HandedOut: p.HandedOut, Counts: p.Counts,
	}
}

// show fills in what t, of enough answers, says of the unit of r.
func (x *Team) show(t tally, r survey.Results, k int, opt Options) {
	x.Precision = precision(t.n, k)
	x.N = opt.count(t.n)
	x.ResponseRate = responseRate(r)
	if t.question.Kind == survey.Mark {
		x.Mean = mean(x.Precision, t.marks())
	} else {
		x.Positive = positive(x.Precision, t, bars(x.Precision, t))
	}
}
