package store

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"ouderstem/survey"
)

// benchmarkFile has the seed of the key that benchmark files are signed with. It
// is in the keyring: a copy of the database is not enough to speak for others.
const benchmarkFile = "benchmark"

// signingKey returns the key that benchmark files are signed with; fs.ErrNotExist
// before the first file was made.
func (k *keyring) signingKey() (ed25519.PrivateKey, error) {
	seed, err := os.ReadFile(filepath.Join(k.dir, benchmarkFile))
	if err != nil {
		return nil, err
	}
	if len(seed) != ed25519.SeedSize {
		return nil, survey.ErrNoKeyring.With("Dir", k.dir)
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

// makeSigningKey returns that key and draws it where there is none.
func (k *keyring) makeSigningKey() (ed25519.PrivateKey, error) {
	key, err := k.signingKey()
	if !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	seed := make([]byte, ed25519.SeedSize)
	if _, err := rand.Read(seed); err != nil {
		return nil, err
	}
	if err := k.save(benchmarkFile, seed); err != nil && !errors.Is(err, fs.ErrExist) { // another process was first
		return nil, err
	}
	return k.signingKey()
}

// BenchmarkKey returns the public key that this installation signs with, in
// hexadecimal; "" before it made a file.
func (st *Store) BenchmarkKey() (string, error) {
	key, err := st.keys.signingKey()
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return publicKey(key), nil
}

func publicKey(key ed25519.PrivateKey) string {
	public, _ := key.Public().(ed25519.PublicKey)
	return hex.EncodeToString(public)
}

// ExportBenchmark returns a signed file that says units of the organisation in the
// settings. Its serial number is that of the last file where that said the same.
// [survey.ErrBenchmarkNoName] where the organisation has no name,
// [survey.ErrBenchmarkEmpty] where there is nothing to say.
func (st *Store) ExportBenchmark(ctx context.Context, by string, units []survey.BenchmarkUnit) ([]byte, error) {
	if len(units) == 0 {
		return nil, survey.ErrBenchmarkEmpty
	}
	var file []byte
	err := st.change(ctx, func(tx *sql.Tx) error {
		now, err := settings(ctx, tx)
		if err != nil {
			return err
		}
		if now.Organisation == "" {
			return survey.ErrBenchmarkNoName
		}
		key, err := st.keys.makeSigningKey()
		if err != nil {
			return err
		}
		b := survey.Benchmark{Name: now.Organisation, Units: units}
		says, err := b.Sign(key)
		if err != nil {
			return err
		}
		hash := sha256.Sum256(says)
		var last []byte
		err = tx.QueryRowContext(ctx, `SELECT serial, hash FROM own_benchmark`).Scan(&b.Serial, &last)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if !bytes.Equal(last, hash[:]) {
			b.Serial = max(b.Serial+1, st.dayNumber())
			if _, err := tx.ExecContext(ctx, `
				INSERT INTO own_benchmark (only, serial, hash) VALUES (1, $1, $2)
				ON CONFLICT (only) DO UPDATE SET serial = excluded.serial, hash = excluded.hash`, b.Serial, hash[:]); err != nil {
				return err
			}
		}
		if file, err = b.Sign(key); err != nil {
			return err
		}
		if _, err := survey.ReadBenchmark(file); err != nil {
			return fmt.Errorf("a benchmark file of our own: %w", err)
		}
		return st.note(ctx, tx, survey.Deed{By: by, Action: "deed.benchmark.exported", Object: fmt.Sprint(b.Serial)})
	})
	return file, err
}

// dayNumber is the least serial number of a file that is made today, as of zones in
// the DNS: after an old copy of the database was put back, numbers still rise.
func (st *Store) dayNumber() int {
	const perDay = 100
	day := st.now()
	return ((day.Year()*100+int(day.Month()))*100 + day.Day()) * perDay
}

// ImportBenchmark keeps what another installation published, and reports whether
// its sender is a new one. A sender is its key. What is older than what is there,
// or says that it is somebody else, is refused: [survey.ErrBenchmarkOlder],
// [survey.ErrBenchmarkKey], [survey.ErrBenchmarkOwn], or as of
// [survey.ReadBenchmark].
func (st *Store) ImportBenchmark(ctx context.Context, by string, file []byte) (b survey.Benchmark, first bool, err error) {
	if b, err = survey.ReadBenchmark(file); err != nil {
		return b, false, err
	}
	own, err := st.BenchmarkKey()
	if err != nil {
		return b, false, err
	}
	if b.Key == own {
		return b, false, survey.ErrBenchmarkOwn
	}
	key, err := hex.DecodeString(b.Key)
	if err != nil {
		return b, false, err
	}
	file = bytes.TrimSpace(file)
	err = st.change(ctx, func(tx *sql.Tx) error {
		if err := st.believe(ctx, tx, b, key); err != nil {
			return err
		}
		var serial int
		var have string
		err := tx.QueryRowContext(ctx, `SELECT serial, file FROM benchmark WHERE key = $1`, key).Scan(&serial, &have)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			first = true
		case err != nil:
			return err
		case have == string(file):
			return nil // once more the same
		case b.Serial <= serial:
			return survey.ErrBenchmarkOlder.With("Name", b.Name).With("Have", serial).With("Serial", b.Serial)
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO benchmark (key, name, folded, serial, file) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (key) DO UPDATE SET name = excluded.name, folded = excluded.folded, serial = excluded.serial, file = excluded.file`,
			key, b.Name, survey.FoldName(b.Name), b.Serial, string(file)); err != nil {
			return err
		}
		return st.note(ctx, tx, survey.Deed{By: by, Action: "deed.benchmark.imported", Object: fmt.Sprintf("%s %d", b.Name, b.Serial)})
	})
	return b, first, err
}

// believe reports [survey.ErrBenchmarkKey] where another sender, or the
// organisation itself, already has the name that b says is its own.
func (st *Store) believe(ctx context.Context, tx *sql.Tx, b survey.Benchmark, key []byte) error {
	now, err := settings(ctx, tx)
	if err != nil {
		return err
	}
	folded := survey.FoldName(b.Name)
	taken, err := scalar[int](ctx, tx, `SELECT count(*) FROM benchmark WHERE folded = $1 AND key <> $2`, folded, key)
	if err != nil {
		return err
	}
	if taken > 0 || folded == survey.FoldName(now.Organisation) {
		return survey.ErrBenchmarkKey.With("Name", b.Name).With("Fingerprint", b.Fingerprint())
	}
	return nil
}

// Benchmarks returns what other installations published, by name.
func (st *Store) Benchmarks(ctx context.Context) ([]survey.Benchmark, error) {
	rows, err := st.read.QueryContext(ctx, `SELECT file FROM benchmark ORDER BY folded`)
	return collect(rows, err, func(rows *sql.Rows, b *survey.Benchmark) error {
		var file []byte
		if err := rows.Scan(&file); err != nil {
			return err
		}
		var signed struct {
			Benchmark *survey.Benchmark `json:"benchmark"`
		}
		signed.Benchmark = b
		return json.Unmarshal(file, &signed)
	})
}

// ForgetBenchmark removes a sender with all it said, by its key in hexadecimal or
// its name; [survey.ErrNoSender] where there is none such. Its next file is
// believed as a first one.
func (st *Store) ForgetBenchmark(ctx context.Context, by, sender string) error {
	key, err := hex.DecodeString(sender)
	if err != nil {
		key = nil
	}
	return st.change(ctx, func(tx *sql.Tx) error {
		var name string
		err := tx.QueryRowContext(ctx, `DELETE FROM benchmark WHERE key = $1 OR folded = $2 RETURNING name`, key, survey.FoldName(sender)).Scan(&name)
		if errors.Is(err, sql.ErrNoRows) {
			return survey.ErrNoSender.With("Name", sender)
		}
		if err != nil {
			return err
		}
		return st.note(ctx, tx, survey.Deed{By: by, Action: "deed.benchmark.forgotten", Object: name})
	})
}
