package handlers

import (
	"crypto/rand"
	"errors"
	"net/url"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/views"
)

// typing is one paper form as it is typed in: what was typed, what it was read
// as, and what would be sealed.
type typing struct {
	survey *survey.Survey
	lang   string // that the form is written in
	once   string
	k      int   // that the form says, of anyK
	anyK   []int // that a form may say
	typed  map[string]string
	read   survey.Reading
	wrong  []views.FormProblem
	masked survey.Answers
	pieces map[string][]views.Piece
}

// entry shows an empty form to type in: GET /staff/entry/:unit/:survey.
func (h *staff) entry(c *fiber.Ctx) error {
	s, err := h.asked(c)
	if err != nil {
		return err
	}
	t := &typing{survey: s, once: rand.Text(), lang: h.sheetLang(s, c.Query(views.FieldSheetLang))}
	if err := h.sheetK(c, t, c.Query(views.FieldK)); err != nil {
		return err
	}
	return h.entryPage(c, fiber.StatusOK, t)
}

// enter looks over what was typed in, or seals it: POST /staff/entry/:unit/:survey.
// No log says that it was, nor when.
func (h *staff) enter(c *fiber.Ctx) error {
	fields, err := read(c)
	if err != nil {
		return err
	}
	t, err := h.readTyping(c, fields)
	if err != nil {
		return err
	}
	step := field(fields, views.FieldStep)
	switch {
	case step == views.StepEdit:
		return h.entryPage(c, fiber.StatusOK, t)
	case len(t.wrong) > 0:
		return h.entryPage(c, fiber.StatusUnprocessableEntity, t)
	case step != views.StepSend, len(t.read.Cut) > 0:
		return h.page(c, fiber.StatusOK, &views.EntryReview{
			Review: views.Review{Survey: t.survey, Answers: t.read.Answers, Masked: t.pieces, Cut: t.read.Cut},
			Typed:  t.typed, Once: t.once, SheetLang: t.lang, K: t.k,
		})
	}
	return h.sealTyping(c, t)
}

// sealTyping puts a typed form into the box and shows an empty one.
func (h *staff) sealTyping(c *fiber.Ctx, t *typing) error {
	who := whoever(c)
	s, err := h.issued(c.UserContext(), t.survey)
	if err == nil {
		err = h.Store.DropPaper(c.UserContext(), store.PaperForm{
			Unit: who.Unit.ID, Hand: who.Account.ID, Token: t.once, Promised: t.k,
			Response: survey.Response{Survey: s.ID, Version: s.Version, Lang: t.lang, Answers: t.masked},
		})
	}
	var mistake *survey.Error
	switch {
	case err == nil:
		said := url.Values{"said": {"paper-sent"}, views.FieldSheetLang: {t.lang}, views.FieldK: {strconv.Itoa(t.k)}}
		return c.Redirect(c.Path()+"?"+said.Encode(), fiber.StatusSeeOther)
	case errors.Is(err, survey.ErrBadInput):
		return err
	case errors.As(err, &mistake):
		t.fault("", mistake)
		return h.entryPage(c, fiber.StatusUnprocessableEntity, t)
	}
	store.Untimed(h.Log, "paper form not stored", err)
	t.fault("", survey.ErrNotSent)
	return h.entryPage(c, fiber.StatusServiceUnavailable, t)
}

func (h *staff) entryPage(c *fiber.Ctx, status int, t *typing) error {
	return h.page(c, status, &views.Entry{
		Survey: t.survey, Typed: t.typed, Once: t.once, SheetLang: t.lang, Languages: h.offered(t.survey), Wrong: t.wrong, K: t.k, AnyK: t.anyK,
	})
}

// readTyping reads a form as it was typed.
func (h *staff) readTyping(c *fiber.Ctx, fields map[string][]string) (*typing, error) {
	s, err := h.asked(c)
	if err != nil {
		return nil, err
	}
	if n, err := strconv.Atoi(field(fields, views.FieldVersion)); err == nil && n > 0 && n != s.Version {
		// Published anew while somebody was typing: the numbers are those of the page.
		older, err := h.Store.Survey(c.UserContext(), s.ID, n)
		if err == nil {
			s = older
		} else if !errors.Is(err, survey.ErrNoSurvey) {
			return nil, err
		}
	}
	t := &typing{
		survey: s, once: oneLine(field(fields, views.FieldOnce)), typed: map[string]string{},
		lang: h.sheetLang(s, field(fields, views.FieldSheetLang)),
	}
	if err := h.sheetK(c, t, field(fields, views.FieldK)); err != nil {
		return nil, err
	}
	values := map[string][]string{}
	for _, q := range s.Questions {
		t.typed[q.ID] = field(fields, views.QuestionField(q.ID))
		if values[q.ID], err = keyed(q, t.typed[q.ID]); err != nil {
			t.fault(views.QuestionField(q.ID), err)
		}
	}
	t.read = s.Read(values)
	if t.read.Answers.Empty() && len(t.wrong) == 0 {
		t.fault(views.QuestionField(s.Questions[0].ID), survey.ErrNoAnswers)
	}
	for _, id := range t.read.Cut { // what travels on is what was shown
		t.typed[id] = t.read.Answers.First(id)
	}
	t.masked, t.pieces = h.mask(s, t.read.Answers, t.lang)
	return t, nil
}

// keyed reads what was typed for a question: numbers, or words.
func keyed(q survey.Question, typed string) ([]string, error) {
	if q.Kind == survey.Open {
		return []string{typed}, nil
	}
	return q.Keyed(typed)
}

func (t *typing) fault(field string, err error) {
	t.wrong = append(t.wrong, views.FormProblem{Field: field, Err: err})
}

// sheetK reads which k a form says: one that it may say, else the largest.
func (h *staff) sheetK(c *fiber.Ctx, t *typing, typed string) error {
	now, err := h.Store.Settings(c.UserContext())
	if err != nil {
		return err
	}
	t.anyK = now.AnyK()
	t.k = t.anyK[0]
	if k, err := strconv.Atoi(typed); err == nil && slices.Contains(t.anyK, k) {
		t.k = k
	}
	return nil
}

// sheetLang is a language that a form of the survey can be written in.
func (h *staff) sheetLang(s *survey.Survey, wanted string) string {
	return h.Views.Texts().Match(wanted, h.offered(s))
}
