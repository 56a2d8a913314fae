package survey

// Deed is something that one of the staff did: a line of the audit log. It
// holds no code, no answer and no comment, and nothing that would tell when an
// answer came in.
type Deed struct {
	// By is the id of the account, or "" for the program itself and its
	// operator on the command line.
	By string
	// Action is the key of the sentence that says what was done, as in
	// "deed.unit.added".
	Action string
	// Object is what it was done to, in words that the organisation knows: a
	// unit, a survey with its version, a stack.
	Object string
}

// LoggedDeed is a deed as the audit log has it.
type LoggedDeed struct {
	N    int    // from 1, without gaps
	Day  string // 2006-01-02
	Name string // of the account, as it was that day
	Deed
}
