// Package task holds the steps of the tasks in Magefile.go.
package task

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// grace is how long a command may take to end after Ctrl-C, so that it can stop what it started.
const grace = 30 * time.Second

// Run runs a command in the working directory with the terminal's input and output; env holds additional variables as
// NAME=value. When ctx ends, the command is interrupted as by Ctrl-C; that it then ends well is no error.
func Run(ctx context.Context, env []string, name string, args ...string) error {
	return runTo(ctx, os.Stdout, env, name, args...)
}

// runTo is [Run] with another place for what the command prints.
func runTo(ctx context.Context, stdout io.Writer, env []string, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, stdout, os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = grace
	err := cmd.Run()
	if err == nil || cmd.ProcessState != nil && cmd.ProcessState.Success() {
		return nil
	}
	return fmt.Errorf("%s: %w", strings.Join(cmd.Args, " "), err)
}

// output returns what a command prints, without the white space around it.
func output(ctx context.Context, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stderr = os.Stderr
	text, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w", strings.Join(cmd.Args, " "), err)
	}
	return strings.TrimSpace(string(text)), nil
}
