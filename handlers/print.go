package handlers

import (
	"bytes"
	"context"
	"io"
	"slices"

	"ouderstem/handlers/chromium"
	"ouderstem/views"
)

// FormatsWith returns [Formats] and what needs a browser: PDF, which is the page
// as it is printed. Where there is no browser it fails with
// [survey.ErrNoChromium].
func FormatsWith(browser *chromium.Browser) []Format {
	return append(slices.Clone(Formats), Format{"pdf", "application/pdf", func(ctx context.Context, w io.Writer, v *views.Views, lang string, r views.Report) error {
		r.Standalone = true
		var page bytes.Buffer
		if err := v.Render(&page, lang, r); err != nil {
			return err
		}
		return browser.Print(ctx, w, page.Bytes())
	}})
}
