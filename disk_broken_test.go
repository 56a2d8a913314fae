//go:build linux

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"ouderstem/store"
	"ouderstem/store/powercut"
)

// TestBrokenDisk serves from a disk of which one fsync fails. The parent who
// answers then is told that nothing was sent, with every word still there; the
// program says why, takes nothing more and ends with a status of its own. After
// that, and a power cut, everybody who was thanked is counted, once.
func TestBrokenDisk(t *testing.T) {
	if f, err := os.OpenFile(powercut.Device, os.O_RDWR, 0); err != nil || os.Getuid() != 0 {
		if os.Getenv("OUDERSTEM_TEST_ALL") != "" {
			t.Fatalf("no disk that breaks without %s and the right to mount: %v", powercut.Device, err)
		}
		t.Skipf("no disk that breaks without %s and the right to mount: %v", powercut.Device, err)
	} else if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	image, dir := t.TempDir(), t.TempDir()
	must(t, "unit", "add", "Gemeente Test", "--id", "test", "--data", image)
	cards := strings.Fields(must(t, "cards", "--survey", "kort", "--unit", "test", "--count", "12", "--format", "txt", "--data", image))
	var links []string
	for i := 0; i < len(cards); i += 2 { // link, printed code
		links = append(links, cards[i])
	}
	disk, err := powercut.Mount(dir, image)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := disk.Unmount(); err != nil {
			t.Error(err)
		}
	})
	var breaks atomic.Bool
	disk.Before(func(_ int, op powercut.Op) syscall.Errno {
		if op.Kind == powercut.Sync && breaks.CompareAndSwap(true, false) {
			return syscall.EIO
		}
		return 0
	})

	site, _, ended := apart(t, dir)
	thanked := 0
	for ; thanked < 3; thanked++ {
		if status, page := answerCard(t, site, links[thanked], thanked); status != http.StatusSeeOther {
			t.Fatalf("answer %d: %d\n%s", thanked, status, page)
		}
	}
	breaks.Store(true)
	status, page := answerCard(t, site, links[thanked], thanked)
	if status != http.StatusServiceUnavailable || !strings.Contains(page, "niet verstuurd") ||
		!strings.Contains(page, fmt.Sprintf("woorden van ouder %d", thanked)) {
		t.Errorf("a disk that broke is told with %d\n%s", status, page)
	}
	said, code := ended() // nothing of when somebody answered
	if code != store.ExitBroken || !strings.Contains(said, "did not keep what was written") || strings.Contains(said, "woorden van") || strings.Contains(said, "time=") {
		t.Errorf("ended with %d:\n%s", code, said)
	}
	if breaks.Load() {
		t.Error("the disk did not break")
	}

	left := t.TempDir()
	disk.Now(func(s *powercut.State) { err = s.Survive(left, powercut.Nothing, 1) })
	if err != nil {
		t.Fatal(err)
	}
	site, _ = server(t, left)
	for i := thanked; i < len(links); i++ { // the same card again, and the others
		if status, page := answerCard(t, site, links[i], i); status != http.StatusSeeOther {
			t.Fatalf("after a start: %d\n%s", status, page)
		}
	}
	if out := must(t, "open", "--data", left, "--format", "json"); !strings.Contains(out, fmt.Sprintf(`"n": %d`, len(links))) {
		t.Errorf("opened %s, want %d", out, len(links))
	}
}

// apart is a server in a process of its own; ended waits until it has ended by
// itself and returns what it said and its exit status.
func apart(t *testing.T, dir string) (site string, pid int, ended func() (string, int)) {
	t.Helper()
	child := exec.Command(os.Args[0], "serve", "--data", dir, "--listen", "127.0.0.1:0")
	child.Env = append(os.Environ(), asProgram+"=1")
	var said strings.Builder
	child.Stderr = &said
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = child.Process.Kill() }) // where it did not end by itself
	address := regexp.MustCompile(`For parents:\s+http://localhost(:\d+)/`)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if m := address.FindStringSubmatch(lines.Text()); m != nil {
			site = "http://127.0.0.1" + m[1]
			break
		}
	}
	if site == "" {
		t.Fatalf("serve said nothing: %v\n%s", child.Wait(), said.String())
	}
	return site, child.Process.Pid, func() (string, int) {
		_, _ = io.Copy(io.Discard, out)
		err := child.Wait()
		if e := new(exec.ExitError); errors.As(err, &e) {
			return said.String(), e.ExitCode()
		}
		return said.String(), 0
	}
}
