//go:build !unix

package chromium

import "os/exec"

// whole does nothing where processes have no groups: they end with the browser.
func whole(*exec.Cmd) {}
