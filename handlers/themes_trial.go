package handlers

import (
	"maps"
	"slices"

	"github.com/gofiber/fiber/v2"

	"ouderstem/stats"
	"ouderstem/stats/themes"
	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/views"
)

const (
	// mostTried comments are what words are tried on, the newest years first:
	// more would make who types wait.
	mostTried = 10_000
	// wordsTold and examplesTold are how many new words of a form, and examples
	// of each, are shown.
	wordsTold, examplesTold = 10, 3
)

// tryWords shows what the words in the form of a theme catch. Nothing is kept.
func (h *staff) tryWords(c *fiber.Ctx, page *views.ThemeEdit, book *themes.Codebook, was, typed themes.Theme) error {
	if len(page.Problems()) > 0 {
		return h.page(c, fiber.StatusUnprocessableEntity, page)
	}
	comments, err := h.everyComment(c)
	if err != nil {
		return err
	}
	now, err := h.having(c, book, was.ID, comments)
	if err != nil {
		return err
	}
	page.Trial = tried(comments, now, was, typed)
	return h.page(c, fiber.StatusOK, page)
}

// everyComment returns the comments that who leads the whole installation may
// read, those of the newest years first and each year in the order of ids:
// those of the pages of comments of the units at the top, hidden ones too.
func (h *staff) everyComment(c *fiber.Ctx) ([]survey.Comment, error) {
	reportable, err := h.Store.Reportables(c.UserContext())
	if err != nil {
		return nil, err
	}
	tree := whoever(c).Tree
	slices.SortStableFunc(reportable, func(a, b store.Reportable) int { return b.Year - a.Year })
	var all []survey.Comment
	for _, r := range reportable {
		top := slices.ContainsFunc(tree, func(u survey.Unit) bool { return u.ID == r.Unit && u.Parent == "" })
		if !top {
			continue
		}
		results, err := h.Store.Results(c.UserContext(), r.Survey, r.Unit, r.Year)
		if err != nil {
			return nil, err
		}
		for _, reading := range stats.Readings(results) {
			all = append(all, reading.Comments...)
		}
		if len(all) >= mostTried {
			return all[:mostTried], nil
		}
	}
	return all, nil
}

// having tells which of comments have a theme now.
func (h *staff) having(c *fiber.Ctx, book *themes.Codebook, theme string, comments []survey.Comment) ([]bool, error) {
	have := make([]bool, len(comments))
	if _, known := book.Theme(theme); !known {
		return have, nil
	}
	coder, err := h.coder(c)
	if err != nil {
		return nil, err
	}
	for i, comment := range comments {
		have[i] = slices.ContainsFunc(mentions(coder, comment), func(m themes.Mention) bool { return m.Theme == theme })
	}
	return have, nil
}

// tried tells what the words of typed catch in comments, of which those in now
// have the theme, and what those words catch that was has not.
func tried(comments []survey.Comment, now []bool, was, typed themes.Theme) *views.WordTrial {
	t := &views.WordTrial{N: len(comments)}
	for _, has := range now {
		if has {
			t.Now++
		}
	}
	texts := make([]themes.Comment, len(comments))
	for i, comment := range comments {
		texts[i] = themes.Comment{Text: comment.Text, Lang: comment.Lang}
	}
	caught := map[int]bool{}
	for _, catch := range themes.Catches(typed.Patterns, texts) {
		for _, i := range catch.Comments {
			if !catch.Not {
				caught[i] = true
			}
		}
		if slices.Contains(was.Patterns[catch.Lang], catch.Pattern) {
			continue
		}
		if len(t.Words) == wordsTold {
			t.More++
			continue
		}
		t.Words = append(t.Words, triedWord(catch, comments, now))
	}
	t.Then = len(slices.Collect(maps.Keys(caught)))
	return t
}

// triedWord tells what a word catches, with examples first that do not have the
// theme yet: those are what adding it changes.
func triedWord(catch themes.Catch, comments []survey.Comment, now []bool) views.TriedWord {
	w := views.TriedWord{Pattern: catch.Pattern, Not: catch.Not, N: len(catch.Comments)}
	for _, has := range []bool{false, true} {
		for n, i := range catch.Comments {
			if now[i] != has {
				continue
			}
			if !has {
				w.New++
			}
			e := example(comments[i], catch.Hits[n])
			same := slices.ContainsFunc(w.Examples, func(x views.TriedExample) bool { return x.Text == e.Text })
			if len(w.Examples) < examplesTold && comments[i].Decision.Hidden == "" && !same {
				w.Examples = append(w.Examples, e)
			}
		}
	}
	return w
}

// example returns the clause of a comment that a word was caught in first.
func example(comment survey.Comment, hits []themes.Hit) views.TriedExample {
	clauses := themes.Clauses(comment.Text)
	from, to := clauses[hits[0].Clause].Start, clauses[hits[0].Clause].End
	hits = slices.DeleteFunc(slices.Clone(hits), func(hit themes.Hit) bool { return hit.Start < from || hit.End > to })
	return views.TriedExample{Text: comment.Text[from:to], Lang: comment.Lang, Hits: spans(hits, from)}
}
