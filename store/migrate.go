package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"ouderstem/survey"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
)

//go:embed sqlite/*.sql
var migrations embed.FS

// applicationID marks the file as ours: "Oust" in ASCII.
const applicationID = 0x4F757374

// migrate brings db, which is not newer than we know, to the newest schema.
func migrate(ctx context.Context, db *sql.DB) error {
	p, err := migrator(db)
	if err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migration: %w", err)
	}
	return nil
}

func migrator(db *sql.DB) (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "sqlite")
	if err != nil {
		return nil, err
	}
	// The dialect stays empty because the table of versions is our own.
	return goose.NewProvider("", db, files, goose.WithStore(versions{}), goose.WithDisableGlobalRegistry(true))
}

// newestMigration returns the version of the newest schema we know.
func newestMigration() (int64, error) {
	files, err := fs.Glob(migrations, "sqlite/*.sql")
	if err != nil {
		return 0, err
	}
	return goose.NumericComponent(files[len(files)-1])
}

// refuseNewer refuses a file that a newer program has written: what we do not
// know we might spoil.
func refuseNewer(ctx context.Context, db *sql.DB, newest int64) error {
	tables, err := scalar[int](ctx, db, `SELECT count(*) FROM sqlite_schema WHERE name = 'migration'`)
	if err != nil || tables == 0 {
		return err
	}
	have, err := (versions{}).GetLatestVersion(ctx, db)
	if err != nil {
		return err
	}
	if have > newest {
		return survey.ErrNewerDatabase.With("Have", have).With("Know", newest)
	}
	return nil
}

// versions is goose's table of applied migrations as we want it: goose's own
// has running numbers and times, and no table of ours has either.
type versions struct{}

var _ database.Store = versions{}

// Tablename is the name of the table of versions.
func (versions) Tablename() string { return "migration" }

// CreateVersionTable makes the table.
func (versions) CreateVersionTable(ctx context.Context, db database.DBTxConn) error {
	_, err := db.ExecContext(ctx, `CREATE TABLE migration (version INTEGER PRIMARY KEY) STRICT, WITHOUT ROWID`)
	return err
}

// TableExists tells whether the table is there.
func (versions) TableExists(ctx context.Context, db database.DBTxConn) (bool, error) {
	n, err := scalar[int](ctx, db, `SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'migration'`)
	return n > 0, err
}

// Insert notes an applied version.
func (versions) Insert(ctx context.Context, db database.DBTxConn, req database.InsertRequest) error {
	_, err := db.ExecContext(ctx, `INSERT INTO migration (version) VALUES ($1)`, req.Version)
	return err
}

// Delete takes a version back.
func (versions) Delete(ctx context.Context, db database.DBTxConn, version int64) error {
	_, err := db.ExecContext(ctx, `DELETE FROM migration WHERE version = $1`, version)
	return err
}

// GetMigration tells whether a version was applied.
func (versions) GetMigration(ctx context.Context, db database.DBTxConn, version int64) (*database.GetMigrationResult, error) {
	_, err := scalar[int64](ctx, db, `SELECT version FROM migration WHERE version = $1`, version)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, database.ErrVersionNotFound
	}
	if err != nil {
		return nil, err
	}
	return &database.GetMigrationResult{IsApplied: true}, nil
}

// GetLatestVersion returns the newest version that was applied.
func (versions) GetLatestVersion(ctx context.Context, db database.DBTxConn) (int64, error) {
	version, err := scalar[sql.NullInt64](ctx, db, `SELECT max(version) FROM migration`)
	if err == nil && !version.Valid {
		err = database.ErrVersionNotFound
	}
	return version.Int64, err
}

// ListMigrations lists applied versions, newest first.
func (versions) ListMigrations(ctx context.Context, db database.DBTxConn) ([]*database.ListMigrationsResult, error) {
	rows, err := db.QueryContext(ctx, `SELECT version FROM migration ORDER BY version DESC`)
	return collect(rows, err, func(rows *sql.Rows, m **database.ListMigrationsResult) error {
		*m = &database.ListMigrationsResult{IsApplied: true}
		return rows.Scan(&(*m).Version)
	})
}
