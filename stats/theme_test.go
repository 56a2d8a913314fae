package stats

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ouderstem/stats/themes"
	"ouderstem/survey"
)

// reader is a coder with three themes.
func reader(t testing.TB) *themes.Coder {
	t.Helper()
	book, faults := themes.ParsePatterns([]byte(`{"heard": ["geluister*"], "wait": ["wacht*"], "plan": ["plan"]}`))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return themes.NewCoder(book)
}

// The words of comments, by what they say.
const (
	heardWell  = "Er werd heel goed geluisterd."
	heardBadly = "Er werd heel slecht geluisterd."
	waitBadly  = "Het wachten duurde veel te lang, slecht."
	planOnly   = "Er was een plan."
	somethingE = "De koffie stond in de gang."
)

// wrote returns n comments with these words to the question that asks what could
// be better, with ids from an offset on.
func wrote(n, from int, text string) []survey.Comment {
	list := make([]survey.Comment, n)
	for i := range list {
		list[i] = survey.Comment{ID: fmt.Sprintf("%04d", from+i), Question: "good", Asks: survey.AsksBad, Lang: "nl", Text: text}
	}
	return list
}

// about returns what is shown of comments.
func about(t *testing.T, opt Options, comments ...[]survey.Comment) *Themes {
	t.Helper()
	in := results(300)
	in.Comments = slices.Concat(comments...)
	opt.Themes = reader(t)
	return Yearly(in, opt).Themes
}

func one(t *testing.T, shown *Themes, id string) Theme {
	t.Helper()
	i := slices.IndexFunc(shown.List, func(x Theme) bool { return x.ID == id })
	if i < 0 {
		t.Fatalf("%s is not among %+v", id, shown.List)
	}
	return shown.List[i]
}

func TestNoThemes(t *testing.T) {
	if shown := about(t, Options{}); shown != nil {
		t.Errorf("of no comments: %+v", shown)
	}
	if shown := about(t, Options{}, wrote(9, 0, heardWell)); shown != nil {
		t.Errorf("of too few comments: %+v", shown)
	}
	in := results(9)
	in.Comments = wrote(20, 0, heardWell)
	if r := Yearly(in, Options{Themes: reader(t)}); r.Themes != nil || r.Shows != nil {
		t.Errorf("of too few responses: %+v", r.Themes)
	}
	in = results(40)
	in.Comments = wrote(20, 0, heardWell)
	if r := Yearly(in, Options{}); r.Themes != nil {
		t.Errorf("without a coder: %+v", r.Themes)
	}
	if shown := about(t, Options{}, wrote(12, 0, "niets"), wrote(9, 50, heardWell)); shown.Precision != Hidden || len(shown.List) > 0 || shown.Said != 0 || shown.N != 21 {
		t.Errorf("nine that say something: %+v", shown)
	}
}

// The edges of every rule: k − 1, k, 29 and 30 comments.
func TestThemeEdges(t *testing.T) {
	for n, want := range map[int]Precision{9: Hidden, 10: Indicative, 29: Indicative, 30: Full} {
		shown := about(t, Options{}, wrote(n, 0, waitBadly), wrote(40, 100, somethingE))
		if want == Hidden {
			if len(shown.List) > 0 || shown.Fewer != 1 {
				t.Errorf("%d comments: %+v", n, shown)
			}
			continue
		}
		theme := one(t, shown, "wait")
		if theme.Precision != want || theme.N != n || theme.Favour == nil || theme.Favour.Precision != want || shown.Fewer != 0 {
			t.Errorf("%d comments: %+v", n, theme)
		}
		if theme.Share.Interval == nil || shown.Precision != Full {
			t.Errorf("a share of %d comments has no interval", n+40)
		}
		if exact := theme.Favour.Share.Interval != nil; exact != (want == Full) {
			t.Errorf("%d comments: %+v", n, theme.Favour)
		}
	}
	// The share is as exact as what it is a share of.
	few := about(t, Options{}, wrote(12, 0, waitBadly), wrote(17, 100, somethingE))
	if theme := one(t, few, "wait"); few.Precision != Indicative || theme.Share != (Share{Percent: 40}) || *few.Without != (Share{Percent: 60}) {
		t.Errorf("of 29 comments: %+v, %+v without", theme.Share, few.Without)
	}
	// Comments without a theme are told as those with one are: from ten on.
	for n, want := range map[int]bool{0: false, 9: false, 10: true} {
		shown := about(t, Options{}, wrote(40, 0, waitBadly), wrote(n, 100, somethingE))
		if told := shown.Without != nil; told != want {
			t.Errorf("%d of %d comments have no theme: told %t", n, 40+n, told)
		}
	}
}

