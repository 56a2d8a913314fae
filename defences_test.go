package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// defences are lines that keep a promise, each with a line that breaks it and a
// test that has to notice.
var defences = []struct{ promise, file, line, broken, room, test string }{
	{
		"a box is opened at k answers and not before", "survey/box.go",
		"return n >= max(k, 1) && others >= Others", "return n >= max(k, 1)-1 && others >= Others",
		"./survey", "TestOpenable",
	},
	{
		"a coach who fills in spare cards isolates nobody", "survey/box.go",
		"others = n - most - nobodys", "others = n",
		"./store", "TestOneCoachIsolatesNobody",
	},
	{
		"all that is sealed has one size", "survey/seal.go",
		"plain := make([]byte, padded)", "plain := make([]byte, b.Len())",
		"./store", "TestSealedRowsAreAlike",
	},
	{
		"what was opened lies in no order", "store/open.go",
		"slices.SortFunc(items, func(a, b drawn[T]) int { return bytes.Compare(a.id, b.id) })", "slices.SortFunc(items, func(a, b drawn[T]) int { return bytes.Compare(a.id[8:], b.id[8:]) })",
		"./store", "TestAuditOfSound",
	},
	{
		"the key of an opened box is destroyed", "store/burn.go",
		"st.keys.destroy(box)", "error(nil)",
		"./store", "TestTwoOpeners",
	},
	{
		"the log of writes is emptied after an opening", "store/burn.go",
		"PRAGMA wal_checkpoint(TRUNCATE)", "PRAGMA wal_checkpoint(PASSIVE)",
		"./store", "TestCanary",
	},
	{
		"a card counts once", "store/drop.go",
		"err == nil && n == 0", "err == nil && n < 0",
		"./store", "TestWayOfAnAnswer",
	},
	{
		"what says who somebody is gets masked before it is sealed", "handlers/parent.go",
		"masked[id] = []string{redact.Mask(values[0], spans, s.Views.MaskLabel(lang))}", "masked[id] = values",
		"./handlers", "TestMaskedBeforeSealed",
	},
	{
		"no edition tells of a few by what another one told", "stats/edition_ledger.go",
		"if reveals(l.k, old, more) || l.doubled(s, sets) {", "if reveals(1, old, more) || l.doubled(s, sets) {",
		"./stats", "TestEditionLedger",
	},
	{
		"a page loads nothing from elsewhere", "handlers/headers.go",
		`"default-src 'none'"`, `"default-src *"`,
		"./handlers", "TestHeaders",
	},
	{
		"who guesses passwords has to wait", "handlers/throttle.go",
		"if had.wrong < t.patience.free {", "if had.wrong >= 0 {",
		"./handlers", "TestWrongLogIn",
	},
	{
		"no request is read differently than by others on the way", "handlers/handlers.go",
		"s.guard(app, fail, forStaff)", "_ = s.guard",
		"./handlers", "TestCampaignWire",
	},
	{
		"wrong codes from a network hinder no right one", "handlers/wrong_codes.go",
		"if errors.Is(err, survey.ErrUnknownCode) || errors.Is(err, survey.ErrCodeCheck) {", "if true {",
		"./handlers", "TestTooManyWrongCodes",
	},
	{
		"hashes of names and networks cannot be made again", "handlers/throttle.go",
		"clear(h.key)", "_ = h.key",
		"./handlers", "TestThrottleTurns",
	},
	{
		"what is remembered of networks goes where nobody comes by", "handlers/throttle.go",
		"func() { t.quiet(turn) }", "func() { _ = turn }",
		"./handlers", "TestThrottleForgetsByItself",
	},
	{
		"no line of the log tells when somebody answered", "store/log.go",
		"slog.NewRecord(time.Time{},", "slog.NewRecord(time.Now(),",
		".", "TestFullDisk",
	},
	{
		"an answer is on disk before it is acknowledged", "store/store.go",
		"&_pragma=synchronous(FULL)", "&_pragma=synchronous(NORMAL)",
		"./store", "TestPragmas",
	},
	{
		"the names of keys are on disk before a card is printed", "store/store.go",
		"return st.checked(syncDir(st.dir))", "return nil",
		"./store", "TestUnsafeNames",
	},
	{
		"a disk that kept nothing is written to no more", "store/write.go",
		"if !unsynced(err) {", "if true {",
		"./store", "TestCampaignBrokenDisk",
	},
	{
		"nobody but who runs the program reads its keys", "store/durable.go",
		"err := os.Mkdir(dir, 0o700); errors", "err := os.Mkdir(dir, 0o755); errors",
		"./store", "TestAuditOfSound",
	},
}

// TestEachDefenceIsNeeded takes one defence out at a time and runs the test that
// stands guard over it: that has to fail. The compiler reads the broken line in
// place of ours, so that no file is touched.
func TestEachDefenceIsNeeded(t *testing.T) {
	if os.Getenv("OUDERSTEM_TEST_ALL") != "1" {
		t.Skip("skipped: builds the program a dozen times; OUDERSTEM_TEST_ALL=1 runs it")
	}
	for _, d := range defences {
		t.Run(d.promise, func(t *testing.T) {
			ours, err := os.ReadFile(d.file)
			if err != nil {
				t.Fatal(err)
			}
			if n := strings.Count(string(ours), d.line); n != 1 {
				t.Fatalf("%q stands %d times in %s", d.line, n, d.file)
			}
			dir := t.TempDir()
			broken := filepath.Join(dir, "broken.go")
			text := strings.Replace(string(ours), d.line, d.broken, 1)
			if err := os.WriteFile(broken, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			file, err := filepath.Abs(d.file)
			if err != nil {
				t.Fatal(err)
			}
			overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{file: broken}})
			if err != nil {
				t.Fatal(err)
			}
			list := filepath.Join(dir, "overlay.json")
			if err := os.WriteFile(list, overlay, 0o600); err != nil {
				t.Fatal(err)
			}
			out, err := exec.CommandContext(t.Context(), "go", "test", "-overlay", list, "-run", "^"+d.test+"$", d.room).CombinedOutput() //nolint:gosec // of the table above
			if err == nil || !strings.Contains(string(out), "--- FAIL: "+d.test) {
				t.Errorf("%s does not notice: %v\n%s", d.test, err, out)
			}
		})
	}
}
