//go:build linux

package store

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"ouderstem/store/powercut"
	"ouderstem/survey/campaign"
)

// testAll makes what is missing on this machine fail instead of being skipped.
const testAll = "OUDERSTEM_TEST_ALL"

// needDisk skips a test where no disk of ours can be mounted, and puts the
// test's own directories into memory.
func needDisk(t *testing.T) {
	t.Helper()
	f, err := os.OpenFile(powercut.Device, os.O_RDWR, 0)
	if err == nil {
		err = f.Close()
	}
	if err == nil && os.Getuid() != 0 {
		err = syscall.EPERM
	}
	if err != nil {
		if os.Getenv(testAll) != "" {
			t.Fatalf("power cuts cannot be tried: %v", err)
		}
		t.Skipf("power cuts cannot be tried without %s and the right to mount: %v", powercut.Device, err)
	}
	const memory = "/dev/shm"
	if info, err := os.Stat(memory); err == nil && info.IsDir() {
		t.Setenv("TMPDIR", memory)
	}
}

// mount makes a disk with what w begins with.
func mount(t *testing.T, w work) (dir string, disk *powercut.Disk) {
	t.Helper()
	image := t.TempDir()
	w.prepare(t, image)
	return mountImage(t, image)
}

func mountImage(t *testing.T, image string) (dir string, disk *powercut.Disk) {
	t.Helper()
	dir = t.TempDir()
	disk, err := powercut.Mount(dir, image)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := disk.Unmount(); err != nil {
			t.Error(err)
		}
	})
	return dir, disk
}

// onDisk lets a process do work on a disk and returns what was done there.
func onDisk(t *testing.T, w work, env ...string) *powercut.Recording {
	t.Helper()
	dir, disk := mount(t, w)
	if out, err := process(w, dir, env...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return disk.Recording()
}

// process is another process that does work in dir.
func process(w work, dir string, env ...string) *exec.Cmd {
	child := exec.Command(os.Args[0]) //nolint:gosec // this test itself
	child.Env = append(append(os.Environ(), workName+"="+w.name, workDir+"="+dir), env...)
	return child
}

// named returns one of the works.
func named(name string) work {
	for _, w := range works {
		if w.name == name {
			return w
		}
	}
	panic("no work " + name)
}

// leave checks what a cut at a state leaves.
func leave(t *testing.T, w work, s *powercut.State, how powercut.How, seed uint64) {
	t.Helper()
	t.Run(fmt.Sprintf("%s after %d, %v, keeps %v", w.name, s.Done, s.Last, how), func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "left")
		if err := s.Survive(dir, how, seed); err != nil {
			t.Fatal(err)
		}
		w.check(t, dir, s.Notes)
	})
	campaign.Count("cuts", 1)
	campaign.Count("promises", len(s.Notes))
}

// TestCampaignPowerCut lets processes submit, open, close a year, publish,
// migrate, copy, put back and install on a disk that forgets, at a cut, what was
// not fsynced. Nothing that was promised before is lost, nothing counts twice,
// the database is whole and every box can be opened.
//
// Each round tries every work: all that a cut may take is taken just before each
// fsync, when most is at stake; and at some other moments any part of it.
func TestCampaignPowerCut(t *testing.T) {
	needDisk(t)
	campaign.Rounds(t, 1, func(t *testing.T, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 0))
		for _, w := range works {
			rec := onDisk(t, w)
			ops := rec.Ops()
			campaign.Count("operations", len(ops))
			rec.Replay(func(s *powercut.State) {
				last := s.Done == len(ops)
				if last || ops[s.Done].Kind == powercut.Sync || ops[s.Done].Kind == powercut.SyncDir {
					leave(t, w, s, powercut.Nothing, seed)
				}
				if last || r.IntN(len(ops)) < 8 {
					leave(t, w, s, powercut.Subset, seed)
				}
				if r.IntN(len(ops)) < 3 {
					leave(t, w, s, powercut.Prefix, seed)
				}
			})
		}
	})
}

