package main

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"ouderstem/store"
	"ouderstem/store/demo"
	"ouderstem/survey"
	"ouderstem/views/paper"
)

// demoCmd shows the program at work on made-up answers.
type demoCmd struct {
	web
	Dir     string `help:"${cli_demo_dir}" type:"path"`
	NoServe bool   `help:"${cli_demo_no_serve}"`
	Answers int    `help:"${cli_demo_answers}" default:"600"`
	Seed    uint64 `help:"${cli_demo_seed}" default:"1"`
}

// Run fills a directory of its own and serves it.
func (c demoCmd) Run(p *program) (err error) {
	const most = 1_000_000
	if c.Answers < 0 || c.Answers > most {
		return survey.ErrBadCount.With("Most", most)
	}
	if c.Dir == "" && c.NoServe {
		return survey.ErrNoDir
	}
	if c.Dir == "" {
		if c.Dir, err = os.MkdirTemp("", "ouderstem-demo-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(c.Dir)) }()
	}
	release, err := store.Lock(c.Dir)
	if err != nil {
		return err
	}
	defer release() //nolint:errcheck // the process ends
	config := store.Config{Dir: c.Dir, Log: p.log}
	if !store.Exists(c.Dir) { // later ids may not repeat those of the first time
		config.Random = newDice(c.Seed)
	}
	st, err := store.Open(p.ctx, config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	var s *serving
	if !c.NoServe { // the ports first: no waiting for a demo that cannot be shown
		if s, err = c.listen(p); err != nil {
			return err
		}
	}
	if err := c.fill(p, st); err != nil || c.NoServe {
		return err
	}
	password := newPassword()
	if err := demo.SignIn(p.ctx, st, password); err != nil {
		return err
	}
	if err := c.announce(p, st, s, password); err != nil {
		return err
	}
	return s.run(p, st)
}

// fill makes up answers, unless the directory was filled before.
func (c demoCmd) fill(p *program, st *store.Store) error {
	units, err := st.Units(p.ctx)
	if err != nil {
		return err
	}
	if len(units) > 0 {
		waiting, err := st.Waiting(p.ctx)
		if err != nil {
			return err
		}
		if len(waiting) == 0 && c.Answers > 0 { // counted last of all
			return survey.ErrHalfFilled.With("Dir", c.Dir)
		}
		return p.say("cli.demo.filled", "Dir", c.Dir)
	}
	o := demo.Options{Answers: c.Answers, Seed: c.Seed, Year: time.Now().Year(), Label: p.views.MaskLabel("nl")}
	if term.IsTerminal(int(os.Stderr.Fd())) { //nolint:gosec // a file descriptor fits
		bar := progressbar.NewOptions(c.Answers, progressbar.OptionSetWriter(os.Stderr), progressbar.OptionClearOnFinish())
		o.Progress = func(done, of int) {
			bar.ChangeMax(of)
			_ = bar.Set(done) // a bar that cannot be drawn is no reason to stop
		}
	}
	if err := demo.Fill(p.ctx, st, o); err != nil {
		return err
	}
	if err := publishDemo(p.ctx, st, o.Year-1); err != nil {
		return err
	}
	return p.say("cli.demo.made", "Dir", c.Dir)
}

// announce prints what can be looked at, with a fresh card to scan.
func (c demoCmd) announce(p *program, st *store.Store, s *serving, password string) error {
	sv, err := st.Survey(p.ctx, demo.Survey, 0)
	if err != nil {
		return err
	}
	_, codes, err := st.Print(p.ctx, survey.Batch{Survey: sv.ID, Unit: demo.Unit, Way: survey.ByCard, Size: 1, Hand: "demo"})
	if err != nil {
		return err
	}
	link := paper.Link(s.site, sv.Address(), codes[0])
	if err := p.say("cli.demo.card"); err != nil {
		return err
	}
	if err := paper.Terminal(p.out, link); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(p.out, "  %s\n\n", link); err != nil {
		return err
	}
	if err := s.announce(p, st); err != nil {
		return err
	}
	for _, a := range demo.Staff {
		if err := p.say("cli.demo.account", "Name", a.Name, "Email", a.Email); err != nil {
			return err
		}
	}
	return errors.Join(
		p.say("cli.demo.password", "Password", password),
		p.say("cli.demo.report", "URL", fmt.Sprintf("%s/staff/report/%s/%d/%s", s.staffSite, demo.Town, time.Now().Year()-1, sv.ID)),
		p.say("cli.demo.public", "URL", s.site+"/w"))
}

// newPassword draws one that can be typed over from a terminal.
func newPassword() string {
	const group, groups = 4, 3 // 60 bits
	letters := strings.ToLower(rand.Text())
	var parts []string
	for i := range groups {
		parts = append(parts, letters[i*group:(i+1)*group])
	}
	return strings.Join(parts, "-")
}

// dice is a source of ids that gives the same ones for the same seed, for many
// at once.
type dice struct {
	mu     sync.Mutex
	source *mathrand.ChaCha8
}

func newDice(seed uint64) *dice {
	var key [32]byte
	binary.LittleEndian.PutUint64(key[:], seed)
	return &dice{source: mathrand.NewChaCha8(key)}
}

// Read fills b.
func (d *dice) Read(b []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.source.Read(b)
}