// What is published says how many comments have no theme beside themes that a person
// confirmed, and neither says nor keeps it where there are none.
func TestNoThemeBesideThemes(t *testing.T) {
	in := results(300)
	in.Comments = slices.Concat(wrote(40, 0, waitBadly), wrote(30, 100, somethingE))
	for _, confirmed := range [][]string{nil, {"wait"}} {
		in.Confirmed = confirmed
		r := Yearly(in, Options{Themes: reader(t), Publish: true})
		kept := slices.ContainsFunc(r.Sets, func(s survey.ShownSet) bool { return s.Of == ofTheme+themes.NoTheme })
		if want := confirmed != nil; (r.Themes.Without != nil) != want || kept != want {
			t.Errorf("confirmed are %v: %v without, kept: %t", confirmed, r.Themes.Without, kept)
		}
	}
}

// The comments that no theme was found in are a set of the ledger as those of a
// theme are, also where theirs are nearly the comments that had no theme before.
func TestNoThemeIsInTheLedger(t *testing.T) {
	in := results(300)
	in.Comments = slices.Concat(wrote(40, 0, waitBadly), wrote(30, 100, somethingE), wrote(12, 200, "niets"), wrote(20, 300, heardWell))
	in.Confirmed = []string{"wait"} // and "heard" is not
	publishes := func(r survey.Results) []survey.ShownSet {
		return Yearly(r, Options{Themes: reader(t), Publish: true}).Sets
	}
	sets := publishes(in)
	i := slices.IndexFunc(sets, func(s survey.ShownSet) bool { _, theme := About(s); return theme == themes.NoTheme })
	if i < 0 || len(sets[i].Comments) != 30 || sets[i].Comments[0] != "0100" {
		t.Fatalf("%+v", sets)
	}
	ledger := NewEditionLedger(10, sets)
	if refused := ledger.Refused(publishes(in)); len(refused) > 0 {
		t.Errorf("the same once more: %v", refused)
	}
	for j := range 3 {
		in.Comments[82+j].Labels = []survey.Label{{Theme: "heard"}} // no
	}
	if refused := ledger.Refused(publishes(in)); len(refused) != 1 || refused[0].Of != sets[i].Of {
		t.Errorf("three more without a theme: %v", refused)
	}
	named := survey.ShownSet{Of: ofTheme + "coffee", Year: sets[i].Year, Comments: sets[i].Comments[1:]}
	if len(ledger.Refused([]survey.ShownSet{named})) == 0 {
		t.Error("all but one of those without a theme, as a theme")
	}
}

