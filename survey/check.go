package survey

// Check is one thing that an audit of an installation looked at, and what it
// found. What it means and what to do stands in views/text/<lang>/audit.json
// under its key.
type Check struct {
	// Key names the check for good, in small letters and hyphens:
	// "keyring-permissions".
	Key    string
	Status CheckStatus
	// Found is what was seen, each a sentence about this installation. It never
	// holds a code, a key or the words of a parent.
	Found []*Error
}

// CheckStatus is how a check ended.
type CheckStatus string

// From good to bad. What was not checked is no fault and no comfort.
const (
	Passed        CheckStatus = "passed"
	NotApplicable CheckStatus = "not-applicable"
	NotChecked    CheckStatus = "not-checked" // it could not be
	Warned        CheckStatus = "warning"     // no promise is broken, but somebody should look
	Failed        CheckStatus = "failed"
)

// CheckStatuses are all of them, from good to bad.
var CheckStatuses = []CheckStatus{Passed, NotApplicable, NotChecked, Warned, Failed}

// NewCheck returns a check in which nothing was found yet.
func NewCheck(key string) *Check { return &Check{Key: key, Status: Passed} }

// Say adds what was found without any judgement.
func (c *Check) Say(found *Error) { c.Found = append(c.Found, found) }

// Fail says that something is wrong.
func (c *Check) Fail(found *Error) { c.end(Failed, found) }

// Warn says that somebody should look at something.
func (c *Check) Warn(found *Error) { c.end(Warned, found) }

// Leave says why something could not be checked.
func (c *Check) Leave(why *Error) { c.end(NotChecked, why) }

// Pass says why there was nothing to check.
func (c *Check) Pass(why *Error) { c.end(NotApplicable, why) }

// end notes what was found; the worst of all holds.
func (c *Check) end(s CheckStatus, found *Error) {
	c.Say(found)
	if c.Status.rank() < s.rank() {
		c.Status = s
	}
}

func (s CheckStatus) rank() int {
	for i, other := range CheckStatuses {
		if s == other {
			return i
		}
	}
	return -1
}

// Sound reports whether no check failed. A warning is no fault.
func Sound(checks []Check) bool {
	for _, c := range checks {
		if c.Status == Failed {
			return false
		}
	}
	return true
}

// Finding is a sentence about what an audit found, by its key and pairs of
// names and values.
func Finding(key string, pairs ...any) *Error {
	e := &Error{Key: key, Args: map[string]any{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		if name, ok := pairs[i].(string); ok {
			e.Args[name] = pairs[i+1]
		}
	}
	return e
}
