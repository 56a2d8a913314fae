package survey

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Error is a mistake that a person can mend. Key names the sentence in
// views/text that says what to do; Args fill it in. Two errors are the same to
// errors.Is when they have the same key.
type Error struct {
	Key  string
	Args map[string]any
}

// The mistakes people make, with the key of the sentence that tells them.
var (
	ErrNoSurvey      = &Error{Key: "error.no-survey"}
	ErrNoUnit        = &Error{Key: "error.no-unit"}
	ErrNoRecord      = &Error{Key: "error.no-record"}
	ErrNoBatch       = &Error{Key: "error.no-batch"}
	ErrUnitExists    = &Error{Key: "error.unit-exists"}
	ErrUnitLoop      = &Error{Key: "error.unit-loop"}
	ErrUnitName      = &Error{Key: "error.unit-name"}
	ErrBadDefinition = &Error{Key: "error.bad-definition"}
	ErrBadCodebook   = &Error{Key: "error.bad-codebook"}
	ErrBadLine       = &Error{Key: "error.bad-line"}
	ErrFolds         = &Error{Key: "error.folds"}
	ErrUnknownLabel  = &Error{Key: "error.unknown-label"}
	ErrNothingToFind = &Error{Key: "error.nothing-to-find"}
	ErrNoNumber      = &Error{Key: "error.topics-number"}
	ErrNoCode        = &Error{Key: "error.no-code"}
	ErrCodeLength    = &Error{Key: "error.code-length"}
	ErrCodeGroup     = &Error{Key: "error.code-group"}
	ErrCodeCheck     = &Error{Key: "error.code-check"}
	ErrTooManyCodes  = &Error{Key: "error.too-many-codes"}
	ErrUnknownCode   = &Error{Key: "error.unknown-code"}
	ErrNotOffered    = &Error{Key: "error.not-offered"}
	ErrNotPrinted    = &Error{Key: "error.not-printed"}
	ErrTooMany       = &Error{Key: "error.too-many"}
	ErrNoAnswers     = &Error{Key: "error.no-answers"}
	ErrCardCount     = &Error{Key: "error.card-count"}
	ErrTooManyCards  = &Error{Key: "error.too-many-cards"}
	ErrTooLong       = &Error{Key: "error.too-long"}
	ErrNotSent       = &Error{Key: "error.not-sent"}
	ErrNewerDatabase = &Error{Key: "error.newer-database"}
	ErrNoKeyring     = &Error{Key: "error.no-keyring"}
	ErrBadDirectory  = &Error{Key: "error.bad-directory"}
	ErrInUse         = &Error{Key: "error.in-use"}
	ErrFileExists    = &Error{Key: "error.file-exists"}
	ErrBadDatabase   = &Error{Key: "error.bad-database"}
	ErrDiskFull      = &Error{Key: "error.disk-full"}
	ErrDiskBroken    = &Error{Key: "error.disk-broken"}
	ErrNoData        = &Error{Key: "error.no-data"}
	ErrBusy          = &Error{Key: "error.busy"}
	ErrAddressTaken  = &Error{Key: "error.address-taken"}
	ErrAmbiguous     = &Error{Key: "error.ambiguous"}
	ErrNoDir         = &Error{Key: "error.no-dir"}
	ErrHalfFilled    = &Error{Key: "error.half-filled"}
	ErrBadBackup     = &Error{Key: "error.bad-backup"}
	ErrBadRecipient  = &Error{Key: "error.bad-recipient"}
	ErrBadIdentity   = &Error{Key: "error.bad-identity"}
	ErrEncrypted     = &Error{Key: "error.encrypted"}
	ErrOtherIdentity = &Error{Key: "error.other-identity"}
	ErrKeysBeside    = &Error{Key: "error.keys-beside"}
	ErrWrongYear     = &Error{Key: "error.wrong-year"}
	ErrBadCount      = &Error{Key: "error.bad-count"}
	ErrBadFlag       = &Error{Key: "error.bad-flag"}
	ErrPortInUse     = &Error{Key: "error.port-in-use"}
	ErrNoChromium    = &Error{Key: "error.no-chromium"}
	ErrNoName        = &Error{Key: "error.no-name"}
	ErrNoDefinition  = &Error{Key: "error.no-definition"}
	ErrBadInput      = &Error{Key: "error.bad-input"}

	ErrNoAccount         = &Error{Key: "error.no-account"}
	ErrNoSession         = &Error{Key: "error.no-session"}
	ErrEmailTaken        = &Error{Key: "error.email-taken"}
	ErrLastAdministrator = &Error{Key: "error.last-administrator"}
	ErrNoGrants          = &Error{Key: "error.no-grants"}
	ErrWrongLogin        = &Error{Key: "error.wrong-login"}
	ErrWrongPassword     = &Error{Key: "error.wrong-password"}
	ErrTooOften          = &Error{Key: "error.too-often"}
	ErrOldLink           = &Error{Key: "error.old-link"}
	ErrShortPassword     = &Error{Key: "error.short-password"}
	ErrLongPassword      = &Error{Key: "error.long-password"}
	ErrEasyPassword      = &Error{Key: "error.easy-password"}
	ErrOtherPassword     = &Error{Key: "error.other-password"}
	ErrSetUp             = &Error{Key: "error.set-up"}
	ErrChanged           = &Error{Key: "error.changed"}
	ErrUnitInUse         = &Error{Key: "error.unit-in-use"}

	ErrNoEdition     = &Error{Key: "error.no-edition"}
	ErrReportYear    = &Error{Key: "error.report-year"}
	ErrNoCorrection  = &Error{Key: "error.no-correction"}
	ErrReasonTooLong = &Error{Key: "error.reason-too-long"}
	ErrUnneeded      = &Error{Key: "error.reason-unneeded"}
	ErrSameEdition   = &Error{Key: "error.same-edition"}
	ErrNothingOpened = &Error{Key: "error.nothing-opened"}
	ErrLedger        = &Error{Key: "error.ledger"}
)

// With returns a copy of e with an argument for its sentence.
func (e *Error) With(name string, value any) *Error {
	args := maps.Clone(e.Args)
	if args == nil {
		args = map[string]any{}
	}
	args[name] = value
	return &Error{Key: e.Key, Args: args}
}

// Error names the mistake for a log or a test; people get the sentence.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(strings.TrimPrefix(e.Key, "error."))
	for _, name := range slices.Sorted(maps.Keys(e.Args)) {
		fmt.Fprintf(&b, " %s=%v", name, e.Args[name])
	}
	return b.String()
}

// Is makes errors with the same key the same.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Key == e.Key
}

// problem returns err as an Error, which all mistakes in answers are.
func problem(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return ErrBadInput
}
