//go:build linux

package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ouderstem/store/powercut"
	"ouderstem/survey"
)

// work is what a process does on a disk that fails, loses power, or from under
// which it is killed.
type work struct {
	name string
	// prepare fills the disk's first content.
	prepare func(t *testing.T, dir string)
	// do is done by the process, which notes on the disk what it has promised.
	do func(ctx context.Context, w *worker) error
	// check is given what is left and what was promised, and says what is broken.
	check func(t *testing.T, dir string, promised []string)
}

// Promises: a word, and what it is about.
const (
	answered = "answered " // a parent got the thank-you page: the code
	printed  = "printed "  // cards were printed: the code of one
	isOpened = "opened"    // boxes were opened, and their keys destroyed
	isPublic = "published" // an edition is public
	isCopied = "copied"    // there is a backup
	isBack   = "restored"  // and it was put back
)

// works are all that the store does that may not be lost.
var works = []work{
	{"submit", prepareCards("a", 8, "b", 4), answerAll, checkAnswers},
	{"open", prepareAnswers("a", 11, "b", 3), open12, checkOpened},
	{"close-year", prepareAnswers("a", 6, "b", 6), closeYear, checkOpened},
	{"publish", prepareOpened, publishTwice, checkPublished},
	{"migrate", start, justOpen, checkMigrated},
	{"backup", prepareAnswers("a", 12, "b", 2), backUp, checkBackup},
	{"restore", prepareBackup, putBack, checkRestored},
	{"restore-keys", prepareBackupKeys, putBackKeys, checkRestoredKeys},
	{"install", nothing, firstDay, checkAnswers},
}

// worker is the process: where it works and how it opens its store.
type worker struct{ dir string }

const (
	workName   = "OUDERSTEM_TEST_WORK"
	workDir    = "OUDERSTEM_TEST_WORK_DIR"
	workPragma = "OUDERSTEM_TEST_WORK_PRAGMA" // SQL that breaks the store, for a control
	workCheck  = "OUDERSTEM_TEST_WORK_CHECK"  // set: check what is left instead; one promise on a line
)

// TestMain makes this test binary be the process that works.
func TestMain(m *testing.M) {
	for _, w := range slices.Concat(works, failing) {
		if _, check := os.LookupEnv(workCheck); !check && w.name == os.Getenv(workName) {
			if err := w.do(context.Background(), &worker{os.Getenv(workDir)}); err != nil {
				fmt.Fprintln(os.Stderr, err)
				if errors.Is(err, survey.ErrDiskBroken) {
					os.Exit(ExitBroken)
				}
				os.Exit(1)
			}
			os.Exit(0)
		}
	}
	os.Exit(m.Run())
}

func (w *worker) open(ctx context.Context, f func(*Store) error) error {
	st, err := Open(ctx, Config{Dir: w.dir})
	if err != nil {
		return err
	}
	if p := os.Getenv(workPragma); p != "" {
		if _, err := st.write.ExecContext(ctx, p); err != nil {
			return err
		}
	}
	if err := f(st); errors.Is(err, survey.ErrDiskBroken) {
		return err // as one that was killed: closing would write the log into the database
	} else if err != nil {
		return errors.Join(err, st.Close())
	}
	return st.Close()
}

func (w *worker) promise(text string) error { return powercut.Note(w.dir, text) }

// codesFile has the codes of all cards, one on a line.
const codesFile = "codes"

func codesIn(dir string) ([]survey.Code, error) {
	list, err := os.ReadFile(filepath.Join(dir, codesFile))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	var codes []survey.Code
	for c := range strings.FieldsSeq(string(list)) {
		codes = append(codes, survey.Code(c))
	}
	return codes, err
}

func nothing(*testing.T, string) {}

