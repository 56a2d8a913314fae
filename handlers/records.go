package handlers

import (
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/views"
)

// records shows the key figures and measures of a unit and a year:
// GET /records/:unit/:year.
func (h *staff) records(c *fiber.Ctx) error {
	page, err := h.recordsPage(c)
	if err != nil {
		return err
	}
	return h.page(c, fiber.StatusOK, page)
}

// record saves or deletes one of them: POST /records/:unit/:year. What must be
// mended is shown again as it was typed.
func (h *staff) record(c *fiber.Ctx) error {
	fields, err := read(c)
	if err != nil {
		return err
	}
	page, err := h.recordsPage(c)
	if err != nil {
		return err
	}
	action, said := "deed.record.saved", "saved"
	switch {
	case field(fields, views.FieldDo) == views.DoDelete:
		action, said = "deed.record.deleted", "deleted"
		err = h.deleteRecord(c, page, fields)
	case field(fields, views.FieldDo) == views.DoCarry:
		said = "carried"
		err = h.carryMeasures(c, page)
	case field(fields, views.FieldRecord) == views.RecordFigure:
		err = h.saveFigure(c, page, fields)
	case slices.Contains([]string{views.RecordMeasure, views.RecordPromised}, field(fields, views.FieldRecord)):
		err = h.saveMeasure(c, page, fields)
	default:
		return fiber.ErrBadRequest
	}
	if err != nil {
		return err
	}
	if len(page.Wrong) > 0 {
		return h.page(c, fiber.StatusUnprocessableEntity, page)
	}
	if err := h.Store.Note(c.UserContext(), survey.Deed{
		By: whoever(c).Account.ID, Action: action, Object: page.Unit.Name + ", " + strconv.Itoa(page.Year),
	}); err != nil {
		return err
	}
	return done(c, c.Path(), said)
}

func (h *staff) recordsPage(c *fiber.Ctx) (*views.Records, error) {
	page := &views.Records{Unit: whoever(c).Unit}
	year, err := strconv.Atoi(c.Params("year"))
	if err != nil || !survey.ValidYear(year) {
		return page, fiber.ErrNotFound
	}
	page.Year = year
	figures, err := h.Store.KeyFigures(c.UserContext(), page.Unit.ID, year)
	if err != nil {
		return page, err
	}
	for _, f := range figures {
		page.Figures = append(page.Figures, views.FormOfFigure(f))
	}
	measures, err := h.Store.Measures(c.UserContext(), page.Unit.ID, year)
	if err != nil {
		return page, err
	}
	for _, m := range measures {
		page.Measures = append(page.Measures, views.FormOfMeasure(m))
	}
	promised, err := h.Store.Measures(c.UserContext(), page.Unit.ID, year-1)
	for _, m := range promised {
		page.Promised = append(page.Promised, views.FormOfMeasure(m))
	}
	return page, err
}

// carryMeasures announces last year's unfinished measures again, those that are
// not announced yet.
func (h *staff) carryMeasures(c *fiber.Ctx, page *views.Records) error {
	for _, open := range page.Carriable() {
		m := survey.Measure{
			Unit: page.Unit.ID, Year: page.Year, Reason: open.Reason, Action: open.Action, Owner: open.Owner, Due: open.Due,
			Status: survey.Status(open.Status),
		}
		if err := h.Store.SaveMeasure(c.UserContext(), m); err != nil {
			return err
		}
	}
	return nil
}

// yearOf is the year of the record that a form is about: that of the page, or
// for a measure that was promised the year before.
func yearOf(page *views.Records, fields map[string][]string) int {
	if field(fields, views.FieldRecord) == views.RecordPromised {
		return page.Year - 1
	}
	return page.Year
}

// changed reports whether a record is another than when its form was shown.
func changed(fields map[string][]string, now string) bool {
	was := field(fields, views.FieldWas)
	return was != "" && was != now
}

func (h *staff) deleteRecord(c *fiber.Ctx, page *views.Records, fields map[string][]string) error {
	kind := store.KeyFigureRecord
	if field(fields, views.FieldRecord) != views.RecordFigure {
		kind = store.MeasureRecord
	}
	return h.Store.DeleteRecord(c.UserContext(), kind, page.Unit.ID, yearOf(page, fields), field(fields, views.FieldID))
}

