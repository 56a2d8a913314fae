package views

import (
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"io"
	"regexp"
	"strconv"
	"strings"

	"ouderstem/stats"
	"ouderstem/survey"
)

// ReportJSON writes r as it is, for programs: the same value as the page.
func ReportJSON(w io.Writer, r stats.Report) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}

// byteOrderMark makes Excel read a file as UTF-8.
const byteOrderMark = "\ufeff"

// ReportCSV writes r as a table that Excel opens at once in the language's
// country: columns are parted by semicolons, decimals by a comma but in
// English, and lines end in CRLF.
func (v *Views) ReportCSV(w io.Writer, lang string, r stats.Report) error {
	o := &voice{texts: v.texts, lang: lang}
	header := make([]string, len(columns))
	for i, key := range columns {
		header[i] = o.say(key)
	}
	lines := [][]string{header}
	for _, line := range o.table(Report{Report: r}) {
		lines = append(lines, line.cells())
	}
	if o.err != nil {
		return o.err
	}
	return writeCSV(w, lines)
}

// writeCSV writes lines as Excel takes them.
func writeCSV(w io.Writer, lines [][]string) error {
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = ';', true
	for _, line := range lines {
		for i := range line {
			line[i] = harmless(line[i])
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// harmless keeps a spreadsheet from reading a cell as a formula: whoever wrote
// a comment could have it run on the reader's machine. A number below 0 is none.
func harmless(cell string) string {
	if cell != "" && !below0.MatchString(cell) && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

var below0 = regexp.MustCompile(`^-\d+([.,]\d+)?$`)

// HashedDeed is a line of the audit log with its hash.
type HashedDeed struct {
	survey.LoggedDeed
	Hash []byte
}

// DeedsCSV writes the audit log as a table, the oldest line first.
func (v *Views) DeedsCSV(w io.Writer, lang string, deeds []HashedDeed) error {
	o := &voice{texts: v.texts, lang: lang}
	lines := [][]string{{
		o.say("deeds.number"), o.say("deeds.day"), o.say("deeds.who"), o.say("deeds.what"), o.say("deeds.object"), o.say("deeds.hash"),
	}}
	for _, d := range deeds {
		lines = append(lines, []string{
			strconv.Itoa(d.N), d.Day, d.Name, o.say(d.Action), d.Object, hex.EncodeToString(d.Hash),
		})
	}
	if o.err != nil {
		return o.err
	}
	return writeCSV(w, lines)
}
