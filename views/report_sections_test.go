package views

import (
	"slices"
	"strings"
	"testing"

	"ouderstem/stats"
	"ouderstem/survey"
	"ouderstem/views/document"
)

// section returns the section of d with this id.
func section(t *testing.T, d document.Document, id string) document.Section {
	t.Helper()
	var found document.Section
	d.Walk(func(_ int, b document.Block) {
		if s, ok := b.(document.Section); ok && s.ID == id {
			found = s
		}
	})
	if found.ID == "" {
		t.Fatalf("there is no section %s", id)
	}
	return found
}

func chart(t *testing.T, d document.Document, id string) document.Chart {
	t.Helper()
	for _, c := range d.Charts() {
		if c.ID == id {
			return c
		}
	}
	t.Fatalf("there is no chart %s", id)
	return document.Chart{}
}

// saidIn returns the paragraphs of s, not of sections in it.
func saidIn(s document.Section) string {
	var said []string
	for _, b := range s.Blocks {
		if p, ok := b.(document.Paragraph); ok {
			said = append(said, p.Line.Text())
		}
	}
	return strings.ReplaceAll(strings.Join(said, "\n"), "\u00a0", " ")
}

func TestChangeOfQuestion(t *testing.T) {
	v := newViews(t)
	difference := func(value, low, high float64) stats.Difference {
		return stats.Difference{Interval: stats.Interval{Value: value, Low: low, High: high}, Chance: low <= 0 && 0 <= high}
	}
	for want, test := range map[string]struct {
		kind survey.Kind
		stats.YearChange
	}{
		"Vorig jaar was het gemiddelde een 7,0. Het verschil is +0,4 (met de ruimte voor toeval: −0,1 tot +0,9). Dit verschil kan toeval zijn.": {
			survey.Mark, stats.YearChange{Precision: stats.Full, Before: 7, Difference: difference(.4, -.1, .9)},
		},
		"Vorig jaar was het gemiddelde ongeveer een 8. Het verschil is −1,0 (met de ruimte voor toeval: −2,0 tot −0,5). Dit verschil is waarschijnlijk geen toeval.": {
			survey.Mark, stats.YearChange{Precision: stats.Indicative, Before: 8, Difference: difference(-1, -2, -.5)},
		},
		"Vorig jaar gaf 70 % een positief antwoord. Het verschil is −1 procentpunt (met de ruimte voor toeval: −9 tot +8). Dit verschil kan toeval zijn.": {
			survey.One, stats.YearChange{Precision: stats.Full, Before: 70, Difference: difference(-1, -9, 8)},
		},
		"Vorig jaar gaf ongeveer 70 % een positief antwoord. Het verschil is 0 procentpunten (met de ruimte voor toeval: −30 tot +30). Dit verschil kan toeval zijn.": {
			survey.One, stats.YearChange{Precision: stats.Indicative, Before: 70, Difference: difference(0, -30, 30)},
		},
	} {
		o := &voice{texts: v.texts, lang: "nl"}
		got := strings.ReplaceAll(o.change(stats.Question{Kind: test.kind, Change: &test.YearChange}), "\u00a0", " ")
		if o.err != nil || got != want {
			t.Errorf("%v, %q, not %q", o.err, got, want)
		}
	}
	o := &voice{texts: v.texts, lang: "nl"}
	if got := o.change(stats.Question{Kind: survey.Mark}); got != "" {
		t.Errorf("without a year before it says %q", got)
	}
}

