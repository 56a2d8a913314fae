package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"ouderstem/stats"
	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/views"
)

// publish publishes the report on a unit.
func (h *house) publish(unit, reason string) survey.Edition {
	h.t.Helper()
	e, err := NewReports(h.store).Publish(h.t.Context(), "", unit, 2026, "kort", survey.Choice{}, reason)
	if err != nil {
		h.t.Fatal(err)
	}
	return e
}

func TestMonitorPage(t *testing.T) {
	h := newHouse(t)
	manager := h.as(survey.Manager, "m")
	if r := manager.Get("/staff/monitor/m/2026"); r.StatusCode != http.StatusOK || !strings.Contains(r.body, "te weinig antwoorden") {
		t.Errorf("before anything was opened: %d\n%s", r.StatusCode, r.body)
	}
	h.answered(40, func(i int) (mark, text string) { return fmt.Sprint(6 + i%3), "" })
	page := manager.Get("/staff/monitor/m/2026").body
	for _, want := range []string{"Gemeente M", "Team A", "<td>40</td>", "7,0 (", "Van 2 van de 2", `aria-current="page">2026</a>`} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not there:\n%s", want, page)
		}
	}
	if strings.Contains(page, "/staff/benchmark") {
		t.Error("who is no manager of everything is led to benchmark files")
	}
	for path, want := range map[string]int{
		"/staff/monitor/m/2026?survey=kort": http.StatusOK, "/staff/monitor/m/2026?survey=none": http.StatusNotFound,
		"/staff/monitor/m/x": http.StatusNotFound, "/staff/monitor/none/2026": http.StatusNotFound,
	} {
		if got := manager.Get(path).StatusCode; got != want {
			t.Errorf("%s: %d, want %d", path, got, want)
		}
	}
}

// Two installations, of which one reads what the other published.
func TestBenchmarkFiles(t *testing.T) {
	there := newHouse(t)
	there.set(func(s *survey.Settings) { s.Organisation = "Gemeente Oostdorp" })
	sender := there.as(survey.Manager)
	do := func(c *client, what string, fields ...string) reply {
		t.Helper()
		form := url.Values{views.FieldDo: {what}}
		for i := 0; i+1 < len(fields); i += 2 {
			form.Set(fields[i], fields[i+1])
		}
		return c.Post("/staff/benchmark", form)
	}
	if r := do(sender, views.DoExport); r.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(r.body, "Publiceer eerst") {
		t.Errorf("nothing published: %d", r.StatusCode)
	}
	there.answered(40, func(i int) (mark, text string) { return fmt.Sprint(6 + i%3), "" })
	there.publish("m", "")
	first := do(sender, views.DoExport)
	if first.StatusCode != http.StatusOK || !strings.Contains(first.Header.Get("Content-Disposition"), "attachment") {
		t.Fatalf("%d %s", first.StatusCode, first.body)
	}
	if b, err := survey.ReadBenchmark([]byte(first.body)); err != nil || len(b.Units) != 1 || b.Units[0].N != 40 || b.Units[0].Unit != "Gemeente M" {
		t.Fatalf("%+v, %v", b, err)
	}

	here := newHouse(t)
	manager := here.as(survey.Manager)
	imported := do(manager, views.DoImport, views.FieldBenchmark, first.body)
	at := imported.Header.Get("Location")
	if imported.StatusCode != http.StatusSeeOther || !strings.Contains(at, "new=") {
		t.Fatalf("%d, %s", imported.StatusCode, at)
	}
	b, err := survey.ReadBenchmark([]byte(first.body))
	if err != nil {
		t.Fatal(err)
	}
	page := manager.Get(at).body
	for _, want := range []string{"Het bestand is ingelezen.", "Nieuwe afzender: Gemeente Oostdorp", b.Fingerprint()} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not there:\n%s", want, page)
		}
	}
	if page := manager.Get("/staff/monitor/m/2026").body; !strings.Contains(page, "ingelezen") || !strings.Contains(page, "Gemeente Oostdorp, uitgave 1") {
		t.Errorf("what was imported is not in the monitor:\n%s", page)
	}
	if here.store.FormToken(manager.account.ID) == "" || do(manager, views.DoImport, views.FieldBenchmark, first.body).StatusCode != http.StatusSeeOther {
		t.Error("the same file is refused the second time")
	}
	for name, test := range map[string]struct{ file, want string }{
		"forged":     {strings.Replace(first.body, `"n":40`, `"n":45`, 1), "veranderd nadat de afzender"},
		"newer":      {strings.Replace(first.body, `"version":1`, `"version":9`, 1), "nieuwere versie van het programma (versie 9"},
		"something":  {`{"a": 1}`, "geen vergelijkingsbestand"},
		"nothing":    {"", "geen vergelijkingsbestand"},
		"our own <x": {"<x>", "geen vergelijkingsbestand"},
	} {
		if r := do(manager, views.DoImport, views.FieldBenchmark, test.file); r.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(r.body, test.want) {
			t.Errorf("%s: %d, %q is not there", name, r.StatusCode, test.want)
		}
	}
	if r := do(manager, "something else"); r.StatusCode != http.StatusBadRequest {
		t.Errorf("another act: %d", r.StatusCode)
	}

	// What was withdrawn is told no more, and an older file is not believed again.
	there.answered(30, func(i int) (mark, text string) { return fmt.Sprint(7 + i%3), "" })
	last := there.publish("m", "Dertig ouders meer.")
	second := do(sender, views.DoExport).body
	if r := do(manager, views.DoImport, views.FieldBenchmark, second); r.StatusCode != http.StatusSeeOther {
		t.Errorf("a newer file: %d\n%s", r.StatusCode, r.body)
	}
	if r := do(manager, views.DoImport, views.FieldBenchmark, first.body); !strings.Contains(r.body, "al een nieuwer bestand") {
		t.Errorf("an older file: %d", r.StatusCode)
	}
	if err := there.store.Withdraw(t.Context(), "", last, "Een fout."); err != nil {
		t.Fatal(err)
	}
	if r := do(sender, views.DoExport); !strings.Contains(r.body, "Publiceer eerst") {
		t.Errorf("withdrawn, but %s", r.body)
	}

	if r := do(manager, views.DoForget, views.FieldSender, b.Key); r.StatusCode != http.StatusSeeOther {
		t.Errorf("forgetting: %d", r.StatusCode)
	}
	if page := manager.Get("/staff/monitor/m/2026").body; strings.Contains(page, "Oostdorp") {
		t.Error("who was forgotten is still in the monitor")
	}
	if r := do(manager, views.DoForget, views.FieldSender, b.Key); r.StatusCode != http.StatusSeeOther {
		t.Errorf("forgetting twice: %d", r.StatusCode)
	}
}

