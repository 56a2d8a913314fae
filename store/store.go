// Package store keeps what the program must remember, in one database, and
// what must never be with it, in a keyring beside it.
//
// Answers come in sealed ([Store.Drop]), wait in boxes, and are opened together
// ([Store.OpenBoxes], [Store.CloseYear]). What a report needs is read with
// [Store.Results]; it comes from opened boxes only.
//
// The SQL of a method stands in that method. It is written once, for any engine
// that takes $1 for a parameter.
package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	"ouderstem/survey"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// Config says where a store lives and what it draws on.
type Config struct {
	// Dir is the data directory. What is missing in it is made.
	Dir string
	// Random is where the ids of rows are drawn, and with them their order;
	// crypto/rand when nil. Codes and keys are never drawn from it.
	Random io.Reader
	// Now is the clock of what staff do; time.Now when nil. No answer is ever
	// told the time.
	Now func() time.Time
	// Log gets operators' events; none of them tells of an answer.
	Log *slog.Logger
	// Step is called before each step of a submission and an opening, so that
	// a test can end the process there; may be nil.
	Step func(name string)
}

// Store is one installation's memory. It is safe for concurrent use, and
// several processes may use one data directory.
type Store struct {
	dir    string
	write  *sql.DB // one connection: SQLite has one writer
	read   *sql.DB
	keys   *keyring
	pepper []byte
	random io.Reader
	log    *slog.Logger
	step   func(string)
	now    func() time.Time

	sharing   sharing
	passwords *passwords
	recent    recent

	boxes sync.Map   // *takingBox by what a box is for, each found to have its key
	hot   statements // of every submission

	broken   chan struct{} // closed when the disk did not keep something
	breaking sync.Once
}

const databaseFile = "ouderstem.db"

// Open opens the data directory, making or migrating what has to be. Errors
// that a person can mend: [survey.ErrBadDirectory], [survey.ErrNewerDatabase],
// [survey.ErrNoKeyring].
func Open(ctx context.Context, c Config) (*Store, error) {
	if err := makeDir(c.Dir); err != nil {
		return nil, survey.ErrBadDirectory.With("Dir", c.Dir).With("Cause", cause(err))
	}
	st := &Store{dir: c.Dir, keys: &keyring{filepath.Join(c.Dir, "keyring")}, random: c.Random, log: c.Log, step: c.Step, now: c.Now, passwords: newPasswords(), broken: make(chan struct{})}
	if st.random == nil {
		st.random = rand.Reader
	}
	if st.log == nil {
		st.log = slog.New(slog.DiscardHandler)
	}
	if st.step == nil {
		st.step = func(string) {}
	}
	if st.now == nil {
		st.now = time.Now
	}
	if err := st.connect(ctx); err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return st, nil
}

func (st *Store) connect(ctx context.Context) (err error) {
	file := filepath.Join(st.dir, databaseFile)
	// One process at a time makes and migrates; the others find it done.
	release, err := lockFile(filepath.Join(st.dir, "migrating"), true)
	if err != nil {
		return survey.ErrBadDirectory.With("Dir", st.dir).With("Cause", cause(err))
	}
	defer func() { err = errors.Join(err, release()) }()
	if err := private(file); err != nil {
		return survey.ErrBadDirectory.With("Dir", st.dir).With("Cause", cause(err))
	}
	// The writer before the reader: only the writer may make the file.
	if st.write, err = sql.Open("sqlite", dsn(file, "rwc", "_txlock=immediate")); err != nil {
		return err
	}
	st.write.SetMaxOpenConns(1)
	// Where the process before us ended because the disk did not keep its log,
	// we may read there what is not on the disk: it is written once more.
	if err := st.truncate(ctx); err != nil {
		return st.told(err)
	}
	if err := st.checked(st.migrate(ctx)); err != nil {
		return st.told(err)
	}
	const readers = 4 // more do not help on few cores, and each has a page cache
	if st.read, err = sql.Open("sqlite", dsn(file, "rw", "_pragma=query_only(1)")); err != nil {
		return err
	}
	st.read.SetMaxOpenConns(readers)
	st.read.SetMaxIdleConns(readers)
	if err := st.hot.prepare(ctx, st.read, st.write); err != nil {
		return err
	}
	// What was made with the keyring cannot be read with another.
	made, err := scalar[int](ctx, st.read, `
		SELECT (SELECT count(*) FROM (SELECT 1 FROM card LIMIT 1)) + (SELECT count(*) FROM (SELECT 1 FROM shown_comment LIMIT 1))
		     + (SELECT count(*) FROM (SELECT 1 FROM edition_set LIMIT 1))`)
	if err != nil {
		return err
	}
	if st.pepper, err = st.keys.pepper(made > 0); err != nil {
		return st.checked(err)
	}
	// SQLite looks away when the names of the files it makes do not get safe.
	return st.checked(syncDir(st.dir))
}

