package task

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
)

// Race tests all packages with Go's race detector, for which Go needs a C compiler.
func Race(ctx context.Context) error {
	command, err := output(ctx, "go", "env", "CC")
	if err != nil {
		return err
	}
	compiler, _, _ := strings.Cut(command, " ")
	if _, err := exec.LookPath(compiler); err != nil {
		return fmt.Errorf("the race detector needs a C compiler, and %s is not on the PATH: install gcc or clang, or name one in CC", compiler)
	}
	return Run(ctx, []string{"CGO_ENABLED=1"}, "go", "test", "-race", "-timeout=2h", "./...")
}
