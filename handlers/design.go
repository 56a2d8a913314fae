package handlers

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ouderstem/survey"
	"ouderstem/views"
)

// design shows the editor of a draft: GET /staff/design/:unit/:draft.
func (h *staff) design(c *fiber.Ctx) error {
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	page, err := h.designer(c, d, c.Query(views.FieldWith))
	if err != nil {
		return err
	}
	page.Focus = c.Query(views.FieldFocus)
	return h.designed(c, fiber.StatusOK, page)
}

// draft is the draft of the path, if it belongs to the unit of the path.
func (h *staff) draft(c *fiber.Ctx) (survey.Draft, error) {
	return h.Store.Draft(c.UserContext(), whoever(c).Unit.ID, c.Params("draft"))
}

// designed shows the editor, which alone of all pages has another in a frame:
// the preview.
func (h *staff) designed(c *fiber.Ctx, status int, page *views.Designer) error {
	err := h.page(c, status, page)
	c.Set(policy, headers[policy]+"; frame-src 'self'")
	return err
}

// designer fills in the editor of a draft with the texts of a second language
// beside the first.
func (h *staff) designer(c *fiber.Ctx, d survey.Draft, with string) (*views.Designer, error) {
	who := whoever(c)
	now, err := h.Store.Settings(c.UserContext())
	if err != nil {
		return nil, err
	}
	page := &views.Designer{Draft: d, K: now.K, Year: h.Now().Year() - 1, Expect: expectField(d.Expected)}
	if languages := d.Survey.Languages; len(languages) > 1 {
		page.With = languages[1]
		if slices.Contains(languages, with) {
			page.With = with
		}
	}
	if page.Editor, err = h.nameOf(c, d.Editor); err != nil {
		return nil, err
	}
	target, err := h.Store.DraftTarget(c.UserContext(), d, who.leadsAll())
	if err != nil {
		return nil, err
	}
	last := ""
	if page.Last = target.Last; page.Last != nil {
		page.Trend, last = d.Survey.Since(page.Last), page.Last.ID
	}
	templates, err := survey.Templates()
	if err != nil {
		return nil, err
	}
	page.Bank = views.Bank(templates)
	turnout, err := h.Store.Turnout(c.UserContext(), last, who.Unit.ID, page.Year)
	for _, t := range turnout {
		if u, err := who.Tree.Find(t.Unit); err == nil && (t.Answers > 0 || t.HandedOut >= 0) {
			page.Turnout = append(page.Turnout, views.TurnoutRow{Name: u.Name, Turnout: t})
		}
	}
	return page, err
}

func expectField(n int) views.Field {
	typed := ""
	if n > 0 {
		typed = strconv.Itoa(n)
	}
	return views.ExpectField(typed, nil)
}

// redesign saves what was typed into a draft, and then does what the button asks
// for: POST /staff/design/:unit/:draft.
func (h *staff) redesign(c *fiber.Ctx) error {
	fields, err := read(c)
	if err != nil {
		return err
	}
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	e := edit{staff: h, c: c, fields: fields, do: strings.Fields(field(fields, views.FieldDo)), with: field(fields, views.FieldWith)}
	if len(e.do) == 0 {
		return fiber.ErrBadRequest
	}
	if strconv.Itoa(d.Revision) != field(fields, views.FieldRevision) && !e.stands(d) {
		return e.clash(d)
	}
	if err := e.save(&d); err != nil {
		return e.refused(err)
	}
	if e.wrong != nil {
		return e.again(d)
	}
	if err := e.act(&d); err != nil {
		return e.refused(err)
	}
	return e.done(d)
}

// edit is one press of a button of the editor.
type edit struct {
	*staff
	c      *fiber.Ctx
	fields map[string][]string
	do     []string // what the button asks for, with what it is about
	with   string   // the language beside the first
	wrong  error    // what is wrong with what was typed
	focus  string   // where to go on
	said   string   // about what was done
}

// typed is what the form held.
func (e *edit) typed() map[string]string {
	typed := map[string]string{}
	for name, values := range e.fields {
		typed[name] = values[len(values)-1]
	}
	for name, values := range e.fields {
		if box, ok := strings.CutPrefix(name, views.FieldUnticked); ok && len(e.fields[box]) == 0 {
			typed[box] = values[len(values)-1]
		}
	}
	return typed
}

