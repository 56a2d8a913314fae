package store

import (
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ouderstem/survey"
)

var townScope = Scope{"m", 2026, "kort"}

// talk opens boxes of teams a and b with twelve comments each: "a 00 zegt Daan".
func talk(t *testing.T, st *Store) *survey.Survey {
	t.Helper()
	s := town(t, st)
	for _, unit := range []string{"a", "b"} {
		say(t, st, s, unit, 12)
	}
	look2026(t, st)
	return s
}

func say(t *testing.T, st *Store, s *survey.Survey, unit string, n int) {
	t.Helper()
	for i, c := range print(t, st, unit, "", n) {
		if err := st.Drop(t.Context(), Submission{Code: c, Response: answer(s, 7, fmt.Sprintf("%s %02d zegt Daan", unit, i))}); err != nil {
			t.Fatal(err)
		}
	}
}

func look2026(t *testing.T, st *Store) {
	t.Helper()
	if _, err := st.OpenBoxes(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
}

// said returns the comments of a unit by the first six letters they had.
func said(t *testing.T, st *Store, unit string) map[string]survey.Comment {
	t.Helper()
	list := map[string]survey.Comment{}
	for _, c := range opened(t, st, unit, 2026).Comments {
		list[strings.TrimSpace(c.Text[:4])] = c
	}
	return list
}

// withheld returns a comment that is held: of a box of team C that opens with too
// few comments.
func withheld(t *testing.T, st *Store, s *survey.Survey) string {
	t.Helper()
	for i, code := range print(t, st, "c", "", 12) {
		r := answer(s, 7, "gehouden")
		if i > 5 {
			delete(r.Answers, openQuestion(s))
		}
		if err := st.Drop(t.Context(), Submission{Code: code, Response: r}); err != nil {
			t.Fatal(err)
		}
	}
	look2026(t, st)
	held, err := scalar[string](t.Context(), st.read, `SELECT lower(hex(id)) FROM comment WHERE text = 'gehouden' LIMIT 1`)
	if err != nil {
		t.Fatal(err)
	}
	return held
}

func decide(t *testing.T, st *Store, in Scope, r survey.Ruling, ids ...string) Step {
	t.Helper()
	step, err := st.Decide(t.Context(), "who", in, r, ids...)
	if err != nil {
		t.Fatal(err)
	}
	return step
}

func TestDecideAndUndo(t *testing.T) {
	st := open(t, t.TempDir())
	talk(t, st)
	one, two, three := said(t, st, "m")["a 00"], said(t, st, "m")["a 01"], said(t, st, "m")["b 00"]
	of := func(c survey.Comment) survey.Decision { return said(t, st, "m")[c.Text[:4]].Decision }

	decide(t, st, townScope, survey.Ruling{Act: survey.ActQuote}, one.ID)
	// The first is a quote already: undoing the second step leaves it one.
	both := decide(t, st, townScope, survey.Ruling{Act: survey.ActQuote}, one.ID, two.ID, three.ID)
	if !slices.Equal(both.Comments, []string{two.ID, three.ID}) || !of(one).Quote || !of(two).Quote || !of(three).Quote {
		t.Errorf("changed %v", both.Comments)
	}
	if none := decide(t, st, townScope, survey.Ruling{Act: survey.ActShow}, one.ID); none.ID != "" || len(none.Comments) != 0 {
		t.Errorf("a step that changes nothing: %+v", none)
	}
	// Somebody else hides one of them meanwhile: undo leaves that.
	hide := survey.Ruling{Act: survey.ActHide, Reason: survey.Hurtful}
	decide(t, st, Scope{"b", 2026, "kort"}, hide, three.ID)
	undone, err := st.Undo(t.Context(), "who", townScope, both.ID)
	if err != nil || !slices.Equal(undone.Comments, []string{two.ID}) {
		t.Errorf("undone %v, %v", undone, err)
	}
	if !of(one).Quote || of(two) != (survey.Decision{}) || of(three).Hidden != survey.Hurtful {
		t.Errorf("after undo: %+v, %+v, %+v", of(one), of(two), of(three))
	}
	for _, step := range []string{both.ID, "", "nowhere"} {
		if _, err := st.Undo(t.Context(), "who", townScope, step); !errors.Is(err, survey.ErrNoRecord) {
			t.Errorf("undo of %q: %v", step, err)
		}
	}
	// After a round of looking at boxes decisions are as they were, and done.
	last := decide(t, st, townScope, survey.Ruling{Act: survey.ActWorry}, two.ID)
	look2026(t, st)
	if _, err := st.Undo(t.Context(), "who", townScope, last.ID); !errors.Is(err, survey.ErrNoRecord) {
		t.Errorf("undo after a round: %v", err)
	}
	if !of(one).Quote || of(two).Worry != survey.Worrying || of(three).Hidden != survey.Hurtful {
		t.Errorf("after a round: %+v, %+v, %+v", of(one), of(two), of(three))
	}
	if got, err := st.Worries(t.Context(), "r"); err != nil || !slices.Equal(got, []Scope{{"r", 2026, "kort"}}) {
		t.Errorf("worries in the region %v, %v", got, err)
	}
	if got, err := st.Worries(t.Context(), "b"); err != nil || len(got) != 0 {
		t.Errorf("worries in another team %v, %v", got, err)
	}
}

// A comment of another branch, year or survey is not there, nor is one that is
// held; and then nothing is done with the others either.
func TestDecideKeepsToItsScope(t *testing.T) {
	st := open(t, t.TempDir())
	s := talk(t, st)
	own, other := said(t, st, "a")["a 00"].ID, said(t, st, "b")["b 00"].ID
	held := withheld(t, st, s)
	team := Scope{"a", 2026, "kort"}
	for name, test := range map[string]struct {
		in  Scope
		ids []string
	}{
		"another branch": {team, []string{own, other}},
		"another year":   {Scope{"a", 2025, "kort"}, []string{own}},
		"another survey": {Scope{"a", 2026, "jeugd"}, []string{own}},
		"held":           {Scope{"c", 2026, "kort"}, []string{held}},
		"held, above":    {Scope{"r", 2026, "kort"}, []string{held}},
		"no id":          {team, []string{own, "zz"}},
	} {
		if _, err := st.Decide(t.Context(), "who", test.in, survey.Ruling{Act: survey.ActQuote}, test.ids...); !errors.Is(err, survey.ErrNoRecord) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := st.Wording(t.Context(), test.in, test.ids[len(test.ids)-1]); !errors.Is(err, survey.ErrNoRecord) {
			t.Errorf("%s, wording: %v", name, err)
		}
		if _, err := st.Mask(t.Context(), "who", test.in, test.ids[len(test.ids)-1], "", nil); !errors.Is(err, survey.ErrNoRecord) {
			t.Errorf("%s, mask: %v", name, err)
		}
	}
	if said(t, st, "a")["a 00"].Decision.Quote {
		t.Error("a refused step was done by half")
	}
	step := decide(t, st, team, survey.Ruling{Act: survey.ActQuote}, own)
	if _, err := st.Undo(t.Context(), "who", Scope{"b", 2026, "kort"}, step.ID); !errors.Is(err, survey.ErrNoRecord) {
		t.Errorf("undone from another branch: %v", err)
	}
}

func TestMaskIsUndoneUntilBoxesAreLookedAt(t *testing.T) {
	dir := t.TempDir()
	st := open(t, dir)
	s := talk(t, st)
	const name = "Zonnebloemenstein"
	words := "a 99 ging " + name + " mee met " + name
	if err := st.change(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.Exec(`UPDATE comment SET text = $1 WHERE text = 'a 00 zegt Daan'`, words)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	id := said(t, st, "a")["a 99"].ID
	masks := func() survey.Wording {
		t.Helper()
		w, err := st.Wording(t.Context(), townScope, id)
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	mask := func(w survey.Wording, spans ...survey.Span) Step {
		t.Helper()
		step, err := st.Mask(t.Context(), "who", townScope, id, w.Fingerprint(), spans)
		if err != nil {
			t.Fatal(err)
		}
		return step
	}
	first := survey.Span{Start: 10, End: 10 + len(name)}
	second := survey.Span{Start: len(words) - len(name), End: len(words)}
	empty := masks()
	mask(empty, first)
	if _, err := st.Mask(t.Context(), "who", townScope, id, empty.Fingerprint(), nil); !errors.Is(err, survey.ErrTextChanged) {
		t.Errorf("masked what somebody else had masked meanwhile: %v", err)
	}
	decide(t, st, townScope, survey.Ruling{Act: survey.ActQuote}, id)
	step := mask(masks(), first, second)
	if c := said(t, st, "r")["a 99"]; c.Text != "a 99 ging […] mee met […]" || !c.Decision.Quote {
		t.Errorf("masked %+v", c)
	}
	if _, err := st.Undo(t.Context(), "who", townScope, step.ID); err != nil {
		t.Fatal(err)
	}
	if c := said(t, st, "a")["a 99"]; c.Text != "a 99 ging […] mee met "+name || !c.Decision.Quote {
		t.Errorf("undone %+v", c)
	}
	mask(masks(), second) // shows the first again: nobody released that
	if c := said(t, st, "a")["a 99"]; c.Text != "a 99 ging "+name+" mee met […]" || c.Decision.Quote {
		t.Errorf("shown again %+v", c)
	}
	mask(masks(), first, second)
	find(t, dir, []byte(name), true) // it can still be undone
	look2026(t, st)
	find(t, dir, []byte(name), false) // and now it cannot: not in the log, not on a free page
	if w := masks(); w.Words != "a 99 ging […] mee met […]" || len(w.Masks) != 0 || w.Text != w.Words {
		t.Errorf("after the round %+v", w)
	}
	// The rows of the unit are written anew by the next opening; ids and decisions stay.
	decide(t, st, townScope, survey.Ruling{Act: survey.ActHide, Reason: survey.Recognisable}, id)
	say(t, st, s, "a", 10)
	look2026(t, st)
	if c := said(t, st, "r")["a 99"]; c.ID != id || c.Decision.Hidden != survey.Recognisable {
		t.Errorf("after the next opening %+v", c)
	}
}

// Whatever was masked: a round changes nothing that can be read, and after it
// nothing that was out of sight comes back, whatever is asked for.
func TestNoMaskBringsBackAWord(t *testing.T) {
	st := open(t, t.TempDir())
	talk(t, st)
	dice := rand.New(rand.NewPCG(3, 4))
	for range 8 {
		for _, c := range opened(t, st, "m", 2026).Comments {
			w, err := st.Wording(t.Context(), townScope, c.ID)
			if err != nil {
				t.Fatal(err)
			}
			start := dice.IntN(len(w.Words) + 1)
			masks := []survey.Span{{Start: start, End: start + dice.IntN(4)}}
			if _, err := st.Mask(t.Context(), "", townScope, c.ID, w.Fingerprint(), masks); err != nil {
				t.Fatal(err)
			}
		}
		before := opened(t, st, "m", 2026).Comments
		look2026(t, st)
		for i, c := range opened(t, st, "m", 2026).Comments {
			if c.ID != before[i].ID || c.Text != before[i].Text {
				t.Fatalf("the round made %q of %q", c.Text, before[i].Text)
			}
			w, err := st.Wording(t.Context(), townScope, c.ID)
			if err != nil || w.Words != c.Text || len(w.Masks) != 0 {
				t.Fatalf("%q still hides something: %+v, %v", c.Text, w, err)
			}
		}
	}
}

// Decisions about a comment that is gone go at the next round.
func TestDecisionsGoWithTheirComments(t *testing.T) {
	st := open(t, t.TempDir())
	talk(t, st)
	for _, c := range said(t, st, "m") {
		decide(t, st, townScope, survey.Ruling{Act: survey.ActWorry}, c.ID)
	}
	undone := said(t, st, "a")["a 00"].ID
	decide(t, st, townScope, survey.Ruling{Act: survey.ActCalm}, undone)
	if _, err := st.write.Exec(`DELETE FROM comment WHERE unit = 'b'`); err != nil {
		t.Fatal(err)
	}
	look2026(t, st)
	if n, err := scalar[int](t.Context(), st.read, `SELECT count(*) FROM decision`); err != nil || n != 11 {
		t.Errorf("%d decisions, %v, want those about eleven", n, err)
	}
}

// After a round the file does not tell in which order comments were decided.
func TestDecisionsAreInNoOrder(t *testing.T) {
	st := open(t, t.TempDir())
	s := town(t, st)
	say(t, st, s, "a", 60)
	look2026(t, st)
	list := opened(t, st, "a", 2026).Comments
	slices.SortFunc(list, func(a, b survey.Comment) int { return strings.Compare(a.Text, b.Text) })
	for i, c := range list {
		id, err := hex.DecodeString(c.ID)
		if err != nil {
			t.Fatal(err)
		}
		d := decided{Decision: survey.Decision{Worry: survey.Needless, Note: fmt.Sprintf("noot%02d", i)}}
		if err := st.change(t.Context(), func(tx *sql.Tx) error { return saveDecision(t.Context(), tx, id, d, "", "") }); err != nil {
			t.Fatal(err)
		}
	}
	if n := neighbours(t, st, `noot(\d\d)`, len(list)); n < 40 {
		t.Errorf("before the round %d lie in order: this test proves nothing", n)
	}
	look2026(t, st)
	if n := neighbours(t, st, `noot(\d\d)`, len(list)); n > 12 { // by chance about 2
		t.Errorf("after the round %d lie in order", n)
	}
}

// neighbours counts how many of what lies side by side in the database file has
// numbers that follow each other. There must be want of what pattern finds.
func neighbours(t *testing.T, st *Store, pattern string, want int) (n int) {
	t.Helper()
	if err := st.truncate(t.Context()); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(filepath.Join(st.dir, databaseFile))
	if err != nil {
		t.Fatal(err)
	}
	var lie []int
	for _, m := range regexp.MustCompile(pattern).FindAllSubmatch(file, -1) {
		number, err := strconv.Atoi(string(m[1]))
		if err != nil {
			t.Fatal(err)
		}
		lie = append(lie, number)
	}
	if len(lie) != want {
		t.Fatalf("%s is %d times in the file", pattern, len(lie))
	}
	for i := 1; i < len(lie); i++ {
		if d := lie[i] - lie[i-1]; d == 1 || d == -1 {
			n++
		}
	}
	return n
}

// Words of comments are read through one function, which masks.
func TestNobodyReadsCommentsOtherwise(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	// open.go writes rows anew; sweep.go deletes and counts them. The audit looks
	// for words of comments in logs, and counts rows; it shows none.
	readers := map[string]bool{
		"comments.go": true, "decide.go": true, "open.go": true, "sweep.go": true,
		"audit_logs.go": true, "audit_rows.go": true,
	}
	for _, file := range files {
		code, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if regexp.MustCompile(`(FROM|JOIN) comment\b`).Match(code) && !readers[file] && !strings.HasSuffix(file, "_test.go") {
			t.Errorf("%s reads comments in its own way", file)
		}
	}
}
