//go:build unix

package store

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"ouderstem/survey"
	"ouderstem/survey/campaign"
)

// steps are where a process can be killed: before and after everything that
// becomes durable.
var steps = []string{
	"box: key kept",
	"submit: begin", "submit: sealed", "submit: code spent", "submit: committed",
	"open: begin", "open: closed", "open: decrypted", "open: written", "open: kept",
	"burn: log emptied", "burn: key destroyed", "burn: done",
}

const (
	crashAt    = "OUDERSTEM_TEST_CRASH" // "step:n": die the n-th time that step is reached
	crashYear  = "OUDERSTEM_TEST_CLOSE" // set: end the year, which pools two small boxes, instead of opening one
	crashCards = 14
)

// TestCampaignCrash kills the process at every step of submitting and opening, then
// lets every parent who got no reply try again. No answer that was acknowledged
// is lost, and none is counted twice. Every other round ends a year.
func TestCampaignCrash(t *testing.T) {
	if at := os.Getenv(crashAt); at != "" {
		crashing(t, at)
		return
	}
	rounds := 4
	if testing.Short() {
		rounds = 1
	}
	campaign.Rounds(t, rounds, func(t *testing.T, seed uint64) {
		for i, step := range steps {
			nth := 1
			if strings.HasPrefix(step, "submit") {
				nth += int((seed + uint64(i)) % crashCards) // another card each time
			}
			t.Run(fmt.Sprintf("%s %d", step, nth), func(t *testing.T) {
				t.Parallel()
				crash(t, fmt.Sprintf("%s:%d", step, nth), seed%2 == 0)
			})
			campaign.Count("kills", 1)
			campaign.Count("answers", crashCards)
		}
	})
}

func crash(t *testing.T, at string, yearEnd bool) {
	dir := t.TempDir()
	st := open(t, dir)
	s := town(t, st)
	first := 10 // opened by themselves
	if yearEnd {
		first = 6 // only together
	}
	codes := slices.Concat(print(t, st, "a", "", first), print(t, st, "b", "", crashCards-first))
	var list []string
	for _, c := range codes {
		list = append(list, string(c))
	}
	if err := os.WriteFile(filepath.Join(dir, "codes"), []byte(strings.Join(list, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}

	child := exec.Command(os.Args[0], "-test.run=^TestCampaignCrash$") //nolint:gosec // this test itself
	child.Env = append(os.Environ(), crashAt+"="+at, "OUDERSTEM_TEST_DIR="+dir)
	if yearEnd {
		child.Env = append(child.Env, crashYear+"=1")
	}
	out, err := child.Output()
	if status, ok := child.ProcessState.Sys().(syscall.WaitStatus); !ok || status.Signal() != syscall.SIGKILL {
		t.Fatalf("the process was not killed at %s: %v\n%s", at, err, out)
	}
	acknowledged := acks(out)

	for _, c := range codes {
		if !acknowledged[c] { // this parent got no reply and tries again
			if err := st.Drop(t.Context(), Submission{Code: c, Response: answer(s, 7, string(c))}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := st.OpenBoxes(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	checkOnce(t, st, s, codes, 1)
}

// checkOnce closes the year until nothing is left and checks that every card
// counts exactly once.
func checkOnce(t *testing.T, st *Store, s *survey.Survey, codes []survey.Code, orphans int) {
	t.Helper()
	if _, err := st.CloseYear(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	// What is still sealed is filled up, so that it opens too.
	filler := print(t, st, "r", "", 10)
	drop(t, st, s, filler)
	if _, err := st.CloseYear(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	r := opened(t, st, "r", 2026)
	if want := len(codes) + len(filler); r.Responses != want || len(r.Comments) != want {
		t.Errorf("%d responses and %d comments, want %d", r.Responses, len(r.Comments), want)
	}
	times := map[string]int{}
	for _, c := range r.Comments {
		times[c.Text]++
	}
	for _, c := range codes {
		if times[string(c)] != 1 {
			t.Errorf("the answer with a card was counted %d times", times[string(c)])
		}
	}
	// Orphans: of boxes that were never made, because the process died or the disk
	// failed just after the key was kept. Nothing was sealed for them.
	if left := keyFiles(t, st.dir); len(left) > orphans {
		t.Errorf("keys left: %v", left)
	}
}

func acks(out []byte) map[survey.Code]bool {
	acknowledged := map[survey.Code]bool{}
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		if code, ok := strings.CutPrefix(lines.Text(), "ack "); ok {
			acknowledged[survey.Code(code)] = true
		}
	}
	return acknowledged
}

// crashing is the process that dies: parents answer, then the box is opened.
func crashing(t *testing.T, at string) {
	dir := os.Getenv("OUDERSTEM_TEST_DIR")
	colon := strings.LastIndex(at, ":")
	step := at[:colon]
	left, err := strconv.Atoi(at[colon+1:])
	if err != nil {
		t.Fatal(err)
	}
	st, err := Open(t.Context(), Config{Dir: dir, Step: func(name string) {
		if name != step {
			return
		}
		if left--; left == 0 {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {}
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	list, err := os.ReadFile(filepath.Join(dir, "codes"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := st.Survey(t.Context(), "kort", 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range strings.Fields(string(list)) {
		if err := st.Drop(t.Context(), Submission{Code: survey.Code(c), Response: answer(s, 7, c)}); err != nil {
			t.Fatal(err)
		}
		fmt.Println("ack " + c)
	}
	if os.Getenv(crashYear) != "" {
		_, err = st.CloseYear(t.Context(), 2026)
	} else {
		_, err = st.OpenBoxes(t.Context(), 2026)
	}
	if err != nil {
		t.Fatal(err)
	}
}
