package task

import (
	"context"
	"fmt"
	"strings"
)

// LintGo checks the Go code.
func LintGo(ctx context.Context) error {
	if err := gofmt(ctx); err != nil {
		return err
	}
	for _, command := range [][]string{
		{"go", "mod", "tidy", "-diff"},
		{"go", "vet", "./..."},
		{"go", "vet", "-tags", "mage," + buildTags, "Magefile.go"},
		{"go", "tool", "staticcheck", "./..."},
	} {
		if err := Run(ctx, nil, command[0], command[1:]...); err != nil {
			return err
		}
	}
	return nil
}

// LintFrontend checks the front end; node_modules must be there.
func LintFrontend(ctx context.Context) error {
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

// LintDashboards checks the dashboards of a folder against the rules of the shipped ones.
func LintDashboards(ctx context.Context, dir string) error {
	return Run(ctx, nil, "go", "run", "./pkg/dashboards/lint", dir)
}
