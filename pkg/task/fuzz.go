package task

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// Fuzz runs the fuzz targets below pkg for so many minutes in all, which they share; 0 is two minutes for each. One after the other, because each takes all
// processors, and the others still when one fails. Go would try to make each new input smaller for a minute. At the end it prints how many inputs were tried.
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
	tried := make([]int64, len(targets))
	for i, t := range targets {
		fmt.Printf("%s of %s\n", t.name, t.folder)
		printed := &executions{Writer: os.Stdout}
		err := runTo(ctx, printed, nil, "go", "test", "-run=^$", "-fuzz=^"+t.name+"$", "-fuzztime="+each.String(), "-fuzzminimizetime=10x", "./"+filepath.ToSlash(t.folder))
		tried[i] = printed.count
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("%w; an input that fails is a new file below %s: mend its kind and commit it", err, filepath.Join(t.folder, "testdata", "fuzz", t.name)))
		}
	}
	printExecutions(os.Stdout, targets, tried)
	return errors.Join(faults...)
}

// printExecutions prints how many inputs of each target were tried, and of all.
func printExecutions(w io.Writer, targets []fuzzTarget, tried []int64) {
	p := message.NewPrinter(language.English)
	var all int64
	_, _ = p.Fprintln(w, "\nExecutions:")
	for i, t := range targets {
		all += tried[i]
		_, _ = p.Fprintf(w, "%15d  %s of %s\n", tried[i], t.name, filepath.ToSlash(t.folder))
	}
	_, _ = p.Fprintf(w, "%15d  in all\n", all)
}

// executions passes on what go test prints while it fuzzes, and keeps the number of executions that it told last.
type executions struct {
	io.Writer
	count int64
	line  []byte // the beginning of one that has not ended
}

var executed = regexp.MustCompile(`(?m)^fuzz: elapsed: \S+, execs: (\d+) \(`)

func (e *executions) Write(p []byte) (int, error) {
	e.line = append(e.line, p...)
	end := bytes.LastIndexByte(e.line, '\n') + 1
	for _, told := range executed.FindAllSubmatch(e.line[:end], -1) {
		e.count, _ = strconv.ParseInt(string(told[1]), 10, 64)
	}
	e.line = append([]byte(nil), e.line[end:]...)
	return e.Writer.Write(p)
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
