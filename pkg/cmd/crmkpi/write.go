package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// MarshalJSON writes the exact time.
func (m moment) MarshalJSON() ([]byte, error) { return json.Marshal(m.exact) }

// statementJSON is a statement of --explain.
type statementJSON struct {
	SQL          string  `json:"sql"`
	Args         []any   `json:"args"`
	Rows         int     `json:"rows"`
	Milliseconds float64 `json:"milliseconds"`
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func (s sheet) writeJSON(w io.Writer, language i18n.Language) error {
	answer := struct {
		Columns    []string                     `json:"columns"`
		Rows       [][]any                      `json:"rows"`
		Keys       map[string]map[string]string `json:"keys,omitempty"` // by dimension and label
		Notices    []string                     `json:"notices"`
		Parts      map[string]any               `json:"parts,omitempty"`
		Plan       []string                     `json:"plan,omitempty"`
		Statements []statementJSON              `json:"statements,omitzero"`
	}{Columns: s.ids(), Rows: s.rows, Keys: s.keys, Notices: []string{}}
	if answer.Rows == nil {
		answer.Rows = [][]any{}
	}
	for _, p := range s.parts {
		if answer.Parts == nil {
			answer.Parts = map[string]any{}
		}
		answer.Parts[p.id] = map[string]any{"columns": p.ids(), "rows": append([][]any{}, p.rows...)}
	}
	for _, n := range s.notices {
		answer.Notices = append(answer.Notices, n.Text.In(language))
	}
	if s.statements != nil {
		answer.Statements, answer.Plan = []statementJSON{}, s.steps()
	}
	for _, st := range s.statements {
		args := append([]any{}, st.Args...)
		answer.Statements = append(answer.Statements, statementJSON{st.SQL, args, st.Rows, milliseconds(st.Duration)})
	}
	return encode(w, answer)
}

// encode writes JSON on one line.
func encode(w io.Writer, value any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(value)
}

func (s sheet) ids() []string {
	ids := make([]string, len(s.columns))
	for i, c := range s.columns {
		ids[i] = c.id
	}
	return ids
}

func (s sheet) writeCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	lines := [][]string{s.ids()}
	for _, row := range s.rows {
		line := make([]string, len(row))
		for i, cell := range row {
			line[i] = forCSV(cell)
		}
		lines = append(lines, line)
	}
	return out.WriteAll(lines)
}

func (s sheet) writeTable(w io.Writer) error {
	t := newTable()
	header, configs := table.Row{}, []table.ColumnConfig{}
	for i, c := range s.columns {
		header = append(header, c.title)
		if c.number {
			configs = append(configs, table.ColumnConfig{Number: i + 1, Align: text.AlignRight, AlignHeader: text.AlignRight})
		}
	}
	t.AppendHeader(header)
	t.SetColumnConfigs(configs)
	for _, row := range s.rows {
		cells := table.Row{}
		for i, cell := range row {
			cells = append(cells, s.columns[i].forPeople(cell))
		}
		t.AppendRow(cells)
	}
	return render(w, t)
}

// newTable returns a table with a line under its header and nothing else around the text.
func newTable() table.Writer {
	t := table.NewWriter()
	style := table.StyleLight
	style.Format = table.FormatOptions{}
	style.Options = table.Options{SeparateHeader: true}
	style.Box.PaddingLeft = ""
	style.Box.PaddingRight = "  "
	t.SetStyle(style)
	t.SuppressTrailingSpaces()
	return t
}

// header is the words over the columns of a table.
func header(language i18n.Language, ids ...string) table.Row {
	var row table.Row
	for _, id := range ids {
		row = append(row, i18n.T("cli."+id).In(language))
	}
	return row
}

func render(w io.Writer, t table.Writer) error {
	_, err := fmt.Fprintln(w, t.Render())
	return err
}

// steps are the lines of the plan.
func (s sheet) steps() []string {
	if s.plan == nil {
		return nil
	}
	return strings.Split(strings.TrimSpace(s.plan.String()), "\n")
}

// explain prints what --explain asks for: the plan, then the statements.
func (s sheet) explain(w io.Writer, language i18n.Language) error {
	if s.statements == nil {
		return nil
	}
	for i, step := range s.steps() {
		if i == 0 {
			fmt.Fprintln(w)
		}
		if _, err := fmt.Fprintln(w, "-- "+step); err != nil {
			return err
		}
	}
	return writeStatements(w, s.statements, language)
}

// writeStatements prints statements with their arguments.
func writeStatements(w io.Writer, statements []answer.Statement, language i18n.Language) error {
	for i, s := range statements {
		ran := i18n.T("cli.statement", "number", i+1, "statements", len(statements), "count", s.Rows, "milliseconds", fmt.Sprintf("%.1f", milliseconds(s.Duration)))
		if _, err := fmt.Fprintf(w, "\n%s\n%s\n", ran.In(language), s.SQL); err != nil {
			return err
		}
		for n, arg := range s.Args {
			if _, err := fmt.Fprintf(w, "-- $%d = %s\n", n+1, literal(arg)); err != nil {
				return err
			}
		}
	}
	return nil
}