// A trend shows every year, and says of one without a figure why.
func TestYears(t *testing.T) {
	v := newViews(t)
	r := exampleReport(t, "compared")
	d := composed(t, v, "nl", Report{Report: r})
	dots, ok := chart(t, d, "years-mark").Plot.(document.Dots)
	if !ok || !dots.Across || len(dots.Points) != 5 || dots.Scale.Line == nil || *dots.Scale.Line != survey.Sufficient {
		t.Fatalf("%+v", dots)
	}
	if p := dots.Points[0]; !p.Missing || p.Label != "2022" || p.Text != "te weinig antwoorden om dit te zeggen" {
		t.Errorf("a year with too few answers is %+v", p)
	}
	if p := dots.Points[1]; p.Missing || !p.Rough || p.Text != "7" || p.Low != 6.5 || p.High != 8 {
		t.Errorf("a year with few answers is %+v", p)
	}
	if p := dots.Points[4]; p.Rough || p.Text != "7,6" || p.Value != 7.6 {
		t.Errorf("this year is %+v", p)
	}
	dots = chart(t, d, "years-explained").Plot.(document.Dots)
	if p := dots.Points[0]; !p.Missing || p.Text != "bijna iedereen" {
		t.Errorf("a year in words is %+v", p)
	}
	if p := dots.Points[1]; !p.Missing || p.Text != "de vraag was toen anders" {
		t.Errorf("a year with another question is %+v", p)
	}
	same := stats.YearFigure{Year: 2024, Precision: stats.Indicative, N: 12}
	o := &voice{texts: v.texts, lang: "nl"}
	if p := o.yearPoint(stats.Question{Kind: survey.Mark}, same); !p.Missing || p.Text != "bijna iedereen gaf hetzelfde antwoord" {
		t.Errorf("a year in which all gave the same mark is %+v", p)
	}
	if _, ok := o.years(stats.Question{Years: []stats.YearFigure{same}}); ok {
		t.Error("one year is a trend")
	}
}

// Two years of which the sentence tells all are no picture, but for the mark.
func TestTwoYears(t *testing.T) {
	v := newViews(t)
	r := exampleReport(t, "compared")
	for i := range r.Questions {
		if n := len(r.Questions[i].Years); n > 2 {
			r.Questions[i].Years = r.Questions[i].Years[n-2:]
		}
	}
	var ids []string
	for _, c := range composed(t, v, "nl", Report{Report: r}).Charts() {
		if strings.HasPrefix(c.ID, "years-") {
			ids = append(ids, c.ID)
		}
	}
	if !slices.Equal(ids, []string{"years-mark"}) {
		t.Errorf("drawn are %q", ids)
	}
	r.Questions[1].Change = nil // no answers last year: the two are further apart
	chart(t, composed(t, v, "nl", Report{Report: r}), "years-listened")
}

func TestTeams(t *testing.T) {
	v := newViews(t)
	r := exampleReport(t, "compared")
	d := composed(t, v, "nl", Report{Report: r})
	dots, ok := chart(t, d, "teams-dots").Plot.(document.Dots)
	if !ok || dots.Across || len(dots.Points) != len(r.Teams.List) {
		t.Fatalf("%+v", dots)
	}
	for i, p := range dots.Points {
		if p.Label != r.Teams.List[i].Unit.Name {
			t.Errorf("at place %d stands %s: they are not in their order", i, p.Label)
		}
	}
	if p := dots.Points[3]; !p.Rough || p.Missing {
		t.Errorf("a team with few answers is %+v", p)
	}
	if p := dots.Points[4]; !p.Missing || p.Text != "laten we weg" {
		t.Errorf("a suppressed team is %+v", p)
	}
	if p := dots.Points[5]; !p.Missing || p.Text != "te weinig antwoorden om dit te zeggen" {
		t.Errorf("a team with too few answers is %+v", p)
	}
	said := saidIn(section(t, d, "teams"))
	for _, want := range []string{"geen ranglijst", "Anders is uit te rekenen wat een groep van minder dan 10 antwoorden zei."} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in %q", want, said)
		}
	}
	r.Teams.List, r.Teams.Funnel = r.Teams.List[:3], nil
	d = composed(t, v, "nl", Report{Report: r})
	if said := saidIn(section(t, d, "teams")); strings.Contains(said, "laten we weg") {
		t.Errorf("nothing is suppressed, and it says %q", said)
	}
	for _, c := range d.Charts() {
		if c.ID == "funnel" {
			t.Error("there is a funnel that nobody asked for")
		}
	}
}

