package handlers

import (
	"errors"
	"net/url"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ouderstem/stats"
	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/views"
)

// decide does something with comments: POST /staff/comments/:unit/:year/:survey.
// A button says what, and with which comment where it stands beside one;
// otherwise it is done with all that were ticked.
func (h *staff) decide(c *fiber.Ctx) error {
	in, err := scope(c)
	if err != nil {
		return err
	}
	fields, err := read(c)
	if err != nil {
		return err
	}
	back := views.CommentsPath(in.Unit, in.Year, in.Survey) + commentFilter(c).Query()
	what, id, _ := strings.Cut(field(fields, views.FieldDo), "/")
	if what == views.DoUndo {
		return h.undo(c, in, field(fields, views.FieldUndo), back)
	}
	ids := fields[views.FieldComment]
	if id != "" {
		ids = []string{id}
	}
	if len(ids) == 0 {
		page, err := h.commentsPage(c)
		if err != nil {
			return err
		}
		page.Problem = survey.ErrNoChoice
		return h.page(c, fiber.StatusUnprocessableEntity, page)
	}
	act, reason, _ := strings.Cut(what, ".")
	ruling := survey.Ruling{Act: survey.Act(act), Reason: survey.Reason(reason)}
	if ruling.Check() != nil {
		return survey.ErrBadInput
	}
	step, err := h.rule(c, in, ruling, ids...)
	if err != nil {
		return err
	}
	return decided(c, back, act, step)
}

// rule rules over comments, if who asks may read them all.
func (h *staff) rule(c *fiber.Ctx, in store.Scope, r survey.Ruling, ids ...string) (store.Step, error) {
	results, err := h.Store.Results(c.UserContext(), in.Survey, in.Unit, in.Year)
	if err != nil {
		return store.Step{}, err
	}
	readings := stats.Readings(results)
	for _, id := range ids {
		if _, err := asked(readings, id); err != nil {
			return store.Step{}, err
		}
	}
	return h.Store.Decide(c.UserContext(), whoever(c).Account.ID, in, r, ids...)
}

// asked returns the question that the comment with this id answers, if that is
// among those that may be read.
func asked(readings []stats.Reading, id string) (survey.Text, error) {
	for _, r := range readings {
		for _, comment := range r.Comments {
			if comment.ID == id {
				return r.Text, nil
			}
		}
	}
	return nil, survey.ErrNoRecord
}

// undo brings back what was before a step. Where there is nothing to bring back
// any more, it says so.
func (h *staff) undo(c *fiber.Ctx, in store.Scope, step, back string) error {
	undone, err := h.Store.Undo(c.UserContext(), whoever(c).Account.ID, in, step)
	switch {
	case errors.Is(err, survey.ErrNoRecord):
		return decided(c, back, views.DoUndo, store.Step{})
	case err != nil:
		return err
	}
	undone.ID = "" // what was undone cannot be undone
	return decided(c, back, views.DoUndo, undone)
}

// decided leads back to a list, at the first comment that was changed, and says
// there what was done and how to undo it.
func decided(c *fiber.Ctx, back, act string, step store.Step) error {
	u, err := url.Parse(back)
	if err != nil {
		return err
	}
	query := u.Query()
	query.Set(views.FieldSaid, "comment-"+act)
	if len(step.Comments) == 0 {
		query.Set(views.FieldSaid, "comment-same")
	} else {
		query.Set(views.FieldDone, step.Comments[0])
		u.Fragment = views.DoneAnchor
	}
	if step.ID != "" {
		query.Set(views.FieldUndo, step.ID)
	}
	u.RawQuery = query.Encode()
	return c.Redirect(u.String(), fiber.StatusSeeOther)
}

// masking shows a comment word by word: GET /staff/comments/:unit/:year/:survey/:comment.
func (h *staff) masking(c *fiber.Ctx) error {
	page, err := h.maskingPage(c)
	if err != nil {
		return err
	}
	return h.page(c, fiber.StatusOK, page)
}

func (h *staff) maskingPage(c *fiber.Ctx) (*views.Masking, error) {
	in, err := scope(c)
	if err != nil {
		return nil, err
	}
	r, err := h.Store.Results(c.UserContext(), in.Survey, in.Unit, in.Year)
	if err != nil {
		return nil, err
	}
	question, err := asked(stats.Readings(r), c.Params("comment"))
	if err != nil {
		return nil, err
	}
	page := &views.Masking{Unit: r.Unit, Asked: question, Query: commentFilter(c).Query(), NextLook: h.nextRound()}
	page.Back = views.CommentsPath(in.Unit, in.Year, in.Survey) + page.Query
	page.Wording, err = h.Store.Wording(c.UserContext(), in, c.Params("comment"))
	return page, err
}

// omit takes out the words that were chosen, and puts back the others:
// POST /staff/comments/:unit/:year/:survey/:comment.
func (h *staff) omit(c *fiber.Ctx) error {
	in, err := scope(c)
	if err != nil {
		return err
	}
	fields, err := read(c)
	if err != nil {
		return err
	}
	page, err := h.maskingPage(c)
	if err != nil {
		return err
	}
	wording := field(fields, views.FieldWording)
	var masks []survey.Span
	if wording == page.Fingerprint() { // else the numbers are those of other words, and the store refuses
		if masks, err = chosen(page.Words, fields[views.FieldWord]); err != nil {
			return err
		}
	}
	step, err := h.Store.Mask(c.UserContext(), whoever(c).Account.ID, in, page.ID, wording, masks)
	if errors.Is(err, survey.ErrTextChanged) {
		page.Problem = survey.ErrTextChanged
		return h.page(c, fiber.StatusConflict, page)
	}
	if err != nil {
		return err
	}
	return decided(c, page.Back, "mask", step)
}

// chosen returns where the words with these numbers are, from 1.
func chosen(text string, numbers []string) ([]survey.Span, error) {
	words := survey.Words(text)
	var spans []survey.Span
	for _, number := range numbers {
		n, err := strconv.Atoi(number)
		if err != nil || n < 1 || n > len(words) {
			return nil, survey.ErrBadInput
		}
		spans = append(spans, words[n-1])
	}
	return spans, nil
}
