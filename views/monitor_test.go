package views

import (
	"regexp"
	"strings"
	"testing"

	"ouderstem/stats"
	"ouderstem/survey"
)

func exampleMonitor() *Monitor {
	mark, low, high, share, rate := 7.1, 6.9, 7.3, 70.0, 48
	team := func(id, name string, t stats.Team) stats.Team {
		t.Unit = survey.Unit{ID: id, Name: name}
		return t
	}
	return &Monitor{
		Years: []int{2027, 2026}, Exchanges: true,
		Surveys: []MonitorSurvey{{Title: survey.Text{"nl": "Kort"}, Here: true}, {Title: survey.Text{"nl": "Veiligheid"}, Href: MonitorPath("r", 2026, "veiligheid")}},
		Monitor: stats.Monitor{
			Unit: survey.Unit{ID: "r", Name: "Regio"}, Year: 2026, Survey: "kort", Title: survey.Text{"nl": "Kort"}, Languages: []string{"nl"}, K: 10,
			Question: "mark", Kind: survey.Mark, Text: survey.Text{"nl": "Welk cijfer?"}, Measured: 2,
			Rows: []stats.MonitorRow{
				{
					Team: team("r", "Regio", stats.Team{
						Precision: stats.Full, N: 132, Mean: &stats.Interval{Value: 7.2, Low: 7, High: 7.4}, ResponseRate: &stats.Share{Percent: 53, Interval: &stats.Interval{Value: 53}},
					}),
					Years: []stats.YearFigure{
						{Year: 2024, Precision: stats.Full, Figure: &stats.Interval{Value: 7}},
						{Year: 2025, Precision: stats.Hidden},
						{Year: 2026, Precision: stats.Full, Figure: &stats.Interval{Value: 7.2}},
					},
					Adoption: &stats.Adoption{Share: stats.Share{Percent: 64}, Questions: 9},
					Measures: map[survey.Status]int{survey.Done: 2, survey.Planned: 1},
				},
				{Depth: 1, Team: team("a", "Team <Noord>", stats.Team{Precision: stats.Indicative, N: 12, Mean: &stats.Interval{Value: 7, Low: 6.5, High: 8}})},
				{Depth: 1, Team: team("b", "Team Zuid", stats.Team{Precision: stats.Hidden, Suppressed: true})},
				{Depth: 1, Team: team("c", "Team West", stats.Team{Precision: stats.Hidden})},
				{Depth: 2, Team: team("d", "Team Oost", stats.Team{Precision: stats.Indicative, N: 11})},
				{Depth: 2, Team: team("e", "Team Midden", stats.Team{Precision: stats.Full, N: 40, Positive: &stats.Share{Percent: 80, Interval: &stats.Interval{Value: 80, Low: 65, High: 89}}})},
			},
			Others: []stats.MonitorOther{
				{Sender: "Gemeente <x>", BenchmarkUnit: survey.BenchmarkUnit{Unit: "Gemeente Oostdorp", Kind: survey.Mark, N: 150, Edition: 2, Value: &mark, Low: &low, High: &high, Rate: &rate}},
				{Sender: "Gemeente", BenchmarkUnit: survey.BenchmarkUnit{Unit: "Few", Kind: survey.One, N: 15, Indicative: true, Value: &share}},
				{Sender: "Gemeente", BenchmarkUnit: survey.BenchmarkUnit{Unit: "Word", Kind: survey.One, N: 15, Indicative: true, Word: "almost-everyone"}},
				{Sender: "Gemeente", BenchmarkUnit: survey.BenchmarkUnit{Unit: "Same", Kind: survey.Mark, N: 15, Indicative: true}},
			},
		},
	}
}

func exampleBenchmark() *Benchmark {
	senders := []survey.Benchmark{{Name: "Gemeente <x>", Key: strings.Repeat("00", 32), Serial: 5, Units: make([]survey.BenchmarkUnit, 3)}}
	page := &Benchmark{Fields: BenchmarkFields("<x>"), Units: 12, Fingerprint: "6668 7aad", Senders: senders, New: &senders[0], MostTyped: 64}
	page.Fields.Fault(FieldBenchmark, survey.ErrBenchmarkKey.With("Name", "<x>").With("Fingerprint", "1234"))
	return page
}

func TestMonitorPage(t *testing.T) {
	v := newViews(t)
	got := wordsOf(render(t, v, "nl", exampleMonitor()))
	for _, want := range []string{
		"Van 2 van de 6 zijn er cijfers.",
		"Regio 132 7,2 (7,0 tot 7,4) 53 % 2024: 7,0, 2025: geen cijfer, 2026: 7,2 64 % ja, op 9 maatregelen 1 nog niet begonnen, 2 klaar",
		"Team &lt;Noord&gt; 12 7 (6,5 tot 8) indicatief – – – –",
		"Team Zuid – niet getoond, om een ander team te beschermen – – – –",
		"Team West – te weinig antwoorden, of nog niets gevraagd – – – –",
		"Team Oost 11 bijna iedereen gaf hetzelfde cijfer indicatief",
		"Team Midden 40 80 % (65 % tot 89 %) – – – –",
		"Gemeente Oostdorp ingelezen 150 7,1 (6,9 tot 7,3) 48 % Gemeente &lt;x&gt;, uitgave 2",
		"Few ingelezen 15 ongeveer 70 % indicatief – Gemeente, uitgave 0",
		"Word ingelezen 15 bijna iedereen indicatief",
		"Same ingelezen 15 bijna iedereen gaf hetzelfde cijfer indicatief",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not there:\n%s", want, got)
		}
	}
}

func TestBenchmarkPage(t *testing.T) {
	v := newViews(t)
	got := wordsOf(render(t, v, "nl", exampleBenchmark()))
	for _, want := range []string{
		"Nieuwe afzender: Gemeente &lt;x&gt;", "6668 7aad f862 bd77", "Uw bestand heeft 12 regels",
		"met een andere sleutel ondertekend dan eerst. De vingerafdruk is 1234.", "3 regels, bestand nummer 5",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not there:\n%s", want, got)
		}
	}
}

var tags = regexp.MustCompile(`<[^>]*>`)

// wordsOf returns the words of a page, with one space between any two.
func wordsOf(page string) string {
	return strings.Join(strings.Fields(tags.ReplaceAllString(page, " ")), " ")
}
