package views

import (
	"maps"
	"slices"
	"strings"

	"ouderstem/survey"
)

// What the value of a [BankChoice] begins with; ids of a template and a question
// stand behind the last two.
const (
	BankNew   = "new"   // a question of a kind
	BankScale = "scale" // a new question with another's answers
	BankTake  = "take"  // another's question
)

// scales are questions of templates whose answers suit many others.
var scales = []struct{ template, question string }{{"kort", "listened"}, {"veiligheid", "why"}}

// Bank lists the questions that can be added to a survey: new ones, and those of
// templates. A question of a template keeps its id, so that everybody who asks
// it can be compared.
func Bank(templates map[string]*survey.Survey) []BankGroup {
	groups := []BankGroup{{Label: "design.add.new"}, {Label: "design.add.scale"}}
	for _, kind := range []survey.Kind{survey.Mark, survey.One, survey.Many, survey.Open} {
		groups[0].Choices = append(groups[0].Choices, BankChoice{Value: BankNew + " " + string(kind), Label: "design.kind." + string(kind)})
	}
	for _, s := range scales {
		q, ok := templates[s.template].Question(s.question)
		if !ok {
			continue
		}
		groups[1].Choices = append(groups[1].Choices, BankChoice{Value: strings.Join([]string{BankScale, s.template, s.question}, " "), Text: joined(q)})
	}
	for _, id := range slices.Sorted(maps.Keys(templates)) {
		group := BankGroup{Title: templates[id].Title}
		for _, q := range templates[id].Questions {
			group.Choices = append(group.Choices, BankChoice{Value: strings.Join([]string{BankTake, id, q.ID}, " "), Text: q.Text})
		}
		groups = append(groups, group)
	}
	return groups
}

// joined are the options of a question as one text.
func joined(q survey.Question) survey.Text {
	text := survey.Text{}
	for lang := range q.Text {
		var words []string
		for _, o := range q.Options {
			words = append(words, o.Text.In(lang))
		}
		text[lang] = strings.Join(words, " / ")
	}
	return text
}
