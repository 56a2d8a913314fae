package handlers

import (
	"errors"
	"slices"

	"github.com/gofiber/fiber/v2"

	"ouderstem/survey"
	"ouderstem/views"
)

// setup shows the first page of an empty installation, behind the link that was
// printed at the start: GET /staff/setup/:token.
func (h *staff) setup(c *fiber.Ctx) error {
	if err := h.maySetUp(c); err != nil {
		return err
	}
	lang := h.spoken(c)
	own, err := h.Views.HelpLines(lang)
	if err != nil {
		return err
	}
	page := &views.Setup{Fields: h.Views.SetupFields(), Help: helpFields(own)}
	page.Fields[1].Typed = lang
	return h.page(c, fiber.StatusOK, page)
}

// maySetUp reports whether somebody came with the link of an installation that
// nobody has an account in.
func (h *staff) maySetUp(c *fiber.Ctx) error {
	if h.SetupToken == "" || !same(c.Params("token"), h.SetupToken) {
		return fiber.ErrNotFound
	}
	has, err := h.Store.HasAccounts(c.UserContext())
	if err == nil && has {
		err = survey.ErrSetUp
	}
	return err
}

func helpFields(lines []survey.HelpLine) []views.HelpFields {
	var fields []views.HelpFields
	for i, l := range lines {
		fields = append(fields, views.HelpLineFields(i+1, l))
	}
	return fields
}

// setUp makes the first administrator and the first unit, signs them in, and
// leads to the first page: POST /staff/setup/:token.
func (h *staff) setUp(c *fiber.Ctx) error {
	if err := h.maySetUp(c); err != nil {
		return err
	}
	fields, err := read(c)
	if err != nil {
		return err
	}
	page, s, a, err := h.readSetup(fields)
	if err != nil {
		return err
	}
	password := last(fields, views.FieldNext)
	newPassword(page.Fields, fields, a)
	if len(page.Problems()) > 0 {
		return h.page(c, fiber.StatusUnprocessableEntity, page)
	}
	if a, err = h.Store.SetUp(c.UserContext(), s, a, password); err != nil {
		return err
	}
	if _, err := h.Store.AddUnit(c.UserContext(), survey.Unit{Name: s.Organisation}); err != nil && !errors.Is(err, survey.ErrUnitExists) {
		return err // a unit of that name, made on the command line, is the one that is meant
	}
	if err := h.begin(c, a); err != nil {
		return err
	}
	return done(c, staffPath+"/", "set-up")
}

// readSetup reads what was typed and puts every mistake at its field.
func (h *staff) readSetup(fields map[string][]string) (*views.Setup, survey.Settings, survey.Account, error) {
	typed := func(name string) string { return field(fields, name) }
	page := &views.Setup{Fields: h.Views.SetupFields().Typed(typed)}
	hideSecrets(page.Fields)
	s := survey.DefaultSettings()
	s.Organisation, s.Lang = typed(views.FieldOrganisation), typed(views.FieldLang)
	s.Languages = h.offering(s.Lang, h.Views.Texts().Languages())
	if !slices.Contains(h.Views.Texts().Languages(), s.Lang) {
		page.Fields.Fault(views.FieldLang, survey.ErrNotOffered)
	}
	page.Fields.Faults(survey.CheckRecord(s))
	a := survey.Account{Name: typed(views.FieldName), Email: survey.CleanEmail(typed(views.FieldEmail))}
	page.Fields.Faults(survey.CheckRecord(a))
	own, err := h.Views.HelpLines(s.Lang)
	if err != nil {
		return nil, s, a, err
	}
	var lines []survey.HelpLine
	for n := 1; n <= len(own); n++ {
		line := survey.HelpLine{
			For: typed(views.HelpField(n, views.HelpFor)), Number: typed(views.HelpField(n, views.HelpNumber)), When: typed(views.HelpField(n, views.HelpWhen)),
		}
		row := views.HelpLineFields(n, line)
		for _, f := range survey.CheckRecord(line) {
			row.Fields.Fault(views.HelpField(n, f.Field), f.Err)
		}
		page.Help = append(page.Help, row)
		lines = append(lines, line)
	}
	if !slices.Equal(lines, own) { // what nobody changed goes on following the program
		s.Help = map[string][]survey.HelpLine{s.Lang: lines}
	}
	return page, s, a, nil
}

// newPassword checks a password that was typed twice, and puts what is wrong at
// its field.
func newPassword(page views.Fields, fields map[string][]string, a survey.Account) {
	password := last(fields, views.FieldNext)
	if err := survey.CheckPassword(password, a); err != nil {
		page.Fault(views.FieldNext, err)
	} else if password != last(fields, views.FieldAgain) {
		page.Fault(views.FieldAgain, survey.ErrOtherPassword)
	}
}

// hideSecrets empties passwords: no page sends them back.
func hideSecrets(fields views.Fields) {
	for i := range fields {
		if fields[i].Type == "password" {
			fields[i].Typed = ""
		}
	}
}

// invitation shows the page to choose a password, behind the link that an
// administrator handed over: GET /staff/invitation/:token.
func (h *staff) invitation(c *fiber.Ctx) error {
	a, err := h.Store.Invited(c.UserContext(), c.Params("token"))
	if err != nil {
		return err
	}
	return h.page(c, fiber.StatusOK, &views.Invitation{Account: a, Fields: views.InvitationFields()})
}

// accept keeps the password and signs in: POST /staff/invitation/:token.
func (h *staff) accept(c *fiber.Ctx) error {
	fields, err := read(c)
	if err != nil {
		return err
	}
	a, err := h.Store.Invited(c.UserContext(), c.Params("token"))
	if err != nil {
		return err
	}
	page := &views.Invitation{Account: a, Fields: views.InvitationFields()}
	newPassword(page.Fields, fields, a)
	if len(page.Problems()) > 0 {
		return h.page(c, fiber.StatusUnprocessableEntity, page)
	}
	if a, err = h.Store.Accept(c.UserContext(), c.Params("token"), last(fields, views.FieldNext)); err != nil {
		return err
	}
	return h.letIn(c, a, &views.Login{To: staffPath + "/"})
}
