package views

import (
	"strings"
	"testing"

	"ouderstem/stats"
	"ouderstem/survey"
)

// told returns the lines of a summary as they are read.
func told(t *testing.T, v *Views, r stats.Report) string {
	t.Helper()
	o := &voice{texts: v.texts, lang: "nl"}
	lines := o.summary(Report{Report: r})
	if o.err != nil {
		t.Fatal(o.err)
	}
	var b strings.Builder
	for _, line := range lines {
		for _, l := range line {
			b.WriteString(l.Text)
		}
		b.WriteString("\n")
	}
	return strings.ReplaceAll(b.String(), "\u00a0", " ")
}

// oneQuestion returns a shown question with a share of positive answers.
func oneQuestion(id string, p stats.Precision, percent, low, high int) stats.Question {
	q := stats.Question{ID: id, Kind: survey.One, Text: survey.Text{"nl": strings.ToUpper(id)}, Precision: p, N: 40, Positive: &stats.Share{Percent: percent}}
	if p == stats.Full {
		q.Positive.Interval = &stats.Interval{Value: float64(percent), Low: float64(low), High: float64(high)}
	}
	return q
}

func TestSummaryOfQuestions(t *testing.T) {
	const full, few = stats.Full, stats.Indicative
	nobody, everybody := oneQuestion("d", few, 0, 0, 0), oneQuestion("e", few, 100, 0, 0)
	nobody.Positive.Word, everybody.Positive.Word = stats.AlmostNobody, stats.AlmostEveryone
	hidden := stats.Question{ID: "h", Kind: survey.One, Text: survey.Text{"nl": "H"}, Precision: stats.Hidden}
	tests := map[string]struct {
		questions []stats.Question
		want      []string
		not       string
	}{
		"apart": {
			[]stats.Question{oneQuestion("a", full, 60, 50, 70), oneQuestion("b", full, 90, 80, 95)},
			[]string{"vaakst positief zijn de antwoorden op ‘B’: 90 %.", "minst vaak positief zijn de antwoorden op ‘A’: 60 %."},
			"toeval",
		},
		"chance": {
			[]stats.Question{oneQuestion("a", full, 60, 50, 70), oneQuestion("b", full, 70, 60, 80)},
			[]string{"‘A’: 60 %. Dit verschil kan toeval zijn."},
			"",
		},
		"few": {
			[]stats.Question{oneQuestion("a", few, 60, 0, 0), oneQuestion("b", few, 70, 0, 0)},
			[]string{"‘B’: ongeveer 70 %.", "‘A’: ongeveer 60 %. Bij zo weinig antwoorden"},
			"",
		},
		"words": {
			[]stats.Question{nobody, everybody},
			[]string{"‘E’: bijna iedereen.", "‘D’: bijna niemand."},
			"0 %",
		},
		"level": {
			[]stats.Question{oneQuestion("a", full, 60, 50, 70), oneQuestion("b", full, 90, 80, 95), oneQuestion("c", full, 90, 80, 95)},
			[]string{"Op 2 vragen is het antwoord het vaakst positief: 90 %."},
			"‘B’",
		},
		"all level": {
			[]stats.Question{oneQuestion("a", few, 80, 0, 0), oneQuestion("b", few, 80, 0, 0)},
			[]string{"Op 2 vragen is het antwoord even vaak positief: ongeveer 80 %."},
			"vaakst",
		},
		"one":           {[]stats.Question{oneQuestion("a", full, 60, 50, 70)}, []string{"Op de vraag ‘A’ gaf 60 % een positief antwoord."}, "vaakst"},
		"exact first":   {[]stats.Question{oneQuestion("a", full, 60, 50, 70), oneQuestion("b", few, 90, 0, 0)}, []string{"‘A’ gaf 60 %"}, "‘B’"},
		"hidden":        {[]stats.Question{hidden}, []string{"laten we weg: te weinig antwoorden om dit te zeggen."}, "‘H’"},
		"no such thing": {nil, []string{"40 antwoorden"}, "weg"},
	}
	v := newViews(t)
	for name, test := range tests {
		got := told(t, v, stats.Report{Year: 2026, N: 40, K: 10, Questions: test.questions})
		for _, want := range test.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s lacks %q:\n%s", name, want, got)
			}
		}
		if test.not != "" && strings.Contains(got, test.not) {
			t.Errorf("%s says %q:\n%s", name, test.not, got)
		}
	}
}

