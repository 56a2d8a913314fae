package handlers

import (
	"errors"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"ouderstem/stats"
	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/views"
)

// safety shows the comments that somebody worries about: GET /staff/safety/:unit.
func (h *staff) safety(c *fiber.Ctx) error {
	page, err := h.safetyPage(c)
	if err != nil {
		return err
	}
	if year, err := strconv.Atoi(c.Query(views.FieldYear)); err == nil {
		page.Undo, page.UndoOf = c.Query(views.FieldUndo), views.CommentList{Year: year, Survey: c.Query(views.FieldSurvey)}
	}
	return h.page(c, fiber.StatusOK, page)
}

// fillWorries adds how many comments wait for a decision of the manager.
func (h *staff) fillWorries(c *fiber.Ctx, page *views.Dashboard) (err error) {
	if page.Manager {
		page.Worries, err = h.Store.OpenWorries(c.UserContext(), page.Unit.ID)
	}
	return err
}

func (h *staff) safetyPage(c *fiber.Ctx) (*views.Safety, error) {
	page := &views.Safety{Unit: whoever(c).Unit}
	scopes, err := h.Store.Worries(c.UserContext(), page.Unit.ID)
	if err != nil {
		return nil, err
	}
	for _, in := range scopes {
		r, err := h.Store.Results(c.UserContext(), in.Survey, in.Unit, in.Year)
		if err != nil {
			return nil, err
		}
		list := views.CommentList{Unit: in.Unit, Year: in.Year, Survey: in.Survey, Title: r.Survey.Title}
		for _, reading := range stats.Readings(r) {
			for _, comment := range reading.Comments {
				w := views.Worry{CommentItem: h.commentItem(comment, reading.Text), List: list, Fields: views.WorryFields(comment.ID)}
				// One that was hidden stays here: hiding is no decision about a worry.
				switch comment.Decision.Worry {
				case survey.NoWorry:
				case survey.Worrying:
					page.Waiting = append(page.Waiting, w)
				default:
					page.Decided = append(page.Decided, w)
				}
			}
		}
	}
	return page, nil
}

// settle decides about a worry: POST /staff/safety/:unit.
func (h *staff) settle(c *fiber.Ctx) error {
	fields, err := read(c)
	if err != nil {
		return err
	}
	year, err := strconv.Atoi(field(fields, views.FieldYear))
	if err != nil {
		return fiber.ErrBadRequest
	}
	in := store.Scope{Unit: whoever(c).Unit.ID, Year: year, Survey: field(fields, views.FieldSurvey)}
	back := views.SafetyPath(in.Unit, in.Year, in.Survey)
	if field(fields, views.FieldDo) == views.DoUndo {
		return h.undo(c, in, field(fields, views.FieldUndo), back)
	}
	ruling := survey.Ruling{
		Act:     survey.Act(field(fields, views.FieldDo)),
		Outcome: survey.Worry(field(fields, views.FieldOutcome)),
		Note:    field(fields, views.FieldNote),
	}
	step, err := h.rule(c, in, ruling, field(fields, views.FieldComment))
	if err != nil {
		return h.settleAgain(c, fields, err)
	}
	return decided(c, back, string(ruling.Act), step)
}

// settleAgain shows the queue with what was typed and what is wrong with it.
func (h *staff) settleAgain(c *fiber.Ctx, fields map[string][]string, wrong error) error {
	at := views.FieldNote
	switch {
	case errors.Is(wrong, survey.ErrNoOutcome):
		at = views.FieldOutcome
	case !errors.Is(wrong, survey.ErrNoNote) && !errors.Is(wrong, survey.ErrNoteTooLong):
		return wrong
	}
	page, err := h.safetyPage(c)
	if err != nil {
		return err
	}
	for _, w := range page.Waiting {
		if w.ID == field(fields, views.FieldComment) {
			w.Fields.Typed(func(name string) string { return field(fields, name) }).Fault(at, wrong)
			return h.page(c, fiber.StatusUnprocessableEntity, page)
		}
	}
	return survey.ErrNoRecord
}