// TestPowerCutIsNoticed breaks what keeps answers safe, each in one place, and
// counts the cuts after which something is missing: the test above would fail.
func TestPowerCutIsNoticed(t *testing.T) {
	needDisk(t)
	tests := []struct {
		name, work, pragma string
		forget             func(powercut.Op) bool // fsyncs that the program did not do
	}{
		{"nothing is broken", "submit", "", nil},
		{"a commit does not wait for the disk", "submit", "PRAGMA synchronous = NORMAL", nil},
		{"nothing waits for the disk", "open", "PRAGMA synchronous = OFF", nil},
		{"the keyring's names are not fsynced", "submit", "", func(op powercut.Op) bool {
			return op.Kind == powercut.SyncDir && op.Name == "keyring"
		}},
		{"keys are not fsynced", "submit", "", func(op powercut.Op) bool {
			return op.Kind == powercut.Sync && strings.HasPrefix(op.Name, "keyring/")
		}},
		{"the keyring itself has no safe name", "install", "", func(op powercut.Op) bool {
			return op.Kind == powercut.SyncDir && op.Name == "."
		}},
		{"a copy's name is not fsynced", "backup", "", func(op powercut.Op) bool {
			return op.Kind == powercut.SyncDir && op.Name == "."
		}},
		{"what is put back is not fsynced", "restore", "", func(op powercut.Op) bool {
			return op.Kind == powercut.Sync
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := named(test.work)
			var env []string
			if test.pragma != "" {
				env = append(env, workPragma+"="+test.pragma)
			}
			rec := onDisk(t, w, env...)
			if test.forget != nil {
				rec = rec.Without(test.forget)
			}
			bad, tried := 0, 0
			ops := rec.Ops()
			rec.Replay(func(s *powercut.State) {
				if bad > 0 || s.Last.Kind != powercut.Noted || s.Done < len(ops) && ops[s.Done].Kind == powercut.Noted {
					return
				}
				for _, how := range []powercut.How{powercut.Nothing, powercut.Subset} {
					tried++
					dir := filepath.Join(t.TempDir(), "left")
					if err := s.Survive(dir, how, 1); err != nil {
						t.Fatal(err)
					}
					check := process(w, dir, workCheck+"="+strings.Join(s.Notes, "\n"))
					check.Args = append(check.Args, "-test.run=^TestWhatIsLeft$")
					if check.Run() != nil {
						bad++
					}
				}
			})
			if broken := test.pragma != "" || test.forget != nil; tried == 0 || (bad > 0) != broken {
				t.Errorf("%d of %d cuts noticed", bad, tried)
			}
		})
	}
}

// TestWhatIsLeft is the process that checks where a check is to fail.
func TestWhatIsLeft(t *testing.T) {
	promised, ok := os.LookupEnv(workCheck)
	if !ok {
		t.Skip("it is run by TestPowerCutIsNoticed")
	}
	w := named(os.Getenv(workName))
	w.check(t, os.Getenv(workDir), strings.FieldsFunc(promised, func(r rune) bool { return r == '\n' }))
}

// TestCampaignKill kills a process before one of its operations on the disk, for
// every work, and checks what is left. Each round has other operations.
func TestCampaignKill(t *testing.T) {
	needDisk(t)
	campaign.Rounds(t, 1, func(t *testing.T, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 1))
		for _, w := range works {
			all := operations(t, w)
			dir, disk := mount(t, w)
			at := 1 + r.IntN(all)
			child := process(w, dir)
			var pid atomic.Int64
			started := make(chan struct{})
			disk.Before(func(n int, op powercut.Op) syscall.Errno {
				if n < at || op.Kind == powercut.Noted {
					return 0
				}
				<-started
				_ = syscall.Kill(int(pid.Load()), syscall.SIGKILL)
				return syscall.EINTR
			})
			if err := child.Start(); err != nil {
				t.Fatal(err)
			}
			pid.Store(int64(child.Process.Pid))
			close(started)
			err := child.Wait()
			if status, ok := child.ProcessState.Sys().(syscall.WaitStatus); !ok || status.Signal() != syscall.SIGKILL {
				t.Fatalf("%s was not killed before operation %d of %d: %v", w.name, at, all, err)
			}
			disk.Now(func(s *powercut.State) { leave(t, w, s, powercut.Everything, seed) })
		}
	})
}

// TestCampaignMigrationCut looks at a migration of a database of the first version
// at some forty moments, other ones in each round: what is there when the process
// is killed, and what a power cut leaves. The next start goes on with it, and a
// copy of the first version is there.
func TestCampaignMigrationCut(t *testing.T) {
	needDisk(t)
	campaign.Rounds(t, 1, func(t *testing.T, seed uint64) {
		w := named("migrate")
		rec := onDisk(t, w)
		few := max(1, len(rec.Ops())/40) // operations that one of is tried, in turn
		rec.Replay(func(s *powercut.State) {
			if last := s.Done == len(rec.Ops()); !last && (s.Done+int(seed%uint64(few)))%few != 0 {
				return
			}
			leave(t, w, s, powercut.Everything, seed)
			leave(t, w, s, powercut.Nothing, seed)
		})
	})
}

// operations counts what w does when nothing fails.
func operations(t *testing.T, w work) int {
	t.Helper()
	dir, disk := mount(t, w)
	most := 0
	disk.Before(func(n int, _ powercut.Op) syscall.Errno { most = n; return 0 })
	if out, err := process(w, dir).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	disk.Before(func(int, powercut.Op) syscall.Errno { return 0 })
	return most
}
