package task

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
)

// Lint checks the Go code and the front end; node_modules must be there.
func Lint(ctx context.Context) error {
	if err := gofmt(ctx); err != nil {
		return err
	}
	for _, command := range [][]string{
		{"go", "mod", "tidy", "-diff"},
		{"go", "vet", "./..."},
		{"go", "vet", "-tags", "mage", "Magefile.go"},
		{"go", "tool", "staticcheck", "./..."},
	} {
		if err := Run(ctx, nil, command[0], command[1:]...); err != nil {
			return err
		}
	}
	for _, script := range []string{"format:check", "lint", "typecheck"} {
		if err := NPM(ctx, "run", "--silent", script); err != nil {
			return err
		}
	}
	return nil
}

func gofmt(ctx context.Context) error {
	files, err := output(ctx, "gofmt", "-l", "Magefile.go", "pkg")
	if err != nil {
		return err
	}
	if files != "" {
		return fmt.Errorf("these files are not formatted; run gofmt -w on them:\n  %s", strings.ReplaceAll(files, "\n", "\n  "))
	}
	return nil
}

// Oracle compares the engine with the naive computation of package oracle for so many random questions, as a number; "" is
// 10,000. Without CRMKPI_ORACLE_SEED each run has other questions.
func Oracle(ctx context.Context, questions string) error {
	if questions == "" {
		questions = "10000"
	}
	settings := []string{"CRMKPI_ORACLE_QUESTIONS=" + questions}
	if os.Getenv("CRMKPI_ORACLE_SEED") == "" {
		settings = append(settings, fmt.Sprintf("CRMKPI_ORACLE_SEED=%d", rand.Uint32()))
	}
	err := Run(ctx, settings, "go", "test", "-count=1", "-timeout=2h", "-v", "./pkg/oracle/...")
	if err != nil {
		return errors.Join(errors.New("the output names the seed and the number of each question that differs"), err)
	}
	return nil
}
