//go:build unix

package main

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"ouderstem/store"
	"ouderstem/store/demo"
	"ouderstem/views"
)

// told is all that an installation tells that its answers go into: openings,
// reports, editions, accounts and who can log in.
func told(t *testing.T, dir, password string) string {
	t.Helper()
	st, err := store.Open(t.Context(), store.Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	var b strings.Builder
	say := func(v any) {
		t.Helper()
		packed, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(append(packed, '\n'))
	}
	reportable, err := st.Reportables(t.Context())
	if err != nil || len(reportable) == 0 {
		t.Fatalf("reports %v, %v", reportable, err)
	}
	for _, r := range reportable {
		results, err := st.Results(t.Context(), r.Survey, r.Unit, r.Year)
		if err != nil {
			t.Fatal(err)
		}
		say(results)
	}
	list, err := st.Editions(t.Context())
	if err != nil || len(list) == 0 {
		t.Fatalf("editions %v, %v", list, err)
	}
	for _, e := range list {
		edition, err := st.Edition(t.Context(), e.Unit, e.Survey, e.Year, e.Number)
		if err != nil {
			t.Fatal(err)
		}
		say(edition)
	}
	accounts, err := st.Accounts(t.Context())
	if err != nil || len(accounts) == 0 {
		t.Fatalf("accounts %v, %v", accounts, err)
	}
	for _, a := range accounts {
		got, err := st.LogIn(t.Context(), a.Email, password)
		if err != nil {
			t.Fatal(err)
		}
		say(got)
	}
	deeds, err := st.Deeds(t.Context(), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	say(deeds)
	waits, err := st.Waiting(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	say(waits)
	return b.String()
}

// TestRestoreDrill loses the machine: what was copied, encrypted, is put back on
// another one, which tells the same, serves, and takes the cards that were out.
func TestRestoreDrill(t *testing.T) {
	const password = "een zin die niemand raadt"
	dir := filepath.Join(t.TempDir(), "data")
	v, err := views.New()
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(t.Context(), store.Config{Dir: dir, Random: newDice(1)})
	if err != nil {
		t.Fatal(err)
	}
	if err := demo.Fill(t.Context(), st, demo.Options{Answers: 600, Seed: 1, Year: 2026, Label: v.MaskLabel("nl")}); err != nil {
		t.Fatal(err)
	}
	if err := publishDemo(t.Context(), st, 2025); err != nil {
		t.Fatal(err)
	}
	if err := demo.SignIn(t.Context(), st, password); err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	cards := strings.Fields(must(t, "cards", "--survey", demo.Survey, "--unit", demo.Town, "--count", "2", "--format", "txt", "--data", dir))
	site, _ := server(t, dir)
	if status, page := answerCard(t, site, cards[0], 1); status != http.StatusSeeOther {
		t.Fatalf("%d\n%s", status, page)
	}

	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	identity := filepath.Join(t.TempDir(), "key.txt")
	if err := os.WriteFile(identity, []byte(key.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	file, keys := filepath.Join(t.TempDir(), "copy.age"), filepath.Join(t.TempDir(), "keys.age")
	must(t, "backup", file, "--keyring", keys, "--recipient", key.Recipient().String(), "--data", dir) // while it is served
	if out := must(t, "backup", "--check", file, "--keyring", keys, "--identity", identity); !strings.Contains(out, "every box can still be opened") {
		t.Errorf("checked: %s", out)
	}
	if out, errOut, code := do(t, "backup", "--check", file); code == 0 || !strings.Contains(errOut, "--identity") {
		t.Errorf("checked without a key: %d\n%s%s", code, out, errOut)
	}

	whole := filepath.Join(t.TempDir(), "data")
	must(t, "restore", file, "--keyring", keys, "--identity", identity, "--data", whole)
	if got, want := told(t, whole, password), told(t, dir, password); got != want {
		t.Errorf("it tells\n%s\nand told\n%s", got, want)
	}
	site, _ = server(t, whole)
	for _, card := range []string{cards[0], cards[2]} { // one was used, the other not
		if status, page := answerCard(t, site, card, 2); status != http.StatusSeeOther {
			t.Errorf("%d\n%s", status, page)
		}
	}
	opens(t, site)
	if out, _, code := do(t, "restore", file, "--identity", identity, "--data", whole); code == 0 {
		t.Errorf("an installation was overwritten: %s", out)
	}

	// Without keys it is told what that means, and nothing starts.
	without := filepath.Join(t.TempDir(), "data")
	in, err := store.CheckBackup(t.Context(), store.RestoreOptions{File: file, Identity: identity})
	if err != nil || in.Sealed == 0 || in.Unreadable != in.Sealed {
		t.Fatalf("without keys %+v, %v", in, err)
	}
	say, err := v.Texts().Say("en", "cli.restore.no-keyring", map[string]any{"N": in.Sealed, "Keyring": filepath.Join(without, "keyring")})
	if err != nil {
		t.Fatal(err)
	}
	if out := must(t, "restore", file, "--identity", identity, "--data", without); !strings.Contains(out, say) {
		t.Errorf("of missing keys is told\n%s\nwant\n%s", out, say)
	}
	if out, errOut, code := do(t, "serve", "--data", without, "--listen", "127.0.0.1:0"); code == 0 || !strings.Contains(errOut, "keyring") {
		t.Errorf("it serves without keys: %d\n%s%s", code, out, errOut)
	}
	if err := os.CopyFS(filepath.Join(without, "keyring"), os.DirFS(filepath.Join(dir, "keyring"))); err != nil {
		t.Fatal(err)
	}
	if got, want := told(t, without, password), told(t, dir, password); got != want {
		t.Errorf("once the keyring is back it tells\n%s\nand told\n%s", got, want)
	}
}

// opens asks for the first page.
func opens(t *testing.T, site string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, site+"/", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	res, err := (&http.Client{Timeout: 10 * time.Second}).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if _, err := io.ReadAll(res.Body); err != nil || res.StatusCode >= http.StatusBadRequest {
		t.Errorf("the first page: %d, %v", res.StatusCode, err)
	}
}
