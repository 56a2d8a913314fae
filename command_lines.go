package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"runtime"
	"sync"
	"unicode/utf8"

	"ouderstem/survey"
)

// longestLine is in bytes: a line holds one comment with its labels.
const longestLine = 1 << 20

// chunkLines is how many lines are worked on together: enough for every core,
// and few enough to keep.
const chunkLines = 4096

// readLines reads a file with one JSON object on a line, "-" for standard input;
// check reports what is wrong with one. Empty lines are passed over.
func readLines[T any](file string, check func(T) error) ([]T, error) {
	var list []T
	err := eachChunk(file, check, func(items []T) error {
		list = append(list, items...)
		return nil
	})
	return list, err
}

// eachChunk is readLines for files that are not kept whole: it calls do with some
// lines at a time, in order.
func eachChunk[T any](file string, check func(T) error, do func([]T) error) error {
	in := os.Stdin
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return err
		}
		defer f.Close() //nolint:errcheck // only read from
		in = f
	}
	var items []T
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
			return badLine(file, n)
		}
		if err := check(item); err != nil {
			return atLine(err, file, n)
		}
		if items = append(items, item); len(items) == chunkLines {
			if err := do(items); err != nil {
				return err
			}
			items = nil
		}
	}
	switch err := scan.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return badLine(file, n)
	case err != nil: // a directory, say
		return err
	}
	return do(items)
}

// onAllCores returns f of every item, in their order.
func onAllCores[T, R any](items []T, f func(T) R) []R {
	results := make([]R, len(items))
	cores := max(1, runtime.GOMAXPROCS(0))
	var all sync.WaitGroup
	for core := range cores {
		all.Go(func() {
			for i := core; i < len(items); i += cores {
				results[i] = f(items[i])
			}
		})
	}
	all.Wait()
	return results
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
