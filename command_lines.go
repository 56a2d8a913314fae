package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"unicode/utf8"

	"ouderstem/survey"
)

// longestLine is in bytes: a line holds one comment with its labels.
const longestLine = 1 << 20

// readLines reads a file with one JSON object on a line, "-" for standard input;
// check reports what is wrong with one. Empty lines are passed over.
func readLines[T any](file string, check func(T) error) ([]T, error) {
	in := os.Stdin
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return nil, err
		}
		defer f.Close() //nolint:errcheck // only read from
		in = f
	}
	var list []T
	scan := bufio.NewScanner(in)
	scan.Buffer(nil, longestLine)
	n := 1
	for ; scan.Scan(); n++ {
		line := bytes.TrimSpace(bytes.TrimPrefix(scan.Bytes(), []byte("\ufeff")))
		if len(line) == 0 {
			continue
		}
		var item T
		if !utf8.Valid(line) || json.Unmarshal(line, &item) != nil {
			return nil, badLine(file, n)
		}
		if err := check(item); err != nil {
			return nil, atLine(err, file, n)
		}
		list = append(list, item)
	}
	if scan.Err() != nil {
		return nil, badLine(file, n)
	}
	return list, nil
}

// writeLines writes each item as a line of JSON.
func writeLines[T any](w io.Writer, items []T) error {
	b := bufio.NewWriter(w)
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	for _, item := range items {
		if err := e.Encode(item); err != nil {
			return err
		}
	}
	return b.Flush()
}

func badLine(file string, line int) error { return atLine(survey.ErrBadLine, file, line) }

// atLine returns err with where in a file it is.
func atLine(err error, file string, line int) error {
	var problem *survey.Error
	if !errors.As(err, &problem) {
		return err
	}
	return problem.With("File", file).With("Line", line)
}
