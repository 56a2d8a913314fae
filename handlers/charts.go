package handlers

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"ouderstem/views"
	"ouderstem/views/chart"
	"ouderstem/views/document"
)

// Picture is a kind of file that one chart can be had as.
type Picture struct {
	Name  string // the ending of its files
	Type  string // media type
	Write func(w io.Writer, c document.Chart) error
}

// sharp is how wide a PNG is: two px to a unit, so that it is sharp on paper.
const sharp = 2 * chart.Width

// Pictures are all of them.
var Pictures = []Picture{
	{"png", "image/png", func(w io.Writer, c document.Chart) error { return chart.PNG(w, c, sharp) }},
	{"svg", "image/svg+xml", chart.SVG},
}

// writeCharts writes all charts of a report, in their order and each in every
// kind of picture, packed into one file without times.
func writeCharts(_ context.Context, w io.Writer, v *views.Views, lang string, r views.Report) error {
	r.Standalone = true
	d, err := v.Document(lang, r)
	if err != nil {
		return err
	}
	z := zip.NewWriter(w)
	for i, c := range d.Charts() {
		for _, p := range Pictures {
			// The first ones keep their places when there are more than nine.
			f, err := z.Create(fmt.Sprintf("%02d-%s.%s", i+1, c.ID, p.Name))
			if err != nil {
				return err
			}
			if err := p.Write(f, c); err != nil {
				return err
			}
		}
	}
	return z.Close()
}

// chart sends one chart of a report as a picture: GET
// /staff/report/:unit/:year/:survey/chart/:chart.ENDING. It is shown in the browser,
// where it can be copied or kept. It shows less than the page it is on, so it is in
// no log, as that is. ?funnel=1 is that of the report.
func (h *staff) chart(p Picture) fiber.Handler {
	return func(c *fiber.Ctx) error {
		report, err := h.yearly(c, funnelAsked(c))
		if err != nil {
			return err
		}
		d, err := h.Views.Document(h.spoken(c), views.Report{Report: report})
		if err != nil {
			return err
		}
		return sendPicture(c, d, c.Params("chart"), p, report.Unit.ID+"-"+strconv.Itoa(report.Year))
	}
}

// sendPicture sends the chart of d with this id, in a file whose name begins
// with prefix.
func sendPicture(c *fiber.Ctx, d document.Document, id string, p Picture, prefix string) error {
	charts := d.Charts()
	i := slices.IndexFunc(charts, func(c document.Chart) bool { return c.ID == id })
	if i < 0 {
		return fiber.ErrNotFound
	}
	var b bytes.Buffer
	if err := p.Write(&b, charts[i]); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, p.Type)
	c.Set(fiber.HeaderContentDisposition, fmt.Sprintf("inline; filename=%q", prefix+"-"+id+"."+p.Name))
	return c.Send(b.Bytes())
}
