package store

import (
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"slices"

	"ouderstem/survey"
)

// rowChecks look at what the rows say.
var rowChecks = []auditCheck{
	{"sealed-size", (*auditor).sealedSize},
	{"sealed-keys", (*auditor).sealedKeys},
	{"keyring-opened", (*auditor).keyringOpened},
	{"rows-ids", (*auditor).rowsIDs},
	{"codes-apart", (*auditor).codesApart},
	{"k-floor", (*auditor).kFloor},
	{"k-reason", (*auditor).kReason},
	{"held-enough", (*auditor).heldEnough},
	{"boxes-due", (*auditor).boxesDue},
	{"schedule-kept", (*auditor).scheduleKept},
	{"years-future", (*auditor).yearsFuture},
	{"comments-swept", (*auditor).commentsSwept},
	{"deeds-chain", (*auditor).deedsChain},
	{"editions-whole", (*auditor).editionsWhole},
	{"example-data", (*auditor).exampleData},
}

func (a *auditor) sealedSize(c *survey.Check) error {
	n, err := scalar[int](a.ctx, a.st.read, `SELECT count(*) FROM sealed WHERE length(body) <> $1`, survey.SealedBytes)
	if err == nil && n > 0 {
		c.Fail(survey.Finding("audit.found.sealed-size", "N", n, "Bytes", survey.SealedBytes))
	}
	return err
}

func (a *auditor) sealedKeys(c *survey.Check) error {
	type box struct {
		id     string
		public []byte
	}
	rows, err := a.st.read.QueryContext(a.ctx, `
		SELECT id, public_key FROM box WHERE EXISTS (SELECT 1 FROM sealed WHERE sealed.box = box.id) ORDER BY id`)
	boxes, err := collect(rows, err, func(rows *sql.Rows, b *box) error { return rows.Scan(&b.id, &b.public) })
	lost := 0
	for _, b := range boxes {
		fits, e := a.st.keys.fits(b.id, b.public)
		err = errors.Join(err, e)
		if !fits {
			lost++
		}
	}
	if err != nil || lost == 0 {
		return err
	}
	// A box may have been opened since; then the key is gone and so is the box.
	now, err := Freeze(a.ctx, a.dir)
	if err != nil {
		return err
	}
	defer now.Close() //nolint:errcheck // it is in memory only
	there, err := a.boxes(now)
	lost = 0
	for _, b := range boxes {
		if fits, e := a.st.keys.fits(b.id, b.public); there[b.id] && !fits {
			err = errors.Join(err, e)
			lost++
		}
	}
	if lost > 0 {
		c.Warn(survey.Finding("audit.found.lost-boxes", "N", lost))
	}
	return err
}

// keyringOpened looks for keys that no box has. A key is made before its box and
// destroyed after it, so what seems to be one too many is looked at again.
func (a *auditor) keyringOpened(c *survey.Check) error {
	there, err := a.boxes(a.st)
	if err != nil {
		return err
	}
	without := func(there map[string]bool) (keys []string) {
		now := a.keyFiles()
		for _, k := range a.keysBefore {
			if !there[k] && slices.Contains(now, k) {
				keys = append(keys, k)
			}
		}
		return keys
	}
	if len(without(there)) == 0 {
		return nil
	}
	now, err := Freeze(a.ctx, a.dir)
	if err != nil {
		return err
	}
	defer now.Close() //nolint:errcheck // it is in memory only
	if there, err = a.boxes(now); err != nil {
		return err
	}
	for _, k := range without(there) {
		c.Fail(survey.Finding("audit.found.key-left", "File", "keyring/"+keyFile(k)))
	}
	return nil
}

// How far from a half the share of ones of a bit may be, in standard deviations:
// of 512 bits, by chance one is farther in a thousand million audits. So many rows
// are needed for a bit that is always the same to be seen.
const (
	farFromHalf = 7.5
	leastIDs    = 64
)

// rowsIDs counts, for each bit of the ids of a table, how often it is set. Of
// random ids that is about half of the time. What counts up, or begins with a
// time, has bits that hardly change.
func (a *auditor) rowsIDs(c *survey.Check) error {
	looked := 0
	for _, table := range []string{"sealed", "opening", "response", "comment"} {
		rows, err := a.st.read.QueryContext(a.ctx, `SELECT id FROM `+table) //nolint:gosec // one of ours
		if err != nil {
			return err
		}
		n, ones, err := countBits(rows)
		if err != nil {
			return err
		}
		if n < leastIDs {
			continue
		}
		looked++
		odd := 0
		for _, k := range ones {
			if math.Abs(float64(2*k-n))/math.Sqrt(float64(n)) > farFromHalf {
				odd++
			}
		}
		if odd > 0 {
			c.Fail(survey.Finding("audit.found.ids", "Table", table, "N", odd))
		}
	}
	if looked == 0 {
		c.Pass(survey.Finding("audit.found.too-few-rows", "Least", leastIDs))
	}
	return nil
}

