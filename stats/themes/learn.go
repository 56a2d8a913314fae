package themes

import (
	"cmp"
	"runtime"
	"slices"
	"sync"

	"ouderstem/survey"
)

// Example is a comment with what people said of it.
type Example struct {
	Comment Comment
	// Labels are the themes it is about and not about. What they say nothing of
	// is unknown, unless Complete. A theme that the codebook has not got is
	// passed over.
	Labels   []survey.Label
	Complete bool
}

// leastLabels is how many comments people must have judged for a theme, and
// leastYes how many of these must be about it, before the machine may decide
// instead of the codebook.
const (
	leastLabels = 10
	leastYes    = 5
	plentyYes   = 40 // from so many it decides also where the codebook seems as good
)

const (
	folds       = 5  // of cross-validation
	leastCommon = 2  // in how many examples a feature must be
	costOfError = 4. // against the size of the weights: C
	// costOfGuess is the share of it for what nobody judged, where the codebook
	// is taken at its word.
	costOfGuess = .2
	// weightOfPattern is what a theme's or a pattern's being there counts beside
	// the words and the parts of words, each of length 1.
	weightOfPattern = .5
)

// Learn returns a coder that has learned from examples. The codebook goes on
// deciding about a theme for which fewer than ten of them were judged or fewer
// than five are about it, and, up to forty, where it is right more often than what
// was learned. With no theme that can be learned c itself is returned. The order
// of the examples does not matter.
func (c *Coder) Learn(examples []Example) *Coder {
	examples = slices.Clone(examples)
	slices.SortStableFunc(examples, func(a, b Example) int {
		return cmp.Or(cmp.Compare(a.Comment.ID, b.Comment.ID), cmp.Compare(a.Comment.Text, b.Comment.Text))
	})
	l := newLesson(c, examples)
	if !slices.Contains(l.enough, true) {
		return c
	}
	l.read(c, examples)
	scorer, tried := l.teach()
	m := &model{scorer: scorer, threshold: thresholds(tried), always: always(examples)}
	for theme, enough := range l.enough {
		m.learned = append(m.learned, enough && l.better(theme, tried[theme], m.threshold[theme]))
	}
	if !slices.Contains(m.learned, true) {
		return c
	}
	taught := *c
	taught.model = m
	return &taught
}

// verdict is what is known of a theme in an example.
type verdict int8

const (
	guessNo verdict = iota
	guessYes
	no
	yes
)

func (v verdict) yes() bool  { return v == yes || v == guessYes }
func (v verdict) sure() bool { return v >= no }

// lesson is what a model is made from.
type lesson struct {
	verdicts [][]verdict // by theme and example
	found    [][]bool    // by example and theme: whether the codebook finds it; nil without one
	enough   []bool      // by theme
	fold     []int       // by example
	columns  *columns
	rows     *rows
}

func newLesson(c *Coder, examples []Example) *lesson {
	l := &lesson{enough: make([]bool, len(c.book.Themes))}
	places := map[string]int{}
	for i, t := range c.book.Themes {
		places[t.ID] = i
		l.verdicts = append(l.verdicts, make([]verdict, len(examples)))
	}
	for i, e := range examples {
		l.fold = append(l.fold, foldOf(e.Comment.ID))
		for theme := range l.verdicts {
			if e.Complete {
				l.verdicts[theme][i] = no
			}
		}
		for _, label := range e.Labels {
			theme, known := places[label.Theme]
			switch {
			case known && label.Yes:
				l.verdicts[theme][i] = yes
			case known:
				l.verdicts[theme][i] = no
			}
		}
	}
	for theme, list := range l.verdicts {
		about, not := 0, 0
		for _, v := range list {
			switch v {
			case yes:
				about++
			case no:
				not++
			}
		}
		l.enough[theme] = about+not >= leastLabels && about >= leastYes
	}
	return l
}

