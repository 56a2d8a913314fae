package handlers

import (
	"bytes"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"ouderstem/survey"
	"ouderstem/views"
	"ouderstem/views/sheets"
)

// deedsShown is how many lines of the audit log stand on a page.
const deedsShown = 100

// deeds shows the audit log, the newest line first: GET /staff/deeds.
func (h *staff) deeds(c *fiber.Ctx) error {
	before, _ := strconv.Atoi(c.Query("before")) // 0 for what is no number: the newest
	list, err := h.Store.Deeds(c.UserContext(), max(0, before), deedsShown)
	if err != nil {
		return err
	}
	broken, err := h.Store.CheckDeeds(c.UserContext(), nil)
	if err != nil {
		return err
	}
	page := &views.Deeds{Deeds: list, Broken: broken}
	if len(list) == deedsShown && list[len(list)-1].N > 1 {
		page.Older = list[len(list)-1].N
	}
	return h.page(c, fiber.StatusOK, page)
}

// deedsCSV sends the whole audit log with the hash of every line:
// GET /staff/deeds.csv.
func (h *staff) deedsCSV(c *fiber.Ctx) error {
	var list []views.HashedDeed
	if _, err := h.Store.CheckDeeds(c.UserContext(), func(d survey.LoggedDeed, hash []byte) error {
		list = append(list, views.HashedDeed{LoggedDeed: d, Hash: hash})
		return nil
	}); err != nil {
		return err
	}
	lang := h.spoken(c)
	lines, err := h.Views.DeedsTable(lang, list)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := sheets.Lines(&b, lines, sheets.ExcelCSV(lang)); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
	c.Attachment("logboek.csv")
	return c.Send(b.Bytes())
}
