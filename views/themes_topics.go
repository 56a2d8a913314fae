package views

import (
	"slices"
	"strconv"
	"strings"

	"ouderstem/survey"
)

// TopicsPath is where topics are suggested.
const TopicsPath = CodebookPath + "/suggestions"

// Topics is the page that suggests themes for comments that have none.
type Topics struct {
	Frame
	Lists []TopicList // that can be looked at
	// Chosen is the list that is looked at; nil for none.
	Chosen *TopicList
	K      int
	N      int  // comments of the list with a sentence that no theme covers
	Few    bool // they are too few to find anything in
	Topics []TopicForm
	Into   []Choice // the themes that words can be added to
}

func (*Topics) page() string { return "themes-topics" }

// Problems returns what is wrong with what was typed.
func (p *Topics) Problems() []FieldProblem {
	var problems []FieldProblem
	for _, t := range p.Topics {
		problems = append(problems, t.Fields.Problems()...)
		for _, f := range t.Words.Faults {
			problems = append(problems, FieldProblem{At: t.Words.At(), Label: t.Words.Label(), Err: f.Err, Line: f.Line})
		}
	}
	return problems
}

// TopicList is a list of comments that topics are looked for in.
type TopicList struct {
	CommentList
	Name string // of the unit
}

// Value is the list as it stands in the form.
func (l TopicList) Value() string { return l.CommentList.key() }

// TopicForm is a topic, to be taken as a theme, added to one or rejected.
type TopicForm struct {
	Number    int
	Found     []string // its words, the most telling first
	N         int      // comments
	Sentences []TopicSentence
	Fields    Fields // its name
	Words     WordsField
	Open      bool // what was typed into it has to be mended
}

// TopicSentence is a sentence of a comment, with its topic's words in it.
type TopicSentence struct {
	Text string
	Lang string
	Hits []survey.Span
}

// NewTopicForm returns the form about a topic with these words.
func NewTopicForm(number int, words []string) TopicForm {
	t := TopicForm{Found: words, Words: WordsField{Name: FieldPatterns, Typed: Lines(words)}, Fields: Fields{
		{Name: FieldThemeName, Label: "topics.name"},
		{Name: FieldInto, Label: "topics.into", Type: TypeSelect},
	}}
	t.Renumber(number)
	return t
}

// Renumber gives the form another number in its page.
func (t *TopicForm) Renumber(n int) {
	t.Number = n
	for i := range t.Fields {
		t.Fields[i].ID = t.Fields[i].Name + "-" + strconv.Itoa(n)
	}
	t.Words.ID = FieldPatterns + "-" + strconv.Itoa(n)
}

// Joined returns the words as they stand in the form.
func (t TopicForm) Joined() string { return strings.Join(t.Found, " ") }

// FieldsIn returns the fields with the themes that words can be added to.
func (t TopicForm) FieldsIn(into []Choice) Fields {
	fields := slices.Clone(t.Fields)
	fields[1].Choices = append([]Choice{{Label: "topics.into.none"}}, into...)
	return fields
}
