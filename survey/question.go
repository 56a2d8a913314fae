package survey

import (
	"slices"
	"strconv"
)

// Kind is how a question is answered.
type Kind string

// The kinds of questions there are.
const (
	Mark Kind = "mark" // a school mark from 1 to 10
	One  Kind = "one"  // one of several options
	Many Kind = "many" // any number of several options
	Open Kind = "open" // the parent's own words
)

var kinds = []Kind{Mark, One, Many, Open}

// Lowest and Highest are the ends of the scale of a mark; Sufficient is where
// Dutch schools draw the line.
const (
	Lowest     = 1
	Highest    = 10
	Sufficient = 5.5
)

// Side is where an option stands when options are drawn together in three
// bands.
type Side string

// The sides an option can stand on. An option without an opinion ("don't
// know", "rather not say") is Unknown and counts in no band.
const (
	Positive Side = "positive"
	Between  Side = "between"
	Negative Side = "negative"
	Unknown  Side = "unknown"
)

// Option is one of the answers a closed question offers.
type Option struct {
	ID   string `json:"id" validate:"required,slug,max=40"`
	Text Text   `json:"text" validate:"required"`
	Side Side   `json:"side,omitempty" validate:"omitempty,oneof=positive between negative unknown"`
}

// Question is one thing that is asked. Every question may be skipped.
type Question struct {
	ID   string `json:"id" validate:"required,slug,max=40"`
	Kind Kind   `json:"kind" validate:"required,oneof=mark one many open"`
	Text Text   `json:"text" validate:"required"`
	Help Text   `json:"help,omitempty"`
	// Low and High are the words at the ends of a mark's scale.
	Low  Text `json:"low,omitempty"`
	High Text `json:"high,omitempty"`
	// Options are what One and Many offer, and what a Mark offers besides its
	// ten numbers ("don't know").
	Options []Option `json:"options,omitempty" validate:"max=20,dive"`
	// CountUnknown puts "don't know" in the denominator, as the NHS does for
	// its Friends and Family Test.
	CountUnknown bool `json:"countUnknown,omitempty"`
	// Asks is what an open question asks for.
	Asks Asks `json:"asks,omitempty" validate:"omitempty,oneof=good bad"`
}

// Values returns the values that a closed question accepts, in the order they
// are offered: "1" to "10" before a mark's own options. An open question has
// none.
func (q Question) Values() []string {
	var values []string
	if q.Kind == Mark {
		for n := Lowest; n <= Highest; n++ {
			values = append(values, strconv.Itoa(n))
		}
	}
	for _, o := range q.Options {
		values = append(values, o.ID)
	}
	return values
}

// Check reports what is wrong with values as the answer to q, or nil. No values
// is a skipped question, which is always right.
func (q Question) Check(values []string) error {
	if len(values) > 1 && q.Kind != Many {
		return ErrTooMany
	}
	if q.Kind == Open {
		return nil
	}
	offered := q.Values()
	for i, v := range values {
		if !slices.Contains(offered, v) || slices.Contains(values[:i], v) {
			return ErrNotOffered
		}
	}
	return nil
}

// Side returns where value stands when answers are drawn together in bands:
// for a mark 1–5 is negative, 6–7 between and 8–10 positive.
func (q Question) Side(value string) Side {
	for _, o := range q.Options {
		if o.ID == value {
			return o.Side
		}
	}
	n, err := strconv.Atoi(value)
	switch {
	case q.Kind != Mark || err != nil:
		return ""
	case n <= 5:
		return Negative
	case n <= 7:
		return Between
	}
	return Positive
}

// SameScale reports whether answers to q and r may be counted together: the
// same question offering the same values with the same meaning.
func (q Question) SameScale(r Question) bool {
	return q.ID == r.ID && q.Kind == r.Kind && q.CountUnknown == r.CountUnknown &&
		slices.EqualFunc(q.Options, r.Options, func(a, b Option) bool { return a.ID == b.ID && a.Side == b.Side })
}
