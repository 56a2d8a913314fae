package store

import (
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"ouderstem/survey"
)

// newestBackup is how old the newest backup may be in days: a month, in which
// boxes are opened once, and some days for who makes them.
const newestBackup = 35

// backup is a file where backups are said to be.
type backup struct {
	path string
	info fs.FileInfo
}

// backups returns the files where backups are said to be; where nobody said, or
// there are none, c says so.
func (a *auditor) backups(c *survey.Check) (all []backup, err error) {
	if len(a.o.Backups) == 0 {
		c.Leave(survey.Finding("audit.found.no-backups-given"))
		return nil, nil
	}
	for _, place := range a.o.Backups {
		if _, err := os.Stat(place); err != nil {
			return nil, err
		}
		err := filepath.WalkDir(place, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			info, err := d.Info()
			all = append(all, backup{path, info})
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (a *auditor) backupAge(c *survey.Check) error {
	all, err := a.backups(c)
	if err != nil || len(a.o.Backups) == 0 {
		return err
	}
	var newest time.Time
	for _, b := range all {
		if b.info.ModTime().After(newest) {
			newest = b.info.ModTime()
		}
	}
	days := int(a.o.Now.Sub(newest).Hours() / 24)
	switch {
	case newest.IsZero():
		c.Fail(survey.Finding("audit.found.no-backup"))
	case days > newestBackup:
		c.Fail(survey.Finding("audit.found.old-backup", "Days", days, "Most", newestBackup))
	}
	return nil
}

func (a *auditor) backupPrivate(c *survey.Check) error {
	all, err := a.backups(c)
	if !modes && len(all) > 0 {
		c.Leave(survey.Finding("audit.found.no-modes"))
		return err
	}
	for _, b := range all {
		if mode := b.info.Mode().Perm(); mode&others != 0 {
			c.Fail(a.mode(b.path, mode))
		}
	}
	return err
}

func (a *auditor) backupEncrypted(c *survey.Check) error {
	all, err := a.backups(c)
	for _, b := range all {
		if ours(b.path) {
			c.Warn(survey.Finding("audit.found.plain-backup", "File", a.short(b.path)))
		}
	}
	return err
}
