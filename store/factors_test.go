package store

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ouderstem/survey"
)

// step matches a code that is the word "goed" and of this step.
func codeOf(step int64, typed string) Match {
	return func(_ []byte, last int64) (int64, bool) { return step, typed == "goed" && step > last }
}

func withCodes(t *testing.T) (*Store, survey.Account, func(time.Duration), []string) {
	t.Helper()
	st, a, move := staffed(t)
	if err := st.BeginCodes(t.Context(), a.ID, []byte("een geheim van twintig")); err != nil {
		t.Fatal(err)
	}
	codes, err := st.ProveCodes(t.Context(), a.ID, codeOf(10, "goed"))
	if err != nil || len(codes) != recoveryCodes {
		t.Fatal(codes, err)
	}
	return st, a, move, codes
}

func TestCodesCountOnceProven(t *testing.T) {
	st, a, _ := staffed(t)
	secret := []byte("een geheim van twintig")
	if err := st.BeginCodes(t.Context(), a.ID, secret); err != nil {
		t.Fatal(err)
	}
	if got, err := st.UnprovenSecret(t.Context(), a.ID); err != nil || !bytes.Equal(got, secret) {
		t.Errorf("%q, %v", got, err)
	}
	if f, err := st.Factors(t.Context(), a.ID); err != nil || f.Codes {
		t.Errorf("%+v, %v", f, err)
	}
	if err := st.UseCode(t.Context(), a.ID, codeOf(1, "goed")); !errors.Is(err, survey.ErrNoRecord) {
		t.Errorf("a code before the first was right: %v", err)
	}
	if _, err := st.ProveCodes(t.Context(), a.ID, codeOf(1, "fout")); !errors.Is(err, survey.ErrWrongCode) {
		t.Errorf("%v", err)
	}
	if _, err := st.ProveCodes(t.Context(), a.ID, codeOf(1, "goed")); err != nil {
		t.Errorf("%v", err)
	}
	if f, err := st.Factors(t.Context(), a.ID); err != nil || !f.Codes || f.Recovery != recoveryCodes {
		t.Errorf("%+v, %v", f, err)
	}
	// What is proven is not replaced in passing.
	if err := st.BeginCodes(t.Context(), a.ID, []byte("een ander geheim")); !errors.Is(err, survey.ErrChanged) {
		t.Errorf("%v", err)
	}
	if _, err := st.UnprovenSecret(t.Context(), a.ID); !errors.Is(err, survey.ErrNoRecord) {
		t.Errorf("a proven secret is told: %v", err)
	}
	if err := st.EndCodes(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	if f, err := st.Factors(t.Context(), a.ID); err != nil || f.Codes || f.Recovery != 0 {
		t.Errorf("%+v, %v", f, err)
	}
}

func TestCodeOnce(t *testing.T) {
	st, a, _, _ := withCodes(t)
	for _, c := range []struct {
		step int64
		want error
	}{{10, survey.ErrWrongCode}, {11, nil}, {11, survey.ErrWrongCode}, {10, survey.ErrWrongCode}, {12, nil}} {
		if err := st.UseCode(t.Context(), a.ID, codeOf(c.step, "goed")); !errors.Is(err, c.want) {
			t.Errorf("step %d: %v", c.step, err)
		}
	}
}

func TestTries(t *testing.T) {
	st, a, move, codes := withCodes(t)
	for range 5 {
		if err := st.UseCode(t.Context(), a.ID, codeOf(20, "fout")); !errors.Is(err, survey.ErrWrongCode) {
			t.Fatal(err)
		}
	}
	if err := st.UseCode(t.Context(), a.ID, codeOf(20, "goed")); !errors.Is(err, survey.ErrTooManyTries) {
		t.Errorf("right, but too soon: %v", err)
	}
	if _, err := st.UseRecovery(t.Context(), a.ID, codes[0]); !errors.Is(err, survey.ErrTooManyTries) {
		t.Errorf("on paper, too soon: %v", err)
	}
	move(time.Minute)
	if err := st.UseCode(t.Context(), a.ID, codeOf(20, "fout")); !errors.Is(err, survey.ErrWrongCode) {
		t.Error(err)
	}
	move(time.Minute)
	if err := st.UseCode(t.Context(), a.ID, codeOf(20, "goed")); !errors.Is(err, survey.ErrTooManyTries) {
		t.Errorf("the second wait is as short as the first: %v", err)
	}
	move(time.Minute)
	if err := st.UseCode(t.Context(), a.ID, codeOf(20, "goed")); err != nil {
		t.Error(err)
	}
	if err := st.UseCode(t.Context(), a.ID, codeOf(21, "fout")); !errors.Is(err, survey.ErrWrongCode) {
		t.Errorf("slips are not forgotten: %v", err)
	}
	if got := penalty(1000); got != time.Hour {
		t.Errorf("%v", got)
	}
}

func TestRecovery(t *testing.T) {
	st, a, _, codes := withCodes(t)
	if left, err := st.UseRecovery(t.Context(), a.ID, codes[0]); err != nil || left != recoveryCodes-1 {
		t.Errorf("%d, %v", left, err)
	}
	if _, err := st.UseRecovery(t.Context(), a.ID, codes[0]); !errors.Is(err, survey.ErrWrongCode) {
		t.Errorf("twice: %v", err)
	}
	typed := strings.ToUpper(strings.ReplaceAll(codes[1], "-", " "))
	if left, err := st.UseRecovery(t.Context(), a.ID, typed); err != nil || left != recoveryCodes-2 {
		t.Errorf("%q: %d, %v", typed, left, err)
	}
	for _, bad := range []string{"", "aaaa-bbbb-cccc", codes[2][:9]} {
		if _, err := st.UseRecovery(t.Context(), a.ID, bad); !errors.Is(err, survey.ErrWrongCode) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	next, err := st.NewRecovery(t.Context(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.UseRecovery(t.Context(), a.ID, codes[3]); !errors.Is(err, survey.ErrWrongCode) {
		t.Errorf("one of the old: %v", err)
	}
	if _, err := st.UseRecovery(t.Context(), a.ID, next[0]); err != nil {
		t.Error(err)
	}
}

// TestStolenDatabase: no file beside the keyring holds a secret or a code.
func TestStolenDatabase(t *testing.T) {
	st, a, _, codes := withCodes(t)
	for _, never := range append(codes, "een geheim van twintig", strings.ReplaceAll(codes[0], "-", "")) {
		find(t, st.dir, []byte(never), false)
	}
	// The row of another account does not open.
	if _, err := st.write.Exec(`INSERT INTO account (id, email, name, lang, password) VALUES ('x', 'x@example.org', 'X', '', '')`); err != nil {
		t.Fatal(err)
	}
	if _, err := st.write.Exec(`INSERT INTO second_factor SELECT 'x', secret, 1, 0, 0, 0 FROM second_factor WHERE account = $1`, a.ID); err != nil {
		t.Fatal(err)
	}
	if err := st.UseCode(t.Context(), "x", codeOf(1, "goed")); !errors.Is(err, survey.ErrLostFactor) {
		t.Error(err)
	}
	// Nor does any with another keyring.
	pepper := filepath.Join(st.dir, "keyring", pepperFile)
	if err := os.WriteFile(pepper, bytes.Repeat([]byte{1}, pepperBytes), 0o600); err != nil {
		t.Fatal(err)
	}
	other, err := Open(t.Context(), Config{Dir: st.dir})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if err := other.UseCode(t.Context(), a.ID, codeOf(99, "goed")); !errors.Is(err, survey.ErrLostFactor) {
		t.Error(err)
	}
	// An app that was being set up is set up anew.
	if _, err := other.write.Exec(`UPDATE second_factor SET proven = 0`); err != nil {
		t.Fatal(err)
	}
	if _, err := other.UnprovenSecret(t.Context(), a.ID); !errors.Is(err, survey.ErrNoRecord) {
		t.Error(err)
	}
}

func TestPasskeys(t *testing.T) {
	st, a, _ := staffed(t)
	key := survey.Passkey{ID: []byte("k"), Account: a.ID, Name: "Telefoon", Record: []byte(`{"n":1}`)}
	if err := st.AddPasskey(t.Context(), key); err != nil {
		t.Fatal(err)
	}
	key.Record = []byte(`{"n":2}`)
	if err := st.UsePasskey(t.Context(), key); err != nil {
		t.Error(err)
	}
	keys, err := st.Passkeys(t.Context(), a.ID)
	if err != nil || len(keys) != 1 || keys[0].Name != "Telefoon" || string(keys[0].Record) != `{"n":2}` {
		t.Errorf("%+v, %v", keys, err)
	}
	if err := st.EndPasskey(t.Context(), "another", key.ID); !errors.Is(err, survey.ErrNoRecord) {
		t.Errorf("that of another: %v", err)
	}
	if err := st.EndPasskey(t.Context(), a.ID, key.ID); err != nil {
		t.Error(err)
	}
	if err := st.UsePasskey(t.Context(), key); !errors.Is(err, survey.ErrNoPasskey) {
		t.Errorf("after it was removed: %v", err)
	}
	for i := range mostPasskeys {
		key.ID = []byte{byte(i)}
		if err := st.AddPasskey(t.Context(), key); err != nil {
			t.Fatal(err)
		}
	}
	key.ID = []byte("more")
	if err := st.AddPasskey(t.Context(), key); !errors.Is(err, survey.ErrManyPasskeys) {
		t.Error(err)
	}
}

func TestEndFactors(t *testing.T) {
	st, a, _, _ := withCodes(t)
	token, err := st.BeginSession(t.Context(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := st.EndFactors(t.Context(), "", a.ID); err != nil {
		t.Fatal(err)
	}
	if f, err := st.Factors(t.Context(), a.ID); err != nil || f.Codes || f.Recovery > 0 {
		t.Errorf("%+v, %v", f, err)
	}
	if _, _, err := st.Session(t.Context(), token); !errors.Is(err, survey.ErrNoSession) {
		t.Error(err)
	}
}

func TestErrands(t *testing.T) {
	st, _, move := staffed(t)
	begin := func() string {
		token, err := st.BeginErrand(t.Context(), ErrandCode, []byte("wie"))
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	token := begin()
	if body, err := st.Errand(t.Context(), ErrandCode, token); err != nil || string(body) != "wie" {
		t.Errorf("%q, %v", body, err)
	}
	if _, err := st.EndErrand(t.Context(), ErrandPasskey, token); !errors.Is(err, survey.ErrTooLate) {
		t.Errorf("as another kind: %v", err)
	}
	if body, err := st.EndErrand(t.Context(), ErrandCode, token); err != nil || string(body) != "wie" {
		t.Errorf("%q, %v", body, err)
	}
	for name, token := range map[string]string{"twice": token, "never": "x", "empty": ""} {
		if _, err := st.EndErrand(t.Context(), ErrandCode, token); !errors.Is(err, survey.ErrTooLate) {
			t.Errorf("%s: %v", name, err)
		}
	}
	token = begin()
	move(errandLasts)
	for _, look := range []func() ([]byte, error){
		func() ([]byte, error) { return st.Errand(t.Context(), ErrandCode, token) },
		func() ([]byte, error) { return st.EndErrand(t.Context(), ErrandCode, token) },
	} {
		if _, err := look(); !errors.Is(err, survey.ErrTooLate) {
			t.Error(err)
		}
	}
	begin()
	if n, err := scalar[int](t.Context(), st.read, `SELECT count(*) FROM errand`); err != nil || n != 1 {
		t.Errorf("%d errands, %v", n, err)
	}
}

// Strangers who fill the room for trips to the provider keep nobody out who has
// shown a password.
func TestErrandsHaveRoomOfTheirOwn(t *testing.T) {
	st, _, _ := staffed(t)
	if _, err := st.BeginErrand(t.Context(), ErrandProvider, make([]byte, errandsRoom)); err != nil {
		t.Fatal(err)
	}
	if _, err := st.BeginErrand(t.Context(), ErrandProvider, []byte("x")); !errors.Is(err, survey.ErrTooOften) {
		t.Errorf("more than there is room for: %v", err)
	}
	for _, kind := range []ErrandKind{ErrandCode, ErrandPasskey, ErrandNewPasskey} {
		if _, err := st.BeginErrand(t.Context(), kind, []byte("x")); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
}
