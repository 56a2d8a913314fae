package store

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"ouderstem/survey"
)

func verdict(yes bool) *bool { return &yes }

// labels writes down what was said of a comment: "+a -b", with "!" where it is
// part of the sample.
func labels(c survey.Comment) string {
	var b strings.Builder
	for _, l := range c.Labels {
		b.WriteString(map[bool]string{true: " +", false: " -"}[l.Yes] + l.Theme)
	}
	if c.Coded {
		b.WriteString(" !")
	}
	return strings.TrimSpace(b.String())
}

func TestLabels(t *testing.T) {
	st := open(t, t.TempDir())
	talk(t, st)
	ctx := t.Context()
	of := said(t, st, "m")
	one, two, other := of["a 00"].ID, of["a 01"].ID, of["b 00"].ID
	team := Scope{"a", 2026, "kort"}
	now := func(id string) string {
		t.Helper()
		for _, c := range opened(t, st, "m", 2026).Comments {
			if c.ID == id {
				return labels(c)
			}
		}
		t.Fatal("no comment", id)
		return ""
	}
	state := func() string { return themeState(t, st) }
	deeds := func() int {
		t.Helper()
		list, err := st.Deeds(ctx, 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	label := func(theme string, v *bool) func() error {
		return func() error { return st.Label(ctx, "who", team, one, theme, v) }
	}
	code := func(themes ...string) func() error {
		return func() error { return st.Code(ctx, "who", townScope, one, themes) }
	}
	for _, step := range []struct {
		what string
		do   func() error
		want string
		same bool // nothing is changed, noted, or to be learnt anew
	}{
		{"yes", label("wait", verdict(true)), "+wait", false},
		{"yes again", label("wait", verdict(true)), "+wait", true},
		{"no", label("wait", verdict(false)), "-wait", false},
		{"another", label("contact", verdict(true)), "+contact -wait", false},
		{"coded", code("wait", "help", "wait"), "+help +wait !", false},
		{"coded again", code("help", "wait"), "+help +wait !", true},
		{"coded as nothing", code(), "!", false},
		{"coded otherwise", code("help"), "+help !", false},
		{"put right", label("help", verdict(false)), "-help !", false},
		{"out of the sample", func() error { return st.Uncode(ctx, "who", team, one) }, "-help", false},
		{"out of it already", func() error { return st.Uncode(ctx, "who", team, one) }, "-help", true},
		{"taken back", label("help", nil), "", false},
		{"taken back already", label("help", nil), "", true},
	} {
		was, lines := state(), deeds()
		if err := step.do(); err != nil {
			t.Fatal(step.what, err)
		}
		if got := now(one); got != step.want {
			t.Errorf("%s: %q, want %q", step.what, got, step.want)
		}
		if same := state() == was; same != step.same {
			t.Errorf("%s: the state of what is learnt is the same: %v", step.what, same)
		}
		if same := deeds() == lines; same != step.same {
			t.Errorf("%s: nothing was noted: %v", step.what, same)
		}
	}
	if got := now(two) + now(other); got != "" {
		t.Errorf("of others it is said %q", got)
	}
	for _, test := range []struct {
		in Scope
		id string
	}{
		{team, other},
		{Scope{"a", 2025, "kort"}, one},
		{Scope{"a", 2026, "jeugd"}, one},
		{Scope{"c", 2026, "kort"}, one},
		{team, "zz"},
		{team, ""},
		{team, "00112233445566778899aabbccddeeff"},
	} {
		for what, err := range map[string]error{
			"label":  st.Label(ctx, "who", test.in, test.id, "wait", verdict(true)),
			"unsay":  st.Label(ctx, "who", test.in, test.id, "wait", nil),
			"code":   st.Code(ctx, "who", test.in, test.id, []string{"wait"}),
			"uncode": st.Uncode(ctx, "who", test.in, test.id),
		} {
			if !errors.Is(err, survey.ErrNoRecord) {
				t.Errorf("%s in %v of %q: %v", what, test.in, test.id, err)
			}
		}
	}
	for _, theme := range []string{"", strings.Repeat("x", 121), "a\x00b", " a"} {
		for _, err := range []error{
			st.Label(ctx, "who", team, one, theme, verdict(true)),
			st.Code(ctx, "who", team, one, []string{theme}),
			st.Confirm(ctx, "who", team, theme, "", true),
		} {
			if !errors.Is(err, survey.ErrBadInput) {
				t.Errorf("theme %q: %v", theme, err)
			}
		}
	}
	if n, err := scalar[int](ctx, st.read, `SELECT (SELECT count(*) FROM label) + (SELECT count(*) FROM coded)`); err != nil || n != 0 {
		t.Errorf("%d rows are left, %v", n, err)
	}
}

func themeState(t *testing.T, st *Store) string {
	t.Helper()
	s, err := st.ThemeState(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// What is held can be labelled by nobody, and nothing is learnt from it.
func TestNothingIsLearntFromWhatIsHeld(t *testing.T) {
	st := open(t, t.TempDir())
	s := talk(t, st)
	held := withheld(t, st, s)
	for _, unit := range []string{"c", "r"} {
		in := Scope{unit, 2026, "kort"}
		for _, err := range []error{
			st.Label(t.Context(), "who", in, held, "wait", verdict(true)), st.Code(t.Context(), "who", in, held, nil),
		} {
			if !errors.Is(err, survey.ErrNoRecord) {
				t.Errorf("in %s: %v", unit, err)
			}
		}
	}
	if _, err := st.write.Exec(`INSERT INTO label (comment, theme, yes) SELECT id, 'wait', 1 FROM comment`); err != nil {
		t.Fatal(err)
	}
	examples, err := st.Examples(t.Context())
	if err != nil || len(examples) != 24 {
		t.Errorf("%d examples, %v, want those that may be read", len(examples), err)
	}
	shown := survey.MarkSet{Survey: "kort", Year: 2026, Unit: "c", Members: []string{held}, N: 1, Sum: 7, Squares: 49}
	if ok, err := st.ShowMarks(t.Context(), 0, []survey.MarkSet{shown}); err != nil || ok {
		t.Errorf("the mark of what is held is shown: %v, %v", ok, err)
	}
}

// Examples are of the whole installation, masked, with what the question asked
// for in the version that was answered.
func TestExamples(t *testing.T) {
	st := open(t, t.TempDir())
	first := talk(t, st)
	ctx := t.Context()
	second := first.Clone()
	for i := range second.Questions {
		if second.Questions[i].Kind == survey.Open {
			second.Questions[i].Asks = survey.AsksBad
		}
	}
	before := first.Questions[slices.IndexFunc(first.Questions, func(q survey.Question) bool { return q.Kind == survey.Open })].Asks
	if before == survey.AsksBad {
		t.Fatal("this test proves nothing")
	}
	second, err := st.Publish(ctx, second)
	if err != nil || second.Version != 2 {
		t.Fatal(second, err)
	}
	say(t, st, second, "c", 12)
	look2026(t, st)
	of := said(t, st, "m")
	old, sample, young := of["a 00"], of["a 01"], of["c 00"]
	for _, c := range []survey.Comment{old, sample, young} {
		if err := st.Label(ctx, "who", townScope, c.ID, "wait", verdict(true)); err != nil {
			t.Fatal(err)
		}
	}
	if err := st.Code(ctx, "who", townScope, sample.ID, []string{"wait"}); err != nil {
		t.Fatal(err)
	}
	decide(t, st, townScope, survey.Ruling{Act: survey.ActHide, Reason: survey.Hurtful}, old.ID)
	w, err := st.Wording(ctx, townScope, old.ID)
	if err != nil {
		t.Fatal(err)
	}
	state := themeState(t, st)
	at := strings.Index(w.Words, "Daan")
	if _, err := st.Mask(ctx, "who", townScope, old.ID, w.Fingerprint(), []survey.Span{{Start: at, End: at + 4}}); err != nil {
		t.Fatal(err)
	}
	if themeState(t, st) == state {
		t.Error("a mask is not noticed")
	}
	examples, err := st.Examples(ctx)
	if err != nil || len(examples) != 2 || examples[0].ID >= examples[1].ID {
		t.Fatalf("examples %+v, %v", examples, err)
	}
	for _, c := range examples {
		want, text := survey.AsksBad, "c 00 zegt Daan"
		if c.ID == old.ID {
			want, text = before, "a 00 zegt […]"
		}
		if c.Asks != want || c.Text != text || labels(c) != "+wait" || c.Mark != "7" {
			t.Errorf("an example is %+v", c)
		}
	}
	for _, c := range opened(t, st, "m", 2026).Comments {
		if want := map[bool]survey.Asks{true: survey.AsksBad, false: before}[c.Text[0] == 'c']; c.Asks != want {
			t.Errorf("%q was asked for %q, want %q", c.Text, c.Asks, want)
		}
	}
	next, err := st.Results(ctx, "kort", "m", 2027)
	if err != nil || len(next.Comments) != 0 || len(next.Before) != 36 {
		t.Fatalf("the year after has %d comments, and %d before it: %v", len(next.Comments), len(next.Before), err)
	}
	for _, c := range next.Before {
		if c.ID == sample.ID && labels(c) != "+wait !" || c.ID == young.ID && (labels(c) != "+wait" || c.Asks != survey.AsksBad) {
			t.Errorf("before it: %+v", c)
		}
	}
}
