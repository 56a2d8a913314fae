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
// leastYes how many of these must be about it, before the machine decides
// instead of the codebook.
const (
	leastLabels = 10
	leastYes    = 5
)

const (
	folds       = 5  // of cross-validation
	leastCommon = 2  // in how many examples a feature must be
	costOfError = 4. // against the size of the weights: C
	// costOfGuess is the share of it for what nobody judged, where the codebook
	// is taken at its word.
	costOfGuess = .2
)

// model decides what the codebook decided before.
type model struct {
	*columns
	weights   []float64 // by column and, within one, by theme
	themes    int
	intercept []float64 // by theme
	threshold []float64 // by theme: it is there from this score
	learned   []bool    // by theme: whether the model decides
}

// Learn returns a coder that has learned from examples. For a theme for which
// fewer than ten of them were judged, or fewer than five are about it, the
// codebook goes on deciding; with no theme that can be learned c itself is
// returned. The order of the examples does not matter.
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
	taught := *c
	taught.model = l.teach()
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
		l.fold = append(l.fold, int(hashWord.text(e.Comment.ID).place()%folds))
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
		for theme, m := range found {
			if m != nil && l.verdicts[theme][i] == guessNo {
				l.verdicts[theme][i] = guessYes
			}
		}
	}
	l.columns = newColumns(read, leastCommon)
	l.rows = &rows{}
	var v []feature
	for i := range read {
		v = l.columns.weigh(v[:0], &read[i])
		l.rows.add(v)
	}
}

// teach learns each theme by itself, as many at once as there are processors.
func (l *lesson) teach() *model {
	themes := len(l.verdicts)
	m := &model{
		columns: l.columns, themes: themes, learned: l.enough,
		weights:   make([]float64, themes*len(l.columns.rare)),
		intercept: make([]float64, themes), threshold: make([]float64, themes),
	}
	tried := make([]judged, themes)
	var wait sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for theme := range next {
				tried[theme] = l.try(theme)
				w := fit(l.rows, l.samples(theme, -1), len(l.columns.rare))
				for col, x := range w[:len(w)-1] {
					m.weights[col*themes+theme] = x
				}
				m.intercept[theme] = bias * w[len(w)-1]
			}
		})
	}
	for theme, enough := range l.enough {
		if enough {
			next <- theme
		}
	}
	close(next)
	wait.Wait()
	m.threshold = thresholds(tried)
	return m
}

// samples returns what there is to learn of a theme outside a fold.
func (l *lesson) samples(theme, without int) []sample {
	var list []sample
	about, not := 0., 0.
	for i, v := range l.verdicts[theme] {
		if l.fold[i] == without {
			continue
		}
		s := sample{row: i, yes: v.yes(), cost: costOfError}
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

// try returns the scores of the examples that people judged, each by what was
// learned from the other folds.
func (l *lesson) try(theme int) judged {
	var j judged
	for fold := range folds {
		w := fit(l.rows, l.samples(theme, fold), len(l.columns.rare))
		for i, v := range l.verdicts[theme] {
			if l.fold[i] == fold && v.sure() {
				j.scores = append(j.scores, dot(w, l.rows.row(i)))
				j.yes = append(j.yes, v.yes())
			}
		}
	}
	return j
}
