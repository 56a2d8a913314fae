package handlers

import (
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/survey/redact"
	"ouderstem/views"
)

// parents serves the pages that parents see. Nothing here knows who asks.
type parents struct {
	*server
	forms  *forms
	copies copies
	codes  wrongCodes
	files  []views.PublicFile // that editions can be had as
}

func (h *parents) front(c *fiber.Ctx) error {
	now, err := h.Store.Settings(c.UserContext())
	if err != nil {
		return err
	}
	return h.show(c, fiber.StatusOK, h.language(c, h.spoken(now)), views.Front{ExitURL: h.ExitURL, Own: h.own(now)})
}

func (h *parents) thanks(c *fiber.Ctx) error {
	c.Set(clearSiteData, forgets)
	now, err := h.Store.Settings(c.UserContext())
	if err != nil {
		return err
	}
	public, err := h.somethingPublic(c)
	if err != nil {
		return err
	}
	return h.show(c, fiber.StatusOK, h.language(c, h.spoken(now)), views.Thanks{
		Public: public, Audience: survey.Audience(c.Query(audienceField)), ExitURL: h.ExitURL, Own: h.own(now),
	})
}

func (h *parents) privacy(c *fiber.Ctx) error {
	now, err := h.Store.Settings(c.UserContext())
	if err != nil {
		return err
	}
	return h.show(c, fiber.StatusOK, h.language(c, h.spoken(now)), views.Privacy{K: now.K, ExitURL: h.ExitURL, Own: h.own(now)})
}

// ask shows the form: GET /v/:address. Everybody gets the same bytes, whatever
// card they hold, so they are made once per version, language and settings.
func (h *parents) ask(c *fiber.Ctx) error {
	s, err := h.survey(c, "")
	if err != nil {
		return err
	}
	now, err := h.Store.Settings(c.UserContext())
	if err != nil {
		return err
	}
	lang := h.language(c, h.readIn(s, now))
	form, err := h.forms.get(formKey{s.ID, s.Version, lang, now.Revision}, func(w io.Writer) error {
		return h.Views.Render(w, lang, views.Form{Survey: s, K: now.K, ExitURL: h.ExitURL, Own: h.own(now)})
	})
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	return packed(c, form.raw, form.gzip)
}

// answer takes what a parent answered: POST /v/:address. What does not hold is
// shown again with the parent's own words still in the form. A card that was
// used before gets the same page as a fresh one.
func (h *parents) answer(c *fiber.Ctx) error {
	p, err := readAnswers(c)
	if err != nil {
		return err
	}
	s, err := h.survey(c, p.version)
	if err != nil {
		return err
	}
	now, err := h.Store.Settings(c.UserContext())
	if err != nil {
		return err
	}
	return h.respond(c, h.attempt(c, s, now, p), p)
}

// respond shows what p leads to: the form again, the review, or, once it is
// sent, the thanks.
func (h *parents) respond(c *fiber.Ctx, a *attempt, p posted) error {
	if p.step == views.StepEdit {
		return h.show(c, fiber.StatusOK, a.lang, a.form())
	}
	if p.size > answersLimit {
		a.problem("", survey.ErrTooLong)
		a.shown = asTyped(a.survey, p.questions) // longer than what is read, and not to be lost
		return h.again(c, a, fiber.StatusRequestEntityTooLarge)
	}
	if err := h.check(c, a); err != nil {
		return h.notSent(c, a, err)
	}
	switch {
	case a.wait > 0:
		c.Set(fiber.HeaderRetryAfter, strconv.Itoa(seconds(a.wait)))
		return h.again(c, a, fiber.StatusTooManyRequests)
	case len(a.problems) > 0:
		return h.again(c, a, fiber.StatusUnprocessableEntity)
	case p.step == views.StepReview, a.unseen(p.step):
		return h.show(c, fiber.StatusOK, a.lang, a.review())
	case a.trial != nil:
		return c.Redirect(a.thanks+"?lang="+a.lang, fiber.StatusSeeOther)
	}
	return h.send(c, a)
}

// send puts the answers into the box and says thank you.
func (h *parents) send(c *fiber.Ctx, a *attempt) error {
	err := h.Store.Drop(c.UserContext(), store.Submission{
		Code: a.code, Token: a.token, Promised: a.promised,
		Response: survey.Response{Survey: a.survey.ID, Version: a.survey.Version, Lang: a.lang, Answers: a.masked},
	})
	switch {
	case err == nil:
		return c.Redirect(a.thanksPath(), fiber.StatusSeeOther)
	case errors.Is(err, survey.ErrTooLong):
		a.problem("", survey.ErrTooLong)
		return h.again(c, a, fiber.StatusRequestEntityTooLarge)
	case errors.Is(err, survey.ErrUnknownCode): // its stack was taken out in this moment
		a.problem(views.FieldCode, survey.ErrUnknownCode)
		return h.again(c, a, fiber.StatusUnprocessableEntity)
	}
	return h.notSent(c, a, err)
}

// notSent says that the answers could not be stored, with all of them still
// there.
func (h *parents) notSent(c *fiber.Ctx, a *attempt, err error) error {
	store.Untimed(h.Log, "answer not stored", err)
	a.problem("", survey.ErrNotSent)
	return h.again(c, a, fiber.StatusServiceUnavailable)
}

// audienceField tells the thank-you page whom it speaks to, where that is not
// parents.
const audienceField = "for"

func (a *attempt) thanksPath() string {
	path := "/thanks?lang=" + a.lang
	if a.survey.Audience == survey.Youth {
		path += "&" + audienceField + "=" + string(survey.Youth)
	}
	return path
}

