package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/views/paper"
)

// cardsCmd prints cards and keeps count of what was handed out.
type cardsCmd struct {
	Print  cardsPrintCmd  `cmd:"" default:"withargs" help:"${cli_cards_print}"`
	List   cardsListCmd   `cmd:"" help:"${cli_cards_list}"`
	Handed cardsHandedCmd `cmd:"" help:"${cli_cards_handed}"`
	Retire cardsRetireCmd `cmd:"" help:"${cli_cards_retire}"`
}

type cardsPrintCmd struct {
	data
	Survey string `help:"${cli_cards_survey}" required:""`
	Unit   string `help:"${cli_cards_unit}" required:""`
	Count  int    `help:"${cli_cards_count}" default:"8"`
	Format string `help:"${cli_cards_format} (${enum})" env:"OUDERSTEM_CARDS_FORMAT" enum:"pdf,svg,txt" default:"pdf"`
	Layout string `help:"${cli_cards_layout} (${enum})" env:"OUDERSTEM_CARDS_LAYOUT" enum:"a4,a5,business" default:"a4"`
	Poster bool   `help:"${cli_cards_poster}"`
	Coach  string `help:"${cli_cards_coach}"`
	Lang   string `help:"${cli_cards_lang} (${enum})" env:"OUDERSTEM_CARDS_LANG" enum:"nl,en" default:"nl"`
	URL    string `name:"url" help:"${cli_url}" default:"http://localhost:8080"`
	Out    string `help:"${cli_out}" type:"path" default:"-"`
}

// Run makes a batch and streams its cards; the codes are kept nowhere.
func (c cardsPrintCmd) Run(p *program) error {
	const most = 10_000 // a PDF of so many takes 12 s and 200 MB
	if c.Count < 1 || c.Count > most {
		return survey.ErrBadCount.With("Most", most)
	}
	site, err := siteOf("--url", c.URL)
	if err != nil {
		return err
	}
	return c.with(p, func(st *store.Store) error {
		s, err := published(p, st, c.Survey)
		if err != nil {
			return err
		}
		tree, err := st.Units(p.ctx)
		if err != nil {
			return err
		}
		unit, err := tree.Find(c.Unit)
		if err != nil {
			return err
		}
		return output(p, c.Out, func(w io.Writer) error {
			batch := survey.Batch{Survey: s.ID, Unit: unit.ID, Way: survey.ByCard, Size: c.Count, Hand: c.Coach}
			if c.Poster {
				batch.Way, batch.Size = survey.ByPoster, 1
			}
			batch, codes, err := st.Print(p.ctx, batch)
			if err != nil {
				return err
			}
			err = c.write(w, p, paper.Sheet{
				Site: site, Address: s.Address(), Lang: c.Lang,
				Audience: s.Audience, Organisation: tree.Asker(unit.ID), Way: batch.Way, Layout: paper.Layout(c.Layout), K: batch.Promised,
			}, codes)
			if err != nil { // nobody has these cards
				return errors.Join(err, st.Retire(p.ctx, batch.ID))
			}
			return c.printed(p, batch)
		})
	})
}

// printed says what was made, beside the cards themselves, and warns of cards
// that no phone can open.
func (c cardsPrintCmd) printed(p *program, b survey.Batch) error {
	err := p.note("cli.cards.printed", "N", b.Size, "Batch", b.ID, "Unit", b.Unit)
	if strings.Contains(c.URL, "//localhost") || strings.Contains(c.URL, "//127.") {
		err = errors.Join(err, p.note("cli.cards.localhost", "URL", c.URL))
	}
	return err
}

func (c cardsPrintCmd) write(w io.Writer, p *program, s paper.Sheet, codes []survey.Code) error {
	switch c.Format {
	case "txt":
		return paper.Text(w, s, codes)
	case "svg":
		return paper.SVG(w, p.views.Texts(), s, codes)
	}
	return paper.PDF(w, p.views.Texts(), s, codes)
}

// published returns the newest version of a survey, publishing the template of
// that name when there is none yet.
func published(p *program, st *store.Store, id string) (*survey.Survey, error) {
	s, err := st.Survey(p.ctx, id, 0)
	if !errors.Is(err, survey.ErrNoSurvey) {
		return s, err
	}
	templates, templateErr := survey.Templates()
	if templateErr != nil {
		return nil, templateErr
	}
	template, ok := templates[id]
	if !ok {
		return nil, err
	}
	return st.Publish(p.ctx, template)
}

type cardsListCmd struct {
	data
	Format string `help:"${cli_format} (${enum})" env:"OUDERSTEM_LIST_FORMAT" enum:"text,json" default:"text"`
}

// Run lists stacks and posters: never which card was used.
func (c cardsListCmd) Run(p *program) error {
	return c.with(p, func(st *store.Store) error {
		batches, err := st.Batches(p.ctx)
		if err != nil {
			return err
		}
		return list(p, c.Format, batches, func(b survey.Batch) string {
			handed := "-"
			if b.HandedOut >= 0 {
				handed = fmt.Sprint(b.HandedOut)
			}
			if b.Retired {
				handed += "\tretired"
			}
			return strings.Join([]string{b.ID, b.Unit, b.Survey, string(b.Way), fmt.Sprint(b.Size), handed}, "\t")
		})
	})
}

type cardsRetireCmd struct {
	data
	Batch string `arg:"" help:"${cli_cards_batch}"`
}

// Run takes a stack out that is lost or no longer handed out.
func (c cardsRetireCmd) Run(p *program) error {
	return c.with(p, func(st *store.Store) error { return st.Retire(p.ctx, c.Batch) })
}

type cardsHandedCmd struct {
	data
	Batch string `arg:"" help:"${cli_cards_batch}"`
	Count int    `arg:"" help:"${cli_cards_handed_count}"`
	Year  int    `help:"${cli_cards_handed_year}"`
}

// Run notes how many cards of a stack were given to parents.
func (c cardsHandedCmd) Run(p *program) error {
	return c.with(p, func(st *store.Store) error {
		if c.Year == 0 {
			c.Year = time.Now().Year()
		}
		return st.HandOut(p.ctx, c.Batch, c.Year, c.Count)
	})
}
