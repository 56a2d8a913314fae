package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"
	"unicode"

	"ouderstem/survey"
)

// Found is a comment in which what was searched for stands.
type Found struct {
	Comment int           // which of those that were searched
	Hits    []survey.Span // where in its Text
}

// Search finds words in comments: all that are asked for, each also as the
// beginning of a longer word, with accents or without; words in quotes together
// and in that order. What is found stays in the order of the comments.
//
// The index is made anew for each search, in memory, of nothing but these
// comments: so that nobody finds what he may not read, and because the tables of
// a kept index have running numbers, which would tell which comments came
// together.
func Search(ctx context.Context, comments []survey.Comment, typed string) (found []Found, err error) {
	query := matchQuery(typed)
	if query == "" || len(comments) == 0 {
		return nil, nil
	}
	texts := make([]string, len(comments))
	for i, c := range comments {
		texts[i] = unmarked.Replace(c.Text)
	}
	packed, err := json.Marshal(texts)
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", ":memory:?_pragma=temp_store(2)") // not even a temporary file
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1) // each connection would have a memory of its own
	for _, index := range []struct {
		sql  string
		args []any
	}{
		{`CREATE VIRTUAL TABLE words USING fts5 (text, columnsize = 0, tokenize = "unicode61 remove_diacritics 2")`, nil},
		{`INSERT INTO words (rowid, text) SELECT key, value FROM json_each($1)`, []any{string(packed)}},
	} {
		if _, err := db.ExecContext(ctx, index.sql, index.args...); err != nil {
			return nil, err
		}
	}
	rows, err := db.QueryContext(ctx, `
		SELECT rowid, highlight(words, 0, $1, $2) FROM words WHERE words MATCH $3 ORDER BY rowid`, hitBegins, hitEnds, query)
	return collect(rows, err, func(rows *sql.Rows, f *Found) error {
		var marked string
		err := rows.Scan(&f.Comment, &marked)
		f.Hits = hits(marked)
		return err
	})
}

// hitBegins and hitEnds stand around a hit while it comes out of the index. No
// text that was cleaned has them; in others they are spaces.
const (
	hitBegins = "\x02"
	hitEnds   = "\x03"
)

var unmarked = strings.NewReplacer(hitBegins, " ", hitEnds, " ")

// hits returns where the hits are, in the text without their marks.
func hits(marked string) []survey.Span {
	var spans []survey.Span
	at := 0
	for {
		before, rest, found := strings.Cut(marked, hitBegins)
		if !found {
			return spans
		}
		hit, after, _ := strings.Cut(rest, hitEnds)
		at += len(before)
		spans = append(spans, survey.Span{Start: at, End: at + len(hit)})
		at += len(hit)
		marked = after
	}
}

// What is searched for is bounded: more words find nothing anyway.
const (
	mostWords   = 16
	mostLetters = 200
)

// matchQuery turns what a person typed into a query of FTS5. All of it is words
// to be found, whatever it means in that language; "" where there is no word in
// it.
func matchQuery(typed string) string {
	var terms []string
	add := func(words, ending string) {
		if strings.ContainsFunc(words, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) && len(terms) < mostWords {
			terms = append(terms, `"`+words+`"`+ending)
		}
	}
	letters := []rune(survey.Clean(typed))
	typed = string(letters[:min(len(letters), mostLetters)])
	for i, part := range strings.Split(straight.Replace(typed), `"`) {
		if i%2 == 1 {
			add(part, "")
			continue
		}
		for _, word := range strings.Fields(part) {
			add(word, "*")
		}
	}
	return strings.Join(terms, " AND ")
}

// straight makes every kind of double quote the one that a phrase stands in.
var straight = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`)
