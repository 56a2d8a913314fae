package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"syscall"
	"time"

	"github.com/gofiber/fiber/v2"

	"ouderstem/handlers"
	"ouderstem/store"
	"ouderstem/survey"
)

// web is how the program is reached.
type web struct {
	Listen      string `help:"${cli_listen}" default:"127.0.0.1:8080"`
	URL         string `name:"url" help:"${cli_serve_url}"`
	StaffListen string `help:"${cli_staff_listen}" default:"127.0.0.1:8081"`
	StaffToken  string `help:"${cli_staff_token}"`
	ExitURL     string `name:"exit-url" help:"${cli_exit_url}" default:"https://nl.wikipedia.org/"`
	TimeZone    string `help:"${cli_time_zone}" default:"Europe/Amsterdam"`
}

// serveCmd serves parents and staff.
type serveCmd struct {
	data
	web
}

// Run serves until it is told to stop.
func (c serveCmd) Run(p *program) error {
	release, err := store.Lock(c.Data)
	if err != nil {
		return err
	}
	defer release() //nolint:errcheck // the process ends
	return c.create(p, func(st *store.Store) error {
		s, err := c.listen(p)
		if err != nil {
			return err
		}
		if err := s.announce(p); err != nil {
			return err
		}
		return s.run(p, st)
	})
}

// serving is a server that has its ports and is not running yet.
type serving struct {
	web
	parents, staff net.Listener
	site           string // base address for parents
	zone           *time.Location
}

// listen takes the ports, so that what is wrong with them is said at once.
func (w web) listen(p *program) (*serving, error) {
	zone, err := time.LoadLocation(w.TimeZone)
	if err != nil {
		return nil, survey.ErrBadFlag.With("Flag", "--time-zone").With("Value", w.TimeZone)
	}
	s := &serving{web: w, zone: zone}
	if exit, err := url.Parse(w.ExitURL); err != nil || exit.Scheme != "https" {
		return nil, survey.ErrBadFlag.With("Flag", "--exit-url").With("Value", w.ExitURL)
	}
	if host, _, err := net.SplitHostPort(w.StaffListen); err != nil || !loopback(host) {
		return nil, survey.ErrStaffLoopback.With("Address", w.StaffListen)
	}
	if s.parents, err = listen(p.ctx, "--listen", w.Listen); err != nil {
		return nil, err
	}
	if s.staff, err = listen(p.ctx, "--staff-listen", w.StaffListen); err != nil {
		return nil, errors.Join(err, s.parents.Close())
	}
	s.site = "http://" + reachable(s.parents.Addr())
	if w.URL != "" {
		if s.site, err = siteOf(w.URL); err != nil {
			return nil, errors.Join(err, s.parents.Close(), s.staff.Close())
		}
	}
	if s.StaffToken == "" {
		token := make([]byte, 16)
		if _, err := rand.Read(token); err != nil {
			return nil, err
		}
		s.StaffToken = hex.EncodeToString(token)
	}
	return s, nil
}

// siteOf reads the base address of the program: a scheme and a host, nothing
// behind them.
func siteOf(raw string) (string, error) {
	trimmed := strings.TrimRight(raw, "/")
	u, err := url.Parse(trimmed)
	if err != nil || u.Host == "" || u.Path != "" || u.RawQuery != "" || u.Fragment != "" || u.Scheme != "https" && u.Scheme != "http" {
		return "", survey.ErrBadFlag.With("Flag", "--url").With("Value", raw)
	}
	return trimmed, nil
}

func listen(ctx context.Context, flag, address string) (net.Listener, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, survey.ErrPortInUse.With("Address", address).With("Flag", flag)
	case err != nil:
		return nil, survey.ErrBadFlag.With("Flag", flag).With("Value", address)
	}
	return l, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// reachable is the address a browser on this machine can use.
func reachable(a net.Addr) string {
	host, port, err := net.SplitHostPort(a.String())
	if err != nil {
		return a.String()
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() || ip.IsLoopback() {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}

func (s *serving) staffAddress() string {
	return fmt.Sprintf("http://%s/?token=%s", s.staff.Addr(), s.StaffToken)
}

func (s *serving) announce(p *program) error {
	return errors.Join(
		p.say("cli.serve.parents", "URL", s.site+"/"),
		p.say("cli.serve.staff", "URL", s.staffAddress()),
		p.say("cli.serve.next", "Date", store.NextLook(time.Now().In(s.zone)).Format("2006-01-02 15:04")))
}

// run serves until the context ends, then lets running requests finish.
func (s *serving) run(p *program, st *store.Store) error {
	c := handlers.Config{
		Store: st, Views: p.views, Log: p.log, ExitURL: s.ExitURL,
		Secure: strings.HasPrefix(s.site, "https:"),
	}
	apps := map[*fiber.App]net.Listener{
		handlers.Public(c):              s.parents,
		handlers.Staff(c, s.StaffToken): s.staff,
	}
	ctx, stop := context.WithCancel(p.ctx)
	defer stop()
	ended := make(chan error, len(apps)+1)
	for app, listener := range apps {
		go func() { ended <- app.Listener(listener); stop() }()
	}
	go func() { s.look(ctx, p, st); ended <- nil }()
	<-ctx.Done()
	const patience = 10 * time.Second // what an answer on its way can need
	var errs []error
	for app := range apps {
		errs = append(errs, app.ShutdownWithTimeout(patience))
	}
	for range len(apps) + 1 {
		errs = append(errs, <-ended)
	}
	return errors.Join(errs...)
}

// look looks at the boxes when the schedule says so.
func (s *serving) look(ctx context.Context, p *program, st *store.Store) {
	const again = time.Hour // after a failure, and so that a clock that was set is noticed
	for {
		opened, err := st.Look(ctx, time.Now().In(s.zone))
		if err != nil && ctx.Err() == nil {
			p.log.Error("boxes not opened", "error", err)
		}
		for _, o := range opened {
			p.log.Info("box opened", "survey", o.Survey, "unit", o.Unit, "year", o.Year)
		}
		wait := min(again, time.Until(store.NextLook(time.Now().In(s.zone)))+time.Second)
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}
