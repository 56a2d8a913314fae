package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"ouderstem/store"
)

// TestRooms keeps the packages in the order that CONTRIBUTING.md draws.
func TestRooms(t *testing.T) {
	may := map[string][]string{
		".":              {"handlers", "handlers/chromium", "handlers/mail", "handlers/oidc", "store", "store/demo", "stats", "stats/themes", "survey", "survey/redact", "views", "views/chart", "views/document", "views/office", "views/paper", "views/sheets"},
		"bench":          {"handlers", "store", "stats", "stats/themes", "survey", "survey/brand", "views"},
		"bench/campaign": {},
		"handlers":       {"handlers/chromium", "handlers/mail", "handlers/oidc", "handlers/passkey", "handlers/totp", "store", "stats", "stats/themes", "survey", "survey/brand", "survey/redact", "views", "views/chart", "views/document", "views/office", "views/paper", "views/sheets"},

		"handlers/chromium": {"survey"}, "handlers/mail": {"survey"}, "handlers/oidc": {"survey"}, "handlers/passkey": {"survey"}, "handlers/totp": {},
		"handlers/mail/mailtest": {}, "handlers/oidc/oidctest": {}, "handlers/passkey/passkeytest": {},

		"store":          {"survey"},
		"store/demo":     {"store", "survey", "survey/redact"},
		"store/powercut": {}, // for tests, so that no room may know it
		"views":          {"stats", "stats/themes", "survey", "survey/brand", "survey/redact", "views/chart", "views/document"},
		"views/chart":    {"views/document", "views/letters"},
		"views/document": {},
		"views/office":   {"views/chart", "views/document"},
		"views/paper":    {"views", "views/letters", "survey"},
		"views/sheets":   {"views/chart", "views/document"},
		"views/letters":  {},
		"stats":          {"stats/themes", "survey"},
		"stats/themes":   {"survey"},
		"survey":         {},
		"survey/brand":   {"survey"},
		"survey/redact":  {},

		"survey/testprogram": {},
		"survey/campaign":    {}, // for tests, so that no room may know it
	}
	found := map[string]bool{}
	err := filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && (d.Name() == "node_modules" || strings.HasPrefix(d.Name(), ".") && file != ".") {
			if err == nil {
				err = fs.SkipDir
			}
			return err
		}
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		room := path.Dir(filepath.ToSlash(file))
		allowed, ok := may[room]
		if !ok {
			t.Errorf("%s is a room that nobody knows of", room)
		}
		found[room] = true
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, i := range parsed.Imports {
			if name, ours := strings.CutPrefix(strings.Trim(i.Path.Value, `"`), "ouderstem/"); ours && !slices.Contains(allowed, name) {
				t.Errorf("%s may not know %s", file, name)
			}
		}
		return nil
	})
	if err != nil || len(found) != len(may) {
		t.Errorf("found rooms %v, %v", found, err)
	}
}

// do runs a command and returns what it printed.
func do(t *testing.T, args ...string) (out, errOut string, code int) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(t.Context(), args, &o, &e)
	return o.String(), e.String(), code
}

// must runs a command that has to succeed.
func must(t *testing.T, args ...string) string {
	t.Helper()
	out, errOut, code := do(t, args...)
	if code != 0 {
		t.Fatalf("ouderstem %v: %d\n%s%s", args, code, out, errOut)
	}
	return out
}

// server runs serve until the test ends and returns the parents' address and
// everything it prints.
func server(t *testing.T, dir string) (site string, printed *syncBuffer) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	printed = &syncBuffer{}
	ended := make(chan int)
	go func() {
		ended <- run(ctx, []string{"serve", "--data", dir, "--listen", "127.0.0.1:0"}, printed, printed)
	}()
	t.Cleanup(func() {
		stop()
		if code := <-ended; code != 0 {
			t.Errorf("serve ended with %d\n%s", code, printed)
		}
	})
	address := regexp.MustCompile(`For parents:\s+(http://\S+)/`)
	for deadline := time.Now().Add(20 * time.Second); ; {
		if m := address.FindStringSubmatch(printed.String()); m != nil {
			return strings.Replace(m[1], "localhost", "127.0.0.1", 1), printed
		}
		if time.Now().After(deadline) {
			t.Fatalf("serve said nothing:\n%s", printed)
		}
		printed.wait()
	}
}

