package handlers

import (
	"context"
	"crypto/sha256"
	"sync"

	"ouderstem/stats/themes"
	"ouderstem/store"
	"ouderstem/survey"
)

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

// Prepare begins to learn in the background from what was changed, and returns
// at once: who looks next waits less. What fails is told there.
func (r *Reports) Prepare(ctx context.Context) {
	_, _ = r.begin(ctx) //nolint:errcheck // the next page begins it again
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
	book, err := readCodebook(l.codebook)
	if err != nil {
		l.err = err
		return
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
	return themes.Comment{ID: c.ID, Text: c.Text, Lang: c.Lang, Question: c.Question, Asks: c.Asks}
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
	key := sha256.Sum256([]byte(comment.ID + "\x00" + comment.Lang + "\x00" + comment.Question + "\x00" + string(comment.Asks) + "\x00" + comment.Text))
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
