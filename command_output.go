package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/alecthomas/kong"

	"ouderstem/survey"
)

// formatByName makes --format follow the name of the file that --out asks for, so
// that a report.docx is one. A name that says nothing leaves what is the rule.
func formatByName(c *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	if flag.Name != "format" {
		return nil, nil
	}
	var best string
	for _, path := range c.Path {
		if path.Flag == nil || path.Flag.Name != "out" {
			continue
		}
		file, _ := c.FlagValue(path.Flag).(string)
		for format := range flag.EnumMap() {
			if strings.HasSuffix(file, "."+format) && len(format) > len(best) { // plain.csv is no csv
				best = format
			}
		}
	}
	if best == "" {
		return nil, nil
	}
	return best, nil
}

// list prints items as lines, or as one JSON array.
func list[T any](p *program, format string, items []T, line func(T) string) error {
	if format == "json" {
		if items == nil {
			items = []T{}
		}
		e := json.NewEncoder(p.out)
		e.SetIndent("", "  ")
		return e.Encode(items)
	}
	for _, item := range items {
		if _, err := fmt.Fprintln(p.out, line(item)); err != nil {
			return err
		}
	}
	return nil
}

// output writes to a file, whole or not at all, or to standard output for "-".
func output(p *program, file string, write func(io.Writer) error) error {
	if file == "-" {
		return write(p.out)
	}
	if err := free(file); err != nil {
		return err
	}
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	return os.WriteFile(file, b.Bytes(), 0o600)
}

// free reports that a file is there already, which is never written over.
func free(file string) error {
	if file == "" || file == "-" {
		return nil
	}
	if _, err := os.Stat(file); err == nil {
		return survey.ErrFileExists.With("File", file)
	}
	return nil
}