// parent is a client whose address and browser can be recognised, wherever they
// would turn up.
func parent() *http.Client {
	from := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 77, 77)}}
	return &http.Client{
		Transport:     &http.Transport{DialContext: from.DialContext},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

func send(t *testing.T, client *http.Client, form string, fields url.Values) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, form, strings.NewReader(fields.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	tellAll(r)
	res, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if err := res.Body.Close(); err != nil {
		t.Fatal(err)
	}
	return res.StatusCode
}

// TestTwelveAnswers is the promise in one test: nothing can be seen before the
// box is opened; then twelve; the keys are gone; the same cards change nothing.
func TestTwelveAnswers(t *testing.T) {
	dir := t.TempDir()
	must(t, "unit", "add", "Gemeente Test", "--id", "test", "--data", dir)
	must(t, "unit", "add", "Team Een", "--id", "een", "--parent", "test", "--data", dir)
	cards := strings.Split(strings.TrimSpace(must(t, "cards", "--survey", "kort", "--unit", "een", "--count", "12", "--format", "txt", "--data", dir)), "\n")
	if len(cards) != 12 {
		t.Fatalf("%d cards", len(cards))
	}
	site, printed := server(t, dir)
	client := parent()
	answer := func(i int, card string) {
		link, _, _ := strings.Cut(card, "\t")
		u, err := url.Parse(link)
		if err != nil {
			t.Fatal(err)
		}
		status := send(t, client, site+u.Path, url.Values{
			"code": {u.Fragment}, "lang": {"nl"}, "step": {"send"},
			"q-mark": {fmt.Sprint(1 + i%10)}, "q-good": {fmt.Sprintf("kanarie %d", i)},
		})
		if status != http.StatusSeeOther {
			t.Fatalf("answer %d: %d", i, status)
		}
	}
	for i, card := range cards {
		answer(i, card)
	}
	year := fmt.Sprint(store.YearOf(time.Now()))
	report := func(format string) string {
		return must(t, "report", "--unit", "test", "--year", year, "--survey", "kort", "--format", format, "--data", dir)
	}
	for _, format := range []string{"html", "json", "csv"} {
		if r := report(format); strings.Contains(r, "kanarie") || format == "json" && count(t, r) != 0 {
			t.Errorf("%s shows something before the opening", format)
		}
	}
	must(t, "open", "--data", dir)
	if n := count(t, report("json")); n != 12 {
		t.Errorf("n = %d after the opening", n)
	}
	if keys, err := filepath.Glob(filepath.Join(dir, "keyring", "*.key")); err != nil || len(keys) != 0 {
		t.Errorf("keys left: %v, %v", keys, err)
	}
	before := report("json")
	for i, card := range cards {
		answer(i, card)
	}
	must(t, "open", "--data", dir)
	if report("json") != before {
		t.Error("used cards changed the report")
	}
	if t.Failed() {
		t.Log(printed)
	}
}

func count(t *testing.T, report string) int {
	t.Helper()
	var r struct{ N int }
	if err := json.Unmarshal([]byte(report), &r); err != nil {
		t.Fatal(err)
	}
	return r.N
}

// TestMistakesAreTold: everything that can go wrong on the command line ends
// with a sentence that says what to do, and never with a panic.
func TestMistakesAreTold(t *testing.T) {
	dir := t.TempDir()
	must(t, "unit", "add", "Gemeente Test", "--id", "test", "--data", dir)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, []byte("{\n \"id\": \"x\",\n \"questions\": 3\n}"), 0o600); err != nil {
		t.Fatal(err)
	}
	busy := t.TempDir()
	release, err := store.Lock(busy)
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	tests := []struct {
		name string
		args []string
		want string
	}{
		{"no such unit", []string{"cards", "--survey", "kort", "--unit", "elsewhere", "--data", dir}, "elsewhere"},
		{"no such survey", []string{"cards", "--survey", "nothing", "--unit", "test", "--data", dir}, "nothing"},
		{"no cards", []string{"cards", "--survey", "kort", "--unit", "test", "--count", "0", "--data", dir}, "1"},
		{"unit twice", []string{"unit", "add", "Gemeente Test", "--id", "test", "--data", dir}, "test"},
		{"port in use", []string{"serve", "--data", t.TempDir(), "--listen", taken.Addr().String()}, taken.Addr().String()},
		{"exit to another scheme", []string{"serve", "--data", t.TempDir(), "--exit-url", "javascript:alert(1)"}, "--exit-url"},
		{"no address", []string{"serve", "--data", t.TempDir(), "--listen", "127.0.0.1:0", "--url", "ouderstem"}, "--url"},
		{"no time zone", []string{"serve", "--data", t.TempDir(), "--time-zone", "Mars/Noord"}, "Mars/Noord"},
		{"directory that is a file", []string{"unit", "list", "--data", file}, file},
		{"directory in use", []string{"serve", "--data", busy}, busy},
		{"definition with a fault", []string{"survey", "check", file}, "3"},
		{"demo that fills nothing that stays", []string{"demo", "--no-serve"}, "--dir"},
		{"no data", []string{"backup", filepath.Join(dir, "x.db"), "--data", t.TempDir()}, "--data"},
		{"no copy", []string{"restore", file, "--data", t.TempDir()}, file},
		{"no such role", []string{"account", "invite", "x@example.org", "--name", "X", "--role", "owner", "--data", dir}, "owner"},
		{"no such team", []string{"account", "invite", "x@example.org", "--name", "X", "--role", "coach:elsewhere", "--data", dir}, "elsewhere"},
		{"no address", []string{"account", "invite", "x", "--name", "X", "--role", "coach", "--data", dir}, "EMAIL"},
		{"nobody's link", []string{"account", "link", "x@example.org", "--data", dir}, "no longer"},
		{"year far away", []string{"close-year", "1999", "--data", dir}, "1999"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			out, errOut, code := do(t, test.args...)
			if code == 0 || !strings.Contains(out+errOut, test.want) || strings.Contains(errOut, "panic") {
				t.Errorf("code %d\n%s%s", code, out, errOut)
			}
		})
	}
}

