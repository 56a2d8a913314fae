package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// process is a server in a process of its own, so that its memory and start are
// its own.
type process struct {
	cmd  *exec.Cmd
	site string
	cold time.Duration // from its start to its first page
}

// start starts a program that is told where to listen as its last argument and
// waits for its first page.
func start(ctx context.Context, path, program string, args ...string) (*process, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		return nil, err
	}
	p := &process{cmd: exec.CommandContext(ctx, program, append(args, address)...), site: "http://" + address} //nolint:gosec // ours
	p.cmd.Stderr = os.Stderr
	begun := time.Now()
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	for time.Since(begun) < time.Minute {
		if r, err := http.Get(p.site + path); err == nil { //nolint:noctx // on this machine
			_, err := io.Copy(io.Discard, r.Body)
			if err := errors.Join(err, r.Body.Close()); err != nil {
				return nil, err
			}
			if r.StatusCode == http.StatusOK {
				p.cold = time.Since(begun)
				return p, nil
			}
			return nil, errors.Join(fmt.Errorf("%s: %d", path, r.StatusCode), p.stop())
		}
		time.Sleep(time.Millisecond)
	}
	return nil, errors.Join(errors.New("it does not answer"), p.stop())
}

// memory is what the process holds of the machine's now, and held at most, in MB
// (Linux).
func (p *process) memory() (now, most int, err error) {
	f, err := os.Open("/proc/" + strconv.Itoa(p.cmd.Process.Pid) + "/status")
	if err != nil {
		return 0, 0, err
	}
	defer f.Close() //nolint:errcheck // only read
	for lines := bufio.NewScanner(f); lines.Scan(); {
		name, value, _ := strings.Cut(lines.Text(), ":")
		kb, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(value), " kB"))
		switch {
		case err != nil:
		case name == "VmRSS":
			now = kb >> 10
		case name == "VmHWM":
			most = kb >> 10
		}
	}
	return now, most, nil
}

// stop asks the process to end and waits for it.
func (p *process) stop() error {
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	err := p.cmd.Wait()
	if status, ok := p.cmd.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signal() == syscall.SIGTERM {
		return nil // as asked
	}
	return err
}
