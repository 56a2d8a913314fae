package survey

import (
	"fmt"
	"strings"
)

// IsNamed reports whether an id is a name already.
func IsNamed(id string) bool { return id != "" && !strings.HasPrefix(id, nameless) }

// Named returns s with names for all that has none yet, made of its texts in
// the first language. The survey itself keeps its id.
func (s *Survey) Named() *Survey {
	c := s.Clone()
	first := ""
	if len(c.Languages) > 0 {
		first = c.Languages[0]
	}
	taken := map[string]bool{}
	for _, q := range c.Questions {
		taken[q.ID] = true
	}
	for i := range c.Questions {
		q := &c.Questions[i]
		if !IsNamed(q.ID) {
			q.ID = NewID(q.Text.In(first, c.Languages...), "question", func(id string) bool { return taken[id] })
			taken[q.ID] = true
		}
		c.nameOptions(q, first)
	}
	return c
}

func (s *Survey) nameOptions(q *Question, first string) {
	taken := map[string]bool{}
	for _, o := range q.Options {
		taken[o.ID] = true
	}
	for j := range q.Options {
		if o := &q.Options[j]; !IsNamed(o.ID) {
			o.ID = NewID(o.Text.In(first, s.Languages...), "option", func(id string) bool {
				return taken[id] || q.Kind == Mark && isMark(id)
			})
			taken[o.ID] = true
		}
	}
}

// NewID makes an id of a text that taken does not report, or of otherwise where
// the text has no letter that an id may have.
func NewID(text, otherwise string, taken func(string) bool) string {
	const longest, number = 40, 4 // room for a number behind it
	base := Slug(text)
	if base == "" {
		base = otherwise
	}
	if len(base) > longest-number {
		base = base[:longest-number]
		if at := strings.LastIndexByte(base, '-'); at > longest/2 {
			base = base[:at] // a whole word
		}
		base = strings.Trim(base, "-")
	}
	id := base
	for n := 2; taken(id); n++ {
		id = fmt.Sprintf("%s-%d", base, n)
	}
	return id
}
