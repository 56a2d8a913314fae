package store

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"database/sql"
	"errors"
	"io"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"regexp"

	"ouderstem/survey"
)

// logChecks look in log files for what the program never writes, and what a proxy
// in front of it, or a change of the program, may.
var logChecks = []auditCheck{
	{"logs-codes", logCheck(func(l *logLines) int { return l.codes })},
	{"logs-addresses", logCheck(func(l *logLines) int { return l.addresses })},
	{"logs-browsers", logCheck(func(l *logLines) int { return l.browsers })},
	{"logs-answers", logCheck(func(l *logLines) int { return l.answers })},
	{"logs-visits", logCheck(func(l *logLines) int { return l.visits })},
}

// logLines counts the lines of a log file that hold something.
type logLines struct {
	codes, addresses, browsers, answers, visits int
}

func logCheck(of func(*logLines) int) func(*auditor, *survey.Check) error {
	return func(a *auditor, c *survey.Check) error {
		if len(a.o.Logs) == 0 {
			c.Leave(survey.Finding("audit.found.no-logs-given"))
			return nil
		}
		if err := a.readLogs(); err != nil {
			return err
		}
		for i, file := range a.o.Logs {
			if n := of(&a.logs[i]); n > 0 {
				c.Fail(survey.Finding("audit.found.log-lines", "File", filepath.Base(file), "N", n))
			}
		}
		return nil
	}
}

// readLogs reads all log files, once.
func (a *auditor) readLogs() error {
	if a.logs != nil {
		return nil
	}
	hashes, err := a.codeHashes()
	if err != nil {
		return err
	}
	answers, err := a.answers()
	if err != nil {
		return err
	}
	var all []logLines
	for _, file := range a.o.Logs {
		lines, err := a.readLog(file, hashes, answers)
		if err != nil {
			return err
		}
		all = append(all, lines)
	}
	a.logs = all
	return nil
}

// longestLog is in bytes; a longer line is read in parts.
const longestLog = 1 << 20

func (a *auditor) readLog(file string, hashes codeHashes, answers answerParts) (l logLines, err error) {
	f, err := os.Open(file)
	if err != nil {
		return l, err
	}
	defer f.Close() //nolint:errcheck // only read from
	in := bufio.NewReaderSize(f, longestLog)
	if magic, _ := in.Peek(2); string(magic) == "\x1f\x8b" { // a shorter file is no gzip
		unzipped, err := gzip.NewReader(in)
		if err != nil {
			return l, err
		}
		in = bufio.NewReaderSize(unzipped, longestLog)
	}
	for {
		line, err := in.ReadSlice('\n')
		if len(line) > 0 {
			l.read(a, line, hashes, answers)
		}
		switch {
		case errors.Is(err, io.EOF):
			return l, a.ctx.Err()
		case err != nil && !errors.Is(err, bufio.ErrBufferFull):
			return l, err
		}
	}
}

var (
	addressRun = regexp.MustCompile(`[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}`)
	browserRun = regexp.MustCompile(`Mozilla/[0-9]|AppleWebKit/|Gecko/[0-9]|Safari/[0-9]|Chrome/[0-9]|Firefox/[0-9]|curl/[0-9]`)
	// answerField is a field of a parent's form with what was filled in.
	answerField = regexp.MustCompile(`(?:^|[^\w-])q-[a-z0-9-]+=[^\s&]`)
	visitRun    = regexp.MustCompile(`(?:GET|POST|HEAD)[" ]+(?:https?://[^/\s"]+)?/v/|"(?:uri|path|url)":\s*"(?:https?://[^/"]+)?/v/`)
)

// read looks at a line.
func (l *logLines) read(a *auditor, line []byte, hashes codeHashes, answers answerParts) {
	count := func(n *int, found bool) {
		if found {
			*n++
		}
	}
	count(&l.codes, hashes.in(line) || a.codes(hashes, line) > 0)
	count(&l.addresses, hasAddress(line))
	count(&l.browsers, browserRun.Match(line))
	count(&l.answers, answerField.Match(line) || answers.in(line))
	count(&l.visits, visitRun.Match(line))
}

// hasAddress reports whether a line has the address of another machine: no
// loopback and no wildcard.
func hasAddress(line []byte) bool {
	for _, m := range addressRun.FindAllIndex(line, -1) {
		if letterAt(line, m[0]-1) || letterAt(line, m[1]) {
			continue // part of a longer number or name
		}
		ip, err := netip.ParseAddr(string(line[m[0]:m[1]]))
		if err == nil && !ip.IsLoopback() && !ip.IsUnspecified() {
			return true
		}
	}
	return false
}

// answerBytes is how much of an open answer is looked for: what is shorter could
// be anybody's words.
const answerBytes = 24

// answerParts are the beginnings of all opened answers in words, as they are and
// as forms send them.
type answerParts map[[answerBytes]byte]bool

func (a *auditor) answers() (answerParts, error) {
	parts := answerParts{}
	rows, err := a.st.read.QueryContext(a.ctx, `SELECT text FROM comment`)
	_, err = collect(rows, err, func(rows *sql.Rows, _ *struct{}) error {
		var text string
		err := rows.Scan(&text)
		for _, form := range []string{text, url.QueryEscape(text), url.PathEscape(text)} {
			if len(text) >= answerBytes {
				parts[[answerBytes]byte([]byte(form[:answerBytes]))] = true
			}
		}
		return err
	})
	return parts, err
}

func (p answerParts) in(line []byte) bool {
	if len(p) == 0 || len(bytes.TrimSpace(line)) < answerBytes {
		return false
	}
	for i := 0; i+answerBytes <= len(line); i++ {
		if p[[answerBytes]byte(line[i:i+answerBytes])] {
			return true
		}
	}
	return false
}
