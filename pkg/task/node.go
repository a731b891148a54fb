package task

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"strings"

	"github.com/magefile/mage/target"
)

const leastNode = 20

// Modules installs the npm packages of package-lock.json unless they are there.
func Modules(ctx context.Context) error {
	// npm writes this file last.
	outdated, err := target.Path("node_modules/.package-lock.json", "package-lock.json")
	if err != nil || !outdated {
		return err
	}
	if err := checkNode(ctx); err != nil {
		return err
	}
	return NPM(ctx, "ci", "--no-audit", "--no-fund")
}

// NPM runs npm.
func NPM(ctx context.Context, args ...string) error {
	return Run(ctx, []string{"NO_UPDATE_NOTIFIER=1"}, "npm", args...)
}

// Docs installs what makes a site of docs/, which nothing else needs, and makes it.
func Docs(ctx context.Context) error {
	if err := checkNode(ctx); err != nil {
		return err
	}
	if err := NPM(ctx, "--prefix", "docs", "ci", "--ignore-scripts", "--no-audit", "--no-fund"); err != nil {
		return err
	}
	return NPM(ctx, "--prefix", "docs", "run", "build")
}

func checkNode(ctx context.Context) error {
	if _, err := exec.LookPath("npm"); err != nil {
		return fmt.Errorf("npm is not on the PATH: install Node.js %d or newer with its npm", leastNode)
	}
	version, err := output(ctx, "node", "--version")
	if err != nil {
		return errors.Join(fmt.Errorf("install Node.js %d or newer", leastNode), err)
	}
	major, _, _ := strings.Cut(strings.TrimPrefix(version, "v"), ".")
	if n, err := strconv.Atoi(major); err != nil || n < leastNode {
		return fmt.Errorf("version %s of Node.js is too old: install %d or newer", version, leastNode)
	}
	return nil
}
