package survey

import (
	"strings"
	"unicode/utf8"
)

// Advice is something about a survey under design that its maker may want to
// look at again. It is no fault: what must be mended is told by
// [Survey.Faults].
type Advice struct {
	Key      string // of the sentence, behind "design.advice."
	Question string // the id of the question it is about, or ""
	Field    string // the name of the field to look at, or ""
	Lang     string // of the text that it is about, or ""
	Args     map[string]any
}

// The advice there is.
const (
	AdviceMany       = "many"        // more questions than parents finish: N, Most
	AdviceNoMark     = "no-mark"     // no question for a mark, so no average
	AdviceMissing    = "missing"     // texts that lack a language: N
	AdviceLong       = "long"        // a question of too many words: N
	AdviceDouble     = "double"      // two things asked at once: Word
	AdviceNoUnknown  = "no-unknown"  // no way to say that one does not know
	AdviceOneSided   = "one-sided"   // a scale without a good or a bad end
	AdviceGone       = "gone"        // asked last time, and no more: Title
	AdviceNew        = "new"         // not asked last time
	AdviceOtherScale = "other-scale" // asked last time with other answers
	AdviceReworded   = "reworded"    // the same question in other words
)

// Limits from which advice is given.
const (
	// MostQuestions is how many parents finish on a phone (domain.md § 5).
	MostQuestions = 10
	longWords     = 20  // a sentence at level B1 has about 15
	longLetters   = 120 // three lines on a phone
)

// Advise looks at s for what parents find hard to answer and for what a report
// will lack. There is none about a question that must be answered, which
// elsewhere would be the first: here every question may be skipped.
func Advise(s *Survey) []Advice {
	var list []Advice
	if n := len(s.Questions); n > MostQuestions {
		list = append(list, Advice{Key: AdviceMany, Args: map[string]any{"N": n, "Most": MostQuestions}})
	}
	if _, ok := s.Overall(); !ok {
		list = append(list, Advice{Key: AdviceNoMark})
	}
	needed := s.texts(FieldTitle, &s.Title)
	if len(s.Credit) > 0 {
		needed = append(needed, s.texts(FieldCredit, &s.Credit)...)
	}
	list = append(list, s.missingTexts("", needed)...)
	for _, q := range s.Questions {
		list = append(list, s.adviseQuestion(q)...)
	}
	return list
}

func (s *Survey) adviseQuestion(q Question) (list []Advice) {
	needed := s.texts(QuestionField(q.ID, PartText), &q.Text)
	if q.Kind == Mark {
		needed = append(needed, s.texts(QuestionField(q.ID, PartLow), &q.Low)...)
		needed = append(needed, s.texts(QuestionField(q.ID, PartHigh), &q.High)...)
	}
	if len(q.Help) > 0 {
		needed = append(needed, s.texts(QuestionField(q.ID, PartHelp), &q.Help)...)
	}
	for i := range q.Options {
		o := &q.Options[i]
		needed = append(needed, s.texts(OptionField(q.ID, o.ID, PartText), &o.Text)...)
	}
	list = s.missingTexts(q.ID, needed)
	for _, lang := range s.Languages {
		list = append(list, adviseWords(q, lang)...)
	}
	if q.Kind != Open && count(q.Options, Unknown) == 0 {
		list = append(list, Advice{Key: AdviceNoUnknown, Question: q.ID, Field: QuestionField(q.ID)})
	}
	if q.Kind == One && (count(q.Options, Positive) == 0 || count(q.Options, Negative) == 0) {
		list = append(list, Advice{Key: AdviceOneSided, Question: q.ID, Field: sideField(q)})
	}
	return list
}

func sideField(q Question) string {
	if len(q.Options) == 0 {
		return QuestionField(q.ID)
	}
	return OptionField(q.ID, q.Options[0].ID, PartSide)
}

// missingTexts is one piece of advice for every language that texts lack, with
// the first of them to go to.
func (s *Survey) missingTexts(question string, fields []editable) (list []Advice) {
	for _, lang := range s.Languages {
		n, first := 0, ""
		for _, f := range fields {
			if strings.HasSuffix(f.name, "."+lang) && f.get() == "" {
				if n++; first == "" {
					first = f.name
				}
			}
		}
		if n > 0 {
			list = append(list, Advice{AdviceMissing, question, first, lang, map[string]any{"N": n}})
		}
	}
	return list
}

// adviseWords looks at the words of a question in one language.
func adviseWords(q Question, lang string) (list []Advice) {
	text, field := q.Text[lang], QuestionField(q.ID, PartText, lang)
	if n := len(strings.Fields(text)); n > longWords || utf8.RuneCountInString(text) > longLetters {
		list = append(list, Advice{AdviceLong, q.ID, field, lang, map[string]any{"N": n}})
	}
	if word := doubled(text, lang); word != "" && q.Kind != Open {
		list = append(list, Advice{AdviceDouble, q.ID, field, lang, map[string]any{"Word": word}})
	}
	return list
}
