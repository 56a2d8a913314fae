package handlers

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ouderstem/stats"
	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/views"
)

// draftStep is how one step to a report that goes out is shown and read.
type draftStep struct {
	step views.ReportStep
	// of returns what of a choice belongs to the step.
	of func(survey.Choice) any
	// page shows the step with a choice.
	page func(*fiber.Ctx, store.Scope, survey.Choice) (draftPage, error)
	// read returns the choice with what was typed.
	read func(*fiber.Ctx, store.Scope, map[string][]string, survey.Choice) (survey.Choice, error)
	// told says a choice's part of this step, to who did not make it.
	told func(draftPage) []views.Kept
}

// draftPage is the page of a step.
type draftPage interface {
	views.FramedPage
	Draft() *views.ReportDraft
	Problems() []views.FieldProblem
}

// reportDraft is what was chosen for the report of the path.
func (h *staff) reportDraft(c *fiber.Ctx) (store.Scope, survey.ReportDraft, error) {
	in, err := scope(c)
	if err != nil || !survey.ValidYear(in.Year) {
		return in, survey.ReportDraft{}, fiber.ErrNotFound
	}
	d, err := h.Store.ReportDraft(c.UserContext(), in.Unit, in.Year, in.Survey)
	return in, d, err
}

// showDraft shows a step: GET /staff/publish/:unit/:year/:survey and below.
func (h *staff) showDraft(s draftStep) fiber.Handler {
	return func(c *fiber.Ctx) error {
		in, draft, err := h.reportDraft(c)
		if err != nil {
			return err
		}
		page, err := s.page(c, in, draft.Choice)
		if err != nil {
			return err
		}
		return h.draftPage(c, fiber.StatusOK, s, in, draft.Choice, page)
	}
}

// draftPage shows the page of a step with what all steps share; now is the
// choice that is kept.
func (h *staff) draftPage(c *fiber.Ctx, status int, s draftStep, in store.Scope, now survey.Choice, page draftPage) error {
	d := page.Draft()
	sv, err := h.Store.Survey(c.UserContext(), in.Survey, 0)
	if err != nil {
		return err
	}
	d.Unit, d.Year, d.Survey, d.Title, d.Audience = whoever(c).Unit, in.Year, in.Survey, sv.Title, sv.Audience
	d.Step, d.Seen = s.step, s.markOf(now)
	return h.page(c, status, page)
}

// markOf is a mark of the step's part of a choice that changes with it.
func (s draftStep) markOf(c survey.Choice) string {
	b, err := json.Marshal(s.of(c))
	if err != nil {
		return "" // strings always can be
	}
	return shortHash(b)
}

func shortHash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}

// saveDraft keeps a step: POST /staff/publish/:unit/:year/:survey and below.
// Where somebody else has changed the same step meanwhile, nothing is kept and
// the page shows both; other steps are not in the way.
func (h *staff) saveDraft(s draftStep) fiber.Handler {
	return func(c *fiber.Ctx) error {
		fields, err := read(c)
		if err != nil {
			return err
		}
		for {
			in, draft, err := h.reportDraft(c)
			if err != nil {
				return err
			}
			next, err := s.read(c, in, fields, draft.Choice)
			if err != nil {
				return err
			}
			now := draft.Choice
			switch {
			case len(next.Check()) > 0:
				return h.typedDraft(c, fiber.StatusUnprocessableEntity, s, in, now, next)
			case s.markOf(next) == s.markOf(now): // also when somebody else did the same
				return h.leadOn(c, s, in, fields)
			case field(fields, views.FieldSeen) != s.markOf(now):
				return h.typedDraft(c, fiber.StatusConflict, s, in, now, next)
			}
			_, err = h.Store.SaveReportDraft(c.UserContext(), in.Unit, in.Year, in.Survey, next, draft.Revision)
			switch {
			case err == nil:
				return h.leadOn(c, s, in, fields)
			case !errors.Is(err, survey.ErrChanged):
				return err
			}
			// Another step was changed in this moment: once more, on top of it.
		}
	}
}

// leadOn leads to the next step, or back to this one.
func (h *staff) leadOn(c *fiber.Ctx, s draftStep, in store.Scope, fields map[string][]string) error {
	d := views.ReportDraft{Unit: whoever(c).Unit, Year: in.Year, Survey: in.Survey, Step: s.step}
	if field(fields, views.FieldDo) == views.DoNext {
		return c.Redirect(d.Next(), fiber.StatusSeeOther)
	}
	return done(c, d.Here(), "saved")
}

// typedDraft shows a step again with what was typed: with what is wrong with it,
// or with what somebody else has kept.
func (h *staff) typedDraft(c *fiber.Ctx, status int, s draftStep, in store.Scope, now, next survey.Choice) error {
	page, err := s.page(c, in, next)
	if err != nil {
		return err
	}
	if status == fiber.StatusConflict {
		kept, err := s.page(c, in, now)
		if err != nil {
			return err
		}
		theirs, typed := s.told(kept), s.told(page)
		page.Draft().Meanwhile = slices.DeleteFunc(theirs, func(k views.Kept) bool { return slices.Contains(typed, k) })
	}
	return h.draftPage(c, status, s, in, now, page)
}

