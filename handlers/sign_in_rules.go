package handlers

import (
	"errors"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ouderstem/survey"
	"ouderstem/views"
)

// signInRules shows what words of the organisation's own provider give here:
// GET /staff/settings/sign-in.
func (h *staff) signInRules(c *fiber.Ctx) error {
	page, err := h.rulesPage(c)
	if err != nil {
		return err
	}
	return h.page(c, fiber.StatusOK, page)
}

func (h *staff) rulesPage(c *fiber.Ctx) (*views.SignInRules, error) {
	tree := whoever(c).Tree
	page := &views.SignInRules{SettingsFrame: views.SettingsFrame{Part: views.PartSignIn}, Fields: views.RuleFields(tree), Callback: h.StaffSite + CallbackPath}
	if h.Provider != nil {
		page.Provider, page.Claim = h.ProviderName, h.Provider.Claim
	}
	rules, err := h.Store.SignInRules(c.UserContext())
	page.Rules = views.RuleRows(rules, tree)
	return page, err
}

// changeSignInRules adds a rule or removes one: POST /staff/settings/sign-in.
func (h *staff) changeSignInRules(c *fiber.Ctx) error {
	fields, err := read(c)
	if err != nil {
		return err
	}
	typed := func(name string) string { return field(fields, name) }
	rule := survey.SignInRule{Word: typed(views.FieldRuleWord), Grant: survey.Grant{
		Role: survey.Role(typed(views.FieldRole)), Unit: typed(views.FieldUnit),
	}}
	ctx, by := c.UserContext(), whoever(c).Account.ID
	if typed(views.FieldDo) == views.DoDelete {
		if err := h.Store.RemoveSignInRule(ctx, by, rule); err != nil {
			return err
		}
		return done(c, staffPath+"/settings/sign-in", "deleted")
	}
	page, err := h.rulesPage(c)
	if err != nil {
		return err
	}
	page.Fields = page.Fields.Typed(typed)
	faultRule(page.Fields, rule, whoever(c).Tree)
	if len(page.Problems()) == 0 {
		err = h.Store.AddSignInRule(ctx, by, rule)
		if err == nil {
			return done(c, staffPath+"/settings/sign-in", "saved")
		}
		if !errors.Is(err, survey.ErrRuleExists) {
			return err
		}
		page.Fields.Fault(views.FieldRuleWord, err)
	}
	return h.page(c, fiber.StatusUnprocessableEntity, page)
}

// faultRule puts what is wrong with a rule at its fields.
func faultRule(fields views.Fields, rule survey.SignInRule, tree survey.Units) {
	for _, f := range survey.CheckRecord(rule) {
		fields.Fault(f.Field[strings.LastIndexByte(f.Field, '.')+1:], f.Err)
	}
	if offered(rule.Grant, tree) {
		return
	}
	// A role on a part of the tree that it cannot have, or nothing chosen.
	if rule.Role == survey.Administrator && rule.Unit != survey.Everywhere {
		fields.Fault(views.FieldUnit, survey.ErrOnlyEverywhere)
	}
	fields.Fault(views.FieldUnit, survey.ErrNotChosen)
}
