package handlers

import (
	"bytes"
	"io"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"ouderstem/stats"
	"ouderstem/survey"
	"ouderstem/views"
)

// home shows the tree of units and which reports there are: GET /staff/.
func (h *staff) home(c *fiber.Ctx) error {
	who := whoever(c)
	tree := who.Account.Grants.Units(who.Tree, survey.Manager)
	rows, err := h.surveyRows(c, tree)
	if err != nil {
		return err
	}
	return h.page(c, fiber.StatusOK, &views.Home{Units: views.UnitRows(tree, rows, h.Now().Year())})
}

// surveyRows returns what each unit can report and what waits in it and below.
func (h *staff) surveyRows(c *fiber.Ctx, tree survey.Units) (map[string][]views.SurveyRow, error) {
	ctx := c.UserContext()
	surveys, err := h.Store.Surveys(ctx)
	if err != nil {
		return nil, err
	}
	reportable, err := h.Store.Reportables(ctx)
	if err != nil {
		return nil, err
	}
	waiting, err := h.Store.Waiting(ctx)
	if err != nil {
		return nil, err
	}
	last := 0
	for _, w := range waiting {
		last = max(last, w.Year)
	}
	rows := map[string][]views.SurveyRow{}
	for _, u := range tree {
		below := tree.Below(u.ID)
		for _, s := range surveys {
			row := views.SurveyRow{ID: s.ID, Title: s.Title}
			for _, r := range reportable {
				if r.Unit == u.ID && r.Survey == s.ID {
					row.Years = append(row.Years, r.Year)
				}
			}
			sealed := 0 // in the last year that boxes were looked at
			for _, w := range waiting {
				if w.Survey == s.ID && w.Year == last && slices.Contains(below, w.Unit) {
					sealed += w.N
				}
			}
			row.Waiting = stats.Nearest5(sealed)
			if row.Waiting > 0 {
				row.Years = withYear(row.Years, last)
			}
			if len(row.Years) > 0 {
				rows[u.ID] = append(rows[u.ID], row)
			}
		}
	}
	return rows, nil
}

// withYear adds a year to years, the newest first.
func withYear(years []int, year int) []int {
	if slices.Contains(years, year) {
		return years
	}
	years = append(years, year)
	slices.SortFunc(years, func(a, b int) int { return b - a })
	return years
}

// results are what a report on the survey and year of the path is made of.
func (h *staff) results(c *fiber.Ctx) (survey.Results, error) {
	year, err := strconv.Atoi(c.Params("year"))
	if err != nil || !survey.ValidYear(year) {
		return survey.Results{}, fiber.ErrNotFound
	}
	return h.Store.Results(c.UserContext(), c.Params("survey"), whoever(c).Unit.ID, year)
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
	results, err := h.results(c)
	if err != nil {
		return err
	}
	return h.page(c, fiber.StatusOK, &views.Report{Report: stats.Yearly(results, o), Published: o.Publish})
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
	results, err := h.results(c)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := write(&b, stats.Yearly(results, stats.Options{})); err != nil {
		return err
	}
	name := results.Unit.ID + "-" + strconv.Itoa(results.Year) + "." + format
	if err := h.Store.Note(c.UserContext(), survey.Deed{By: whoever(c).Account.ID, Action: "deed.report.exported", Object: name}); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, kind)
	c.Attachment(name)
	return c.Send(b.Bytes())
}