// Teams of a survey without a mark have a share, which has no interval where it
// rests on few answers.
func TestTeamsWithShares(t *testing.T) {
	v := newViews(t)
	r := exampleReport(t, "compared")
	r.Teams = &stats.Teams{Question: "listened", Kind: survey.One, List: []stats.Team{
		{Unit: survey.Unit{ID: "a", Name: "A"}, Precision: stats.Full, N: 60, Positive: &stats.Share{Percent: 80, Interval: &stats.Interval{Value: 80, Low: 68, High: 88}}, Shrunk: &stats.Interval{Value: 82, Low: 74, High: 89}},
		{Unit: survey.Unit{ID: "b", Name: "B"}, Precision: stats.Indicative, N: 20, Positive: &stats.Share{Percent: 70}},
		{Unit: survey.Unit{ID: "c", Name: "C"}, Precision: stats.Indicative, N: 20, Positive: &stats.Share{Percent: 100, Word: stats.AlmostEveryone}},
	}}
	c := chart(t, composed(t, v, "nl", Report{Report: r}), "teams-dots")
	dots := c.Plot.(document.Dots)
	if *dots.Scale.Line != 94 || dots.Scale.LineLabel != "alle samen: 94\u00a0%" {
		t.Errorf("the scale is %+v", dots.Scale)
	}
	if p := dots.Points[0]; p.Low != 68 || p.High != 88 || p.Rough {
		t.Errorf("with many answers: %+v", p)
	}
	if p := dots.Points[1]; p.Text != "ongeveer 70\u00a0%" || p.Low != 70 || p.High != 70 || !p.Rough {
		t.Errorf("with few answers: %+v", p)
	}
	if p := dots.Points[2]; !p.Missing || p.Text != "bijna iedereen" {
		t.Errorf("in words: %+v", p)
	}
	if row := c.Table.Rows[0]; row[1].Text != "80\u00a0%" || *row[5].Number != 82 {
		t.Errorf("the table has %+v", row)
	}
}

func TestFunnelPlace(t *testing.T) {
	f := stats.Funnel{Limits: []stats.FunnelLimit{
		{N: 30, InnerLow: 60, InnerHigh: 80, OuterLow: 50, OuterHigh: 90},
		{N: 50, InnerLow: 66, InnerHigh: 74, OuterLow: 60, OuterHigh: 80},
	}}
	for want, points := range map[string][]stats.FunnelPoint{
		"inner":  {{N: 30, Value: 60}, {N: 50, Value: 74}, {N: 40, Value: 63}, {N: 40, Value: 77}},
		"outer":  {{N: 30, Value: 59}, {N: 50, Value: 75}, {N: 40, Value: 62.9}, {N: 40, Value: 85}},
		"beyond": {{N: 30, Value: 91}, {N: 50, Value: 59.9}, {N: 40, Value: 85.1}},
	} {
		for _, p := range points {
			if got := funnelPlace(f, p); got != want {
				t.Errorf("%v of %d is %s, not %s", p.Value, p.N, got, want)
			}
		}
	}
}

func TestDrivers(t *testing.T) {
	v := newViews(t)
	r := exampleReport(t, "compared")
	r.Drivers.Drawn = true
	s := section(t, composed(t, v, "nl", Report{Report: r}), "drivers")
	for _, want := range []string{"Van 171 antwoorden is alles ingevuld.", "door loting gekozen", "Dat zegt niet dat het een door het ander komt."} {
		if !strings.Contains(saidIn(s), want) {
			t.Errorf("no %q in %q", want, saidIn(s))
		}
	}
	r.Drivers, r.Lowest = nil, []string{"helped", "gone", "decided"}
	s = section(t, composed(t, v, "nl", Report{Report: r}), "drivers")
	list := s.Blocks[1].(document.List)
	if len(list.Items) != 2 || list.Items[0][0].Href != "#q-helped" || list.Items[1].Text() != "Besliste u mee over de hulp? 63\u00a0%" {
		t.Errorf("the lowest are %+v", list.Items)
	}
	if !strings.Contains(saidIn(s), "Welke vragen samengaan met het cijfer, kunnen we nu niet zeggen.") {
		t.Errorf("it says %q", saidIn(s))
	}
	r.Overall = nil
	s = section(t, composed(t, v, "nl", Report{Report: r}), "drivers")
	if saidIn(s) != "Op deze vragen waren de minste antwoorden positief:" {
		t.Errorf("without a mark it says %q", saidIn(s))
	}
}

// What makers leave out is not there, and the report says so.
func TestLeftOut(t *testing.T) {
	v := newViews(t)
	r := exampleReport(t, "full")
	for _, s := range survey.Sections {
		r.Left = []survey.Section{s}
		d := composed(t, v, "nl", Report{Report: r})
		for _, there := range d.Sections {
			if there.ID == string(s) {
				t.Errorf("%s is left out and there", s)
			}
		}
		o := &voice{texts: v.texts, lang: "nl"}
		facts := section(t, d, "how").Blocks[1].(document.Facts)
		if !slices.ContainsFunc(facts.Items, func(f document.Fact) bool {
			return f.Term == "Niet in dit verslag" && f.Lines[0].Text() == o.say("report.section."+string(s))
		}) {
			t.Errorf("that %s is left out is not said", s)
		}
	}
}

