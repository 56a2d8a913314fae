package campaign

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// sample is set in the environment of this test's own program when it is to
// run TestSample: to "pass", or to the seed of the round that fails.
const sample = "CAMPAIGN_SAMPLE"

// TestSample is what the other test runs, in a process of its own.
func TestSample(t *testing.T) {
	how := os.Getenv(sample)
	if how == "" {
		t.Skip("it is run by TestRounds")
	}
	Count("first", 0)
	Rounds(t, 3, func(t *testing.T, seed uint64) {
		Count("rounds", 1)
		Count("tries", 2)
		if strings.HasSuffix(t.Name(), "seed="+how) {
			t.Fatal("as asked")
		}
	})
}

// run runs TestSample with these settings and returns what it printed and
// whether it passed.
func run(t *testing.T, timeout string, env ...string) (out string, passed bool) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestSample$", "-test.v", "-test.timeout="+timeout)
	cmd.Env = append(os.Environ(), lasts+"=", again+"=")
	cmd.Env = append(cmd.Env, env...)
	b, err := cmd.CombinedOutput()
	return string(b), err == nil
}

func TestRounds(t *testing.T) {
	seed := regexp.MustCompile(`=== RUN   TestSample/seed=(\d+)`)
	ran := func(out string) (all []string) {
		for _, m := range seed.FindAllStringSubmatch(out, -1) {
			all = append(all, m[1])
		}
		return all
	}

	t.Run("short form", func(t *testing.T) {
		out, passed := run(t, "1m", sample+"=pass")
		if got := strings.Join(ran(out), " "); !passed || got != "1 2 3" || !strings.Contains(out, "CAMPAIGN\tTestSample\t3 rounds\trounds=3 tries=6\n") {
			t.Errorf("passed %v, seeds %s\n%s", passed, got, out)
		}
	})
	t.Run("a failure ends it and says how to repeat it", func(t *testing.T) {
		out, passed := run(t, "1m", sample+"=2")
		if got := strings.Join(ran(out), " "); passed || got != "1 2" || !strings.Contains(out, again+"=2 go test -run '^TestSample$'") {
			t.Errorf("passed %v, seeds %s\n%s", passed, got, out)
		}
	})
	t.Run("one seed", func(t *testing.T) {
		out, passed := run(t, "1m", sample+"=2", again+"=2")
		if got := strings.Join(ran(out), " "); passed || got != "2" {
			t.Errorf("passed %v, seeds %s\n%s", passed, got, out)
		}
	})
	t.Run("a campaign takes new seeds until its time is over", func(t *testing.T) {
		out, passed := run(t, "1m", sample+"=pass", lasts+"=100ms")
		got := ran(out)
		new := map[string]bool{}
		for _, s := range got {
			new[s] = true
		}
		if !passed || len(got) < 1 || len(new) != len(got) {
			t.Errorf("passed %v, seeds %v\n%s", passed, got, out)
		}
	})
	t.Run("a campaign runs once however short", func(t *testing.T) {
		if out, passed := run(t, "1m", sample+"=pass", lasts+"=1ns"); !passed || len(ran(out)) != 1 {
			t.Error(out)
		}
	})
	for name, env := range map[string]string{
		"no duration":                 lasts + "=long",
		"no time":                     lasts + "=0s",
		"no seed":                     again + "=-1",
		"longer than go test goes on": lasts + "=2h",
	} {
		t.Run(name, func(t *testing.T) {
			if out, passed := run(t, "1h", sample+"=pass", env); passed || len(ran(out)) != 0 {
				t.Error(out)
			}
		})
	}
}
