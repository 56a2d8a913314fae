package stats

import (
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ouderstem/survey"
)

// markResults has comments with marks, and silent parents who gave a 9.
func markResults(silent int, comments ...[]survey.Comment) survey.Results {
	count := map[string]int{"9": silent}
	all := slices.Concat(comments...)
	n := silent
	for _, c := range all {
		if c.Mark != "" {
			count[c.Mark]++
			n++
		}
	}
	var pairs []any
	for mark := survey.Lowest; mark <= survey.Highest; mark++ {
		if v := strconv.Itoa(mark); count[v] > 0 {
			pairs = append(pairs, v, count[v])
		}
	}
	in := results(max(n, 10), answer(2, "mark", pairs...))
	in.Comments = all
	return in
}

func marksOf(t *testing.T, in survey.Results) (Theme, []survey.MarkSet) {
	t.Helper()
	r := Yearly(in, Options{Themes: reader(t)})
	return one(t, r.Themes, "wait"), r.Shows
}

func TestThemeMarks(t *testing.T) {
	in := markResults(20, withMarks(wrote(40, 0, waitBadly), 5, 6, 7), withMarks(wrote(30, 100, somethingE), 7, 8))
	wait, shows := marksOf(t, in)
	m := wait.Marks
	if m == nil || m.Question != "good" || m.With.N != 40 || m.Others.N != 50 || m.With.Precision != Full || m.Older || m.Difference.Chance {
		t.Fatalf("%+v %s", m, wait.NoMarks)
	}
	// 14 fives, 13 sixes and 13 sevens; 15 sevens, 15 eights and 20 nines.
	if m.With.Mean.Value != 6 || m.Others.Mean.Value != 8.1 || m.Difference.Value != -2.1 {
		t.Errorf("%+v", m)
	}
	if len(shows) != 3 || shows[0].Theme != "" || shows[0].N != 90 || len(shows[0].Members) != 70 ||
		len(shows[1].Members) != 40 || shows[1].Rest || !shows[2].Rest || len(shows[2].Members) > 0 || shows[2].N != 50 || shows[2].Round != 1 {
		t.Errorf("shows %+v", shows)
	}
	// Once it is kept there is nothing new, and the report is the same.
	in.MarkSets = shows
	again, more := marksOf(t, in)
	if d := cmp.Diff(wait, again); d != "" || len(more) > 0 {
		t.Errorf("%s; shows %+v", d, more)
	}
}

func TestNoThemeMarks(t *testing.T) {
	rest := func() []survey.Comment { return withMarks(wrote(30, 100, somethingE), 7, 8) }
	mixed := func(n int) []survey.Comment { return withMarks(wrote(n, 0, waitBadly), 5, 6, 7) }
	unmarked := mixed(15)
	for i := range 6 {
		unmarked[i].Mark = ""
	}
	for name, tt := range map[string]struct {
		in   survey.Results
		want NoMarks
	}{
		"nine marks":            {markResults(20, unmarked, rest()), MarksFew},
		"nine others":           {markResults(3, mixed(40), withMarks(wrote(6, 100, somethingE), 8)), MarksFew},
		"nearly all a six":      {markResults(20, withMarks(wrote(20, 0, waitBadly), 6, 6, 6, 6, 6, 6, 6, 6, 6, 7), rest()), MarksSame},
		"nearly all others too": {markResults(0, mixed(40), withMarks(wrote(20, 100, somethingE), 8)), MarksSame},
		"too few others wrote":  {markResults(20, mixed(40), withMarks(wrote(9, 100, somethingE), 8)), MarksLedger},
		"no mark at all is few": {markResults(20, wrote(15, 0, waitBadly), rest()), MarksFew},
	} {
		wait, shows := marksOf(t, tt.in)
		if wait.Marks != nil || wait.NoMarks != tt.want {
			t.Errorf("%s: %+v %q", name, wait.Marks, wait.NoMarks)
		}
		for _, s := range shows {
			if s.Theme != "" && s.N > 0 {
				t.Errorf("%s: %+v is kept as shown", name, s)
			}
		}
	}
	swept := markResults(20, mixed(40), rest())
	swept.Swept = true
	if wait, shows := marksOf(t, swept); wait.Marks != nil || len(shows) > 0 {
		t.Errorf("after the sweep: %+v", wait.Marks)
	}
	held := markResults(20, mixed(40), rest())
	held.Counts = answer(2, "mark", "9", 60)
	if wait, _ := marksOf(t, held); wait.Marks != nil || wait.NoMarks != MarksLedger {
		t.Errorf("marks that are held: %+v %q", wait.Marks, wait.NoMarks)
	}
}

