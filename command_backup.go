package main

import (
	"ouderstem/store"
)

// backupCmd copies the database.
type backupCmd struct {
	data
	File string `arg:"" help:"${cli_backup_file}" type:"path"`
}

// Run writes a copy and checks it.
func (c backupCmd) Run(p *program) error {
	return c.with(p, func(st *store.Store) error {
		if err := st.Backup(p.ctx, c.File); err != nil {
			return err
		}
		return p.say("cli.backup.done", "File", c.File, "Keyring", c.Data+"/keyring")
	})
}

// restoreCmd puts a copy into an empty data directory.
type restoreCmd struct {
	data
	File string `arg:"" help:"${cli_restore_file}" type:"existingfile"`
}

// Run restores and tells which answers can no longer be read.
func (c restoreCmd) Run(p *program) error {
	if err := store.Restore(p.ctx, c.Data, c.File); err != nil {
		return err
	}
	return c.create(p, func(st *store.Store) error {
		n, err := st.Unreadable(p.ctx)
		if err != nil {
			return err
		}
		if n > 0 {
			return p.say("cli.restore.unreadable", "N", n)
		}
		return p.say("cli.restore.done", "Data", c.Data)
	})
}
