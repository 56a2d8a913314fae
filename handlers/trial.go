package handlers

import (
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ouderstem/survey"
	"ouderstem/views"
)

// trial is a survey that staff try as a parent would. It goes the way of
// parents' answers up to where something would be sent.
type trial struct {
	survey *survey.Survey
	path   string // where it is
	mark   views.Trial
	exit   string // where who leaves at once goes
}

// trySurvey lets staff try a survey: GET /staff/preview/:unit/:survey.
func (h *staff) trySurvey(c *fiber.Ctx) error {
	t, err := h.surveyTrial(c)
	if err != nil {
		return err
	}
	return h.try(c, t)
}

// triedSurvey takes what was filled in on trial: POST
// /staff/preview/:unit/:survey.
func (h *staff) triedSurvey(c *fiber.Ctx) error {
	t, err := h.surveyTrial(c)
	if err != nil {
		return err
	}
	return h.tried(c, t)
}

// thanksForSurvey ends a trial: GET /staff/preview/:unit/:survey/thanks.
func (h *staff) thanksForSurvey(c *fiber.Ctx) error {
	t, err := h.surveyTrial(c)
	if err != nil {
		return err
	}
	return h.thanksForTrial(c, t)
}

func (h *staff) surveyTrial(c *fiber.Ctx) (trial, error) {
	who := whoever(c)
	s, err := h.asked(c)
	if err != nil {
		return trial{}, err
	}
	back := staffPath + "/cards/"
	if who.Account.Grants.Hold(who.Tree, who.Unit.ID, survey.Manager) {
		back = staffPath + "/surveys/"
	}
	back += url.PathEscape(who.Unit.ID)
	path := staffPath + "/preview/" + url.PathEscape(who.Unit.ID) + "/" + url.PathEscape(s.ID)
	return trial{s, path, views.Trial{Back: back, Site: h.parentsSite()}, h.ExitURL}, nil
}

// tryDraft lets staff try a draft, beside its editor: GET
// /staff/design/:unit/:draft/preview.
func (h *staff) tryDraft(c *fiber.Ctx) error { return h.inFrame(c, h.try) }

// triedDraft takes what was filled in: POST /staff/design/:unit/:draft/preview.
func (h *staff) triedDraft(c *fiber.Ctx) error { return h.inFrame(c, h.tried) }

// thanksForDraft ends it: GET /staff/design/:unit/:draft/preview/thanks.
func (h *staff) thanksForDraft(c *fiber.Ctx) error { return h.inFrame(c, h.thanksForTrial) }

// inFrame shows a page of the trial of a draft, which our own editor may have in
// a frame.
func (h *staff) inFrame(c *fiber.Ctx, show func(*fiber.Ctx, trial) error) error {
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	path := views.DraftPath(d) + "/preview"
	err = show(c, trial{survey: d.Survey, path: path, mark: views.Trial{Site: h.parentsSite()}, exit: path}) // no other site can be shown in the frame
	c.Set(policy, strings.Replace(headers[policy], "frame-ancestors 'none'", "frame-ancestors 'self'", 1))
	return err
}

// try shows the form. Its token is that of staff's forms: the real one has none
// until a script draws it.
func (h *staff) try(c *fiber.Ctx, t trial) error {
	now, err := h.Store.Settings(c.UserContext())
	if err != nil {
		return err
	}
	return h.show(c, fiber.StatusOK, h.language(c, h.readIn(t.survey, now)), views.Form{
		Survey: t.survey, Token: h.Store.FormToken(whoever(c).Account.ID), K: now.K, ExitURL: t.exit, Own: h.own(now), Trial: &t.mark,
	})
}

// tried shows what a parent would see after pressing a button.
func (h *staff) tried(c *fiber.Ctx, t trial) error {
	p, err := readAnswers(c)
	if err != nil {
		return err
	}
	if len(t.survey.Questions) == 0 { // a draft that nothing can be answered to yet
		return h.try(c, t)
	}
	now, err := h.Store.Settings(c.UserContext())
	if err != nil {
		return err
	}
	parents := newParents(h.server)
	a := parents.attempt(c, t.survey, now, p)
	a.exitURL, a.trial, a.thanks = t.exit, &t.mark, t.path+"/thanks"
	return parents.respond(c, a, p)
}

func (h *staff) thanksForTrial(c *fiber.Ctx, t trial) error {
	now, err := h.Store.Settings(c.UserContext())
	if err != nil {
		return err
	}
	lang := h.language(c, now.Offered(h.Views.Texts().Languages()))
	return h.show(c, fiber.StatusOK, lang, views.Thanks{Audience: t.survey.Audience, ExitURL: t.exit, Own: h.own(now), Trial: &t.mark})
}
