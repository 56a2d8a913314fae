package handlers

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"ouderstem/stats"
	"ouderstem/stats/themes"
	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/views"
)

// commentsAPage is how many comments stand on a page: as many as somebody reads
// at one go.
const commentsAPage = 50

// newestComments leads to the newest list of a unit: GET /staff/comments/:unit.
func (h *staff) newestComments(c *fiber.Ctx) error {
	unit := whoever(c).Unit
	lists, err := h.commentLists(c, unit.ID)
	if err != nil {
		return err
	}
	if len(lists) > 0 {
		return c.Redirect(lists[0].Path(), fiber.StatusSeeOther)
	}
	next, err := h.nextLook(c)
	if err != nil {
		return err
	}
	return h.page(c, fiber.StatusOK, &views.Comments{Unit: unit, NextLook: next})
}

// commentLists returns the lists that a unit has, the newest year first.
func (h *staff) commentLists(c *fiber.Ctx, unit string) ([]views.CommentList, error) {
	surveys, err := h.Store.Surveys(c.UserContext())
	if err != nil {
		return nil, err
	}
	reportable, err := h.Store.Reportables(c.UserContext())
	var lists []views.CommentList
	for _, r := range reportable {
		i := slices.IndexFunc(surveys, func(s *survey.Survey) bool { return s.ID == r.Survey })
		if r.Unit == unit && i >= 0 {
			lists = append(lists, views.CommentList{Unit: unit, Year: r.Year, Survey: r.Survey, Title: surveys[i].Title})
		}
	}
	return lists, err
}

// nextLook is the day on which boxes are looked at next.
func (h *staff) nextLook(c *fiber.Ctx) (string, error) {
	now, err := h.Store.Settings(c.UserContext())
	return store.NextLook(h.Now(), now.Every).Format(time.DateOnly), err
}

// nextRound is the day from which nothing can be undone any more: that of a
// round, which there is every month.
func (h *staff) nextRound() string {
	const monthly = 1
	return store.NextLook(h.Now(), monthly).Format(time.DateOnly)
}

// scope is what the path of a list of comments names.
func scope(c *fiber.Ctx) (store.Scope, error) {
	year, err := strconv.Atoi(c.Params("year"))
	if err != nil {
		return store.Scope{}, fiber.ErrNotFound
	}
	return store.Scope{Unit: whoever(c).Unit.ID, Year: year, Survey: c.Params("survey")}, nil
}

// comments shows what parents wrote: GET /staff/comments/:unit/:year/:survey.
func (h *staff) comments(c *fiber.Ctx) error {
	page, err := h.commentsPage(c)
	if err != nil {
		return err
	}
	return h.page(c, fiber.StatusOK, page)
}

func (h *staff) commentsPage(c *fiber.Ctx) (*views.Comments, error) {
	in, err := scope(c)
	if err != nil {
		return nil, err
	}
	r, err := h.Store.Results(c.UserContext(), in.Survey, in.Unit, in.Year)
	if err != nil {
		return nil, err
	}
	next, err := h.nextLook(c)
	if err != nil {
		return nil, err
	}
	page := &views.Comments{
		Unit: r.Unit, Year: in.Year, Swept: r.Swept, Survey: in.Survey, Title: r.Survey.Title, Audience: r.Survey.Audience, K: r.K,
		Closed: in.Year < store.YearOf(h.Now()), Filter: commentFilter(c), NextLook: next, Undo: c.Query(views.FieldUndo), Done: c.Query(views.FieldDone),
	}
	if page.Lists, err = h.commentLists(c, in.Unit); err != nil || r.Responses == 0 {
		return page, err
	}
	readings := stats.Readings(r)
	for _, reading := range readings {
		page.Questions = append(page.Questions, views.CommentQuestion{ID: reading.ID, Text: reading.Text, N: len(reading.Comments)})
		page.Readable += len(reading.Comments)
	}
	return page, h.fillComments(c, page, readings)
}

// commentFilter reads what a list is narrowed down to out of its address. What
// it does not know narrows nothing.
func commentFilter(c *fiber.Ctx) views.CommentFilter {
	f := views.CommentFilter{
		Words:    oneLine(c.Query(views.FieldWords)),
		Question: oneLine(c.Query(views.FieldQuestion)),
		Show:     views.Show(c.Query(views.FieldShow)),
		Theme:    oneLine(c.Query(views.FieldTheme)),
		Page:     1,
	}
	if !slices.Contains(views.Shows, f.Show) {
		f.Show = views.ShowAll
	}
	if n, err := strconv.Atoi(c.Query(views.FieldPage)); err == nil {
		f.Page = max(1, n)
	}
	return f
}

// fillComments puts those readings on a page that fit its filter, in the order
// of their ids, which is no order.
func (h *staff) fillComments(c *fiber.Ctx, page *views.Comments, readings []stats.Reading) error {
	coder, err := h.coder(c)
	if err != nil {
		return err
	}
	page.Themes = h.intoChoices(c, coder.Codebook(), "")
	if _, known := coder.Codebook().Theme(page.Filter.Theme); !known && page.Filter.Theme != themes.NoTheme {
		page.Filter.Theme = "" // one that was taken out of the codebook, say
	}
	var list []survey.Comment
	of := map[string]stats.Reading{}
	for _, reading := range readings {
		of[reading.ID] = reading
		for _, comment := range reading.Comments {
			if page.Filter.Has(comment) && (page.Filter.Theme == "" || themed(coder, reading, comment).about(page.Filter.Theme)) {
				list = append(list, comment)
			}
		}
	}
	slices.SortFunc(list, func(a, b survey.Comment) int { return strings.Compare(a.ID, b.ID) })
	found, err := search(c, list, page.Filter.Words)
	if err != nil {
		return err
	}
	page.Total, page.Pages = len(found), max(1, (len(found)+commentsAPage-1)/commentsAPage)
	page.Filter.Page = min(page.Filter.Page, page.Pages)
	from := (page.Filter.Page - 1) * commentsAPage
	for _, f := range found[from:min(len(found), from+commentsAPage)] {
		t := themed(coder, of[list[f.Comment].Question], list[f.Comment])
		item := h.commentItem(t.Comment, t.asked)
		item.Hits, item.MaskPath = f.Hits, page.Path()+"/"+item.ID+page.Filter.Query()
		item.Chips = chips(coder, store.Scope{Unit: page.Unit.ID, Year: page.Year, Survey: page.Survey}, t)
		page.Items = append(page.Items, item)
	}
	return nil
}

func (h *staff) commentItem(comment survey.Comment, asked survey.Text) views.CommentItem {
	return views.CommentItem{Comment: comment, Question: asked, Name: h.Store.CommentName(comment.ID)}
}

// search finds words in comments; all of them where there is nothing to find.
func search(c *fiber.Ctx, list []survey.Comment, words string) ([]store.Found, error) {
	if words != "" {
		return store.Search(c.UserContext(), list, words)
	}
	all := make([]store.Found, len(list))
	for i := range all {
		all[i].Comment = i
	}
	return all, nil
}
