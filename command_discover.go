package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"ouderstem/stats/themes"
	"ouderstem/survey"
)

// themesDiscoverCmd finds topics in a file of comments.
type themesDiscoverCmd struct {
	Codebook string `help:"${cli_themes_discover_codebook}" type:"existingfile"`
	In       string `help:"${cli_themes_in}" required:"" type:"path"`
	Out      string `help:"${cli_out}" type:"path" default:"-"`
	Words    string `help:"${cli_themes_discover_words}" type:"path"`
	Topics   int    `help:"${cli_themes_discover_topics}" required:""`
	Least    int    `help:"${cli_themes_discover_least}" default:"5"`
	Lang     string `help:"${cli_themes_lang}" default:"nl"`
}

// grouped is a comment in a file, with the topics it speaks of.
type grouped struct {
	ID     string   `json:"id"`
	Themes []string `json:"themes"`
}

// Run finds topics in all comments together. It says so where there is none to
// find; every comment then has no topic.
func (c themesDiscoverCmd) Run(p *program) error {
	if c.Topics < 1 || c.Least < 1 {
		return survey.ErrNoNumber
	}
	// Both before anything is written: one file without the other is no result.
	for _, file := range []string{c.Words, c.Out} {
		if err := free(file); err != nil {
			return err
		}
	}
	if c.Words == c.Out {
		return survey.ErrFileExists.With("File", c.Out)
	}
	var coder *themes.Coder
	if c.Codebook != "" {
		book, err := codebook(p, c.Codebook)
		if err != nil {
			return err
		}
		coder = themes.NewCoder(book)
	}
	lines, err := readLines(c.In, labelled.check)
	if err != nil {
		return err
	}
	comments := make([]themes.Comment, len(lines))
	for i, l := range lines {
		comments[i] = l.comment(c.Lang)
	}
	d := themes.Discover(comments, coder, themes.Search{Topics: c.Topics, Least: c.Least})
	if d.Reason != themes.ReasonNone {
		if err := p.note("themes.no-topics." + string(d.Reason)); err != nil {
			return err
		}
	}
	if c.Words != "" {
		if err := output(p, c.Words, func(w io.Writer) error { return writeTopics(w, d.Topics) }); err != nil {
			return err
		}
	}
	found := make([]grouped, len(comments))
	for i, topics := range d.Found {
		found[i] = grouped{comments[i].ID, []string{}}
		for _, t := range topics {
			found[i].Themes = append(found[i].Themes, topicName(t))
		}
	}
	err = output(p, c.Out, func(w io.Writer) error { return writeLines(w, found) })
	if err != nil && c.Words != "" && c.Words != "-" {
		return errors.Join(err, os.Remove(c.Words))
	}
	return err
}

// topicName is what files call the topic in a place.
func topicName(place int) string { return fmt.Sprintf("topic-%d", place+1) }

// writeTopics writes the words of each topic.
func writeTopics(w io.Writer, topics []themes.Topic) error {
	words := map[string][]string{}
	for i, t := range topics {
		words[topicName(i)] = t.Words
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(words)
}
