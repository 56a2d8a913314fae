package stats

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"ouderstem/survey"
)

// marked is the comments that means of marks are made of: those with a mark, to
// one question, so that no parent is among them twice.
type marked struct {
	question string
	list     []markedComment // in the order of ids
}

type markedComment struct {
	reading
	mark int
}

// marksQuestion returns the open question whose comments count for mean marks:
// what could be better, where that is asked, else the first. Where sets of
// comments to another question were shown, that one stays: with two questions a
// parent's mark stands beside two comments, and the sums would be of fewer
// parents than comments. "" where both were shown, or nothing is asked.
func marksQuestion(r survey.Results) string {
	of := map[string]string{}
	for _, c := range r.Comments {
		of[c.ID] = c.Question
	}
	var shown []string
	for _, s := range r.MarkSets {
		for _, m := range s.Members {
			if q, here := of[m]; here && !slices.Contains(shown, q) {
				shown = append(shown, q)
			}
		}
	}
	switch len(shown) {
	case 0:
	case 1:
		return shown[0]
	default:
		return ""
	}
	open := slices.DeleteFunc(slices.Clone(r.Survey.Questions), func(q survey.Question) bool { return q.Kind != survey.Open })
	if len(open) == 0 {
		return ""
	}
	return open[max(0, slices.IndexFunc(open, func(q survey.Question) bool { return q.Asks == survey.AsksBad }))].ID
}

// withMarks returns the comments of c that count for means.
func (c corpus) withMarks(question string) marked {
	m := marked{question: question}
	for _, r := range c.readings {
		mark, err := strconv.Atoi(r.Mark)
		if r.Question == question && err == nil && survey.Lowest <= mark && mark <= survey.Highest {
			m.list = append(m.list, markedComment{r, mark})
		}
	}
	slices.SortFunc(m.list, func(a, b markedComment) int { return cmp.Compare(a.ID, b.ID) })
	return m
}

// set returns those of m that keep says yes to, as a set of r with their marks.
func (m marked) set(r survey.Results, theme string, rest bool, keep func(reading) bool) (survey.MarkSet, Marks) {
	s := survey.MarkSet{Unit: r.Unit.ID, Year: r.Year, Survey: r.Survey.ID, Theme: theme, Rest: rest}
	var marks Marks
	for _, c := range m.list {
		if keep(c.reading) {
			s.Members = append(s.Members, c.ID)
			marks[c.mark-survey.Lowest]++
			s.N++
			s.Sum += c.mark
			s.Squares += c.mark * c.mark
		}
	}
	return s, marks
}

// marks fills in the mean marks of themes, those that come first first, and
// returns the sets that nobody saw before.
func (c corpus) marks(r survey.Results, list []Theme, k int, opt Options) []survey.MarkSet {
	mark, asked := r.Survey.Overall()
	if !asked {
		return nil
	}
	if r.Swept { // of comments that came after, nobody knows any more what they stand beside
		for i := range list {
			list[i].NoMarks = MarksLedger
		}
		return nil
	}
	all := count(r, mark).marks()
	question := marksQuestion(r)
	if all.N() < k || question == "" {
		return nil
	}
	m := c.withMarks(question)
	state := m.state(r, all)
	shown := state
	ledger := NewLedger(k, slices.Concat(r.MarkSets, state))
	for i := range list {
		t := &list[i]
		with, marksWith := m.set(r, t.ID, false, func(r reading) bool { return r.has(t.ID) })
		others, marksOthers := m.set(r, t.ID, true, func(r reading) bool { return !r.has(t.ID) })
		last, visible := showings(r, t.ID)
		switch {
		case min(with.N, others.N) < k:
			t.NoMarks = MarksFew
		case last.is(with, others) && last.hidden():
			t.NoMarks = MarksSame
		case last.is(with, others):
			t.Marks = compare(question, last.with, last.others, k)
		case ledger.Admit(with, others):
			// Before it is looked at what the marks are: that they are nearly all the
			// same tells something of the set as well.
			with.Round, others.Round = last.round+1, last.round+1
			if sameMark(marksWith) || sameMark(marksOthers) {
				t.NoMarks = MarksSame
				with.N, with.Sum, with.Squares = 0, 0, 0
				others.N, others.Sum, others.Squares = 0, 0, 0
			} else {
				t.Marks = compare(question, with, others, k)
			}
			shown = append(shown, with, others)
		case visible.round > 0 && min(visible.with.N, visible.others.N) >= k:
			t.Marks = compare(question, visible.with, visible.others, k)
			t.Marks.Older = true
		default:
			t.NoMarks = MarksLedger
		}
		if t.Marks != nil {
			t.Marks.With.N, t.Marks.Others.N = opt.count(t.Marks.With.N), opt.count(t.Marks.Others.N)
		}
	}
	return shown
}