// prepareStore makes a store with a town, fills it and closes it again.
func prepareStore(t *testing.T, dir string, fill func(st *Store, s *survey.Survey) []survey.Code) {
	t.Helper()
	st, err := Open(t.Context(), Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	var list strings.Builder
	for _, c := range fill(st, town(t, st)) {
		list.WriteString(string(c) + "\n")
	}
	if err := errors.Join(st.Close(), os.WriteFile(filepath.Join(dir, codesFile), []byte(list.String()), 0o600)); err != nil {
		t.Fatal(err)
	}
}

// prepareCards prints cards for two units.
func prepareCards(one string, n int, other string, m int) func(t *testing.T, dir string) {
	return func(t *testing.T, dir string) {
		prepareStore(t, dir, func(st *Store, _ *survey.Survey) []survey.Code {
			return append(print(t, st, one, "", n), print(t, st, other, "", m)...)
		})
	}
}

// prepareAnswers prints them and answers with each, in its own words.
func prepareAnswers(one string, n int, other string, m int) func(t *testing.T, dir string) {
	return func(t *testing.T, dir string) {
		prepareStore(t, dir, func(st *Store, s *survey.Survey) []survey.Code {
			codes := append(print(t, st, one, "", n), print(t, st, other, "", m)...)
			for _, c := range codes {
				if err := st.Drop(t.Context(), Submission{Code: c, Response: answer(s, 7, string(c))}); err != nil {
					t.Fatal(err)
				}
			}
			return codes
		})
	}
}

func answerAll(ctx context.Context, w *worker) error {
	codes, err := codesIn(w.dir)
	if err != nil {
		return err
	}
	return w.open(ctx, func(st *Store) error { return w.answer(ctx, st, codes) })
}

func (w *worker) answer(ctx context.Context, st *Store, codes []survey.Code) error {
	s, err := st.Survey(ctx, "kort", 0)
	if err != nil {
		return err
	}
	for _, c := range codes {
		if err := st.Drop(ctx, Submission{Code: c, Response: answer(s, 7, string(c))}); err != nil {
			return err
		}
		if err := w.promise(answered + string(c)); err != nil {
			return err
		}
	}
	return nil
}

func open12(ctx context.Context, w *worker) error {
	return w.open(ctx, func(st *Store) error {
		if _, err := st.OpenBoxes(ctx, 2026); err != nil {
			return err
		}
		return w.promise(isOpened)
	})
}

func closeYear(ctx context.Context, w *worker) error {
	return w.open(ctx, func(st *Store) error {
		if _, err := st.CloseYear(ctx, 2026); err != nil {
			return err
		}
		return w.promise(isOpened)
	})
}

// checked opens what is left, which has to be whole, for a check. Syncing is no
// matter there.
func checked(t *testing.T, dir string) *Store {
	t.Helper()
	st := open(t, dir)
	if _, err := st.write.Exec(`PRAGMA synchronous = OFF`); err != nil {
		t.Fatal(err)
	}
	answer, err := scalar[string](t.Context(), st.read, `PRAGMA integrity_check`)
	if err != nil || answer != "ok" {
		t.Errorf("integrity: %s, %v", answer, err)
	}
	if n, err := scalar[int](t.Context(), st.read, `SELECT count(*) FROM pragma_foreign_key_check`); err != nil || n != 0 {
		t.Errorf("%d rows refer to nothing, %v", n, err)
	}
	return st
}

// checkAnswers lets every parent who got no reply try again; then every card
// counts once. Cards that were printed must be known.
func checkAnswers(t *testing.T, dir string, promised []string) {
	codes, err := codesIn(dir)
	if err != nil {
		t.Fatal(err)
	}
	st := checked(t, dir)
	got := map[survey.Code]bool{}
	for _, p := range promised {
		if code, ok := strings.CutPrefix(p, answered); ok {
			got[survey.Code(code)] = true
		}
		if code, ok := strings.CutPrefix(p, printed); ok {
			codes = append(codes, survey.Code(code))
		}
	}
	if len(codes) == 0 { // nothing was promised: it only has to begin anew
		return
	}
	s, err := st.Survey(t.Context(), "kort", 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range codes {
		if !got[c] {
			if err := st.Drop(t.Context(), Submission{Code: c, Response: answer(s, 7, string(c))}); err != nil {
				t.Fatalf("a card that was printed: %v", err)
			}
		}
	}
	checkOnce(t, st, s, codes, 1+failures(promised))
}

// checkOpened opens again what may be, and again: every answer counts once. What
// was opened stays so, and its keys are gone for good.
func checkOpened(t *testing.T, dir string, promised []string) {
	codes, err := codesIn(dir)
	if err != nil {
		t.Fatal(err)
	}
	keys := len(keyFiles(t, dir))
	st := checked(t, dir)
	if len(promised) > 0 {
		n := opened(t, st, "r", 2026).Responses
		waiting, err := scalar[int](t.Context(), st.read, `SELECT count(*) FROM box`)
		if err != nil || n < 11 || keys != waiting {
			t.Errorf("of what was opened %d answers are there, %d keys for %d boxes, %v", n, keys, waiting, err)
		}
	}
	for range 2 {
		if _, err := st.OpenBoxes(t.Context(), 2026); err != nil {
			t.Fatal(err)
		}
	}
	s, err := st.Survey(t.Context(), "kort", 0)
	if err != nil {
		t.Fatal(err)
	}
	checkOnce(t, st, s, codes, 1)
}

func prepareOpened(t *testing.T, dir string) {
	prepareStore(t, dir, func(st *Store, s *survey.Survey) []survey.Code {
		codes := print(t, st, "a", "", 12)
		drop(t, st, s, codes)
		if _, err := st.OpenBoxes(t.Context(), 2026); err != nil {
			t.Fatal(err)
		}
		return codes
	})
}

// publishTwice publishes a report and a correction of it.
func publishTwice(ctx context.Context, w *worker) error {
	return w.open(ctx, func(st *Store) error {
		for known := range 2 {
			e := survey.Edition{
				Unit: "m", Survey: "kort", Year: 2026, Value: fmt.Appendf(nil, `{"n":%d}`, known+10),
				Shown: []survey.ShownSet{{Of: "mark", Year: 2026, Own: []survey.OwnCount{{Unit: "a", Version: 1, N: 12}}}},
			}
			if known > 0 {
				e.Reason = "Een cijfer klopte niet."
			}
			e, done, err := st.PublishReport(ctx, known, e)
			if err != nil || !done {
				return errors.Join(err, fmt.Errorf("published: %v", done))
			}
			if err := w.promise(isPublic + " " + e.Hash); err != nil {
				return err
			}
		}
		return nil
	})
}

// checkPublished: each edition is there with its sets of answers and its line in
// the audit log, or none of it; what was public is.
func checkPublished(t *testing.T, dir string, promised []string) {
	st := checked(t, dir)
	list, err := st.Editions(t.Context())
	if err != nil || len(list) < len(promised) {
		t.Fatalf("%d editions, %d were published; %v", len(list), len(promised), err)
	}
	for i, p := range promised {
		if e := list[len(list)-1-i]; isPublic+" "+e.Hash != p {
			t.Errorf("edition %d is not what was published", e.Number)
		}
	}
	for _, e := range list {
		if _, err := st.Edition(t.Context(), e.Unit, e.Survey, e.Year, e.Number); err != nil {
			t.Error(err)
		}
	}
	p, err := st.ToPublish(t.Context(), "kort", "m", 2026)
	if err != nil || len(p.Published.Sets) != len(list) {
		t.Errorf("%d sets of %d editions, %v", len(p.Published.Sets), len(list), err)
	}
	deeds, err := st.Deeds(t.Context(), 0, 10)
	if err != nil || len(deeds) != len(list) {
		t.Errorf("%d deeds for %d editions, %v", len(deeds), len(list), err)
	}
}

func justOpen(ctx context.Context, w *worker) error {
	return w.open(ctx, func(*Store) error { return nil })
}

// checkMigrated: the next start ends the migration, every row is there, and so is
// a whole copy of the first version.
func checkMigrated(t *testing.T, dir string, _ []string) {
	st := checked(t, dir)
	copies, err := migrationCopies(dir)
	if err != nil || len(copies) != 1 || copies[0].version != 1 || copies[0].pending {
		t.Fatalf("copies %+v, %v", copies, err)
	}
	if in, err := CheckBackup(t.Context(), RestoreOptions{File: copies[0].path}); err != nil || in.Version != 1 || in.Sealed != 9 {
		t.Errorf("the copy has %+v, %v", in, err)
	}
	fresh := t.TempDir()
	start(t, fresh)
	want := open(t, fresh)
	for table := range columns {
		// Keys are drawn, so boxes differ by theirs.
		if got, want := rowsOf(t, st, table), rowsOf(t, want, table); got != want {
			t.Errorf("%d rows of %s, want %d", got, table, want)
		}
	}
	if v, err := (versions{}).GetLatestVersion(t.Context(), st.read); err != nil || v != newest(t) {
		t.Errorf("version %d, %v", v, err)
	}
	if n, err := st.Unreadable(t.Context()); err != nil || n != 6 { // see start: two boxes have no key of theirs
		t.Errorf("%d unreadable, %v", n, err)
	}
}

func rowsOf(t *testing.T, st *Store, table string) int {
	t.Helper()
	n, err := scalar[int](t.Context(), st.read, `SELECT count(*) FROM `+table)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func newest(t *testing.T) int64 {
	t.Helper()
	v, err := newestMigration()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

const copyOf = "copy.db"

func backUp(ctx context.Context, w *worker) error {
	return w.open(ctx, func(st *Store) error {
		if err := st.Backup(ctx, BackupOptions{File: filepath.Join(w.dir, copyOf)}); err != nil {
			return err
		}
		return w.promise(isCopied)
	})
}

// checkBackup: what was copied from is whole; the copy is, where it was promised,
// and where it was not it is so or refused.
func checkBackup(t *testing.T, dir string, promised []string) {
	elsewhere := t.TempDir()
	switch _, err := Restore(t.Context(), elsewhere, RestoreOptions{File: filepath.Join(dir, copyOf)}); {
	case err == nil:
		keyringTo(t, elsewhere, dir)
		codes, err := os.ReadFile(filepath.Join(dir, codesFile))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(elsewhere, codesFile), codes, 0o600); err != nil {
			t.Fatal(err)
		}
		checkOpened(t, elsewhere, nil)
	case len(promised) > 0 || !errors.Is(err, survey.ErrBadBackup):
		t.Errorf("the copy: %v", err)
	}
	checkOpened(t, dir, nil)
}

// prepareBackup makes a directory with a keyring and a copy, but no database.
func prepareBackup(t *testing.T, dir string) {
	from := t.TempDir()
	prepareAnswers("a", 11, "b", 3)(t, from)
	st := open(t, from)
	if err := st.Backup(t.Context(), BackupOptions{File: filepath.Join(dir, copyOf)}); err != nil {
		t.Fatal(err)
	}
	codes, err := os.ReadFile(filepath.Join(from, codesFile))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, codesFile), codes, 0o600); err != nil {
		t.Fatal(err)
	}
	keyringTo(t, dir, from)
}

func putBack(ctx context.Context, w *worker) error {
	if _, err := Restore(ctx, w.dir, RestoreOptions{File: filepath.Join(w.dir, copyOf)}); err != nil {
		return err
	}
	return w.promise(isBack)
}

// checkRestored: where nothing was promised there is nothing, or all; then it is
// put back once more.
func checkRestored(t *testing.T, dir string, promised []string) {
	_, err := Restore(t.Context(), dir, RestoreOptions{File: filepath.Join(dir, copyOf)})
	if err != nil && !errors.Is(err, survey.ErrFileExists) || err == nil && len(promised) > 0 {
		t.Fatalf("put back again: %v", err)
	}
	checkOpened(t, dir, nil)
}

// copyKeys has the keys of copyOf.
const copyKeys = "keys.tar"

// prepareBackupKeys makes a directory with a copy and a file with its keys alone.
func prepareBackupKeys(t *testing.T, dir string) {
	prepareBackup(t, dir)
	keys, err := (&keyring{filepath.Join(dir, "keyring")}).all()
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(filepath.Join(dir, copyKeys))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(keys.pack(f), f.Close(), os.RemoveAll(filepath.Join(dir, "keyring"))); err != nil {
		t.Fatal(err)
	}
}

func putBackKeys(ctx context.Context, w *worker) error {
	if _, err := Restore(ctx, w.dir, RestoreOptions{File: filepath.Join(w.dir, copyOf), Keyring: filepath.Join(w.dir, copyKeys)}); err != nil {
		return err
	}
	return w.promise(isBack)
}

// checkRestoredKeys is checkRestored with keys.
func checkRestoredKeys(t *testing.T, dir string, promised []string) {
	_, err := Restore(t.Context(), dir, RestoreOptions{File: filepath.Join(dir, copyOf), Keyring: filepath.Join(dir, copyKeys)})
	if err != nil && !errors.Is(err, survey.ErrFileExists) || err == nil && len(promised) > 0 {
		t.Fatalf("put back again: %v", err)
	}
	checkOpened(t, dir, nil)
}

// firstDay is the first day: a store is made, cards are printed, parents answer.
func firstDay(ctx context.Context, w *worker) error {
	return w.open(ctx, func(st *Store) error {
		for _, u := range []survey.Unit{{ID: "r", Name: "Region"}, {ID: "a", Name: "Team A", Parent: "r"}} {
			if _, err := st.AddUnit(ctx, u); err != nil {
				return err
			}
		}
		templates, err := survey.Templates()
		if err != nil {
			return err
		}
		if _, err := st.Publish(ctx, templates["kort"]); err != nil {
			return err
		}
		_, codes, err := st.Print(ctx, survey.Batch{Survey: "kort", Unit: "a", Way: survey.ByCard, Size: 8})
		if err != nil {
			return err
		}
		for _, c := range codes {
			if err := w.promise(printed + string(c)); err != nil {
				return err
			}
		}
		return w.answer(ctx, st, codes[:3])
	})
}
