package survey

import "slices"

// Overview is what was answered to a survey in a unit and in each unit below it:
// what a monitor is made of.
type Overview struct {
	Unit Unit
	Year int
	K    int
	// Survey is the newest version that was answered in these units, and Versions
	// holds every version that was, by number.
	Survey   *Survey
	Versions map[int]*Survey
	// Units are the unit and all below it, parents before children.
	Units Units
	// Own is what was counted in each unit itself, in Year and the years before.
	Own []OwnCounts
	// HandedOut is how many cards were given to parents in Year, by unit; a unit
	// where nobody counted is not in it.
	HandedOut map[string]int
	// Measures are how many measures each unit announced in Year, by status.
	Measures map[string]map[Status]int
}

// Headline returns the question by which units are compared: the overall mark, or
// without one the first question with a positive answer.
func (s *Survey) Headline() (Question, bool) {
	if q, ok := s.Overall(); ok {
		return q, true
	}
	i := slices.IndexFunc(s.Questions, func(q Question) bool {
		return q.Kind == One && slices.ContainsFunc(q.Options, func(o Option) bool { return o.Side == Positive })
	})
	if i < 0 {
		return Question{}, false
	}
	return s.Questions[i], true
}
