// Package testprogram is for tests that let another program judge what ours
// made: a browser, an office, a reader of PDF. It stands below all rooms, so
// that the tests of every room may use it.
package testprogram

import (
	"os"
	"os/exec"
	"testing"
)

// Find returns where a program is. Without it a test is skipped or, where
// OUDERSTEM_TEST_ALL is 1, failed. The packages of Debian that hold the programs
// are listed in the Makefile.
func Find(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	switch {
	case err == nil:
		return path
	case os.Getenv("OUDERSTEM_TEST_ALL") == "1":
		t.Fatalf("%s is not on this machine, and nothing may be skipped", name)
	default:
		t.Skipf("skipped: %s is not on this machine", name)
	}
	return ""
}
