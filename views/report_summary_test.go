package views

import (
	"slices"
	"strings"
	"testing"

	"ouderstem/stats"
	"ouderstem/survey"
	"ouderstem/views/document"
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
		want      string   // of the summary
		each      []string // where each has a sentence of its own
	}{
		"apart": {
			[]stats.Question{oneQuestion("a", full, 60, 50, 70), oneQuestion("b", full, 90, 80, 95)},
			"Het vaakst positief zijn de antwoorden op ‘B’ (90 %), het minst vaak die op ‘A’ (60 %).",
			[]string{"Het vaakst positief zijn de antwoorden op ‘B’: 90 %.", "Het minst vaak positief zijn de antwoorden op ‘A’: 60 %."},
		},
		"chance": {
			[]stats.Question{oneQuestion("a", full, 60, 50, 70), oneQuestion("b", full, 70, 60, 80)},
			"Het vaakst positief zijn de antwoorden op ‘B’ (70 %), het minst vaak die op ‘A’ (60 %); dit verschil kan toeval zijn.",
			[]string{"Het vaakst positief zijn de antwoorden op ‘B’: 70 %.", "Het minst vaak positief zijn de antwoorden op ‘A’: 60 %. Dit verschil kan toeval zijn."},
		},
		"few": {
			[]stats.Question{oneQuestion("a", few, 60, 0, 0), oneQuestion("b", few, 70, 0, 0)},
			"Het vaakst positief zijn de antwoorden op ‘B’ (ongeveer 70 %), het minst vaak die op ‘A’ (ongeveer 60 %); bij zo weinig antwoorden kan dit verschil voor een deel toeval zijn.",
			[]string{"Het vaakst positief zijn de antwoorden op ‘B’: ongeveer 70 %.", "Het minst vaak positief zijn de antwoorden op ‘A’: ongeveer 60 %. Bij zo weinig antwoorden kan dit verschil voor een deel toeval zijn."},
		},
		"words": {
			[]stats.Question{nobody, everybody},
			"Het vaakst positief zijn de antwoorden op ‘E’ (bijna iedereen), het minst vaak die op ‘D’ (bijna niemand); bij zo weinig antwoorden kan dit verschil voor een deel toeval zijn.",
			[]string{"Het vaakst positief zijn de antwoorden op ‘E’: bijna iedereen.", "Het minst vaak positief zijn de antwoorden op ‘D’: bijna niemand. Bij zo weinig antwoorden kan dit verschil voor een deel toeval zijn."},
		},
		"level": {
			[]stats.Question{oneQuestion("a", full, 60, 50, 70), oneQuestion("b", full, 90, 80, 95), oneQuestion("c", full, 90, 80, 95)},
			"Het vaakst positief zijn de antwoorden op 2 vragen (90 %), het minst vaak die op ‘A’ (60 %).",
			[]string{"Het vaakst positief zijn de antwoorden op ‘B’ en ‘C’: bij elke vraag 90 %.", "Het minst vaak positief zijn de antwoorden op ‘A’: 60 %."},
		},
		"many level": {
			[]stats.Question{
				oneQuestion("a", full, 60, 50, 70), oneQuestion("b", full, 60, 50, 70), oneQuestion("c", full, 60, 50, 70),
				oneQuestion("d", full, 60, 50, 70), oneQuestion("e", full, 90, 80, 95),
			},
			"Het vaakst positief zijn de antwoorden op ‘E’ (90 %), het minst vaak die op 4 vragen (60 %).",
			[]string{"Het vaakst positief zijn de antwoorden op ‘E’: 90 %.", "Op 4 vragen is het antwoord het minst vaak positief: 60 %."},
		},
		"all level": {
			[]stats.Question{oneQuestion("a", few, 80, 0, 0), oneQuestion("b", few, 80, 0, 0)},
			"Op 2 vragen is het antwoord even vaak positief: ongeveer 80 %.",
			[]string{"Op 2 vragen is het antwoord even vaak positief: ongeveer 80 %."},
		},
		"one": {
			[]stats.Question{oneQuestion("a", full, 60, 50, 70)},
			"Op de vraag ‘A’ gaf 60 % een positief antwoord.",
			[]string{"Op de vraag ‘A’ gaf 60 % een positief antwoord."},
		},
		"exact first": {
			[]stats.Question{oneQuestion("a", full, 60, 50, 70), oneQuestion("b", few, 90, 0, 0)},
			"Op de vraag ‘A’ gaf 60 % een positief antwoord.",
			[]string{"Op de vraag ‘A’ gaf 60 % een positief antwoord."},
		},
		"hidden": {
			[]stats.Question{hidden},
			"De uitkomsten per vraag laten we weg: te weinig antwoorden om dit te zeggen.",
			[]string{"De uitkomsten per vraag laten we weg: te weinig antwoorden om dit te zeggen."},
		},
		"no such thing": {nil, "", nil},
	}
	v := newViews(t)
	for name, test := range tests {
		r := stats.Report{Year: 2026, N: 40, K: 10, Questions: test.questions}
		_, got, _ := strings.Cut(strings.TrimSuffix(told(t, v, r), "\n"), "\n")
		if got != test.want {
			t.Errorf("%s: %q, not %q", name, got, test.want)
		}
		o := &voice{texts: v.texts, lang: "nl"}
		var each []string
		for _, line := range o.highlights(Report{Report: r}) {
			each = append(each, strings.ReplaceAll(line.Text(), "\u00a0", " "))
		}
		if o.err != nil || !slices.Equal(each, test.each) {
			t.Errorf("%s: %v, one by one %q", name, o.err, each)
		}
	}
}

