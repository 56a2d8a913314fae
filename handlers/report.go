package handlers

import (
	"bytes"
	"io"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"ouderstem/stats"
	"ouderstem/survey"
	"ouderstem/views"
)

// yearly is the report on the survey and year of the path.
func (h *staff) yearly(c *fiber.Ctx, o stats.Options) (stats.Report, error) {
	year, err := strconv.Atoi(c.Params("year"))
	if err != nil || !survey.ValidYear(year) {
		return stats.Report{}, fiber.ErrNotFound
	}
	return h.reports.Yearly(c.UserContext(), c.Params("survey"), whoever(c).Unit.ID, year, o)
}

// report shows a yearly report: GET /staff/report/:unit/:year/:survey.
func (h *staff) report(c *fiber.Ctx) error {
	return h.showReport(c, stats.Options{})
}

// published shows the report as it may go out: GET
// /staff/published/:unit/:year/:survey.
func (h *staff) published(c *fiber.Ctx) error {
	return h.showReport(c, stats.Options{Publish: true})
}

func (h *staff) showReport(c *fiber.Ctx, o stats.Options) error {
	who := whoever(c)
	report, err := h.yearly(c, o)
	if err != nil {
		return err
	}
	return h.page(c, fiber.StatusOK, &views.Report{
		Report:    report,
		Published: o.Publish,
		Internal:  who.Account.Grants.Hold(who.Tree, who.Unit.ID, survey.Manager),
	})
}

// reportJSON sends a report for programs: GET …/:survey.json.
func (h *staff) reportJSON(c *fiber.Ctx) error {
	return h.export(c, "json", fiber.MIMEApplicationJSONCharsetUTF8, func(w io.Writer, r stats.Report) error {
		return views.ReportJSON(w, r)
	})
}

// reportCSV sends a report as a table: GET …/:survey.csv.
func (h *staff) reportCSV(c *fiber.Ctx) error {
	return h.export(c, "csv", "text/csv; charset=utf-8", func(w io.Writer, r stats.Report) error {
		return h.Views.ReportCSV(w, h.spoken(c), r)
	})
}

// export sends a report as a file, and notes in the audit log that it left.
func (h *staff) export(c *fiber.Ctx, format, kind string, write func(io.Writer, stats.Report) error) error {
	report, err := h.yearly(c, stats.Options{})
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := write(&b, report); err != nil {
		return err
	}
	name := report.Unit.ID + "-" + strconv.Itoa(report.Year) + "." + format
	if err := h.Store.Note(c.UserContext(), survey.Deed{By: whoever(c).Account.ID, Action: "deed.report.exported", Object: name}); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, kind)
	c.Attachment(name)
	return c.Send(b.Bytes())
}
