// Command campaign runs the long forms of all tests that attack the program, for
// as long as is asked, and writes what they tried as one table.
//
//	go run ./bench/campaign -for 1h -write docs/reliability.md
//
// Its tests are those named TestCampaign…, which repeat with new seeds, and the
// fuzz targets. It needs what make test installs. It ends with 1 where one fails,
// and says how to repeat it.
package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
)

// lanes is how many tests run at once.
const lanes = 2

// A test of the TestCampaign kind gets four times what a fuzz target gets.
const (
	heavy = 4
	light = 1
)

// alone finds the tests that measure time: nothing runs beside them.
var alone = regexp.MustCompile(`Time|Slow|Bomb`)

// attack is one test of the campaign.
type attack struct {
	pkg, name string // ouderstem/store, TestCampaignCrash
	fuzz      bool
	weight    int
}

// result is what came of an attack.
type result struct {
	attack
	took  time.Duration
	tried string // what it counted
	err   error
	out   []byte
}

func main() {
	lasts := flag.Duration("for", time.Hour, "how long the whole of it takes, about")
	only := flag.String("run", "", "run only the tests that this regular expression finds")
	write := flag.String("write", "", "the Markdown file whose table is to be replaced")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := campaign(ctx, os.Stdout, *lasts, *only, *write)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func campaign(ctx context.Context, out io.Writer, lasts time.Duration, only, write string) error {
	chosen, err := regexp.Compile(only)
	if err != nil {
		return err
	}
	attacks, err := discover(ctx)
	if err != nil {
		return err
	}
	attacks = slices.DeleteFunc(attacks, func(a attack) bool { return !chosen.MatchString(a.name) })
	if len(attacks) == 0 {
		return fmt.Errorf("no test is found by %q", only)
	}
	begun := time.Now()
	results := runAll(ctx, out, attacks, share(attacks, lasts))
	table := tabled(results, strings.Join([]string{about(ctx, begun), time.Since(begun).Round(time.Second).String()}, ", "))
	if _, err := fmt.Fprint(out, "\n", table); err != nil {
		return err
	}
	failed := 0
	for _, r := range results {
		if r.err != nil {
			failed++
			fmt.Fprintf(out, "\n%s %s: %v\n%s\n", r.pkg, r.name, r.err, r.out) //nolint:errcheck // the table was told
		}
	}
	if write != "" && ctx.Err() == nil { // what was cut short is no campaign
		if err := replace(write, table); err != nil {
			return err
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d failed", failed, len(results))
	}
	return ctx.Err()
}

// discover lists every test of a campaign, in the order of packages and names.
func discover(ctx context.Context) ([]attack, error) {
	// Tests are listed one package at a time: only then is it known whose they are.
	list, err := exec.CommandContext(ctx, "go", "list", "./...").Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	var attacks []attack
	for pkg := range strings.FieldsSeq(string(list)) {
		names, err := exec.CommandContext(ctx, "go", "test", "-list", "^(TestCampaign|Fuzz)", pkg).CombinedOutput() //nolint:gosec // a package of ours
		if err != nil {
			return nil, fmt.Errorf("%s: %w\n%s", pkg, err, names)
		}
		for name := range strings.FieldsSeq(string(names)) {
			switch {
			case strings.HasPrefix(name, "TestCampaign"):
				attacks = append(attacks, attack{pkg: pkg, name: name, weight: heavy})
			case strings.HasPrefix(name, "Fuzz"):
				attacks = append(attacks, attack{pkg: pkg, name: name, weight: light, fuzz: true})
			}
		}
	}
	return attacks, nil
}

// share is how long one weight lasts, so that all attacks together take so long.
func share(attacks []attack, lasts time.Duration) time.Duration {
	sum := 0
	for _, a := range attacks {
		if sum += a.weight; alone.MatchString(a.name) {
			sum += a.weight * (lanes - 1)
		}
	}
	return lasts * lanes / time.Duration(sum)
}

// runAll runs the attacks that measure time one after the other, then the others
// so many at once, the longest first.
func runAll(ctx context.Context, out io.Writer, attacks []attack, share time.Duration) []result {
	results := make([]result, len(attacks))
	var mu sync.Mutex // of out
	do := func(i int) {
		r := run(ctx, attacks[i], share*time.Duration(attacks[i].weight))
		results[i] = r
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\n", r.verdict(), r.name, r.took.Round(time.Second), r.tried) //nolint:errcheck // the table comes after
	}
	var rest []int
	for i, a := range attacks {
		if alone.MatchString(a.name) {
			do(i)
		} else {
			rest = append(rest, i)
		}
	}
	slices.SortStableFunc(rest, func(i, j int) int { return cmp.Compare(attacks[j].weight, attacks[i].weight) })
	turn := make(chan int)
	var wg sync.WaitGroup
	for range lanes {
		wg.Go(func() {
			for i := range turn {
				do(i)
			}
		})
	}
	for _, i := range rest {
		turn <- i
	}
	close(turn)
	wg.Wait()
	return results
}

// run runs one attack for so long. One that hangs is ended.
func run(ctx context.Context, a attack, lasts time.Duration) result {
	const hangs = 15 * time.Minute
	ctx, cancel := context.WithTimeout(ctx, lasts+hangs)
	defer cancel()
	args := []string{"test", "-count", "1", "-timeout", "0", "-v", "-run", "^" + a.name + "$", a.pkg}
	if a.fuzz {
		args = []string{"test", "-run", "^$", "-fuzz", "^" + a.name + "$", "-fuzztime", lasts.String(), "-parallel", "1", a.pkg}
	}
	cmd := exec.CommandContext(ctx, "go", args...) //nolint:gosec // a test of ours
	cmd.Env = append(os.Environ(), "OUDERSTEM_TEST_ALL=1", "OUDERSTEM_CAMPAIGN="+lasts.String())
	cmd.WaitDelay = time.Minute // for processes of the test that still have its output
	begun := time.Now()
	out, err := cmd.CombinedOutput()
	r := result{attack: a, took: time.Since(begun), out: out, err: err}
	if r.tried = tried(a, out); r.tried == "" && err == nil {
		r.err = errors.New("it does not say what it tried")
	}
	if a.fuzz && cutOff(out) {
		r.err = nil
	}
	return r
}

// cutOff reports that fuzzing ended by its time, and was called a failure only
// because an input was just being tried (golang/go issue 75804).
func cutOff(out []byte) bool {
	failed := func(told string) bool { return bytes.Contains(out, []byte(told)) }
	return failed("\n    context deadline exceeded\n") && !slices.ContainsFunc([]string{"Failing input", "seed corpus entry", "panic"}, failed)
}

func (r result) verdict() string {
	if r.err != nil {
		return "FAILED"
	}
	return "held"
}

var (
	counted = regexp.MustCompile(`CAMPAIGN\t[^\t\n]*\t(\d+ rounds)\t([^\n]*)`)
	fuzzed  = regexp.MustCompile(`execs: (\d+) \([^)]*\), new interesting: \d+ \(total: (\d+)\)`)
)

// tried is what an attack counted, in words; "" where it does not say.
func tried(a attack, out []byte) string {
	if a.fuzz {
		all := fuzzed.FindAllSubmatch(out, -1)
		if all == nil {
			return ""
		}
		last := all[len(all)-1]
		return fmt.Sprintf("inputs %s, kept in the corpus %s", thousands(string(last[1])), thousands(string(last[2])))
	}
	m := counted.FindSubmatch(out)
	if m == nil {
		return ""
	}
	said := []string{thousands(string(m[1]))}
	for _, c := range regexp.MustCompile(`([^=]+)=(\d+) ?`).FindAllStringSubmatch(string(m[2]), -1) {
		said = append(said, c[1]+" "+thousands(c[2]))
	}
	return strings.Join(said, ", ")
}

// thousands puts commas into the digits that a text begins with.
func thousands(s string) string {
	n := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	if n < 0 {
		n = len(s)
	}
	for n -= 3; n > 0; n -= 3 {
		s = s[:n] + "," + s[n:]
	}
	return s
}

// about says what was tested, where and when.
func about(ctx context.Context, begun time.Time) string {
	commit, err := exec.CommandContext(ctx, "git", "describe", "--always", "--dirty").Output()
	if err != nil {
		commit = []byte("no commit")
	}
	return fmt.Sprintf("Commit %s, %s, %s on %s/%s, %d cores", strings.TrimSpace(string(commit)), begun.Format(time.DateOnly),
		runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
}

func tabled(results []result, about string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s.\n\n| test | in | for | tried | |\n|---|---|---|---|---|\n", about)
	for _, r := range results {
		fmt.Fprintf(&b, "| `%s` | `%s` | %s | %s | %s |\n", r.name, "."+strings.TrimPrefix(r.pkg, "ouderstem"), r.took.Round(time.Second), r.tried, r.verdict())
	}
	return b.String()
}

// The table stands between these lines of a document.
const (
	begins = "<!-- campaign: written by make campaign -->\n"
	ends   = "<!-- /campaign -->\n"
)

// replace puts a table into a document in place of the one before.
func replace(file, table string) error {
	doc, err := os.ReadFile(file) //nolint:gosec // the file that was asked for
	if err != nil {
		return err
	}
	head, rest, ok := strings.Cut(string(doc), begins)
	_, tail, also := strings.Cut(rest, ends)
	if !ok || !also {
		return fmt.Errorf("%s has no place for the table: a line %q and a line %q", file, begins, ends)
	}
	return os.WriteFile(file, []byte(head+begins+table+ends+tail), 0o644) //nolint:gosec // a document to read
}