func TestForeword(t *testing.T) {
	v := newViews(t)
	r := exampleReport(t, "full")
	r.Foreword = " Eerst dit.\r\nEn dit.\r\n\r\n\n<b>Dan</b> dat.\n\n"
	s := section(t, composed(t, v, "nl", Report{Report: r}), "foreword")
	if got := saidIn(s); got != "Eerst dit.\nEn dit.\n<b>Dan</b> dat." || len(s.Blocks) != 2 {
		t.Errorf("%d blocks that say %q", len(s.Blocks), got)
	}
	if page := render(t, v, "nl", Report{Report: r}); strings.Contains(page, "<b>Dan") {
		t.Error("what was typed became part of the page")
	}
	r.Foreword = "\n \n"
	for _, s := range composed(t, v, "nl", Report{Report: r}).Sections {
		if s.ID == "foreword" {
			t.Error("there is a foreword that says nothing")
		}
	}
}

// What people had wanted otherwise stands in a section of its own, and a file of
// an edition says which one it is.
func TestOtherwise(t *testing.T) {
	v := newViews(t)
	r := exampleReport(t, "full")
	d := composed(t, v, "nl", Report{Report: r})
	first, second := section(t, d, "comments"), section(t, d, "otherwise")
	if first.Heading != "Wat ouders zelf schreven" || second.Heading != "Wat ouders anders hadden verwacht of gewild" {
		t.Errorf("they are headed %q and %q", first.Heading, second.Heading)
	}
	if !strings.Contains(saidIn(first), "willekeurige volgorde") || saidIn(second) != "" {
		t.Errorf("how comments are shown is said in %q and %q, not once", saidIn(first), saidIn(second))
	}
	if in := section(t, d, "comments-better"); saidIn(in) == "" || len(second.Blocks) != 1 {
		t.Errorf("the question is not in its section: %+v", second)
	}
	r.Comments = slices.DeleteFunc(r.Comments, func(c stats.Comments) bool { return c.Asks != survey.AsksBad })
	if s := section(t, composed(t, v, "nl", Report{Report: r}), "otherwise"); !strings.Contains(saidIn(s), "willekeurige volgorde") {
		t.Errorf("alone it says %q", saidIn(s))
	}
	r.Left = []survey.Section{survey.SectionComments}
	d = composed(t, v, "nl", Report{Report: r, Edition: &survey.Edition{Number: 2, Day: "2026-03-02", Reason: "Een cijfer was fout."}})
	if slices.ContainsFunc(d.Sections, func(s document.Section) bool { return s.ID == "otherwise" }) {
		t.Error("it is there though comments were left out")
	}
	if !strings.HasSuffix(d.Subtitle, ". Uitgave 2, gepubliceerd op 2 maart 2026. Reden van deze uitgave: Een cijfer was fout.") {
		t.Errorf("the subtitle is %q", d.Subtitle)
	}
}

// Shares of a theme that do not add up say so; where all are quoted with themes,
// their question says where they are.
func TestThemeRounding(t *testing.T) {
	v := newViews(t)
	r := exampleReport(t, "published")
	theme := &r.Themes.List[0]
	for i, percent := range []int{60, 0, 0, 50} {
		theme.Sentiment[i].Share = stats.Share{Percent: percent}
	}
	note := func() bool {
		c := chart(t, composed(t, v, "nl", Report{Report: r, Published: true}), "tone-theme-1")
		return slices.ContainsFunc(c.Notes, func(l document.Line) bool { return strings.HasPrefix(l.Text(), "Door het afronden") })
	}
	if !note() {
		t.Error("60 and 50 are not explained")
	}
	theme.Sentiment[0].Share.Percent = 50
	if note() {
		t.Error("50 and 50 are explained")
	}
	r.Comments = []stats.Comments{{ID: "good", Precision: stats.Full, N: 20, Comments: []string{"Ze luisterde."}}}
	theme.Quotes = []stats.Quote{{Text: "Ze luisterde."}}
	if s := section(t, composed(t, v, "nl", Report{Report: r, Published: true}), "comments-good"); !strings.Contains(saidIn(s), "staan bij de thema's") {
		t.Errorf("it says %q", saidIn(s))
	}
}
