package survey

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func options(n int) []Option {
	var list []Option
	for i := range n {
		list = append(list, Option{ID: "o" + string(rune('a'+i))})
	}
	return list
}

func TestKeyed(t *testing.T) {
	mark := Question{ID: "mark", Kind: Mark, Options: options(2)}
	one := Question{ID: "one", Kind: One, Options: options(5)}
	many := Question{ID: "many", Kind: Many, Options: options(4)}
	long := Question{ID: "long", Kind: Many, Options: options(12)}
	tests := []struct {
		q     Question
		typed string
		want  []string
		err   error
	}{
		{mark, "7", []string{"7"}, nil},
		{mark, " 10 ", []string{"10"}, nil},
		{mark, "٧", []string{"7"}, nil},
		{mark, "0", []string{"oa"}, nil},
		{mark, "11", []string{"ob"}, nil},
		{mark, "", nil, nil},
		{mark, "12", nil, ErrNotPrinted},
		{mark, "7,5", nil, ErrTooMany},
		{mark, "-3", []string{"3"}, nil},
		{mark, "acht", nil, ErrNotPrinted},
		{one, "1", []string{"oa"}, nil},
		{one, "5", []string{"oe"}, nil},
		{one, "6", nil, ErrNotPrinted},
		{one, "0", nil, ErrNotPrinted},
		{one, "1 2", nil, ErrTooMany},
		{many, "14", []string{"oa", "od"}, nil},
		{many, "4, 1", []string{"od", "oa"}, nil},
		{many, "11", []string{"oa"}, nil},
		{many, "15", nil, ErrNotPrinted},
		{long, "12", []string{"ol"}, nil},
		{long, "1 2", []string{"oa", "ob"}, nil},
	}
	for _, test := range tests {
		got, err := test.q.Keyed(test.typed)
		if !errors.Is(err, test.err) || err == nil && !slices.Equal(got, test.want) {
			t.Errorf("%s %q: %v, %v; want %v, %v", test.q.ID, test.typed, got, err, test.want, test.err)
		}
	}
	if got := one.Printed("none"); got != "" {
		t.Errorf("a number for what is not offered: %q", got)
	}
}

// What stands on the paper form of a survey that ships can be typed back.
func TestPrintedIsKeyed(t *testing.T) {
	templates, err := Templates()
	if err != nil {
		t.Fatal(err)
	}
	for id, s := range templates {
		for _, q := range s.Questions {
			for _, v := range q.Values() {
				if got, err := q.Keyed(q.Printed(v)); err != nil || !slices.Equal(got, []string{v}) {
					t.Errorf("%s %s: %s is printed as %q and read as %v, %v", id, q.ID, v, q.Printed(v), got, err)
				}
			}
		}
	}
}

func FuzzKeyed(f *testing.F) {
	for _, typed := range []string{"1", "10", "1 3", "13", "٣", "x", "1\u202e2", "", "9999999999999999999999"} {
		f.Add(typed)
	}
	questions := []Question{
		{ID: "mark", Kind: Mark, Options: options(1)},
		{ID: "one", Kind: One, Options: options(7)},
		{ID: "many", Kind: Many, Options: options(9)},
		{ID: "long", Kind: Many, Options: options(20)},
	}
	f.Fuzz(func(t *testing.T, typed string) {
		for _, q := range questions {
			values, err := q.Keyed(typed)
			if err != nil {
				continue
			}
			if err := q.Check(values); err != nil {
				t.Fatalf("%s %q: read as %v, which does not hold: %v", q.ID, typed, values, err)
			}
			var printed []string
			for _, v := range values {
				printed = append(printed, q.Printed(v))
			}
			if again, err := q.Keyed(strings.Join(printed, " ")); err != nil || !slices.Equal(again, values) {
				t.Fatalf("%s %q: %v, then %v, %v", q.ID, typed, values, again, err)
			}
		}
	})
}
