package themes

// Search is what to look for in comments.
type Search struct {
	// Topics is how many at most; there are fewer where the comments have no
	// more, and never more than one for ten comments.
	Topics int
	// Least is on how many different comments a topic must rest, at least 3.
	Least int
}

// Discovery is what comments speak of that no theme covers.
type Discovery struct {
	// Topics are what there is, the one in most comments first.
	Topics []Topic
	// Reason says why there is none.
	Reason Reason
	// Comments and Sentences are in how many there was something to find.
	Comments, Sentences int
	// Found has, for each comment in the order they were given, the places in
	// Topics of what it speaks of, what it speaks of most first.
	Found [][]int
}

// Topic is something that several comments speak of.
type Topic struct {
	// Words are those that tell it from the others, the most telling first, as
	// most people wrote them.
	Words []string
	// Comments is how many different comments speak of it.
	Comments int
	// Sentences are the nearest to its middle that can be read by themselves, of
	// different comments.
	Sentences []Sentence
}

// Sentence is a stretch of a comment: [Start, End) in bytes of its text.
type Sentence struct {
	Comment    string // its id
	Start, End int
	Text       string
}

// Reason is why nothing was found.
type Reason string

// The reasons.
const (
	ReasonNone      Reason = ""
	ReasonFew       Reason = "few"       // too few comments say something that no theme covers
	ReasonScattered Reason = "scattered" // too few of them say the same
)

const (
	// fewestComments is from how many on topics are looked for. Fewer than 30
	// are read sooner than their topics, and shares of them are only indicative.
	fewestComments   = 30
	commentsPerTopic = 10 // no more topics than one for so many
	mostTopics       = 100
	// finer is how many parts are made for each topic, to be joined again. It
	// gave topics nearest to what people had labelled, in two languages.
	finer = 2.5
	// Of a sentence, what weighs half as much as its heaviest topic counts too.
	alsoTopic = .5
	// One word that some people happen to use is no topic.
	fewestWords    = 2
	wordsShown     = 10
	sentencesShown = 5
)

// Discover finds topics in the sentences of comments in which coder finds no
// theme; with no coder, in all.
//
// Sentences are factorised into parts (see factorise), more than asked for, and
// parts that speak in like words are joined: topics may be as unlike in size as
// what people write about.
func Discover(comments []Comment, coder *Coder, search Search) Discovery {
	c := newCorpus()
	for i, comment := range comments {
		c.add(i, comment, uncovered(comment, coder))
	}
	d := Discovery{Comments: c.covering(), Sentences: len(c.sentences), Found: make([][]int, len(comments))}
	if d.Comments < fewestComments {
		d.Reason = ReasonFew
		return d
	}
	v := c.vocabulary()
	most := min(search.Topics, d.Comments/commentsPerTopic, mostTopics)
	if len(v.stems) < 2 || most < 1 {
		d.Reason = ReasonScattered
		return d
	}
	m := c.model(v, most)
	if m.settle(max(search.Least, leastComments)); len(m.order) == 0 {
		d.Reason = ReasonScattered
		return d
	}
	for _, g := range m.order {
		d.Topics = append(d.Topics, Topic{Words: m.told[g], Comments: m.comments[g], Sentences: m.nearest(g, comments)})
	}
	m.found(d.Found)
	return d
}

// uncovered returns the clauses of a comment, and which of them a theme covers.
// Void comments have none, and those of which a theme was found without words.
func uncovered(comment Comment, coder *Coder) []Clause {
	if coder == nil {
		return Clauses(comment.Text)
	}
	coding := coder.Code(comment)
	if coding.Void != NotVoid {
		return nil
	}
	for _, m := range coding.Mentions {
		if len(m.Hits) == 0 {
			return nil
		}
	}
	return coding.Clauses
}
