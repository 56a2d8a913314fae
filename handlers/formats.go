package handlers

import (
	"context"
	"io"
	"slices"

	"github.com/gofiber/fiber/v2"

	"ouderstem/views"
)

// Format is a kind of file that a report can be had as. Page and command offer
// the same ones, and all of them write the same report.
type Format struct {
	Name  string // what it is called, and the ending of its files
	Type  string // media type
	Write func(ctx context.Context, w io.Writer, v *views.Views, lang string, r views.Report) error
}

// Formats are all of them.
var Formats = slices.Concat(pageFormats, textFormats, sheetFormats, []Format{
	{"charts.zip", "application/zip", writeCharts},
})

// pageFormats are the report as a page and as it is.
var pageFormats = []Format{
	{"html", fiber.MIMETextHTMLCharsetUTF8, func(_ context.Context, w io.Writer, v *views.Views, lang string, r views.Report) error {
		r.Standalone = true
		return v.Render(w, lang, r)
	}},
	{"json", fiber.MIMEApplicationJSONCharsetUTF8, func(_ context.Context, w io.Writer, _ *views.Views, _ string, r views.Report) error {
		return views.ReportJSON(w, views.ReportFile{Draft: r.Draft, Report: r.Report})
	}},
}
