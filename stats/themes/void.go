package themes

import (
	_ "embed"
	"encoding/json"
	"sync"
)

//go:embed void.json
var voidFile []byte

// filler is in void.json what may stand beside a reason and is none by itself:
// "nee, echt niets".
const filler = "filler"

// mostVoidClauses is how many clauses a comment that says nothing has at most:
// "Nee. Niets. Bedankt." has three.
const mostVoidClauses = 4

// voids has, by language, what a comment consists of that says nothing: as a
// codebook whose themes are the reasons, and [filler]. It is read when a comment
// first needs it, as the lexicons are.
var voids = sync.OnceValue(func() *Coder {
	var c Codebook
	if err := json.Unmarshal(voidFile, &c); err != nil {
		panic(err) // a file of ours that is not JSON: caught by any test
	}
	return NewCoder(&c)
})

// voidOf returns why clauses say nothing, where every word of them is one of
// those that say nothing.
func voidOf(lang string, clauses []Clause) Void {
	if len(clauses) > mostVoidClauses {
		return NotVoid
	}
	reasons := voids()
	m := reasons.matcher(lang)
	void, words := Blank, 0
	for _, clause := range clauses {
		words += len(clause.Words)
		covered := 0 // words up to here say nothing
		m.find(clause.Words, func(e *entry, from, to int) {
			if from <= covered && to > covered {
				covered = to
				if id := reasons.book.Themes[e.theme].ID; id != filler {
					void = Void(id)
				}
			}
		})
		if covered < len(clause.Words) {
			return NotVoid
		}
	}
	if void == Blank && words > 0 {
		return NotVoid
	}
	return void
}
