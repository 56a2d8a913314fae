package handlers

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"ouderstem/stats"
	"ouderstem/stats/themes"
	"ouderstem/store"
	"ouderstem/survey"
)

// The coder learns anew when something changed, and only then.
func TestCoderLearnsWhenSomethingChanges(t *testing.T) {
	h := newHouse(t)
	h.answered(110, waited)
	r, id := NewReports(h.store), waitingTheme(t)
	one, book, err := r.Coder(t.Context())
	if err != nil || book.Revision != 0 {
		t.Fatal(err, book.Revision)
	}
	if two, _, _ := r.Coder(t.Context()); two != one {
		t.Error("it was made twice of the same")
	}
	list := h.resultsOf("a").Comments
	slices.SortFunc(list, func(a, b survey.Comment) int { return cmp.Compare(a.Text, b.Text) })
	who, in := h.account().ID, store.Scope{Unit: "a", Year: 2026, Survey: "kort"}
	for i, c := range list {
		yes := strings.Contains(c.Text, "koud") // people say that the cold is waiting too
		if i%2 == 0 && yes {
			if err := h.store.Label(t.Context(), who, in, c.ID, id, &yes); err != nil {
				t.Fatal(err)
			}
		}
	}
	three, _, err := r.Coder(t.Context())
	if err != nil || three == one {
		t.Fatal("it did not learn", err)
	}
	if n := waiting(t, h.yearly(r, "a", stats.Options{}), id).N; n < 60 {
		t.Errorf("with %d labels the theme is in %d comments", 20, n)
	}
	if report := h.yearly(r, "a", stats.Options{}); report.Themes.Learned != 20 {
		t.Errorf("it learned from %d", report.Themes.Learned)
	}
	if _, err := h.store.SaveCodebook(t.Context(), who, 0, []byte(`{"themes": [{"id": "cold", "name": {"nl": "Kou"}, "patterns": {"nl": ["koud"]}}]}`)); err != nil {
		t.Fatal(err)
	}
	report := h.yearly(r, "a", stats.Options{})
	if cold := waiting(t, report, "cold"); report.Themes.Codebook != 1 || cold.N != 40 {
		t.Errorf("revision %d, in %d comments", report.Themes.Codebook, cold.N)
	}
}

// What is said of comments does not change with any mark. If it did, somebody
// could write comments of their own, mask the words of a parent's and see by
// theirs what that parent's mark had taught.
func TestMarksTeachNothing(t *testing.T) {
	spoken := func(mark func(i int) string) []stats.Theme {
		h := newHouse(t)
		h.answered(200, func(i int) (string, string) {
			words := []string{"kalender", "trap"}[i%2]
			return mark(i), fmt.Sprintf("De wachttijd hing bij de %s, nummer %d.", words, i)
		})
		list := h.yearly(NewReports(h.store), "a", stats.Options{}).Themes.List
		for i := range list {
			list[i].Marks, list[i].NoMarks, list[i].Quotes = nil, "", nil
		}
		return list
	}
	one := spoken(func(i int) string { return []string{"9", "3"}[i%2] })
	other := spoken(func(int) string { return "7" })
	if len(one) == 0 || !reflect.DeepEqual(one, other) {
		t.Errorf("with other marks the themes are\n%+v\nand not\n%+v", one, other)
	}
}

// What was read is remembered without its words, up to a bound.
func TestCoderRemembers(t *testing.T) {
	c := newCoder(themes.NewCoder(themes.Shipped()))
	in := themes.Comment{ID: "x", Text: "Ik vond de wachttijd erg lang, slecht.", Lang: "nl"}
	first := c.Code(in)
	if len(first.Mentions) == 0 || first.Clauses[0].Words != nil || len(c.known) != 1 {
		t.Errorf("%+v", first)
	}
	in.Text = "Het was er koud."
	if second := c.Code(in); len(second.Mentions) > 0 || len(c.known) != 2 {
		t.Errorf("with other words: %+v", second)
	}
	for i := range mostCodings {
		c.Code(themes.Comment{ID: fmt.Sprint(i), Text: "ja"})
	}
	if len(c.known) > mostCodings {
		t.Errorf("it remembers %d", len(c.known))
	}
}
