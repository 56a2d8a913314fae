package store

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"ouderstem/survey"

	"filippo.io/age"
)

// ageKey makes a key of age: the public half, and a file with the private one.
func ageKey(t *testing.T) (public, file string) {
	t.Helper()
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "key.txt")
	if err := os.WriteFile(file, []byte("# of a test\n"+key.String()+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return key.Recipient().String(), file
}

// filled makes a store with 12 opened answers and 11 in a box, and 7 cards that
// are out.
func filled(t *testing.T, dir string) (st *Store, s *survey.Survey, out []survey.Code) {
	t.Helper()
	st = open(t, dir)
	s = town(t, st)
	codes := print(t, st, "a", "", 30)
	drop(t, st, s, codes[:12])
	if _, err := st.OpenBoxes(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	drop(t, st, s, codes[12:23])
	return st, s, codes[23:]
}

// The holder of any of the private keys, and nobody else, puts back an encrypted
// copy with its keys; nothing in plain is left of its making.
func TestEncryptedBackup(t *testing.T) {
	dir := t.TempDir()
	st, s, out := filled(t, dir)
	one, oneFile := ageKey(t)
	other, otherFile := ageKey(t)
	_, strangers := ageKey(t)
	o := BackupOptions{File: filepath.Join(t.TempDir(), "copy.age"), Keyring: filepath.Join(t.TempDir(), "keys.age"), Recipients: []string{one, other}}
	if err := st.Backup(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{o.File, o.Keyring} {
		content, err := os.ReadFile(file)
		if err != nil || !strings.HasPrefix(string(content), ageHeader) || bytes.Contains(content, []byte("SQLite format")) || bytes.Contains(content, []byte(pepperFile)) {
			t.Errorf("%s is not encrypted: %v", file, err)
		}
		if info, err := os.Stat(file); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", file, info.Mode(), err)
		}
	}
	if left, err := filepath.Glob(filepath.Join(dir, "*"+filepath.Ext(copyingFile))); err != nil || len(left) > 0 {
		t.Errorf("%v is left, %v", left, err)
	}
	for identity, want := range map[string]error{"": survey.ErrEncrypted, strangers: survey.ErrOtherIdentity, o.File: survey.ErrBadIdentity} {
		elsewhere := filepath.Join(t.TempDir(), "data")
		r := RestoreOptions{File: o.File, Keyring: o.Keyring, Identity: identity}
		if _, err := Restore(t.Context(), elsewhere, r); !errors.Is(err, want) {
			t.Errorf("put back with %q: %v", identity, err)
		}
		if _, err := CheckBackup(t.Context(), RestoreOptions{File: o.File, Identity: identity}); !errors.Is(err, want) {
			t.Errorf("checked with %q: %v", identity, err)
		}
		if Exists(elsewhere) {
			t.Error("a database was made of what cannot be read")
		}
	}
	for _, identity := range []string{oneFile, otherFile} {
		elsewhere := filepath.Join(t.TempDir(), "data")
		r := RestoreOptions{File: o.File, Keyring: o.Keyring, Identity: identity}
		in, err := Restore(t.Context(), elsewhere, r)
		want := survey.Contents{Version: newestVersion(t), Encrypted: true, Units: 5, Cards: 30, Opened: 12, Sealed: 11, Keyring: true}
		if err != nil || in != want {
			t.Fatalf("put back %+v, %v", in, err)
		}
		if checked, err := CheckBackup(t.Context(), r); err != nil || checked != want {
			t.Errorf("checked %+v, %v", checked, err)
		}
		back := open(t, elsewhere)
		drop(t, back, s, out)
		if got, err := back.OpenBoxes(t.Context(), 2026); err != nil || len(got) != 1 || got[0].N != 18 {
			t.Errorf("opened %v, %v", got, err)
		}
	}
	if _, err := Restore(t.Context(), dir, RestoreOptions{File: o.File, Identity: oneFile}); !errors.Is(err, survey.ErrFileExists) {
		t.Errorf("an installation was overwritten: %v", err)
	}
}

func newestVersion(t *testing.T) int64 {
	t.Helper()
	v, err := newestMigration()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// Keys are not written beside what they open, by whatever name, and a file that
// is there or a key that is none stops all before anything is made.
func TestBackupRefuses(t *testing.T) {
	dir := t.TempDir()
	st, _, _ := filled(t, dir)
	place, elsewhere := t.TempDir(), t.TempDir()
	private, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(elsewhere, "taken"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		o    BackupOptions
		want error
	}{
		"keys beside the copy":       {BackupOptions{Keyring: filepath.Join(place, "keys")}, survey.ErrKeysBeside},
		"keys beside it, named else": {BackupOptions{Keyring: filepath.Join(place, "..", filepath.Base(place), "keys")}, survey.ErrKeysBeside},
		"keys beside the database":   {BackupOptions{Keyring: filepath.Join(dir, "keys")}, survey.ErrKeysBeside},
		"keys within the keyring":    {BackupOptions{Keyring: filepath.Join(dir, "keyring", "keys")}, survey.ErrKeysBeside},
		"file of keys is there":      {BackupOptions{Keyring: filepath.Join(elsewhere, "taken")}, survey.ErrFileExists},
		"no directory":               {BackupOptions{Keyring: filepath.Join(elsewhere, "none", "keys")}, survey.ErrBadDirectory},
		"no key":                     {BackupOptions{Recipients: []string{"age1"}}, survey.ErrBadRecipient},
		"the private key":            {BackupOptions{Recipients: []string{private.String()}}, survey.ErrBadRecipient},
	}
	if link := filepath.Join(elsewhere, "link"); os.Symlink(place, link) == nil {
		tests["keys beside it, by a link"] = struct {
			o    BackupOptions
			want error
		}{BackupOptions{Keyring: filepath.Join(link, "keys")}, survey.ErrKeysBeside}
	}
	for name, test := range tests {
		test.o.File = filepath.Join(place, "copy.db")
		err := st.Backup(t.Context(), test.o)
		if !errors.Is(err, test.want) || strings.Contains(err.Error(), private.String()) {
			t.Errorf("%s: %v", name, err)
		}
		for _, file := range []string{test.o.File, test.o.Keyring} {
			if _, err := os.Stat(file); err == nil && !strings.HasSuffix(file, "taken") {
				t.Errorf("%s: %s was made", name, file)
			}
		}
	}
}

// Whatever byte falls over in a copy, and wherever it ends: it is refused, and
// leaves nothing.
func TestDamagedBackup(t *testing.T) {
	st, _, _ := filled(t, t.TempDir())
	public, identity := ageKey(t)
	plain := BackupOptions{File: filepath.Join(t.TempDir(), "copy.db"), Keyring: filepath.Join(t.TempDir(), "keys")}
	sealed := BackupOptions{File: filepath.Join(t.TempDir(), "copy.age"), Keyring: filepath.Join(t.TempDir(), "keys.age"), Recipients: []string{public}}
	for _, o := range []BackupOptions{plain, sealed} {
		if err := st.Backup(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		whole, err := os.ReadFile(o.File)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "damaged")
		refused := func(what string, at int, content []byte) {
			t.Helper()
			if err := os.WriteFile(file, content, 0o600); err != nil {
				t.Fatal(err)
			}
			elsewhere := filepath.Join(t.TempDir(), "data")
			r := RestoreOptions{File: file, Identity: identity}
			told := (*survey.Error)(nil)
			if _, err := Restore(t.Context(), elsewhere, r); !errors.As(err, &told) {
				t.Errorf("%s at %d of %d: put back, %v", what, at, len(whole), err)
			}
			if _, err := os.Stat(elsewhere); err == nil {
				t.Errorf("%s at %d left something", what, at)
			}
			if _, err := CheckBackup(t.Context(), r); !errors.As(err, &told) {
				t.Errorf("%s at %d of %d: called good, %v", what, at, len(whole), err)
			}
		}
		for at := 0; at < len(whole); at += 1 + max(at-120, 0)/50 { // all of the header, and some of the rest
			content := bytes.Clone(whole)
			content[at] ^= 1 << (at % 8)
			refused("a bit fell over", at, content)
		}
		for _, at := range []int{0, 1, 15, 99, 100, 4096, len(whole) / 2, len(whole) - 4096, len(whole) - 1} {
			refused("cut off", at, whole[:at])
		}
		refused("something behind it", len(whole), append(bytes.Clone(whole), 0))
	}
	keys, err := os.ReadFile(sealed.Keyring)
	if err != nil {
		t.Fatal(err)
	}
	for at := 0; at < len(keys); at += 101 {
		content := bytes.Clone(keys)
		content[at] ^= 4
		file := filepath.Join(t.TempDir(), "keys")
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
		elsewhere := filepath.Join(t.TempDir(), "data")
		if _, err := Restore(t.Context(), elsewhere, RestoreOptions{File: sealed.File, Keyring: file, Identity: identity}); err == nil || Exists(elsewhere) {
			t.Errorf("keys damaged at %d: %v", at, err)
		}
	}
}

// A file with keys says which files it makes; it makes no others.
func TestKeysMakeNoOtherFiles(t *testing.T) {
	pepper := make([]byte, pepperBytes)
	for _, name := range []string{"../pepper2", "/tmp/x", "a/b", `a\b`, ".hidden", strings.Repeat("x", longestName+1)} {
		r, w := io.Pipe()
		go func() { w.CloseWithError(keySet{pepperFile: pepper, name: []byte("x")}.pack(w)) }()
		if keys, err := unpackKeys(r); err == nil {
			t.Errorf("%q was taken: %v", name, keys)
		}
		r.Close()
	}
	var b bytes.Buffer
	if err := (keySet{"box.key": []byte("x")}).pack(&b); err != nil {
		t.Fatal(err)
	}
	if _, err := unpackKeys(&b); err == nil {
		t.Error("keys without the pepper were taken")
	}
}

// A copy is made of a newer program's database by that program alone.
func TestBackupOfNewer(t *testing.T) {
	dir := t.TempDir()
	st, _, _ := filled(t, dir)
	if _, err := st.exec(t.Context(), `INSERT INTO migration (version) VALUES (999)`); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "newer.db")
	if _, err := st.exec(t.Context(), `VACUUM INTO $1`, file); err != nil {
		t.Fatal(err)
	}
	if err := stamp(file); err != nil {
		t.Fatal(err)
	}
	elsewhere := t.TempDir()
	if _, err := Restore(t.Context(), elsewhere, RestoreOptions{File: file}); !errors.Is(err, survey.ErrNewerDatabase) || Exists(elsewhere) {
		t.Errorf("put back: %v", err)
	}
	if _, err := CheckBackup(t.Context(), RestoreOptions{File: file}); !errors.Is(err, survey.ErrNewerDatabase) {
		t.Errorf("checked: %v", err)
	}
}

// A check leaves nothing behind, and tells what cannot be read without keys, with
// the right ones and with those of another installation.
func TestCheckBackupLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	st, _, _ := filled(t, dir)
	stranger, _, _ := filled(t, t.TempDir())
	file, keys, others := filepath.Join(t.TempDir(), "copy.db"), filepath.Join(t.TempDir(), "keys"), filepath.Join(t.TempDir(), "others")
	if err := st.Backup(t.Context(), BackupOptions{File: file, Keyring: keys}); err != nil {
		t.Fatal(err)
	}
	if err := stranger.Backup(t.Context(), BackupOptions{File: filepath.Join(t.TempDir(), "copy.db"), Keyring: others}); err != nil {
		t.Fatal(err)
	}
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	before := files(t, filepath.Dir(file))
	for _, test := range []struct {
		keyring    string
		unreadable int
	}{{"", 11}, {keys, 0}, {others, 11}} {
		in, err := CheckBackup(t.Context(), RestoreOptions{File: file, Keyring: test.keyring})
		if err != nil || in.Unreadable != test.unreadable || in.Keyring != (test.keyring != "") || in.Encrypted {
			t.Errorf("with keys %q: %+v, %v", test.keyring, in, err)
		}
	}
	if after := files(t, filepath.Dir(file)); len(after) != len(before) || after[file] != before[file] {
		t.Errorf("beside the copy was %v and is %v", before, after)
	}
	if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
		t.Errorf("%v is left, %v", left, err)
	}
}
