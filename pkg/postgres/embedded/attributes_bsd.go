//go:build unix && !linux

package embedded

import "syscall"

// attributes: a group of its own keeps the terminal's Ctrl-C from the server.
func attributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
