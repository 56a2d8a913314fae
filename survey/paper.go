package survey

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Printed returns the number that stands beside a value on a paper form, which
// is what a colleague types for it; "" for a value that is not offered. Options
// are numbered from 1. A mark is its own number; its options are 0, and 11 and up.
func (q Question) Printed(value string) string {
	i := slices.IndexFunc(q.Options, func(o Option) bool { return o.ID == value })
	switch {
	case i >= 0 && q.Kind != Mark:
		return strconv.Itoa(i + 1)
	case i == 0:
		return "0"
	case i > 0:
		return strconv.Itoa(Highest + i)
	case slices.Contains(q.Values(), value):
		return value
	}
	return ""
}

// Keyed reads what was typed for a closed question as its values; nothing typed
// is a skipped question. Of several options each is typed, with or without
// something between them as long as none has two digits.
// [ErrNotPrinted] for a number that stands nowhere on the form.
func (q Question) Keyed(typed string) ([]string, error) {
	var values []string
	for _, number := range q.numbers(typed) {
		i := slices.IndexFunc(q.Values(), func(v string) bool { return q.Printed(v) == number })
		if i < 0 {
			return nil, ErrNotPrinted.With("Typed", number)
		}
		if v := q.Values()[i]; !slices.Contains(values, v) {
			values = append(values, v)
		}
	}
	return values, q.Check(values)
}

// numbers cuts what was typed into numbers as they are printed.
func (q Question) numbers(typed string) []string {
	numbers := strings.FieldsFunc(strings.Map(plain, Clean(typed)), func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(",;.+/-", r)
	})
	const digits = 9
	if q.Kind != Many || len(q.Options) > digits {
		return numbers
	}
	return strings.Split(strings.Join(numbers, ""), "")
}
