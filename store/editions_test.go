package store

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ouderstem/survey"
)

// freeze publishes a report as it stands and says that it must work.
func freeze(t *testing.T, st *Store, e survey.Edition) survey.Edition {
	t.Helper()
	had, err := st.Editions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got, done, err := st.PublishReport(t.Context(), len(had), e)
	if err != nil || !done {
		t.Fatal(done, err)
	}
	return got
}

// edition is one of the town's report on a year.
func edition(year int, value string) survey.Edition {
	return survey.Edition{Unit: "m", Survey: "kort", Year: year, Value: []byte(value)}
}

func TestEditions(t *testing.T) {
	st := open(t, t.TempDir())
	town(t, st)
	ctx := t.Context()
	st.now = func() time.Time { return time.Date(2027, 2, 3, 12, 0, 0, 0, time.UTC) }
	if list, err := st.Editions(ctx); err != nil || len(list) != 0 {
		t.Fatalf("%v, %v", list, err)
	}
	if _, err := st.NewestEdition(ctx, "m"); !errors.Is(err, survey.ErrNoEdition) {
		t.Errorf("the newest of none: %v", err)
	}
	first := freeze(t, st, edition(2026, `{"n":10}`))
	if first.Number != 1 || first.Day != "2027-02-03" || len(first.Hash) != 64 {
		t.Errorf("%+v", first)
	}
	e := edition(2026, `{"n":20}`)
	for reason, want := range map[string]error{"": survey.ErrNoCorrection, " \n": survey.ErrNoCorrection, strings.Repeat("x", 601): survey.ErrReasonTooLong} {
		e.Reason = reason
		if _, done, err := st.PublishReport(ctx, 1, e); done || !errors.Is(err, want) {
			t.Errorf("a correction for %q: %v, %v", reason, done, err)
		}
	}
	e.Reason = "Een cijfer klopte niet."
	if _, done, err := st.PublishReport(ctx, 0, e); done || err != nil {
		t.Errorf("published beside another that was not known: %v, %v", done, err)
	}
	second := freeze(t, st, e)
	for _, reason := range []string{"", "Nog een keer."} {
		e.Reason = reason
		if _, done, err := st.PublishReport(ctx, 2, e); done || !errors.Is(err, survey.ErrSameEdition) {
			t.Errorf("the same once more for %q: %v, %v", reason, done, err)
		}
	}
	older := edition(2025, `{"n":30}`)
	older.Reason = "Waarom?"
	if _, done, err := st.PublishReport(ctx, 2, older); done || !errors.Is(err, survey.ErrUnneeded) {
		t.Errorf("a first edition with a reason: %v, %v", done, err)
	}
	older.Reason = ""
	older = freeze(t, st, older)
	bare := func(e survey.Edition) survey.Edition { e.Value, e.Shown = nil, nil; return e }
	list, err := st.Editions(ctx)
	if d := cmp.Diff([]survey.Edition{bare(second), bare(first), bare(older)}, list); d != "" || err != nil {
		t.Errorf("%v\n%s", err, d)
	}
	for _, want := range []survey.Edition{first, second, older} {
		got, err := st.Edition(ctx, want.Unit, want.Survey, want.Year, want.Number)
		if d := cmp.Diff(want, got); d != "" || err != nil {
			t.Errorf("%v\n%s", err, d)
		}
	}
	if _, err := st.Edition(ctx, "m", "kort", 2026, 3); !errors.Is(err, survey.ErrNoEdition) {
		t.Errorf("an edition that is not there: %v", err)
	}
	public := func(want survey.Edition) {
		t.Helper()
		if got, err := st.NewestEdition(ctx, "m"); err != nil || !got.Is(want) {
			t.Errorf("public is %d-%d, %v", got.Year, got.Number, err)
		}
	}
	public(second)
	if err := st.Withdraw(ctx, "", second, ""); !errors.Is(err, survey.ErrNoCorrection) {
		t.Errorf("withdrawn for no reason: %v", err)
	}
	if err := st.Withdraw(ctx, "", edition(2020, ""), "weg"); !errors.Is(err, survey.ErrNoEdition) {
		t.Errorf("withdrawn what is not there: %v", err)
	}
	for _, reason := range []string{"Het was een ander jaar.", "Nog eens."} {
		if err := st.Withdraw(ctx, "", second, reason); err != nil {
			t.Error(err)
		}
	}
	public(older) // and not the first of 2026, which was corrected
	if got, err := st.Edition(ctx, "m", "kort", 2026, 2); err != nil || got.Withdrawn != "Het was een ander jaar." || got.WithdrawnDay != "2027-02-03" {
		t.Errorf("%+v, %v", got, err)
	}
	deeds, err := st.Deeds(ctx, 0, 10)
	if err != nil || len(deeds) != 4 || deeds[0].Action != "deed.report.withdrawn" || deeds[0].Object != "m 2026 kort 2" || deeds[3].Action != "deed.report.published" {
		t.Errorf("%+v, %v", deeds, err)
	}
	e.Reason = "Het was toch het goede jaar."
	if again := freeze(t, st, e); again.Number != 3 || again.Hash != second.Hash {
		t.Errorf("what was withdrawn cannot be published again: %+v", again)
	}
	if err := st.DeleteUnit(ctx, "m"); !errors.Is(err, survey.ErrUnitInUse) {
		t.Errorf("the unit of an edition was deleted: %v", err)
	}
}

