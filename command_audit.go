package main

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"net/url"
	"os"
	"time"

	"ouderstem/handlers"
	"ouderstem/handlers/mail"
	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/views"
)

// auditCmd checks an installation without changing anything, and drafts documents
// about it.
type auditCmd struct {
	Check         auditCheckCmd         `cmd:"" default:"withargs" help:"${cli_audit_check}"`
	DPIA          auditDPIACmd          `cmd:"" name:"dpia" help:"${cli_audit_dpia}"`
	Accessibility auditAccessibilityCmd `cmd:"" help:"${cli_audit_accessibility}"`
}

// audited is what all of them need.
type audited struct {
	data
	Site string `help:"${cli_audit_site}" env:"OUDERSTEM_SITE,OUDERSTEM_URL"`
	Lang string `help:"${cli_audit_lang}" env:"OUDERSTEM_AUDIT_LANG" enum:",nl,en" default:""`
	signIn
}

type auditCheckCmd struct {
	audited
	JSON        bool     `name:"json" help:"${cli_audit_json}" env:"OUDERSTEM_AUDIT_JSON"`
	CA          string   `name:"ca" help:"${cli_audit_ca}" type:"path"`
	Log         []string `help:"${cli_audit_log}" type:"path"`
	Proxy       []string `help:"${cli_audit_proxy}" type:"path"`
	Backups     []string `help:"${cli_audit_backups}" type:"path"`
	StaffListen string   `help:"${cli_staff_listen}"`
	StaffURL    string   `name:"staff-url" help:"${cli_staff_url}"`
	TimeZone    string   `help:"${cli_time_zone}" default:"Europe/Amsterdam"`
	printing
}

// ended is how an audit ends when not well: 1 with faults, 2 when nothing could be
// checked.
type ended struct {
	code int
	error
}

// Run checks and prints what was found.
func (c auditCheckCmd) Run(p *program) error {
	sound, err := c.check(p)
	switch {
	case err != nil:
		return ended{2, err}
	case !sound:
		return ended{code: 1}
	}
	return nil
}

func (c auditCheckCmd) check(p *program) (sound bool, err error) {
	zone, err := time.LoadLocation(c.TimeZone)
	if err != nil {
		return false, survey.ErrBadFlag.With("Flag", "--time-zone").With("Value", c.TimeZone)
	}
	now := time.Now().In(zone)
	setup, err := c.setup(now)
	if err != nil {
		return false, err
	}
	checks, err := store.Audit(p.ctx, c.Data, store.AuditOptions{Now: now, Backups: c.Backups, Logs: c.Log})
	if err != nil {
		return false, err
	}
	a := &views.Audit{Day: now.Format(time.DateOnly), Checks: append(checks, setup.Audit(p.ctx)...)}
	lang, err := c.language(p.ctx)
	if err != nil {
		return false, err
	}
	write := p.views.AuditText
	if c.JSON {
		write = p.views.AuditJSON
	}
	return a.Sound(), write(p.out, lang, a)
}

// setup is what the flags, or their twins that serve is started with, say.
func (c auditCheckCmd) setup(now time.Time) (handlers.AuditSetup, error) {
	browser, err := c.browser()
	if err != nil {
		return handlers.AuditSetup{}, err
	}
	s := handlers.AuditSetup{
		Site: c.Site, StaffApart: c.StaffListen != "" || c.StaffURL != "", Proxies: c.Proxy,
		Mail: c.SMTP != "", Provider: c.OIDCIssuer != "", Issuer: c.OIDCIssuer, Printing: browser.There(), Now: now,
	}
	if c.Site != "" {
		if s.Site, err = siteOf("--site", c.Site); err != nil {
			return s, err
		}
	}
	if c.StaffURL != "" { // the same address is none of their own
		site, err := url.Parse(s.Site)
		staff, err2 := url.Parse(c.StaffURL)
		s.StaffApart = err == nil && err2 == nil && site.Host != staff.Host
	}
	if c.SMTP != "" {
		_, err := mail.New(c.SMTP, c.SMTPFrom)
		s.BadMail = err != nil
	}
	s.Root = store.OwnedByRoot(c.Data)
	if c.CA != "" {
		pem, err := os.ReadFile(c.CA)
		if err != nil {
			return s, err
		}
		if s.Roots, err = x509.SystemCertPool(); err != nil {
			s.Roots = x509.NewCertPool()
		}
		if !s.Roots.AppendCertsFromPEM(pem) {
			return s, survey.ErrBadFlag.With("Flag", "--ca").With("Value", c.CA)
		}
	}
	return s, nil
}

// language is that of what is written: as asked for, else the installation's.
func (a audited) language(ctx context.Context) (string, error) {
	if a.Lang != "" {
		return a.Lang, nil
	}
	st, err := store.Freeze(ctx, a.Data)
	if err != nil {
		return "", err
	}
	defer st.Close() //nolint:errcheck // it is in memory only
	s, err := st.Settings(ctx)
	if err != nil { // of another version of the program
		return views.FirstLanguage, nil //nolint:nilerr // the audit says so
	}
	return s.Lang, nil
}

type drafted struct {
	audited
	Format string `help:"${cli_audit_format} (${enum})" env:"OUDERSTEM_AUDIT_FORMAT" enum:"docx,odt,html" default:"docx"`
	Out    string `help:"${cli_out}" type:"path" default:"-"`
}

type auditDPIACmd struct{ drafted }

// Run writes a draft of the assessment.
func (c auditDPIACmd) Run(p *program) error { return c.write(p, "dpia") }

type auditAccessibilityCmd struct{ drafted }

// Run writes a draft of the statement.
func (c auditAccessibilityCmd) Run(p *program) error { return c.write(p, "accessibility") }

func (c drafted) write(p *program, name string) (err error) {
	if !store.Exists(c.Data) {
		return ended{2, survey.ErrNoData.With("Dir", c.Data)}
	}
	st, err := store.Freeze(p.ctx, c.Data)
	if err != nil {
		return ended{2, err}
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	facts, err := handlers.DraftFacts(p.ctx, st)
	if err != nil {
		return ended{2, err}
	}
	facts.Site, facts.Mail, facts.Provider, facts.Day = c.Site, c.SMTP != "", c.OIDCIssuer != "", time.Now().Format(time.DateOnly)
	lang, err := c.language(p.ctx)
	if err != nil {
		return ended{2, err}
	}
	d, err := p.views.Draft(lang, name, facts)
	if err != nil {
		return err
	}
	for _, f := range handlers.DraftFormats {
		if f.Name == c.Format {
			return output(p, c.Out, func(w io.Writer) error { return f.Write(w, p.views, lang, d) })
		}
	}
	return survey.ErrBadFlag.With("Flag", "--format").With("Value", c.Format)
}
