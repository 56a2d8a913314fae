package survey

// Draft is a survey under design in a unit.
type Draft struct {
	ID, Unit string
	// Revision counts the changes; a change made from an older one is refused,
	// so that nobody overwrites what they have not seen.
	Revision int
	// Step is what the survey was when the draft was read, to compare with when
	// somebody else changed it meanwhile.
	Step   int
	Survey *Survey
	// Expected is how many answers a team gets in a year, as its maker thinks;
	// 0 where that was not said.
	Expected int
	Editor   string // the id of the account that changed it last
	// CanUndo and CanRedo tell whether there is something to go back to, and
	// forward again.
	CanUndo, CanRedo bool
}

// Target is what publishing a draft makes.
type Target struct {
	ID string
	// Last is the version it comes after; nil for a survey of its own.
	Last *Survey
	// Owner is the unit whose survey it is; "" for one of the whole
	// installation.
	Owner string
}

// Turnout is what came from a unit itself in a year: answers of opened boxes,
// and cards handed out, -1 where nobody counted.
type Turnout struct {
	Unit      string
	Answers   int
	HandedOut int
}