// An edition is what it was, whoever has the database in hand: what is changed is
// refused, and what was changed around the triggers is noticed.
func TestEditionsDoNotChange(t *testing.T) {
	st := open(t, t.TempDir())
	town(t, st)
	freeze(t, st, edition(2026, `{"n":10}`))
	for _, query := range []string{`UPDATE edition SET value = '{"n":99}'`, `DELETE FROM edition`, `UPDATE edition SET number = 2, reason = 'x'`} {
		if _, err := st.write.ExecContext(t.Context(), query); err == nil {
			t.Error(query)
		}
	}
	for _, query := range []string{`DROP TRIGGER edition_stays`, `UPDATE edition SET value = '{"n":99}'`} {
		if _, err := st.write.ExecContext(t.Context(), query); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := st.Edition(t.Context(), "m", "kort", 2026, 1); !errors.Is(err, errHash) {
		t.Errorf("a changed edition: %v", err)
	}
	if _, err := st.NewestEdition(t.Context(), "m"); !errors.Is(err, errHash) {
		t.Errorf("a changed edition: %v", err)
	}
}

// The sets of answers come back as they were, encrypted in between, and those of
// comments go with the comments.
func TestEditionSets(t *testing.T) {
	dir := t.TempDir()
	st := open(t, dir)
	s := town(t, st)
	drop(t, st, s, print(t, st, "a", "", 12))
	if _, err := st.OpenBoxes(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, c := range opened(t, st, "a", 2026).Comments {
		ids = append(ids, c.ID)
	}
	if len(ids) != 12 {
		t.Fatal(ids)
	}
	e := edition(2026, `{}`)
	e.Shown = []survey.ShownSet{
		{Of: "mark", Year: 2026, Own: []survey.OwnCount{{Unit: "a", Version: 1, N: 12}, {Unit: "m", Version: 2, N: 300}}},
		{Of: "mark", Year: 2025, Own: []survey.OwnCount{{Unit: "a", Version: 1, N: 10}}},
		{Of: "wait", Year: 2026, Comments: ascending(ids[2:])},
		{Of: "said", Year: 2026, Comments: ascending(ids)},
	}
	freeze(t, st, e)
	other := e
	other.Survey, other.Shown = "jeugd", []survey.ShownSet{{Of: "mark", Year: 2026, Own: []survey.OwnCount{{Unit: "a", Version: 1, N: 99}}}}
	freeze(t, st, other)
	published := func() (Published, error) {
		p, err := st.ToPublish(t.Context(), "kort", "m", 2026)
		return p.Published, err
	}
	got, err := published()
	if err != nil || got.Known != 2 {
		t.Fatal(got.Known, err)
	}
	want := []survey.ShownSet{e.Shown[1], e.Shown[2], e.Shown[3], e.Shown[0]} // by year, comments first
	if d := cmp.Diff(want, got.Sets); d != "" {
		t.Error(d)
	}
	if err := st.truncate(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"ouderstem.db", "ouderstem.db-wal"} {
		raw, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(raw, []byte(ids[3])) || bytes.Contains(raw, []byte(`"said"`)) {
			t.Errorf("%s has a set in clear", file)
		}
	}
	set(t, st, func(s *survey.Settings) { s.Retention = 1 })
	for _, round := range []time.Time{time.Date(2026, 12, 1, 3, 0, 0, 0, time.UTC), time.Date(2027, 3, 1, 3, 0, 0, 0, time.UTC)} {
		if _, err := st.Look(t.Context(), round); err != nil {
			t.Fatal(err)
		}
	}
	got, err = published()
	if d := cmp.Diff([]survey.ShownSet{e.Shown[1], e.Shown[0]}, got.Sets); d != "" || err != nil {
		t.Errorf("after the sweep: %v\n%s", err, d)
	}
}

// What a unit has by itself adds up to what all below a unit have.
func TestOwnCountsAddUp(t *testing.T) {
	st := open(t, t.TempDir())
	s := town(t, st)
	for _, unit := range []string{"a", "b", "m"} {
		drop(t, st, s, print(t, st, unit, "", 14))
	}
	for _, year := range []int{2025, 2026} {
		drop(t, st, s, print(t, st, "a", "", 11))
		if _, err := st.OpenBoxes(t.Context(), year); err != nil {
			t.Fatal(err)
		}
	}
	got, err := st.ToPublish(t.Context(), "kort", "m", 2025)
	if err != nil {
		t.Fatal(err)
	}
	sum, responses := map[survey.Count]int{}, 0
	for _, own := range got.Own {
		if own.Year != 2025 {
			continue
		}
		responses += own.Responses
		if own.ByCard != own.Responses {
			t.Errorf("%s: %d of %d by card", own.Unit, own.ByCard, own.Responses)
		}
		for _, c := range own.Counts {
			n := c.N
			c.N = 0
			sum[c] += n
		}
	}
	want := map[survey.Count]int{}
	for _, c := range got.Results.Counts {
		n := c.N
		c.N = 0
		want[c] = n
	}
	if d := cmp.Diff(want, sum); d != "" || responses != got.Results.Responses || responses == 0 {
		t.Errorf("%d of %d responses\n%s", responses, got.Results.Responses, d)
	}
	if len(got.Own) != 4 { // a, b and m in 2025, a in 2026
		t.Errorf("%d units and years", len(got.Own))
	}
}

func TestReportDrafts(t *testing.T) {
	st := open(t, t.TempDir())
	town(t, st)
	ctx := t.Context()
	if d, err := st.ReportDraft(ctx, "c", 2026, "kort"); err != nil || d.Revision != 0 {
		t.Errorf("%+v, %v", d, err)
	}
	choice := survey.Choice{Foreword: "Eerst dit.", Left: []survey.Section{survey.SectionTeams}, Quotes: []string{}}
	saved, err := st.SaveReportDraft(ctx, "c", 2026, "kort", choice, 0)
	if err != nil || saved.Revision != 1 {
		t.Fatalf("%+v, %v", saved, err)
	}
	if got, err := st.ReportDraft(ctx, "c", 2026, "kort"); err != nil || !cmp.Equal(saved, got) {
		t.Errorf("%+v, %v", got, err)
	}
	choice.Foreword = "Of dit."
	if _, err := st.SaveReportDraft(ctx, "c", 2026, "kort", choice, 0); !errors.Is(err, survey.ErrChanged) {
		t.Errorf("two began: %v", err)
	}
	if saved, err = st.SaveReportDraft(ctx, "c", 2026, "kort", choice, 1); err != nil || saved.Revision != 2 {
		t.Errorf("%+v, %v", saved, err)
	}
	if d, err := st.ReportDraft(ctx, "c", 2025, "kort"); err != nil || d.Revision != 0 {
		t.Errorf("of another year: %+v, %v", d, err)
	}
	if err := st.DeleteUnit(ctx, "c"); err != nil {
		t.Errorf("a draft keeps a unit: %v", err)
	}
}

func ascending(ids []string) []string {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	return ids
}
