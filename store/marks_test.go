package store

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ouderstem/survey"
)

// ids of the comments of a unit whose text begins with prefix, ascending.
func idsOf(t *testing.T, st *Store, unit, prefix string) []string {
	t.Helper()
	var ids []string
	for _, c := range opened(t, st, unit, 2026).Comments {
		if strings.HasPrefix(c.Text, prefix) {
			ids = append(ids, c.ID)
		}
	}
	slices.Sort(ids)
	return ids
}

func marksOf(unit, theme string, rest bool, ids []string) survey.MarkSet {
	return survey.MarkSet{
		Unit: unit, Year: 2026, Survey: "kort", Theme: theme, Rest: rest, Members: ids,
		N: len(ids), Sum: 7 * len(ids), Squares: 49 * len(ids),
	}
}

func show(t *testing.T, st *Store, known int, sets ...survey.MarkSet) {
	t.Helper()
	if ok, err := st.ShowMarks(t.Context(), known, sets); err != nil || !ok {
		t.Fatal(ok, err)
	}
}

func round2(s survey.MarkSet, n int) survey.MarkSet {
	s.Round = n
	return s
}

func TestShowMarks(t *testing.T) {
	dir := t.TempDir()
	st := open(t, dir)
	s := talk(t, st)
	ctx := t.Context()
	a, all := idsOf(t, st, "m", "a"), idsOf(t, st, "m", "")
	team, town, rest := marksOf("a", "", false, a), marksOf("m", "wait", false, all), marksOf("m", "wait", true, a)
	team.Members = []string{} // all who gave a mark wrote nothing
	rest.N, rest.Sum, rest.Squares = 0, 0, 0
	show(t, st, 0)
	show(t, st, 0, town, team)
	want := []survey.MarkSet{round2(team, 1), round2(town, 1)}
	if got := opened(t, st, "b", 2026).MarkSets; !reflect.DeepEqual(got, want) {
		t.Errorf("shown %+v, want %+v", got, want)
	}
	for _, known := range []int{0, 1, 3} {
		if ok, err := st.ShowMarks(ctx, known, []survey.MarkSet{rest}); err != nil || ok {
			t.Errorf("shown beside two sets by who knew of %d: %v, %v", known, ok, err)
		}
	}
	gone := rest
	gone.Members = append([]string{"00112233445566778899aabbccddeeff"}, a...)
	if ok, err := st.ShowMarks(ctx, 2, []survey.MarkSet{team, gone}); err != nil || ok {
		t.Errorf("shown with a comment that is not there: %v, %v", ok, err)
	}
	other := rest
	other.Year = 2025
	twice := rest
	twice.Members = append([]string{a[0]}, a...)
	for what, s := range map[string]survey.MarkSet{"two years at once": other, "a comment twice": twice} {
		if ok, err := st.ShowMarks(ctx, 2, []survey.MarkSet{team, s}); !errors.Is(err, errSets) || ok {
			t.Errorf("%s: %v, %v", what, ok, err)
		}
	}
	// More comments come in: the sets are the next round, and what was shown
	// stays what it was.
	say(t, st, s, "b", 12)
	look2026(t, st)
	more := idsOf(t, st, "m", "")
	grown := marksOf("m", "wait", false, more)
	show(t, st, 2, grown, rest)
	want = []survey.MarkSet{round2(team, 1), round2(town, 1), round2(grown, 2), round2(rest, 1)}
	if got := opened(t, st, "m", 2026).MarkSets; len(more) != 36 || !reflect.DeepEqual(got, want) {
		t.Errorf("shown %+v, want %+v", got, want)
	}
	look2026(t, st) // settles
	if got := opened(t, st, "m", 2026).MarkSets; !reflect.DeepEqual(got, want) {
		t.Errorf("after a round %+v, want %+v", got, want)
	}
	if got, err := st.Results(ctx, "kort", "m", 2025); err != nil || len(got.MarkSets) != 0 {
		t.Errorf("another year has %+v, %v", got.MarkSets, err)
	}
	if err := st.DeleteUnit(ctx, "a"); !errors.Is(err, survey.ErrUnitInUse) {
		t.Errorf("deleted a unit with shown marks: %v", err)
	}

	// A copy has them too, and who has the copy without the keyring cannot tell
	// which comments were in a set.
	copied := filepath.Join(t.TempDir(), "copy.db")
	if err := st.Backup(ctx, BackupOptions{File: copied}); err != nil {
		t.Fatal(err)
	}
	back := t.TempDir()
	if _, err := Restore(ctx, back, RestoreOptions{File: copied}); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(ctx, Config{Dir: back}); !errors.Is(err, survey.ErrNoKeyring) {
		t.Errorf("opened without the keyring: %v", err)
	}
	rows, err := markSets(ctx, st.read, `1 = 1`)
	if err != nil || len(rows) != 4 {
		t.Fatal(len(rows), err)
	}
	list, err := scalar[[]byte](ctx, st.read, `SELECT ids FROM shown_comment`)
	if err != nil || len(list) < 16*len(more) {
		t.Fatal(len(list), err)
	}
	for _, id := range more {
		raw, err := hex.DecodeString(id)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(list, raw) || bytes.Contains(rows[0].body, raw) {
			t.Fatal("a comment can be read in the list of those in sets")
		}
	}
	swapped := rows[2]
	swapped.Round = 3
	if _, err := st.decrypt(forShownMarks, setName(swapped.MarkSet), swapped.body); err == nil {
		t.Error("the members of one set pass for those of another")
	}
}

