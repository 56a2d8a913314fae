package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"ouderstem/survey"
)

// fileChecks look at files and directories, and at nothing that is in them but
// what they are.
var fileChecks = []auditCheck{
	{"data-permissions", (*auditor).dataPermissions},
	{"keyring-permissions", (*auditor).keyringPermissions},
	{"keyring-apart", (*auditor).keyringApart},
	{"keyring-copies", (*auditor).keyringCopies},
	{"backup-age", (*auditor).backupAge},
	{"backup-private", (*auditor).backupPrivate},
	{"backup-encrypted", (*auditor).backupEncrypted},
	{"disk-space", (*auditor).diskSpace},
}

// others are the rights of who does not own a file.
const others fs.FileMode = 0o077

func (a *auditor) dataPermissions(c *survey.Check) error {
	if !modes {
		c.Leave(survey.Finding("audit.found.no-modes"))
		return nil
	}
	dir, err := os.Stat(a.dir)
	if err != nil {
		return err
	}
	const write fs.FileMode = 0o022
	switch mode := dir.Mode().Perm(); {
	case mode&write != 0:
		c.Fail(a.mode(a.dir, mode))
	case mode&others != 0: // names can be seen, and nothing in a file
		c.Warn(a.mode(a.dir, mode))
	}
	files, err := os.ReadDir(a.dir)
	for _, f := range files {
		if info, err := f.Info(); err == nil && info.Mode().IsRegular() {
			a.alone(c, filepath.Join(a.dir, f.Name()), info, dir)
		}
	}
	return err
}

func (a *auditor) keyringPermissions(c *survey.Check) error {
	if !modes {
		c.Leave(survey.Finding("audit.found.no-modes"))
		return nil
	}
	dir := a.keyring()
	owner, err := os.Stat(filepath.Join(a.dir, databaseFile))
	if err != nil {
		return err
	}
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if path == dir && errors.Is(err, fs.ErrNotExist) {
			c.Fail(survey.Finding("audit.found.no-keyring"))
			return nil
		}
		if err != nil {
			return err
		}
		info, err := d.Info()
		if errors.Is(err, fs.ErrNotExist) { // it was destroyed meanwhile
			return nil
		}
		if err == nil {
			a.alone(c, path, info, owner)
		}
		return err
	})
}

// alone fails a file that others may read or write, or that another user owns
// than what it belongs to.
func (a *auditor) alone(c *survey.Check, path string, info, of fs.FileInfo) {
	if mode := info.Mode().Perm(); mode&others != 0 {
		c.Fail(a.mode(path, mode))
	}
	uid, known := ownerOf(info)
	if want, ok := ownerOf(of); known && ok && uid != want {
		c.Fail(survey.Finding("audit.found.owner", "File", a.short(path)))
	}
}

func (a *auditor) mode(path string, mode fs.FileMode) *survey.Error {
	return survey.Finding("audit.found.mode", "File", a.short(path), "Mode", fmt.Sprintf("%04o", mode))
}

func (a *auditor) keyring() string { return filepath.Join(a.dir, "keyring") }

// archives are the endings of files that may hold a copy of all there is.
var archives = []string{".tar", ".tgz", ".gz", ".bz2", ".xz", ".zst", ".zip", ".7z", ".partial"}

// keyringApart looks for backups where the keyring is, and for the keyring where
// backups are: who finds one then finds the other.
func (a *auditor) keyringApart(c *survey.Check) error {
	for _, backups := range a.o.Backups {
		abs, err := filepath.Abs(backups)
		if err != nil {
			return err
		}
		if within(a.keyring(), abs) || within(abs, a.dir) {
			c.Fail(survey.Finding("audit.found.backup-beside", "File", abs))
		}
	}
	err := filepath.WalkDir(a.dir, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || d.IsDir() || path == filepath.Join(a.dir, databaseFile) {
			return err
		}
		switch {
		case path == filepath.Join(a.dir, copyingFile):
			c.Warn(survey.Finding("audit.found.backup-copying", "File", a.short(path)))
		case a.beforeMigration(path):
		case ours(path), slices.Contains(archives, filepath.Ext(path)):
			c.Fail(survey.Finding("audit.found.backup-beside", "File", a.short(path)))
		}
		return nil
	})
	// What lies next to the data directory is copied with it soon enough.
	beside, _ := os.ReadDir(filepath.Dir(a.dir)) // what we may not see nobody of ours has put there
	for _, f := range beside {
		if path := filepath.Join(filepath.Dir(a.dir), f.Name()); f.Type().IsRegular() && ours(path) {
			c.Warn(survey.Finding("audit.found.backup-near", "File", path))
		}
	}
	return err
}

