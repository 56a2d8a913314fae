// Package survey holds the words this program is about: a [Survey] asks
// [Question]s, a card with a [Code] opens it once, and a [Response] is what one
// parent answered.
//
// It is the ground floor. It imports nothing else of ours and knows neither
// HTTP, SQL nor HTML, so every rule about what may be asked, answered, sealed
// and kept can be read and tested here alone.
//
// # Anonymity
//
// A Response has no time, no address and no running number. What the types
// cannot hold, the rest of the program cannot leak.
package survey

import (
	"crypto/sha256"
	"reflect"
	"slices"
)

// Audience is who a survey is meant for; it decides the form of address.
type Audience string

// The audiences a survey can have.
const (
	Parents Audience = "parents"
	Youth   Audience = "youth"
	Staff   Audience = "staff"
)

// Survey is a versioned list of questions in one or more languages. Once
// published, a version never changes.
type Survey struct {
	ID       string   `json:"id" validate:"required,slug,max=40"`
	Version  int      `json:"version,omitempty" validate:"min=0"` // 0 until published, then 1, 2, …
	Audience Audience `json:"audience" validate:"required,oneof=parents youth staff"`
	// Languages are BCP 47 tags; the first is the one texts fall back to.
	Languages []string `json:"languages" validate:"required,min=1,dive,language"`
	// Drafted are the languages no native speaker has reviewed yet.
	Drafted []string `json:"drafted,omitempty" validate:"dive,language"`
	Title   Text     `json:"title" validate:"required"`
	// Credit names the source, where a licence or honesty asks for it.
	Credit    Text       `json:"credit,omitempty"`
	Questions []Question `json:"questions" validate:"required,min=1,max=40,dive"`
}

// Address returns the short path under which parents find the survey, the same
// for every version. It says nothing of what is asked: somebody else may see
// the phone.
func (s *Survey) Address() string {
	const length = 4 // 20 bits: enough for the handful of surveys of one installation, short enough to type
	sum := sha256.Sum256([]byte("ouderstem survey " + s.ID))
	address := make([]byte, length)
	for i := range address {
		address[i] = alphabet[sum[i]&31] | 0x20 // lower case: letters fold, digits stay
	}
	return string(address)
}

// SameAs reports whether two surveys are the same but for their version.
func (s *Survey) SameAs(other *Survey) bool {
	a, b := *s, *other
	a.Version, b.Version = 0, 0
	return reflect.DeepEqual(a, b)
}

// Question returns the question with the given id.
func (s *Survey) Question(id string) (Question, bool) {
	i := slices.IndexFunc(s.Questions, func(q Question) bool { return q.ID == id })
	if i < 0 {
		return Question{}, false
	}
	return s.Questions[i], true
}

// Overall returns the question whose mark stands for the whole, if there is one.
func (s *Survey) Overall() (Question, bool) {
	for _, q := range s.Questions {
		if q.Kind == Mark {
			return q, true
		}
	}
	return Question{}, false
}