// contents is the step in which sections are chosen and the foreword is written.
func (h *staff) contents() draftStep {
	return draftStep{
		step: views.StepContents,
		of:   func(c survey.Choice) any { return []any{c.Left, c.Foreword} },
		page: func(c *fiber.Ctx, in store.Scope, choice survey.Choice) (draftPage, error) {
			whole, err := h.reports.Yearly(c.UserContext(), in.Survey, in.Unit, in.Year, stats.Options{})
			page := &views.ReportContents{}
			page.ContentsOf(choice, whole)
			for _, f := range choice.Check() {
				page.Fields.Fault(f.Field, f.Err)
			}
			return page, err
		},
		read: func(_ *fiber.Ctx, _ store.Scope, fields map[string][]string, now survey.Choice) (survey.Choice, error) {
			left := slices.DeleteFunc(slices.Clone(survey.Sections), func(s survey.Section) bool {
				return slices.Contains(fields[views.FieldSection], string(s))
			})
			now = now.Without(left)
			now.Foreword = field(fields, views.FieldForeword)
			return now, nil
		},
		told: func(page draftPage) []views.Kept {
			p, ok := page.(*views.ReportContents)
			if !ok {
				return nil
			}
			kept := []views.Kept{{Label: "wizard.foreword", Words: p.Fields[0].Typed}}
			for _, s := range p.Sections {
				if s.In {
					kept = append(kept, views.Kept{Label: s.Label(), Words: "✓"})
				} else {
					kept = append(kept, views.Kept{Label: s.Label()})
				}
			}
			return kept
		},
	}
}

// idSet returns which ids there are.
func idSet(ids []string) map[string]bool {
	set := make(map[string]bool, len(ids))
	for _, id := range ids {
		set[id] = true
	}
	return set
}

// quotes is the step in which quotes are picked out of those that a person
// released.
func (h *staff) quotes() draftStep {
	readings := func(c *fiber.Ctx, in store.Scope) ([]stats.Reading, error) {
		r, err := h.Store.Results(c.UserContext(), in.Survey, in.Unit, in.Year)
		return stats.Readings(r), err
	}
	return draftStep{
		step: views.StepQuotes,
		of:   func(c survey.Choice) any { return c.Quotes },
		page: func(c *fiber.Ctx, in store.Scope, choice survey.Choice) (draftPage, error) {
			list, err := readings(c, in)
			page := &views.ReportQuotes{}
			page.QuotesOf(choice, list)
			return page, err
		},
		read: func(c *fiber.Ctx, in store.Scope, fields map[string][]string, now survey.Choice) (survey.Choice, error) {
			list, err := readings(c, in)
			chosen := idSet(fields[views.FieldQuote])
			now.Quotes = []string{}
			for _, r := range list {
				for _, comment := range r.Comments {
					if comment.Decision.Quote && chosen[comment.ID] {
						now.Quotes = append(now.Quotes, comment.ID)
					}
				}
			}
			return now, err
		},
		told: func(page draftPage) []views.Kept {
			var texts []string
			if p, ok := page.(*views.ReportQuotes); ok {
				for _, q := range p.Questions {
					for _, x := range q.Quotes {
						if x.In {
							texts = append(texts, x.Text)
						}
					}
				}
			}
			return []views.Kept{{Label: "wizard.step.quotes", Words: strings.Join(texts, "\n")}}
		},
	}
}

// chosenMeasures is the step in which measures are picked. All of them are all
// that will be there, so that one that is added later is in.
func (h *staff) chosenMeasures() draftStep {
	return draftStep{
		step: views.StepMeasures,
		of:   func(c survey.Choice) any { return c.Measures },
		page: func(c *fiber.Ctx, in store.Scope, choice survey.Choice) (draftPage, error) {
			page := &views.ReportMeasures{}
			measures, err := h.Store.Measures(c.UserContext(), in.Unit, in.Year)
			if err != nil {
				return page, err
			}
			promised, err := h.Store.Measures(c.UserContext(), in.Unit, in.Year-1)
			page.MeasuresOf(choice, measures, promised)
			return page, err
		},
		read: func(c *fiber.Ctx, in store.Scope, fields map[string][]string, now survey.Choice) (survey.Choice, error) {
			measures, err := h.Store.Measures(c.UserContext(), in.Unit, in.Year)
			chosen := idSet(fields[views.FieldMeasure])
			now.Measures = []string{}
			for _, m := range measures {
				if chosen[m.ID] {
					now.Measures = append(now.Measures, m.ID)
				}
			}
			if len(now.Measures) == len(measures) {
				now.Measures = nil
			}
			return now, err
		},
		told: func(page draftPage) []views.Kept {
			var actions []string
			if p, ok := page.(*views.ReportMeasures); ok {
				for _, m := range p.Measures {
					if m.In {
						actions = append(actions, m.Action)
					}
				}
			}
			return []views.Kept{{Label: "wizard.step.measures", Words: strings.Join(actions, "\n")}}
		},
	}
}
