package main

import (
	"fmt"
	"io"
	"os"

	"ouderstem/handlers"
	"ouderstem/store"
	"ouderstem/survey"
)

// benchmarkCmd makes and reads files with figures of published reports.
type benchmarkCmd struct {
	Export benchmarkExportCmd `cmd:"" help:"${cli_benchmark_export}"`
	Import benchmarkImportCmd `cmd:"" help:"${cli_benchmark_import}"`
	List   benchmarkListCmd   `cmd:"" help:"${cli_benchmark_list}"`
	Forget benchmarkForgetCmd `cmd:"" help:"${cli_benchmark_forget}"`
}

type benchmarkExportCmd struct {
	data
	Out string `help:"${cli_out}" type:"path" default:"-"`
}

// Run writes the signed file of this installation.
func (c benchmarkExportCmd) Run(p *program) error {
	return c.with(p, func(st *store.Store) error {
		if err := free(c.Out); err != nil {
			return err
		}
		units, err := handlers.PublishedUnits(p.ctx, st)
		if err != nil {
			return err
		}
		file, err := st.ExportBenchmark(p.ctx, "", units)
		if err != nil {
			return err
		}
		return output(p, c.Out, func(w io.Writer) error {
			_, err := w.Write(file)
			return err
		})
	})
}

type benchmarkImportCmd struct {
	data
	Files []string `arg:"" help:"${cli_benchmark_files}" type:"existingfile"`
}

// Run imports files, and shows the fingerprint of senders that are new.
func (c benchmarkImportCmd) Run(p *program) error {
	return c.with(p, func(st *store.Store) error {
		for _, name := range c.Files {
			file, err := readMost(name, survey.MostBenchmarkBytes)
			if err != nil {
				return err
			}
			b, first, err := st.ImportBenchmark(p.ctx, "", file)
			if err != nil {
				return err
			}
			if err := p.say("cli.benchmark.imported", "Name", b.Name, "Serial", b.Serial, "Lines", len(b.Units)); err != nil {
				return err
			}
			if first {
				if err := p.say("cli.benchmark.new", "Name", b.Name, "Fingerprint", b.Fingerprint()); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// readMost reads a file, and of a larger one a byte more than most.
func readMost(name string, most int64) (_ []byte, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it was only read
	return io.ReadAll(io.LimitReader(f, most+1))
}

type benchmarkListCmd struct {
	data
	Format string `help:"${cli_format} (${enum})" env:"OUDERSTEM_LIST_FORMAT" enum:"text,json" default:"text"`
}

// Run prints who sent files.
func (c benchmarkListCmd) Run(p *program) error {
	return c.with(p, func(st *store.Store) error {
		senders, err := st.Benchmarks(p.ctx)
		if err != nil {
			return err
		}
		return list(p, c.Format, senders, func(b survey.Benchmark) string {
			return fmt.Sprintf("%s\t%d\t%d\t%s", b.Name, b.Serial, len(b.Units), b.Fingerprint())
		})
	})
}

type benchmarkForgetCmd struct {
	data
	Sender string `arg:"" help:"${cli_benchmark_sender}"`
}

// Run removes a sender with all it said.
func (c benchmarkForgetCmd) Run(p *program) error {
	return c.with(p, func(st *store.Store) error { return st.ForgetBenchmark(p.ctx, "", c.Sender) })
}
