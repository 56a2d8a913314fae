package handlers

import (
	"context"
	"io"

	"ouderstem/views"
	"ouderstem/views/document"
	"ouderstem/views/office"
)

// textFormats are the files for programs to write with.
var textFormats = []Format{
	{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", inText(office.DOCX)},
	{"odt", "application/vnd.oasis.opendocument.text", inText(office.ODT)},
}

// inText composes a report as a document that stands on its own, for write.
func inText(write func(io.Writer, document.Document) error) func(context.Context, io.Writer, *views.Views, string, views.Report) error {
	return func(_ context.Context, w io.Writer, v *views.Views, lang string, r views.Report) error {
		r.Standalone = true
		d, err := v.Document(lang, r)
		if err != nil {
			return err
		}
		return write(w, d)
	}
}
