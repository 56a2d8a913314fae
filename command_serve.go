package main

import (
	"context"
	"crypto/rand"
	"errors"
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
	StaffListen string `help:"${cli_staff_listen}"`
	StaffURL    string `name:"staff-url" help:"${cli_staff_url}"`
	ExitURL     string `name:"exit-url" help:"${cli_exit_url}" default:"https://nl.wikipedia.org/"`
	TimeZone    string `help:"${cli_time_zone}" default:"Europe/Amsterdam"`
	// Addresses can hold commas: the flag is given once for each.
	SecurityContact []string `help:"${cli_security_contact}" sep:"none"`
	signIn
	printing
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
		if err := s.invite(p.ctx, st); err != nil {
			return err
		}
		if err := s.announce(p, st); err != nil {
			return err
		}
		return s.run(p, st)
	})
}

// serving is a server that has its ports and is not running yet.
type serving struct {
	web
	parents, staff net.Listener // staff is nil where one address serves all
	site           string       // base address for parents
	staffSite      string       // and for staff
	setupToken     string       // while nobody has an account
	zone           *time.Location
	config         handlers.Config
}

// listen takes the ports, so that what is wrong with them is said at once.
func (w web) listen(p *program) (*serving, error) {
	zone, err := w.check()
	if err != nil {
		return nil, err
	}
	s := &serving{web: w, zone: zone}
	if s.parents, err = listen(p.ctx, "--listen", w.Listen); err != nil {
		return nil, err
	}
	if w.StaffListen != "" {
		if s.staff, err = listen(p.ctx, "--staff-listen", w.StaffListen); err != nil {
			return nil, errors.Join(err, s.parents.Close())
		}
	}
	if err := s.sites(); err != nil {
		return nil, errors.Join(err, s.close())
	}
	s.config = handlers.Config{
		Site: s.site, StaffSite: s.staffSite, SecurityContacts: w.SecurityContact, Now: func() time.Time { return time.Now().In(s.zone) },
	}
	if s.config.Browser, err = w.browser(); err != nil {
		return nil, errors.Join(err, s.close())
	}
	if err := s.into(&s.config); err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

// check looks at what needs no port, and returns the time zone.
func (w web) check() (*time.Location, error) {
	zone, err := time.LoadLocation(w.TimeZone)
	if err != nil {
		return nil, survey.ErrBadFlag.With("Flag", "--time-zone").With("Value", w.TimeZone)
	}
	if exit, err := url.Parse(w.ExitURL); err != nil || exit.Scheme != "https" || exit.Host == "" {
		return nil, survey.ErrBadFlag.With("Flag", "--exit-url").With("Value", w.ExitURL)
	}
	for _, contact := range w.SecurityContact {
		if !handlers.CheckContact(contact) {
			return nil, survey.ErrBadFlag.With("Flag", "--security-contact").With("Value", contact)
		}
	}
	return zone, nil
}

// sites finds the addresses under which parents and staff reach the program.
func (s *serving) sites() (err error) {
	s.site = "http://" + reachable(s.parents.Addr())
	if s.URL != "" {
		if s.site, err = siteOf("--url", s.URL); err != nil {
			return err
		}
	}
	s.staffSite = s.site
	if s.staff != nil {
		s.staffSite = "http://" + reachable(s.staff.Addr())
	}
	if s.StaffURL != "" {
		s.staffSite, err = siteOf("--staff-url", s.StaffURL)
	}
	return err
}

func (s *serving) close() error {
	err := s.parents.Close()
	if s.staff != nil {
		err = errors.Join(err, s.staff.Close())
	}
	return err
}

// invite draws the link by which an installation that nobody has an account in
// is set up. It holds until the program ends.
func (s *serving) invite(ctx context.Context, st *store.Store) error {
	has, err := st.HasAccounts(ctx)
	if err == nil && !has {
		s.setupToken = rand.Text()
	}
	return err
}

// siteOf reads the base address of the program: a scheme and a host, nothing
// behind them.
func siteOf(flag, raw string) (string, error) {
	trimmed := strings.TrimRight(raw, "/")
	u, err := url.Parse(trimmed)
	if err != nil || u.Hostname() == "" || u.User != nil || u.Path != "" || strings.ContainsAny(trimmed, "?#") || u.Scheme != "https" && u.Scheme != "http" {
		return "", survey.ErrBadFlag.With("Flag", flag).With("Value", raw)
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

func (s *serving) announce(p *program, st *store.Store) error {
	now, err := st.Settings(p.ctx)
	if err != nil {
		return err
	}
	key, path := "cli.serve.staff", "/staff/"
	if s.setupToken != "" {
		key, path = "cli.serve.setup", "/staff/setup/"+s.setupToken
	}
	var plain error
	if u, err := url.Parse(s.staffSite); err == nil && u.Scheme != "https" && !loopback(u.Hostname()) {
		plain = p.note("cli.serve.plain")
	}
	return errors.Join(plain,
		p.say("cli.serve.parents", "URL", s.site+"/"),
		p.say(key, "URL", s.staffSite+path),
		p.say("cli.serve.next", "Date", store.NextLook(time.Now().In(s.zone), now.Every).Format("2006-01-02 15:04")))
}

// run serves until the context ends, then lets running requests finish.
func (s *serving) run(p *program, st *store.Store) error {
	c := s.config
	c.Store, c.Views, c.Log, c.ExitURL, c.SetupToken = st, p.views, p.log, s.ExitURL, s.setupToken
	c.Secure = strings.HasPrefix(s.site, "https:")
	apps := map[*fiber.App]net.Listener{}
	if s.staff == nil {
		apps[handlers.Whole(c)] = s.parents
	} else {
		apps[handlers.Public(c)] = s.parents
		c.Secure = strings.HasPrefix(s.staffSite, "https:")
		apps[handlers.Staff(c)] = s.staff
	}
	ctx, stop := context.WithCancel(p.ctx)
	defer stop()
	ended := make(chan error, len(apps)+1)
	for app, listener := range apps {
		go func() { ended <- app.Listener(listener); stop() }()
	}
	go func() { s.look(ctx, p, st); ended <- nil }()
	var errs []error
	select {
	case <-ctx.Done():
	case <-st.Broken(): // who waits is told; nothing is taken any more
		errs = append(errs, survey.ErrDiskBroken.With("Dir", st.Dir()))
		stop()
	}
	const patience = 10 * time.Second // what an answer on its way can need
	for app, listener := range apps {
		errs = append(errs, app.ShutdownWithTimeout(patience))
		// One that was only about to listen is not stopped by that: it finds its
		// port closed.
		if err := listener.Close(); !errors.Is(err, net.ErrClosed) {
			errs = append(errs, err)
		}
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
		const monthly = 1 // other things than boxes are looked after too
		wait := min(again, time.Until(store.NextLook(time.Now().In(s.zone), monthly))+time.Second)
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}