// Of those who would show sets beside what they both know, one does.
func TestShowMarksAtOnce(t *testing.T) {
	st := open(t, t.TempDir())
	talk(t, st)
	a, b := idsOf(t, st, "m", "a"), idsOf(t, st, "m", "b")
	var wait sync.WaitGroup
	shown := make([]bool, 6)
	for i := range shown {
		wait.Add(1)
		go func() {
			defer wait.Done()
			sets := []survey.MarkSet{marksOf("m", fmt.Sprint("theme", i), false, a), marksOf("m", fmt.Sprint("theme", i), true, b)}
			ok, err := st.ShowMarks(t.Context(), 0, sets)
			if err != nil {
				t.Error(err)
			}
			shown[i] = ok
		}()
	}
	wait.Wait()
	first := slices.Index(shown, true)
	if first < 0 || slices.Contains(shown[first+1:], true) {
		t.Fatalf("shown %v", shown)
	}
	got := opened(t, st, "m", 2026).MarkSets
	if len(got) != 2 || got[0].Theme != fmt.Sprint("theme", first) || !slices.Equal(got[1].Members, b) {
		t.Errorf("kept %+v", got)
	}
}

// When comments are deleted, so is what people said of them and who was in
// which set.
func TestSweepTakesThemes(t *testing.T) {
	zone := amsterdam(t)
	st := open(t, t.TempDir())
	s := talk(t, st)
	ctx := t.Context()
	a, all := idsOf(t, st, "m", "a"), idsOf(t, st, "m", "")
	show(t, st, 0, marksOf("m", "wait", false, a), marksOf("m", "", false, all))
	say(t, st, s, "a", 12)
	look2026(t, st)
	show(t, st, 2, marksOf("m", "wait", false, idsOf(t, st, "m", "a")))
	for _, id := range a[:3] {
		if err := st.Code(ctx, "", townScope, id, []string{"wait"}); err != nil {
			t.Fatal(err)
		}
	}
	// One year later there is something of each that stays.
	state := themeState(t, st)
	say(t, st, s, "a", 12)
	if _, err := st.OpenBoxes(ctx, 2027); err != nil {
		t.Fatal(err)
	}
	if themeState(t, st) != state {
		t.Error("comments of which nobody said anything teach something")
	}
	young, err := st.Results(ctx, "kort", "a", 2027)
	if err != nil || len(young.Comments) != 12 {
		t.Fatal(err)
	}
	var stay []string
	for _, c := range young.Comments {
		stay = append(stay, c.ID)
	}
	slices.Sort(stay)
	if err := st.Code(ctx, "", Scope{"a", 2027, "kort"}, stay[0], []string{"wait"}); err != nil {
		t.Fatal(err)
	}
	kept := marksOf("a", "wait", false, stay)
	kept.Year = 2027
	show(t, st, 0, kept)
	set(t, st, func(s *survey.Settings) { s.Retention = 1 })
	state = themeState(t, st)
	for _, day := range []time.Time{time.Date(2027, 2, 20, 9, 0, 0, 0, zone), time.Date(2027, 3, 1, 3, 0, 0, 0, zone)} {
		if _, err := st.Look(ctx, day); err != nil {
			t.Fatal(err)
		}
	}
	if themeState(t, st) == state {
		t.Error("a sweep is not noticed")
	}
	r := opened(t, st, "m", 2026)
	if !r.Swept || len(r.Comments) != 0 || len(r.MarkSets) != 0 {
		t.Errorf("after the sweep %d comments, sets %+v", len(r.Comments), r.MarkSets)
	}
	if young, err = st.Results(ctx, "kort", "a", 2027); err != nil || len(young.Before) != 0 || !reflect.DeepEqual(young.MarkSets, []survey.MarkSet{round2(kept, 1)}) {
		t.Errorf("the year after: %d before, sets %+v, %v", len(young.Before), young.MarkSets, err)
	}
	for query, n := range map[string]int{
		`SELECT count(*) FROM label`: 1, `SELECT count(*) FROM coded`: 1, `SELECT count(*) FROM shown_comment`: 1, `SELECT count(*) FROM shown_mark`: 1,
	} {
		if got, err := scalar[int](ctx, st.read, query); err != nil || got != n {
			t.Errorf("%s: %d, %v, want %d", query, got, err, n)
		}
	}
	// Who computed before the sweep is to do it again; who would begin anew with
	// comments that came later is refused.
	if ok, err := st.ShowMarks(ctx, 0, []survey.MarkSet{marksOf("m", "wait", false, a)}); err != nil || ok {
		t.Errorf("shown from comments that are gone: %v, %v", ok, err)
	}
	say(t, st, s, "a", 12)
	look2026(t, st)
	if ok, err := st.ShowMarks(ctx, 0, []survey.MarkSet{marksOf("m", "wait", false, idsOf(t, st, "m", "a"))}); !errors.Is(err, errMarksSwept) || ok {
		t.Errorf("shown in a year that was swept: %v, %v", ok, err)
	}
}

