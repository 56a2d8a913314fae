package survey

import (
	"errors"
	"strings"
	"testing"
)

func TestRulings(t *testing.T) {
	quoted := Decision{Quote: true}
	hidden := Decision{Hidden: Hurtful}
	worrying := Decision{Worry: Worrying}
	decided := Decision{Worry: Discussed, Note: "besproken"}
	for _, test := range []struct {
		before Decision
		ruling Ruling
		want   Decision
	}{
		{Decision{}, Ruling{Act: ActQuote}, quoted},
		{quoted, Ruling{Act: ActUnquote}, Decision{}},
		{quoted, Ruling{Act: ActHide, Reason: Hurtful}, hidden}, // and when it is shown again it is no quote
		{hidden, Ruling{Act: ActShow}, Decision{}},
		{hidden, Ruling{Act: ActQuote}, hidden},
		{Decision{}, Ruling{Act: ActWorry}, worrying},
		{decided, Ruling{Act: ActWorry}, decided},
		{worrying, Ruling{Act: ActCalm}, Decision{}},
		{worrying, Ruling{Act: ActDecide, Outcome: Discussed, Note: "besproken"}, decided},
		{Decision{}, Ruling{Act: ActDecide, Outcome: Discussed, Note: "besproken"}, Decision{}},
		{decided, Ruling{Act: ActReopen}, Decision{Worry: Worrying, Note: "besproken"}},
		{Decision{}, Ruling{Act: ActReopen}, Decision{}},
	} {
		if err := test.ruling.Check(); err != nil {
			t.Errorf("%+v: %v", test.ruling, err)
		}
		if got := test.before.After(test.ruling); got != test.want {
			t.Errorf("%+v after %+v is %+v, want %+v", test.before, test.ruling, got, test.want)
		}
	}
	for _, test := range []struct {
		ruling Ruling
		want   error
	}{
		{Ruling{}, ErrBadInput},
		{Ruling{Act: "publish"}, ErrBadInput},
		{Ruling{Act: ActHide}, ErrBadInput},
		{Ruling{Act: ActHide, Reason: "no reason"}, ErrBadInput},
		{Ruling{Act: ActDecide, Note: "x"}, ErrNoOutcome},
		{Ruling{Act: ActDecide, Outcome: Worrying, Note: "x"}, ErrNoOutcome},
		{Ruling{Act: ActDecide, Outcome: Advised}, ErrNoNote},
		{Ruling{Act: ActDecide, Outcome: Advised, Note: strings.Repeat("é", 601)}, ErrNoteTooLong},
		{Ruling{Act: ActDecide, Outcome: Advised, Note: strings.Repeat("é", 600)}, nil},
	} {
		if err := test.ruling.Check(); !errors.Is(err, test.want) {
			t.Errorf("%+v: %v, want %v", test.ruling, err, test.want)
		}
	}
}

func TestFingerprint(t *testing.T) {
	w := Wording{Words: "een twee drie"}
	seen := map[string]bool{w.Fingerprint(): true}
	for _, other := range []Wording{
		{Words: "een twee vier"},
		{Words: "een twee drie", Masks: []Span{{0, 3}}},
		{Words: "een twee drie", Masks: []Span{{0, 3}, {4, 8}}},
	} {
		if seen[other.Fingerprint()] {
			t.Errorf("%+v is taken for another", other)
		}
		seen[other.Fingerprint()] = true
	}
}
