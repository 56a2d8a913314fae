package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestTried(t *testing.T) {
	for _, test := range []struct {
		name, out, want string
		fuzz            bool
	}{
		{"counters", "    campaign.go:55: CAMPAIGN\tTestCampaignX\t12 rounds\tfailed operations=1234567 lost=0\n", "12 rounds, failed operations 1,234,567, lost 0", false},
		{"no counters", "x: CAMPAIGN\tTestCampaignX\t1000 rounds\t\n", "1,000 rounds", false},
		{"skipped", "--- SKIP: TestCampaignX\nPASS\n", "", false},
		{"fuzz", "fuzz: elapsed: 0s, execs: 5 (1/sec), new interesting: 0 (total: 2)\nfuzz: elapsed: 3s, execs: 12000 (4/sec), new interesting: 3 (total: 1005)\nPASS\n", "inputs 12,000, kept in the corpus 1,005", true},
		{"not fuzzed", "ok\n", "", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := tried(attack{fuzz: test.fuzz}, []byte(test.out)); got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

// All attacks together take as long as was asked: what is alone takes every lane.
func TestShare(t *testing.T) {
	attacks := []attack{{name: "TestCampaignTime", weight: heavy}, {name: "TestCampaignX", weight: heavy}, {name: "FuzzX", weight: light}, {name: "FuzzY", weight: light}}
	unit := share(attacks, 14*time.Minute)
	if unit != 2*time.Minute { // 8 minutes alone, 12 in two lanes
		t.Error(unit)
	}
}

func TestCutOff(t *testing.T) {
	if !cutOff([]byte("--- FAIL: FuzzX\n    context deadline exceeded\n")) {
		t.Error("a run that its time ended is called a failure")
	}
	for _, out := range []string{
		"--- FAIL: FuzzX\n    context deadline exceeded\n Failing input written to testdata\n", "--- FAIL: FuzzX\n",
		"failure while testing seed corpus entry: FuzzX/seed#0\n--- FAIL: FuzzX\n    context deadline exceeded\n",
		"--- FAIL: FuzzX\n    x_test.go:1: it failed: context deadline exceeded\n",
	} {
		if cutOff([]byte(out)) {
			t.Errorf("%q is not told as a failure", out)
		}
	}
}

func TestReplace(t *testing.T) {
	file := filepath.Join(t.TempDir(), "doc.md")
	write := func(s string) {
		if err := os.WriteFile(file, []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	table := tabled([]result{
		{attack: attack{pkg: "ouderstem/store", name: "TestCampaignX"}, took: 61 * time.Second, tried: "2 rounds"},
		{attack: attack{pkg: "ouderstem", name: "FuzzX"}, took: time.Second, err: errors.New("x")},
	}, "Commit abc")
	write("before\n" + begins + "old\n" + ends + "after\n")
	if err := replace(file, table); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want := "before\n" + begins + "Commit abc.\n\n| test | in | for | tried | |\n|---|---|---|---|---|\n" +
		"| `TestCampaignX` | `./store` | 1m1s | 2 rounds | held |\n| `FuzzX` | `.` | 1s |  | FAILED |\n" + ends + "after\n"
	if string(got) != want {
		t.Errorf("%s", got)
	}
	write("no place")
	if err := replace(file, table); err == nil || !strings.Contains(err.Error(), "no place") {
		t.Error(err)
	}
}
