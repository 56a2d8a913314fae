// Command bench measures what is promised of the program and prints it as a
// table. It exits with 1 where a promise does not hold.
//
//	go run ./bench
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"text/tabwriter"

	"ouderstem/handlers"
	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/survey/brand"
	"ouderstem/views"
)

// The first view of the form must come within the first flight of a TCP
// connection, ten segments, even on a bad network.
const (
	mostBytes    = 14 << 10
	mostRequests = 3
)

func main() {
	ctx := context.Background()
	if args := os.Args[1:]; len(args) == 4 && args[0] == "floor" { // a process of ours: directory, page, address
		page, err := os.ReadFile(args[2])
		if err == nil {
			err = floor(ctx, args[1], page, args[3])
		}
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	kept := true
	for _, measured := range []func(context.Context, io.Writer) (bool, error){firstView, submissions, reports} {
		ok, err := measured(ctx, os.Stdout)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		kept = kept && ok
		fmt.Println()
	}
	if !kept {
		os.Exit(1)
	}
}

// firstView serves every template that ships and counts what a browser fetches
// to show its form for the first time, with headers.
func firstView(ctx context.Context, out io.Writer) (ok bool, err error) {
	dir, err := os.MkdirTemp("", "ouderstem-bench-")
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	st, err := store.Open(ctx, store.Config{Dir: dir})
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	v, err := views.New()
	if err != nil {
		return false, err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return false, err
	}
	app := handlers.Public(handlers.Config{Store: st, Views: v, Log: slog.New(slog.DiscardHandler), ExitURL: "https://example.org/"})
	go app.Listener(listener) //nolint:errcheck // ends with the process
	templates, err := survey.Templates()
	if err != nil {
		return false, err
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(table, "first view of the form\tquestions\tlanguage\tlook\trequests\tbytes received\t\n") //nolint:errcheck // Flush tells
	ok = true
	for _, look := range []string{"ours", "own"} {
		if look == "own" {
			if err := dress(ctx, st); err != nil {
				return false, err
			}
		}
		for _, id := range slices.Sorted(maps.Keys(templates)) {
			s, err := st.Publish(ctx, templates[id])
			if err != nil {
				return false, err
			}
			good, err := measure(ctx, table, "http://"+listener.Addr().String(), s, look)
			if err != nil {
				return false, err
			}
			ok = ok && good
		}
	}
	fmt.Fprintf(table, "at most\t\t\t\t%d\t%d\t\n", mostRequests, mostBytes) //nolint:errcheck // Flush tells
	return ok, table.Flush()
}

// measure adds the lines of one survey to the table.
func measure(ctx context.Context, table io.Writer, site string, s *survey.Survey, look string) (ok bool, err error) {
	ok = true
	for _, lang := range s.Languages {
		requests, received, err := fetch(ctx, site, "/v/"+s.Address()+"?lang="+lang)
		if err != nil {
			return false, err
		}
		ok = ok && requests <= mostRequests && received <= mostBytes
		fmt.Fprintf(table, "%s\t%d\t%s\t%s\t%d\t%d\t\n", s.ID, len(s.Questions), lang, look, requests, received) //nolint:errcheck // Flush tells
	}
	return ok, nil
}

// dress gives the installation a look of its own, as large as one can be: every
// token, and the longest help lines, in words that hardly repeat.
func dress(ctx context.Context, st *store.Store) error {
	s, err := st.Settings(ctx)
	if err != nil {
		return err
	}
	s.K, s.KReason = survey.LeastK, "bench"
	s.Help = map[string][]survey.HelpLine{}
	dice := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same words every time
	words := func(n int) string {
		var b strings.Builder
		for b.Len() < n {
			b.WriteByte(byte('a' + dice.IntN(26)))
		}
		return b.String()
	}
	for _, lang := range []string{"nl", "en"} {
		for range views.MostHelpLines {
			s.Help[lang] = append(s.Help[lang], survey.HelpLine{For: words(120), Number: "0800-" + strings.Repeat("0123 ", 7), When: words(80)})
		}
	}
	s.Brand.Tokens = map[string]string{}
	for _, name := range brand.Names() {
		for _, value := range []string{"#1a2b3c", "0.5rem", `"Open Sans", "Fira Sans", Calibri, Arial, sans-serif`} { // of its kind
			if taken := (brand.Tokens{name: value}).Clean(); len(taken) > 0 {
				s.Brand.Tokens[name] = taken[name]
			}
		}
	}
	return st.SaveSettings(ctx, s)
}

// loaded is everything a browser loads of itself for a page of ours.
var loaded = regexp.MustCompile(`(?:<link rel="?stylesheet"? href="?|<script[^>]* src="?|<img[^>]* src="?)(/[^" >]+)`)

// fetch gets a page and what it loads, on a new connection, and counts bytes as
// they come in.
func fetch(ctx context.Context, site, path string) (requests int, received int64, err error) {
	transport := &http.Transport{DisableCompression: true, DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := (&net.Dialer{}).DialContext(ctx, network, address)
		return &counted{c, &received}, err
	}}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport}
	page, err := get(ctx, client, site+path, "identity") // to read what it loads; not counted
	if err != nil {
		return 0, 0, err
	}
	atomic.StoreInt64(&received, 0)
	paths := []string{path}
	for _, m := range loaded.FindAllSubmatch(page, -1) {
		paths = append(paths, string(m[1]))
	}
	for _, p := range paths {
		if _, err := get(ctx, client, site+p, "gzip"); err != nil {
			return 0, 0, err
		}
	}
	return len(paths), atomic.LoadInt64(&received), nil
}

func get(ctx context.Context, client *http.Client, url, encoding string) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Accept-Encoding", encoding)
	res, err := client.Do(r) //nolint:gosec // our own server
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", url, res.Status)
	}
	return body, errors.Join(err, res.Body.Close())
}

// counted counts what is received on a connection.
type counted struct {
	net.Conn
	received *int64
}

// Read reads and counts.
func (c *counted) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	atomic.AddInt64(c.received, int64(n))
	return n, err
}