// A mark is told beside that of the year before, and whether the difference may
// be chance.
func TestSummaryOfChange(t *testing.T) {
	v := newViews(t)
	for want, c := range map[string]*stats.YearChange{
		"Ouders gaven gemiddeld een 7,4; vorig jaar was dat een 7,0, en dat verschil kan toeval zijn.": {
			Precision: stats.Full, Before: 7, Difference: stats.Difference{Interval: stats.Interval{Value: .4, Low: -.1, High: .9}, Chance: true},
		},
		"Ouders gaven gemiddeld een 7,4; vorig jaar was dat een 8,0, en dat verschil is waarschijnlijk geen toeval.": {
			Precision: stats.Full, Before: 8, Difference: stats.Difference{Interval: stats.Interval{Value: -.6, Low: -.9, High: -.1}},
		},
		"Ouders gaven gemiddeld een 7,4; vorig jaar was dat ongeveer een 8, en dat verschil kan toeval zijn.": {
			Precision: stats.Indicative, Before: 8, Difference: stats.Difference{Interval: stats.Interval{Value: -.5, Low: -1.5, High: .5}, Chance: true},
		},
		"Ouders gaven gemiddeld een 7,4; vorig jaar was dat ongeveer een 5,5, en dat verschil is waarschijnlijk geen toeval.": {
			Precision: stats.Indicative, Before: 5.5, Difference: stats.Difference{Interval: stats.Interval{Value: 2, Low: 1, High: 3}},
		},
		"Ouders gaven gemiddeld een 7,4.": nil,
	} {
		q := stats.Question{ID: "mark", Kind: survey.Mark, Precision: stats.Full, N: 40, Mean: &stats.Interval{Value: 7.4, Low: 7, High: 7.8}, Change: c}
		if got := told(t, v, stats.Report{N: 40, Overall: &q, Questions: []stats.Question{q}}); !strings.Contains(got, want+"\n") {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

// There are never more than five sentences, and each leads somewhere.
func TestSummaryIsShort(t *testing.T) {
	v := newViews(t)
	for _, name := range exampleReports {
		for _, lang := range v.Texts().Languages() {
			o := &voice{texts: v.texts, lang: lang}
			lines := o.summary(Report{Report: exampleReport(t, name)})
			if len(lines) == 0 || len(lines) > 5 {
				t.Errorf("%s in %s: %d sentences", name, lang, len(lines))
			}
			for _, line := range lines {
				if !slices.ContainsFunc(line, func(s document.Span) bool { return s.Href != "" }) {
					t.Errorf("%s in %s: %q leads nowhere", name, lang, line.Text())
				}
				if said := line.Text(); strings.Contains(strings.TrimSuffix(said, "."), ". ") || !strings.HasSuffix(said, ".") {
					t.Errorf("%s in %s: not one sentence: %q", name, lang, said)
				}
			}
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
		"antwoorden, en van de uitgedeelde kaarten is 53 % ingevuld en geteld.":                       {N: 40, ResponseRate: share(stats.Share{Percent: 53, Interval: &stats.Interval{}})},
		"en van de uitgedeelde kaarten is ongeveer 50 % ingevuld en geteld.":                          {N: 14, ResponseRate: share(stats.Share{Percent: 50})},
		", en bijna alle uitgedeelde kaarten zijn ingevuld en geteld.":                                {N: 14, ResponseRate: share(stats.Share{Percent: 100, Word: stats.AlmostEveryone})},
		"; welk deel van de ouders antwoordde, weten we niet.":                                        {N: 14},
		"In de bus zitten nu geen antwoorden, of bijna geen.":                                         {K: 10},
		"In de bus zitten nog ongeveer 5 antwoorden.":                                                 {K: 10, Waiting: 5},
		"minstens 5 antwoorden bij elkaar":                                                            {K: 5},
		"Vorig jaar beloofden we één maatregel (bezig).":                                              {Promised: []survey.Measure{doing}},
		"Van de 2 maatregelen van vorig jaar is er nog geen klaar.":                                   {Promised: []survey.Measure{doing, doing}},
		"Van de 3 maatregelen van vorig jaar is er 1 klaar.":                                          {Promised: []survey.Measure{doing, done, doing}},
		"Van de 3 maatregelen van vorig jaar zijn er 2 klaar.":                                        {Promised: []survey.Measure{doing, done, done}},
		"Dit verslag noemt 1 nieuwe maatregel.":                                                       {Measures: []survey.Measure{doing}},
		"Dit verslag noemt 2 nieuwe maatregelen.":                                                     {Measures: []survey.Measure{doing, doing}},
		"Van de 2 maatregelen van vorig jaar is er 1 klaar, en dit verslag noemt 1 nieuwe maatregel.": {Promised: []survey.Measure{doing, done}, Measures: []survey.Measure{doing}},
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
