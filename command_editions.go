package main

import (
	"errors"
	"fmt"
	"io"

	"ouderstem/handlers"
	"ouderstem/stats"
	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/views"
)

// publishCmd freezes a report as an edition that everybody can read.
type publishCmd struct {
	data
	Unit   string `help:"${cli_publish_unit}" required:""`
	Year   int    `help:"${cli_report_year}" required:""`
	Survey string `help:"${cli_report_survey}"`
	Reason string `help:"${cli_publish_reason}"`
}

// Run publishes what was chosen for the report, or all of it, and tells where it
// can be read.
func (c publishCmd) Run(p *program) error {
	return c.with(p, func(st *store.Store) error {
		unit, err := unitOf(p, st, c.Unit)
		if err != nil {
			return err
		}
		id, err := reportCmd{Unit: unit.ID, Year: c.Year, Survey: c.Survey}.which(p, st)
		if err != nil {
			return err
		}
		draft, err := st.ReportDraft(p.ctx, unit.ID, c.Year, id)
		if err != nil {
			return err
		}
		e, err := handlers.NewReports(st).Publish(p.ctx, "", unit.ID, c.Year, id, draft.Choice, c.Reason)
		if err != nil {
			return err
		}
		return p.say("cli.publish.done", "Number", e.Number, "Path", views.EditionPath(e))
	})
}

// editionsCmd is about what was published.
type editionsCmd struct {
	List     editionsListCmd     `cmd:"" default:"withargs" help:"${cli_editions_list}"`
	Show     editionsShowCmd     `cmd:"" help:"${cli_editions_show}"`
	Withdraw editionsWithdrawCmd `cmd:"" help:"${cli_editions_withdraw}"`
}

type editionsListCmd struct {
	data
	Format string `help:"${cli_format} (${enum})" env:"OUDERSTEM_LIST_FORMAT" enum:"text,json" default:"text"`
}

// listedEdition is an edition as a list has it.
type listedEdition struct {
	Unit      string `json:"unit"`
	Year      int    `json:"year"`
	Survey    string `json:"survey"`
	Number    int    `json:"number"`
	Day       string `json:"day"`
	Reason    string `json:"reason,omitempty"`
	Withdrawn string `json:"withdrawn,omitempty"`
	Path      string `json:"path"`
	Hash      string `json:"sha256"`
}

// Run prints all editions.
func (c editionsListCmd) Run(p *program) error {
	return c.with(p, func(st *store.Store) error {
		editions, err := st.Editions(p.ctx)
		if err != nil {
			return err
		}
		var rows []listedEdition
		for _, e := range editions {
			rows = append(rows, listedEdition{
				e.Unit, e.Year, e.Survey, e.Number, e.Day, e.Reason, e.Withdrawn, views.EditionPath(e), e.Hash,
			})
		}
		return list(p, c.Format, rows, func(e listedEdition) string {
			return fmt.Sprintf("%s\t%s\t%s\t%s", e.Day, e.Path, e.Reason, e.Withdrawn)
		})
	})
}

// oneEdition says which edition is meant.
type oneEdition struct {
	Unit   string `help:"${cli_editions_unit}" required:""`
	Year   int    `help:"${cli_report_year}" required:""`
	Survey string `help:"${cli_editions_survey}" required:""`
	Number int    `help:"${cli_editions_number}" required:""`
}

// find returns it. What was published of a unit stays when the unit is gone.
func (c oneEdition) find(p *program, st *store.Store) (survey.Edition, error) {
	id := c.Unit
	if unit, err := unitOf(p, st, c.Unit); err == nil {
		id = unit.ID
	} else if !errors.Is(err, survey.ErrNoUnit) {
		return survey.Edition{}, err
	}
	return st.Edition(p.ctx, id, c.Survey, c.Year, c.Number)
}

// unitOf returns the unit with an id or a name.
func unitOf(p *program, st *store.Store, named string) (survey.Unit, error) {
	tree, err := st.Units(p.ctx)
	if err != nil {
		return survey.Unit{}, err
	}
	return tree.Find(named)
}

type editionsShowCmd struct {
	data
	oneEdition
	written
	Out string `help:"${cli_out}" type:"path" default:"-"`
}

// Run writes an edition to a file or to standard output, as it was published.
func (c editionsShowCmd) Run(p *program) error {
	return c.with(p, func(st *store.Store) error {
		e, err := c.find(p, st)
		if err != nil {
			return err
		}
		report, err := stats.ReadReport(e.Value)
		if err != nil {
			return err
		}
		f, err := c.format()
		if err != nil {
			return err
		}
		return output(p, c.Out, func(w io.Writer) error {
			return f.Write(p.ctx, w, p.views, c.Lang, views.Report{Report: report, Published: true, Edition: &e})
		})
	})
}

type editionsWithdrawCmd struct {
	data
	oneEdition
	Reason string `help:"${cli_editions_reason}" required:""`
}

// Run takes an edition off the public pages.
func (c editionsWithdrawCmd) Run(p *program) error {
	return c.with(p, func(st *store.Store) error {
		e, err := c.find(p, st)
		if err != nil {
			return err
		}
		if err := st.Withdraw(p.ctx, "", e, c.Reason); err != nil {
			return err
		}
		return p.say("cli.editions.withdrawn", "Number", e.Number, "Path", views.EditionPath(e))
	})
}
