package survey

import "encoding/json"

// Asks is what an open question asks for: it says what "nothing" as an answer
// means.
type Asks string

// What open questions ask for.
const (
	AsksAnything Asks = ""     // no side is taken
	AsksGood     Asks = "good" // what went well
	AsksBad      Asks = "bad"  // what could be better, or was expected otherwise
)

// Label is what a person said of a comment: that it is about a theme, or that it
// is not.
type Label struct {
	Theme string
	Yes   bool
}

// Codebook is the installation's own codebook, as stats/themes reads it.
type Codebook struct {
	Revision int             // 0 while the codebook that ships is in use
	Body     json.RawMessage // none at revision 0
}

// MarkSet is a set of comments whose mean mark is shown somewhere, or was. It is
// kept so that no two sets that anyone can see the mean of differ by fewer than
// k comments.
type MarkSet struct {
	Unit    string
	Year    int
	Survey  string
	Theme   string   // "" for all comments
	Rest    bool     // those that do not mention the theme
	Round   int      // which showing of this set, from 1; the highest is shown now
	Members []string // ids of the comments with a mark, ascending
	// N marks with their sum and the sum of their squares; with Theme "" also
	// those of who wrote no comment. What was shown stays as it was, whatever is
	// put right later. All are 0 where no mean was told.
	N       int
	Sum     int
	Squares int
}