func TestThemeSentiment(t *testing.T) {
	plain := wrote(12, 200, planOnly)
	for i := range plain {
		plain[i].Asks = survey.AsksAnything // an answer to what could be better is no praise
	}
	shown := about(t, Options{}, wrote(40, 0, heardWell), wrote(10, 100, heardBadly), plain, wrote(15, 300, waitBadly), wrote(20, 400, somethingE))
	heard := one(t, shown, "heard")
	var got []string
	for _, b := range heard.Sentiment {
		got = append(got, fmt.Sprintf("%s %s %s", b.Value, b.Side, line(b.Share)))
	}
	want := []string{"positive positive 80", "mixed between 0", "neutral between 0", "negative negative 20"}
	for i := range want {
		if !slices.Equal(want, got) {
			t.Fatalf("%q, want %q (%d)", got, want, i)
		}
	}
	if f := heard.Favour; f.N != 50 || f.Share.Percent != 80 || f.Share.Interval.Low != 67 || f.Share.Interval.High != 89 {
		t.Errorf("favour %+v", f)
	}
	if plan := one(t, shown, "plan"); plan.Favour != nil || plan.Place != Watch || plan.Sentiment[2].Share.Word != AlmostEveryone {
		t.Errorf("spoken of neither well nor badly: %+v", plan)
	}
	var order []string
	for _, x := range shown.List {
		order = append(order, fmt.Sprint(x.ID, " ", x.Place, " ", x.Most))
	}
	if d := cmp.Diff([]string{"heard celebrate true", "wait watch false", "plan watch false"}, order); d != "" {
		t.Error(d)
	}
}

func TestPlace(t *testing.T) {
	for _, tt := range []struct {
		n, said     int
		middle      float64
		good, sided int
		want        Place
	}{
		{60, 200, 0.2, 50, 60, Celebrate},
		{60, 200, 0.2, 10, 60, Improve},
		{60, 200, 0.2, 33, 60, Watch},     // about as good as bad
		{60, 200, 0.3, 50, 60, Watch},     // as often as others
		{60, 200, 0.25, 50, 60, Watch},    // 24 % is the low end of 30 %
		{10, 200, 0.2, 0, 10, Watch},      // seldom
		{60, 200, 0.2, 36, 60, Watch},     // 60 %, from 47 %
		{60, 200, 0.2, 39, 60, Celebrate}, // 65 %, from 52 %
	} {
		if got := place(tt.n, tt.said, tt.middle, clearSide(tt.good, tt.sided)); got != tt.want {
			t.Errorf("%+v: %s", tt, got)
		}
	}
}

func TestThemesPublished(t *testing.T) {
	in := results(300)
	in.Comments = slices.Concat(wrote(33, 0, heardWell), wrote(17, 100, waitBadly), wrote(4, 200, planOnly), wrote(12, 300, "niets"))
	in.Comments[0].Text, in.Comments[1].Text = "Er werd goed geluisterd naar mijn dochter.", "Onze coach luisterde, eh, er werd altijd geluisterd."
	in.Comments[2].Decision.Quote = true
	in.Comments[3].Decision = survey.Decision{Quote: true, Hidden: survey.Hurtful}
	in.Confirmed = []string{"heard", "plan"}
	o := Options{Themes: reader(t), Publish: true, Codebook: 3, Learned: 20}
	shown := Yearly(in, o).Themes
	if shown.Codebook != 3 || shown.Learned != 20 || shown.N != 65 || shown.Said != 55 || shown.Fewer != 0 || len(shown.List) != 1 {
		t.Errorf("published: %+v", shown)
	}
	heard := one(t, shown, "heard")
	if heard.N != 35 || heard.Favour.N != 35 || heard.Share.Percent != 61 || !heard.Most || !heard.Confirmed {
		t.Errorf("published: %+v", heard)
	}
	if d := cmp.Diff([]Quote{{"nl", heardWell}}, heard.Quotes); d != "" {
		t.Errorf("quotes: %s", d)
	}
	if d := cmp.Diff([]Silence{{survey.AsksBad, themes.Nothing, 10}}, shown.Silent); d != "" {
		t.Error(d)
	}
	staff := Yearly(in, Options{Themes: reader(t)}).Themes
	if len(staff.List) != 2 || staff.Fewer != 1 || staff.N != 66 || one(t, staff, "wait").Confirmed {
		t.Errorf("staff: %+v", staff)
	}
	if heard := one(t, staff, "heard"); heard.N != 33 || len(heard.Quotes) != quotesOf {
		t.Errorf("staff: %+v", heard)
	}
	in.Confirmed = []string{"wait"}
	if wait := one(t, Yearly(in, o).Themes, "wait"); wait.Most {
		t.Error("a theme that is not published is mentioned more")
	}
	wait, _ := reader(t).Codebook().Theme("wait")
	for words, want := range map[string]int{wait.Fingerprint(): 1, "": 0, "others": 0} {
		in.ConfirmedWords = map[string]string{"wait": words}
		if shown := Yearly(in, o).Themes; len(shown.List) != want {
			t.Errorf("confirmed with the words %q: %+v", words, shown.List)
		}
	}
	in.Confirmed = nil
	if shown := Yearly(in, o).Themes; len(shown.List) > 0 {
		t.Errorf("themes that nobody confirmed: %+v", shown.List)
	}
}

