package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"
	"slices"

	"ouderstem/stats/themes"
	"ouderstem/survey"
)

// themesCmd measures what finds themes, on files of comments.
type themesCmd struct {
	Run      themesRunCmd      `cmd:"" help:"${cli_themes_run}"`
	Discover themesDiscoverCmd `cmd:"" help:"${cli_themes_discover}"`
}

// labelled is a comment in a file, with what people said of it.
type labelled struct {
	ID       string  `json:"id"`
	Text     *string `json:"text"`
	Lang     string  `json:"lang"`
	Question string  `json:"question"`
	// Asks is what the question asks for: "good", "bad" or "".
	Asks   survey.Asks `json:"asks"`
	Labels []string    `json:"labels"`
	Rating *float64    `json:"rating"`
	// Sentiment is -1, 0 or 1, as are the polarities.
	Sentiment *int     `json:"sentiment"`
	Aspects   []aspect `json:"aspects"`
}

// aspect is how a comment speaks of one theme.
type aspect struct {
	Label    string `json:"label"`
	Polarity *int   `json:"polarity"`
}

func (l labelled) check() error {
	if l.ID == "" || l.Text == nil || l.Sentiment != nil && (*l.Sentiment < -1 || *l.Sentiment > 1) {
		return survey.ErrBadLine
	}
	for _, a := range l.Aspects {
		if a.Polarity != nil && (*a.Polarity < -1 || *a.Polarity > 1) {
			return survey.ErrBadLine
		}
	}
	if slices.Contains(l.Labels, "") {
		return survey.ErrBadLine
	}
	return nil
}

// speaks returns how the whole comment speaks, where the line says so: of itself,
// or by speaking of all its themes alike.
func (l labelled) speaks() (themes.Sentiment, bool) {
	if l.Sentiment != nil {
		return themes.Sentiment(*l.Sentiment), true
	}
	if len(l.Aspects) == 0 {
		return themes.Neutral, false
	}
	for _, a := range l.Aspects {
		if a.Polarity == nil || *a.Polarity != *cmp.Or(l.Aspects[0].Polarity, a.Polarity) {
			return themes.Neutral, false
		}
	}
	return themes.Sentiment(*l.Aspects[0].Polarity), true
}

// coded is a comment in a file, with what the machine says of it.
type coded struct {
	ID        string         `json:"id"`
	Themes    []string       `json:"themes"`
	Sentiment int            `json:"sentiment"`
	By        map[string]int `json:"theme_sentiment"`
}

// themesRunCmd codes a file of comments.
type themesRunCmd struct {
	Codebook string `help:"${cli_themes_codebook}" type:"existingfile"`
	Train    string `help:"${cli_themes_train}" type:"path" xor:"teacher"`
	Folds    int    `help:"${cli_themes_folds}" xor:"teacher"`
	In       string `help:"${cli_themes_in}" required:"" type:"path"`
	Out      string `help:"${cli_out}" type:"path" default:"-"`
	Lang     string `help:"${cli_themes_lang}" default:"nl"`
}

// Run codes every comment by itself, with what can be learned from others.
func (c themesRunCmd) Run(p *program) error {
	if c.Folds != 0 {
		return c.crossed(p)
	}
	coder, err := c.coder(p)
	if err != nil {
		return err
	}
	return output(p, c.Out, func(w io.Writer) error {
		return eachChunk(c.In, labelled.check, func(lines []labelled) error {
			return writeLines(w, onAllCores(lines, func(l labelled) coded { return codedOf(l.ID, coder.Code(l.comment(c.Lang))) }))
		})
	})
}

// crossed codes every comment with what the others teach: the file is parted by
// a hash of the ids, and each part is read by who has learned from all parts but
// that one.
func (c themesRunCmd) crossed(p *program) error {
	if c.Folds < 2 || c.Folds > mostFolds {
		return survey.ErrFolds.With("Most", mostFolds)
	}
	book, lines, err := c.teacher(p, c.In)
	if err != nil {
		return err
	}
	foldOf := func(l labelled) int {
		sum := sha256.Sum256([]byte(l.ID))
		return int(binary.BigEndian.Uint32(sum[:]) % uint32(c.Folds)) //nolint:gosec // 2 to mostFolds
	}
	coders := make([]*themes.Coder, c.Folds)
	for fold := range coders {
		others := slices.DeleteFunc(slices.Clone(lines), func(l labelled) bool { return foldOf(l) == fold })
		coders[fold] = c.learn(themes.NewCoder(book), others)
	}
	found := onAllCores(lines, func(l labelled) coded { return codedOf(l.ID, coders[foldOf(l)].Code(l.comment(c.Lang))) })
	return output(p, c.Out, func(w io.Writer) error { return writeLines(w, found) })
}

// mostFolds is more than anybody needs: each takes as long as learning once.
const mostFolds = 20

