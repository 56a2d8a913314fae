package views

import (
	"slices"

	"ouderstem/survey"
)

// Fields of the form that parents post, besides one for every question.
const (
	FieldVersion = "version"
	FieldLang    = "lang"
	FieldCode    = "code"
	FieldToken   = "token"
	FieldK       = "k" // that the form has named, where it is not the usual one
	FieldStep    = "step"
)

// What a parent can ask for by posting the form. Of several values of a field
// the last counts: the form itself says StepEdit and its language, and what is
// pressed comes after that. So the button of another language, which changes
// only the language, goes on with the form.
const (
	StepReview = "review" // look at the answers before they are sent
	StepEdit   = "edit"   // change something
	StepSend   = "send"
)

// QuestionField returns the name of the form's field for a question. The prefix
// keeps questions apart from the other fields, whatever they are called.
func QuestionField(id string) string { return "q-" + id }

// Trial marks a page for parents as one on which staff try a survey: nothing
// that is filled in counts. Parents' own pages have none.
type Trial struct {
	Back string // where to go on after trying; "" where the page stands beside that
	Site string // as Frame.ParentsSite
}

// Form is the page a parent answers on, and what comes back when something must
// be mended. With nothing but Survey, K and ExitURL it says nothing of who asked
// for it, so it can be rendered once for every version and language.
type Form struct {
	Survey  *survey.Survey
	Answers survey.Answers // what was filled in so far
	Code    string         // as it was typed
	Token   string         // drawn by the page's script, so that a double tap counts once
	// Problems are told above the form in this order, and again at their fields.
	Problems []FormProblem
	K        int    // least number of answers that are opened together
	ExitURL  string // a page somebody may be seen with
	Own
	Trial *Trial
}

func (Form) page() string { return "form" }

// FormProblem is a mistake, with the name of the form's field it is about or ""
// when it is about none.
type FormProblem struct {
	Field string
	Err   error
}

// FormProblems turns what is wrong with answers into problems of the form.
func FormProblems(problems []survey.Problem) []FormProblem {
	var list []FormProblem
	for _, p := range problems {
		list = append(list, FormProblem{QuestionField(p.Question), p.Err})
	}
	return list
}

// Questions returns the questions as they stand in the form.
func (f Form) Questions() []asked {
	list := ask(f.Survey, f.Answers)
	for i := range list {
		list[i].Problem = f.problem(list[i].Field())
		list[i].HelpLines = f.HelpLines
	}
	return list
}

// CodeProblem is what is wrong with the code, or nil.
func (f Form) CodeProblem() error { return f.problem(FieldCode) }

func (f Form) problem(field string) error {
	i := slices.IndexFunc(f.Problems, func(p FormProblem) bool { return p.Field == field })
	if i < 0 {
		return nil
	}
	return f.Problems[i].Err
}

// Draft reports whether the survey's words in lang were not yet reviewed by
// somebody who grew up with it.
func (f Form) Draft(lang string) bool { return slices.Contains(f.Survey.Drafted, lang) }

// Review shows what was answered before it is sent, as it will be kept.
type Review struct {
	Survey  *survey.Survey
	Code    string
	Token   string
	Answers survey.Answers // cleaned, with the typed words: they travel in the form until they are sent
	// Masked is what will be kept of an open answer, by question. A question
	// that is not in it is shown as it was typed.
	Masked  map[string][]Piece
	Cut     []string // open questions whose answer was too long
	K       int      // that the form has named
	ExitURL string
	Own
	Trial *Trial
}

func (Review) page() string { return "review" }

// Piece is a stretch of an open answer: words as they were typed or, with Tag
// set to what was found (name, email, phone, …), something to be masked.
type Piece struct {
	Text string
	Tag  string
}

// Questions returns the questions with their answers.
func (r Review) Questions() []asked {
	list := ask(r.Survey, r.Answers)
	for i, a := range list {
		list[i].Cut = slices.Contains(r.Cut, a.ID)
		list[i].Pieces = r.Masked[a.ID]
		if len(list[i].Pieces) == 0 {
			list[i].Pieces = []Piece{{Text: a.Typed()}}
		}
	}
	return list
}

// Masks reports whether anything will be masked.
func (r Review) Masks() bool {
	for _, pieces := range r.Masked {
		if slices.ContainsFunc(pieces, func(p Piece) bool { return p.Tag != "" }) {
			return true
		}
	}
	return false
}

// Thanks is what everybody sees who sent answers, whether the card was fresh or
// used before.
type Thanks struct {
	Audience survey.Audience // of the survey, where it is known
	Public   bool            // something is published, to be read below PublicPath
	ExitURL  string
	Own
	Trial *Trial
}

// Turn is where parents can turn.
func (t Thanks) Turn() turn { return turn{t.Audience, t.HelpLines} }

func (Thanks) page() string { return "thanks" }

// Privacy says what is kept of an answer and what is not.
type Privacy struct {
	K       int // least number of answers that are opened together
	ExitURL string
	Own
}

func (Privacy) page() string { return "privacy" }

// Front is the page at "/": it sends people back to their card.
type Front struct {
	ExitURL string
	Own
}

func (Front) page() string { return "front" }

// Notice is a page that says only why there is nothing else.
type Notice struct {
	Key     NoticeKey
	ExitURL string
	Own
}

func (Notice) page() string { return "notice" }

// NoticeKey names the sentence of a notice; its heading has ".title" behind it.
type NoticeKey string

// The notices there are, with the HTTP status they go with.
const (
	NoticeNoSurvey  NoticeKey = "notice.no-survey"  // 404, a survey that is not there
	NoticeNotFound  NoticeKey = "notice.not-found"  // 404, any other page
	NoticeWrongSite NoticeKey = "notice.wrong-site" // 403, posted from another site
	NoticeTooLarge  NoticeKey = "notice.too-large"  // 413
	NoticeWrongType NoticeKey = "notice.wrong-type" // 415
	NoticeNotSent   NoticeKey = "notice.not-sent"   // 503, where the form cannot be shown again
	NoticeFailed    NoticeKey = "notice.failed"     // 500
)
