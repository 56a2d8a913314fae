package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"ouderstem/survey"
)

// AuditOptions say where else than in the data directory an audit looks.
type AuditOptions struct {
	// Now is the moment of the audit, in the time zone of the schedule.
	Now time.Time
	// Backups are directories with backups, and Logs files with log lines, as they
	// are or compressed with gzip.
	Backups, Logs []string
}

// Audit attacks the data directory as a thief would and checks that nothing in it
// breaks a promise. It changes nothing there, takes no lock and opens no file of
// the database with SQLite, so a server may go on serving. It reads everything
// into memory.
//
// Checks come in a fixed order; one that fails keeps no other from being made. An
// error means that nothing could be checked: [survey.ErrNoData],
// [survey.ErrBadDatabase], [survey.ErrBadDirectory], or [survey.ErrBusy] when
// somebody wrote all the time.
func Audit(ctx context.Context, dir string, o AuditOptions) ([]survey.Check, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if !Exists(dir) {
		return nil, survey.ErrNoData.With("Dir", dir)
	}
	a := &auditor{ctx: ctx, dir: dir, o: o}
	a.keysBefore = a.keyFiles()
	if a.snapshot, err = readSnapshot(dir); err != nil {
		return nil, a.told(err)
	}
	if a.size, err = pageSize(a.image); err != nil {
		return nil, a.told(err)
	}
	if a.st, err = a.open(ctx, dir); err != nil {
		return nil, a.told(err)
	}
	defer a.st.Close() //nolint:errcheck // it is in memory only
	a.run(slices.Concat(fileChecks, rawChecks))
	if a.known() {
		a.run(slices.Concat(rowChecks, accountChecks, logChecks))
		return a.checks, ctx.Err()
	}
	// Of another schema than ours nothing can be asked.
	for _, c := range slices.Concat(rowChecks, accountChecks, logChecks) {
		check := survey.NewCheck(c.key)
		check.Leave(survey.Finding("audit.found.other-version"))
		a.checks = append(a.checks, *check)
	}
	return a.checks, ctx.Err()
}

// Audit is the function of that name on this store's own directory.
func (st *Store) Audit(ctx context.Context, o AuditOptions) ([]survey.Check, error) {
	return Audit(ctx, st.dir, o)
}

// auditor is one audit.
type auditor struct {
	ctx context.Context
	dir string
	o   AuditOptions
	snapshot
	size       int    // of a page
	st         *Store // the snapshot, to ask
	keysBefore []string
	made       *newInstallation // to compare with, once it was made
	logs       []logLines       // of each log file, once they are read
	checks     []survey.Check
}

// auditCheck is a check with what makes it.
type auditCheck struct {
	key string
	do  func(*auditor, *survey.Check) error
}

// run makes checks. One that breaks off could not be made.
func (a *auditor) run(checks []auditCheck) {
	for _, c := range checks {
		check := survey.NewCheck(c.key)
		if err := c.do(a, check); err != nil {
			check.Leave(survey.Finding("audit.found.error", "Cause", cause(err)))
		}
		a.checks = append(a.checks, *check)
	}
}

// told turns an error that ends the audit into one that says what to do.
func (a *auditor) told(err error) error {
	var path *os.PathError
	switch {
	case errors.As(err, &path):
		return survey.ErrBadDirectory.With("Dir", a.dir).With("Cause", cause(err))
	case errors.Is(err, errNoDatabase):
		return survey.ErrBadDatabase.With("Dir", a.dir).With("Cause", err.Error())
	}
	return (&Store{dir: a.dir}).told(err)
}

// known reports whether the schema is the newest that the program knows.
func (a *auditor) known() bool {
	newest, err := newestMigration()
	if err != nil {
		return false
	}
	return a.version() == newest
}

// version is that of the schema, 0 where it has none.
func (a *auditor) version() int64 {
	have, err := haveMigration(a.ctx, a.st.read)
	if err != nil {
		return 0
	}
	return have
}

// short is a path as it is told: from the data directory where it is in it.
func (a *auditor) short(path string) string {
	if in, err := filepath.Rel(a.dir, path); err == nil && !strings.HasPrefix(in, "..") {
		return filepath.ToSlash(in)
	}
	return path
}

// keyFiles returns the ids of the boxes whose keys are in the keyring, sorted.
func (a *auditor) keyFiles() []string {
	files, _ := filepath.Glob(filepath.Join(a.dir, "keyring", "*.key")) // the pattern is right
	var boxes []string
	for _, f := range files {
		boxes = append(boxes, strings.TrimSuffix(filepath.Base(f), ".key"))
	}
	slices.Sort(boxes)
	return boxes
}
