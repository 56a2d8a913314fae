//go:build unix

package main

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"ouderstem/survey/campaign"
)

// process is the program in a process of its own.
type process struct {
	*exec.Cmd
	out  io.Reader
	said strings.Builder // on the error output; to be read when it has ended
}

// starts begins a server on a free port, which ends with the test.
func starts(t *testing.T, dir string) *process {
	t.Helper()
	p := &process{Cmd: exec.CommandContext(t.Context(), os.Args[0], "serve", "--data", dir, "--listen", "127.0.0.1:0")} //nolint:gosec // this test itself
	p.Env = append(os.Environ(), asProgram+"=1")
	p.Stderr = &p.said
	var err error
	if p.out, err = p.StdoutPipe(); err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	return p
}

// serves waits until the process says where parents and staff find it; both are ""
// when it ended instead.
func (p *process) serves() (site, staff string) {
	address := regexp.MustCompile(`(http://localhost:\d+)(/\S*)`)
	for lines := bufio.NewScanner(p.out); lines.Scan(); {
		m := address.FindStringSubmatch(lines.Text())
		switch {
		case m == nil:
		case m[2] == "/":
			site = strings.Replace(m[1], "localhost", "127.0.0.1", 1)
		default:
			go io.Copy(io.Discard, p.out) //nolint:errcheck // what else it prints
			return site, m[2]
		}
	}
	return "", ""
}

// ends ends the process and returns its exit status.
func (p *process) ends(t *testing.T, with syscall.Signal) int {
	t.Helper()
	if err := p.Process.Signal(with); err != nil {
		t.Error(err)
	}
	_ = p.Wait() // its status says it
	return p.ProcessState.ExitCode()
}

// TestSecondServer: of one data directory there is one server. A second one says
// which directory is in use and nothing else; commands work beside the first; and
// when that was killed, the next one runs at once, with all that was acknowledged.
func TestSecondServer(t *testing.T) {
	dir := t.TempDir()
	must(t, "unit", "add", "Gemeente Test", "--id", "test", "--data", dir)
	cards := strings.Fields(must(t, "cards", "--survey", "kort", "--unit", "test", "--count", "12", "--format", "txt", "--data", dir))
	first := starts(t, dir)
	site, setup := first.serves()
	if !strings.HasPrefix(setup, "/staff/setup/") {
		t.Fatalf("the first says %q, %q\n%s", site, setup, &first.said)
	}
	for i := range 11 {
		if status, page := answerCard(t, site, cards[2*i], i); status != http.StatusSeeOther {
			t.Fatalf("%d\n%s", status, page)
		}
	}

	for range 2 {
		second := starts(t, dir)
		said, err := io.ReadAll(second.out)
		if err != nil {
			t.Fatal(err)
		}
		_ = second.Wait() // its status says it
		if code := second.ProcessState.ExitCode(); code != 1 || len(said) > 0 {
			t.Errorf("a second server ended with %d and said %q", code, said)
		}
		if want := "Another process is using " + dir + " already."; !strings.Contains(second.said.String(), want) || strings.Count(second.said.String(), "\n") != 1 {
			t.Errorf("a second server says\n%s", &second.said)
		}
	}
	copied := filepath.Join(t.TempDir(), "copy")
	must(t, "backup", copied, "--data", dir)
	if out := must(t, "backup", copied, "--check"); !strings.Contains(out, "11") {
		t.Errorf("copied beside a server: %s", out)
	}
	if _, said, code := do(t, "restore", copied, "--data", dir); code != 1 || !strings.Contains(said, dir+" already") {
		t.Errorf("put back over a running server: %d %s", code, said)
	}
	audited, said, code := do(t, "audit", "check", "--data", dir)
	if !strings.Contains(audited, "[years-future]") || said != "" {
		t.Errorf("audited beside a server: %d\n%s%s", code, audited, said)
	}
	if out := must(t, "open", "--data", dir, "--format", "json"); !strings.Contains(out, `"n": 11`) {
		t.Errorf("opened beside a server: %s", out)
	}
	if status, page := answerCard(t, site, cards[2*11], 11); status != http.StatusSeeOther {
		t.Errorf("after all that the first says %d\n%s", status, page)
	}

	if code := first.ends(t, syscall.SIGKILL); code != -1 {
		t.Fatalf("killed, it ended with %d", code)
	}
	copied += " after"
	must(t, "backup", copied, "--data", dir)
	if out := must(t, "backup", copied, "--check"); !strings.Contains(out, "opened answers 11, answers in boxes 1,") {
		t.Errorf("killed, and of 11 answers and 1 there are: %s", out)
	}
	third := starts(t, dir)
	if site, _ = third.serves(); site == "" {
		t.Fatalf("no server runs after one was killed: %v\n%s", third.Wait(), &third.said)
	}
	for i := range 12 { // nobody answers twice
		if status, page := answerCard(t, site, cards[2*i], i); status != http.StatusSeeOther {
			t.Errorf("%d\n%s", status, page)
		}
	}
	if code := third.ends(t, syscall.SIGTERM); code != 0 {
		t.Errorf("it ended with %d\n%s", code, &third.said)
	}
	copied += " all"
	must(t, "backup", copied, "--data", dir)
	if out := must(t, "backup", copied, "--check"); !strings.Contains(out, "opened answers 11, answers in boxes 1,") {
		t.Errorf("of 12 who answered, and once more, there are: %s", out)
	}
}

// TestCampaignServersAtOnce: of servers that begin at the same moment, in a
// directory in which nothing is yet, exactly one runs.
func TestCampaignServersAtOnce(t *testing.T) {
	rounds := 20
	if campaign.Raced {
		rounds = 3
	}
	campaign.Rounds(t, rounds, func(t *testing.T, _ uint64) {
		dir := filepath.Join(t.TempDir(), "data")
		both := []*process{starts(t, dir), starts(t, dir)}
		running := 0
		for _, p := range both {
			if site, _ := p.serves(); site != "" {
				running++
				defer p.ends(t, syscall.SIGTERM)
				continue
			}
			if _ = p.Wait(); p.ProcessState.ExitCode() != 1 || !strings.Contains(p.said.String(), dir+" already") {
				t.Errorf("the other ended with %d\n%s", p.ProcessState.ExitCode(), &p.said)
			}
		}
		if running != 1 {
			t.Errorf("%d run", running)
		}
		campaign.Count("starts", len(both))
		campaign.Count("running", running)
	})
}
