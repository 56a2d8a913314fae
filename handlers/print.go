package handlers

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ouderstem/handlers/chromium"
	"ouderstem/views"
)

// FormatsWith returns [Formats], the versions on one page, and before each page
// what needs a browser: PDF, which is the page as it is printed. Where there is no
// browser, writing a PDF fails with [survey.ErrNoChromium].
func FormatsWith(browser *chromium.Browser) []Format {
	var all []Format
	for _, f := range slices.Concat(Formats, onePages()) {
		if f.Type == fiber.MIMETextHTMLCharsetUTF8 {
			all = append(all, printed(f, browser))
		}
		all = append(all, f)
	}
	return all
}

// byLength returns formats with the longest name first, as routes are tried: what
// stands before the full stop takes full stops too, and council.html is no html.
func byLength(formats []Format) []Format {
	return slices.SortedStableFunc(slices.Values(formats), func(a, b Format) int { return len(b.Name) - len(a.Name) })
}

// printed is a page as PDF.
func printed(f Format, browser *chromium.Browser) Format {
	name := strings.TrimSuffix(f.Name, "html") + "pdf"
	return Format{name, "application/pdf", func(ctx context.Context, w io.Writer, v *views.Views, lang string, r views.Report) error {
		var page bytes.Buffer
		if err := f.Write(ctx, &page, v, lang, r); err != nil {
			return err
		}
		return browser.Print(ctx, w, page.Bytes())
	}}
}
