package store

import (
	"bytes"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"regexp"
	"strings"

	"ouderstem/survey"
)

// codeHashes are the hashes of all codes that were printed or used. early tells
// quickly that something is none of them, by its first bytes.
type codeHashes struct {
	all   map[survey.CodeHash]bool
	early []bool // by the first two bytes
}

func (a *auditor) codeHashes() (h codeHashes, err error) {
	h = codeHashes{map[survey.CodeHash]bool{}, make([]bool, 1<<16)}
	rows, err := a.st.read.QueryContext(a.ctx, `SELECT hash FROM card UNION SELECT hash FROM spent`)
	if err != nil {
		return h, err
	}
	defer rows.Close() //nolint:errcheck // rows.Err says it
	for rows.Next() {
		var hash sql.RawBytes
		if err := rows.Scan(&hash); err != nil {
			return h, err
		}
		if len(hash) == len(survey.CodeHash{}) {
			h.all[survey.CodeHash(hash)] = true
			h.early[int(hash[0])<<8|int(hash[1])] = true
		}
	}
	return h, rows.Err()
}

// in reports whether data has one of the hashes, anywhere in it and however it
// may have been written: as it is, in hexadecimal digits or in base 64.
func (h codeHashes) in(data []byte) bool {
	if h.raw(data) {
		return true
	}
	for _, run := range hexRun.FindAll(data, -1) {
		for shift := range 2 {
			digits := run[shift:]
			plain := make([]byte, len(digits)/2)
			if _, err := hex.Decode(plain, digits[:len(plain)*2]); err == nil && h.raw(plain) {
				return true
			}
		}
	}
	for _, run := range base64Run.FindAll(data, -1) {
		run = bytes.ReplaceAll(bytes.ReplaceAll(run, []byte("-"), []byte("+")), []byte("_"), []byte("/"))
		for shift := range 4 { // digits come in fours
			digits := run[min(shift, len(run)):]
			digits = digits[:len(digits)&^3]
			plain := make([]byte, base64.RawStdEncoding.DecodedLen(len(digits)))
			if n, err := base64.RawStdEncoding.Decode(plain, digits); err == nil && h.raw(plain[:n]) {
				return true
			}
		}
	}
	return false
}

func (h codeHashes) raw(data []byte) bool {
	const length = len(survey.CodeHash{})
	for i := 0; i+length <= len(data); i++ {
		if h.early[int(data[i])<<8|int(data[i+1])] && h.all[survey.CodeHash(data[i:i+length])] {
			return true
		}
	}
	return false
}

var (
	hexRun    = regexp.MustCompile(`[0-9a-fA-F]{32,}`)
	base64Run = regexp.MustCompile(`[A-Za-z0-9+/_-]{22,}`)
	// codeRun is what has the shape of a code, in groups as on a card or in one.
	codeRun = regexp.MustCompile(`(?i)[0-9A-Z]{4}-?[0-9A-Z]{4}-?[0-9A-Z]{4}-?[0-9A-Z]{4}-?[0-9A-Z]`)
)

// codes returns how many tokens in text are codes: of a card of this
// installation or, written by itself in groups as on a card, any whose check
// character fits.
func (a *auditor) codes(h codeHashes, text []byte) (n int) {
	for at := 0; ; at++ {
		m := codeRun.FindIndex(text[at:])
		if m == nil {
			return n
		}
		from, to := at+m[0], at+m[1]
		at = from // a code may begin within
		code, err := survey.ParseCode(string(text[from:to]))
		if err != nil {
			continue
		}
		printed := string(text[from:to]) == code.String() && !letterAt(text, from-1) && !letterAt(text, to)
		if printed || a.st.pepper != nil && h.all[code.Hash(a.st.pepper)] {
			n++
			at = to - 1
		}
	}
}

// letterAt reports whether a word goes on at a place in text.
func letterAt(text []byte, at int) bool {
	return at >= 0 && at < len(text) && (text[at] == '-' || text[at] >= '0' && text[at] <= '9' || text[at]|0x20 >= 'a' && text[at]|0x20 <= 'z')
}

// codesApart reads every value of every table but those of codes and looks for
// codes and their hashes: what has one could be matched with a card.
func (a *auditor) codesApart(c *survey.Check) error {
	hashes, err := a.codeHashes()
	if err != nil {
		return err
	}
	rows, err := a.st.read.QueryContext(a.ctx, `
		SELECT name FROM pragma_table_list
		 WHERE schema = 'main' AND type = 'table' AND name NOT IN ('card', 'spent') AND name NOT LIKE 'sqlite_%' ORDER BY name`)
	tables, err := collect(rows, err, func(rows *sql.Rows, name *string) error { return rows.Scan(name) })
	if err != nil {
		return err
	}
	for _, table := range tables {
		n, err := a.codesIn(hashes, table)
		if err != nil {
			return err
		}
		if n > 0 {
			c.Fail(survey.Finding("audit.found.codes", "Table", table, "N", n))
		}
	}
	if a.st.pepper == nil {
		c.Leave(survey.Finding("audit.found.no-pepper"))
	}
	return nil
}

// codesIn counts the values of a table that have a code or the hash of one.
func (a *auditor) codesIn(hashes codeHashes, table string) (n int, err error) {
	rows, err := a.st.read.QueryContext(a.ctx, `SELECT * FROM "`+strings.ReplaceAll(table, `"`, `""`)+`"`) //nolint:gosec // its name is quoted
	if err != nil {
		return 0, err
	}
	defer rows.Close() //nolint:errcheck // rows.Err says it
	columns, err := rows.Columns()
	if err != nil {
		return 0, err
	}
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return n, err
		}
		for _, v := range values {
			var data []byte
			switch v := v.(type) {
			case string:
				data = []byte(v)
			case []byte:
				data = v
			default:
				continue // a number is too short
			}
			const shortest = 16
			if len(data) >= shortest && (hashes.in(data) || a.codes(hashes, data) > 0) {
				n++
			}
		}
	}
	return n, rows.Err()
}
