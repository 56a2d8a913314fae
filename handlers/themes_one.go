package handlers

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ouderstem/stats/themes"
	"ouderstem/survey"
	"ouderstem/views"
)

// themeComments shows the comments about a theme, or about none:
// GET /staff/themes/:unit/:year/:survey/:theme.
func (h *staff) themeComments(c *fiber.Ctx) error {
	page, err := h.themeCommentsPage(c)
	if err != nil {
		return err
	}
	return h.page(c, fiber.StatusOK, page)
}

func (h *staff) themeCommentsPage(c *fiber.Ctx) (*views.ThemeComments, error) {
	list, err := h.themedComments(c)
	if err != nil {
		return nil, err
	}
	theme := c.Params("theme")
	page := &views.ThemeComments{
		ThemePlace: list.place(), Theme: theme, Show: views.ThemeShow(c.Query(views.FieldShow)),
		Done: c.Query(views.FieldDone), Changed: c.Query(views.FieldTheme), Was: views.Verdict(c.Query(views.FieldWas)),
		Page: 1, Choices: h.intoChoices(c, list.coder.Codebook(), theme),
	}
	if theme != themes.NoTheme {
		t, known := list.coder.Codebook().Theme(theme)
		if !known {
			return nil, fiber.ErrNotFound
		}
		page.Name, page.What = t.Name, t.About
	}
	if page.Show != views.ThemeRemoved || theme == themes.NoTheme {
		page.Show = views.ThemeAll
	}
	if changed, known := list.coder.Codebook().Theme(page.Changed); known {
		page.ChangedName = changed.Name
	}
	if n, err := strconv.Atoi(c.Query(views.FieldPage)); err == nil {
		page.Page = max(1, n)
	}
	h.fillThemed(page, list)
	return page, nil
}

// fillThemed puts those comments on a page that it is about.
func (h *staff) fillThemed(page *views.ThemeComments, list *themedList) {
	var found []themedComment
	for _, t := range list.comments {
		removed := t.label(page.Theme) == views.SaidNo
		if removed {
			page.Removed++
		}
		if t.Decision.Hidden != "" {
			if t.about(page.Theme) {
				page.Hidden++
			}
			continue
		}
		if page.Show == views.ThemeRemoved && removed || page.Show == views.ThemeAll && t.about(page.Theme) {
			found = append(found, t)
		}
	}
	page.Total, page.Pages = len(found), max(1, (len(found)+commentsAPage-1)/commentsAPage)
	page.Page = min(page.Page, page.Pages)
	from := (page.Page - 1) * commentsAPage
	for _, t := range found[from:min(len(found), from+commentsAPage)] {
		page.Items = append(page.Items, h.themedItem(list, t, page.Theme))
	}
}

// labelComment says that a comment is about a theme or is not, or takes back
// what was said: POST /staff/themes/:unit/:year/:survey/:theme. The button says
// what and of which comment; of which theme too, unless that is the page's or
// stands in the list beside it.
func (h *staff) labelComment(c *fiber.Ctx) error {
	fields, err := read(c)
	if err != nil {
		return err
	}
	list, err := h.themedComments(c)
	if err != nil {
		return err
	}
	parts := strings.Split(field(fields, views.FieldDo), "/")
	const most = 3
	if len(parts) < 2 || len(parts) > most {
		return survey.ErrBadInput
	}
	act, id, theme := views.LabelAct(parts[0]), parts[1], c.Params("theme")
	comment, err := list.find(id)
	if err != nil {
		return err
	}
	switch {
	case len(parts) == most:
		theme = parts[2]
	case act == views.LabelAdd:
		theme = field(fields, views.AddField(id))
	}
	back := views.ThemePath(list.in.Unit, list.in.Year, list.in.Survey, c.Params("theme")) + themeQuery(c)
	if act == views.LabelAdd && theme == "" {
		page, err := h.themeCommentsPage(c)
		if err != nil {
			return err
		}
		page.Unchosen = id
		return h.page(c, fiber.StatusUnprocessableEntity, page)
	}
	// What was coded for the sample stays as it was coded: whoever sees here what
	// the machine found would code otherwise.
	if _, known := list.coder.Codebook().Theme(theme); !known || comment.Coded {
		return survey.ErrBadInput
	}
	verdict, ok := act.Verdict()
	if !ok {
		return survey.ErrBadInput
	}
	was := comment.label(theme)
	if err := h.Store.Label(c.UserContext(), whoever(c).Account.ID, list.in, id, theme, verdict); err != nil {
		return err
	}
	h.reports.Prepare(c.UserContext())
	return toPlace(c, back, "label-"+act.Word(), id, views.DoneAnchor, views.FieldTheme, theme, views.FieldWas, string(was))
}

// themeQuery is what the list of a theme is narrowed down to, as it stands in an
// address.
func themeQuery(c *fiber.Ctx) string {
	v := url.Values{}
	for _, name := range []string{views.FieldShow, views.FieldPage} {
		if value := oneLine(c.Query(name)); value != "" {
			v.Set(name, value)
		}
	}
	if len(v) == 0 {
		return ""
	}
	return "?" + v.Encode()
}

// toPlace leads back to a page, at the place of what was changed, and says there
// what was done. More are names of what stands in the address too, each with its
// value.
func toPlace(c *fiber.Ctx, back, said, changed, anchor string, more ...string) error {
	u, err := url.Parse(back)
	if err != nil {
		return err
	}
	query := u.Query()
	query.Set(views.FieldSaid, said)
	query.Set(views.FieldDone, changed)
	for i := 0; i+1 < len(more); i += 2 {
		if more[i+1] != "" {
			query.Set(more[i], more[i+1])
		}
	}
	u.RawQuery, u.Fragment = query.Encode(), anchor
	return c.Redirect(u.String(), fiber.StatusSeeOther)
}
