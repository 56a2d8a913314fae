package views

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strings"

	"ouderstem/stats"
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
// a comment could have it run on the reader's machine.
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
