//go:build linux

package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"ouderstem/store/powercut"
	"ouderstem/survey"
	"ouderstem/survey/campaign"
)

// failing is work of which single operations fail.
var failing = []work{
	{"submit-failing", prepareBoxes(boxes), submitFailing, checkAnswers},
	{"open-failing", prepareBoxes(boxes), openFailing, checkOpenedMany},
	{"submit-again", nothing, answerRest, checkAnswers},
	{"open-again", nothing, openRest, checkOpenedMany},
}

const (
	trying = "trying " // what comes may fail; the number of the try
	begun  = "begun"   // what came before may not
)

// boxes is how many answers may fail: more than half of what one that is the first
// in its box has operations.
const boxes = 30

// perBox is how many answers open a box here: as few as may.
const perBox = 5

// prepareBoxes prints a card for each of n units, so that each answer needs a box
// of its own.
func prepareBoxes(n int) func(t *testing.T, dir string) {
	return func(t *testing.T, dir string) {
		prepareStore(t, dir, func(st *Store, _ *survey.Survey) (codes []survey.Code) {
			set(t, st, func(s *survey.Settings) { s.K = perBox })
			for i := range n {
				unit := fmt.Sprint("unit", i)
				if _, err := st.AddUnit(t.Context(), survey.Unit{ID: unit, Name: unit, Parent: "r"}); err != nil {
					t.Fatal(err)
				}
				codes = append(codes, print(t, st, unit, "", 1)...)
			}
			return codes
		})
	}
}

