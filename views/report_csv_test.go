package views

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ouderstem/stats"
	"ouderstem/survey"
)

func TestReportCSV(t *testing.T) {
	v := newViews(t)
	r := exampleReport(t, "full")
	r.Comments[0].Comments = []string{"een;twee \"drie\"\nvier"}
	var b bytes.Buffer
	if err := v.ReportCSV(&b, "nl", r); err != nil {
		t.Fatal(err)
	}
	raw := b.String()
	if !strings.HasPrefix(raw, "\ufeffOnderdeel;Vraag;Omschrijving;Waarde;Percentage;Interval laag;Interval hoog;Aantal\r\n") {
		t.Errorf("it begins with %.120q", raw)
	}
	if strings.Count(raw, "\n") != strings.Count(raw, "\r\n") {
		t.Error("some lines do not end in CRLF")
	}
	for _, want := range []string{
		"Het cijfer;Welk cijfer geeft u onze hulp?;Gemiddelde;7,6;;7,4;7,8;203\r\n",
		`"een;twee ""drie""` + "\r\nvier\"",
		"Wat we vorig jaar beloofden;Maatregel 1;Wij beloofden;",
		"Dit doen we ermee;Maatregel 1;Uiterlijk;2027-02-01;;;;\r\n",
	} {
		if !strings.Contains(raw, want) {
			t.Errorf("it lacks %q", want)
		}
	}
	b.Reset()
	if err := v.ReportCSV(&b, "en", r); err != nil {
		t.Fatal(err)
	}
	if want := "The mark;What mark do you give our help?;Average;7.6;;7.4;7.8;203\r\n"; !strings.Contains(b.String(), want) {
		t.Errorf("in English it lacks %q", want)
	}
}

// Nothing that a parent or the staff typed is a formula in a spreadsheet.
func TestReportCSVIsHarmless(t *testing.T) {
	evil := []string{"=HYPERLINK(1)", "+1", "-1", "-1+2", "-1\n=2", "@SUM(1)", "\tx", "\rx", "=1;=2", "\"=1", "gewoon"}
	v := newViews(t)
	for _, e := range evil {
		r := exampleReport(t, "full")
		r.Unit.Name, r.Title, r.Credit = e, survey.Text{"nl": e}, survey.Text{"nl": e}
		for i := range r.Questions {
			r.Questions[i].Text = survey.Text{"nl": e}
			for j := range r.Questions[i].Bars {
				r.Questions[i].Bars[j].Text = survey.Text{"nl": e}
			}
		}
		r.Comments[0].Text, r.Comments[0].Comments = survey.Text{"nl": e}, evil
		r.Themes = &stats.Themes{Precision: stats.Full, List: []stats.Theme{{Name: survey.Text{"nl": e}, Quotes: []stats.Quote{{Text: e}}}}}
		r.Figures = []stats.KeyFigure{{Label: e, Source: e, Value: e}}
		r.Measures = []survey.Measure{{Reason: e, Action: e, Owner: e, Due: e, Status: survey.Done, Result: e}}
		var b bytes.Buffer
		if err := v.ReportCSV(&b, "nl", r); err != nil {
			t.Fatal(err)
		}
		in := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b.Bytes(), []byte(byteOrderMark))))
		in.Comma = ';'
		rows, err := in.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range rows {
			if len(line) != len(columns) {
				t.Errorf("a row of %d cells", len(line))
			}
			for _, cell := range line {
				number := regexp.MustCompile(`^-[0-9]+$`).MatchString(cell)
				if cell != "" && !number && strings.ContainsAny(cell[:1], "=+-@\t\r") {
					t.Errorf("the cell %q", cell)
				}
			}
		}
	}
}

func TestReportJSON(t *testing.T) {
	for _, name := range exampleReports {
		r := exampleReport(t, name)
		var b bytes.Buffer
		if err := ReportJSON(&b, r); err != nil {
			t.Fatal(err)
		}
		var again stats.Report
		if err := json.Unmarshal(b.Bytes(), &again); err != nil {
			t.Fatal(err)
		}
		var second bytes.Buffer
		if err := ReportJSON(&second, again); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(b.Bytes(), second.Bytes()) {
			t.Errorf("%s: the JSON changes when it is read and written", name)
		}
		if !strings.HasPrefix(b.String(), "{\n  \"unit\": {") {
			t.Errorf("%s begins with %.40q", name, b.String())
		}
	}
}
