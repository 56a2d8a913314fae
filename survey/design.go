package survey

import (
	"fmt"
	"maps"
	"slices"
)

// A survey is designed as a value: every edit takes one and returns another, so
// that what was there before is still there to go back to. What is added has no
// name yet but a number behind a mark: names are made of the texts when the survey
// is published ([Survey.Named]), because an id that people read in files should
// say what it stands for, and texts are typed after a question is there.

// nameless begins an id that stands for a name still to be made. It is in no
// slug, so nothing published has it.
const nameless = "~"

// Prefilled are what the program itself puts into a new question, in each language
// it speaks.
type Prefilled struct {
	Unknown   Text // the option without an opinion
	Low, High Text // the ends of a mark's scale
}

// Clone returns a copy that shares nothing with s.
func (s *Survey) Clone() *Survey {
	c := *s
	c.Languages, c.Drafted = slices.Clone(s.Languages), slices.Clone(s.Drafted)
	c.Title, c.Credit = maps.Clone(s.Title), maps.Clone(s.Credit)
	c.Questions = slices.Clone(s.Questions)
	for i := range c.Questions {
		c.Questions[i] = c.Questions[i].clone()
	}
	return &c
}

func (q Question) clone() Question {
	q.Text, q.Help, q.Low, q.High = maps.Clone(q.Text), maps.Clone(q.Help), maps.Clone(q.Low), maps.Clone(q.High)
	q.Options = slices.Clone(q.Options)
	for i := range q.Options {
		q.Options[i].Text = maps.Clone(q.Options[i].Text)
	}
	return q
}

// nextNameless returns an id without a name that nothing in s has.
func (s *Survey) nextNameless() string {
	used := map[string]bool{}
	for _, q := range s.Questions {
		used[q.ID] = true
		for _, o := range q.Options {
			used[o.ID] = true
		}
	}
	for n := 1; ; n++ {
		if id := fmt.Sprint(nameless, n); !used[id] {
			return id
		}
	}
}

// WithQuestion puts q in at a place, from 0; beyond the end is the end. Where
// its id is empty or taken it gets one without a name, and so do its options.
func (s *Survey) WithQuestion(q Question, at int) (*Survey, string) {
	c, q := s.Clone(), q.clone()
	if _, taken := c.Question(q.ID); q.ID == "" || taken {
		q.ID = c.nextNameless()
	}
	if q.Text == nil {
		q.Text = Text{}
	}
	options := q.Options
	q.Options = nil
	at = max(0, min(at, len(c.Questions)))
	c.Questions = slices.Insert(c.Questions, at, q)
	for _, o := range options {
		c.addOption(&c.Questions[at], o)
	}
	return c, q.ID
}

func (s *Survey) addOption(q *Question, o Option) string {
	if o.ID == "" {
		o.ID = s.nextNameless()
	}
	if o.Text == nil {
		o.Text = Text{}
	}
	q.Options = append(q.Options, o)
	return o.ID
}

// index returns where a question stands; [ErrNoRecord] where it is no more.
func (s *Survey) index(id string) (int, error) {
	i := slices.IndexFunc(s.Questions, func(q Question) bool { return q.ID == id })
	if i < 0 {
		return 0, ErrNoRecord
	}
	return i, nil
}

func (q *Question) index(option string) (int, error) {
	i := slices.IndexFunc(q.Options, func(o Option) bool { return o.ID == option })
	if i < 0 {
		return 0, ErrNoRecord
	}
	return i, nil
}

// move moves an item by a number of places, not beyond the ends.
func move[T any](list []T, from, by int) {
	to := max(0, min(len(list)-1, from+by))
	item := list[from]
	copy(list[from:], list[from+1:])
	copy(list[to+1:], list[to:len(list)-1])
	list[to] = item
}

// MoveQuestion moves a question down by a number of places, or up for a
// negative one.
func (s *Survey) MoveQuestion(id string, by int) (*Survey, error) {
	c := s.Clone()
	i, err := c.index(id)
	if err == nil {
		move(c.Questions, i, by)
	}
	return c, err
}

// WithoutQuestion takes a question out.
func (s *Survey) WithoutQuestion(id string) (*Survey, error) {
	c := s.Clone()
	i, err := c.index(id)
	if err == nil {
		c.Questions = slices.Delete(c.Questions, i, i+1)
	}
	return c, err
}