// After a round the file does not tell in which order comments were labelled or
// sets were shown, and never which comments were in a set.
func TestThemesAreInNoOrder(t *testing.T) {
	dir := t.TempDir()
	st := open(t, dir)
	s := town(t, st)
	say(t, st, s, "a", 60)
	look2026(t, st)
	list := opened(t, st, "a", 2026).Comments
	slices.SortFunc(list, func(a, b survey.Comment) int { return strings.Compare(a.Text, b.Text) })
	for i, c := range list {
		if err := st.Label(t.Context(), "", Scope{"a", 2026, "kort"}, c.ID, fmt.Sprintf("teken%02d", i), verdict(true)); err != nil {
			t.Fatal(err)
		}
	}
	ids := idsOf(t, st, "a", "")
	for i := range 30 {
		// Themes in another order than they are shown in.
		show(t, st, i, marksOf("a", fmt.Sprintf("merk%02d", i*7%30), false, ids))
	}
	labels, marks := neighbours(t, st, `teken(\d\d)`, 60), neighbours(t, st, `merk(\d\d)`, 30)
	if labels < 40 {
		t.Errorf("before the round %d labels lie in order: this test proves nothing", labels)
	}
	look2026(t, st)
	if n := neighbours(t, st, `teken(\d\d)`, 60); n > 12 { // by chance about 2
		t.Errorf("after the round %d labels lie in order", n)
	}
	if n := neighbours(t, st, `merk(\d\d)`, 30); marks > 5 || n != 29 {
		t.Errorf("%d sets lay in the order of their key before the round, and %d after, of 29", marks, n)
	}
}

// Whatever is read, it is a set that is written as it was, or an error and no
// panic.
func FuzzMarkSet(f *testing.F) {
	f.Add([]byte{20, 140, 1, 200, 7, 2, 2, 2}, uint8(3))
	f.Add([]byte{2, 4, 8, 2, 200, 1}, uint8(255))
	f.Add([]byte{0, 0, 0}, uint8(1))
	f.Add([]byte{0, 0, 0, 0}, uint8(1))
	f.Add([]byte{0x80}, uint8(9))
	f.Fuzz(func(t *testing.T, packed []byte, n uint8) {
		var list []string
		places := map[string]int{}
		for i := range int(n) {
			id := fmt.Sprintf("%02x", byte(i*7))
			list = append(list, id)
			places[id] = i
		}
		var s, again survey.MarkSet
		if unpackSet(packed, &s, list, order(list)) != nil {
			return
		}
		if !slices.IsSorted(s.Members) {
			t.Fatalf("%v is in no order", s.Members)
		}
		if err := unpackSet(packSet(s, places), &again, list, order(list)); err != nil || !reflect.DeepEqual(again, s) {
			t.Fatalf("%+v came back as %+v, %v", s, again, err)
		}
	})
}
