package sheets

import (
	"encoding/csv"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"ouderstem/views/document"
)

// Dialect is how a table of text is written.
type Dialect struct {
	Comma rune
	// Decimal parts whole and decimals; CRLF ends lines so; Mark begins the file
	// with a byte order mark.
	Decimal string
	CRLF    bool
	Mark    bool
}

// PlainCSV is CSV as programs read it (RFC 4180 but for the ends of lines).
var PlainCSV = Dialect{Comma: ',', Decimal: "."}

// ExcelCSV is CSV as Excel opens it at once in the country of lang.
func ExcelCSV(lang string) Dialect {
	d := Dialect{Comma: ';', Decimal: ",", CRLF: true, Mark: true}
	if lang == "en" {
		d.Decimal = "."
	}
	return d
}

// CSV writes all that d says as one table: a line for each cell of a table and
// for each line of text, in order. Words are as on the page; a number stands
// beside them, as a machine takes it.
func CSV(w io.Writer, d document.Document, sw Words, dialect Dialect) error {
	lines := [][]string{{sw.Section, sw.TableID, sw.Table, sw.RowN, sw.Row, sw.Column, sw.Words, sw.Number, sw.Unit}}
	for _, e := range flatten(d) {
		n, number, unit := "", "", ""
		if e.TableID != "" {
			n = strconv.Itoa(e.RowN)
		}
		if e.Number != nil {
			number, unit = dialect.number(*e.Number), sw.Units[e.Unit]
		}
		lines = append(lines, []string{e.Section, e.TableID, e.Table, n, e.Row, e.Column, e.Text, number, unit})
	}
	return Lines(w, lines, dialect)
}

func (d Dialect) number(x float64) string {
	return strings.Replace(strconv.FormatFloat(x, 'f', -1, 64), ".", d.Decimal, 1)
}

// Lines writes a table of text, without what no file of text can hold.
func Lines(w io.Writer, lines [][]string, d Dialect) error {
	if d.Mark { // Excel takes a file without for another encoding
		if _, err := io.WriteString(w, "\ufeff"); err != nil {
			return err
		}
	}
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = d.Comma, d.CRLF
	for _, line := range lines {
		safe := make([]string, len(line))
		for i, text := range line {
			safe[i] = harmless(clean(text))
		}
		if err := out.Write(safe); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// harmless keeps a spreadsheet from reading a cell as a formula: whoever wrote
// a comment could have it run on the reader's machine. A number with a sign is
// none. The signs are those that OWASP lists under CSV injection, with the wide
// ones of programs in East Asia.
func harmless(cell string) string {
	first, _ := utf8.DecodeRuneInString(cell)
	if cell != "" && !signed.MatchString(cell) && strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) {
		return "'" + cell
	}
	return cell
}

var signed = regexp.MustCompile(`^[+-]\d+([.,]\d+)?$`)
