package main

import (
	"errors"
	"fmt"
	"time"

	"ouderstem/store"
	"ouderstem/survey"
)

// openCmd opens boxes, as the schedule does on the first of a month.
type openCmd struct {
	data
	Format string `help:"${cli_format} (${enum})" env:"OUDERSTEM_LIST_FORMAT" enum:"text,json" default:"text"`
}

// Run opens every box that is ready.
func (c openCmd) Run(p *program) error {
	return openings(p, c.data, c.Format, func(st *store.Store) ([]store.Opening, error) {
		return st.OpenBoxes(p.ctx, store.YearOf(time.Now()))
	})
}

// closeCmd ends a year, as the schedule does on 1 January.
type closeCmd struct {
	data
	Year   int    `arg:"" help:"${cli_close_year_year}"`
	Format string `help:"${cli_format} (${enum})" env:"OUDERSTEM_LIST_FORMAT" enum:"text,json" default:"text"`
}

// Run opens every box that is ready, and small ones together. Only this year
// and the last can be closed: what waits now was answered in one of them.
func (c closeCmd) Run(p *program) error {
	if now := time.Now().Year(); c.Year > now || c.Year < now-1 {
		return survey.ErrWrongYear.With("Year", c.Year)
	}
	return openings(p, c.data, c.Format, func(st *store.Store) ([]store.Opening, error) { return st.CloseYear(p.ctx, c.Year) })
}

func openings(p *program, d data, format string, open func(*store.Store) ([]store.Opening, error)) error {
	return d.with(p, func(st *store.Store) error {
		now, err := st.Settings(p.ctx)
		if err != nil {
			return err
		}
		opened, err := open(st)
		switch {
		case format == "json":
			return errors.Join(err, list(p, format, opened, nil))
		case len(opened) == 0 && err == nil:
			return p.say("cli.open.none", "K", now.K)
		}
		for _, o := range opened { // what was opened is said, also when another box failed
			err = errors.Join(err, p.say("cli.open.opened", "N", o.N, "Unit", o.Unit, "Survey", o.Survey, "Year", fmt.Sprint(o.Year)))
		}
		return err
	})
}
