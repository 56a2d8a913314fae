package handlers

import (
	"bytes"
	"errors"
	"slices"

	"github.com/gofiber/fiber/v2"

	"ouderstem/stats"
	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/views"
)

// previews is the step in which what goes out is looked at: GET
// /staff/publish/:unit/:year/:survey/preview.
func (h *staff) previews(c *fiber.Ctx) error {
	in, draft, err := h.reportDraft(c)
	if err != nil {
		return err
	}
	step := draftStep{step: views.StepPreview, of: func(c survey.Choice) any { return c }}
	return h.draftPage(c, fiber.StatusOK, step, in, draft.Choice, &views.ReportPreview{Readers: views.Readers})
}

// preview shows a version of the report as it would go out: GET
// /staff/publish/:unit/:year/:survey/preview/:version.
func (h *staff) preview(c *fiber.Ctx) error {
	in, draft, err := h.reportDraft(c)
	if err != nil {
		return err
	}
	report, err := h.reports.Yearly(c.UserContext(), in.Survey, in.Unit, in.Year, stats.Options{Publish: true, Choice: draft.Choice})
	if err != nil {
		return err
	}
	d := views.ReportDraft{Unit: report.Unit, Year: in.Year, Survey: in.Survey}
	whole := views.Report{Report: report, Published: true, Draft: true, Back: d.At(views.StepPreview)}
	reader := views.Reader(c.Params("version"))
	switch {
	case reader == views.WholeReport:
		return h.page(c, fiber.StatusOK, &whole)
	case slices.Contains(views.Readers, reader):
		return h.page(c, fiber.StatusOK, &views.OnePage{Report: whole, For: reader})
	}
	return fiber.ErrNotFound
}

// checks is the last step: GET /staff/publish/:unit/:year/:survey/check.
func (h *staff) checks(c *fiber.Ctx) error {
	page, err := h.checkPage(c)
	if err != nil {
		return err
	}
	return h.checked(c, fiber.StatusOK, page)
}

// checking is the last step of a report on its way out.
type checking struct {
	*views.ReportCheck
	in     store.Scope
	choice survey.Choice
	out    prepared // while nothing blocks it
}

var stepCheck = draftStep{step: views.StepCheck, of: func(c survey.Choice) any { return c }}

func (h *staff) checked(c *fiber.Ctx, status int, x checking) error {
	return h.draftPage(c, status, stepCheck, x.in, x.choice, x.ReportCheck)
}

// checkPage finds out what is to be looked at, and whether the report may go out
// beside what went out before.
func (h *staff) checkPage(c *fiber.Ctx) (checking, error) {
	in, draft, err := h.reportDraft(c)
	x := checking{ReportCheck: &views.ReportCheck{}, in: in, choice: draft.Choice}
	if err != nil {
		return x, err
	}
	whole, err := h.reports.Yearly(c.UserContext(), in.Survey, in.Unit, in.Year, stats.Options{})
	if err != nil {
		return x, err
	}
	out, err := h.reports.Yearly(c.UserContext(), in.Survey, in.Unit, in.Year, stats.Options{Publish: true, Choice: draft.Choice})
	if err != nil {
		return x, err
	}
	r, err := h.Store.Results(c.UserContext(), in.Survey, in.Unit, in.Year)
	if err != nil {
		return x, err
	}
	for _, check := range stats.Checks(whole, out, draft.Choice, stats.Readings(r), in.Year < store.YearOf(h.Now())) {
		if check.Blocks {
			x.Blocking = append(x.Blocking, check)
		} else {
			x.Advice = append(x.Advice, check)
		}
	}
	if x.Warnings, err = h.Views.Warnings(h.spoken(c), views.Report{Report: out}); err != nil || len(x.Blocking) > 0 {
		return x, err
	}
	return x, h.beside(c, &x)
}

