package handlers

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ouderstem/stats"
	"ouderstem/stats/themes"
	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/views"
)

// coder returns what reads comments now: with the codebook in use, and taught
// by what people put right.
func (h *staff) coder(c *fiber.Ctx) (*Coder, error) {
	coder, _, err := h.reports.Coder(c.UserContext())
	return coder, err
}

// mentions returns the themes of a comment; what people said wins.
func mentions(coder *Coder, comment survey.Comment) []themes.Mention {
	list, _ := stats.Mentions(coder, comment)
	return list
}

// themedList is what parents wrote in a scope and may be read, with what it is
// about.
type themedList struct {
	in       store.Scope
	results  survey.Results
	readings []stats.Reading
	coder    *Coder
	comments []themedComment // in the order of ids, which is no order
}

// themedComment is a comment with its question and its themes.
type themedComment struct {
	survey.Comment
	asked    survey.Text
	mentions []themes.Mention
	void     themes.Void // why it says nothing, where it does not
}

// mention returns what makes the comment one about a theme.
func (t themedComment) mention(theme string) (themes.Mention, bool) {
	i := slices.IndexFunc(t.mentions, func(m themes.Mention) bool { return m.Theme == theme })
	if i < 0 {
		return themes.Mention{}, false
	}
	return t.mentions[i], true
}

// about reports whether the comment is about a theme or, with
// [themes.NoTheme], says something and is about none.
func (t themedComment) about(theme string) bool {
	if theme == themes.NoTheme {
		return len(t.mentions) == 0 && t.void == themes.NotVoid
	}
	_, ok := t.mention(theme)
	return ok
}

// label returns what a person said of the comment and a theme.
func (t themedComment) label(theme string) views.Verdict {
	for _, l := range t.Labels {
		switch {
		case l.Theme != theme:
		case l.Yes:
			return views.SaidYes
		default:
			return views.SaidNo
		}
	}
	return views.SaidNothing
}

// themedComments reads the comments of the scope in the path.
func (h *staff) themedComments(c *fiber.Ctx) (*themedList, error) {
	in, err := scope(c)
	if err != nil {
		return nil, err
	}
	l := &themedList{in: in}
	if l.results, err = h.Store.Results(c.UserContext(), in.Survey, in.Unit, in.Year); err != nil {
		return nil, err
	}
	if l.coder, err = h.coder(c); err != nil {
		return nil, err
	}
	l.readings = stats.Readings(l.results)
	for _, reading := range l.readings {
		for _, comment := range reading.Comments {
			l.comments = append(l.comments, themed(l.coder, reading, comment))
		}
	}
	slices.SortFunc(l.comments, func(a, b themedComment) int { return strings.Compare(a.ID, b.ID) })
	return l, nil
}

// themed reads a comment to the question of a reading.
func themed(coder *Coder, reading stats.Reading, comment survey.Comment) themedComment {
	t := themedComment{Comment: comment, asked: reading.Text}
	t.mentions, t.void = stats.Mentions(coder, comment)
	return t
}

// find returns the comment with an id; [survey.ErrNoRecord] where there is none
// that may be read.
func (l *themedList) find(id string) (themedComment, error) {
	i := slices.IndexFunc(l.comments, func(t themedComment) bool { return t.ID == id })
	if i < 0 {
		return themedComment{}, survey.ErrNoRecord
	}
	return l.comments[i], nil
}

// place is what all pages about the themes of a list have.
func (l *themedList) place() views.ThemePlace {
	p := views.ThemePlace{Unit: l.results.Unit, Year: l.in.Year, Survey: l.in.Survey, K: l.results.K}
	if l.results.Survey != nil {
		p.Title, p.Audience = l.results.Survey.Title, l.results.Survey.Audience
	}
	return p
}

// themedItem returns a comment as it stands in a list, with the words highlighted
// that made it one about theme.
func (h *staff) themedItem(l *themedList, t themedComment, theme string) views.ThemedItem {
	item := views.ThemedItem{CommentItem: h.commentItem(t.Comment, t.asked), Verdict: t.label(theme)}
	item.Chips = chips(l.coder, l.in, t)
	if m, ok := t.mention(theme); ok {
		item.Sentiment = int(m.Sentiment)
		item.How = views.ByMachine
		item.Hits = spans(m.Hits, 0)
		if len(m.Hits) > 0 {
			item.How = views.ByWords
		}
		if item.Verdict == views.SaidYes || t.Coded {
			item.How = views.ByPerson
		}
	}
	return item
}

// spans returns where hits are in a text that begins at from; those that overlap
// are one.
func spans(hits []themes.Hit, from int) []survey.Span {
	var list []survey.Span
	for _, hit := range hits {
		list = append(list, survey.Span{Start: hit.Start - from, End: hit.End - from})
	}
	slices.SortFunc(list, func(a, b survey.Span) int { return cmp.Or(a.Start-b.Start, b.End-a.End) })
	merged := list[:0]
	for _, s := range list {
		if last := len(merged) - 1; last >= 0 && s.Start < merged[last].End {
			merged[last].End = max(merged[last].End, s.End)
		} else {
			merged = append(merged, s)
		}
	}
	return merged
}

// chips are the themes of a comment.
func chips(coder *Coder, in store.Scope, t themedComment) []views.Chip {
	var list []views.Chip
	for _, m := range t.mentions {
		theme, _ := coder.Codebook().Theme(m.Theme)
		list = append(list, views.Chip{
			ID: m.Theme, Name: theme.Name, Path: views.ThemePath(in.Unit, in.Year, in.Survey, m.Theme),
			Person: t.label(m.Theme) == views.SaidYes,
		})
	}
	return list
}
