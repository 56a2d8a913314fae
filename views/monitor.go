package views

import (
	"fmt"

	"ouderstem/stats"
	"ouderstem/survey"
)

// Monitor is the page with all units below one for a year.
type Monitor struct {
	Frame
	stats.Monitor
	// Years can be looked at, the newest first.
	Years []int
	// Surveys can be looked at in that year.
	Surveys []MonitorSurvey
	// Exchanges says that the reader may import and export benchmark files.
	Exchanges bool
}

func (*Monitor) page() string { return "monitor" }

// MonitorSurvey is a survey that the monitor can show.
type MonitorSurvey struct {
	Title survey.Text
	Href  string
	Here  bool
}

// MonitorPath is the address of the monitor of a unit in a year.
func MonitorPath(unit string, year int, surveyID string) string {
	path := fmt.Sprintf("/staff/monitor/%s/%d", unit, year)
	if surveyID != "" {
		path += "?survey=" + surveyID
	}
	return path
}

// At returns the address of the same monitor in another year.
func (m *Monitor) At(year int) string { return MonitorPath(m.Unit.ID, year, m.Survey) }

// Funnel returns the address of the report with a funnel plot of the units right
// below; "" where fewer have enough answers than can be compared.
func (m *Monitor) Funnel() string {
	n := 0
	for _, r := range m.Rows {
		if r.Depth == 1 && r.Precision == stats.Full {
			n++
		}
	}
	if n < stats.LeastCompared {
		return ""
	}
	return fmt.Sprintf("/staff/report/%s/%d/%s?%s=1", m.Unit.ID, m.Year, m.Survey, FunnelField)
}

// IsMark reports whether units are compared by a mark.
func (m *Monitor) IsMark() bool { return m.Kind == survey.Mark }

// Benchmark is the page on which benchmark files come and go.
type Benchmark struct {
	Frame
	Fields Fields
	// Units is how many lines a file of this installation would have.
	Units int
	// Fingerprint is that of the key it is signed with; "" before the first file.
	Fingerprint string
	Senders     []survey.Benchmark
	// New is the sender that was just met, with its fingerprint to be checked.
	New *survey.Benchmark
	// MostTyped is how large a file can be that comes in through a form, in kB.
	MostTyped int
}

func (*Benchmark) page() string { return "benchmark" }

// Problems returns what is wrong with the file that was brought.
func (b *Benchmark) Problems() []FieldProblem { return b.Fields.Problems() }

// FieldBenchmark is the field with a benchmark file.
const FieldBenchmark = "file"

// What can be done with benchmark files.
const (
	DoImport = "import"
	DoExport = "export"
	DoForget = "forget"
)

// BenchmarkFields is the form that takes a file.
func BenchmarkFields(typed string) Fields {
	return Fields{{Name: FieldBenchmark, Label: "benchmark.file", Hint: "benchmark.file.hint", Type: TypeLong, Typed: typed}}
}

// FieldSender is the key of a sender that is forgotten.
const FieldSender = "sender"