// state returns the mean mark of all as a set, where it is not the one that was
// shown last.
func (m marked) state(r survey.Results, all Marks) []survey.MarkSet {
	s, _ := m.set(r, "", false, func(reading) bool { return true })
	s.N, s.Sum, s.Squares = all.N(), 0, 0
	for i, n := range all {
		mark := survey.Lowest + i
		s.Sum += n * mark
		s.Squares += n * mark * mark
	}
	last, _ := showings(r, "")
	if last.round > 0 && last.with.N == s.N && slices.Equal(last.with.Members, s.Members) {
		return nil
	}
	s.Round = last.round + 1
	return []survey.MarkSet{s}
}

// showing is a theme's two sets as they were shown together; round 0 where they
// never were.
type showing struct {
	round        int
	with, others survey.MarkSet
}

// is reports whether the sets of a showing have these members.
func (s showing) is(with, others survey.MarkSet) bool {
	return s.round > 0 && slices.Equal(s.with.Members, with.Members) && slices.Equal(s.others.Members, others.Members)
}

// hidden reports whether a showing told only that the marks are nearly all the
// same: its sets are kept without their sums.
func (s showing) hidden() bool { return s.with.N == 0 }

// showings returns the last showing of a theme in r's unit, and the last one
// that had figures.
func showings(r survey.Results, theme string) (last, visible showing) {
	rounds := map[int]showing{}
	for _, s := range r.MarkSets {
		if s.Unit != r.Unit.ID || s.Theme != theme {
			continue
		}
		x := rounds[s.Round]
		x.round = s.Round
		if s.Rest {
			x.others = s
		} else {
			x.with = s
		}
		rounds[s.Round] = x
	}
	for round, x := range rounds {
		if round > last.round {
			last = x
		}
		if round > visible.round && !x.hidden() {
			visible = x
		}
	}
	return last, visible
}

// sameMark reports whether a small group gave nearly one mark: that has no mean
// to show.
func sameMark(m Marks) bool { return m.N() < Exact && oneAnswer(slices.Max(m[:]), m.N()) }

// compare returns what may be shown of two sets of k marks and more.
func compare(question string, with, others survey.MarkSet, k int) *ThemeMarks {
	a, b := spread(with), spread(others)
	low, high := welch(a.mean, a.variance, with.N, b.mean, b.variance, others.N)
	p := coarser(precision(with.N, k), precision(others.N, k))
	return &ThemeMarks{
		Question: question,
		With:     markedMean(with, k), Others: markedMean(others, k),
		Difference: difference(p, a.mean-b.mean, low, high),
	}
}

type moments struct{ mean, variance float64 }

// spread returns the mean and the variance of a set of 2 marks and more, which
// are all that is kept of those that were shown. The numbers below are whole
// until they are divided, so nothing is lost.
func spread(s survey.MarkSet) moments {
	return moments{
		mean:     float64(s.Sum) / float64(s.N),
		variance: float64(s.N*s.Squares-s.Sum*s.Sum) / float64(s.N*(s.N-1)),
	}
}

func markedMean(s survey.MarkSet, k int) MarkedMean {
	m := spread(s)
	low, high := student(m.mean, math.Sqrt(m.variance), s.N)
	p := precision(s.N, k)
	return MarkedMean{
		Precision: p, N: s.N,
		Mean: meanAs(p, m.mean, max(low, survey.Lowest), min(high, survey.Highest)),
	}
}