func countBits(rows *sql.Rows) (n int, ones [8 * idBytes]int, err error) {
	defer rows.Close() //nolint:errcheck // rows.Err says it
	for rows.Next() {
		var id sql.RawBytes
		if err := rows.Scan(&id); err != nil {
			return n, ones, err
		}
		n++
		for i := range min(len(id), idBytes) {
			for bit := range 8 {
				ones[8*i+bit] += int(id[i] >> bit & 1)
			}
		}
	}
	return n, ones, rows.Err()
}

func (a *auditor) kFloor(c *survey.Check) error {
	now, err := a.st.Settings(a.ctx)
	if err != nil {
		return err
	}
	if now.K < survey.LeastK {
		c.Fail(survey.Finding("audit.found.k", "K", now.K, "Least", survey.LeastK))
	}
	for _, q := range []struct{ table, where string }{
		{"opening", `n < k OR k < $1`},
		{"box", `promised < $1`},
		{"batch", `promised < $1`},
		{"held_for", `k < $1`},
	} {
		n, err := scalar[int](a.ctx, a.st.read, `SELECT count(*) FROM `+q.table+` WHERE `+q.where, survey.LeastK)
		if err != nil {
			return err
		}
		if n > 0 {
			c.Fail(survey.Finding("audit.found.k-rows", "Table", q.table, "N", n, "Least", survey.LeastK))
		}
	}
	return nil
}

func (a *auditor) kReason(c *survey.Check) error {
	now, err := a.st.Settings(a.ctx)
	switch {
	case err != nil:
	case now.K < survey.UsualK && now.KReason == "":
		c.Fail(survey.Finding("audit.found.no-reason", "K", now.K))
	case now.K < survey.UsualK:
		c.Say(survey.Finding("audit.found.reason", "K", now.K, "Reason", now.KReason))
	}
	return err
}

// heldEnough checks that no question is counted with fewer answers than the least
// there ever may be, that what is held back knows for how many, and that no
// comment is shown of a question that is not counted.
func (a *auditor) heldEnough(c *survey.Check) error {
	for _, q := range []struct{ key, query string }{
		{"audit.found.counted-few", `SELECT count(*) FROM tally WHERE held = 0 AND value = '' AND n < $1`},
		{"audit.found.held-unknown", `
			SELECT count(*) FROM (
				SELECT DISTINCT survey, version, unit, year, question FROM tally WHERE held = 1 AND $1 > 0
				EXCEPT SELECT survey, version, unit, year, question FROM held_for)`},
		{"audit.found.shown-uncounted", `
			SELECT count(*) FROM (
				SELECT DISTINCT survey, version, unit, year, question FROM comment WHERE held = 0 AND $1 > 0
				EXCEPT SELECT survey, version, unit, year, question FROM tally WHERE held = 0)`},
	} {
		n, err := scalar[int](a.ctx, a.st.read, q.query, survey.LeastK)
		if err != nil {
			return err
		}
		if n > 0 {
			c.Fail(survey.Finding(q.key, "N", n))
		}
	}
	return nil
}

func (a *auditor) yearsFuture(c *survey.Check) error {
	for _, table := range []string{"opening", "response", "comment", "tally", "waiting"} {
		n, err := scalar[int](a.ctx, a.st.read, `SELECT count(*) FROM `+table+` WHERE year > $1`, a.o.Now.Year())
		if err != nil {
			return err
		}
		if n > 0 {
			c.Fail(survey.Finding("audit.found.future", "Table", table, "N", n, "Year", fmt.Sprint(a.o.Now.Year())))
		}
	}
	return nil
}

func (a *auditor) deedsChain(c *survey.Check) error {
	broken, err := a.st.CheckDeeds(a.ctx, nil)
	if err == nil && broken > 0 {
		c.Fail(survey.Finding("audit.found.chain", "Number", broken))
	}
	return err
}

func (a *auditor) editionsWhole(c *survey.Check) error {
	type edition struct {
		name        string
		hash, value []byte
	}
	rows, err := a.st.read.QueryContext(a.ctx, `
		SELECT unit || ' ' || year || ' ' || survey || ' ' || number, hash, value FROM edition ORDER BY unit, year, survey, number`)
	_, err = collect(rows, err, func(rows *sql.Rows, e *edition) error {
		if err := rows.Scan(&e.name, &e.hash, &e.value); err != nil {
			return err
		}
		if sum := sha256.Sum256(e.value); string(sum[:]) != string(e.hash) {
			c.Fail(survey.Finding("audit.found.edition", "Edition", e.name))
		}
		e.value = nil
		return nil
	})
	return err
}

// exampleData looks for the accounts of the demo: at addresses below .example,
// which nobody can have (RFC 2606).
func (a *auditor) exampleData(c *survey.Check) error {
	n, err := scalar[int](a.ctx, a.st.read, `SELECT count(*) FROM account WHERE email LIKE '%.example'`)
	if err == nil && n > 0 {
		c.Fail(survey.Finding("audit.found.example", "N", n))
	}
	return err
}
