package handlers

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ouderstem/stats/themes"
	"ouderstem/survey"
	"ouderstem/views"
)

// revisionsShown is how many revisions of the codebook stand on a page: further
// back nobody remembers what a number was.
const revisionsShown = 50

// codebookHistory lists the newest revisions: GET /staff/codebook/history.
func (h *staff) codebookHistory(c *fiber.Ctx) error {
	kept, err := h.Store.Codebook(c.UserContext())
	if err != nil {
		return err
	}
	first := max(1, kept.Revision-revisionsShown+1)
	before, err := h.codebookAt(c, first-1)
	if err != nil {
		return err
	}
	page := &views.CodebookHistory{}
	for n := first; n <= kept.Revision; n++ {
		book, err := h.codebookAt(c, n)
		if err != nil {
			return err
		}
		page.Revisions = append(page.Revisions, views.CompareCodebooks(n, before, book))
		before = book
	}
	shipped := views.CompareCodebooks(0, themes.Shipped(), themes.Shipped())
	page.Revisions = append([]views.RevisionRow{shipped}, page.Revisions...)
	page.Revisions[len(page.Revisions)-1].Here = true
	slices.Reverse(page.Revisions)
	return h.page(c, fiber.StatusOK, page)
}

// codebookAt returns the codebook as it was in a revision; 0 for the one that
// ships.
func (h *staff) codebookAt(c *fiber.Ctx, revision int) (*themes.Codebook, error) {
	if revision == 0 {
		return themes.Shipped(), nil
	}
	kept, err := h.Store.CodebookAt(c.UserContext(), revision)
	if err != nil {
		return nil, err
	}
	return readCodebook(kept)
}

// restoreCodebook makes an earlier revision the newest, or the codebook that
// ships: POST /staff/codebook/history.
func (h *staff) restoreCodebook(c *fiber.Ctx) error {
	fields, err := read(c)
	if err != nil {
		return err
	}
	revision := 0
	act, number, _ := strings.Cut(field(fields, views.FieldDo), "/")
	if act != views.DoShipped {
		if revision, err = strconv.Atoi(number); err != nil || revision < 1 || act != views.DoRestore {
			return survey.ErrBadInput
		}
	}
	earlier, err := h.codebookAt(c, revision)
	if err != nil {
		return err
	}
	if err := h.changeCodebook(c, func(now *themes.Codebook) (*themes.Codebook, error) {
		next := earlier.Clone()
		for _, words := range now.Rejected { // what somebody rejected stays so
			next = next.Rejects(words)
		}
		return next, nil
	}); err != nil {
		return err
	}
	return done(c, views.CodebookPath, "codebook-restored")
}
