package handlers

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ouderstem/survey"
	"ouderstem/views"
)

// act does what the button asks for, apart from saving.
func (e *edit) act(d *survey.Draft) error {
	verb, about := e.do[0], append(e.do[1:], "", "")
	switch who := whoever(e.c).Account.ID; verb {
	case views.DoSave:
		e.said = "saved"
		return nil
	case views.DoPublish:
		return nil
	case views.DoWith:
		e.with, e.focus = about[0], survey.FieldTitle+"."+about[0]
		return nil
	case views.DoUndo, views.DoRedo:
		step, back := e.Store.UndoDraft, views.DoUndo
		if verb == views.DoRedo {
			step, back = e.Store.RedoDraft, views.DoRedo
		}
		now, err := step(e.c.UserContext(), who, *d)
		if err == nil {
			*d, e.focus = now, stepFocus(now, back)
		}
		return err
	}
	next := *d
	var err error
	if next.Survey, err = e.part(d.Survey, verb, about[0], about[1]); err != nil {
		return err
	}
	return e.keep(d, next)
}

// stepFocus is the button that was pressed or, where that can go no further, the
// other one.
func stepFocus(d survey.Draft, pressed string) string {
	if pressed == views.DoUndo && !d.CanUndo {
		pressed = views.DoRedo
	} else if pressed == views.DoRedo && !d.CanRedo {
		pressed = views.DoUndo
	}
	return views.ButtonID(pressed)
}

// part changes a part of a survey: a question, an option of it, or a language.
func (e *edit) part(s *survey.Survey, verb, id, option string) (*survey.Survey, error) {
	switch verb {
	case views.DoQuestion:
		return e.addQuestion(s)
	case views.DoUp, views.DoDown, views.DoRemove:
		return e.question(s, verb, id)
	case views.DoOption:
		return e.addOption(s, id, survey.Side(option))
	case views.DoOptionUp, views.DoOptionDown, views.DoOptionRemove:
		return e.option(s, verb, id, option)
	case views.DoLanguage:
		return e.addLanguage(s)
	case views.DoLanguageRemove:
		e.focus = views.LanguageID
		if e.with == id {
			e.with = ""
		}
		return s.WithoutLanguage(id), nil
	}
	return s, fiber.ErrBadRequest
}

// question moves a question or takes it out.
func (e *edit) question(s *survey.Survey, verb, id string) (*survey.Survey, error) {
	if verb == views.DoRemove {
		at := placeOf(s, id)
		next, err := s.WithoutQuestion(id)
		e.focus, e.said = views.AddID, "part-removed"
		if n := len(next.Questions); n > 0 {
			e.focus = survey.QuestionField(next.Questions[min(max(at, 0), n-1)].ID)
		}
		return next, err
	}
	by := 1
	if verb == views.DoUp {
		by = -1
	}
	next, err := s.MoveQuestion(id, by)
	e.focus = moveFocus(placeOf(next, id), len(next.Questions), []string{views.DoUp, views.DoDown}, verb, id)
	return next, err
}

// placeOf is where a question stands, from 0; -1 for one that is not there.
func placeOf(s *survey.Survey, id string) int {
	for i, q := range s.Questions {
		if q.ID == id {
			return i
		}
	}
	return -1
}

// moveFocus is the button that moved something or, where that is at the end now,
// the one that moves it back.
func moveFocus(at, n int, buttons []string, pressed string, about ...string) string {
	switch {
	case at == 0:
		pressed = buttons[1]
	case at == n-1:
		pressed = buttons[0]
	}
	return views.ButtonID(append([]string{pressed}, about...)...)
}

// option moves an option of a question or takes it out.
func (e *edit) option(s *survey.Survey, verb, id, option string) (*survey.Survey, error) {
	if verb == views.DoOptionRemove {
		e.focus, e.said = survey.QuestionField(id), "part-removed"
		return s.WithoutOption(id, option)
	}
	by := 1
	if verb == views.DoOptionUp {
		by = -1
	}
	next, err := s.MoveOption(id, option, by)
	if q, ok := next.Question(id); ok {
		at := 0
		for i, o := range q.Options {
			if o.ID == option {
				at = i
			}
		}
		e.focus = moveFocus(at, len(q.Options), []string{views.DoOptionUp, views.DoOptionDown}, verb, id, option)
	}
	return next, err
}

// addOption adds an option: one without an opinion has its words already.
func (e *edit) addOption(s *survey.Survey, id string, side survey.Side) (*survey.Survey, error) {
	o := survey.Option{}
	if side == survey.Unknown {
		o = survey.Option{Side: side, Text: e.Views.DesignWords().Unknown}
	}
	next, added, err := s.WithOption(id, o)
	e.focus = survey.OptionField(id, added, survey.PartText, s.Languages[0])
	return next, err
}

// addLanguage adds the language that was chosen, and shows it beside the first.
func (e *edit) addLanguage(s *survey.Survey) (*survey.Survey, error) {
	lang := field(e.fields, views.FieldLanguage)
	if !views.OffersTongue(lang) {
		return s, fiber.ErrBadRequest
	}
	e.with, e.focus = lang, survey.FieldTitle+"."+lang
	return s.WithLanguage(lang), nil
}

// addQuestion adds the question that was chosen from the bank.
func (e *edit) addQuestion(s *survey.Survey) (*survey.Survey, error) {
	at, err := strconv.Atoi(field(e.fields, views.FieldPlace))
	if err != nil {
		at = len(s.Questions)
	}
	from := append(strings.Fields(field(e.fields, views.FieldNew)), "", "", "")
	if from[0] == views.BankNew {
		next, id := s.WithQuestion(survey.Question{}, at)
		e.focus = survey.QuestionField(id, survey.PartText, s.Languages[0])
		return next.WithKind(id, survey.Kind(from[1]), e.Views.DesignWords())
	}
	templates, err := survey.Templates()
	if err != nil {
		return s, err
	}
	template := templates[from[1]]
	if template == nil {
		return s, fiber.ErrBadRequest
	}
	q, ok := template.Question(from[2])
	if !ok {
		return s, fiber.ErrBadRequest
	}
	if from[0] == views.BankScale {
		q = survey.Question{Kind: q.Kind, Options: q.Options}
	}
	next, id := s.WithQuestion(q, at)
	e.focus = survey.QuestionField(id, survey.PartText, s.Languages[0])
	return next, nil
}