func TestSummaryOfMark(t *testing.T) {
	mark := func(p stats.Precision, mean *stats.Interval) *stats.Question {
		return &stats.Question{ID: "mark", Kind: survey.Mark, Precision: p, N: 40, Mean: mean}
	}
	same := mark(stats.Indicative, nil)
	same.Bars = []stats.Bar{{Value: "positive", Side: survey.Positive, Share: stats.Share{Percent: 100, Word: stats.AlmostEveryone}}}
	v := newViews(t)
	for want, q := range map[string]*stats.Question{
		"Ouders gaven gemiddeld een 7,0.":                                            mark(stats.Full, &stats.Interval{Value: 7, Low: 6.8, High: 7.2}),
		"Ouders gaven gemiddeld ongeveer een 7.":                                     mark(stats.Indicative, &stats.Interval{Value: 7, Low: 6, High: 8}),
		"Ouders gaven gemiddeld ongeveer een 7,5.":                                   mark(stats.Indicative, &stats.Interval{Value: 7.5, Low: 6, High: 8}),
		"Bijna iedereen gaf het cijfer 8, 9 of 10.":                                  same,
		"Het gemiddelde cijfer laten we weg: te weinig antwoorden om dit te zeggen.": mark(stats.Hidden, nil),
	} {
		if got := told(t, v, stats.Report{N: 40, Overall: q, Questions: []stats.Question{*q}}); !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

func TestSummaryOfRest(t *testing.T) {
	share := func(s stats.Share) *stats.Share { return &s }
	done, doing := survey.Measure{Status: survey.Done}, survey.Measure{Status: survey.Doing}
	v := newViews(t)
	for want, r := range map[string]stats.Report{
		"Van de uitgedeelde kaarten is 53 % ingevuld en geteld.":          {N: 40, ResponseRate: share(stats.Share{Percent: 53, Interval: &stats.Interval{}})},
		"Van de uitgedeelde kaarten is ongeveer 50 % ingevuld en geteld.": {N: 14, ResponseRate: share(stats.Share{Percent: 50})},
		"Bijna alle uitgedeelde kaarten zijn ingevuld en geteld.":         {N: 14, ResponseRate: share(stats.Share{Percent: 100, Word: stats.AlmostEveryone})},
		"Welk deel van de ouders antwoordde, weten we niet.":              {N: 14},
		"In de bus zitten nu geen antwoorden, of bijna geen.":             {K: 10},
		"In de bus zitten nog ongeveer 5 antwoorden.":                     {K: 10, Waiting: 5},
		"minstens 5 antwoorden bij elkaar":                                {K: 5},
		"De maatregel van vorig jaar: bezig.":                             {Promised: []survey.Measure{doing}},
		"Van de 2 maatregelen van vorig jaar is er nog geen klaar.":       {Promised: []survey.Measure{doing, doing}},
		"Van de 3 maatregelen van vorig jaar is er 1 klaar.":              {Promised: []survey.Measure{doing, done, doing}},
		"Van de 3 maatregelen van vorig jaar zijn er 2 klaar.":            {Promised: []survey.Measure{doing, done, done}},
		"Dit verslag noemt 1 nieuwe maatregel.":                           {Measures: []survey.Measure{doing}},
		"Dit verslag noemt 2 nieuwe maatregelen.":                         {Measures: []survey.Measure{doing, doing}},
	} {
		if got := told(t, v, r); !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

// Every warning that stats gives has its sentence, with the question's words.
func TestWarnings(t *testing.T) {
	v := newViews(t)
	r := Report{Report: stats.Report{Questions: []stats.Question{{ID: "mark", Text: survey.Text{"nl": "Welk cijfer?", "en": "Which mark?"}}}}}
	for _, lang := range v.Texts().Languages() {
		o := &voice{texts: v.texts, lang: lang}
		for _, key := range []string{
			"few-answers", "indicative", "one-mark", "version-changed", "not-compared", "finite-population", "non-response", "reached-less",
			"on-the-spot", "not-counted", "more-than-handed-out", "rounded",
		} {
			got := o.warning(r, stats.Warning{Key: "warning." + key, Args: map[string]any{"K": 10, "Exact": 30, "Question": "mark", "Year": "2025", "Percent": 20}})
			if o.err != nil || strings.Contains(got, "<no value>") || strings.Contains(got, "‘mark’") {
				t.Errorf("%s: %s is told as %q, %v", lang, key, got, o.err)
			}
		}
	}
}
