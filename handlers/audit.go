package handlers

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"ouderstem/survey"
)

// AuditSetup is what an audit knows of how the program is reached.
type AuditSetup struct {
	// Site is the base address for parents; "" where it is not known. Nothing
	// else is contacted.
	Site string
	// StaffApart says that staff have an address of their own.
	StaffApart bool
	// Roots are the issuers of certificates that are trusted; those of the system
	// where it is nil.
	Roots *x509.CertPool
	// Proxies are files with settings of what stands in front of the program.
	Proxies []string
	// Mail and Provider say that these are used; BadMail that the setting of mail
	// is no good, and Issuer is where the provider is.
	Mail, BadMail bool
	Provider      bool
	Issuer        string
	// Printing says that there is a browser to print with, and Root that the
	// program is, or its directory belongs to, root.
	Printing, Root bool
	// Now is the moment of the audit.
	Now time.Time
}

// Audit checks how the program is reached, in a fixed order.
func (s AuditSetup) Audit(ctx context.Context) []survey.Check {
	var checks []survey.Check
	make := func(key string, f func(*survey.Check)) {
		c := survey.NewCheck(key)
		f(c)
		checks = append(checks, *c)
	}
	site := s.visit(ctx)
	make("site-certificate", func(c *survey.Check) { site.certificate(s, c) })
	make("site-hsts", site.hsts)
	make("site-headers", site.headers)
	make("staff-apart", func(c *survey.Check) { s.staffApart(ctx, site, c) })
	make("proxy-trust", func(c *survey.Check) { s.proxies(c, trustsAll) })
	make("proxy-logs", func(c *survey.Check) { s.proxies(c, keepsLog) })
	make("mail-encrypted", func(c *survey.Check) {
		switch {
		case s.BadMail:
			c.Fail(survey.Finding("audit.found.bad-mail"))
		case !s.Mail:
			c.Pass(survey.Finding("audit.found.not-used"))
		}
	})
	make("provider-encrypted", func(c *survey.Check) {
		u, err := url.Parse(s.Issuer)
		switch {
		case !s.Provider:
			c.Pass(survey.Finding("audit.found.not-used"))
		case s.Issuer != "" && (err != nil || u.Scheme != "https"):
			c.Fail(survey.Finding("audit.found.plain-provider", "Site", s.Issuer))
		}
	})
	make("printing-sandbox", func(c *survey.Check) {
		switch {
		case !s.Printing:
			c.Pass(survey.Finding("audit.found.not-used"))
		case s.Root:
			c.Warn(survey.Finding("audit.found.as-root"))
		}
	})
	return checks
}

// visit is what was seen of the site; where it was not reached, why says why.
type visit struct {
	site   string
	client *http.Client
	seen   arrived
	why    *survey.Error
	status survey.CheckStatus // where why is not nil
}

// visitLasts is how long the site may take to answer.
const visitLasts = 10 * time.Second

// visit asks for the first page of the site. Whether its certificate is any good
// is judged apart, so that a bad one keeps nothing else from being seen; nothing
// secret is sent.
func (s AuditSetup) visit(ctx context.Context) visit {
	u, err := url.Parse(s.Site)
	switch {
	case s.Site == "" || err != nil:
		return visit{why: survey.Finding("audit.found.no-site"), status: survey.NotChecked}
	case u.Scheme != "https" && onThisMachine(u.Hostname()):
		return visit{why: survey.Finding("audit.found.this-machine"), status: survey.NotApplicable}
	case u.Scheme != "https":
		return visit{why: survey.Finding("audit.found.plain-site", "Site", s.Site), status: survey.Failed}
	}
	v := visit{site: strings.TrimRight(s.Site, "/"), client: &http.Client{
		Timeout:       visitLasts,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, // that may be another machine
		Transport: &http.Transport{
			DisableKeepAlives: true,
			TLSClientConfig:   &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS12}, //nolint:gosec // judged by certificate
		},
	}}
	if v.seen, err = v.get(ctx, "/"); err != nil {
		v.why, v.status = survey.Finding("audit.found.unreachable", "Site", s.Site), survey.NotChecked
	}
	return v
}