// read turns the examples into rows, and asks the codebook about what people did
// not judge.
func (l *lesson) read(c *Coder, examples []Example) {
	var r reader
	read := make([]counts, len(examples))
	for i, e := range examples {
		clauses := Clauses(e.Comment.Text)
		found := c.match(e.Comment.Lang, clauses)
		dropPassing(e.Comment, clauses, found)
		for kind, list := range r.read(e.Comment, clauses, c.matcher(e.Comment.Lang)) {
			read[i][kind] = slices.Clone(list)
		}
		hits := make([]bool, len(found))
		for theme, m := range found {
			hits[theme] = m != nil
			if m != nil && l.verdicts[theme][i] == guessNo {
				l.verdicts[theme][i] = guessYes
			}
		}
		l.found = append(l.found, hits)
	}
	l.setRows(read, weightOfPattern)
}

// setRows turns what was counted into rows.
func (l *lesson) setRows(read []counts, known float32) {
	l.columns = newColumns(read, leastCommon, known)
	l.rows = &rows{}
	var v []feature
	for i := range read {
		v = l.columns.weigh(v[:0], &read[i])
		l.rows.add(v)
	}
}

// foldOf returns which part of the examples one with an id is tried in.
func foldOf(id string) int { return int(hashWord.text(id).place() % folds) }

// teach learns each class by itself, as many at once as there are processors. It
// returns also how the examples that people judged scored, each by what was
// learned from the others.
func (l *lesson) teach() (*scorer, []judged) {
	classes, columns := len(l.verdicts), len(l.columns.rare)
	s := &scorer{columns: l.columns, classes: classes, weights: make([]float64, classes*columns), intercept: make([]float64, classes)}
	tried := make([]judged, classes)
	var wait sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for class := range next {
				tried[class] = l.try(class)
				w := fit(l.rows, l.samples(class, -1), columns)
				for col, x := range w[:columns] {
					s.weights[col*classes+class] = x
				}
				s.intercept[class] = bias * w[columns]
			}
		})
	}
	for class, enough := range l.enough {
		if enough {
			next <- class
		}
	}
	close(next)
	wait.Wait()
	return s, tried
}

// base returns the score of an example before anything was learned.
func (l *lesson) base(theme, example int) float64 {
	if l.found == nil {
		return 0
	}
	return belief(l.found[example][theme])
}

// belief is the score of a theme before anything was learned: the codebook is
// believed, until examples say otherwise.
func belief(found bool) float64 {
	if found {
		return beliefInBook
	}
	return -beliefInBook
}

// beliefInBook is the logarithm of odds. With 2 it takes a little longer before
// the words of many examples outweigh the codebook.
const beliefInBook = 1

// samples returns what there is to learn of a theme outside a fold.
func (l *lesson) samples(theme, without int) []sample {
	var list []sample
	about, not := 0., 0.
	for i, v := range l.verdicts[theme] {
		if l.fold[i] == without {
			continue
		}
		s := sample{row: i, yes: v.yes(), cost: costOfError, base: l.base(theme, i)}
		if !v.sure() {
			s.cost *= costOfGuess
		}
		if s.yes {
			about += s.cost
		} else {
			not += s.cost
		}
		list = append(list, s)
	}
	if about == 0 || not == 0 {
		return list
	}
	weight := rarity(not / about)
	for i := range list {
		if list[i].yes {
			list[i].cost *= weight
		}
	}
	return list
}

// try returns the scores of the examples, each by what was learned from the other
// folds. What nobody judged is taken as the codebook has it: people judge what the
// machine found, so that without the rest nearly everything would seem to be yes.
func (l *lesson) try(theme int) judged {
	var j judged
	for fold := range folds {
		w := fit(l.rows, l.samples(theme, fold), len(l.columns.rare))
		for i, v := range l.verdicts[theme] {
			if l.fold[i] == fold {
				j.scores = append(j.scores, l.base(theme, i)+dot(w, l.rows.row(i)))
				j.yes = append(j.yes, v.yes())
				j.examples = append(j.examples, i)
			}
		}
	}
	return j
}