// beside finds out what went out before, and whether the report may go out
// beside that.
func (h *staff) beside(c *fiber.Ctx, x *checking) error {
	all, err := h.Store.Editions(c.UserContext())
	if err != nil {
		return err
	}
	editions := editionsOf(all, x.in)
	x.Editions = views.EditionRows(editions)
	if x.out, err = h.reports.prepare(c.UserContext(), x.in.Unit, x.in.Year, x.in.Survey, x.choice); err != nil {
		return err
	}
	for _, o := range x.out.obstacles {
		x.Refused = append(x.Refused, o)
	}
	x.Value = shortHash(x.out.edition.Value)
	if len(editions) > 0 {
		x.Fields = reasonField()
		newest, err := h.Store.Edition(c.UserContext(), x.in.Unit, x.in.Survey, x.in.Year, editions[0].Number)
		if err != nil {
			return err
		}
		x.Same = newest.Withdrawn == "" && bytes.Equal(newest.Value, x.out.edition.Value)
	}
	return nil
}

// reasonField is the field for the reason of a correction.
func reasonField() views.Fields {
	return views.Fields{{Name: views.FieldReason, Label: "wizard.reason", Hint: "wizard.reason.hint", Type: views.TypeLong}}
}

// editionsOf are those of all editions that are of one report, the newest first.
func editionsOf(all []survey.Edition, in store.Scope) []survey.Edition {
	return slices.DeleteFunc(slices.Clone(all), func(e survey.Edition) bool {
		return e.Unit != in.Unit || e.Year != in.Year || e.Survey != in.Survey
	})
}

// publishReport sends a report out as an edition: POST
// /staff/publish/:unit/:year/:survey/check. What goes out is what was looked at
// when the form was shown; where that cannot go out, the reason that was typed stays.
func (h *staff) publishReport(c *fiber.Ctx) error {
	fields, err := read(c)
	if err != nil {
		return err
	}
	reason := field(fields, views.FieldReason)
	look := func() (checking, error) {
		x, err := h.checkPage(c)
		if reason != "" && len(x.Fields) == 0 {
			x.Fields = reasonField()
		}
		x.Fields.Typed(func(string) string { return reason })
		return x, err
	}
	x, err := look()
	if err != nil {
		return err
	}
	switch {
	case !x.Ready():
		return h.checked(c, fiber.StatusConflict, x)
	case field(fields, views.FieldSeen) != stepCheck.markOf(x.choice), field(fields, views.FieldValue) != x.Value:
		x.Changed = true
		return h.checked(c, fiber.StatusConflict, x)
	}
	edition := x.out.edition
	edition.By, edition.Reason = whoever(c).Account.ID, reason
	_, published, err := h.Store.PublishReport(c.UserContext(), x.out.known, edition)
	mistake := new(survey.Error)
	switch {
	case err == nil && !published, errors.Is(err, survey.ErrSameEdition),
		errors.Is(err, survey.ErrNoCorrection) && len(x.Fields) == 0: // something was published in this moment
		if x, err = look(); err != nil {
			return err
		}
		x.Changed = !x.Same
		return h.checked(c, fiber.StatusConflict, x)
	case errors.Is(err, survey.ErrNoCorrection), errors.Is(err, survey.ErrReasonTooLong):
		errors.As(err, &mistake)
		x.Fields.Fault(views.FieldReason, mistake)
		return h.checked(c, fiber.StatusUnprocessableEntity, x)
	case errors.As(err, &mistake):
		x.Refused = append(x.Refused, mistake)
		return h.checked(c, fiber.StatusConflict, x)
	case err != nil:
		return err
	}
	return done(c, c.Path(), "report-published")
}

// chooseReport shows the years and surveys that a report can be made of: GET
// /staff/publish/:unit.
func (h *staff) chooseReport(c *fiber.Ctx) error {
	who := whoever(c)
	lists, err := h.commentLists(c, who.Unit.ID)
	if err != nil {
		return err
	}
	all, err := h.Store.Editions(c.UserContext())
	if err != nil {
		return err
	}
	page := &views.ReportChoice{Unit: who.Unit}
	for _, l := range lists {
		row := views.ReportRow{Year: l.Year, Title: l.Title, Href: views.ReportDraftPath(l.Unit, l.Year, l.Survey)}
		if editions := editionsOf(all, store.Scope{Unit: l.Unit, Year: l.Year, Survey: l.Survey}); len(editions) > 0 {
			row.Number, row.Day = editions[0].Number, editions[0].Day
		}
		page.Rows = append(page.Rows, row)
	}
	for _, u := range who.Tree.Children(who.Unit.ID) {
		page.Below = append(page.Below, views.UnitRow{Unit: u, Href: views.ReportsPath(u.ID)})
	}
	return h.page(c, fiber.StatusOK, page)
}