// coder returns the coder that the codebook and the examples make.
func (c themesRunCmd) coder(p *program) (*themes.Coder, error) {
	if c.Train == "" && c.Codebook == "" {
		return nil, survey.ErrNothingToFind
	}
	if c.Train == "" {
		book, err := codebook(p, c.Codebook)
		if err != nil {
			return nil, err
		}
		return themes.NewCoder(book), nil
	}
	book, lines, err := c.teacher(p, c.Train)
	if err != nil {
		return nil, err
	}
	return c.learn(themes.NewCoder(book), lines), nil
}

// teacher returns the codebook and the lines of a file that teach. Without a
// codebook the labels in the file are the themes.
func (c themesRunCmd) teacher(p *program, file string) (*themes.Codebook, []labelled, error) {
	if c.Codebook == "" {
		lines, err := readLines(file, labelled.check)
		return themesOf(lines), lines, err
	}
	book, err := codebook(p, c.Codebook)
	if err != nil {
		return nil, nil, err
	}
	lines, err := readLines(file, func(l labelled) error { return cmp.Or(l.check(), l.checkLabels(book)) })
	return book, lines, err
}

// learn returns coder with what lines teach: themes from their labels, and how
// comments speak from their sentiments or, where no line has one, their ratings.
func (c themesRunCmd) learn(coder *themes.Coder, lines []labelled) *themes.Coder {
	coder = coder.Learn(c.examples(lines))
	var toned []themes.Toned
	var marked []themes.Marked
	scale := scaleOf(lines)
	for _, l := range lines {
		if s, told := l.speaks(); told {
			toned = append(toned, themes.Toned{Comment: l.comment(c.Lang), Sentiment: s})
		}
		if l.Rating != nil {
			marked = append(marked, themes.Marked{Comment: l.comment(c.Lang), Mark: int(math.Round(*l.Rating * scale))})
		}
	}
	if len(toned) == 0 {
		return coder.LearnTone(marked)
	}
	return coder.LearnSentiment(toned)
}

// scaleOf returns what makes marks of 1 to 10 of the ratings in lines: they are
// out of five where none is higher.
func scaleOf(lines []labelled) float64 {
	for _, l := range lines {
		if l.Rating != nil && *l.Rating > 5 {
			return 1
		}
	}
	return 2
}

// checkLabels reports a label that book has not got.
func (l labelled) checkLabels(book *themes.Codebook) error {
	for _, label := range l.Labels {
		if _, known := book.Theme(label); !known {
			return survey.ErrUnknownLabel.With("Label", label)
		}
	}
	return nil
}

// themesOf returns a codebook without words, of the labels in lines.
func themesOf(lines []labelled) *themes.Codebook {
	var labels []string
	for _, l := range lines {
		labels = append(labels, l.Labels...)
	}
	slices.Sort(labels)
	book := &themes.Codebook{}
	for _, label := range slices.Compact(labels) {
		book.Themes = append(book.Themes, themes.Theme{ID: label})
	}
	return book
}

// examples returns the lines that have labels; an empty list is one too, and
// says that a comment is about no theme.
func (c themesRunCmd) examples(lines []labelled) []themes.Example {
	var list []themes.Example
	for _, l := range lines {
		if l.Labels == nil {
			continue
		}
		e := themes.Example{Comment: l.comment(c.Lang), Complete: true}
		for _, label := range l.Labels {
			e.Labels = append(e.Labels, survey.Label{Theme: label, Yes: true})
		}
		list = append(list, e)
	}
	return list
}

func (l labelled) comment(lang string) themes.Comment {
	if l.Lang != "" {
		lang = l.Lang
	}
	return themes.Comment{ID: l.ID, Text: *l.Text, Lang: lang, Question: l.Question, Asks: l.Asks}
}

func codedOf(id string, c themes.Coding) coded {
	found := coded{ID: id, Themes: []string{}, Sentiment: sign(c.Sentiment), By: map[string]int{}}
	for _, m := range c.Mentions {
		found.Themes = append(found.Themes, m.Theme)
		found.By[m.Theme] = sign(m.Sentiment)
	}
	return found
}

// sign returns s as files have it: mixed is as much good as bad.
func sign(s themes.Sentiment) int {
	if s == themes.Mixed {
		return 0
	}
	return int(s)
}

// codebook reads a codebook in its plain form and prints its faults.
func codebook(p *program, file string) (*themes.Codebook, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	book, faults := themes.ParsePatterns(raw)
	for _, f := range faults {
		problem, _ := p.views.Texts().Problem(p.lang, f.Err)
		if _, err := fmt.Fprintf(p.out, "%s:%d: %s\n", file, f.Line, problem); err != nil {
			return nil, err
		}
	}
	if len(faults) > 0 {
		return nil, survey.ErrBadCodebook
	}
	return book, nil
}
