package views

import (
	"encoding/hex"
	"encoding/json"
	"io"
	"strconv"

	"ouderstem/stats"
	"ouderstem/survey"
)

// ReportFile is a report as a file for programs: everything that it may show, and
// nothing else. Page, Word, Excel and CSV are made from the same value, so they
// cannot differ.
type ReportFile struct {
	// Draft says that the report is not published; absent in what is.
	Draft bool `json:"draft,omitempty"`
	stats.Report
}

// ReportJSON writes r as it is.
func ReportJSON(w io.Writer, r ReportFile) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}

// HashedDeed is a line of the audit log with its hash.
type HashedDeed struct {
	survey.LoggedDeed
	Hash []byte
}

// DeedsTable is the audit log as a table of text, the oldest line first.
func (v *Views) DeedsTable(lang string, deeds []HashedDeed) ([][]string, error) {
	o := &voice{texts: v.texts, lang: lang}
	lines := [][]string{{
		o.say("deeds.number"), o.say("deeds.day"), o.say("deeds.who"), o.say("deeds.what"), o.say("deeds.object"), o.say("deeds.hash"),
	}}
	for _, d := range deeds {
		lines = append(lines, []string{
			strconv.Itoa(d.N), d.Day, d.Name, o.say(d.Action), d.Object, hex.EncodeToString(d.Hash),
		})
	}
	return lines, o.err
}
