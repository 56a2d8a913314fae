package survey

import (
	"slices"
	"unicode/utf8"
)

// longestForeword is in characters: about half a page.
const longestForeword = 2000

// FieldForeword is where a fault in a foreword stands.
const FieldForeword = "foreword"

// ErrForewordTooLong is about a foreword that is no longer one.
var ErrForewordTooLong = &Error{Key: "error.foreword-too-long"}

// Check reports what people can mend in c.
func (c Choice) Check() []Fault {
	if utf8.RuneCountInString(c.Foreword) > longestForeword {
		return []Fault{{Field: FieldForeword, Err: ErrForewordTooLong.With("Most", longestForeword)}}
	}
	return nil
}

// Without returns the choice with exactly these sections left out, in the order
// they stand in; what is no section is not among them.
func (c Choice) Without(left []Section) Choice {
	c.Left = nil
	for _, s := range Sections {
		if slices.Contains(left, s) {
			c.Left = append(c.Left, s)
		}
	}
	return c
}
