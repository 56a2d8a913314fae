package handlers

import (
	"context"
	"io"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ouderstem/views"
)

// onePages are the versions of a report on one page, for each kind of reader.
func onePages() []Format {
	var formats []Format
	for _, reader := range views.Readers {
		formats = append(formats, Format{string(reader) + ".html", fiber.MIMETextHTMLCharsetUTF8, func(_ context.Context, w io.Writer, v *views.Views, lang string, r views.Report) error {
			r.Standalone = true
			return v.Render(w, lang, &views.OnePage{Report: r, For: reader})
		}})
	}
	return formats
}

// Public reports whether a format is made of what may go out and of nothing else,
// whoever asks: one page is handed on.
func (f Format) Public() bool {
	reader, _, _ := strings.Cut(f.Name, ".")
	return slices.Contains(views.Readers, views.Reader(reader))
}
