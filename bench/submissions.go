package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/valyala/fasthttp"

	"ouderstem/store"
	"ouderstem/survey"
)

// What is promised of submissions: the same as the floor's, but for sealing and
// for what has to be looked up.
const (
	leastOfFloor = 0.6 // submissions a second, at 32 clients
	mostOfFloor  = 2.0 // p99 of a submission, at 32 clients
	leastForms   = 0.9 // forms a second
)

const (
	submissionRounds = 3
	submissionsEach  = 4000
	formsEach        = 20_000
)

var crowds = []int{32, 256}

// served is what is measured of one server.
type served struct {
	*process
	client *fasthttp.Client
	path   string

	perSecond map[int][]float64       // submissions, by clients, of each round
	p50, p99  map[int][]time.Duration // of one submission's POST
	forms     []float64               // a second
	acked     int
}

func newServed(p *process, path string) *served {
	return &served{
		process: p, path: path,
		client:    &fasthttp.Client{MaxConnsPerHost: 4096, NoDefaultUserAgentHeader: true, DisablePathNormalizing: true},
		perSecond: map[int][]float64{}, p50: map[int][]time.Duration{}, p99: map[int][]time.Duration{},
	}
}

// submissions measures forms and submissions of the program and of the floor under
// it, in turn.
func submissions(ctx context.Context, out io.Writer) (ok bool, err error) {
	dir, err := os.MkdirTemp("", "ouderstem-bench-")
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	codes, path, err := printed(ctx, dir, submissionRounds*len(crowds)*submissionsEach)
	if err != nil {
		return false, err
	}
	p, err := start(ctx, path, "./ouderstem", "serve", "--data", dir, "--listen")
	if err != nil {
		return false, err
	}
	defer p.cmd.Process.Kill() //nolint:errcheck // it was stopped
	ours := newServed(p, path)
	idle, _, err := p.memory()
	if err != nil {
		return false, err
	}
	page, err := ours.form()
	if err != nil {
		return false, err
	}
	pageFile := filepath.Join(dir, "page")
	if err := os.WriteFile(pageFile, page, 0o600); err != nil {
		return false, err
	}
	self, err := os.Executable()
	if err != nil {
		return false, err
	}
	f, err := start(ctx, "/form", self, "floor", dir, pageFile)
	if err != nil {
		return false, err
	}
	defer f.cmd.Process.Kill() //nolint:errcheck // it was stopped
	below := newServed(f, "/form")
	for range submissionRounds {
		for _, s := range []*served{ours, below} {
			if err := s.askForms(ctx); err != nil {
				return false, err
			}
		}
		for _, clients := range crowds {
			for _, s := range []*served{ours, below} {
				if err := s.submit(ctx, clients, codes[:submissionsEach]); err != nil {
					return false, err
				}
			}
			codes = codes[submissionsEach:]
		}
	}
	now, most, err := p.memory()
	if err != nil {
		return false, err
	}
	if err := errors.Join(p.stop(), f.stop()); err != nil {
		return false, err
	}
	if kept, err := spent(ctx, dir); err != nil || kept != ours.acked {
		return false, errors.Join(err, fmt.Errorf("%d answers were acknowledged and %d kept", ours.acked, kept))
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	row := func(cells ...any) { fmt.Fprintln(table, tabbed(cells...)) } //nolint:errcheck // Flush tells
	row("submissions", "clients", "ours", "floor", "ratio", "promised")
	ok = true
	promise := func(holds bool) { ok = ok && holds }
	for _, clients := range crowds {
		a, b := middle(ours.perSecond[clients]), middle(below.perSecond[clients])
		promised := ""
		if clients == crowds[0] {
			promised = fmt.Sprintf("≥ %.2f", leastOfFloor)
			promise(a/b >= leastOfFloor)
		}
		row("durable, a second", clients, fmt.Sprintf("%.0f", a), fmt.Sprintf("%.0f", b), fmt.Sprintf("%.2f", a/b), promised)
		p, q := middle(ours.p50[clients]), middle(below.p50[clients])
		row("POST, p50", clients, milli(p), milli(q), fmt.Sprintf("%.2f", float64(p)/float64(q)), "")
		if p, q = middle(ours.p99[clients]), middle(below.p99[clients]); clients == crowds[0] {
			promised = fmt.Sprintf("≤ %.2f", mostOfFloor)
			promise(float64(p)/float64(q) <= mostOfFloor)
		}
		row("POST, p99", clients, milli(p), milli(q), fmt.Sprintf("%.2f", float64(p)/float64(q)), promised)
	}
	a, b := middle(ours.forms), middle(below.forms)
	promise(a/b >= leastForms)
	row("forms, a second", crowds[0], fmt.Sprintf("%.0f", a), fmt.Sprintf("%.0f", b), fmt.Sprintf("%.2f", a/b), fmt.Sprintf("≥ %.2f", leastForms))
	row("memory, MB", "", fmt.Sprintf("idle %d", idle), fmt.Sprintf("after %d", now), fmt.Sprintf("most %d", most), "")
	return ok, table.Flush()
}

// printed makes an installation with so many cards, and returns their codes and
// the path of the form.
func printed(ctx context.Context, dir string, n int) (codes []string, path string, err error) {
	st, err := store.Open(ctx, store.Config{Dir: dir})
	if err != nil {
		return nil, "", err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	if _, err := st.AddUnit(ctx, survey.Unit{ID: "town", Name: "Town"}); err != nil {
		return nil, "", err
	}
	templates, err := survey.Templates()
	if err != nil {
		return nil, "", err
	}
	sv, err := st.Publish(ctx, templates[benchSurvey])
	if err != nil {
		return nil, "", err
	}
	for len(codes) < n {
		_, stack, err := st.Print(ctx, survey.Batch{Survey: sv.ID, Unit: "town", Way: survey.ByCard, Size: min(1000, n-len(codes))})
		if err != nil {
			return nil, "", err
		}
		for _, c := range stack {
			codes = append(codes, c.String())
		}
	}
	return codes, "/v/" + sv.Address(), nil
}

// ask sends a request and returns the status and the body as it came.
func (s *served) ask(method, path string, body []byte) (status int, answer []byte, err error) {
	request, response := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
	defer fasthttp.ReleaseRequest(request)
	defer fasthttp.ReleaseResponse(response)
	request.SetRequestURI(s.site + path)
	request.Header.SetMethod(method)
	request.Header.Set("Accept-Encoding", "br, gzip")
	if body != nil {
		request.Header.SetContentType("application/x-www-form-urlencoded")
		request.SetBody(body)
	}
	if err := s.client.DoTimeout(request, response, time.Minute); err != nil {
		return 0, nil, err
	}
	return response.StatusCode(), slices.Clone(response.Body()), nil
}

// form asks for the form.
func (s *served) form() ([]byte, error) {
	status, body, err := s.ask(http.MethodGet, s.path, nil)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("%s: %d", s.path, status)
	}
	return body, err
}

// askForms measures how many forms are served a second.
func (s *served) askForms(ctx context.Context) error {
	took, _, err := closed(ctx, crowds[0], formsEach, func(int) (time.Duration, error) {
		_, err := s.form()
		return 0, err
	})
	s.forms = append(s.forms, formsEach/took.Seconds())
	return err
}

// submit measures what parents do: they get the form and send eight answers with a
// code.
func (s *served) submit(ctx context.Context, clients int, codes []string) error {
	all, each, err := closed(ctx, clients, len(codes), func(i int) (time.Duration, error) {
		if _, err := s.form(); err != nil {
			return 0, err
		}
		body := []byte(url.Values{
			"version": {"1"}, "lang": {"nl"}, "code": {codes[i]}, "step": {"send"},
			"q-mark": {"8"}, "q-listened": {"often"},
			"q-good":   {"Er werd goed naar ons geluisterd, ook toen wij het ergens niet mee eens waren."},
			"q-better": {"Het duurde lang voordat het eerste gesprek er was."},
		}.Encode())
		begun := time.Now()
		status, answer, err := s.ask(http.MethodPost, s.path, body)
		if err == nil && status != http.StatusSeeOther {
			err = fmt.Errorf("a submission: %d %s", status, answer)
		}
		return time.Since(begun), err
	})
	if err != nil {
		return err
	}
	s.acked += len(codes)
	s.perSecond[clients] = append(s.perSecond[clients], float64(len(codes))/all.Seconds())
	s.p50[clients] = append(s.p50[clients], each.percentile(0.5))
	s.p99[clients] = append(s.p99[clients], each.percentile(0.99))
	return nil
}

// spent is how many cards an installation has taken an answer with.
func spent(ctx context.Context, dir string) (n int, err error) {
	db, err := sql.Open("sqlite", filepath.Join(dir, "ouderstem.db"))
	if err != nil {
		return 0, err
	}
	defer db.Close() //nolint:errcheck // only read
	return n, db.QueryRowContext(ctx, `SELECT count(*) FROM spent`).Scan(&n)
}
