package main

import (
	"path/filepath"

	"ouderstem/store"
	"ouderstem/survey"
)

// backupCmd copies the database, or checks a copy.
type backupCmd struct {
	data
	File      string   `arg:"" help:"${cli_backup_file}" type:"path"`
	Recipient []string `help:"${cli_backup_recipient}" placeholder:"age1…"`
	Keyring   string   `help:"${cli_backup_keyring}" type:"path"`
	Check     bool     `help:"${cli_backup_check}"`
	Identity  string   `help:"${cli_backup_identity}" type:"existingfile"`
}

// Run writes a copy and checks it.
func (c backupCmd) Run(p *program) error {
	if c.Check {
		return c.check(p)
	}
	return c.with(p, func(st *store.Store) error {
		if err := st.Backup(p.ctx, store.BackupOptions{File: c.File, Keyring: c.Keyring, Recipients: c.Recipient}); err != nil {
			return err
		}
		if len(c.Recipient) == 0 {
			if err := p.note("cli.backup.plain", "File", c.File); err != nil {
				return err
			}
		}
		if c.Keyring != "" {
			return p.say("cli.backup.done-keys", "File", c.File, "Keyring", c.Keyring)
		}
		return p.say("cli.backup.done", "File", c.File, "Keyring", filepath.Join(c.Data, "keyring"))
	})
}

// check says what is in a copy, and whether it could be put back.
func (c backupCmd) check(p *program) error {
	if len(c.Recipient) > 0 {
		return survey.ErrBadFlag.With("Flag", "--recipient").With("Value", c.Recipient[0])
	}
	in, err := store.CheckBackup(p.ctx, store.RestoreOptions{File: c.File, Keyring: c.Keyring, Identity: c.Identity})
	if err != nil {
		return err
	}
	if err := p.say("cli.backup.good", "File", c.File, "Version", in.Version); err != nil {
		return err
	}
	if err := p.say("cli.backup.holds", "Units", in.Units, "Opened", in.Opened, "Sealed", in.Sealed,
		"Cards", in.Cards, "Editions", in.Editions, "Accounts", in.Accounts); err != nil {
		return err
	}
	if !in.Encrypted {
		if err := p.say("cli.backup.plain", "File", c.File); err != nil {
			return err
		}
	}
	return sayUnreadable(p, in, c.Keyring, false)
}

// sayUnreadable tells which answers of a copy nobody can read with the keys that
// are there, and what else is missing without any.
func sayUnreadable(p *program, in survey.Contents, keyring string, restored bool) error {
	switch {
	case !in.Keyring && restored:
		return p.say("cli.restore.no-keyring", "N", in.Unreadable, "Keyring", keyring)
	case !in.Keyring:
		return p.say("cli.backup.no-keyring", "N", in.Unreadable)
	case in.Unreadable > 0:
		return p.say("cli.restore.unreadable", "N", in.Unreadable)
	case !restored:
		return p.say("cli.backup.readable", "N", in.Sealed)
	}
	return nil
}

// restoreCmd puts a copy into an empty data directory.
type restoreCmd struct {
	data
	File     string `arg:"" help:"${cli_restore_file}" type:"existingfile"`
	Keyring  string `help:"${cli_restore_keyring}" type:"existingfile"`
	Identity string `help:"${cli_backup_identity}" type:"existingfile"`
}

// Run restores, opens what was put back, and tells which answers can no longer
// be read.
func (c restoreCmd) Run(p *program) error {
	in, err := store.Restore(p.ctx, c.Data, store.RestoreOptions{File: c.File, Keyring: c.Keyring, Identity: c.Identity})
	if err != nil {
		return err
	}
	if in.Keyring {
		if err := c.create(p, func(st *store.Store) error {
			in.Unreadable, err = st.Unreadable(p.ctx)
			return err
		}); err != nil {
			return err
		}
	}
	if err := p.say("cli.restore.done", "Data", c.Data); err != nil {
		return err
	}
	return sayUnreadable(p, in, filepath.Join(c.Data, "keyring"), true)
}
