//go:build linux

package store

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"ouderstem/store/powercut"
	"ouderstem/survey/campaign"
)

// onDisk lets a process do work on a disk and returns what was done there.
func onDisk(t *testing.T, w work, env ...string) *powercut.Recording {
	t.Helper()
	image, dir := t.TempDir(), t.TempDir()
	w.prepare(t, image)
	disk, err := powercut.Mount(dir, image)
	if err != nil {
		t.Fatal(err)
	}
	out, failed := process(w, dir, env...).CombinedOutput()
	r, err := disk.Unmount()
	if failed != nil || err != nil {
		t.Fatalf("%v, %v\n%s", failed, err, out)
	}
	return r
}

// process is another process that does work in dir.
func process(w work, dir string, env ...string) *exec.Cmd {
	child := exec.Command(os.Args[0]) //nolint:gosec // this test itself
	child.Env = append(append(os.Environ(), workName+"="+w.name, workDir+"="+dir), env...)
	return child
}

func TestTry(t *testing.T) {
	for _, w := range works {
		t0 := time.Now()
		r := onDisk(t, w)
		kinds := map[powercut.Kind]int{}
		for _, op := range r.Ops() {
			kinds[op.Kind]++
		}
		t.Logf("%s: %d ops %v in %v", w.name, len(r.Ops()), kinds, time.Since(t0))
		t0 = time.Now()
		n, i := 0, 0
		r.Replay(func(s *powercut.State) {
			i++
			if i%7 != 0 && s.Done != len(r.Ops()) {
				return
			}
			n++
			t.Run(fmt.Sprint(w.name, s.Done, s.Last), func(t *testing.T) {
				dir := filepath.Join(t.TempDir(), "left")
				if err := s.Survive(dir, powercut.Nothing, 1); err != nil {
					t.Fatal(err)
				}
				w.check(t, dir, s.Notes)
			})
		})
		t.Logf("%s: %d cuts %v", w.name, n, time.Since(t0))
	}
	_ = campaign.Rounds
}
