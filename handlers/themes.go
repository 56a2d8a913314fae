package handlers

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"ouderstem/stats"
	"ouderstem/stats/themes"
	"ouderstem/survey"
	"ouderstem/views"
)

// newestThemes leads to the themes of the newest list of a unit:
// GET /staff/themes/:unit.
func (h *staff) newestThemes(c *fiber.Ctx) error {
	unit := whoever(c).Unit
	lists, err := h.commentLists(c, unit.ID)
	if err != nil {
		return err
	}
	if len(lists) > 0 {
		return c.Redirect(views.ThemesPath(unit.ID, lists[0].Year, lists[0].Survey), fiber.StatusSeeOther)
	}
	next, err := h.nextLook(c)
	if err != nil {
		return err
	}
	return h.page(c, fiber.StatusOK, &views.Themes{ThemePlace: views.ThemePlace{Unit: unit}, NextLook: next})
}

// themes shows what comments are about: GET /staff/themes/:unit/:year/:survey.
func (h *staff) themes(c *fiber.Ctx) error {
	in, err := scope(c)
	if err != nil {
		return err
	}
	if !survey.ValidYear(in.Year) {
		return fiber.ErrNotFound
	}
	report, err := h.reports.Yearly(c.UserContext(), in.Survey, in.Unit, in.Year, stats.Options{})
	if err != nil {
		return err
	}
	page := &views.Themes{
		ThemePlace: views.ThemePlace{
			Unit: report.Unit, Year: in.Year, Survey: in.Survey, Title: report.Title, Audience: report.Audience, K: report.K,
		},
		Report: report, Done: c.Query(views.FieldDone),
	}
	if page.Lists, err = h.commentLists(c, in.Unit); err != nil {
		return err
	}
	if page.NextLook, err = h.nextLook(c); err != nil {
		return err
	}
	list, err := h.themedComments(c)
	if err != nil {
		return err
	}
	page.Readable = len(list.comments)
	for _, t := range sample(list) {
		page.Sample++
		if t.Coded {
			page.Coded++
		}
	}
	who := whoever(c)
	page.Codebook = who.Account.Grants.Hold(who.Tree, survey.Everywhere, survey.Manager)
	return h.page(c, fiber.StatusOK, page)
}

// confirmTheme confirms a theme for what is published, or withdraws that:
// POST /staff/themes/:unit/:year/:survey.
func (h *staff) confirmTheme(c *fiber.Ctx) error {
	in, err := scope(c)
	if err != nil {
		return err
	}
	fields, err := read(c)
	if err != nil {
		return err
	}
	act, theme, _ := strings.Cut(field(fields, views.FieldDo), "/")
	book, _, err := h.codebook(c)
	if err != nil {
		return err
	}
	about, known := book.Theme(theme)
	if !known || act != views.DoConfirm && act != views.DoWithdraw {
		return survey.ErrBadInput
	}
	if err := h.Store.Confirm(c.UserContext(), whoever(c).Account.ID, in, theme, about.Fingerprint(), act == views.DoConfirm); err != nil {
		return err
	}
	return toPlace(c, views.ThemesPath(in.Unit, in.Year, in.Survey), "theme-"+act, theme, views.ThemeAnchor(theme))
}

// sampleSize is how many comments are coded by hand: enough to tell the
// agreement to a tenth, and an hour's work.
const sampleSize = 50

// sample returns the comments of a list that are coded by hand: the first in the
// order of their ids, which are random. Nobody reads what is hidden.
func sample(l *themedList) []themedComment {
	var drawn []themedComment
	for _, t := range l.comments {
		if t.Decision.Hidden == "" && t.void != themes.Blank && len(drawn) < sampleSize {
			drawn = append(drawn, t)
		}
	}
	return drawn
}