// told turns an error of the database file into one that says what to do.
func (st *Store) told(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() & 0xff { // the primary code
	case lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB:
		return survey.ErrBadDatabase.With("Dir", st.dir).With("Cause", e.Error())
	case lib.SQLITE_FULL:
		return survey.ErrDiskFull.With("Dir", st.dir)
	case lib.SQLITE_CANTOPEN, lib.SQLITE_READONLY, lib.SQLITE_PERM:
		return survey.ErrBadDirectory.With("Dir", st.dir).With("Cause", e.Error())
	}
	return err
}

// private makes sure that a file is there and that nobody else on the machine
// can read it.
func private(file string) error {
	f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(f.Chmod(0o600), f.Close())
}

// Exists reports whether dir holds a database.
func Exists(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, databaseFile))
	return err == nil
}

// dsn holds every pragma, so that no connection can be without.
func dsn(file, mode, extra string) string {
	return fileURL(file, "mode="+mode+"&"+extra+
		"&_pragma=busy_timeout(10000)"+ // another process may be opening boxes
		"&_pragma=journal_mode(WAL)"+
		"&_pragma=synchronous(FULL)"+ // an acknowledged answer survives a power cut
		"&_pragma=foreign_keys(1)"+
		"&_pragma=secure_delete(1)"+ // a deleted sealed answer leaves no bytes behind
		"&_pragma=trusted_schema(0)")
}

// fileURL names a database file, whatever characters its path has.
func fileURL(file, query string) string {
	u := url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(file), RawQuery: query}
	if !filepath.IsAbs(file) {
		u.Path, u.Opaque = "", (&url.URL{Path: filepath.ToSlash(file)}).EscapedPath()
	}
	return u.String()
}

// Close ends the store. Answers that were acknowledged are on disk already.
func (st *Store) Close() error {
	var errs []error
	for _, db := range []*sql.DB{st.read, st.write} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// idBytes is the length of the id of a row.
const idBytes = 16

// id draws 16 random bytes: rows that are drawn have no order.
func (st *Store) id() ([]byte, error) {
	b := make([]byte, idBytes)
	_, err := io.ReadFull(st.random, b)
	return b, err
}

// name draws an id that people may have to type.
func (st *Store) name() (string, error) {
	b := make([]byte, 6)
	_, err := io.ReadFull(st.random, b)
	return hex.EncodeToString(b), err
}

// queryer is a database or a transaction.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// collect reads all rows; scan fills one item.
func collect[T any](rows *sql.Rows, err error, scan func(rows *sql.Rows, item *T) error) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // rows.Err says it
	var items []T
	for rows.Next() {
		var item T
		if err := scan(rows, &item); err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	return items, rows.Err()
}

// scalar reads one value.
func scalar[T any](ctx context.Context, db queryer, query string, args ...any) (v T, err error) {
	err = db.QueryRowContext(ctx, query, args...).Scan(&v)
	return v, err
}

// cause is the short reason of an error of the operating system.
func cause(err error) string {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	return err.Error()
}

// wrap names what a store's error is about: "survey kort: …".
func wrap(err error, noun, key string) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s %s: %w", noun, key, err)
}