func (h *parents) again(c *fiber.Ctx, a *attempt, status int) error {
	return h.show(c, status, a.lang, a.form())
}

// survey returns the survey at the address that is asked for, in the given
// version or, where there is none such, its newest.
func (h *parents) survey(c *fiber.Ctx, version string) (*survey.Survey, error) {
	address := strings.ToLower(c.Params("address"))
	n, err := strconv.Atoi(version)
	if err == nil && n > 0 {
		s, err := h.Store.SurveyAt(c.UserContext(), address, n)
		if !errors.Is(err, survey.ErrNoSurvey) {
			return s, err
		}
	}
	return h.Store.SurveyAt(c.UserContext(), address, 0)
}

// attempt is one try to answer: what was typed, what it was read as, and what
// would be sealed.
type attempt struct {
	survey   *survey.Survey
	lang     string
	typed    string // the code as typed
	code     survey.Code
	token    string
	promised int // the k that the parent has read
	own      views.Own
	reading  survey.Reading
	shown    survey.Answers // in the form, when it is shown again
	masked   survey.Answers
	pieces   map[string][]views.Piece // open answers with what is masked
	problems []views.FormProblem
	exitURL  string
	wait     time.Duration // before a wrong code is looked at again

	// trial is set when staff try the survey: no code is asked for or looked
	// up, and nothing is sent. thanks is then where it ends.
	trial  *views.Trial
	thanks string
}

// attempt reads p as answers to s and masks the open ones.
func (h *parents) attempt(c *fiber.Ctx, s *survey.Survey, now survey.Settings, p posted) *attempt {
	a := &attempt{
		survey: s, typed: p.code, token: p.token, promised: max(p.k, now.K), own: h.own(now),
		reading: s.Read(p.questions), exitURL: h.ExitURL,
	}
	a.shown = a.reading.Answers
	a.lang = h.Views.Texts().Match(p.lang, h.readIn(s, now))
	if p.lang == "" {
		a.lang = h.language(c, h.readIn(s, now))
	}
	a.problems = views.FormProblems(a.reading.Problems)
	a.masked, a.pieces = h.mask(s, a.reading.Answers, a.lang)
	return a
}

// mask takes out of open answers what says who somebody is. It returns what is
// kept, and for each open answer how that came about.
func (s *server) mask(sv *survey.Survey, answers survey.Answers, lang string) (survey.Answers, map[string][]views.Piece) {
	masked, shown := survey.Answers{}, map[string][]views.Piece{}
	for id, values := range answers {
		if q, _ := sv.Question(id); q.Kind != survey.Open {
			masked[id] = values
			continue
		}
		spans := redact.Find(values[0])
		masked[id] = []string{redact.Mask(values[0], spans, s.Views.MaskLabel(lang))}
		shown[id] = pieces(values[0], spans)
	}
	return masked, shown
}

// pieces cuts an open answer where something in it is masked.
func pieces(text string, spans []redact.Span) []views.Piece {
	runes := []rune(text)
	var list []views.Piece
	at := 0
	for _, s := range spans {
		if s.Start > at {
			list = append(list, views.Piece{Text: string(runes[at:s.Start])})
		}
		list = append(list, views.Piece{Text: string(runes[s.Start:s.End]), Tag: string(s.Tag)})
		at = s.End
	}
	if at < len(runes) {
		list = append(list, views.Piece{Text: string(runes[at:])})
	}
	return list
}

// check adds what is wrong with the attempt as a whole: no answers, or a code
// that no card of this survey has.
func (h *parents) check(c *fiber.Ctx, a *attempt) error {
	if a.reading.Answers.Empty() && len(a.problems) == 0 {
		a.problem(views.QuestionField(a.survey.Questions[0].ID), survey.ErrNoAnswers)
	}
	if a.trial != nil {
		return nil
	}
	mistake, err := h.code(c, a)
	if err != nil {
		return err
	}
	if mistake != nil {
		a.problem(views.FieldCode, mistake)
	}
	return nil
}

// asTyped returns what was posted, unread.
func asTyped(s *survey.Survey, questions map[string][]string) survey.Answers {
	typed := survey.Answers{}
	for _, q := range s.Questions {
		for _, v := range questions[q.ID] {
			typed[q.ID] = append(typed[q.ID], survey.Clean(v))
		}
	}
	return typed
}

func (a *attempt) problem(field string, err *survey.Error) {
	a.problems = append(a.problems, views.FormProblem{Field: field, Err: err})
}

// unseen reports whether sending now would seal what the parent has not seen:
// a comment that was cut, or one in which something is masked by a form that
// skipped the review.
func (a *attempt) unseen(step string) bool {
	masked := slices.ContainsFunc(a.survey.Questions, func(q survey.Question) bool {
		return slices.ContainsFunc(a.pieces[q.ID], func(p views.Piece) bool { return p.Tag != "" })
	})
	return len(a.reading.Cut) > 0 || masked && step != views.StepSend
}

func (a *attempt) form() views.Form {
	return views.Form{
		Survey: a.survey, Answers: a.shown, Code: a.typed, Token: a.token,
		Problems: a.problems, K: a.promised, ExitURL: a.exitURL, Own: a.own, Trial: a.trial,
	}
}

func (a *attempt) review() views.Review {
	return views.Review{
		Survey: a.survey, Answers: a.reading.Answers, Code: a.typed, Token: a.token,
		Masked: a.pieces, Cut: a.reading.Cut, K: a.promised, ExitURL: a.exitURL, Own: a.own, Trial: a.trial,
	}
}
