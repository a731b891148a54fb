package task

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// Fuzz runs the fuzz targets below pkg for so many minutes in all, which they share; 0 is two minutes for each. One after the other, because each takes all
// processors, and the others still when one fails. Go would try to make each new input smaller for a minute.
func Fuzz(ctx context.Context, minutes int) error {
	targets, err := fuzzTargets("pkg")
	if err != nil {
		return err
	}
	each := 2 * time.Minute
	if minutes > 0 {
		each = time.Duration(minutes) * time.Minute / time.Duration(len(targets))
	}
	var faults []error
	for _, t := range targets {
		fmt.Printf("%s of %s\n", t.name, t.folder)
		err := Run(ctx, nil, "go", "test", "-run=^$", "-fuzz=^"+t.name+"$", "-fuzztime="+each.String(), "-fuzzminimizetime=10x", "./"+filepath.ToSlash(t.folder))
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("%w; an input that fails is a new file below %s: mend its kind and commit it", err, filepath.Join(t.folder, "testdata", "fuzz", t.name)))
		}
	}
	return errors.Join(faults...)
}

// fuzzTarget is a function that Go's fuzzing calls.
type fuzzTarget struct{ folder, name string }

var fuzzFunction = regexp.MustCompile(`(?m)^func (Fuzz\w+)\(\w+ \*testing\.F\)`)

// fuzzTargets finds the fuzz targets below a folder, sorted by their files. Asking go test for them would build every test.
func fuzzTargets(folder string) ([]fuzzTarget, error) {
	var targets []fuzzTarget
	err := filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, match := range fuzzFunction.FindAllSubmatch(text, -1) {
			targets = append(targets, fuzzTarget{filepath.Dir(path), string(match[1])})
		}
		return err
	})
	return targets, err
}
