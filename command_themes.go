package main

import (
	"fmt"
	"io"
	"os"

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
	ID       string   `json:"id"`
	Text     *string  `json:"text"`
	Lang     string   `json:"lang"`
	Question string   `json:"question"`
	Labels   []string `json:"labels"`
	Rating   *float64 `json:"rating"`
}

func (l labelled) check() error {
	if l.ID == "" || l.Text == nil {
		return survey.ErrBadLine
	}
	return nil
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
	In       string `help:"${cli_themes_in}" required:"" type:"path"`
	Out      string `help:"${cli_out}" type:"path" default:"-"`
	Lang     string `help:"${cli_themes_lang}" default:"nl"`
}

// Run codes every comment by itself.
func (c themesRunCmd) Run(p *program) error {
	book, err := codebook(p, c.Codebook)
	if err != nil {
		return err
	}
	coder := themes.NewCoder(book)
	return output(p, c.Out, func(w io.Writer) error {
		return eachChunk(c.In, labelled.check, func(lines []labelled) error {
			return writeLines(w, onAllCores(lines, func(l labelled) coded { return codedOf(l.ID, coder.Code(l.comment(c.Lang))) }))
		})
	})
}

func (l labelled) comment(lang string) themes.Comment {
	if l.Lang != "" {
		lang = l.Lang
	}
	return themes.Comment{ID: l.ID, Text: *l.Text, Lang: lang}
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