// beforeMigration reports whether a file is the one copy of before a migration
// that may lie in the data directory: of an older version, and with no box that was
// opened since.
func (a *auditor) beforeMigration(path string) bool {
	copies, err := migrationCopies(a.dir)
	if err != nil || len(copies) != 1 || copies[0].path != path {
		return false
	}
	var copied, now []string
	if err := checkStamp(path); err != nil {
		return false
	}
	db, err := openCopy(path)
	if err != nil {
		return false
	}
	defer db.Close() //nolint:errcheck // only read from
	have, err := haveMigration(a.ctx, db)
	if err == nil {
		copied, err = boxIDs(a.ctx, db)
	}
	if err == nil {
		now, err = boxIDs(a.ctx, a.st.read)
	}
	return err == nil && have == copies[0].version && have <= a.version() &&
		!slices.ContainsFunc(copied, func(box string) bool { return !slices.Contains(now, box) })
}

// within reports whether path is dir or lies in it.
func within(path, dir string) bool {
	in, err := filepath.Rel(dir, path)
	return err == nil && in != ".." && !strings.HasPrefix(in, ".."+string(filepath.Separator))
}

// ours reports whether a file is a database of this program.
func ours(path string) bool {
	head := make([]byte, headerBytes)
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close() //nolint:errcheck // only read from
	if _, err := io.ReadFull(f, head); err != nil {
		return false
	}
	const atApplication = 68
	return string(head[:16]) == "SQLite format 3\x00" && binary.BigEndian.Uint32(head[atApplication:]) == applicationID
}

// mostFiles is how many files are looked at around the data directory.
const mostFiles = 20_000

// keyringCopies looks for files with the same content as one of the keyring: in
// the data directory, in what lies around it, and among backups.
func (a *auditor) keyringCopies(c *survey.Check) error {
	secrets, size := map[string]bool{}, map[int64]bool{}
	files, err := os.ReadDir(a.keyring())
	if err != nil {
		return err
	}
	for _, f := range files {
		content, err := os.ReadFile(filepath.Join(a.keyring(), f.Name()))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		if len(content) > 0 {
			secrets[string(content)], size[int64(len(content))] = true, true
		}
	}
	places := append([]string{a.dir}, a.o.Backups...)
	if around := filepath.Dir(a.dir); filepath.Dir(around) != around { // all of the machine is not around
		places = append(places, around)
	}
	seen, looked := map[string]bool{}, 0
	for _, place := range places {
		const deep = 3
		err := filepath.WalkDir(place, func(path string, d fs.DirEntry, err error) error {
			looked++
			switch {
			case looked > mostFiles:
				return fs.SkipAll
			case err != nil: // not ours to see
				return nil //nolint:nilerr // and so nothing to be found by who runs the server
			case path == a.keyring() || d.IsDir() && strings.Count(path[len(place):], string(filepath.Separator)) >= deep:
				return fs.SkipDir
			case !d.Type().IsRegular() || seen[path]:
				return nil
			}
			seen[path] = true
			info, err := d.Info()
			if err != nil {
				return nil //nolint:nilerr // gone meanwhile
			}
			if size[info.Size()] {
				content, err := os.ReadFile(path) //nolint:gosec // it is compared and goes nowhere
				if err == nil && secrets[string(content)] {
					c.Fail(survey.Finding("audit.found.key-copy", "File", a.short(path)))
				}
			} else if packedKeys(path) {
				c.Fail(survey.Finding("audit.found.key-copy", "File", a.short(path)))
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	if looked > mostFiles {
		c.Leave(survey.Finding("audit.found.many-files", "N", mostFiles))
	}
	return nil
}

// packedKeys reports whether a file has keys as [Store.Backup] writes them, in
// plain.
func packedKeys(path string) bool {
	const atMagic, magic = 257, "ustar"
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close() //nolint:errcheck // only read from
	head := make([]byte, atMagic+len(magic))
	if _, err := io.ReadFull(f, head); err != nil || string(head[atMagic:]) != magic {
		return false
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return false
	}
	_, err = unpackKeys(f)
	return err == nil
}

func (a *auditor) diskSpace(c *survey.Check) error {
	free, known, err := freeBytes(a.dir)
	if err != nil {
		return err
	}
	if !known {
		c.Leave(survey.Finding("audit.found.no-free"))
		return nil
	}
	// An opening writes what it opens to the log, and a backup is a whole copy.
	const least, roomy = 64 << 20, 1 << 30
	found := survey.Finding("audit.found.free", "Megabytes", int(free>>20))
	switch need := max(least, 2*int64(len(a.image))); {
	case free < need:
		c.Fail(found)
	case free < max(roomy, 2*need):
		c.Warn(found)
	}
	return nil
}

// OwnedByRoot reports whether a directory is root's: who serves it is too.
func OwnedByRoot(dir string) bool {
	info, err := os.Stat(dir)
	if err != nil {
		return false
	}
	uid, known := ownerOf(info)
	return known && uid == 0
}
