package handlers

import (
	"context"
	"io"

	"ouderstem/views"
	"ouderstem/views/document"
	"ouderstem/views/sheets"
)

// sheetFormats are the files for spreadsheets and statistics.
var sheetFormats = []Format{
	{"plain.csv", "text/csv; charset=utf-8", func(_ context.Context, w io.Writer, v *views.Views, lang string, r views.Report) error {
		return inSheets(v, lang, r, func(d document.Document, sw sheets.Words) error {
			return sheets.CSV(w, d, sw, sheets.PlainCSV)
		})
	}},
	{"csv", "text/csv; charset=utf-8", func(_ context.Context, w io.Writer, v *views.Views, lang string, r views.Report) error {
		return inSheets(v, lang, r, func(d document.Document, sw sheets.Words) error {
			return sheets.CSV(w, d, sw, sheets.ExcelCSV(lang))
		})
	}},
	{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", func(_ context.Context, w io.Writer, v *views.Views, lang string, r views.Report) error {
		return inSheets(v, lang, r, func(d document.Document, sw sheets.Words) error { return sheets.XLSX(w, d, sw) })
	}},
	{"ods", "application/vnd.oasis.opendocument.spreadsheet", func(_ context.Context, w io.Writer, v *views.Views, lang string, r views.Report) error {
		return inSheets(v, lang, r, func(d document.Document, sw sheets.Words) error { return sheets.ODS(w, d, sw) })
	}},
	{"sav", "application/x-spss-sav", func(_ context.Context, w io.Writer, v *views.Views, lang string, r views.Report) error {
		return inSheets(v, lang, r, func(d document.Document, sw sheets.Words) error { return sheets.SAV(w, d, sw) })
	}},
}

// inSheets composes r as a document that stands on its own, for write.
func inSheets(v *views.Views, lang string, r views.Report, write func(document.Document, sheets.Words) error) error {
	r.Standalone = true
	d, err := v.Document(lang, r)
	if err != nil {
		return err
	}
	sw, err := sheetWords(v, d.Lang)
	if err != nil {
		return err
	}
	return write(d, sw)
}

// sheetWords are the words of sheets in lang.
func sheetWords(v *views.Views, lang string) (sheets.Words, error) {
	var failed error
	say := func(key string) string {
		s, err := v.Texts().Say(lang, key, nil)
		if err != nil && failed == nil {
			failed = err
		}
		return s
	}
	return sheets.Words{
		Contents: say("sheets.contents"), Back: say("sheets.back"), Text: say("sheets.text"), Charts: say("sheets.charts"),
		Section: say("sheets.section"), TableID: say("sheets.table-id"), Table: say("sheets.table"),
		RowN: say("sheets.row-number"), Row: say("sheets.row"), Column: say("sheets.column"),
		Words: say("sheets.words"), Number: say("sheets.number"), Unit: say("sheets.unit"),
		Units: map[document.Unit]string{
			document.Plain: say("sheets.unit.plain"), document.Percent: say("sheets.unit.percent"), document.Mark: say("sheets.unit.mark"),
			document.Count: say("sheets.unit.count"), document.Year: say("sheets.unit.year"), document.Points: say("sheets.unit.points"),
		},
		Label: say("sheets.label"), Low: say("sheets.low"), Value: say("sheets.value"), High: say("sheets.high"), Mean: say("sheets.mean"),
	}, failed
}
