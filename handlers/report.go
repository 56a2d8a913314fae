package handlers

import (
	"bytes"
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

// report shows a yearly report: GET /staff/report/:unit/:year/:survey. ?funnel=1
// adds the funnel plot of the units below, which is for those who work there.
func (h *staff) report(c *fiber.Ctx) error {
	report, err := h.yearly(c, funnelAsked(c))
	if err != nil {
		return err
	}
	page := &views.Report{Report: report, Draft: true}
	page.Pictures = page.Address() + "/chart/"
	for _, f := range FormatsWith(h.Browser) {
		page.Files = append(page.Files, views.File{Name: f.Name})
	}
	return h.page(c, fiber.StatusOK, page)
}

// funnelAsked is what the address asks of a report for staff.
func funnelAsked(c *fiber.Ctx) stats.Options {
	return stats.Options{Funnel: c.Query(views.FunnelField) == "1"}
}

// export sends a report as a file, and notes in the audit log that it left: GET
// /staff/report/:unit/:year/:survey.FORMAT.
func (h *staff) export(f Format) fiber.Handler {
	return func(c *fiber.Ctx) error { return h.sendReport(c, f) }
}

func (h *staff) sendReport(c *fiber.Ctx, f Format) error {
	report, err := h.yearly(c, stats.Options{Publish: f.Public()})
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := f.Write(c.UserContext(), &b, h.Views, h.spoken(c), views.Report{Report: report, Published: f.Public(), Draft: true}); err != nil {
		return err
	}
	name := report.Unit.ID + "-" + strconv.Itoa(report.Year) + "." + f.Name
	if err := h.Store.Note(c.UserContext(), survey.Deed{By: whoever(c).Account.ID, Action: "deed.report.exported", Object: name}); err != nil {
		return err
	}
	c.Attachment(name)
	c.Set(fiber.HeaderContentType, f.Type) // with its charset, which the name does not tell
	return c.Send(b.Bytes())
}