// TestFlagsHaveTwins: every flag can be given by the environment, and the help
// says how.
func TestFlagsHaveTwins(t *testing.T) {
	flag := regexp.MustCompile(`(?m)^\s+(?:-\w, )?--([a-z-]+)`)
	for _, command := range []string{
		"serve", "demo", "report", "cards print", "cards list", "cards handed", "cards retire", "open", "close-year",
		"publish", "editions list", "editions show", "editions withdraw", "redact", "themes run", "themes discover", "survey check", "survey publish", "survey list", "unit list", "unit add", "unit move", "benchmark export", "benchmark import", "benchmark list", "benchmark forget", "account list", "account invite", "account link", "audit check", "audit dpia", "audit accessibility", "backup", "restore",
	} {
		help := must(t, append(strings.Fields(command), "--help")...)
		for _, m := range flag.FindAllStringSubmatch(help, -1) {
			if m[1] != "help" && strings.Count(help, "$OUDERSTEM_") < len(flag.FindAllString(help, -1))-1 {
				t.Errorf("%s: --%s or another flag has no twin\n%s", command, m[1], help)
				break
			}
		}
	}
	dir := t.TempDir()
	t.Setenv("OUDERSTEM_DATA", dir)
	must(t, "unit", "add", "Gemeente Test")
	if out := must(t, "unit", "list", "--format", "json"); !strings.Contains(out, "gemeente-test") {
		t.Errorf("not in the directory that the environment names: %s", out)
	}
}

// TestDice: ids from a seed repeat, and differ between seeds.
func TestDice(t *testing.T) {
	draw := func(seed uint64) []byte {
		b := make([]byte, 32)
		if _, err := newDice(seed).Read(b); err != nil {
			t.Fatal(err)
		}
		return b
	}
	if !bytes.Equal(draw(1), draw(1)) || bytes.Equal(draw(1), draw(2)) {
		t.Error("dice are not what the seed says")
	}
}

// TestCardLayouts counts the pages that ten cards fill.
func TestCardLayouts(t *testing.T) {
	dir := t.TempDir()
	must(t, "unit", "add", "Test", "--data", dir)
	for layout, pages := range map[string]int{"a4": 2, "a5": 5, "business": 1} {
		svg := must(t, "cards", "--survey", "kort", "--unit", "test", "--count", "10", "--format", "svg", "--layout", layout, "--data", dir)
		if got := strings.Count(svg, "<svg y="); got != pages {
			t.Errorf("%s: %d pages, want %d", layout, got, pages)
		}
	}
}
