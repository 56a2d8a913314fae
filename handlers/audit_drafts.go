package handlers

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/views"
	"ouderstem/views/document"
	"ouderstem/views/office"
)

// DraftFormat is a kind of file that a draft can be had as.
type DraftFormat struct {
	Name, Type string
	Write      func(w io.Writer, v *views.Views, lang string, d document.Document) error
}

// DraftFormats are all of them.
var DraftFormats = []DraftFormat{
	{"docx", textFormats[0].Type, func(w io.Writer, _ *views.Views, _ string, d document.Document) error { return office.DOCX(w, d) }},
	{"odt", textFormats[1].Type, func(w io.Writer, _ *views.Views, _ string, d document.Document) error { return office.ODT(w, d) }},
	{"html", fiber.MIMETextHTMLCharsetUTF8, func(w io.Writer, v *views.Views, lang string, d document.Document) error {
		return v.Render(w, lang, views.DraftPage{Document: d})
	}},
}

// DraftFacts returns what drafts can say of an installation.
func DraftFacts(ctx context.Context, st *store.Store) (f views.DraftFacts, err error) {
	if f.Settings, err = st.Settings(ctx); err != nil {
		return f, err
	}
	tree, err := st.Units(ctx)
	if err != nil {
		return f, err
	}
	f.Units = len(tree)
	surveys, err := st.Surveys(ctx)
	if err != nil {
		return f, err
	}
	for _, s := range surveys {
		f.Surveys = append(f.Surveys, s.Title.In(f.Settings.Lang, s.Languages...))
	}
	accounts, err := st.Accounts(ctx)
	f.Accounts = map[survey.Role]int{}
	for _, a := range accounts {
		for _, role := range survey.Roles {
			for _, g := range a.Grants {
				if g.Role == role {
					f.Accounts[role]++
					break
				}
			}
		}
	}
	return f, err
}

// auditSetup is what the server knows of how it is reached.
func (h *staff) auditSetup() AuditSetup {
	s := AuditSetup{
		Site: h.Site, Mail: h.Mail != nil, Provider: h.Provider != nil, Printing: h.Browser.There(),
		Root: os.Geteuid() == 0, Now: h.Now(),
	}
	site, err := url.Parse(h.Site)
	staffSite, err2 := url.Parse(h.StaffSite)
	s.StaffApart = err == nil && err2 == nil && !strings.EqualFold(site.Host, staffSite.Host)
	return s
}

// audit checks the installation and shows what was found: GET /staff/audit. One is
// made at a time: it reads the whole database.
func (h *staff) audit(c *fiber.Ctx) error {
	h.auditing.Lock()
	defer h.auditing.Unlock()
	checks, err := h.Store.Audit(c.UserContext(), store.AuditOptions{Now: h.Now()})
	if err != nil {
		return err
	}
	page := &views.Audit{Day: h.Now().Format(time.DateOnly), Checks: append(checks, h.auditSetup().Audit(c.UserContext())...)}
	for _, name := range views.DraftNames {
		d := views.AuditDraft{Name: name}
		for _, f := range DraftFormats {
			d.Files = append(d.Files, views.File{Name: f.Name})
		}
		page.Drafts = append(page.Drafts, d)
	}
	return h.page(c, fiber.StatusOK, page)
}

// auditDraft sends a draft: GET /staff/audit/dpia.docx and others like it.
func (h *staff) auditDraft(name string, f DraftFormat) fiber.Handler {
	return func(c *fiber.Ctx) error {
		facts, err := DraftFacts(c.UserContext(), h.Store)
		if err != nil {
			return err
		}
		facts.Site, facts.Mail, facts.Provider, facts.Day = h.Site, h.Mail != nil, h.Provider != nil, h.Now().Format(time.DateOnly)
		lang := h.spoken(c)
		d, err := h.Views.Draft(lang, name, facts)
		if err != nil {
			return err
		}
		var b bytes.Buffer
		if err := f.Write(&b, h.Views, lang, d); err != nil {
			return err
		}
		c.Attachment(fmt.Sprintf("%s.%s", name, f.Name))
		c.Set(fiber.HeaderContentType, f.Type) // with its charset, which the line above leaves out
		return c.Send(b.Bytes())
	}
}
