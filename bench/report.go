package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"text/tabwriter"
	"time"

	"ouderstem/handlers"
	"ouderstem/stats"
	"ouderstem/store"
	"ouderstem/survey"
)

// A report reads counts and a sample, so it may not take longer as answers grow:
// one over a million of them no more than a fifth longer than one over ten
// thousand, which is what measuring itself differs by.
const mostLonger = 1.2

const (
	reportYear = 2025
	teams      = 10
	rounds     = 101 // of each report, in turn
)

// reports measures how long it takes to make a report over so many answers.
func reports(ctx context.Context, out io.Writer) (ok bool, err error) {
	dir, err := os.MkdirTemp("", "ouderstem-bench-")
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(table, "a report, made\tanswers\tcomments\tmedian\tfirst\tdrivers of\t\n") //nolint:errcheck // Flush tells
	var flat []time.Duration
	for _, sizes := range [][]size{{{10_000, 0}, {1_000_000, 0}}, {{10_000, 1_000}, {10_000, 3_000}}} {
		took, err := inTurn(ctx, table, dir, sizes)
		if err != nil {
			return false, err
		}
		if flat == nil {
			flat = took
		}
	}
	ratio := float64(flat[1]) / float64(flat[0])
	fmt.Fprintf(table, "at most\t\t\t%.2f×\t\tis %.2f×\t\n", mostLonger, ratio) //nolint:errcheck // Flush tells
	return ratio <= mostLonger, table.Flush()
}

// size is how large a store is: answers of one year, and as many of the year
// before; comments of either.
type size struct{ answers, comments int }

// inTurn makes the reports of stores of some sizes in turn, so that whatever else
// the machine does slows down all of them, and returns the medians.
func inTurn(ctx context.Context, table io.Writer, dir string, sizes []size) ([]time.Duration, error) {
	took := make([][]time.Duration, len(sizes))
	firsts := make([]time.Duration, len(sizes))
	of := make([]int, len(sizes))
	makers := make([]*handlers.Reports, len(sizes))
	for i, s := range sizes {
		st, id, err := filled(ctx, filepath.Join(dir, fmt.Sprint(s.answers, "-", s.comments)), s)
		if err != nil {
			return nil, err
		}
		defer st.Close() //nolint:errcheck // only read
		makers[i] = handlers.NewReports(st)
		begun := time.Now()
		report, err := makers[i].Yearly(ctx, id, "town", reportYear, stats.Options{})
		if err != nil {
			return nil, err
		}
		firsts[i] = time.Since(begun)
		if report.Drivers != nil {
			of[i] = report.Drivers.N
		}
		if report.N != s.answers || report.Overall.Change == nil || report.Drivers == nil {
			return nil, fmt.Errorf("a report over %d answers has %d", s.answers, report.N)
		}
	}
	for range rounds {
		for i, m := range makers {
			begun := time.Now()
			if _, err := m.Yearly(ctx, benchSurvey, "town", reportYear, stats.Options{}); err != nil {
				return nil, err
			}
			took[i] = append(took[i], time.Since(begun))
		}
	}
	var medians []time.Duration
	for i, s := range sizes {
		slices.Sort(took[i])
		medians = append(medians, took[i][len(took[i])/2])
		fmt.Fprintf(table, "\t%d\t%d\t%s\t%s\t%d\t\n", s.answers, s.comments, //nolint:errcheck // Flush tells
			medians[i].Round(100*time.Microsecond), firsts[i].Round(time.Millisecond), of[i])
	}
	return medians, nil
}

const benchSurvey = "kort"

// filled makes a store as openings leave it. Its rows are written at once: a
// million answers, each sealed and opened, would take hours.
func filled(ctx context.Context, dir string, s size) (*store.Store, string, error) {
	st, err := store.Open(ctx, store.Config{Dir: dir})
	if err != nil {
		return nil, "", err
	}
	units := []survey.Unit{{ID: "town", Name: "Town"}}
	for i := range teams {
		units = append(units, survey.Unit{ID: fmt.Sprint("team", i), Name: fmt.Sprint("Team ", i), Parent: "town"})
	}
	for _, u := range units {
		if _, err := st.AddUnit(ctx, u); err != nil {
			return nil, "", err
		}
	}
	templates, err := survey.Templates()
	if err != nil {
		return nil, "", err
	}
	sv, err := st.Publish(ctx, templates[benchSurvey])
	if err != nil {
		return nil, "", err
	}
	db, err := sql.Open("sqlite", filepath.Join(dir, "ouderstem.db"))
	if err != nil {
		return nil, "", err
	}
	defer db.Close() //nolint:errcheck // the transaction says it
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, "", err
	}
	f := filler{tx: tx, survey: sv, dice: rand.New(rand.NewPCG(1, uint64(s.answers)))} //nolint:gosec // the same answers every time
	for i := range teams {
		for _, year := range []int{reportYear - 1, reportYear} {
			if err := f.fill(ctx, units[1+i].ID, year, s.answers/teams, s.comments/teams); err != nil {
				return nil, "", err
			}
		}
	}
	if err := f.exec(ctx, `INSERT INTO waiting (survey, unit, year, n) VALUES ($1, 'town', $2, 5)`, sv.ID, reportYear+1); err != nil {
		return nil, "", err
	}
	return st, sv.ID, tx.Commit()
}

