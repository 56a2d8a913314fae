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

// set returns those of m that keep says yes to, as a set of r, with their marks.
func (m marked) set(r survey.Results, theme string, keep func(reading) bool) (survey.MarkSet, Marks) {
	var members []string
	var marks Marks
	for _, c := range m.list {
		if keep(c.reading) {
			members = append(members, c.ID)
			marks[c.mark-survey.Lowest]++
		}
	}
	s := setOf(r, theme, marks)
	s.Members = members
	return s, marks
}

// setOf returns a set of r with these marks and no members.
func setOf(r survey.Results, theme string, marks Marks) survey.MarkSet {
	s := survey.MarkSet{Unit: r.Unit.ID, Year: r.Year, Survey: r.Survey.ID, Theme: theme, N: marks.N()}
	for i, n := range marks {
		mark := survey.Lowest + i
		s.Sum += n * mark
		s.Squares += n * mark * mark
	}
	return s
}

// marks fills in the mean marks of themes, those that come first first, and
// returns the sets that nobody saw before.
func (c corpus) marks(r survey.Results, list []Theme, k int, opt Options) []survey.MarkSet {
	all, question := markable(r, k)
	if question == "" {
		return nil
	}
	m := c.withMarks(question)
	shown := m.state(r, all)
	ledger := NewLedger(k, slices.Concat(r.MarkSets, shown))
	for i := range list {
		shown = append(shown, m.compare(r, all, &list[i], ledger, k)...)
		if marks := list[i].Marks; marks != nil {
			marks.With.N, marks.Others.N = opt.count(marks.With.N), opt.count(marks.Others.N)
		}
	}
	return shown
}

// markable returns the marks of all who gave one and the question whose comments
// count; "" where no marks of themes can be shown. Answers to the mark on another
// scale are in comments' marks and not in those of all.
func markable(r survey.Results, k int) (Marks, string) {
	mark, asked := r.Survey.Overall()
	if !asked || r.Swept || changed(r, mark) {
		return Marks{}, ""
	}
	all := count(r, mark).marks()
	if all.N() < k {
		return Marks{}, ""
	}
	return all, marksQuestion(r)
}

// State returns the mean mark of all of r as a set, where that is not the one
// that was kept last: what can be worked out with it counts for units above, too.
func State(r survey.Results) []survey.MarkSet {
	k := threshold(r.K)
	if r.Responses < k || r.Survey == nil {
		return nil
	}
	all, question := markable(r, k)
	if question == "" {
		return nil
	}
	var m marked
	if list := readable(r, survey.Question{ID: question}, k); list != nil {
		m = corpus{readings: bare(list)}.withMarks(question)
	}
	return m.state(r, all)
}

// Kept reports whether the mean mark of all of r was the last to be kept as shown,
// or need not be since no comment of r can be read: then there is nothing to keep
// of the units below, either, if they are always kept together.
func Kept(r survey.Results) bool {
	k := threshold(r.K)
	if r.Responses < k || r.Survey == nil || r.Swept {
		return true
	}
	if !slices.ContainsFunc(r.Comments, func(c survey.Comment) bool { return readable(r, survey.Question{ID: c.Question}, k) != nil }) {
		return true
	}
	_, question := markable(r, k)
	return question != "" && len(State(r)) == 0
}

// bare are comments that nobody needs to read for what they say.
func bare(list []survey.Comment) []reading {
	readings := make([]reading, len(list))
	for i, c := range list {
		readings[i].Comment = c
	}
	return readings
}

// compare fills in the marks of a theme and returns the sets that it shows and
// nobody saw before.
func (m marked) compare(r survey.Results, all Marks, t *Theme, ledger *Ledger, k int) []survey.MarkSet {
	with, marksWith := m.set(r, t.ID, func(r reading) bool { return r.has(t.ID) })
	marksOthers, right := all.without(marksWith)
	others := setOf(r, t.ID, marksOthers)
	others.Rest = true
	same := sameMark(marksWith) || sameMark(marksOthers)
	last, visible := showings(r, t.ID)
	switch {
	case with.N < k || others.N < k:
		t.NoMarks = MarksFew
	case !right: // marks are held whose comments are not
		t.NoMarks = MarksLedger
	case last.is(with, others):
		t.Marks = sideBySide(m.question, with, others, k)
	case last.was(with) && last.hidden() && same:
		t.NoMarks = MarksSame
	case ledger.Admit(with):
		// Before it is looked at what the marks are: that they are nearly all the
		// same tells something of the set as well.
		with.Round, others.Round = last.round+1, last.round+1
		if same {
			t.NoMarks = MarksSame
			with.N, with.Sum, with.Squares = 0, 0, 0
			others.N, others.Sum, others.Squares = 0, 0, 0
		} else {
			t.Marks = sideBySide(m.question, with, others, k)
		}
		return []survey.MarkSet{with, others}
	case visible.round > 0 && min(visible.with.N, visible.others.N) >= k:
		t.Marks = sideBySide(m.question, visible.with, visible.others, k)
		t.Marks.Older = true
	default:
		t.NoMarks = MarksLedger
	}
	return nil
}

// without returns m less other; false where m does not have all of those.
func (m Marks) without(other Marks) (Marks, bool) {
	right := true
	for i, n := range other {
		m[i] -= n
		right = right && m[i] >= 0
		m[i] = max(m[i], 0)
	}
	return m, right
}

// state returns the mean mark of all as a set, where it is not the one that was
// kept last.
func (m marked) state(r survey.Results, all Marks) []survey.MarkSet {
	wrote, _ := m.set(r, "", func(reading) bool { return true })
	s := setOf(r, "", all)
	s.Members = wrote.Members
	last, _ := showings(r, "")
	if last.round > 0 && last.with.N == s.N && slices.Equal(last.with.Members, s.Members) {
		return nil
	}
	s.Round = last.round + 1
	return []survey.MarkSet{s}
}

// sameMark reports whether a small group gave nearly one mark: that has no mean
// to show.
func sameMark(m Marks) bool { return m.N() < Exact && oneAnswer(slices.Max(m[:]), m.N()) }

// sideBySide returns what may be shown of two sets of k marks and more.
func sideBySide(question string, with, others survey.MarkSet, k int) *ThemeMarks {
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
