package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// asvs is how many requirements of levels 1 and 2 each section of OWASP's ASVS
// 5.0.0 has. Within a section they are numbered from 1, those of level 3 last.
var asvs = map[string]int{
	"1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
	"3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4, "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3,
	"6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2,
	"8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4,
	"10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3,
	"11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1, "12.1": 3, "12.2": 2, "12.3": 4,
	"13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7,
	"16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4, "17.3": 2,
}

// TestSecurityTable reads docs/security.md: every requirement stands in it once,
// and what it names is there.
func TestSecurityTable(t *testing.T) {
	raw, err := os.ReadFile("docs/security.md")
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]int{}
	number := regexp.MustCompile(`(\d+\.\d+)\.(\d+)(?:–(\d+\.\d+)\.(\d+))?`)
	for _, line := range strings.Split(string(raw), "\n") {
		cells := strings.Split(line, "|")
		if len(cells) != 7 || !number.MatchString(cells[1]) {
			continue
		}
		for _, m := range number.FindAllStringSubmatch(cells[1], -1) {
			first, last := atoi(t, m[2]), atoi(t, m[2])
			if m[4] != "" {
				if last = atoi(t, m[4]); m[3] != m[1] {
					t.Errorf("from one section to another: %s", m[0])
				}
			}
			for i := first; i <= last; i++ {
				told[m[1]+"."+strconv.Itoa(i)]++
			}
		}
		if verdict := strings.Trim(cells[3], " *"); !regexp.MustCompile(`^(met|partly|no|operator|n/a|not wanted)\b`).MatchString(verdict) {
			t.Errorf("no verdict: %s", line)
		}
		if strings.HasPrefix(strings.TrimSpace(cells[3]), "n/a") && strings.TrimSpace(cells[5]) == "" {
			continue
		}
		for _, file := range regexp.MustCompile("`([a-zA-Z_/.-]+)`").FindAllStringSubmatch(cells[4], -1) {
			if _, err := os.Stat(file[1]); err != nil && file[1] != "ownPath" {
				t.Errorf("%s: %v", cells[1], err)
			}
		}
	}
	total := 0
	for section, n := range asvs {
		total += n
		for i := range n {
			key := section + "." + strconv.Itoa(i+1)
			if told[key] != 1 {
				t.Errorf("%s stands in the table %d times", key, told[key])
			}
			delete(told, key)
		}
	}
	if len(told) > 0 || total != 253 {
		t.Errorf("%d requirements, and not of level 2: %v", total, told)
	}
	tests := testsOfOurs(t)
	for _, name := range regexp.MustCompile("`(Test[A-Za-z]+)`").FindAllStringSubmatch(string(raw), -1) {
		if !slices.Contains(tests, name[1]) {
			t.Errorf("there is no %s", name[1])
		}
	}
}

func atoi(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// testsOfOurs are the names of all tests of the program.
func testsOfOurs(t *testing.T) (names []string) {
	t.Helper()
	head := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	if err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || path != "." && strings.HasPrefix(d.Name(), ".")):
			return filepath.SkipDir
		case !strings.HasSuffix(path, "_test.go"):
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range head.FindAllStringSubmatch(string(source), -1) {
			names = append(names, m[1])
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return names
}
