package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/terminal"
)

// sheet is what a command prints. A cell is nil, string, float64, bool or [moment].
type sheet struct {
	columns    []column
	rows       [][]any
	notices    []answer.Notice
	footnotes  []string           // for people only: what marks in cells mean
	statements []answer.Statement // nil unless asked for
	plan       fmt.Stringer       // how the statements came to be; nil where there is no plan
	parts      []part             // further tables, below
	// keys are those behind the labels of each dimension.
	keys map[string]map[string]string
}

// key notes the key behind a label of a dimension.
func (s *sheet) key(dimension, label, key string) {
	if s.keys == nil {
		s.keys = map[string]map[string]string{}
	}
	if s.keys[dimension] == nil {
		s.keys[dimension] = map[string]string{}
	}
	s.keys[dimension][label] = key
}

// part is a table of its own in an answer.
type part struct {
	id, title string
	sheet
}

type column struct {
	id, title string
	number    bool
	show      func(float64) string // writes a number with its unit for people
}

// moment is a time and how people read it.
type moment struct {
	exact string // RFC 3339
	text  string
}

func instant(t time.Time, zone *time.Location) moment {
	t = t.In(zone)
	return moment{exact: t.Format(time.RFC3339Nano), text: t.Format("2006-01-02 15:04")}
}

func day(t time.Time) moment {
	text := t.Format(time.DateOnly)
	return moment{exact: text, text: text}
}

// print writes the sheet in a format to stdout. CSV has no place for other tables, notices and statements: they go to stderr.
func (s sheet) print(format string, language i18n.Language, stdout, stderr io.Writer) error {
	switch format {
	case "json":
		return s.writeJSON(stdout, language)
	case "csv":
		if err := s.writeCSV(stdout); err != nil {
			return err
		}
		if err := s.writeParts(stderr); err != nil {
			return err
		}
		s.writeNotices(stderr, language)
		return s.explain(stderr, language)
	}
	if err := s.writeTable(stdout); err != nil {
		return err
	}
	if err := s.writeParts(stdout); err != nil {
		return err
	}
	if len(s.footnotes)+len(s.notices) > 0 {
		fmt.Fprintln(stdout)
	}
	for _, note := range s.footnotes {
		fmt.Fprintln(stdout, note)
	}
	s.writeNotices(stdout, language)
	return s.explain(stdout, language)
}

// writeParts writes the further tables that have rows.
func (s sheet) writeParts(w io.Writer) error {
	for _, p := range s.parts {
		if len(p.rows) == 0 {
			continue
		}
		fmt.Fprintf(w, "\n%s\n\n", p.title)
		if err := p.writeTable(w); err != nil {
			return err
		}
	}
	return nil
}

func (s sheet) writeNotices(w io.Writer, language i18n.Language) {
	for _, n := range s.notices {
		fmt.Fprintln(w, n.Text.In(language))
	}
}

// forPeople writes a cell of a table. What a database holds must not steer the terminal.
func (c column) forPeople(cell any) string {
	switch v := cell.(type) {
	case nil:
		return terminal.Null
	case float64:
		return c.show(v)
	case moment:
		return v.text
	case string:
		return strings.Map(func(r rune) rune {
			if unicode.IsControl(r) {
				return ' '
			}
			return r
		}, v)
	}
	return fmt.Sprint(cell)
}

// forCSV writes a cell at full precision; null is empty.
func forCSV(cell any) string {
	switch v := cell.(type) {
	case nil:
		return ""
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case moment:
		return v.exact
	}
	return fmt.Sprint(cell)
}