// editQuestion changes one question of a copy.
func (s *Survey) editQuestion(id string, edit func(c *Survey, q *Question) error) (*Survey, error) {
	c := s.Clone()
	i, err := c.index(id)
	if err != nil {
		return c, err
	}
	return c, edit(c, &c.Questions[i])
}

// WithOption adds an option to a question: before those without an opinion,
// which come last, unless it is one itself.
func (s *Survey) WithOption(question string, o Option) (*Survey, string, error) {
	var id string
	c, err := s.editQuestion(question, func(c *Survey, q *Question) error {
		id = c.addOption(q, o)
		last := len(q.Options) - 1
		for i := last - 1; i >= 0 && o.Side != Unknown && q.Options[i].Side == Unknown; i-- {
			move(q.Options, i+1, -1)
		}
		return nil
	})
	return c, id, err
}

// MoveOption moves an option of a question, as [Survey.MoveQuestion] does.
func (s *Survey) MoveOption(question, option string, by int) (*Survey, error) {
	return s.editQuestion(question, func(_ *Survey, q *Question) error {
		i, err := q.index(option)
		if err == nil {
			move(q.Options, i, by)
		}
		return err
	})
}

// WithoutOption takes an option out of a question.
func (s *Survey) WithoutOption(question, option string) (*Survey, error) {
	return s.editQuestion(question, func(_ *Survey, q *Question) error {
		i, err := q.index(option)
		if err == nil {
			q.Options = slices.Delete(q.Options, i, i+1)
		}
		return err
	})
}

// WithKind changes how a question is answered, and with that what it offers: a
// mark keeps only options without an opinion, an open question none, and what
// is chosen from has at least two.
func (s *Survey) WithKind(id string, kind Kind, words Prefilled) (*Survey, error) {
	return s.editQuestion(id, func(c *Survey, q *Question) error {
		if !slices.Contains(kinds, kind) {
			return ErrBadInput
		}
		c.setKind(q, kind, words)
		return nil
	})
}

func (s *Survey) setKind(q *Question, kind Kind, words Prefilled) {
	q.Kind = kind
	if kind != Open {
		q.Asks = AsksAnything
	}
	switch kind {
	case Open:
		q.Options, q.CountUnknown = nil, false
	case Mark:
		q.Options = slices.DeleteFunc(q.Options, func(o Option) bool { return o.Side != Unknown })
		q.Low, q.High = orWords(q.Low, words.Low), orWords(q.High, words.High)
	case One, Many:
		q.Low, q.High = nil, nil
		for n := len(q.Options) - count(q.Options, Unknown); n < 2; n++ {
			q.Options = slices.Insert(q.Options, n, Option{ID: s.nextNameless(), Text: Text{}})
		}
	}
	if kind != Open && count(q.Options, Unknown) == 0 {
		s.addOption(q, Option{Text: maps.Clone(words.Unknown), Side: Unknown})
	}
}

// count returns how many options stand on a side.
func count(options []Option, side Side) int {
	n := 0
	for _, o := range options {
		if o.Side == side {
			n++
		}
	}
	return n
}

func orWords(have, words Text) Text {
	if len(have) > 0 {
		return have
	}
	return maps.Clone(words)
}

// WithLanguage adds a language, as one that no native speaker has reviewed yet.
// Texts that were there in it are there again.
func (s *Survey) WithLanguage(lang string) *Survey {
	c := s.Clone()
	if !slices.Contains(c.Languages, lang) {
		c.Languages = append(c.Languages, lang)
	}
	if !slices.Contains(c.Drafted, lang) {
		c.Drafted = append(c.Drafted, lang)
	}
	return c
}

// WithoutLanguage takes a language out but not its texts. The last language
// stays: a survey is in one at least.
func (s *Survey) WithoutLanguage(lang string) *Survey {
	c := s.Clone()
	other := func(l string) bool { return l == lang }
	if len(c.Languages) > 1 {
		c.Languages = slices.DeleteFunc(c.Languages, other)
		c.Drafted = slices.DeleteFunc(c.Drafted, other)
	}
	return c
}
