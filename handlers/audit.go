package handlers

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
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

// visit is what was seen of the site; reply is nil where it was not reached, and
// why says why.
type visit struct {
	site   string
	client *http.Client
	reply  *http.Response // its body is closed
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
	if v.reply, err = v.get(ctx, "/"); err != nil {
		v.why, v.status = survey.Finding("audit.found.unreachable", "Site", s.Site), survey.NotChecked
	}
	return v
}

func onThisMachine(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// get asks for a page and reads no more than what comes before it.
func (v visit) get(ctx context.Context, path string) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, v.site+path, nil)
	if err != nil {
		return nil, err
	}
	reply, err := v.client.Do(r)
	if err != nil {
		return nil, err
	}
	_, _ = io.CopyN(io.Discard, reply.Body, 1<<10) // some servers are not done before
	return reply, reply.Body.Close()
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
	chain := v.reply.TLS.PeerCertificates
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
	m := maxAge.FindStringSubmatch(v.reply.Header.Get("Strict-Transport-Security"))
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
	for _, name := range []string{"Content-Security-Policy", "Cache-Control", "Referrer-Policy", "X-Content-Type-Options"} {
		if v.reply.Header.Get(name) != headers[name] {
			c.Fail(survey.Finding("audit.found.header", "Name", name))
		}
	}
	if len(v.reply.Header.Values("Set-Cookie")) > 0 {
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
	case reply.StatusCode < http.StatusBadRequest:
		c.Fail(survey.Finding("audit.found.staff-here", "Site", v.site))
	}
}

// proxies has the settings of every proxy read.
func (s AuditSetup) proxies(c *survey.Check, read func(c *survey.Check, file string, lines []string)) {
	if len(s.Proxies) == 0 {
		c.Leave(survey.Finding("audit.found.no-proxy-given"))
	}
	for _, file := range s.Proxies {
		lines, err := linesOf(file)
		if err != nil {
			var path *os.PathError
			cause := err.Error()
			if errors.As(err, &path) {
				cause = path.Err.Error()
			}
			c.Leave(survey.Finding("audit.found.error", "Cause", file+": "+cause))
			continue
		}
		read(c, filepath.Base(file), lines)
	}
}

// linesOf returns the lines of a file without comments.
func linesOf(file string) (lines []string, err error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // only read from
	scan := bufio.NewScanner(f)
	for scan.Scan() {
		line, _, _ := strings.Cut(scan.Text(), "#")
		lines = append(lines, strings.TrimSpace(line))
	}
	return lines, scan.Err()
}

var (
	// anyAddress is a network of all there are, and allowing is a line about who
	// may come rather than whom to believe.
	anyAddress = regexp.MustCompile(`(^|[\s"'=,\[])(0\.0\.0\.0/0|::/0)($|[\s"';,\]])`)
	allowing   = regexp.MustCompile(`(?i)^(allow|deny|require|@?\w*acl)\b`)
	insecure   = regexp.MustCompile(`(?i)^(forwardedHeaders\.insecure|insecure)\s*[:=]\s*true`)
)

func trustsAll(c *survey.Check, file string, lines []string) {
	for i, line := range lines {
		if anyAddress.MatchString(line) && !allowing.MatchString(line) || insecure.MatchString(line) {
			c.Fail(survey.Finding("audit.found.trusts-all", "File", file, "Line", i+1))
		}
	}
}

var (
	nginxServer = regexp.MustCompile(`^(server\s*\{|proxy_pass\s)`)
	nginxLog    = regexp.MustCompile(`^access_log\s+(\S+?)\s*;?($|\s)`)
	otherLog    = regexp.MustCompile(`^(CustomLog|TransferLog)\s|^log\s*(\{|$)|^option\s+httplog|^accessLog:|^--accesslog`)
	otherProxy  = regexp.MustCompile(`^(<VirtualHost|ProxyPass\s|reverse_proxy\s|backend\s|http:|entryPoints:)`)
)

// keepsLog looks for what switches a log on, as nginx, Apache, Caddy, HAProxy and
// Traefik say it; with nginx one is kept unless it is switched off.
func keepsLog(c *survey.Check, file string, lines []string) {
	nginx, off, other := false, false, false
	for i, line := range lines {
		nginx = nginx || nginxServer.MatchString(line)
		other = other || otherProxy.MatchString(line)
		m := nginxLog.FindStringSubmatch(line)
		switch {
		case m != nil && strings.TrimSuffix(m[1], ";") == "off":
			off = true
		case m != nil || otherLog.MatchString(line):
			c.Fail(survey.Finding("audit.found.proxy-logs", "File", file, "Line", i+1))
			off = true // said already
		}
	}
	switch {
	case off:
	case nginx:
		c.Fail(survey.Finding("audit.found.proxy-default", "File", file))
	case !other:
		c.Leave(survey.Finding("audit.found.proxy-unknown", "File", file))
	}
}
