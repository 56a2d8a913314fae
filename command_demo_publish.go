package main

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"ouderstem/handlers"
	"ouderstem/stats"
	"ouderstem/stats/themes"
	"ouderstem/store"
	"ouderstem/store/demo"
	"ouderstem/survey"
)

// publishDemo lets the demo's municipality and one of its teams publish their
// report on a year, as people would: with themes confirmed and quotes released.
// Where there are too few answers for that, nothing is published.
func publishDemo(ctx context.Context, st *store.Store, year int) error {
	reports := handlers.NewReports(st)
	for _, unit := range []string{demo.Town, demo.Unit} {
		in := store.Scope{Unit: unit, Year: year, Survey: demo.Survey}
		choice := survey.Choice{}
		var err error
		if choice.Foreword, err = demo.Foreword(unit); err != nil {
			return err
		}
		if unit == demo.Town {
			if err := prepareDemo(ctx, st, reports, in); err != nil {
				return err
			}
		} else {
			choice.Left = []survey.Section{survey.SectionThemes}
		}
		if _, err := st.SaveReportDraft(ctx, unit, year, demo.Survey, choice, 0); err != nil {
			return err
		}
		_, err = reports.Publish(ctx, "", unit, year, demo.Survey, choice, "")
		if errors.Is(err, survey.ErrNothingOpened) || errors.Is(err, survey.ErrLedger) {
			continue
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// prepareDemo confirms the themes of a report, and releases a quote of each and a
// few that are about none of them.
func prepareDemo(ctx context.Context, st *store.Store, reports *handlers.Reports, in store.Scope) error {
	whole, err := reports.Yearly(ctx, in.Survey, in.Unit, in.Year, stats.Options{})
	if err != nil || whole.Themes == nil {
		return err
	}
	results, err := st.Results(ctx, in.Survey, in.Unit, in.Year)
	if err != nil {
		return err
	}
	var quotes []string
	for _, t := range whole.Themes.List {
		about, _ := themes.Shipped().Theme(t.ID)
		if err := st.Confirm(ctx, "", in, t.ID, about.Fingerprint(), true); err != nil {
			return err
		}
		if len(t.Quotes) == 0 {
			continue
		}
		i := slices.IndexFunc(results.Comments, func(c survey.Comment) bool { return c.Text == t.Quotes[0].Text })
		if i >= 0 && !slices.Contains(quotes, results.Comments[i].ID) {
			quotes = append(quotes, results.Comments[i].ID)
		}
	}
	quotes = append(quotes, plainQuotes(results.Comments)...)
	if len(quotes) == 0 {
		return nil
	}
	_, err = st.Decide(ctx, "", in, survey.Ruling{Act: survey.ActQuote}, quotes...)
	return err
}

// plainQuotes returns the ids of two comments to each question that say something
// of no theme: those stand in a report by their question. They are the longest
// that still read well at once, with nothing masked.
func plainQuotes(comments []survey.Comment) []string {
	const each, most = 2, 160
	long := slices.Clone(comments)
	slices.SortStableFunc(long, func(a, b survey.Comment) int { return cmp.Compare(len(b.Text), len(a.Text)) })
	var ids []string
	count := map[string]int{}
	coder := themes.NewCoder(themes.Shipped())
	for _, c := range long {
		if count[c.Question] == each || utf8.RuneCountInString(c.Text) > most || strings.ContainsRune(c.Text, '[') {
			continue
		}
		read := coder.Code(themes.Comment{ID: c.ID, Text: c.Text, Lang: c.Lang, Question: c.Question, Asks: c.Asks})
		if len(read.Mentions) == 0 && read.Void == "" {
			count[c.Question]++
			ids = append(ids, c.ID)
		}
	}
	return ids
}
