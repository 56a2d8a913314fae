package store

import (
	"errors"
	"fmt"
	"testing"

	"ouderstem/survey"
)

// newDraft begins a draft of a template in unit a.
func newDraft(t *testing.T, st *Store, id string) survey.Draft {
	t.Helper()
	templates, err := survey.Templates()
	if err != nil {
		t.Fatal(err)
	}
	s := templates["kort"].Clone()
	s.ID = id
	d, err := st.NewDraft(t.Context(), "ann", "a", s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// typed saves a title, and returns the draft with it.
func typed(t *testing.T, st *Store, who string, d survey.Draft, title string) survey.Draft {
	t.Helper()
	d.Survey = d.Survey.With(map[string]string{"title.nl": title}, survey.Prefilled{})
	d, err := st.SaveDraft(t.Context(), who, d)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDraftIsKept(t *testing.T) {
	st := open(t, t.TempDir())
	town(t, st)
	d := newDraft(t, st, "")
	if d.Revision != 1 || d.CanUndo || d.CanRedo {
		t.Errorf("new: %+v", d)
	}
	d.Expected = 8
	d = typed(t, st, "ann", d, "Anders")
	read, err := st.Draft(t.Context(), "a", d.ID)
	if err != nil || read.Survey.Title["nl"] != "Anders" || read.Expected != 8 || read.Editor != "ann" || read.Revision != 2 || !read.CanUndo {
		t.Errorf("%+v, %v", read, err)
	}
	if same := typed(t, st, "bob", d, "Anders"); same.Revision != d.Revision || same.Editor != "ann" {
		t.Errorf("saving what is there made revision %d of %s", same.Revision, same.Editor)
	}
	if list, err := st.Drafts(t.Context(), "a"); err != nil || len(list) != 1 || list[0].ID != d.ID {
		t.Errorf("%v, %v", list, err)
	}
	if list, err := st.Drafts(t.Context(), "m"); err != nil || len(list) != 0 {
		t.Errorf("another unit has it: %v, %v", list, err)
	}
	// Of another unit it is not there, whatever is asked.
	other := d
	other.Unit = "b"
	_, read1 := st.Draft(t.Context(), "b", d.ID)
	_, save := st.SaveDraft(t.Context(), "eve", other)
	_, undo := st.UndoDraft(t.Context(), "eve", other)
	_, publish := st.PublishDraft(t.Context(), "ann", other, true)
	for name, err := range map[string]error{"read": read1, "save": save, "undo": undo, "publish": publish, "delete": st.DeleteDraft(t.Context(), "ann", "b", d.ID)} {
		if !errors.Is(err, survey.ErrNoRecord) {
			t.Errorf("%s from another unit: %v", name, err)
		}
	}
	if err := st.DeleteDraft(t.Context(), "ann", "a", d.ID); err != nil {
		t.Fatal(err)
	}
	if n, err := scalar[int](t.Context(), st.read, `SELECT (SELECT count(*) FROM draft) + (SELECT count(*) FROM draft_step)`); err != nil || n != 0 {
		t.Errorf("%d rows are left, %v", n, err)
	}
}

func TestUndo(t *testing.T) {
	st := open(t, t.TempDir())
	town(t, st)
	d := newDraft(t, st, "")
	add := func(d survey.Draft) survey.Draft {
		t.Helper()
		d.Survey, _ = d.Survey.WithQuestion(survey.Question{Kind: survey.Open}, 99)
		d, err := st.SaveDraft(t.Context(), "ann", d)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	step := func(f func() (survey.Draft, error), questions int, undo, redo bool) survey.Draft {
		t.Helper()
		d, err := f()
		if err != nil || len(d.Survey.Questions) != questions || d.CanUndo != undo || d.CanRedo != redo {
			t.Errorf("%d questions, undo %t, redo %t, %v; want %d, %t, %t", len(d.Survey.Questions), d.CanUndo, d.CanRedo, err, questions, undo, redo)
		}
		return d
	}
	undo := func() (survey.Draft, error) { return st.UndoDraft(t.Context(), "ann", d) }
	redo := func() (survey.Draft, error) { return st.RedoDraft(t.Context(), "ann", d) }
	first := len(d.Survey.Questions)
	d = add(add(d))
	d = step(undo, first+1, true, true)
	d = step(undo, first, false, true)
	d = step(undo, first, false, true)
	d = step(redo, first+1, true, true)
	d = step(redo, first+2, true, false)
	d = step(redo, first+2, true, false)
	d = step(undo, first+1, true, true)
	d = add(d) // what was undone is gone
	if d.CanRedo {
		t.Error("a change leaves something to redo")
	}
	for range 2 * undoSteps {
		d = add(d)
		if len(d.Survey.Questions) > 30 {
			d.Survey.Questions = d.Survey.Questions[:5]
		}
	}
	back := 0
	for ; d.CanUndo; back++ {
		var err error
		if d, err = st.UndoDraft(t.Context(), "ann", d); err != nil {
			t.Fatal(err)
		}
	}
	if back != undoSteps-1 {
		t.Errorf("%d steps back, want %d", back, undoSteps-1)
	}
}

// Typing on in one field is one step; going to another field, or another person,
// begins a new one.
func TestTypingIsOneStep(t *testing.T) {
	st := open(t, t.TempDir())
	town(t, st)
	d := newDraft(t, st, "")
	for _, title := range []string{"K", "Ko", "Kor", "Kort!"} {
		d = typed(t, st, "ann", d, title)
	}
	d = typed(t, st, "bob", d, "Kort?")
	for _, want := range []string{"Kort!", "Kort (1 minuut)"} {
		var err error
		if d, err = st.UndoDraft(t.Context(), "ann", d); err != nil || d.Survey.Title["nl"] != want {
			t.Errorf("undone to %q, want %q, %v", d.Survey.Title["nl"], want, err)
		}
	}
	if d.CanUndo {
		t.Error("there are more steps")
	}
}

// Two people read the same draft. The second to save is refused, and can see
// what both began with.
func TestTwoEditors(t *testing.T) {
	st := open(t, t.TempDir())
	town(t, st)
	begun := newDraft(t, st, "")
	typed(t, st, "ann", begun, "Van Ann")
	bob := begun
	bob.Survey = begun.Survey.With(map[string]string{"title.nl": "Van Bob"}, survey.Prefilled{})
	_, save := st.SaveDraft(t.Context(), "bob", bob)
	_, undo := st.UndoDraft(t.Context(), "bob", bob)
	_, publish := st.PublishDraft(t.Context(), "ann", bob, true)
	for name, err := range map[string]error{"save": save, "undo": undo, "publish": publish} {
		if !errors.Is(err, survey.ErrChanged) {
			t.Errorf("%s over what Ann saved: %v", name, err)
		}
	}
	now, err := st.Draft(t.Context(), "a", begun.ID)
	if err != nil || now.Survey.Title["nl"] != "Van Ann" || now.Editor != "ann" {
		t.Errorf("%+v, %v", now, err)
	}
	base, err := st.DraftStep(t.Context(), now, bob.Step)
	if err != nil {
		t.Fatal(err)
	}
	m := survey.Merge(base, now.Survey, map[string]string{"title.nl": "Van Bob"}, survey.Prefilled{})
	if m.Survey.Title["nl"] != "Van Bob" || m.Clashes["title.nl"] != "Van Ann" {
		t.Errorf("%+v", m)
	}
	// A step that Ann typed on in is gone; it is not taken for what Bob began with.
	carla := now
	typed(t, st, "ann", now, "Van Ann zelf")
	if _, err := st.DraftStep(t.Context(), now, carla.Step); !errors.Is(err, survey.ErrNoRecord) {
		t.Errorf("a step that was replaced: %v", err)
	}
}

func TestManySaveAtOnce(t *testing.T) {
	st := open(t, t.TempDir())
	town(t, st)
	d := newDraft(t, st, "")
	const n = 8
	errs := make(chan error, n)
	for i := range n {
		go func() {
			mine := d
			mine.Survey = d.Survey.With(map[string]string{"title.nl": fmt.Sprint("Nummer ", i)}, survey.Prefilled{})
			_, err := st.SaveDraft(t.Context(), fmt.Sprint(i), mine)
			errs <- err
		}()
	}
	saved := 0
	for range n {
		switch err := <-errs; {
		case err == nil:
			saved++
		case !errors.Is(err, survey.ErrChanged):
			t.Error(err)
		}
	}
	if saved != 1 {
		t.Errorf("%d of %d were saved", saved, n)
	}
}