// Comments that a person hid count, and are never quoted.
func TestHiddenCommentsOfAThemeCount(t *testing.T) {
	list := wrote(12, 0, heardWell)
	for i := range list {
		list[i].Decision.Hidden = survey.Hurtful
	}
	if heard := one(t, about(t, Options{}, list, wrote(30, 50, somethingE)), "heard"); heard.N != 12 || len(heard.Quotes) > 0 {
		t.Errorf("%+v", heard)
	}
}

func TestChange(t *testing.T) {
	change := func(now, rest, before, restBefore int) *Change {
		in := results(300)
		in.Comments = slices.Concat(wrote(now, 0, waitBadly), wrote(rest, 1000, somethingE))
		in.Before = slices.Concat(wrote(before, 2000, waitBadly), wrote(restBefore, 3000, somethingE))
		shown := Yearly(in, Options{Themes: reader(t)}).Themes
		return one(t, shown, "wait").Change
	}
	// 56 of 70 against 48 of 80: 5 to 33 points, as Newcombe has it.
	want := &Change{
		Before:     Share{Percent: 60, Interval: &Interval{60, 49, 70}},
		Difference: Difference{Interval{20, 5, 33}, false},
	}
	if d := cmp.Diff(want, change(56, 14, 48, 32)); d != "" {
		t.Error(d)
	}
	if c := change(50, 30, 48, 32); !c.Difference.Chance {
		t.Errorf("hardly a difference: %+v", c)
	}
	if c := change(20, 5, 10, 15); c.Before != (Share{Percent: 40}) || c.Difference != (Difference{Interval{40, 10, 60}, false}) {
		t.Errorf("of few: %+v", c)
	}
	for name, c := range map[string]*Change{
		"too few then":   change(30, 30, 9, 60),
		"no year before": change(30, 30, 0, 0),
	} {
		if c != nil {
			t.Errorf("%s: %+v", name, c)
		}
	}
	in := results(300)
	in.Survey.Questions = append(in.Survey.Questions, survey.Question{ID: "more", Kind: survey.Open})
	in.Comments, in.Before = wrote(30, 0, waitBadly), slices.Concat(wrote(30, 100, waitBadly), comment("more", 30))
	if c := one(t, Yearly(in, Options{Themes: reader(t)}).Themes, "wait").Change; c != nil {
		t.Errorf("years with other questions: %+v", c)
	}
}

// marked gives comments marks, those of the list in turn.
func withMarks(list []survey.Comment, marks ...int) []survey.Comment {
	for i := range list {
		list[i].Mark = strconv.Itoa(marks[i%len(marks)])
	}
	return list
}

// A comment that mentions two themes is quoted with one of them.
func TestACommentIsQuotedOnce(t *testing.T) {
	list := wrote(12, 0, "")
	for i, w := range strings.Fields("tafel stoel fiets boot huis tuin hond kat vogel berg meer bos") {
		list[i].Text = "Er werd goed geluisterd bij de " + w + " en er was een plan."
	}
	shown := about(t, Options{}, list, wrote(30, 50, somethingE))
	heard, plan := one(t, shown, "heard").Quotes, one(t, shown, "plan").Quotes
	if len(heard) != quotesOf || len(plan) != quotesOf {
		t.Fatalf("%d and %d quotes", len(heard), len(plan))
	}
	for _, q := range heard {
		if slices.Contains(plan, q) {
			t.Errorf("%q is quoted twice", q.Text)
		}
	}
}
