package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ouderstem/survey"
)

// open opens a store in dir for the length of a test.
func open(t *testing.T, dir string) *Store {
	t.Helper()
	return openWith(t, Config{Dir: dir})
}

func openWith(t *testing.T, c Config) *Store {
	t.Helper()
	st, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return st
}

// town fills a store with a published survey and a small tree: region r, over
// municipality m, over teams a, b and c.
func town(t *testing.T, st *Store) *survey.Survey {
	t.Helper()
	for _, u := range []survey.Unit{
		{ID: "r", Name: "Region"},
		{ID: "m", Name: "Municipality", Parent: "r"},
		{ID: "a", Name: "Team A", Parent: "m"},
		{ID: "b", Name: "Team B", Parent: "m"},
		{ID: "c", Name: "Team C", Parent: "m"},
	} {
		if _, err := st.AddUnit(t.Context(), u); err != nil {
			t.Fatal(err)
		}
	}
	templates, err := survey.Templates()
	if err != nil {
		t.Fatal(err)
	}
	s, err := st.Publish(t.Context(), templates["kort"])
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// print makes n cards of one hand for a unit.
func print(t *testing.T, st *Store, unit, hand string, n int) []survey.Code {
	t.Helper()
	_, codes, err := st.Print(t.Context(), survey.Batch{Survey: "kort", Unit: unit, Way: survey.ByCard, Size: n, Hand: hand})
	if err != nil {
		t.Fatal(err)
	}
	return codes
}

// answer is a response that can be told from all others by its comment.
func answer(s *survey.Survey, mark int, comment string) survey.Response {
	return survey.Response{Survey: s.ID, Version: s.Version, Lang: "nl", Answers: survey.Answers{
		"mark": {fmt.Sprint(mark)}, openQuestion(s): {comment},
	}}
}

func openQuestion(s *survey.Survey) string {
	i := slices.IndexFunc(s.Questions, func(q survey.Question) bool { return q.Kind == survey.Open })
	return s.Questions[i].ID
}

// drop answers with every code, each in its own words.
func drop(t *testing.T, st *Store, s *survey.Survey, codes []survey.Code) {
	t.Helper()
	for i, c := range codes {
		if err := st.Drop(t.Context(), Submission{Code: c, Response: answer(s, 1+i%10, "words of "+string(c))}); err != nil {
			t.Fatal(err)
		}
	}
}

// opened returns how many responses count for a unit and all below it.
func opened(t *testing.T, st *Store, unit string, year int) survey.Results {
	t.Helper()
	r, err := st.Results(t.Context(), "kort", unit, year)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func keyFiles(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "keyring", "*.key"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestWayOfAnAnswer(t *testing.T) {
	dir := t.TempDir()
	st := open(t, dir)
	s := town(t, st)
	codes := print(t, st, "a", "", 20)

	drop(t, st, s, codes[:9])
	if got, err := st.OpenBoxes(t.Context(), 2026); err != nil || len(got) != 0 {
		t.Fatalf("nine answers opened a box: %v, %v", got, err)
	}
	if r := opened(t, st, "a", 2026); r.Responses != 0 || len(r.Counts) != 0 || len(r.Comments) != 0 || r.Waiting != 9 {
		t.Errorf("before the opening: %+v", r)
	}

	drop(t, st, s, codes[:12]) // the first nine once more
	if r := opened(t, st, "a", 2026); r.Waiting != 9 {
		t.Errorf("waiting answers were counted between two looks: %d", r.Waiting)
	}
	got, err := st.OpenBoxes(t.Context(), 2026)
	want := []Opening{{Survey: "kort", Version: 1, Unit: "a", Way: survey.ByCard, Year: 2026, N: 12, K: 10}}
	if err != nil || !slices.Equal(got, want) {
		t.Fatalf("opened %v, %v", got, err)
	}
	r := opened(t, st, "r", 2026)
	if r.Responses != 12 || r.Boxes != 1 || len(r.Comments) != 12 || r.Waiting != 0 {
		t.Errorf("after the opening: %d responses, %d boxes, %d comments, %d waiting", r.Responses, r.Boxes, len(r.Comments), r.Waiting)
	}
	if files := keyFiles(t, dir); len(files) != 0 {
		t.Errorf("keys left after the opening: %v", files)
	}

	drop(t, st, s, codes[:12]) // spent: nothing new
	if got, err := st.OpenBoxes(t.Context(), 2026); err != nil || len(got) != 0 {
		t.Errorf("spent cards filled a box: %v, %v", got, err)
	}
	sealed, err := scalar[int](t.Context(), st.read, `SELECT count(*) FROM sealed`)
	if err != nil || sealed != 0 {
		t.Errorf("%d sealed rows after spent cards, %v", sealed, err)
	}
}

func TestDropRefusesWhatNoCardHas(t *testing.T) {
	st := open(t, t.TempDir())
	s := town(t, st)
	code := print(t, st, "a", "", 1)[0]
	other := answer(s, 5, "x")
	other.Survey = "another"
	stranger, err := survey.NewCode(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, sub := range map[string]Submission{
		"unknown code":   {Code: stranger, Response: answer(s, 5, "x")},
		"another survey": {Code: code, Response: other},
	} {
		if err := st.Drop(t.Context(), sub); !errors.Is(err, survey.ErrUnknownCode) {
			t.Errorf("%s: %v", name, err)
		}
	}
	wrong := []byte(code)
	wrong[6] = map[bool]byte{true: 'A', false: 'B'}[code[6] != 'A']
	if group, err := st.Typo(t.Context(), survey.Code(wrong)); err != nil || group != 2 {
		t.Errorf("typo in group %d, %v; want 2", group, err)
	}
	if group, err := st.Typo(t.Context(), stranger); err != nil || group != 0 {
		t.Errorf("typo in group %d of a stranger's code, %v", group, err)
	}
}

func TestPosterCountsEveryPhoneOnce(t *testing.T) {
	st := open(t, t.TempDir())
	s := town(t, st)
	_, codes, err := st.Print(t.Context(), survey.Batch{Survey: "kort", Unit: "a", Way: survey.ByPoster, Size: 1})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 11 {
		for range 2 { // a double tap
			sub := Submission{Code: codes[0], Token: fmt.Sprint("phone", i), Response: answer(s, 7, fmt.Sprint(i))}
			if err := st.Drop(t.Context(), sub); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := st.OpenBoxes(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	if r := opened(t, st, "a", 2026); r.Responses != 11 || r.ByPoster != 11 {
		t.Errorf("%d responses, %d by poster, want 11", r.Responses, r.ByPoster)
	}
}

func TestOneCoachIsolatesNobody(t *testing.T) {
	st := open(t, t.TempDir())
	s := town(t, st)
	anna, bert := print(t, st, "a", "anna", 20), print(t, st, "a", "bert", 20)
	drop(t, st, s, anna[:15])
	drop(t, st, s, bert[:2])
	if got, err := st.OpenBoxes(t.Context(), 2026); err != nil || len(got) != 0 {
		t.Fatalf("opened with two answers of another hand: %v, %v", got, err)
	}
	drop(t, st, s, bert[2:3])
	if got, err := st.OpenBoxes(t.Context(), 2026); err != nil || len(got) != 1 || got[0].N != 18 {
		t.Fatalf("not opened with three answers of another hand: %v, %v", got, err)
	}
}

func TestCloseYearPoolsUpward(t *testing.T) {
	tests := []struct {
		name    string
		dropped map[string]int // by unit
		want    map[string]int // opened by unit
		left    int
	}{
		{"a team with enough stays itself", map[string]int{"a": 10, "b": 3}, map[string]int{"a": 10}, 3},
		{"small teams together", map[string]int{"a": 12, "b": 6, "c": 4}, map[string]int{"a": 12, "m": 10}, 0},
		{"with the unit's own", map[string]int{"b": 6, "m": 4}, map[string]int{"m": 10}, 0},
		{"a leftover joins a full box above", map[string]int{"b": 2, "m": 11}, map[string]int{"m": 13}, 0},
		{"up to the top", map[string]int{"b": 6, "m": 1, "r": 3}, map[string]int{"r": 10}, 0},
		{"too little everywhere", map[string]int{"a": 4, "b": 5}, map[string]int{}, 9},
		{"nothing", nil, map[string]int{}, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			st := open(t, dir)
			s := town(t, st)
			for unit, n := range test.dropped {
				drop(t, st, s, print(t, st, unit, "", n))
			}
			openings, err := st.CloseYear(t.Context(), 2025)
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]int{}
			for _, o := range openings {
				got[o.Unit] += o.N
			}
			if !maps.Equal(got, test.want) {
				t.Errorf("opened %v, want %v", got, test.want)
			}
			if r := opened(t, st, "r", 2025); r.Waiting != test.left {
				t.Errorf("%d left sealed, want %d", r.Waiting, test.left)
			}
			if test.left == 0 && len(keyFiles(t, dir)) != 0 {
				t.Error("keys left")
			}
		})
	}
}

func TestVersionsHaveBoxesOfTheirOwn(t *testing.T) {
	st := open(t, t.TempDir())
	first := town(t, st)
	drop(t, st, first, print(t, st, "a", "", 10))
	if again, err := st.Publish(t.Context(), first); err != nil || again.Version != 1 {
		t.Fatalf("the same once more is version %d, %v", again.Version, err)
	}
	changed := *first
	changed.Title = survey.Text{"nl": "Anders", "en": "Different"}
	second, err := st.Publish(t.Context(), &changed)
	if err != nil || second.Version != 2 {
		t.Fatalf("version %d, %v", second.Version, err)
	}
	drop(t, st, second, print(t, st, "a", "", 3))
	if got, err := st.OpenBoxes(t.Context(), 2026); err != nil || len(got) != 1 || got[0].N != 10 || got[0].Version != 1 {
		t.Errorf("opened %v, %v", got, err)
	}
	kept, err := st.Survey(t.Context(), "kort", 1)
	if err != nil || kept.Version != 1 {
		t.Errorf("version 1 is now %v, %v", kept, err)
	}
}

func TestStoreRefuses(t *testing.T) {
	t.Run("a newer database", func(t *testing.T) {
		dir := t.TempDir()
		st := open(t, dir)
		if _, err := st.write.Exec(`INSERT INTO migration (version) VALUES (999)`); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(t.Context(), Config{Dir: dir}); !errors.Is(err, survey.ErrNewerDatabase) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("cards without their keyring", func(t *testing.T) {
		dir := t.TempDir()
		st := open(t, dir)
		town(t, st)
		print(t, st, "a", "", 1)
		if err := os.Remove(filepath.Join(dir, "keyring", pepperFile)); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(t.Context(), Config{Dir: dir}); !errors.Is(err, survey.ErrNoKeyring) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a directory that is a file", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "file")
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(t.Context(), Config{Dir: file}); !errors.Is(err, survey.ErrBadDirectory) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a second server", func(t *testing.T) {
		dir := t.TempDir()
		release, err := Lock(dir)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Lock(dir); !errors.Is(err, survey.ErrInUse) {
			t.Errorf("got %v", err)
		}
		if err := release(); err != nil {
			t.Fatal(err)
		}
		again, err := Lock(dir)
		if err != nil {
			t.Fatalf("after the first ended: %v", err)
		}
		if err := again(); err != nil {
			t.Fatal(err)
		}
	})
}

// A full disk ends in an error and loses nothing that was acknowledged.
func TestFullDisk(t *testing.T) {
	st := open(t, t.TempDir())
	s := town(t, st)
	codes := print(t, st, "a", "", 200)
	pages, err := scalar[int](t.Context(), st.write, `PRAGMA page_count`)
	if err != nil {
		t.Fatal(err)
	}
	const room = 60 // pages
	if _, err := st.write.Exec(fmt.Sprintf(`PRAGMA max_page_count = %d`, pages+room)); err != nil {
		t.Fatal(err)
	}
	acknowledged := 0
	for _, c := range codes {
		err := st.Drop(t.Context(), Submission{Code: c, Response: answer(s, 7, "x")})
		if err != nil {
			if !strings.Contains(err.Error(), "full") {
				t.Fatalf("not the error of a full disk: %v", err)
			}
			break
		}
		acknowledged++
	}
	if acknowledged == 0 || acknowledged == len(codes) {
		t.Fatalf("%d of %d fitted: the disk was never full", acknowledged, len(codes))
	}
	if _, err := st.write.Exec(`PRAGMA max_page_count = 1073741823`); err != nil {
		t.Fatal(err)
	}
	drop(t, st, s, codes[acknowledged:]) // the same cards, once there is room
	openings, err := st.OpenBoxes(t.Context(), 2026)
	if err != nil || len(openings) != 1 || openings[0].N != len(codes) {
		t.Errorf("opened %v, %v; want %d", openings, err, len(codes))
	}
}

func TestUnits(t *testing.T) {
	st := open(t, t.TempDir())
	town(t, st)
	ctx := context.Background()
	if _, err := st.AddUnit(ctx, survey.Unit{Name: "Team A", ID: "a"}); !errors.Is(err, survey.ErrUnitExists) {
		t.Errorf("added twice: %v", err)
	}
	if _, err := st.AddUnit(ctx, survey.Unit{Name: "Team D", Parent: "nowhere"}); !errors.Is(err, survey.ErrNoUnit) {
		t.Errorf("under no unit: %v", err)
	}
	if u, err := st.AddUnit(ctx, survey.Unit{Name: "  Gemeente  Súdwest-Fryslân ", Parent: "Region"}); err != nil || u.ID != "gemeente-sudwest-fryslan" || u.Parent != "r" {
		t.Errorf("added %+v, %v", u, err)
	}
	if err := st.MoveUnit(ctx, "m", "a"); !errors.Is(err, survey.ErrUnitLoop) {
		t.Errorf("moved under itself: %v", err)
	}
	if err := st.MoveUnit(ctx, "a", "r"); err != nil {
		t.Error(err)
	}
	tree, err := st.Units(ctx)
	if err != nil || !slices.Equal(tree.Above("a"), []string{"r"}) {
		t.Errorf("a is under %v, %v", tree.Above("a"), err)
	}
}
