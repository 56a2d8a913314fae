// Package chromium prints a page as PDF with the browser of that name, which
// makes tagged files and sets every script right. There is no library in Go
// that does.
//
// The browser gets one file and nothing else: a directory of its own that is
// thrown away, no network, and a minute. It cannot be told to run no scripts,
// since it prints by one; a page that must run none says so in its policy.
package chromium

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"ouderstem/survey"
)

// names are what the browser is called on the systems that it comes with.
var names = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"}

// patience is how long one page may take: a hundred pages take ten seconds on a
// slow machine.
const patience = time.Minute

// Browser prints one page at a time: each takes some 200 MB of memory.
type Browser struct {
	path string
	turn chan struct{}
}

// New returns the browser at path; with "" the one that is found under one of
// its names when it is needed.
func New(path string) *Browser {
	return &Browser{path: path, turn: make(chan struct{}, 1)}
}

// find returns where the browser is, or [survey.ErrNoChromium].
func (b *Browser) find() (string, error) {
	if b.path != "" {
		if path, err := exec.LookPath(b.path); err == nil {
			return path, nil
		}
		return "", survey.ErrNoChromium
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", survey.ErrNoChromium
}

// There reports whether there is a browser now.
func (b *Browser) There() bool {
	_, err := b.find()
	return err == nil
}

// Print writes page, HTML that stands on its own, as a tagged PDF in which its
// headings are an outline. Size and margins are those of its style sheet. The
// same page gives the same bytes with the same browser and fonts: the file does
// not tell when it was made, nor by what.
func (b *Browser) Print(ctx context.Context, w io.Writer, page []byte) error {
	program, err := b.find()
	if err != nil {
		return err
	}
	select {
	case b.turn <- struct{}{}:
		defer func() { <-b.turn }()
	case <-ctx.Done():
		return fmt.Errorf("chromium: %w", ctx.Err())
	}
	pdf, err := printed(ctx, program, page)
	if err != nil {
		return fmt.Errorf("chromium: %w", err)
	}
	_, err = w.Write(timeless(pdf))
	return err
}

// printed has page printed in a directory that is gone afterwards.
func printed(ctx context.Context, program string, page []byte) (pdf []byte, err error) {
	dir, err := os.MkdirTemp("", "ouderstem-print-") // for its owner alone
	if err != nil {
		return nil, err
	}
	defer func() {
		if gone := os.RemoveAll(dir); err == nil {
			err = gone
		}
	}()
	from, to := filepath.Join(dir, "page.html"), filepath.Join(dir, "page.pdf")
	if err := os.WriteFile(from, page, 0o600); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	source := url.URL{Scheme: "file", Path: filepath.ToSlash(from)}
	cmd := exec.CommandContext(ctx, program, append(flags(dir), "--print-to-pdf="+to, source.String())...) //nolint:gosec // the operator says which browser
	cmd.Env = append(environment(), "HOME="+dir, "XDG_CONFIG_HOME="+dir, "XDG_CACHE_HOME="+dir)
	cmd.WaitDelay = time.Second
	var said bytes.Buffer
	cmd.Stderr = &said
	whole(cmd)
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fmt.Errorf("%w: %s", err, last(said.Bytes()))
	}
	pdf, err = os.ReadFile(to)
	if err != nil { // it ends well also when it could not print
		return nil, fmt.Errorf("no page: %w: %s", err, last(said.Bytes()))
	}
	return pdf, nil
}

// flags are what the browser is started with, in a directory of its own.
func flags(dir string) []string {
	all := []string{
		"--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check",
		"--user-data-dir=" + filepath.Join(dir, "profile"), "--disable-extensions", "--disable-dev-shm-usage",
		// Nothing leaves the machine, whatever the page or the browser would like.
		"--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=http://127.0.0.1:1", "--proxy-bypass-list=<-loopback>",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-domain-reliability",
		"--no-pings", "--metrics-recording-only",
		"--no-pdf-header-footer", "--export-tagged-pdf", "--generate-pdf-document-outline",
	}
	if os.Geteuid() == 0 { // it refuses to start otherwise; the page is ours and runs no script
		all = append(all, "--no-sandbox")
	}
	return all
}

// environment is what the browser may know of ours: where programs, fonts and
// letters are, and nothing of the program's own settings.
func environment() []string {
	var kept []string
	for _, name := range []string{
		"PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "XDG_DATA_DIRS",
		"SYSTEMROOT", "TEMP", "TMP", "PROGRAMFILES", "LOCALAPPDATA", // Windows
	} {
		if value, ok := os.LookupEnv(name); ok {
			kept = append(kept, name+"="+value)
		}
	}
	return kept
}

// last returns the end of what a program said, for a log.
func last(said []byte) []byte {
	const enough = 400
	said = bytes.TrimSpace(said)
	return said[max(0, len(said)-enough):]
}