// A correction that would tell a mark changes everything but the marks.
func TestOlderMarksStay(t *testing.T) {
	in := markResults(20, withMarks(wrote(40, 0, waitBadly), 5, 6, 7), withMarks(wrote(40, 100, somethingE), 7, 8))
	first, shows := marksOf(t, in)
	in.MarkSets = shows
	in.Comments[0].Labels = []survey.Label{{Theme: "wait"}}
	second, more := marksOf(t, in)
	if second.N != 39 || second.Marks == nil || !second.Marks.Older || len(more) > 0 {
		t.Fatalf("%+v; shows %+v", second.Marks, more)
	}
	second.Marks.Older = false
	if d := cmp.Diff(first.Marks, second.Marks); d != "" {
		t.Error(d)
	}
	for i := range 10 {
		in.Comments[i].Labels = []survey.Label{{Theme: "wait"}}
	}
	third, more := marksOf(t, in)
	if third.Marks == nil || third.Marks.Older || third.Marks.With.N != 30 || len(more) != 2 || more[0].Round != 2 {
		t.Errorf("%+v; shows %+v", third.Marks, more)
	}
}

// Where nearly all gave one mark, which comments they are is kept, not their sum:
// to be told that of sets at will would tell marks too.
func TestSameMarksAreKept(t *testing.T) {
	in := markResults(20, withMarks(wrote(20, 0, waitBadly), 6), withMarks(wrote(40, 100, somethingE), 7, 8))
	wait, shows := marksOf(t, in)
	if wait.NoMarks != MarksSame || len(shows) != 3 || len(shows[1].Members) != 20 || shows[1].N+shows[1].Sum+shows[2].N != 0 {
		t.Fatalf("%q; shows %+v", wait.NoMarks, shows)
	}
	in.MarkSets = shows
	if wait, more := marksOf(t, in); wait.NoMarks != MarksSame || len(more) > 0 {
		t.Errorf("%q; shows %+v", wait.NoMarks, more)
	}
	in.Comments[0].Labels = []survey.Label{{Theme: "wait"}}
	if wait, more := marksOf(t, in); wait.Marks != nil || wait.NoMarks != MarksLedger || len(more) > 0 {
		t.Errorf("one fewer: %+v %q; shows %+v", wait.Marks, wait.NoMarks, more)
	}
}

// Only comments to one question count: a parent's mark stands beside each of its
// comments.
func TestMarksAreOfOneQuestion(t *testing.T) {
	in := markResults(20, withMarks(wrote(40, 0, waitBadly), 5, 6, 7), withMarks(wrote(40, 100, somethingE), 7, 8))
	in.Survey.Questions = append(in.Survey.Questions, survey.Question{ID: "better", Kind: survey.Open, Asks: survey.AsksBad})
	if got := marksQuestion(in); got != "better" {
		t.Errorf("it is %q that asks what could be better", got)
	}
	in.MarkSets = []survey.MarkSet{{Members: []string{"0003"}}}
	if got := marksQuestion(in); got != "good" {
		t.Errorf("%q, but comments to another were shown", got)
	}
	in.Comments[5].Question = "better"
	in.MarkSets = append(in.MarkSets, survey.MarkSet{Members: []string{"0005"}})
	if got := marksQuestion(in); got != "" {
		t.Errorf("%q, but comments to both were shown", got)
	}
}

// What can be worked out with a team counts for its municipality too.
func TestState(t *testing.T) {
	in := markResults(20, withMarks(wrote(40, 0, waitBadly), 5, 6, 7))
	_, shows := marksOf(t, markResults(20, withMarks(wrote(40, 0, waitBadly), 5, 6, 7)))
	if d := cmp.Diff(shows[:1], State(in)); d != "" {
		t.Error(d)
	}
	in.MarkSets = shows
	if s := State(in); len(s) > 0 {
		t.Errorf("it is kept: %+v", s)
	}
	few := markResults(20, withMarks(wrote(9, 0, waitBadly), 5, 6, 7))
	if s := State(few); len(s) != 1 || len(s[0].Members) > 0 || s[0].N != 29 {
		t.Errorf("too few wrote: %+v", s)
	}
	few.Responses = 9
	if s := State(few); len(s) > 0 {
		t.Errorf("too few answered: %+v", s)
	}
}

// The mean of all is kept once, and again when others were opened; where no
// comment can be read there is nothing to keep it for.
func TestKept(t *testing.T) {
	in := markResults(20, withMarks(wrote(40, 0, waitBadly), 5, 6, 7))
	if Kept(in) {
		t.Error("kept before anybody saw it")
	}
	in.MarkSets = State(in)
	if !Kept(in) {
		t.Error("not kept once it was")
	}
	more := markResults(30, withMarks(wrote(40, 0, waitBadly), 5, 6, 7))
	if more.MarkSets = in.MarkSets; Kept(more) {
		t.Error("that of ten more is not another")
	}
	if !Kept(markResults(20, withMarks(wrote(9, 0, waitBadly), 5))) || !Kept(markResults(20)) {
		t.Error("it must be kept though no comment can be read")
	}
	in.MarkSets, in.Swept = nil, true
	if !Kept(in) {
		t.Error("it must be kept though the comments are deleted")
	}
}
