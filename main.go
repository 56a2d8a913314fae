// Ouderstem asks parents, anonymously and by QR code on their own phone, how
// they experienced the help they got, and writes the yearly report.
//
// This file reads the flags; command_*.go hold one small function for each
// command, which wires the five packages together.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	_ "time/tzdata" // Amsterdam's clock on a machine without any

	"github.com/alecthomas/kong"

	"ouderstem/handlers"
	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/views"
)

// version is set by the linker for a release.
var version = ""

// commands are all there is on the command line. Their help stands in
// views/text/<lang>/cli.json under cli.<name>.
type commands struct {
	Lang string `name:"messages" help:"${cli_messages}" enum:"nl,en" default:"${messages}"`

	Serve     serveCmd     `cmd:"" help:"${cli_serve}"`
	Demo      demoCmd      `cmd:"" help:"${cli_demo}"`
	Report    reportCmd    `cmd:"" help:"${cli_report}"`
	Publish   publishCmd   `cmd:"" help:"${cli_publish}"`
	Editions  editionsCmd  `cmd:"" help:"${cli_editions}"`
	Cards     cardsCmd     `cmd:"" help:"${cli_cards}"`
	Open      openCmd      `cmd:"" help:"${cli_open}"`
	CloseYear closeCmd     `cmd:"" help:"${cli_close_year}"`
	Survey    surveyCmd    `cmd:"" help:"${cli_survey}"`
	Themes    themesCmd    `cmd:"" help:"${cli_themes}"`
	Unit      unitCmd      `cmd:"" help:"${cli_unit}"`
	Benchmark benchmarkCmd `cmd:"" help:"${cli_benchmark}"`
	Account   accountCmd   `cmd:"" help:"${cli_account}"`
	Audit     auditCmd     `cmd:"" help:"${cli_audit}"`
	Backup    backupCmd    `cmd:"" help:"${cli_backup}"`
	Restore   restoreCmd   `cmd:"" help:"${cli_restore}"`
	Redact    redactCmd    `cmd:"" help:"${cli_redact}"`
	Version   versionCmd   `cmd:"" help:"${cli_version}"`
}

// data is the flag that nearly every command has.
type data struct {
	Data string `help:"${cli_data}" default:"ouderstem-data" type:"path"`
}

// with runs f with the store in the data directory, which must hold one: a
// wrong directory is better told than filled.
func (d data) with(p *program, f func(*store.Store) error) error {
	if !store.Exists(d.Data) {
		return survey.ErrNoData.With("Dir", d.Data)
	}
	return d.create(p, f)
}

// create runs f with the store in the data directory, making what is missing.
func (d data) create(p *program, f func(*store.Store) error) (err error) {
	st, err := store.Open(p.ctx, store.Config{Dir: d.Data, Log: p.log})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	return f(st)
}

// program is what a command can use of the world.
type program struct {
	ctx   context.Context
	out   io.Writer
	err   io.Writer
	log   *slog.Logger
	views *views.Views
	lang  string // of messages
}

// say prints the sentence key with name and value pairs.
func (p *program) say(key string, args ...any) error {
	s, err := p.sentence(key, args...)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(p.out, s)
	return err
}

// note is say for what is not the output itself.
func (p *program) note(key string, args ...any) error {
	s, err := p.sentence(key, args...)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(p.err, s)
	return err
}

func (p *program) sentence(key string, args ...any) (string, error) {
	m := map[string]any{}
	for i := 0; i+1 < len(args); i += 2 {
		m[fmt.Sprint(args[i])] = args[i+1]
	}
	return p.views.Texts().Say(p.lang, key, m)
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run does what args ask for and returns the exit status: 0, 1 for a failure
// that was told, 2 for arguments that make no sense or an audit that could not be
// made, [store.ExitBroken] where the disk did not keep what was written.
func run(ctx context.Context, args []string, out, errOut io.Writer) int {
	v, err := views.New()
	if err != nil {
		fmt.Fprintln(errOut, err) //nolint:errcheck // nowhere else to tell
		return 1
	}
	p := &program{ctx: ctx, out: out, err: errOut, views: v, lang: language(args), log: slog.New(slog.NewTextHandler(errOut, nil))}
	exit := -1
	parser, err := p.parser(&commands{}, func(code int) { exit = code })
	if err != nil {
		fmt.Fprintln(errOut, err) //nolint:errcheck // nowhere else to tell
		return 1
	}
	parsed, err := parser.Parse(args)
	if exit >= 0 { // --help has said it all
		return exit
	}
	if err != nil {
		fmt.Fprintf(errOut, "ouderstem: %v\n", err) //nolint:errcheck // nowhere else to tell
		return 2
	}
	return p.tell(parsed.Run(p))
}

// parser reads arguments and the environment into c. It calls exit where it has
// said everything already.
func (p *program) parser(c *commands, exit func(code int)) (*kong.Kong, error) {
	return kong.New(c, kong.Name("ouderstem"), kong.Vars(p.help()), kong.DefaultEnvars("OUDERSTEM"),
		kong.Description(p.helpText("about")), kong.Writers(p.out, p.err), kong.Exit(exit),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}), kong.Resolvers(kong.ResolverFunc(formatByName)))
}

// tell prints what went wrong, in the words that say what to do where there are
// such words, and returns the exit status.
func (p *program) tell(err error) int {
	const interrupted = 130 // as shells say it
	if err == nil {
		return 0
	}
	if errors.Is(err, context.Canceled) {
		return interrupted
	}
	code := 1
	if e := (ended{}); errors.As(err, &e) {
		if code, err = e.code, e.error; err == nil { // all was said
			return code
		}
	}
	message, ok := p.views.Texts().Problem(p.lang, err)
	if !ok {
		message = err.Error()
	}
	fmt.Fprintf(p.err, "ouderstem: %s\n", message) //nolint:errcheck // nowhere else to tell
	if errors.Is(err, survey.ErrDiskBroken) {
		return store.ExitBroken
	}
	return code
}

// language is the one of messages: asked for by flag or environment, else Dutch
// on a Dutch machine and English elsewhere.
func language(args []string) string {
	for i, a := range args {
		if v, ok := strings.CutPrefix(a, "--messages="); ok {
			return v
		}
		if a == "--messages" && i+1 < len(args) {
			return args[i+1]
		}
	}
	if l := os.Getenv("OUDERSTEM_MESSAGES"); l != "" {
		return l
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if l := os.Getenv(name); l != "" {
			if strings.HasPrefix(l, "nl") {
				return "nl"
			}
			break
		}
	}
	return "en"
}

// help returns the help of every command and flag, as kong wants it.
func (p *program) help() map[string]string {
	vars := map[string]string{"messages": p.lang}
	var formats []string
	for _, f := range handlers.FormatsWith(nil) {
		formats = append(formats, f.Name)
	}
	vars["report_formats"] = strings.Join(formats, ",")
	for _, key := range p.views.Texts().Keys("cli.") {
		vars["cli_"+strings.NewReplacer("-", "_", ".", "_").Replace(key)] = p.helpText(key)
	}
	return vars
}

func (p *program) helpText(key string) string {
	s, err := p.sentence("cli." + key)
	if err != nil {
		return key
	}
	return s
}

// versionCmd prints which program this is.
type versionCmd struct{}

// Run prints the version.
func (versionCmd) Run(p *program) error {
	v := version
	if info, ok := debug.ReadBuildInfo(); ok && v == "" {
		v = info.Main.Version
	}
	_, err := fmt.Fprintln(p.out, "ouderstem", v)
	return err
}