// submitFailing answers with each card, and where that failed once more, as a
// parent does who is shown an error. It ends where the disk is broken.
func submitFailing(ctx context.Context, w *worker) error {
	codes, err := codesIn(w.dir)
	if err != nil {
		return err
	}
	return w.open(ctx, func(st *Store) error {
		for i, c := range codes {
			if err := w.promise(trying + fmt.Sprint(i)); err != nil {
				return err
			}
			err := w.answer(ctx, st, []survey.Code{c})
			if err != nil && !errors.Is(err, survey.ErrDiskBroken) {
				err = w.answer(ctx, st, []survey.Code{c})
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// openFailing fills a box and opens it, and where that failed tries once more,
// as often as the environment says.
func openFailing(ctx context.Context, w *worker) error {
	most := openTries
	if n := os.Getenv(workTries); n != "" {
		var err error
		if most, err = strconv.Atoi(n); err != nil {
			return err
		}
	}
	return w.open(ctx, func(st *Store) error {
		for i := range most {
			unit := fmt.Sprint("unit", i%boxes) // openings of one unit grow
			_, codes, err := st.Print(ctx, survey.Batch{Survey: "kort", Unit: unit, Way: survey.ByCard, Size: perBox})
			if err != nil {
				return err
			}
			for _, c := range codes {
				if err := w.promise(printed + string(c)); err != nil {
					return err
				}
			}
			if err := errors.Join(w.answer(ctx, st, codes), w.promise(trying+fmt.Sprint(i))); err != nil {
				return err
			}
			_, err = st.OpenBoxes(ctx, 2026)
			if err != nil && !errors.Is(err, survey.ErrDiskBroken) {
				_, err = st.OpenBoxes(ctx, 2026)
			}
			if err := errors.Join(err, w.promise(begun)); err != nil {
				return err
			}
		}
		return nil
	})
}

// openTries is how many openings may fail: more than a quarter of what one has
// operations. workTries in the environment says fewer.
const (
	openTries = 48
	workTries = "OUDERSTEM_TEST_WORK_TRIES"
)

// failures is how often something may have failed.
func failures(promised []string) (n int) {
	for _, p := range promised {
		if strings.HasPrefix(p, trying) {
			n++
		}
	}
	return n
}

// answerRest is what comes after: others answer.
func answerRest(ctx context.Context, w *worker) error {
	codes, err := codesIn(w.dir)
	if err != nil {
		return err
	}
	return w.open(ctx, func(st *Store) error { return w.answer(ctx, st, codes[len(codes)-5:]) })
}

func openRest(ctx context.Context, w *worker) error {
	return w.open(ctx, func(st *Store) error {
		_, err := st.OpenBoxes(ctx, 2026)
		return err
	})
}

// checkOpenedMany: each card of team a that a parent was thanked for counts once.
func checkOpenedMany(t *testing.T, dir string, promised []string) {
	var codes []survey.Code
	for _, p := range promised {
		if code, ok := strings.CutPrefix(p, answered); ok {
			codes = append(codes, survey.Code(code))
		}
	}
	st := checked(t, dir)
	for range 2 {
		if _, err := st.OpenBoxes(t.Context(), 2026); err != nil {
			t.Fatal(err)
		}
	}
	s, err := st.Survey(t.Context(), "kort", 0)
	if err != nil {
		t.Fatal(err)
	}
	checkOnce(t, st, s, codes, 1+failures(promised))
}

// fault decides which operations fail.
type fault struct {
	errno syscall.Errno
	fails func(try, n int, op powercut.Op) bool // n counts from 1 in each try
}

// run lets a process work on a disk with a fault, and returns its exit status,
// what it said, how often something failed and in how many tries nothing did
// though the last operation was reached.
func (f fault) run(t *testing.T, w work, image string, env ...string) (dir string, disk *powercut.Disk, status int, out string, failed int) {
	t.Helper()
	dir, disk = mountImage(t, image)
	try, base, on := 0, 0, false
	disk.Before(func(n int, op powercut.Op) syscall.Errno {
		if op.Kind == powercut.Noted {
			if strings.HasPrefix(op.Name, trying) {
				try, base, on = try+1, n, true
			} else {
				on = false
			}
			return 0
		}
		if on && f.fails(try, n-base, op) {
			failed++
			on = false
			return f.errno
		}
		return 0
	})
	all, err := process(w, dir, env...).CombinedOutput()
	disk.Before(func(int, powercut.Op) syscall.Errno { return 0 })
	if e := new(exec.ExitError); errors.As(err, &e) {
		status = e.ExitCode()
	} else if err != nil {
		t.Fatal(err)
	}
	return dir, disk, status, string(all), failed
}

// isSync is an operation whose failure ends the process.
func isSync(op powercut.Op) bool { return op.Kind == powercut.Sync || op.Kind == powercut.SyncDir }

// TestCampaignDiskErrors fails the n-th operation of an answer and of an opening,
// because the disk is full and because it cannot write: for every n, spread over
// two rounds for answers and four for openings. The process goes on, what failed
// works the next time, and nothing is lost or counts twice, also after a power
// cut.
func TestCampaignDiskErrors(t *testing.T) {
	needDisk(t)
	image := t.TempDir()
	prepareBoxes(boxes)(t, image)
	campaign.Rounds(t, 1, func(t *testing.T, seed uint64) {
		for i, errno := range []syscall.Errno{syscall.ENOSPC, syscall.EIO} {
			for j, tries := range []int{boxes, openTries} {
				w, stride, reached := failing[j], 2<<j, 0
				skip := int((seed + uint64(i<<j)) % uint64(stride))
				f := fault{errno, func(try, n int, op powercut.Op) bool {
					reached = max(reached, n)
					return n == stride*try-skip && !isSync(op)
				}}
				_, disk, status, out, failed := f.run(t, w, image)
				if status != 0 || failed == 0 || reached > stride*tries {
					t.Fatalf("%s with %v: ended with %d, %d of %d operations failed\n%s", w.name, errno, status, failed, reached, out)
				}
				campaign.Count("failed operations", failed)
				disk.Now(func(s *powercut.State) { leave(t, w, s, powercut.Nothing, seed) })
			}
		}
	})
}

// TestCampaignBrokenDisk fails each fsync of an answer and of an opening. The
// process ends with a status of its own and says why; the next one goes on, on
// the same disk, which has forgotten what the failed fsync was for; and after a
// power cut all that either has promised is there.
func TestCampaignBrokenDisk(t *testing.T) {
	needDisk(t)
	image := t.TempDir()
	prepareBoxes(8)(t, image)
	campaign.Rounds(t, 1, func(t *testing.T, seed uint64) {
		for i, w := range failing[:2] {
			broken := 0
			for nth := 1; ; nth++ {
				syncs := 0
				const later = 3 // tries that go well before
				f := fault{syscall.EIO, func(try, _ int, op powercut.Op) bool {
					if try == later && isSync(op) {
						syncs++
					}
					return try == later && isSync(op) && syncs == nth
				}}
				dir, disk, status, out, failed := f.run(t, w, image, workTries+"=4")
				if failed == 0 {
					break // nth is more than there are
				}
				broken++
				if status != ExitBroken || !strings.Contains(out, "disk-broken") {
					t.Fatalf("%s, fsync %d: ended with %d\n%s", w.name, nth, status, out)
				}
				again := failing[2+i]
				if out, err := process(again, dir).CombinedOutput(); err != nil {
					t.Fatalf("the next process: %v\n%s", err, out)
				}
				disk.Now(func(s *powercut.State) {
					leave(t, w, s, powercut.Nothing, seed)
					leave(t, w, s, powercut.Subset, seed)
				})
			}
			if broken < 3 {
				t.Errorf("%s: only %d fsyncs", w.name, broken)
			}
			campaign.Count("failed fsyncs", broken)
		}
	})
}

// TestUnsafeNames: SQLite does not say when the name of its log did not get safe.
// The store makes sure of it by itself before it takes an answer.
func TestUnsafeNames(t *testing.T) {
	needDisk(t)
	w := named("submit")
	dir, disk := mount(t, w)
	failed := 0
	disk.Before(func(_ int, op powercut.Op) syscall.Errno {
		if op.Kind == powercut.SyncDir && op.Name == "." && failed == 0 {
			failed++
			return syscall.EIO
		}
		return 0
	})
	out, err := process(w, dir).CombinedOutput()
	disk.Before(func(int, powercut.Op) syscall.Errno { return 0 }) // nothing counts any more
	if err != nil || failed == 0 {
		t.Fatalf("%d failed, %v\n%s", failed, err, out)
	}
	answers := 0
	disk.Recording().Replay(func(s *powercut.State) {
		if s.Last.Kind == powercut.Noted {
			answers++
			leave(t, w, s, powercut.Nothing, 1)
		}
	})
	if answers == 0 {
		t.Error("nobody answered")
	}
}

// TestOneWriter: all that is written into the database goes through write.go,
// where an fsync that failed is noticed.
func TestOneWriter(t *testing.T) {
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	const only = "st.write."
	found := 0
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		source, err := os.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(source), "\n") {
			uses := strings.Contains(line, only) && !strings.Contains(line, "SetMaxOpenConns")
			if uses && f.Name() != "write.go" {
				t.Errorf("%s:%d writes by itself: %s", f.Name(), i+1, strings.TrimSpace(line))
			}
			if uses {
				found++
			}
		}
	}
	if found == 0 {
		t.Error("nothing writes")
	}
}
