package main

import (
	"io"
	"os/exec"
	"slices"
	"strconv"

	"ouderstem/handlers"
	"ouderstem/handlers/chromium"
	"ouderstem/stats"
	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/views"
)

// reportCmd writes a yearly report.
type reportCmd struct {
	data
	Unit   string `help:"${cli_report_unit}" required:""`
	Year   int    `help:"${cli_report_year}" required:""`
	Survey string `help:"${cli_report_survey}"`
	written
	Publish bool   `help:"${cli_report_publish}" xor:"reader"`
	Funnel  bool   `help:"${cli_report_funnel}" xor:"reader"`
	Out     string `help:"${cli_out}" type:"path" default:"-"`
}

// Run writes the report to a file or to standard output.
func (c reportCmd) Run(p *program) error {
	return c.with(p, func(st *store.Store) error {
		id, err := c.which(p, st)
		if err != nil {
			return err
		}
		f, err := c.format()
		if err != nil {
			return err
		}
		publish := c.Publish || f.Public()
		report, err := handlers.NewReports(st).Yearly(p.ctx, id, c.Unit, c.Year, stats.Options{Publish: publish, Funnel: c.Funnel})
		if err != nil {
			return err
		}
		return output(p, c.Out, func(w io.Writer) error {
			return f.Write(p.ctx, w, p.views, c.Lang, views.Report{Report: report, Published: publish, Draft: true})
		})
	})
}

// written says as what file a report is written, and in what language.
type written struct {
	Format string `help:"${cli_report_format} (${enum})" env:"OUDERSTEM_REPORT_FORMAT" enum:"${report_formats}" default:"html"`
	Lang   string `help:"${cli_report_lang} (${enum})" env:"OUDERSTEM_REPORT_LANG" enum:"nl,en" default:"nl"`
	printing
}

// format returns how that file is written.
func (c written) format() (handlers.Format, error) {
	browser, err := c.browser()
	if err != nil {
		return handlers.Format{}, err
	}
	formats := handlers.FormatsWith(browser)
	return formats[slices.IndexFunc(formats, func(f handlers.Format) bool { return f.Name == c.Format })], nil
}

// printing says what prints reports as PDF.
type printing struct {
	Chromium string `help:"${cli_chromium}"`
}

// browser returns it; that of another name than it has is looked up when it is
// needed.
func (c printing) browser() (*chromium.Browser, error) {
	if c.Chromium != "" {
		if _, err := exec.LookPath(c.Chromium); err != nil {
			return nil, survey.ErrBadFlag.With("Flag", "--chromium").With("Value", c.Chromium)
		}
	}
	return chromium.New(c.Chromium), nil
}

// which returns the survey to report on: the one asked for, else the one with
// most to say of this unit and year, else the first there is.
// [survey.ErrReportYear] where there can be no report on that year.
func (c reportCmd) which(p *program, st *store.Store) (string, error) {
	if !survey.ValidYear(c.Year) {
		return "", survey.ErrReportYear.With("Year", strconv.Itoa(c.Year)).With("From", strconv.Itoa(survey.FirstYear)).With("To", strconv.Itoa(survey.LastYear))
	}
	if c.Survey != "" {
		return c.Survey, nil
	}
	surveys, err := st.Surveys(p.ctx)
	if err != nil {
		return "", err
	}
	if len(surveys) == 0 {
		return "", survey.ErrNoSurvey
	}
	best, most := surveys[0].ID, 0
	for _, s := range surveys {
		r, err := st.Results(p.ctx, s.ID, c.Unit, c.Year)
		if err != nil {
			return "", err
		}
		if r.Responses > most {
			best, most = s.ID, r.Responses
		}
	}
	return best, nil
}
