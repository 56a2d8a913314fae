package handlers

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"ouderstem/stats/themes"
	"ouderstem/survey"
	"ouderstem/views"
)

// codebook returns the codebook in use and its revision.
func (h *staff) codebook(c *fiber.Ctx) (*themes.Codebook, int, error) {
	kept, err := h.Store.Codebook(c.UserContext())
	if err != nil {
		return nil, 0, err
	}
	book, err := readCodebook(kept)
	return book, kept.Revision, err
}

func readCodebook(kept survey.Codebook) (*themes.Codebook, error) {
	if kept.Revision == 0 {
		return themes.Shipped(), nil
	}
	return themes.ParseCodebook(kept.Body)
}

// errSame says that a codebook is what it should become already.
var errSame = errors.New("codebook: nothing to change")

// changeCodebook keeps what change makes of the codebook, as a new revision, or
// nothing where that is what it was. Where somebody else saves in this moment,
// change is asked again.
func (h *staff) changeCodebook(c *fiber.Ctx, change func(*themes.Codebook) (*themes.Codebook, error)) error {
	for {
		book, revision, err := h.codebook(c)
		if err != nil {
			return err
		}
		next, err := change(book)
		if errors.Is(err, errSame) || err == nil && string(next.JSON()) == string(book.JSON()) {
			return nil
		}
		if err != nil {
			return err
		}
		_, err = h.Store.SaveCodebook(c.UserContext(), whoever(c).Account.ID, revision, next.JSON())
		if err == nil {
			h.reports.Prepare(c.UserContext())
		}
		if !errors.Is(err, survey.ErrChanged) {
			return err
		}
	}
}

// showCodebook lists all themes: GET /staff/codebook.
func (h *staff) showCodebook(c *fiber.Ctx) error {
	book, revision, err := h.codebook(c)
	if err != nil {
		return err
	}
	page := &views.Codebook{Revision: revision}
	for _, t := range book.Themes {
		page.Themes = append(page.Themes, views.ThemeRow{ID: t.ID, Name: t.Name, About: t.About, Words: t.Count()})
	}
	return h.page(c, fiber.StatusOK, page)
}

// newTheme shows the empty form: GET /staff/codebook/new.
func (h *staff) newTheme(c *fiber.Ctx) error {
	return h.page(c, fiber.StatusOK, h.editPage(themes.Theme{}, nil))
}

// theme shows one theme: GET /staff/codebook/theme/:theme.
func (h *staff) theme(c *fiber.Ctx) error {
	book, _, err := h.codebook(c)
	if err != nil {
		return err
	}
	t, ok := book.Theme(c.Params("theme"))
	if !ok {
		return fiber.ErrNotFound
	}
	page := h.editPage(t, t.Name)
	page.Into, page.Seen = h.intoChoices(c, book, t.ID), markOfTheme(t)
	return h.page(c, fiber.StatusOK, page)
}

func (h *staff) editPage(t themes.Theme, called survey.Text) *views.ThemeEdit {
	return &views.ThemeEdit{ID: t.ID, Called: called, Fields: h.Views.ThemeFields(t), Words: h.Views.WordsFields(t), Seen: markOfTheme(t)}
}

// intoChoices are the themes that another one can be merged into.
func (h *staff) intoChoices(c *fiber.Ctx, book *themes.Codebook, but string) []views.Choice {
	lang := h.spoken(c)
	var choices []views.Choice
	for _, t := range book.Themes {
		if t.ID != but {
			choices = append(choices, views.Choice{Value: t.ID, Words: h.Views.Texts().In(lang, t.Name)})
		}
	}
	slices.SortStableFunc(choices, func(a, b views.Choice) int { return cmp.Compare(strings.ToLower(a.Words), strings.ToLower(b.Words)) })
	return choices
}

// markOfTheme is a mark of a theme that changes with it; "" of one that is not
// there yet.
func markOfTheme(t themes.Theme) string {
	if t.ID == "" {
		return ""
	}
	raw, err := json.Marshal(t)
	if err != nil {
		return "" // strings and lists of them always can be
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:8])
}

// saveTheme does what a button of the form of a theme says: POST
// /staff/codebook/new and /staff/codebook/theme/:theme.
func (h *staff) saveTheme(c *fiber.Ctx) error {
	fields, err := read(c)
	if err != nil {
		return err
	}
	book, _, err := h.codebook(c)
	if err != nil {
		return err
	}
	id := c.Params("theme")
	was, there := book.Theme(id)
	typed := h.typedTheme(fields, was)
	typed.ID = id
	page := h.typedPage(fields, typed, was)
	page.Into = h.intoChoices(c, book, id)
	switch act := field(fields, views.FieldDo); {
	case id != "" && !there:
		// Saving once more makes it anew: what was typed is not lost.
		if act != views.DoSave {
			return done(c, views.CodebookPath, "theme-gone")
		}
		page.ID, page.Called, page.Seen, page.Gone = "", nil, "", true
		return h.page(c, fiber.StatusConflict, page)
	case act == views.DoTry:
		return h.tryWords(c, page, book, was, typed)
	case id != "" && field(fields, views.FieldSeen) != markOfTheme(was):
		return h.themeMeanwhile(c, page, was)
	case act == views.DoDelete:
		return h.removeTheme(c, id)
	case act == views.DoMerge:
		return h.mergeTheme(c, id, field(fields, views.FieldInto))
	}
	if len(page.Problems()) > 0 {
		return h.page(c, fiber.StatusUnprocessableEntity, page)
	}
	return h.keepTheme(c, page, typed, was)
}

