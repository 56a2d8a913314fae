package handlers

import (
	"context"
	"crypto/sha256"
	"errors"
	"slices"
	"sync"

	"ouderstem/stats"
	"ouderstem/stats/themes"
	"ouderstem/store"
	"ouderstem/survey"
)

// Reports makes reports, and the coder that reads comments for them. Nobody
// makes a report in another way: only here is what it shows of marks kept before
// anybody sees it.
type Reports struct {
	store  *store.Store
	mu     sync.Mutex
	lesson *lesson // the last one that was begun
}

// NewReports returns what makes reports of what st holds.
func NewReports(st *store.Store) *Reports { return &Reports{store: st} }

// mostTries is how often a report is made again because others were shown
// meanwhile.
const mostTries = 20

var errBusy = errors.New("report: too many are being shown at the same time")

// Yearly returns the report on a survey in a unit and a year. Of o the coder is
// filled in. What the report shows of marks is kept as shown.
func (r *Reports) Yearly(ctx context.Context, surveyID, unit string, year int, o stats.Options) (stats.Report, error) {
	l, err := r.learned(ctx)
	if err != nil {
		return stats.Report{}, err
	}
	o.Themes, o.Codebook, o.Learned = l.coder, l.codebook.Revision, l.examples
	for range mostTries {
		results, err := r.store.Results(ctx, surveyID, unit, year)
		if err != nil {
			return stats.Report{}, err
		}
		known := len(results.MarkSets)
		report := stats.Yearly(results, o)
		var below []survey.MarkSet
		if slices.ContainsFunc(report.Shows, func(s survey.MarkSet) bool { return s.Theme != "" }) {
			if below, err = r.below(ctx, results); err != nil {
				return stats.Report{}, err
			}
			results.MarkSets = append(results.MarkSets, below...)
			report = stats.Yearly(results, o)
		}
		shown, err := r.store.ShowMarks(ctx, known, append(below, report.Shows...))
		if shown || err != nil {
			return report, err
		}
	}
	return stats.Report{}, errBusy
}

// below returns the mean marks of all in the units below that of results, as far
// as they are not kept: anybody can look at those reports later, so what is shown
// of themes must be safe beside them.
func (r *Reports) below(ctx context.Context, results survey.Results) ([]survey.MarkSet, error) {
	tree, err := r.store.Units(ctx)
	if err != nil {
		return nil, err
	}
	reportable, err := r.store.Reportables(ctx)
	if err != nil {
		return nil, err
	}
	within := tree.Below(results.Unit.ID)
	var states []survey.MarkSet
	for _, x := range reportable {
		if x.Survey != results.Survey.ID || x.Year != results.Year || x.Unit == results.Unit.ID || !slices.Contains(within, x.Unit) {
			continue
		}
		part, err := r.store.Results(ctx, x.Survey, x.Unit, x.Year)
		if err != nil {
			return nil, err
		}
		states = append(states, stats.State(part)...)
	}
	return states, nil
}

// Coder returns the coder of the codebook as it is now, with what it learned
// from what people put right, and that codebook. Where something changed, it
// waits until the coder has learned from it.
func (r *Reports) Coder(ctx context.Context) (*Coder, survey.Codebook, error) {
	l, err := r.learned(ctx)
	if err != nil {
		return nil, survey.Codebook{}, err
	}
	return l.coder, l.codebook, nil
}

// Prepare begins to learn from what changed, so that the next report need not
// wait for all of it.
func (r *Reports) Prepare(ctx context.Context) error {
	_, err := r.begin(ctx)
	return err
}

// lesson is a coder that is being made, or is done.
type lesson struct {
	state    string // that it was begun for
	done     chan struct{}
	coder    *Coder
	codebook survey.Codebook
	examples int // comments with labels that it learned from
	err      error
}

// learned waits for the lesson for how things are now.
func (r *Reports) learned(ctx context.Context) (*lesson, error) {
	l, err := r.begin(ctx)
	if err != nil {
		return nil, err
	}
	select {
	case <-l.done:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return l, l.err
}

// begin returns the lesson for how things are now, which it begins in the
// background where nobody did. A lesson that failed is begun again.
func (r *Reports) begin(ctx context.Context) (*lesson, error) {
	state, err := r.store.ThemeState(ctx)
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if l := r.lesson; l != nil && l.state == state && !l.failed() {
		return l, nil
	}
	l := &lesson{state: state, done: make(chan struct{})}
	r.lesson = l
	// Others may wait for it too: it does not end because who asked first went away.
	go l.learn(context.WithoutCancel(ctx), r.store)
	return l, nil
}

func (l *lesson) failed() bool {
	select {
	case <-l.done:
		return l.err != nil
	default:
		return false
	}
}

func (l *lesson) learn(ctx context.Context, st *store.Store) {
	defer close(l.done)
	if l.codebook, l.err = st.Codebook(ctx); l.err != nil {
		return
	}
	book := themes.Shipped()
	if l.codebook.Revision > 0 {
		if book, l.err = themes.ParseCodebook(l.codebook.Body); l.err != nil {
			return
		}
	}
	examples, err := st.Examples(ctx)
	if err != nil {
		l.err = err
		return
	}
	l.examples = len(examples)
	lessons := make([]themes.Example, len(examples))
	for i, c := range examples {
		lessons[i] = themes.Example{Comment: commentOf(c), Labels: c.Labels}
	}
	l.coder = newCoder(themes.NewCoder(book).Learn(lessons))
}

func commentOf(c survey.Comment) themes.Comment {
	return themes.Comment{ID: c.ID, Text: c.Text, Lang: c.Lang, Asks: c.Asks}
}

// Coder is a [themes.Coder] that remembers what it read: a year's comments are
// read again for every page. The words of a comment are not among what it
// remembers.
//
// How comments speak it does not learn from the marks that came with them, though
// it could ([themes.Coder.LearnTone]). Who writes comments of their own, and then
// masks the words of a parent's, would see by what is said of theirs what the
// parent's mark taught.
type Coder struct {
	*themes.Coder
	mu    sync.Mutex
	known map[[sha256.Size]byte]themes.Coding
}

func newCoder(base *themes.Coder) *Coder {
	return &Coder{Coder: base, known: map[[sha256.Size]byte]themes.Coding{}}
}

// mostCodings is how many comments a coder remembers, about 1 KiB each; then it
// begins anew.
const mostCodings = 20_000

// Code reads one comment; its clauses come without their words. What it returns
// must not be changed.
func (c *Coder) Code(comment themes.Comment) themes.Coding {
	key := sha256.Sum256([]byte(comment.ID + "\x00" + comment.Lang + "\x00" + string(comment.Asks) + "\x00" + comment.Text))
	c.mu.Lock()
	coding, known := c.known[key]
	c.mu.Unlock()
	if known {
		return coding
	}
	coding = c.Coder.Code(comment)
	for i := range coding.Clauses {
		coding.Clauses[i].Words = nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.known) >= mostCodings {
		clear(c.known)
	}
	c.known[key] = coding
	return coding
}
