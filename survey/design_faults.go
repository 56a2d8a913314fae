package survey

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Faults are what keeps s from being published, in the order of the form: the
// same rules that a file is read by. Things without a name are named first.
func (s *Survey) Faults() []Fault {
	named := s.Named()
	if !IsNamed(named.ID) {
		named.ID = NewID(named.Title.In("", named.Languages...), "survey", func(string) bool { return false })
	}
	if named.Questions == nil {
		named.Questions = []Question{} // too few, not left out
	}
	faults := slices.Concat(ruleFaults(named), named.repeatFaults(), named.textFaults(), named.kindFaults())
	slices.SortStableFunc(faults, func(a, b Fault) int { return place(a) - place(b) })
	return faults
}

var questionPath = regexp.MustCompile(`^questions\[(\d+)\](.*)$`)

// place is the number of the question that a fault is about, 0 for the survey.
func place(f Fault) int {
	m := questionPath.FindStringSubmatch(f.Field)
	if m == nil {
		return 0
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		return 0
	}
	return n + 1
}

var optionPath = regexp.MustCompile(`^\.options\[(\d+)\]\.(\w+)$`)

// FieldOf returns the name of the field that a fault of s is about and the id of
// its question; "" where it is about no field or no question.
func (s *Survey) FieldOf(f Fault) (field, question string) {
	lang, _ := f.Err.Args["Lang"].(string)
	if lang == "" && len(s.Languages) > 0 {
		lang = s.Languages[0]
	}
	if f.Field == FieldTitle || f.Field == FieldCredit {
		return f.Field + "." + lang, ""
	}
	m := questionPath.FindStringSubmatch(f.Field)
	if m == nil || place(f) > len(s.Questions) {
		return "", ""
	}
	q := s.Questions[place(f)-1]
	part := strings.TrimPrefix(m[2], ".")
	if slices.Contains([]string{PartText, PartHelp, PartLow, PartHigh}, part) {
		return QuestionField(q.ID, part, lang), q.ID
	}
	if m := optionPath.FindStringSubmatch(m[2]); m != nil {
		j, err := strconv.Atoi(m[1])
		switch {
		case err != nil || j >= len(q.Options):
		case m[2] == PartSide:
			return OptionField(q.ID, q.Options[j].ID, PartSide), q.ID
		default:
			return OptionField(q.ID, q.Options[j].ID, PartText, lang), q.ID
		}
	}
	return QuestionField(q.ID), q.ID
}
