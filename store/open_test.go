package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"ouderstem/survey"
)

// Two openings in one unit and year add up, and every answer counts once.
func TestOpeningsAddUp(t *testing.T) {
	st := open(t, t.TempDir())
	s := town(t, st)
	for range 2 {
		drop(t, st, s, print(t, st, "a", "", 11))
		if _, err := st.OpenBoxes(t.Context(), 2026); err != nil {
			t.Fatal(err)
		}
	}
	r := opened(t, st, "a", 2026)
	if r.Responses != 22 || r.Boxes != 2 || len(r.Comments) != 22 {
		t.Errorf("%d responses, %d boxes, %d comments", r.Responses, r.Boxes, len(r.Comments))
	}
	for _, c := range r.Counts {
		if c.Question == "mark" && c.Value == survey.Answered && c.N != 22 {
			t.Errorf("%d marks were counted", c.N)
		}
	}
	rows, err := scalar[int](t.Context(), st.read, `SELECT count(*) FROM response`)
	if err != nil || rows != 22 {
		t.Errorf("%d responses are kept, %v", rows, err)
	}
}

// At a year's end the rule about coaches holds for the pooled answers too.
func TestPoolingKeepsTheHandsApart(t *testing.T) {
	st := open(t, t.TempDir())
	s := town(t, st)
	drop(t, st, s, print(t, st, "b", "anna", 9))
	drop(t, st, s, print(t, st, "c", "bert", 2))
	if got, err := st.CloseYear(t.Context(), 2026); err != nil || len(got) != 0 {
		t.Fatalf("opened with two answers of another coach: %v, %v", got, err)
	}
	drop(t, st, s, print(t, st, "c", "bert", 1))
	if got, err := st.CloseYear(t.Context(), 2026); err != nil || len(got) != 1 || got[0].N != 12 || got[0].Unit != "m" {
		t.Fatalf("not opened with three: %v, %v", got, err)
	}
}

// A stack that was retired no longer keeps a box shut.
func TestRetire(t *testing.T) {
	st := open(t, t.TempDir())
	s := town(t, st)
	gone, _, err := st.Print(t.Context(), survey.Batch{Survey: "kort", Unit: "a", Way: survey.ByCard, Size: 5, Hand: "Bert"})
	if err != nil {
		t.Fatal(err)
	}
	drop(t, st, s, print(t, st, "a", " anna", 6))
	drop(t, st, s, print(t, st, "a", "Anna  ", 6)) // the same coach, typed otherwise
	if got, err := st.OpenBoxes(t.Context(), 2026); err != nil || len(got) != 0 {
		t.Fatalf("opened with one coach's cards: %v, %v", got, err)
	}
	if err := st.Retire(t.Context(), gone.ID); err != nil {
		t.Fatal(err)
	}
	if got, err := st.OpenBoxes(t.Context(), 2026); err != nil || len(got) != 1 || got[0].N != 12 {
		t.Errorf("not opened when no other stack is out: %v, %v", got, err)
	}
	if err := st.Retire(t.Context(), "none"); !errors.Is(err, survey.ErrNoBatch) {
		t.Errorf("retired what is not there: %v", err)
	}
}

// Who fills in their own cards and then takes a stack out, whether that is theirs
// or a colleague's, is alone with nobody's answer.
func TestRetiringIsolatesNobody(t *testing.T) {
	for name, whose := range map[string]string{"their own": "anna", "a colleague's": "bert"} {
		st := open(t, t.TempDir())
		s := town(t, st)
		drop(t, st, s, print(t, st, "a", "anna", 9))
		drop(t, st, s, print(t, st, "a", "bert", 2))
		batches, err := st.Stacks(t.Context(), Reach{Unit: "a", Hand: whose})
		if err != nil || len(batches) != 1 {
			t.Fatal(batches, err)
		}
		if err := st.Retire(t.Context(), batches[0].ID); err != nil {
			t.Fatal(err)
		}
		for _, look := range []func(context.Context, int) ([]Opening, error){st.OpenBoxes, st.CloseYear} {
			if got, err := look(t.Context(), 2026); err != nil || len(got) != 0 {
				t.Errorf("%s: opened with two answers of others: %v, %v", name, got, err)
			}
		}
		drop(t, st, s, print(t, st, "a", "cees", 1))
		if got, err := st.OpenBoxes(t.Context(), 2026); err != nil || len(got) != 1 || got[0].N != 12 {
			t.Errorf("%s: not opened with three: %v, %v", name, got, err)
		}
	}
}

