package handlers

import (
	"errors"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ouderstem/survey"
	"ouderstem/views"
)

// units shows the tree with a form for every unit: GET /staff/units.
func (h *staff) units(c *fiber.Ctx) error {
	page, err := h.unitsPage(c)
	if err != nil {
		return err
	}
	return h.page(c, fiber.StatusOK, page)
}

func (h *staff) unitsPage(c *fiber.Ctx) (*views.Units, error) {
	tree := whoever(c).Tree
	used, err := h.Store.UnitsInUse(c.UserContext())
	page := &views.Units{New: views.UnitFields(tree, survey.Unit{})}
	tree.Walk(func(u survey.Unit, depth int) {
		page.Rows = append(page.Rows, views.UnitForm{Unit: u, Depth: depth, Fields: views.UnitFields(tree, u), Used: used[u.ID]})
	})
	return page, err
}

// changeUnits adds, renames, moves or removes a unit: POST /staff/units.
func (h *staff) changeUnits(c *fiber.Ctx) error {
	fields, err := read(c)
	if err != nil {
		return err
	}
	u := survey.Unit{ID: field(fields, views.FieldID), Name: field(fields, views.FieldName), Parent: field(fields, views.FieldParent)}
	action, said, by := "", "saved", whoever(c).Account.ID
	switch do := field(fields, views.FieldDo); {
	case do != views.DoDelete && strings.TrimSpace(u.Name) == "":
		err = survey.ErrNoName
	case do == views.DoAdd:
		action = "deed.unit.added"
		u, err = h.addUnit(c, u)
	case do == views.DoSave:
		err = h.Store.SaveUnit(c.UserContext(), by, u)
	case do == views.DoDelete:
		action, said = "deed.unit.deleted", "deleted"
		if have, err := whoever(c).Tree.Find(u.ID); err == nil {
			u.Name = have.Name // whatever a form calls it
		}
		err = h.Store.DeleteUnit(c.UserContext(), u.ID)
	default:
		return fiber.ErrBadRequest
	}
	if err == nil && action != "" {
		err = h.Store.Note(c.UserContext(), survey.Deed{By: by, Action: action, Object: u.Name + " (" + u.ID + ")"})
	}
	if err != nil {
		return h.unitsAgain(c, u, err)
	}
	return done(c, staffPath+"/units", said)
}

// addUnit adds a unit with an id of its own: two teams may have one name.
func (h *staff) addUnit(c *fiber.Ctx, u survey.Unit) (survey.Unit, error) {
	u.ID = ""
	added, err := h.Store.AddUnit(c.UserContext(), u)
	if errors.Is(err, survey.ErrUnitExists) && u.Parent != "" {
		u.ID = survey.Slug(u.Parent + " " + u.Name)
		added, err = h.Store.AddUnit(c.UserContext(), u)
	}
	if err != nil {
		return u, err
	}
	return added, nil
}

// unitsAgain shows the tree with what was typed and what is wrong with it.
func (h *staff) unitsAgain(c *fiber.Ctx, u survey.Unit, err error) error {
	var mistake *survey.Error
	if !errors.As(err, &mistake) {
		return err
	}
	page, err := h.unitsPage(c)
	if err != nil {
		return err
	}
	form := page.New
	i := slices.IndexFunc(page.Rows, func(r views.UnitForm) bool { return r.Unit.ID == u.ID })
	if i >= 0 {
		form = page.Rows[i].Fields
	}
	form.Typed(func(name string) string {
		if name == views.FieldName {
			return u.Name
		}
		return u.Parent
	})
	at := views.FieldName
	if errors.Is(mistake, survey.ErrUnitLoop) {
		at = views.FieldParent
	}
	form.Fault(at, mistake)
	return h.page(c, fiber.StatusUnprocessableEntity, page)
}
