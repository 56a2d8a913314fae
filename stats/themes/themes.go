// Package themes finds what open answers are about, how they speak of it, and
// what they say that no theme covers yet.
//
// It is pure and deterministic: the same comments, codebook and model give the
// same bytes, on any number of cores. Nothing leaves the machine, and every
// theme found can be shown with the words that made it.
//
// A [Codebook] says which words belong to which theme. A [Coder] reads comments
// with it: it cuts a comment into clauses, finds the themes of each and how the
// clause speaks of them. [Coder.Learn] and [Coder.LearnTone] learn from what people
// put right and from marks, and then decide in the codebook's stead.
//
// # Where to look
//
// The first word of a file's name says which of five things it belongs to:
//
//   - Reading a comment: coder.go says in which steps. word.go and clause.go cut
//     it, codebook_match.go finds the words of themes, passing.go leaves out themes
//     that are only named, void.go tells what says nothing.
//   - codebook_*.go: a codebook as it ships, is tried and is changed.
//   - tone_*.go: how a clause, a theme and the whole are spoken of. tone.go adds
//     up what tone_hear.go hears by the words in lexicon/.
//   - learn_*.go: what replaces codebook and lexicon once there are examples.
//     learn_feature.go makes numbers of a comment, learn_fit.go finds weights,
//     learn_threshold.go and learn_trust.go decide from when and whether they are
//     believed, learn_model.go decides about themes and learn_tone_model.go about
//     tone.
//   - discover_*.go: topics that no theme covers. discover.go says in which steps;
//     quote.go chooses comments to quote by the same rows of words.
package themes

import "ouderstem/survey"

// Comment is an open answer as the coder reads it.
type Comment struct {
	ID   string
	Text string
	// Lang is the language it was written in, as "nl"; what the codebook has
	// for no language in particular is read in every language.
	Lang string
	// Question names the question that it answers; "" where that is not known.
	Question string
	// Asks is what the question asked for: it says what "nothing" means.
	Asks survey.Asks
}

// Sentiment is how something is spoken of.
type Sentiment int8

// The sentiments. Mixed is good and bad at once, which is not the same as
// neither.
const (
	Negative Sentiment = -1
	Neutral  Sentiment = 0
	Positive Sentiment = 1
	Mixed    Sentiment = 2
)

// Coding is what a comment is about.
type Coding struct {
	// Void says that the comment says nothing that a theme could be found in.
	Void Void
	// Mentions are its themes, the one with most to show for first.
	Mentions []Mention
	// Clauses are what the comment was cut into, in order.
	Clauses []Clause
	// Sentiment is that of the whole.
	Sentiment Sentiment
}

// Void is why a comment has no theme to look for.
type Void string

// The reasons.
const (
	NotVoid  Void = ""
	Blank    Void = "blank"     // no word in it
	Nothing  Void = "nothing"   // "niets", "geen opmerkingen"
	DontKnow Void = "dont-know" // "weet ik niet"
)

// Mention is one theme in a comment.
type Mention struct {
	Theme     string // the theme's id
	Sentiment Sentiment
	// Hits are the words that made it, in order; none where the model or a
	// person said so.
	Hits []Hit
	// Score is how strongly it is there, to order by: the number of clauses
	// with a hit, or the model's margin over its threshold.
	Score float64
}

// Hit is one stretch of a comment that a pattern caught: [Start, End) in bytes.
type Hit struct {
	Clause     int
	Start, End int
}
