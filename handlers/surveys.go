package handlers

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ouderstem/survey"
	"ouderstem/views"
)

// surveys shows what a unit can use and what is being made: GET
// /staff/surveys/:unit.
func (h *staff) surveys(c *fiber.Ctx) error {
	page, err := h.surveysPage(c)
	if err != nil {
		return err
	}
	return h.page(c, fiber.StatusOK, page)
}

func (h *staff) surveysPage(c *fiber.Ctx) (*views.Surveys, error) {
	who := whoever(c)
	page := &views.Surveys{New: views.NewSurveyFields(), Import: views.ImportFields()}
	drafts, err := h.Store.Drafts(c.UserContext(), who.Unit.ID)
	if err != nil {
		return nil, err
	}
	for _, d := range drafts {
		name, err := h.nameOf(c, d.Editor)
		if err != nil {
			return nil, err
		}
		page.Drafts = append(page.Drafts, views.DraftRow{Draft: d, Editor: name})
	}
	list, err := h.usable(c.UserContext(), who.Tree, who.Unit)
	if err != nil {
		return nil, err
	}
	owners, err := h.Store.Owners(c.UserContext())
	if err != nil {
		return nil, err
	}
	for _, s := range list {
		row := views.UsableRow{Survey: s, Next: mayVersion(who, s, owners)}
		if i := slices.IndexFunc(who.Tree, func(u survey.Unit) bool { return u.ID == owners[s.ID] }); i >= 0 {
			row.Owner = who.Tree[i].Name
		}
		if s.Version == 0 {
			page.Templates = append(page.Templates, row)
		} else {
			page.Usable = append(page.Usable, row)
		}
	}
	return page, nil
}

// mayVersion reports whether the next version of a survey can be made in the
// visitor's unit: of one of that unit, or of the whole installation by who leads
// all of it.
func mayVersion(who *visitor, s *survey.Survey, owners map[string]string) bool {
	owner := owners[s.ID]
	return s.Version > 0 && (owner == who.Unit.ID || owner == "" && who.leadsAll())
}

// leadsAll reports whether the visitor is manager of every unit there is.
func (v *visitor) leadsAll() bool {
	return !slices.ContainsFunc(v.Tree.Children(""), func(u survey.Unit) bool {
		return !v.Account.Grants.Hold(v.Tree, u.ID, survey.Manager)
	})
}

// nameOf is the name of an account; "" of one that is no more.
func (h *staff) nameOf(c *fiber.Ctx, account string) (string, error) {
	a, err := h.Store.Account(c.UserContext(), account)
	if errors.Is(err, survey.ErrNoAccount) {
		return "", nil
	}
	return a.Name, err
}

// changeSurveys begins a draft or deletes one: POST /staff/surveys/:unit.
func (h *staff) changeSurveys(c *fiber.Ctx) error {
	fields, err := read(c)
	if err != nil {
		return err
	}
	who := whoever(c)
	switch field(fields, views.FieldDo) {
	case views.DoDelete:
		if err := h.Store.DeleteDraft(c.UserContext(), who.Account.ID, who.Unit.ID, field(fields, views.FieldID)); err != nil {
			return err
		}
		return done(c, staffPath+"/surveys/"+who.Unit.ID, "draft-deleted")
	case views.DoAdd:
		return h.begun(c, fields)
	}
	return fiber.ErrBadRequest
}

// begun makes a draft of what it should begin with.
func (h *staff) begun(c *fiber.Ctx, fields map[string][]string) error {
	page, err := h.surveysPage(c)
	if err != nil {
		return err
	}
	from, id, _ := strings.Cut(field(fields, views.FieldFrom), " ")
	var s *survey.Survey
	switch from {
	case views.FromNothing:
		s = h.fromNothing(c, page, field(fields, views.FieldName))
	case views.FromFile:
		s = fromFile(page, field(fields, views.FieldDefinition))
	case views.FromVersion, views.FromCopy:
		if s, err = fromSurvey(page, id, from == views.FromVersion); err != nil {
			return err
		}
	default:
		return fiber.ErrBadRequest
	}
	if len(page.Problems()) > 0 {
		return h.page(c, fiber.StatusUnprocessableEntity, page)
	}
	who := whoever(c)
	d, err := h.Store.NewDraft(c.UserContext(), who.Account.ID, who.Unit.ID, s)
	if err != nil {
		return err
	}
	return done(c, views.DraftPath(d), "draft-started")
}

func (h *staff) fromNothing(c *fiber.Ctx, page *views.Surveys, name string) *survey.Survey {
	lang := h.spoken(c)
	s := &survey.Survey{Audience: survey.Parents, Languages: []string{lang}, Title: survey.Text{}}
	s = s.With(map[string]string{survey.FieldTitle + "." + lang: name}, survey.Prefilled{})
	if len(s.Title) == 0 {
		page.New.Fault(views.FieldName, survey.ErrNoName)
	}
	return s
}

func fromFile(page *views.Surveys, definition string) *survey.Survey {
	page.Import.Typed(func(string) string { return definition })
	if definition == "" {
		page.Import.Fault(views.FieldDefinition, survey.ErrNoDefinition)
		return nil
	}
	s, faults := survey.ParseDraft([]byte(definition))
	if len(faults) > 0 {
		page.Faults = faults
		page.Import.Fault(views.FieldDefinition, survey.ErrBadDefinition)
		return nil
	}
	s.Version = 0
	return s
}

// fromSurvey is the beginning of the next version of a survey on the page, or of
// a survey of its own that is like it.
func fromSurvey(page *views.Surveys, id string, next bool) (*survey.Survey, error) {
	for _, row := range slices.Concat(page.Usable, page.Templates) {
		if row.Survey.ID != id || next && !row.Next {
			continue
		}
		s := row.Survey.Clone()
		s.Version = 0
		if !next {
			s.ID = ""
		}
		return s, nil
	}
	return nil, survey.ErrNoSurvey.With("Survey", id)
}

// exportSurvey sends the newest version of a survey as a file: GET
// /staff/surveys/:unit/:survey.json.
func (h *staff) exportSurvey(c *fiber.Ctx) error {
	s, err := h.asked(c)
	if err != nil {
		return err
	}
	return download(c, s)
}

// download sends a definition as a file that can be brought in again.
func download(c *fiber.Ctx, s *survey.Survey) error {
	file := *s
	file.Version = 0
	name := file.ID
	if !survey.IsNamed(name) {
		name = survey.NewID(s.Title.In("", s.Languages...), "survey", func(string) bool { return false })
		file.ID = name
	}
	definition, err := json.MarshalIndent(file, "", "  ")
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSONCharsetUTF8)
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+name+`.json"`)
	return c.Send(append(definition, '\n'))
}