func (h *staff) saveFigure(c *fiber.Ctx, page *views.Records, fields map[string][]string) error {
	typed := views.FigureForm{
		ID: field(fields, views.FieldID), Label: field(fields, views.FieldLabel),
		Numerator: field(fields, views.FieldNumerator), Denominator: field(fields, views.FieldDenominator),
		Value: field(fields, views.FieldValue), Source: field(fields, views.FieldSource),
	}
	f := survey.KeyFigure{ID: typed.ID, Unit: page.Unit.ID, Year: page.Year, Label: typed.Label, Value: typed.Value, Source: typed.Source}
	var faults []survey.Fault
	for _, n := range []struct {
		field string
		typed string
		into  *int
	}{{views.FieldNumerator, typed.Numerator, &f.Numerator}, {views.FieldDenominator, typed.Denominator, &f.Denominator}} {
		if n.typed == "" {
			continue
		}
		var err error
		if *n.into, err = strconv.Atoi(n.typed); err != nil {
			faults = append(faults, survey.Fault{Field: n.field, Err: survey.ErrNotNumber})
		}
	}
	if len(faults) == 0 {
		faults = survey.CheckRecord(f)
	}
	i := slices.IndexFunc(page.Figures, func(f views.FigureForm) bool { return f.ID == typed.ID })
	if len(faults) == 0 && i >= 0 && changed(fields, page.Figures[i].Was) {
		typed.Was = page.Figures[i].Was // the next try is made with the other's change in view
		faults = append(faults, survey.Fault{Field: views.FieldLabel, Err: survey.ErrChanged})
		page.Theirs = page.Figures[i].Words()
	}
	if len(faults) == 0 {
		return h.Store.SaveKeyFigure(c.UserContext(), f)
	}
	page.Wrong = problems(views.RecordFigure, typed.ID, faults)
	if i < 0 {
		typed.ID, page.NewFigure = "", typed
		return nil
	}
	page.Figures[i] = typed
	return nil
}

func (h *staff) saveMeasure(c *fiber.Ctx, page *views.Records, fields map[string][]string) error {
	typed := views.MeasureForm{
		ID: field(fields, views.FieldID), Reason: field(fields, views.FieldReason), Action: field(fields, views.FieldAction),
		Owner: field(fields, views.FieldOwner), Due: field(fields, views.FieldDue),
		Status: field(fields, views.FieldStatus), Result: field(fields, views.FieldResult),
	}
	m := survey.Measure{
		ID: typed.ID, Unit: page.Unit.ID, Year: yearOf(page, fields), Reason: typed.Reason, Action: typed.Action,
		Owner: typed.Owner, Due: typed.Due, Status: survey.Status(typed.Status), Result: typed.Result,
	}
	list, record := page.Measures, views.RecordMeasure
	if m.Year != page.Year {
		list, record = page.Promised, views.RecordPromised
	}
	faults := survey.CheckRecord(m)
	i := slices.IndexFunc(list, func(m views.MeasureForm) bool { return m.ID == typed.ID })
	if len(faults) == 0 && i >= 0 && changed(fields, list[i].Was) {
		typed.Was = list[i].Was
		faults = append(faults, survey.Fault{Field: views.FieldAction, Err: survey.ErrChanged})
		page.Theirs = list[i].Words()
	}
	if len(faults) == 0 {
		return h.Store.SaveMeasure(c.UserContext(), m)
	}
	page.Wrong = problems(record, typed.ID, faults)
	if i < 0 {
		typed.ID, page.NewMeasure = "", typed
		return nil
	}
	list[i] = typed
	return nil
}

func problems(record, id string, faults []survey.Fault) []views.RecordProblem {
	var list []views.RecordProblem
	for _, f := range faults {
		list = append(list, views.RecordProblem{Record: record, ID: id, Field: f.Field, Err: f.Err})
	}
	return list
}

// field returns a field of a form, cleaned.
func field(fields map[string][]string, name string) string {
	values := fields[name]
	if len(values) == 0 {
		return ""
	}
	return survey.Clean(values[len(values)-1])
}