// A file as large as a form can carry is taken, and said to be too large only
// above that.
func TestBenchmarkThroughForm(t *testing.T) {
	h := newHouse(t)
	manager := h.as(survey.Manager)
	r := manager.Post("/staff/benchmark", url.Values{views.FieldDo: {views.DoImport}, views.FieldBenchmark: {strings.Repeat("a", 64<<10)}})
	if r.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(r.body, "geen vergelijkingsbestand") {
		t.Errorf("64 kB: %d", r.StatusCode)
	}
}

// Where k was raised, a team has too few answers; the report of the other team
// would leave them, taken from that of the municipality.
func TestReportsAfterRaisingK(t *testing.T) {
	h := newHouse(t)
	setK := func(k int) {
		h.set(func(s *survey.Settings) { s.K, s.KReason = k, "kleine teams" })
	}
	setK(5)
	if _, err := h.store.AddUnit(t.Context(), survey.Unit{ID: "b", Name: "Team B", Parent: "m"}); err != nil {
		t.Fatal(err)
	}
	for unit, n := range map[string]int{"a": 7, "b": 40} {
		_, codes, err := h.store.Print(t.Context(), survey.Batch{Survey: "kort", Unit: unit, Way: survey.ByCard, Size: n + 1})
		if err != nil {
			t.Fatal(err)
		}
		for i, code := range codes[:n] {
			r := survey.Response{Survey: "kort", Version: 1, Lang: "nl", Answers: survey.Answers{
				"mark": {fmt.Sprint(6 + i%3)}, "listened": {"often"}, "good": {"Fijn " + unit},
			}}
			if err := h.store.Drop(t.Context(), store.Submission{Code: code, Response: r}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := h.store.OpenBoxes(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	reports := NewReports(h.store)
	manager := h.as(survey.Manager, "m")
	shown := func(unit string) (n, heard, comments int) {
		r := h.yearly(reports, unit, stats.Options{})
		for _, c := range r.Comments {
			comments += c.N
		}
		return r.Overall.N, r.Questions[1].N, comments
	}
	for _, test := range []struct {
		k, a, b, m int
		page       string
	}{
		{5, 7, 40, 47, "<td>7</td>"},
		{10, 0, 0, 47, "niet getoond, om een ander team te beschermen"},
		{5, 7, 40, 47, "<td>7</td>"},
	} {
		setK(test.k)
		for unit, want := range map[string]int{"a": test.a, "b": test.b, "m": test.m} {
			if n, heard, comments := shown(unit); n != want || heard != want || comments != want {
				t.Errorf("k %d: %s shows %d marks, %d of another question and %d comments, want %d", test.k, unit, n, heard, comments, want)
			}
		}
		if page := manager.Get("/staff/monitor/m/2026").body; !strings.Contains(page, test.page) {
			t.Errorf("k %d: %q is not in the monitor", test.k, test.page)
		}
		if page := manager.Get("/staff/report/b/2026/kort").body; strings.Contains(page, "Daarom laten wij uitkomsten weg") != (test.b == 0) {
			t.Errorf("k %d: the report of team B says otherwise why it shows nothing", test.k)
		}
		if page := manager.Get("/staff/monitor/b/2026").body; strings.Contains(page, "<td>40</td>") != (test.b > 0) {
			t.Errorf("k %d: the monitor of team B shows otherwise", test.k)
		}
	}
}
