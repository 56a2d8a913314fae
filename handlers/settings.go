package handlers

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/views"
)

// settingsPart is how one part of the settings is shown, read and kept.
type settingsPart struct {
	part views.SettingsPart
	// of returns what of the settings belongs to the part.
	of func(survey.Settings) any
	// page shows the part as it is kept.
	page func(*fiber.Ctx, survey.Settings) (settingsPage, error)
	// read returns the settings with what was typed, and the page that shows
	// it, with every mistake at its field.
	read func(*fiber.Ctx, map[string][]string, survey.Settings) (survey.Settings, settingsPage, error)
}

// settingsPage is the page of a part.
type settingsPage interface {
	views.FramedPage
	Problems() []views.FieldProblem
	// Shared is what all parts have, and All are the fields of this one.
	Shared() *views.SettingsFrame
	All() views.Fields
}

// showSettings shows a part: GET /staff/settings and below.
func (h *staff) showSettings(p settingsPart) fiber.Handler {
	return func(c *fiber.Ctx) error {
		now, err := h.Store.Settings(c.UserContext())
		if err != nil {
			return err
		}
		page, err := p.page(c, now)
		if err != nil {
			return err
		}
		p.mark(page, now)
		return h.page(c, fiber.StatusOK, page)
	}
}

// saveSettings keeps a part: POST /staff/settings and below. Where somebody else
// has changed the same part meanwhile, nothing is kept and the page shows both.
func (h *staff) saveSettings(p settingsPart) fiber.Handler {
	return func(c *fiber.Ctx) error {
		fields, err := read(c)
		if err != nil {
			return err
		}
		for {
			now, err := h.Store.Settings(c.UserContext())
			if err != nil {
				return err
			}
			next, page, err := p.read(c, fields, now)
			if err != nil {
				return err
			}
			p.mark(page, now)
			switch {
			case field(fields, views.FieldDo) == views.DoCheck, len(page.Problems()) > 0:
				return h.page(c, checked(page), page)
			case p.markOf(next) == p.markOf(now): // also when somebody else did the same
				return done(c, staffPath+p.part.Path(), "saved")
			case field(fields, views.FieldSeen) != p.markOf(now):
				return h.meanwhile(c, p, page, now)
			}
			err = h.Store.SaveSettings(c.UserContext(), next, now.Deeds(whoever(c).Account.ID, next)...)
			if !errors.Is(err, survey.ErrChanged) {
				return errors.Join(err, done(c, staffPath+p.part.Path(), "saved"))
			}
			// Another part was changed in this moment: once more, on top of it.
		}
	}
}

// checked is the status of a page that was asked for without keeping anything.
func checked(page settingsPage) int {
	if len(page.Problems()) > 0 {
		return fiber.StatusUnprocessableEntity
	}
	return fiber.StatusOK
}

// meanwhile shows what was typed beside what somebody else has kept since the
// form was shown. Saving once more keeps what was typed.
func (h *staff) meanwhile(c *fiber.Ctx, p settingsPart, page settingsPage, now survey.Settings) error {
	kept, err := p.page(c, now)
	if err != nil {
		return err
	}
	if err := page.Shared().Differs(h.Views, h.spoken(c), page.All(), kept.All()); err != nil {
		return err
	}
	return h.page(c, fiber.StatusConflict, page)
}

// mark notes on a page what is kept now.
func (p settingsPart) mark(page settingsPage, now survey.Settings) {
	page.Shared().Part, page.Shared().Seen = p.part, p.markOf(now)
}

