package views

import (
	"regexp"
	"strings"
	"testing"

	"ouderstem/stats"
	"ouderstem/stats/themes"
	"ouderstem/survey"
)

// Staff are one click from the comments of a theme; who reads a file or what is
// published is not led anywhere.
func TestThemesLeadToTheirComments(t *testing.T) {
	v := newViews(t)
	r := exampleReport(t, "full")
	r.Themes.List[1].ID = "ge hoord&"
	link := `href="/staff/comments/team-noord/2026/kort?theme=`
	page := render(t, v, "nl", Report{Report: r})
	for _, want := range []string{link + `wait"`, link + `ge&#43;hoord%26"`, `href="#theme-1"`, `id="theme-2"`, `<li lang="nl" dir="auto">`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	for name, other := range map[string]Report{
		"a file":            {Report: r, Standalone: true},
		"what is published": {Report: r, Published: true},
	} {
		if strings.Contains(render(t, v, "nl", other), "?theme=") {
			t.Errorf("%s leads to comments", name)
		}
	}
}

// A quote of a published theme stands nowhere else; on the page for staff all
// comments stand with their question too.
func TestQuotesStandOnce(t *testing.T) {
	v := newViews(t)
	r := exampleReport(t, "published")
	quote := r.Themes.List[0].Quotes[0].Text
	if n := strings.Count(render(t, v, "nl", Report{Report: r}), quote); n != 1 {
		t.Errorf("published %d times", n)
	}
	r.Rounded = false
	if n := strings.Count(render(t, v, "nl", Report{Report: r}), quote); n != 2 {
		t.Errorf("for staff %d times", n)
	}
}

// Where fewer than k comments have no theme, the report says that and no number.
func TestFewWithoutATheme(t *testing.T) {
	v := newViews(t)
	r := exampleReport(t, "full")
	r.Themes.Without = nil
	for lang, want := range map[string]string{"nl": "minder dan 10 opmerkingen", "en": "fewer than 10 comments"} {
		if n := strings.Count(render(t, v, lang, Report{Report: r}), want); n < 2 {
			t.Errorf("said %d times in %s", n, lang)
		}
	}
}

func TestReportWithoutThemes(t *testing.T) {
	v := newViews(t)
	r := exampleReport(t, "published")
	r.Themes.List = nil
	page := render(t, v, "nl", Report{Report: r})
	if strings.Contains(page, `id="themes"`) || strings.Contains(page, "codeboek") {
		t.Error("what is published speaks of themes that nobody confirmed")
	}
	r.Rounded = false
	page = render(t, v, "nl", Report{Report: r})
	if !strings.Contains(page, "Geen enkel thema staat in 10 opmerkingen of meer.") {
		t.Error("staff are not told that no theme is in enough comments")
	}
	r.Themes = &stats.Themes{Precision: stats.Hidden, N: 12}
	page = render(t, v, "nl", Report{Report: r})
	_, section, _ := strings.Cut(page, `<section id="themes"`)
	section, _, _ = strings.Cut(section, "</section>")
	if !strings.Contains(section, "te weinig opmerkingen") || strings.Contains(section, "%") {
		t.Errorf("too few say something: %s", section)
	}
}

// What is said of a theme beside its figures.
func TestThemeSentences(t *testing.T) {
	v := newViews(t)
	r := exampleReport(t, "full")
	marks, change := *r.Themes.List[0].Marks, *r.Themes.List[0].Change
	show := func(edit func(x *stats.Theme)) string {
		x := r.Themes.List[0]
		m, c := marks, change
		x.Marks, x.Change = &m, &c
		edit(&x)
		list := []stats.Theme{x}
		shown := *r.Themes
		shown.List = list
		of := r
		of.Themes = &shown
		return strings.ReplaceAll(readText(render(t, v, "nl", Report{Report: of, Standalone: true})), "\u00a0", " ")
	}
	tests := map[string]struct {
		edit func(x *stats.Theme)
		want string
		not  string
	}{
		"apart":                 {func(*stats.Theme) {}, "gaf gemiddeld een 6,1. Alle anderen gaven gemiddeld een 7,5. Dit verschil is waarschijnlijk geen toeval.", "eerder verslag"},
		"chance":                {func(x *stats.Theme) { x.Marks.Difference.Chance = true }, "7,5. Dit verschil kan toeval zijn.", "geen toeval"},
		"few":                   {func(x *stats.Theme) { x.Marks.With.Precision = stats.Indicative; x.Marks.With.Mean.Value = 6 }, "gaf gemiddeld ongeveer een 6. Alle", ""},
		"older":                 {func(x *stats.Theme) { x.Marks.Older = true }, "Deze cijfers komen uit een eerder verslag.", ""},
		"no marks":              {func(x *stats.Theme) { x.Marks, x.NoMarks = nil, stats.MarksFew }, "Staat er geen gemiddeld cijfer bij een thema?", "gaf gemiddeld"},
		"same":                  {func(x *stats.Theme) { x.Marks, x.NoMarks = nil, stats.MarksSame }, "Bijna iedereen gaf hetzelfde cijfer.", "gaf gemiddeld"},
		"ledger":                {func(x *stats.Theme) { x.Marks, x.NoMarks = nil, stats.MarksLedger }, "was misschien te zien wat één persoon gaf", "gaf gemiddeld"},
		"survey without a mark": {func(x *stats.Theme) { x.Marks = nil }, "Dit thema staat in 43 % van de opmerkingen.", "gemiddeld cijfer bij"},
		"more": {func(x *stats.Theme) {
			x.Change.Difference = stats.Difference{Interval: stats.Interval{Value: 9, Low: 2, High: 15}}
		}, "Vorig jaar stond het in 50 % van de opmerkingen. Dit jaar is dat meer.", ""},
		"less": {func(x *stats.Theme) {
			x.Change.Difference = stats.Difference{Interval: stats.Interval{Value: -9, Low: -15, High: -2}}
		}, "Dit jaar is dat minder. Dat is waarschijnlijk geen toeval.", ""},
		"less, as far as it is shown": {func(x *stats.Theme) {
			x.Change.Difference = stats.Difference{Interval: stats.Interval{Value: 0, Low: -2, High: -1}}
		}, "Dit jaar is dat minder.", ""},
		"change by chance":       {func(*stats.Theme) {}, "Het verschil kan toeval zijn.", ""},
		"first year":             {func(x *stats.Theme) { x.Change = nil }, "Dit thema staat in", "Vorig jaar stond"},
		"nearly all":             {func(x *stats.Theme) { x.Share.Word, x.Share.Interval = stats.AlmostEveryone, nil }, "Dit thema staat in bijna alle opmerkingen.", ""},
		"not the most mentioned": {func(x *stats.Theme) { x.Most = false }, "De opmerkingen over ‘Wachten’ zijn meestal negatief.", "het vaakst over"},
		"on no side":             {func(x *stats.Theme) { x.Favour.Clear = "" }, "Ouders schreven het vaakst over ‘Wachten’: in 43 % van de opmerkingen.", "opmerkingen, meestal"},
	}
	for name, tt := range tests {
		got := show(func(x *stats.Theme) {
			favour := *x.Favour
			x.Favour = &favour
			tt.edit(x)
		})
		if !strings.Contains(got, tt.want) {
			t.Errorf("%s: no %q in\n%s", name, tt.want, got)
		}
		if tt.not != "" && strings.Contains(got, tt.not) {
			t.Errorf("%s: it says %q", name, tt.not)
		}
	}
}

// Every way to say nothing has its sentence in every language.
func TestSilences(t *testing.T) {
	v := newViews(t)
	for _, lang := range v.Texts().Languages() {
		o := &voice{texts: v.texts, lang: lang}
		seen := map[string]bool{}
		for _, asks := range []survey.Asks{survey.AsksAnything, survey.AsksBad, survey.AsksGood} {
			for _, void := range []themes.Void{themes.Nothing, themes.DontKnow} {
				silent := stats.Themes{Silent: []stats.Silence{{Asks: asks, Void: void, N: 12}}}
				for _, line := range o.silences(silent) {
					if seen[line] || !regexp.MustCompile(`\b12\b`).MatchString(line) {
						t.Errorf("%s %q %s: %q", lang, asks, void, line)
					}
					seen[line] = true
				}
			}
		}
		if o.err != nil || len(seen) != 6 {
			t.Errorf("%s: %v, %d sentences", lang, o.err, len(seen))
		}
	}
}

// What the summary says of themes, at once and in a sentence for each.
func TestSummaryOfThemes(t *testing.T) {
	v := newViews(t)
	theme := func(name string, most bool, clear survey.Side) stats.Theme {
		return stats.Theme{
			Name: survey.Text{"nl": name}, Most: most, N: 40, Share: stats.Share{Percent: 43},
			Favour: &stats.Favour{Precision: stats.Full, N: 40, Clear: clear},
		}
	}
	for want, test := range map[string]struct {
		list []stats.Theme
		each string
	}{
		"Ouders schreven het vaakst over ‘A’: in 43 % van de opmerkingen, meestal negatief.": {
			[]stats.Theme{theme("A", true, survey.Negative), theme("B", false, survey.Positive)},
			"Het vaakst schreven ouders over ‘A’: in 43 % van de opmerkingen.|De opmerkingen over ‘B’ zijn meestal positief.|De opmerkingen over ‘A’ zijn meestal negatief.",
		},
		"Ouders schreven het vaakst over ‘A’: in 43 % van de opmerkingen, meestal positief.": {
			[]stats.Theme{theme("A", true, survey.Positive)},
			"Het vaakst schreven ouders over ‘A’: in 43 % van de opmerkingen.|De opmerkingen over ‘A’ zijn meestal positief.",
		},
		"Ouders schreven het vaakst over ‘A’: in 43 % van de opmerkingen.": {
			[]stats.Theme{theme("A", true, "")}, "Het vaakst schreven ouders over ‘A’: in 43 % van de opmerkingen.",
		},
		"De opmerkingen over ‘A’ en ‘B’ zijn meestal positief, die over ‘C’ meestal negatief.": {
			[]stats.Theme{theme("A", false, survey.Positive), theme("B", false, survey.Positive), theme("C", false, survey.Negative)},
			"De opmerkingen over ‘A’ en ‘B’ zijn meestal positief.|De opmerkingen over ‘C’ zijn meestal negatief.",
		},
		"De opmerkingen over ‘C’ zijn meestal negatief.": {
			[]stats.Theme{theme("A", false, ""), theme("C", false, survey.Negative)}, "De opmerkingen over ‘C’ zijn meestal negatief.",
		},
		"": {[]stats.Theme{theme("A", false, ""), theme("C", false, "")}, ""},
	} {
		o := &voice{texts: v.texts, lang: "nl"}
		r := Report{Report: stats.Report{N: 100, Themes: &stats.Themes{Precision: stats.Full, N: 90, Said: 90, List: test.list}}}
		if got := strings.ReplaceAll(o.themesAtOnce(r).Text(), "\u00a0", " "); got != want {
			t.Errorf("%q, not %q", got, want)
		}
		var each []string
		for _, line := range o.themesInShort(r) {
			each = append(each, strings.ReplaceAll(line.Text(), "\u00a0", " "))
		}
		if got := strings.Join(each, "|"); o.err != nil || got != test.each {
			t.Errorf("%v, one by one %q", o.err, got)
		}
	}
}
