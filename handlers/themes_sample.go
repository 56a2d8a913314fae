package handlers

import (
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"ouderstem/stats"
	"ouderstem/stats/themes"
	"ouderstem/survey"
	"ouderstem/views"
)

// sampleCoding shows one comment of the sample to code, without what the machine
// made of it, or how far the coding is: GET …/:survey/sample.
func (h *staff) sampleCoding(c *fiber.Ctx) error {
	page, _, err := h.samplePage(c)
	if err != nil {
		return err
	}
	if page.At == 0 {
		report, err := h.reports.Yearly(c.UserContext(), page.Survey, page.Unit.ID, page.Year, stats.Options{})
		if err != nil {
			return err
		}
		if report.Themes != nil {
			page.Agreement = report.Themes.Agreement
		}
	}
	return h.page(c, fiber.StatusOK, page)
}

// samplePage returns the page at the number in the address; without one at the
// first comment that nobody coded, and at none where all are.
func (h *staff) samplePage(c *fiber.Ctx) (*views.SampleCoding, *themedList, error) {
	list, err := h.themedComments(c)
	if err != nil {
		return nil, nil, err
	}
	drawn := sample(list)
	page := &views.SampleCoding{ThemePlace: list.place(), Of: len(drawn)}
	next := -1
	for i, t := range drawn {
		switch {
		case t.Coded:
			page.Coded++
		case next < 0:
			next = i
		}
	}
	page.At = next + 1
	if c.Query(views.FieldAt) != "" {
		n, err := strconv.Atoi(c.Query(views.FieldAt))
		if err != nil || n < 0 || n > len(drawn) {
			return nil, nil, fiber.ErrNotFound
		}
		page.At = n
	}
	if page.At == 0 {
		return page, list, nil
	}
	for i, t := range drawn {
		if i >= page.At && !t.Coded && page.Next == 0 {
			page.Next = i + 1
		}
	}
	t := drawn[page.At-1]
	page.Item, page.IsCoded = h.commentItem(t.Comment, t.asked), t.Coded
	for i, theme := range list.coder.Codebook().Themes {
		page.Themes = append(page.Themes, views.SampleTheme{
			ID: theme.ID, Name: theme.Name, About: theme.About, Key: views.SampleKey(i),
			// What people said before stands there only for who codes again.
			Ticked: t.Coded && t.label(theme.ID) == views.SaidYes,
		})
	}
	page.None = t.Coded && !slices.ContainsFunc(page.Themes, func(s views.SampleTheme) bool { return s.Ticked })
	return page, list, nil
}

// codeSample keeps which themes a comment of the sample is about: POST
// …/:survey/sample.
func (h *staff) codeSample(c *fiber.Ctx) error {
	fields, err := read(c)
	if err != nil {
		return err
	}
	page, list, err := h.samplePage(c)
	if err != nil {
		return err
	}
	// By the comment's id, not its number: comments that came meanwhile move
	// numbers.
	comment, err := list.find(field(fields, views.FieldComment))
	if err != nil {
		return err
	}
	who := whoever(c).Account.ID
	if field(fields, views.FieldDo) == views.DoUncode {
		if err := h.Store.Uncode(c.UserContext(), who, list.in, comment.ID); err != nil {
			return err
		}
		return done(c, page.Path(), "sample-uncoded")
	}
	chosen := fields[views.FieldTheme]
	none := slices.Contains(chosen, themes.NoTheme)
	chosen = slices.DeleteFunc(slices.Clone(chosen), func(id string) bool { return id == themes.NoTheme })
	for _, id := range chosen {
		if _, known := list.coder.Codebook().Theme(id); !known {
			return survey.ErrBadInput
		}
	}
	if none == (len(chosen) > 0) || page.At == 0 || page.Item.ID != comment.ID {
		return h.sampleAgain(c, page, chosen, none, comment.ID)
	}
	if err := h.Store.Code(c.UserContext(), who, list.in, comment.ID, chosen); err != nil {
		return err
	}
	return c.Redirect(page.After(), fiber.StatusSeeOther)
}

// sampleAgain shows a comment once more with what was ticked and what is wrong
// with it.
func (h *staff) sampleAgain(c *fiber.Ctx, page *views.SampleCoding, chosen []string, none bool, id string) error {
	if page.At == 0 || page.Item.ID != id {
		return done(c, page.Path(), "sample-moved")
	}
	page.Problem = survey.ErrNoThemes
	if none {
		page.Problem = survey.ErrNoneAndThemes
	}
	page.None = none
	for i := range page.Themes {
		page.Themes[i].Ticked = slices.Contains(chosen, page.Themes[i].ID)
	}
	return h.page(c, fiber.StatusUnprocessableEntity, page)
}