// markOf is a mark of the part that changes with it.
func (p settingsPart) markOf(s survey.Settings) string {
	b, err := json.Marshal(p.of(s))
	if err != nil {
		return "" // strings and numbers always can be
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}

// house is the part about the organisation and its languages.
func (h *staff) house() settingsPart {
	return settingsPart{
		part: views.PartHouse,
		of:   func(s survey.Settings) any { return []any{s.Organisation, s.Lang, s.Languages} },
		page: func(_ *fiber.Ctx, s survey.Settings) (settingsPage, error) {
			return &views.SettingsHouse{Fields: h.Views.HouseFields(s), Languages: h.Views.LanguageTicks(s)}, nil
		},
		read: h.readHouse,
	}
}

func (h *staff) readHouse(_ *fiber.Ctx, fields map[string][]string, s survey.Settings) (survey.Settings, settingsPage, error) {
	s.Organisation, s.Lang = field(fields, views.FieldOrganisation), field(fields, views.FieldLang)
	s.Languages = h.offering(s.Lang, fields[views.FieldOffered])
	page := &views.SettingsHouse{Fields: h.Views.HouseFields(s), Languages: h.Views.LanguageTicks(s)}
	if !slices.Contains(h.Views.Texts().Languages(), s.Lang) {
		page.Fields.Fault(views.FieldLang, survey.ErrNotOffered)
	}
	faultsOf(page.Fields, s)
	return s, page, nil
}

// offering is what is kept of the languages that were chosen: the first one
// always, then the others in the program's order. All in that order are kept as
// none, so that those which the program learns later are offered too.
func (h *staff) offering(first string, chosen []string) []string {
	all := h.Views.Texts().Languages()
	languages := []string{first}
	for _, l := range all {
		if l != first && slices.Contains(chosen, l) {
			languages = append(languages, l)
		}
	}
	if slices.Equal(languages, all) {
		return nil
	}
	return languages
}

// faultsOf puts what is wrong with settings at the fields it is about.
func faultsOf(fields views.Fields, s survey.Settings) {
	for _, f := range s.Check() {
		fields.Fault(f.Field, f.Err)
	}
}

// help is the part about the help lines.
func (h *staff) help() settingsPart {
	return settingsPart{
		part: views.PartHelp,
		of:   func(s survey.Settings) any { return s.Help },
		page: func(_ *fiber.Ctx, s survey.Settings) (settingsPage, error) {
			page := &views.SettingsHelp{}
			for _, lang := range h.Views.Texts().Languages() {
				lines := s.Help[lang]
				if len(lines) == 0 {
					var err error
					if lines, err = h.Views.HelpLines(lang); err != nil {
						return nil, err
					}
				}
				if err := page.Add(h.Views, lang, lines); err != nil {
					return nil, err
				}
			}
			return page, nil
		},
		read: h.readHelp,
	}
}

func (h *staff) readHelp(_ *fiber.Ctx, fields map[string][]string, s survey.Settings) (survey.Settings, settingsPage, error) {
	page := &views.SettingsHelp{}
	s.Help = map[string][]survey.HelpLine{}
	for _, lang := range h.Views.Texts().Languages() {
		var lines []survey.HelpLine
		for n := 1; n <= views.MostHelpLines; n++ {
			part := func(name string) string { return field(fields, views.HelpFieldIn(lang, n, name)) }
			line := survey.HelpLine{For: part(views.HelpFor), Number: part(views.HelpNumber), When: part(views.HelpWhen)}
			if line != (survey.HelpLine{}) { // an empty line is taken out
				lines = append(lines, line)
			}
		}
		own, err := h.Views.HelpLines(lang)
		if err != nil {
			return s, nil, err
		}
		if len(lines) == 0 {
			lines = own // none at all brings back the program's
		}
		if err := page.Add(h.Views, lang, lines); err != nil {
			return s, nil, err
		}
		if !slices.Equal(lines, own) { // what nobody changed goes on following the program
			s.Help[lang] = lines
		}
	}
	page.Faults(s.Check())
	return s, page, nil
}

// anonymity is the part about k, when boxes are opened, and for how long
// comments are kept.
func (h *staff) anonymity() settingsPart {
	return settingsPart{
		part: views.PartAnonymity,
		of:   func(s survey.Settings) any { return []any{s.K, s.KReason, s.Every, s.Retention} },
		page: func(c *fiber.Ctx, s survey.Settings) (settingsPage, error) {
			return h.anonymityPage(c, s, views.AnonymityFields(s))
		},
		read: h.readAnonymity,
	}
}

func (h *staff) anonymityPage(c *fiber.Ctx, now survey.Settings, fields views.Fields) (settingsPage, error) {
	page := &views.SettingsAnonymity{
		Fields: fields, UsualK: survey.UsualK, NextLook: store.NextLook(h.Now(), now.Every).Format(time.DateOnly),
	}
	last, ok, err := h.Store.LastSweep(c.UserContext())
	if err != nil {
		return nil, err
	}
	if ok {
		page.LastSweep, page.LastThrough = last.Day, last.Through
	}
	if page.Oldest, err = h.Store.OldestComment(c.UserContext()); err != nil {
		return nil, err
	}
	if at, through, ok := store.NextSweep(h.Now(), now, page.Oldest); ok {
		page.NextSweep, page.NextThrough = at.Format(time.DateOnly), through
	}
	return page, nil
}

func (h *staff) readAnonymity(c *fiber.Ctx, fields map[string][]string, now survey.Settings) (survey.Settings, settingsPage, error) {
	typed := func(name string) string { return field(fields, name) }
	s := now
	form := views.AnonymityFields(s).Typed(typed)
	for name, into := range map[string]*int{views.FieldK: &s.K, views.FieldEvery: &s.Every, views.FieldRetention: &s.Retention} {
		n, err := strconv.Atoi(typed(name))
		if err != nil {
			form.Fault(name, survey.ErrNotNumber)
			continue
		}
		*into = n
	}
	s.KReason = typed(views.FieldKReason)
	if s.K >= survey.UsualK {
		s.KReason = "" // what needs no reason has none
	}
	faultsOf(form, s)
	page, err := h.anonymityPage(c, now, form)
	return s, page, err
}
