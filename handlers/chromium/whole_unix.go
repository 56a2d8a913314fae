//go:build unix

package chromium

import (
	"os/exec"
	"syscall"
)

// whole makes sure that with the browser all processes end that it started.
func whole(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
