package main

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"ouderstem/store"
	"ouderstem/survey"
)

// surveyCmd checks and publishes definitions.
type surveyCmd struct {
	Check   surveyCheckCmd   `cmd:"" help:"${cli_survey_check}"`
	Publish surveyPublishCmd `cmd:"" help:"${cli_survey_publish}"`
	List    surveyListCmd    `cmd:"" help:"${cli_survey_list}"`
}

type surveyCheckCmd struct {
	File string `arg:"" help:"${cli_survey_file}" type:"existingfile"`
}

// Run tells what is wrong with a definition, by line and field.
func (c surveyCheckCmd) Run(p *program) error {
	s, err := definition(p, c.File)
	if err != nil {
		return err
	}
	return p.say("cli.survey.good", "File", c.File, "N", len(s.Questions), "Languages", strings.Join(s.Languages, ", "))
}

// definition reads a definition and prints its faults.
func definition(p *program, file string) (*survey.Survey, error) {
	raw, err := os.ReadFile(file) //nolint:gosec // the operator's own file
	if err != nil {
		return nil, err
	}
	s, faults := survey.Parse(raw)
	for _, f := range faults {
		problem, _ := p.views.Texts().Problem(p.lang, f.Err)
		field := f.Field
		if field != "" {
			field += ": "
		}
		if _, err := fmt.Fprintf(p.out, "%s:%d: %s%s\n", file, f.Line, field, problem); err != nil {
			return nil, err
		}
	}
	if len(faults) > 0 {
		return nil, survey.ErrBadDefinition
	}
	return s, nil
}

type surveyPublishCmd struct {
	data
	Survey string `arg:"" help:"${cli_survey_which}"`
}

// Run publishes a template or a file as the next version of its survey.
func (c surveyPublishCmd) Run(p *program) error {
	templates, err := survey.Templates()
	if err != nil {
		return err
	}
	s, ok := templates[c.Survey]
	if !ok {
		if s, err = definition(p, c.Survey); err != nil {
			return err
		}
	}
	return c.create(p, func(st *store.Store) error {
		if s, err = st.Publish(p.ctx, s); err != nil {
			return err
		}
		return p.say("cli.survey.published", "Survey", s.ID, "Version", fmt.Sprint(s.Version), "Path", "/v/"+s.Address())
	})
}

type surveyListCmd struct {
	data
	Format string `help:"${cli_format} (${enum})" env:"OUDERSTEM_LIST_FORMAT" enum:"text,json" default:"text"`
}

// Run lists published surveys and, with version 0, the templates that are not.
func (c surveyListCmd) Run(p *program) error {
	return c.with(p, func(st *store.Store) error {
		all, err := survey.Templates()
		if err != nil {
			return err
		}
		have, err := st.Surveys(p.ctx)
		if err != nil {
			return err
		}
		for _, s := range have {
			all[s.ID] = s
		}
		surveys := slices.SortedFunc(maps.Values(all), func(a, b *survey.Survey) int { return strings.Compare(a.ID, b.ID) })
		return list(p, c.Format, surveys, func(s *survey.Survey) string {
			return strings.Join([]string{s.ID, fmt.Sprint(s.Version), "/v/" + s.Address(), strings.Join(s.Languages, ","), s.Title.In(p.lang, s.Languages...)}, "\t")
		})
	})
}
