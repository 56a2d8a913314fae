package stats

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ouderstem/survey"
)

// A report that was frozen is the same when it is read, and freezes to the same
// bytes.
func TestReadReport(t *testing.T) {
	coder := reader(t)
	again := func(t rapid.TB, rep Report) {
		value, err := json.Marshal(rep)
		if err != nil {
			t.Fatal(err)
		}
		read, err := ReadReport(value)
		if err != nil {
			t.Fatal(err)
		}
		second, err := json.Marshal(read)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(value), string(second)); d != "" {
			t.Fatalf("frozen twice: %s", d)
		}
		rep.Shows, rep.Sets = nil, nil
		// What is left out where it is empty is nil then; else nothing may differ.
		if d := cmp.Diff(rep, read, cmp.FilterValues(func(a, b []string) bool { return len(a)+len(b) == 0 }, cmp.Ignore())); d != "" {
			t.Fatalf("read (-frozen +read): %s", d)
		}
	}
	rep := Yearly(full(t), Options{Publish: true, Themes: coder, Choice: survey.Choice{Foreword: "<b>Eerst</b> & dit."}})
	again(t, rep)
	if value, _ := json.Marshal(rep); len(rep.Warnings) == 0 || rep.Themes == nil || rep.Overall == nil || len(value) < 2000 {
		t.Error("there is too little in it to prove anything")
	}
	read, err := ReadReport([]byte(`{"overall": {"id": "mark"}, "questions": [{"id": "heard"}, {"id": "mark"}], "warnings": [{"key": "a", "args": {"K": 10, "Share": 0.5, "Question": "mark"}}]}`))
	if err != nil || read.Overall != &read.Questions[1] {
		t.Errorf("%+v, %v", read, err)
	}
	if d := cmp.Diff(map[string]any{"K": 10, "Share": 0.5, "Question": "mark"}, read.Warnings[0].Args); d != "" {
		t.Error(d)
	}
	if _, err := ReadReport([]byte(`{"n":`)); err == nil {
		t.Error("half a report was read")
	}
	rapid.Check(t, func(t *rapid.T) {
		s := drawSurvey(t)
		again(t, Yearly(opened(s, 10, drawResponses(t, s, 0, 60)), Options{Publish: rapid.Bool().Draw(t, "publish"), Themes: coder}))
	})
}