func onThisMachine(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// arrived is what came before a page.
type arrived struct {
	status int
	header http.Header
	chain  []*x509.Certificate // the site's own first
}

// get asks for a page and reads no more than what comes before it.
func (v visit) get(ctx context.Context, path string) (s arrived, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, v.site+path, nil)
	if err != nil {
		return s, err
	}
	reply, err := v.client.Do(r)
	if err != nil {
		return s, err
	}
	_, _ = io.CopyN(io.Discard, reply.Body, 1<<10) // some servers are not done before
	return arrived{reply.StatusCode, reply.Header, reply.TLS.PeerCertificates}, reply.Body.Close()
}

// left notes why nothing was seen; false where something was.
func (v visit) left(c *survey.Check) bool {
	switch {
	case v.why == nil:
		return false
	case v.status == survey.NotApplicable:
		c.Pass(v.why)
	case v.status == survey.Failed && c.Key == "site-certificate":
		c.Fail(v.why)
	default:
		c.Leave(v.why)
	}
	return true
}

// soon is how many days before its end a certificate should have been renewed:
// those of 90 days are after 60.
const soon = 21

func (v visit) certificate(s AuditSetup, c *survey.Check) {
	if v.left(c) {
		return
	}
	chain := v.seen.chain
	between := x509.NewCertPool()
	for _, cert := range chain[1:] {
		between.AddCert(cert)
	}
	leaf := chain[0]
	day := leaf.NotAfter.Format(time.DateOnly)
	if s.Now.After(leaf.NotAfter) {
		c.Fail(survey.Finding("audit.found.expired", "Day", day))
	} else if days := int(leaf.NotAfter.Sub(s.Now).Hours() / 24); days < soon {
		c.Warn(survey.Finding("audit.found.expires", "Day", day, "Days", days))
	}
	u, err := url.Parse(v.site)
	if err == nil && leaf.VerifyHostname(u.Hostname()) != nil {
		c.Fail(survey.Finding("audit.found.other-name"))
	}
	// By a moment when it held: that it does not now was said.
	moment := leaf.NotAfter.Add(-time.Minute)
	if s.Now.Before(moment) {
		moment = s.Now
	}
	if _, err := leaf.Verify(x509.VerifyOptions{Roots: s.Roots, Intermediates: between, CurrentTime: moment}); err != nil {
		c.Fail(survey.Finding("audit.found.not-trusted"))
	}
}

var maxAge = regexp.MustCompile(`max-age="?([0-9]+)`)

func (v visit) hsts(c *survey.Check) {
	if v.left(c) {
		return
	}
	const halfYear = 183 * 24 * 60 * 60 // s
	m := maxAge.FindStringSubmatch(v.seen.header.Get("Strict-Transport-Security"))
	if m == nil {
		c.Fail(survey.Finding("audit.found.no-hsts"))
		return
	}
	if age, err := strconv.Atoi(m[1]); err != nil || age < halfYear {
		c.Fail(survey.Finding("audit.found.no-hsts"))
	}
}

// headers compares what arrives with what was sent.
func (v visit) headers(c *survey.Check) {
	if v.left(c) {
		return
	}
	for _, name := range headerNames {
		if v.seen.header.Get(name) != headers[name] {
			c.Fail(survey.Finding("audit.found.header", "Name", name))
		}
	}
	if len(v.seen.header.Values("Set-Cookie")) > 0 {
		c.Fail(survey.Finding("audit.found.cookie"))
	}
}

func (s AuditSetup) staffApart(ctx context.Context, v visit, c *survey.Check) {
	if !s.StaffApart {
		c.Pass(survey.Finding("audit.found.one-address"))
		return
	}
	if v.left(c) {
		return
	}
	reply, err := v.get(ctx, staffPath+"/login")
	switch {
	case err != nil:
		c.Leave(survey.Finding("audit.found.unreachable", "Site", v.site))
	case reply.status < http.StatusBadRequest:
		c.Fail(survey.Finding("audit.found.staff-here", "Site", v.site))
	}
}