// keepTheme saves a theme that was typed, unless somebody else changed it in
// this moment.
func (h *staff) keepTheme(c *fiber.Ctx, page *views.ThemeEdit, typed, was themes.Theme) error {
	var theirs *themes.Theme
	err := h.changeCodebook(c, func(book *themes.Codebook) (*themes.Codebook, error) {
		theirs = nil
		if typed.ID == "" {
			t := typed.Clone()
			t.ID = book.NewID(h.Views.Texts().In(views.FirstLanguage, t.Name))
			return book.With(t), nil
		}
		now, _ := book.Theme(typed.ID)
		if markOfTheme(now) != markOfTheme(was) {
			theirs = &now
			return nil, errSame
		}
		return book.With(typed), nil
	})
	if err != nil {
		return err
	}
	if theirs != nil {
		return h.themeMeanwhile(c, page, *theirs)
	}
	return done(c, views.CodebookPath, "saved")
}

// themeMeanwhile shows what was typed beside what somebody else has made of the
// theme since the form was shown. Saving once more keeps what was typed.
func (h *staff) themeMeanwhile(c *fiber.Ctx, page *views.ThemeEdit, now themes.Theme) error {
	kept := h.editPage(now, now.Name)
	for i, f := range kept.Fields {
		if i < len(page.Fields) && page.Fields[i].Typed != f.Typed {
			page.Theirs = append(page.Theirs, views.Kept{Label: f.Label, Words: f.Typed})
		}
	}
	for _, w := range kept.Words {
		i := slices.IndexFunc(page.Words, func(x views.WordsField) bool { return x.Lang == w.Lang })
		if i < 0 || strings.TrimSpace(page.Words[i].Typed) != strings.TrimSpace(w.Typed) {
			page.Theirs = append(page.Theirs, views.Kept{Label: w.Label(), Words: w.Typed})
		}
	}
	page.Seen = kept.Seen
	if len(page.Theirs) == 0 {
		// They did the same, or only a button was pressed on an old page.
		return done(c, views.EditPath(now.ID), "theme-look")
	}
	return h.page(c, fiber.StatusConflict, page)
}

// Longest name of a theme and longest sentence about it, in characters.
const (
	longestThemeName  = 60
	longestThemeAbout = 300
)

// typedTheme is the theme that the form says. Words in languages that the form
// has no field for stay.
func (h *staff) typedTheme(fields map[string][]string, was themes.Theme) themes.Theme {
	t := was.Clone()
	t.Name, t.About = survey.Text{}, survey.Text{}
	for _, lang := range h.Views.Texts().Languages() {
		for name, into := range map[string]survey.Text{views.FieldThemeName: t.Name, views.FieldAbout: t.About} {
			if s := strings.Join(strings.Fields(field(fields, views.LanguageField(name, lang))), " "); s != "" {
				into[lang] = s
			}
		}
	}
	for _, w := range h.Views.WordsFields(was) {
		if patterns, _ := themes.Lines(field(fields, w.Name)); len(patterns) > 0 {
			t.Patterns[w.Lang] = patterns
		} else {
			delete(t.Patterns, w.Lang)
		}
	}
	return t
}

// typedPage is the page with what was typed and what is wrong with it.
func (h *staff) typedPage(fields map[string][]string, typed, was themes.Theme) *views.ThemeEdit {
	page := h.editPage(typed, was.Name)
	page.ID, page.Seen = was.ID, field(fields, views.FieldSeen)
	page.Fields = h.Views.ThemeFields(was).Typed(func(name string) string { return field(fields, name) })
	page.Words = h.Views.WordsFields(was)
	for i := range page.Words {
		w := &page.Words[i]
		w.Typed = field(fields, w.Name)
		w.Faults = themes.CheckLines(w.Typed)
	}
	first := page.Fields[0].Name
	if len(typed.Name) == 0 {
		page.Fields.Fault(first, themes.ErrThemeName)
	}
	for _, lang := range h.Views.Texts().Languages() {
		tooLong(page.Fields, views.LanguageField(views.FieldThemeName, lang), typed.Name[lang], longestThemeName)
		tooLong(page.Fields, views.LanguageField(views.FieldAbout, lang), typed.About[lang], longestThemeAbout)
	}
	if !typed.Finds() && len(page.Words) > 0 && len(page.Words[0].Faults) == 0 {
		page.Words[0].Faults = []survey.Fault{{Line: 1, Err: themes.ErrNoWords}}
	}
	return page
}

func tooLong(fields views.Fields, name, text string, most int) {
	if utf8.RuneCountInString(text) > most {
		fields.Fault(name, themes.ErrThemeLong.With("Most", most))
	}
}

// removeTheme takes a theme out of the codebook; the last one stays.
func (h *staff) removeTheme(c *fiber.Ctx, id string) error {
	if err := h.changeCodebook(c, func(book *themes.Codebook) (*themes.Codebook, error) {
		if len(book.Themes) < 2 {
			return nil, survey.ErrBadInput
		}
		return book.Without(id), nil
	}); err != nil {
		return err
	}
	return done(c, views.CodebookPath, "theme-removed")
}

func (h *staff) mergeTheme(c *fiber.Ctx, id, into string) error {
	if err := h.changeCodebook(c, func(book *themes.Codebook) (*themes.Codebook, error) {
		if _, ok := book.Theme(into); !ok || into == id {
			return nil, survey.ErrBadInput
		}
		return book.Merged(id, into), nil
	}); err != nil {
		return err
	}
	return done(c, views.CodebookPath, "theme-merged")
}
