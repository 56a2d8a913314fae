package handlers

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ouderstem/stats"
	"ouderstem/survey"
	"ouderstem/views"
)

// home shows the tree of units and which reports there are: GET /.
func (h *staff) home(c *fiber.Ctx) error {
	tree, err := h.Store.Units(c.UserContext())
	if err != nil {
		return err
	}
	rows, err := h.surveyRows(c, tree)
	if err != nil {
		return err
	}
	return h.page(c, fiber.StatusOK, views.Home{Units: views.UnitRows(tree, rows, h.Now().Year())})
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

// report shows a yearly report: GET /report/:unit/:year/:survey, with .json or
// .csv behind it for the same as a file.
func (h *staff) report(c *fiber.Ctx) error {
	year, err := strconv.Atoi(c.Params("year"))
	if err != nil {
		return fiber.ErrNotFound
	}
	id, format := c.Params("survey"), ""
	for _, f := range []string{"json", "csv"} {
		if rest, ok := strings.CutSuffix(id, "."+f); ok {
			id, format = rest, f
		}
	}
	results, err := h.Store.Results(c.UserContext(), id, c.Params("unit"), year)
	if err != nil {
		return err
	}
	report := stats.Yearly(results, stats.Options{})
	if format == "" {
		return h.page(c, fiber.StatusOK, views.Report{Report: report})
	}
	var b bytes.Buffer
	if format == "json" {
		err = views.ReportJSON(&b, report)
		c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSONCharsetUTF8)
	} else {
		err = h.Views.ReportCSV(&b, h.language(c, h.Views.Texts().Languages()), report)
		c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
		c.Attachment(results.Unit.ID + "-" + strconv.Itoa(year) + ".csv")
	}
	if err != nil {
		return err
	}
	return c.Send(b.Bytes())
}

// page shows a page for staff in their language.
func (h *staff) page(c *fiber.Ctx, status int, page views.Page) error {
	return h.show(c, status, h.language(c, h.Views.Texts().Languages()), page)
}
