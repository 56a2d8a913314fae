package handlers

import (
	"bufio"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"ouderstem/survey"
)

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
