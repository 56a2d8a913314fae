//go:build unix

package main

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// asProgram makes this test binary be the program.
const asProgram = "OUDERSTEM_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	if err := os.Setenv("OUDERSTEM_MESSAGES", "en"); err != nil { // tests read what it prints
		panic(err)
	}
	os.Exit(m.Run())
}

// TestFullDisk serves with a limit on the size of files, which is met by the
// same calls that a full disk fails. The parent is told, with every word still
// there; what was acknowledged counts once there is room again.
func TestFullDisk(t *testing.T) {
	const most = 200 // answers; far more than fit
	dir := t.TempDir()
	must(t, "unit", "add", "Gemeente Test", "--id", "test", "--data", dir)
	cards := strings.Fields(must(t, "cards", "--survey", "kort", "--unit", "test", "--count", fmt.Sprint(most), "--format", "txt", "--data", dir))
	site, stop := limited(t, dir, 1<<20)
	var links []string
	for i := 0; i < len(cards); i += 2 { // link, printed code
		links = append(links, cards[i])
	}
	acknowledged := 0
	for ; acknowledged < most; acknowledged++ {
		status, page := answerCard(t, site, links[acknowledged], acknowledged)
		if status == http.StatusSeeOther {
			continue
		}
		if status != http.StatusServiceUnavailable || !strings.Contains(page, "niet verstuurd") ||
			!strings.Contains(page, fmt.Sprintf("woorden van ouder %d", acknowledged)) {
			t.Errorf("a full disk is told with %d\n%s", status, page)
		}
		break
	}
	if said := stop(); !strings.Contains(said, `msg="answer not stored"`) || strings.Contains(said, "time=") {
		t.Errorf("it says\n%s", said) // a time would be that of an answer
	}
	if acknowledged == 0 || acknowledged == most {
		t.Fatalf("%d of %d fitted: the disk was never full", acknowledged, most)
	}
	site, _ = server(t, dir)
	for i := acknowledged; i < acknowledged+10; i++ { // the same card again, and some more
		if status, page := answerCard(t, site, links[i], i); status != http.StatusSeeOther {
			t.Fatalf("once there is room: %d\n%s", status, page)
		}
	}
	if out := must(t, "open", "--data", dir, "--format", "json"); !strings.Contains(out, fmt.Sprintf(`"n": %d`, acknowledged+10)) {
		t.Errorf("opened %s, want %d", out, acknowledged+10)
	}
}

// answerCard answers with the card behind link and returns the status and the
// page that came back.
func answerCard(t *testing.T, site, link string, i int) (int, string) {
	t.Helper()
	u, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	fields := url.Values{
		"code": {u.Fragment}, "lang": {"nl"}, "step": {"send"},
		"q-mark": {"8"}, "q-good": {fmt.Sprintf("woorden van ouder %d", i)},
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, site+u.Path, strings.NewReader(fields.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := parent().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(body)
}

// limited serves in a process whose files cannot grow beyond bytes.
func limited(t *testing.T, dir string, bytes int) (site string, stop func() string) {
	t.Helper()
	script := fmt.Sprintf(`trap "" XFSZ; ulimit -f %d; exec "$0" "$@"`, bytes/512)
	child := exec.Command("sh", "-c", script, os.Args[0], "serve", "--data", dir, "--listen", "127.0.0.1:0")
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
	stop = func() string {
		if err := child.Process.Signal(syscall.SIGTERM); err != nil {
			t.Error(err)
		}
		_ = child.Wait() // it may not be able to close what it cannot write
		return said.String()
	}
	address := regexp.MustCompile(`For parents:\s+http://localhost(:\d+)/`)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if m := address.FindStringSubmatch(lines.Text()); m != nil {
			go io.Copy(io.Discard, out) //nolint:errcheck // what else it prints
			return "http://127.0.0.1" + m[1], stop
		}
	}
	t.Fatalf("serve said nothing: %s", stop())
	return "", nil
}
