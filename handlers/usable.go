package handlers

import (
	"context"
	"slices"

	"github.com/gofiber/fiber/v2"

	"ouderstem/survey"
)

// usable returns the surveys that can be asked in a unit: those that were
// published for it, and the templates that were not, which are when they are
// first used.
func (h *staff) usable(ctx context.Context, tree survey.Units, unit survey.Unit) ([]*survey.Survey, error) {
	return h.Store.SurveysFor(ctx, tree, unit.ID)
}

// asked returns the :survey of the path, where it can be used in the unit.
func (h *staff) asked(c *fiber.Ctx) (*survey.Survey, error) {
	who := whoever(c)
	list, err := h.usable(c.UserContext(), who.Tree, who.Unit)
	if err != nil {
		return nil, err
	}
	return pick(list, c.Params("survey"))
}

func pick(list []*survey.Survey, id string) (*survey.Survey, error) {
	i := slices.IndexFunc(list, func(s *survey.Survey) bool { return s.ID == id })
	if i < 0 {
		return nil, survey.ErrNoSurvey.With("Survey", id)
	}
	return list[i], nil
}

// issued returns a survey as it is published, which a template becomes now.
func (h *staff) issued(ctx context.Context, s *survey.Survey) (*survey.Survey, error) {
	if s.Version > 0 {
		return s, nil
	}
	return h.Store.Publish(ctx, s)
}
