package handlers

import (
	"errors"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ouderstem/survey"
	"ouderstem/views"
)

// accounts lists everybody who can sign in: GET /staff/accounts.
func (h *staff) accounts(c *fiber.Ctx) error {
	return h.listAccounts(c, survey.Account{}, "", nil)
}

// listAccounts shows the list with, just after it was made, the link for one of
// them, and why it was not mailed.
func (h *staff) listAccounts(c *fiber.Ctx, invited survey.Account, link string, notMailed error) error {
	list, err := h.Store.Accounts(c.UserContext())
	if err != nil {
		return err
	}
	page := &views.Accounts{For: invited, Invitation: link, NotMailed: notMailed}
	for _, a := range list {
		page.Accounts = append(page.Accounts, views.NewAccountRow(a, whoever(c).Tree))
	}
	return h.page(c, fiber.StatusOK, page)
}

// newAccount shows the form to invite somebody: GET /staff/accounts/new.
func (h *staff) newAccount(c *fiber.Ctx) error {
	return h.page(c, fiber.StatusOK, h.accountPage(c, survey.Account{}))
}

// account shows one account: GET /staff/accounts/:account.
func (h *staff) account(c *fiber.Ctx) error {
	a, err := h.Store.Account(c.UserContext(), c.Params("account"))
	if err != nil {
		return err
	}
	return h.page(c, fiber.StatusOK, h.accountPage(c, a))
}

func (h *staff) accountPage(c *fiber.Ctx, a survey.Account) *views.Account {
	who := whoever(c)
	return &views.Account{
		Account: a, Fields: views.AccountFields(a), Roles: views.RoleRows(who.Tree, a.Given), Self: a.ID == who.Account.ID,
		Ruled: views.NewAccountRow(survey.Account{Grants: a.Ruled}, who.Tree).Grants,
	}
}

// invite makes an account and shows the link for it: POST /staff/accounts/new.
func (h *staff) invite(c *fiber.Ctx) error {
	page, err := h.readAccount(c, survey.Account{})
	if err != nil || len(page.Problems()) > 0 {
		return h.accountAgain(c, page, err)
	}
	a, token, err := h.Store.Invite(c.UserContext(), whoever(c).Account.ID, page.Account)
	if err != nil {
		return h.accountAgain(c, page, err)
	}
	return h.handOver(c, a, token)
}

// inviteAgain makes a new link: POST /staff/accounts/:account/invite.
func (h *staff) inviteAgain(c *fiber.Ctx) error {
	a, token, err := h.Store.InviteAgain(c.UserContext(), whoever(c).Account.ID, c.Params("account"))
	if err != nil {
		return err
	}
	return h.handOver(c, a, token)
}

// saveAccount keeps what was changed: POST /staff/accounts/:account.
func (h *staff) saveAccount(c *fiber.Ctx) error {
	a, err := h.Store.Account(c.UserContext(), c.Params("account"))
	if err != nil {
		return err
	}
	page, err := h.readAccount(c, a)
	if err == nil && len(page.Problems()) == 0 {
		err = h.Store.SaveAccount(c.UserContext(), whoever(c).Account.ID, page.Account)
	}
	if err != nil || len(page.Problems()) > 0 {
		return h.accountAgain(c, page, err)
	}
	return done(c, staffPath+"/accounts", "saved")
}

// accountAgain shows an account again with what was typed and what is wrong.
func (h *staff) accountAgain(c *fiber.Ctx, page *views.Account, err error) error {
	switch {
	case err == nil:
	case errors.Is(err, survey.ErrEmailTaken):
		page.Fields.Fault(views.FieldEmail, err)
	case errors.Is(err, survey.ErrLastAdministrator):
		page.Wrong = err
	default:
		return err
	}
	return h.page(c, fiber.StatusUnprocessableEntity, page)
}

// readAccount reads what was typed about a. Roles that are not offered are no
// roles: a form of ours does not send them.
func (h *staff) readAccount(c *fiber.Ctx, a survey.Account) (*views.Account, error) {
	fields, err := read(c)
	if err != nil {
		return nil, err
	}
	a.Name, a.Email = field(fields, views.FieldName), survey.CleanEmail(field(fields, views.FieldEmail))
	a.Blocked = a.ID != "" && field(fields, views.FieldBlocked) == views.Ticked
	a.Grants = nil
	tree := whoever(c).Tree
	for _, typed := range fields[views.FieldRole] {
		role, unit, _ := strings.Cut(typed, ":")
		g := survey.Grant{Role: survey.Role(role), Unit: unit}
		if !offered(g, tree) {
			return nil, fiber.ErrBadRequest
		}
		a.Grants = append(a.Grants, g)
	}
	a.Given = a.Grants
	page := h.accountPage(c, a)
	page.Fields.Faults(survey.CheckRecord(a))
	if len(a.Given)+len(a.Ruled) == 0 {
		page.Wrong = survey.ErrNoGrants
	}
	return page, nil
}

// offered reports whether a grant is one that the page offers.
func offered(g survey.Grant, tree survey.Units) bool {
	return slices.ContainsFunc(views.RoleRows(tree, nil), func(row views.RoleRow) bool {
		return row.Role == g.Role && slices.ContainsFunc(row.Choices, func(choice views.RoleChoice) bool { return choice.Unit.ID == g.Unit })
	})
}

// deleteAccount removes an account: POST /staff/accounts/:account/delete.
func (h *staff) deleteAccount(c *fiber.Ctx) error {
	if err := h.Store.DeleteAccount(c.UserContext(), whoever(c).Account.ID, c.Params("account")); err != nil {
		return err
	}
	return done(c, staffPath+"/accounts", "deleted")
}
