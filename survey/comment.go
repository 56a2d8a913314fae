package survey

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"unicode/utf8"
)

// The mistakes people make when they work with comments.
var (
	ErrChooseTheme   = &Error{Key: "error.choose-theme"}
	ErrNoThemes      = &Error{Key: "error.no-themes"}
	ErrNoneAndThemes = &Error{Key: "error.none-and-themes"}
	ErrNoChoice      = &Error{Key: "error.no-choice"}
	ErrNoOutcome     = &Error{Key: "error.no-outcome"}
	ErrNoNote        = &Error{Key: "error.no-note"}
	ErrNoteTooLong   = &Error{Key: "error.note-too-long"}
	ErrTextChanged   = &Error{Key: "error.text-changed"}
)

// Comment is one open answer, masked, apart from the response it came with
// but for the mark ("" when no mark was given).
type Comment struct {
	ID       string // drawn when its box was opened, in hexadecimal; "" until then
	Question string
	Lang     string
	Mark     string
	Text     string // as it may be read: without the words that a person took out
	Decision Decision
	// Asks is what its question asked for, in the version that was answered.
	Asks Asks
	// Labels are what people said it is about and not about, in the order of
	// themes.
	Labels []Label
	// Coded says that somebody coded it as part of the sample: it is about the
	// themes that Labels says yes to and about no others, and the machine
	// learns nothing from it.
	Coded bool
}

// Decision is what people decided about a comment; the zero Decision is that
// nobody did.
type Decision struct {
	Quote  bool   `json:"quote,omitempty"`  // may be published
	Hidden Reason `json:"hidden,omitempty"` // why it is shown nowhere; "" when it is shown
	Worry  Worry  `json:"worry,omitempty"`
	Note   string `json:"note,omitempty"` // what was done about the worry
}

// Reason is why a comment was hidden.
type Reason string

// The reasons there are. They are not typed: a reason in free words could say
// again what was hidden.
const (
	Recognisable Reason = "recognisable" // a parent, a child or somebody else can be recognised
	Hurtful      Reason = "hurtful"      // it insults or threatens somebody
	Elsewhere    Reason = "elsewhere"    // it is about something else
	Empty        Reason = "empty"        // it says nothing, or was a test
	OtherReason  Reason = "other"
)

// Reasons are all reasons, in the order they are offered in.
var Reasons = []Reason{Recognisable, Hurtful, Elsewhere, Empty, OtherReason}

// Worry is how far a comment is that somebody worries about: that a child or a
// parent may be in danger.
type Worry string

// The states of a worry. All but the first two are outcomes.
const (
	NoWorry   Worry = ""
	Worrying  Worry = "open"      // waits for a decision
	Discussed Worry = "discussed" // with the team
	Advised   Worry = "advised"   // advice was asked, of Veilig Thuis for instance
	Changed   Worry = "changed"   // the way of working was changed
	Needless  Worry = "needless"  // there is nothing to do
)

// Outcomes are the decisions about a worry, in the order they are offered in.
var Outcomes = []Worry{Discussed, Advised, Changed, Needless}

// Act is something that is done with a comment.
type Act string

// The acts there are. Masking words is another: see [Omit].
const (
	ActQuote   Act = "quote"   // release for publication
	ActUnquote Act = "unquote" //
	ActHide    Act = "hide"    // for a Reason; it is no quote any more
	ActShow    Act = "show"    //
	ActWorry   Act = "worry"   // put into the queue for safety
	ActCalm    Act = "calm"    // take out of it
	ActDecide  Act = "decide"  // about a worry: an Outcome and a Note
	ActReopen  Act = "reopen"  //
)

// Ruling is an act with what it needs.
type Ruling struct {
	Act     Act
	Reason  Reason // of ActHide
	Outcome Worry  // of ActDecide
	Note    string // of ActDecide
}

// longestNote is in characters: a note says what was done, not the whole story.
const longestNote = 600

// Check reports what is missing in r.
func (r Ruling) Check() error {
	switch r.Act {
	case ActQuote, ActUnquote, ActShow, ActWorry, ActCalm, ActReopen:
		return nil
	case ActHide:
		if slices.Contains(Reasons, r.Reason) {
			return nil
		}
	case ActDecide:
		switch {
		case !slices.Contains(Outcomes, r.Outcome):
			return ErrNoOutcome
		case r.Note == "":
			return ErrNoNote
		case utf8.RuneCountInString(r.Note) > longestNote:
			return ErrNoteTooLong.With("Most", longestNote)
		}
		return nil
	}
	return ErrBadInput
}

// After returns d once r was done, which is d itself where r changes nothing: a
// comment that is hidden cannot be released, and what nobody worries about
// needs no outcome.
func (d Decision) After(r Ruling) Decision {
	switch r.Act {
	case ActQuote:
		d.Quote = d.Quote || d.Hidden == ""
	case ActUnquote:
		d.Quote = false
	case ActHide:
		d.Hidden, d.Quote = r.Reason, false
	case ActShow:
		d.Hidden = ""
	case ActWorry:
		if d.Worry == NoWorry {
			d.Worry = Worrying
		}
	case ActCalm:
		d.Worry, d.Note = NoWorry, ""
	case ActDecide:
		if d.Worry != NoWorry {
			d.Worry, d.Note = r.Outcome, r.Note
		}
	case ActReopen:
		if d.Worry != NoWorry {
			d.Worry = Worrying
		}
	}
	return d
}

// Wording is a comment with what its masks still hide: who masks must see what
// can be undone. Nothing else reads it.
type Wording struct {
	Comment
	Words string // as they are kept
	Masks []Span // of Words
}

// Fingerprint tells one wording from another: who masks words of a text that
// was changed meanwhile would mask others than those meant.
func (w Wording) Fingerprint() string {
	h := sha256.New()
	h.Write([]byte(w.Words))
	for _, m := range w.Masks {
		h.Write([]byte("\x00" + strconv.Itoa(m.Start) + "-" + strconv.Itoa(m.End)))
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}
