package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"ouderstem/survey"
)

// formatByName makes --format follow the name of the file that --out asks for, so
// that a report.docx is one. A name that says nothing, or a format that the
// environment asks for, leaves what is the rule.
func formatByName(c *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	if flag.Name != "format" || slices.ContainsFunc(flag.Tag.Envs, isSet) {
		return nil, nil
	}
	var best string
	for _, out := range c.Flags() {
		if out.Name != "out" {
			continue
		}
		file, _ := c.FlagValue(out).(string)
		for format := range flag.EnumMap() {
			if strings.HasSuffix(strings.ToLower(file), "."+format) && len(format) > len(best) { // plain.csv is no csv
				best = format
			}
		}
	}
	if best == "" {
		return nil, nil
	}
	return best, nil
}

func isSet(name string) bool {
	_, set := os.LookupEnv(name)
	return set
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