// A box that is closed between sealing and storing takes nothing; the answer
// goes into the next.
func TestBoxClosedMeanwhile(t *testing.T) {
	dir := t.TempDir()
	other := open(t, dir)
	s := town(t, other)
	codes := print(t, other, "a", "", 24)
	drop(t, other, s, codes[:11])
	once := sync.OnceFunc(func() {
		if _, err := other.OpenBoxes(context.Background(), 2026); err != nil {
			t.Error(err)
		}
	})
	st, err := Open(t.Context(), Config{Dir: dir, Step: func(name string) {
		if name == "submit: begin" {
			once()
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	drop(t, st, s, codes[11:])
	if _, err := st.OpenBoxes(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	if r := opened(t, st, "a", 2026); r.Responses != 24 {
		t.Errorf("%d responses, want 24", r.Responses)
	}
}

// Two processes that open at the same time open everything once.
func TestTwoOpeners(t *testing.T) {
	dir := t.TempDir()
	first := open(t, dir)
	s := town(t, first)
	for _, unit := range []string{"a", "b", "c", "m"} {
		drop(t, first, s, print(t, first, unit, "", 12))
	}
	second := open(t, dir)
	var both sync.WaitGroup
	for _, st := range []*Store{first, second} {
		both.Go(func() {
			if _, err := st.OpenBoxes(context.Background(), 2026); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	if r := opened(t, first, "r", 2026); r.Responses != 48 || r.Boxes != 4 || len(r.Comments) != 48 {
		t.Errorf("%d responses, %d boxes, %d comments", r.Responses, r.Boxes, len(r.Comments))
	}
	if left := keyFiles(t, dir); len(left) != 0 {
		t.Errorf("keys left: %v", left)
	}
}

// Several commands may be the first ones in a directory.
func TestManyFirsts(t *testing.T) {
	dir := t.TempDir()
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			st, err := Open(context.Background(), Config{Dir: dir})
			if err != nil {
				t.Error(err)
				return
			}
			if err := st.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

// A row that no form of ours has sealed is left out; without it there may be
// too few to open.
func TestForgedRows(t *testing.T) {
	st := open(t, t.TempDir())
	s := town(t, st)
	drop(t, st, s, print(t, st, "a", "", 9))
	var box string
	var public []byte
	if err := st.read.QueryRow(`SELECT id, public_key FROM box`).Scan(&box, &public); err != nil {
		t.Fatal(err)
	}
	forged := answer(s, 7, "x")
	forged.Answers["mark"] = []string{"99"}
	sealed, err := survey.Seal(public, box, forged)
	if err != nil {
		t.Fatal(err)
	}
	for i, body := range [][]byte{sealed, []byte("noise")} {
		if _, err := st.write.Exec(`INSERT INTO sealed (box, id, hand, body) VALUES ($1, $2, '', $3)`, box, make16(byte(i)), body); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := st.OpenBoxes(t.Context(), 2026); err == nil || len(got) != 0 {
		t.Errorf("nine answers and two forged rows were opened: %v, %v", got, err)
	}
	drop(t, st, s, print(t, st, "a", "", 1))
	if got, err := st.OpenBoxes(t.Context(), 2026); err != nil || len(got) != 1 || got[0].N != 10 {
		t.Errorf("opened %v, %v; want the ten real ones", got, err)
	}
}

func make16(b byte) []byte {
	id := make([]byte, 16)
	id[0] = b
	return id
}

// TestPragmas reads back what every connection must have.
func TestPragmas(t *testing.T) {
	st := open(t, t.TempDir())
	for name, db := range map[string]*sql.DB{"writer": st.write, "reader": st.read} {
		for pragma, want := range map[string]string{"synchronous": "2", "journal_mode": "wal", "secure_delete": "1", "foreign_keys": "1", "trusted_schema": "0"} {
			if got, err := scalar[string](t.Context(), db, "PRAGMA "+pragma); err != nil || got != want {
				t.Errorf("%s: %s = %s, %v; want %s", name, pragma, got, err, want)
			}
		}
	}
	info, err := os.Stat(filepath.Join(st.dir, databaseFile))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the database is open to %v, %v", info.Mode(), err)
	}
}

// The file of a key does not tell when the first answer came.
func TestKeysHaveNoTime(t *testing.T) {
	dir := t.TempDir()
	st := open(t, dir)
	s := town(t, st)
	drop(t, st, s, print(t, st, "a", "", 1))
	for _, file := range append(keyFiles(t, dir), filepath.Join(dir, "keyring")) {
		info, err := os.Stat(file)
		if err != nil || time.Since(info.ModTime()) < 24*time.Hour {
			t.Errorf("%s was made at %v, %v", filepath.Base(file), info.ModTime(), err)
		}
	}
}
