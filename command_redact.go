package main

import (
	"encoding/json"
	"io"

	"ouderstem/survey"
	"ouderstem/survey/redact"
)

// redactCmd tells what would be masked in a file of comments, so that anybody
// can measure it.
type redactCmd struct {
	In  string `help:"${cli_redact_in}" required:"" type:"path"`
	Out string `help:"${cli_out}" type:"path" default:"-"`
}

// plain is a comment in a file. Other fields are passed over.
type plain struct {
	ID   string  `json:"id"`
	Text *string `json:"text"`
}

func (l plain) check() error {
	if l.ID == "" || l.Text == nil {
		return survey.ErrBadLine
	}
	return nil
}

// masked is what would be masked in a comment.
type masked struct {
	ID    string       `json:"id"`
	Spans []maskedSpan `json:"spans"`
}

// maskedSpan is a stretch of a comment, in characters. In a file it is
// [start, end, tag].
type maskedSpan redact.Span

// fileTags are the tags as files with labels of Dutch texts have them.
var fileTags = map[redact.Tag]string{
	redact.Name:    "persoon",
	redact.Address: "locatie",
	redact.Phone:   "telefoonnummer",
	redact.Date:    "datum",
	redact.URL:     "url",
	redact.Email:   "emailadres",
	redact.BSN:     "bsn",
	redact.IBAN:    "id",
	redact.Number:  "id",
}

// MarshalJSON writes the span as an array.
func (s maskedSpan) MarshalJSON() ([]byte, error) {
	return json.Marshal([]any{s.Start, s.End, fileTags[s.Tag]})
}

// Run finds what would be masked in every comment.
func (c redactCmd) Run(p *program) error {
	comments, err := readLines(c.In, plain.check)
	if err != nil {
		return err
	}
	found := make([]masked, len(comments))
	for i, l := range comments {
		found[i] = masked{ID: l.ID, Spans: []maskedSpan{}}
		for _, s := range redact.Find(*l.Text) {
			found[i].Spans = append(found[i].Spans, maskedSpan(s))
		}
	}
	return output(p, c.Out, func(w io.Writer) error { return writeLines(w, found) })
}
