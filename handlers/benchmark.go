package handlers

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"ouderstem/survey"
	"ouderstem/views"
)

// benchmark shows which files came and what a file of our own would have:
// GET /staff/benchmark. ?new= is the key of a sender that was just met.
func (h *staff) benchmark(c *fiber.Ctx) error {
	page, err := h.benchmarkPage(c, "")
	if err != nil {
		return err
	}
	for i, b := range page.Senders {
		if b.Key == c.Query("new") {
			page.New = &page.Senders[i]
		}
	}
	return h.page(c, fiber.StatusOK, page)
}

// benchmarkPage returns the page with what was typed into its field.
func (h *staff) benchmarkPage(c *fiber.Ctx, typed string) (*views.Benchmark, error) {
	page := &views.Benchmark{Fields: views.BenchmarkFields(typed), MostTyped: bodyLimit >> 11} // half of it goes to how forms are written
	units, err := PublishedUnits(c.UserContext(), h.Store)
	if err != nil {
		return page, err
	}
	page.Units = len(units)
	key, err := h.Store.BenchmarkKey()
	if err != nil {
		return page, err
	}
	page.Fingerprint = survey.Fingerprint(key)
	if key == "" {
		page.Fingerprint = ""
	}
	page.Senders, err = h.Store.Benchmarks(c.UserContext())
	return page, err
}

// exchangeBenchmark makes a file, takes one or forgets a sender: POST
// /staff/benchmark.
func (h *staff) exchangeBenchmark(c *fiber.Ctx) error {
	fields, err := read(c)
	if err != nil {
		return err
	}
	by := whoever(c).Account.ID
	switch field(fields, views.FieldDo) {
	case views.DoExport:
		return h.exportBenchmark(c, by)
	case views.DoForget:
		err := h.Store.ForgetBenchmark(c.UserContext(), by, field(fields, views.FieldSender))
		if err != nil && !errors.Is(err, survey.ErrNoSender) { // gone is gone
			return err
		}
		return done(c, c.Path(), "sender-forgotten")
	case views.DoImport:
		return h.importBenchmark(c, by, last(fields, views.FieldBenchmark))
	}
	return fiber.ErrBadRequest
}

func (h *staff) exportBenchmark(c *fiber.Ctx, by string) error {
	units, err := PublishedUnits(c.UserContext(), h.Store)
	if err != nil {
		return err
	}
	file, err := h.Store.ExportBenchmark(c.UserContext(), by, units)
	if err != nil {
		return h.benchmarkProblem(c, "", err)
	}
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSONCharsetUTF8)
	c.Attachment("ouderstem-benchmark.json")
	return c.Send(file)
}

func (h *staff) importBenchmark(c *fiber.Ctx, by, typed string) error {
	b, first, err := h.Store.ImportBenchmark(c.UserContext(), by, []byte(typed))
	if err != nil {
		return h.benchmarkProblem(c, typed, err)
	}
	if first {
		return c.Redirect(c.Path()+"?said=imported&new="+b.Key, fiber.StatusSeeOther)
	}
	return done(c, c.Path(), "imported")
}

// benchmarkProblem shows what is wrong with a file, or why there is none.
func (h *staff) benchmarkProblem(c *fiber.Ctx, typed string, problem error) error {
	var e *survey.Error
	if !errors.As(problem, &e) {
		return problem
	}
	page, err := h.benchmarkPage(c, typed)
	if err != nil {
		return err
	}
	page.Fields.Fault(views.FieldBenchmark, problem)
	return h.page(c, fiber.StatusUnprocessableEntity, page)
}