// stands reports whether what is to be saved is what the same person has saved
// already: the answer got lost on its way, and the form is sent again.
func (e *edit) stands(d survey.Draft) bool {
	if e.do[0] != views.DoSave || d.Editor != whoever(e.c).Account.ID {
		return false
	}
	m := survey.Merge(nil, d.Survey, e.typed(), e.Views.DesignWords())
	expected, err := e.expected(d.Expected)
	return err == nil && expected == d.Expected && len(m.Clashes) == 0 && len(m.Lost) == 0
}

// save keeps what was typed.
func (e *edit) save(d *survey.Draft) error {
	typed := *d
	typed.Survey = d.Survey.With(e.typed(), e.Views.DesignWords())
	typed.Expected, e.wrong = e.expected(d.Expected)
	for i, q := range typed.Survey.Questions {
		if q.Kind != d.Survey.Questions[i].Kind { // it has other fields now
			e.focus = survey.QuestionField(q.ID, survey.PartKind)
		}
	}
	return e.keep(d, typed)
}

// keep saves a draft as it should become.
func (e *edit) keep(d *survey.Draft, next survey.Draft) error {
	saved, err := e.Store.SaveDraft(e.c.UserContext(), whoever(e.c).Account.ID, next)
	if err == nil {
		*d = saved
	}
	return err
}

// expected reads how many answers a team gets in a year.
func (e *edit) expected(was int) (int, error) {
	const most = 100_000 // more than the largest municipality has in care
	typed := field(e.fields, views.FieldExpected)
	n, err := strconv.Atoi(typed)
	switch {
	case typed == "":
		return 0, nil
	case err != nil, n < 0, n > most:
		return was, survey.ErrNotNumber
	}
	return n, nil
}

// refused turns a change that came in between into a page that shows it.
func (e *edit) refused(err error) error {
	if !errors.Is(err, survey.ErrChanged) {
		return err
	}
	now, err := e.draft(e.c)
	if err != nil {
		return err
	}
	return e.clash(now)
}

// clash shows a draft that somebody else changed meanwhile, with what was typed
// on top of it. Nothing is saved.
func (e *edit) clash(d survey.Draft) error {
	base, err := e.base(d)
	if err != nil {
		return err
	}
	m := survey.Merge(base, d.Survey, e.typed(), e.Views.DesignWords())
	page, err := e.designer(e.c, d, e.with)
	if err != nil {
		return err
	}
	page.Draft.Survey, page.Merged = m.Survey, &m
	page.Own = d.Editor == whoever(e.c).Account.ID
	page.NotDone = e.do[0] != views.DoSave
	page.Expect.Typed = field(e.fields, views.FieldExpected)
	return e.designed(e.c, fiber.StatusConflict, page)
}

// base is what the form was made of; nil where that is no longer known.
func (e *edit) base(d survey.Draft) (*survey.Survey, error) {
	step, err := strconv.Atoi(field(e.fields, views.FieldBase))
	if err != nil {
		return nil, nil //nolint:nilerr,nilnil // a form that does not say is one of which nothing is known
	}
	base, err := e.Store.DraftStep(e.c.UserContext(), d, step)
	if errors.Is(err, survey.ErrNoRecord) {
		return nil, nil //nolint:nilnil // as above
	}
	return base, err
}

// again shows the editor with what is wrong with what was typed; all else was
// saved.
func (e *edit) again(d survey.Draft) error {
	page, err := e.designer(e.c, d, e.with)
	if err != nil {
		return err
	}
	page.Expect = views.ExpectField(field(e.fields, views.FieldExpected), e.wrong)
	return e.designed(e.c, fiber.StatusUnprocessableEntity, page)
}

// done leads on to the editor, at what was worked on.
func (e *edit) done(d survey.Draft) error {
	path := views.DraftPath(d)
	if e.do[0] == views.DoPublish {
		return e.c.Redirect(path+"/publish", fiber.StatusSeeOther)
	}
	query := url.Values{}
	for name, value := range map[string]string{views.FieldWith: e.with, views.FieldFocus: e.focus, "said": e.said} {
		if value != "" {
			query.Set(name, value)
		}
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return e.c.Redirect(path, fiber.StatusSeeOther)
}
