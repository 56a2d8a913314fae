package office

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ouderstem/views/document"
)

// Every table is still there, those behind charts last and each led to from its
// chart; the document itself stays as it was.
func TestAnnex(t *testing.T) {
	d := sample()
	before := d.Tables()
	if diff := cmp.Diff(before, annexed(d).Tables()); diff != "" {
		t.Errorf("without a word for an annex (- before, + after):\n%s", diff)
	}
	d.Labels.Annex, d.Labels.Data = "Bijlage", "De cijfers in een tabel"
	got := annexed(d)
	if diff := cmp.Diff(before, d.Tables()); diff != "" {
		t.Errorf("what was given changed (- before, + after):\n%s", diff)
	}
	last := got.Sections[len(got.Sections)-1]
	if last.ID != annexID || last.Heading != "Bijlage" {
		t.Fatalf("the last section is %q %q", last.ID, last.Heading)
	}
	var behind []document.Table
	for i, c := range d.Charts() {
		if len(c.Table.Head) == 0 {
			continue
		}
		behind = append(behind, c.Table)
		now := got.Charts()[i]
		note := now.Notes[len(now.Notes)-1]
		if link := note[len(note)-1]; link.Href != "#"+c.Table.ID || link.Text != "De cijfers in een tabel" {
			t.Errorf("chart %s leads to %+v", c.ID, link)
		}
		if len(now.Table.Head) > 0 {
			t.Errorf("chart %s still has its table behind it", c.ID)
		}
	}
	if len(behind) == 0 {
		t.Fatal("the sample has no table behind a chart")
	}
	var annex []document.Table
	for _, b := range last.Blocks {
		annex = append(annex, b.(document.Table))
	}
	if diff := cmp.Diff(behind, annex); diff != "" {
		t.Errorf("the annex (- behind charts, + found):\n%s", diff)
	}
	rest := slices.DeleteFunc(slices.Clone(before), func(t document.Table) bool {
		return slices.ContainsFunc(behind, func(b document.Table) bool { return b.ID == t.ID })
	})
	for _, r := range rest {
		if !slices.ContainsFunc(got.Tables(), func(t document.Table) bool { return t.ID == r.ID }) {
			t.Errorf("table %s is gone", r.ID)
		}
	}
}
