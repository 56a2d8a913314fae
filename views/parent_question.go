package views

import (
	"slices"
	"strconv"
	"strings"

	"ouderstem/survey"
)

// asked is one question as a template wants it, with what was answered to it.
type asked struct {
	survey.Question
	Audience   survey.Audience
	HelpLines  map[string][]survey.HelpLine // the organisation's own, beside an open question
	Number, Of int                          // from 1
	Values     []string
	Problem    error   // what is wrong with the answer, in a form
	Cut        bool    // the answer was too long, in a review
	Pieces     []Piece // an open answer as it will be kept, in a review
}

func ask(s *survey.Survey, answers survey.Answers) []asked {
	var list []asked
	for i, q := range s.Questions {
		list = append(list, asked{
			Question: q, Audience: s.Audience, Number: i + 1, Of: len(s.Questions), Values: answers[q.ID],
		})
	}
	return list
}

// Turn is where parents can turn.
func (a asked) Turn() turn { return turn{a.Audience, a.HelpLines} }

// Field is the name of the question's field, and the id of its heading.
func (a asked) Field() string { return QuestionField(a.ID) }

// Part returns the id of a part of the question. No question's own id has an
// underscore, so no two parts share one.
func (a asked) Part(name string) string { return a.Field() + "_" + name }

// Describes returns the ids of what explains the field, for aria-describedby.
func (a asked) Describes() string {
	var ids []string
	if len(a.Help) > 0 {
		ids = append(ids, a.Part("help"))
	}
	if a.Kind == survey.Open || a.Kind == survey.Many {
		ids = append(ids, a.Part("hint"))
	}
	if a.Problem != nil {
		ids = append(ids, a.Part("error"))
	}
	return strings.Join(ids, " ")
}

// Is reports whether the question is of this kind.
func (a asked) Is(kind string) bool { return string(a.Kind) == kind }

// Typed is the open answer.
func (a asked) Typed() string { return strings.Join(a.Values, "\n") }

// Max is the longest open answer that is kept, in characters.
func (a asked) Max() int { return survey.MaxComment }

// choice is something a closed question offers.
type choice struct {
	Value  string
	Number string      // beside it on paper
	Words  survey.Text // of an option, or at the end of a scale
	Chosen bool
}

// Marks are the marks a question offers, with the words at the ends of the
// scale; none unless a mark is asked.
func (a asked) Marks() []choice {
	if a.Kind != survey.Mark {
		return nil
	}
	var marks []choice
	for n := survey.Lowest; n <= survey.Highest; n++ {
		marks = append(marks, a.choice(strconv.Itoa(n), nil))
	}
	marks[0].Words, marks[len(marks)-1].Words = a.Low, a.High
	return marks
}

// Choices are the options a question offers.
func (a asked) Choices() []choice {
	var choices []choice
	for _, o := range a.Options {
		choices = append(choices, a.choice(o.ID, o.Text))
	}
	return choices
}

func (a asked) choice(value string, words survey.Text) choice {
	return choice{value, a.Printed(value), words, slices.Contains(a.Values, value)}
}