type filler struct {
	tx     *sql.Tx
	survey *survey.Survey
	dice   *rand.Rand
}

func (f *filler) exec(ctx context.Context, query string, args ...any) error {
	_, err := f.tx.ExecContext(ctx, query, args...)
	return err
}

// fill writes n answers of a unit and a year, opened in twelve rounds; those of
// earlier years are counted only, since no report reads more of them.
func (f *filler) fill(ctx context.Context, unit string, year, n, comments int) error {
	cut := []any{f.survey.ID, f.survey.Version, unit, year}
	ids := make([][]byte, max(n, comments))
	for i := range ids {
		ids[i] = make([]byte, 16)
		for j := range ids[i] {
			ids[i][j] = byte(f.dice.IntN(256))
		}
	}
	slices.SortFunc(ids, slices.Compare)
	insert, err := f.tx.PrepareContext(ctx, `INSERT INTO response (survey, version, unit, year, id, ratings) VALUES ($1, $2, $3, $4, $5, $6)`)
	if err != nil {
		return err
	}
	defer insert.Close() //nolint:errcheck // the transaction ends it too
	tally := survey.Tally{}
	for i := range n {
		r := f.answer()
		tally.Add(r, f.survey)
		ratings, err := json.Marshal(r.Answers)
		if err != nil {
			return err
		}
		if year == reportYear {
			if _, err := insert.ExecContext(ctx, append(slices.Clone(cut), ids[i], string(ratings))...); err != nil {
				return err
			}
		}
	}
	for i := range comments {
		if err := f.exec(ctx, `INSERT INTO comment (survey, version, unit, year, question, id, lang, mark, text, held) VALUES ($1, $2, $3, $4, 'better', $5, 'nl', $6, $7, 0)`,
			append(slices.Clone(cut), ids[i], strconv.Itoa(5+f.dice.IntN(5)), f.comment())...); err != nil {
			return err
		}
		tally[survey.Count{Version: f.survey.Version, Question: "better", Value: survey.Answered}]++
	}
	for c, n := range tally {
		if err := f.exec(ctx, `INSERT INTO tally (survey, version, unit, year, question, value, held, n) VALUES ($1, $2, $3, $4, $5, $6, 0, $7)`,
			append(slices.Clone(cut), c.Question, c.Value, n)...); err != nil {
			return err
		}
	}
	for round := range 12 {
		part := n*(round+1)/12 - n*round/12
		if err := f.exec(ctx, `INSERT INTO opening (id, survey, version, unit, year, way, n, k) VALUES (randomblob(16), $1, $2, $3, $4, 'card', $5, 10)`,
			append(slices.Clone(cut), part)...); err != nil {
			return err
		}
	}
	return nil
}

// answer is a made-up response; some skip a question or have no opinion.
func (f *filler) answer() survey.Response {
	r := survey.Response{Survey: f.survey.ID, Version: f.survey.Version, Answers: survey.Answers{}}
	content := f.dice.NormFloat64()
	for _, q := range f.survey.Questions {
		if q.Kind == survey.Open || f.dice.IntN(20) == 0 {
			continue
		}
		values := q.Values()
		at := f.dice.IntN(len(values))
		if f.dice.IntN(20) > 0 {
			noisy := min(max((content+f.dice.NormFloat64()+3)/6, 0), 0.999)
			if q.Kind == survey.Mark {
				at = int(noisy * 10)
			} else { // options stand from best to worst, the last has no opinion
				at = int((1 - noisy) * float64(len(values)-1))
			}
		}
		r.Answers[q.ID] = values[at : at+1]
	}
	return r
}

func (f *filler) comment() string {
	about := []string{"De coach", "Het gesprek", "De uitleg", "Het plan", "De wachttijd", "De school", "Het formulier"}
	said := []string{"was fijn", "duurde te lang", "hielp ons", "was niet duidelijk", "kwam te laat", "was goed geregeld"}
	return fmt.Sprintf("%s %s, vooral in week %d.", about[f.dice.IntN(len(about))], said[f.dice.IntN(len(said))], f.dice.IntN(52))
}
