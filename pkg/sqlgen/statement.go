// Package sqlgen turns the shapes that answer KPI questions into SQL text and arguments. Every value is a placeholder, every
// canonical identifier is quoted; only the SQL of a mapping, written by administrators, is taken as it is. Where a mapping is
// restricted to a tenant, or to what somebody may see, every use of an entity is: all of them go through one function, [text.source].
//
// Each shape is one file: [Events], [Snapshots], [States], [Overlaps], [Members], [Forecasts], [Targets], and
// the lists [Values], [Records] and [Entries].
package sqlgen

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/sqllex"
)

// Statement is SQL text with the values of its placeholders.
type Statement struct {
	SQL      string
	Args     []any
	Entities []string // whose rows it reads, sorted: when none of them changes, nor does what it finds
}

// Context is what a statement is written for.
type Context struct {
	Mapping           crm.Mapping
	Calendar          calendar.Calendar
	ReportingCurrency string
	Now               time.Time
	Trailing          calendar.Range // the 12 months before the question's range
	Span              calendar.Range // the question's whole range
	Finite            bool           // numbers that are none, NaN and infinite ones, are null; see [text.number]
	Arguments                        // that the rows themselves depend on
	// Before are conditions on the rows of entities before others are derived from them, by the entity.
	Before map[string][]Condition
}

// Key is a dimension to group by. A statement has two columns for it: the key as text and the label shown.
type Key struct {
	Path   string // the key, or the value itself
	Entity string // what it is a key of; "" for a value
	Part   *Part  // the value is a part of a time instead; nil for none
}

// Part is a part of a time, in the business time zone.
type Part struct {
	Dimension string // that it is, as "weekday"
	Time      expression.Expression
	Type      crm.Type // of the time: crm.Time or crm.Date
}

// Condition is a filter on a dimension reached by a key, a comparison of the field at its path, or a group of conditions.
type Condition struct {
	Key
	Filter query.Filter

	Any, All []Condition // of a group: one must hold, or all of them
}

// Scope restricts the rows of every shape and says how they are grouped.
type Scope struct {
	Entity     string
	Keys       []Key
	Conditions []Condition
	// Except leaves out groups, each given by the values of its ExceptKeys, nil for none: what is left are the rows of the others.
	Except     [][]*string
	ExceptKeys []Key
}

// text is a statement being written: its arguments are shared by all its parts.
type text struct {
	Context
	args     []any
	casts    []string       // of the arguments
	uses     map[string]int // placeholders without a cast, by use
	converts bool           // some part converts money
	strays   bool           // rows that are a part of nothing are looked at, too; see [text.partOf]
	judging  bool           // whether rows may be seen is being found out, so that all are looked at; see [text.permitted]
	// anyDay says that some money is converted at the days of rows, which may lie outside of the question's range.
	anyDay bool
	// beginnings says that some money is of rows of which nobody knows the day.
	beginnings bool
	own        *Arguments // of the aggregate that is being written; nil for those of the context
	entities   []string   // that are read, sorted
}

func newText(c Context) *text { return &text{Context: c, uses: map[string]int{}} }

// plain is the statement of a text that is written.
func (t *text) plain(sql string) Statement {
	return Statement{SQL: sql, Args: t.args, Entities: t.entities}
}

// reads notes that an entity is read.
func (t *text) reads(entity string) {
	if i, known := slices.BinarySearch(t.entities, entity); !known {
		t.entities = slices.Insert(t.entities, i, entity)
	}
}

// newFinite is [newText] of a statement whose numbers are all numbers: of few rows, or of what would hide that one is not.
func newFinite(c Context) *text {
	c.Finite = true
	return newText(c)
}

// arg returns the placeholder of a value with a cast, so that PostgreSQL never has to guess a type. Equal values share one.
func (t *text) arg(value any, cast string) string {
	for i, known := range t.args {
		if t.casts[i] == cast && reflect.DeepEqual(known, value) {
			return fmt.Sprintf("$%d::%s", i+1, cast)
		}
	}
	return fmt.Sprintf("$%d::%s", t.add(value, cast), cast)
}

// Arg is [text.arg] for the functions of aggregates.
func (t *text) Arg(value any, cast string) string { return t.arg(value, cast) }

func (t *text) add(value any, cast string) int {
	t.args, t.casts = append(t.args, value), append(t.casts, cast)
	return len(t.args)
}

// untyped returns the placeholder of a value that takes the type of the column it is compared with, so that its index serves. Each
// use has a placeholder of its own: columns may differ in type.
func (t *text) untyped(value, use string) string {
	if t.uses[use] == 0 {
		t.uses[use] = t.add(value, "")
	}
	return fmt.Sprintf("$%d", t.uses[use])
}

func (t *text) zone() string { return t.arg(t.Calendar.Location.String(), "text") }

func instant(at time.Time) string { return at.UTC().Format("2006-01-02 15:04:05.999999Z07:00") }

func (t *text) instant(at time.Time) string { return t.arg(instant(at), "timestamptz") }

func (t *text) instants(at []time.Time) string {
	texts := make([]string, len(at))
	for i, a := range at {
		texts[i] = instant(a)
	}
	return t.arg(pq.StringArray(texts), "timestamptz[]")
}

// parameter gives the SQL of a parameter that expressions name behind a colon.
func (t *text) parameter(name string) (string, error) {
	arguments := t.Arguments
	if t.own != nil {
		arguments = *t.own
	}
	switch name {
	case "now":
		return t.instant(t.Now), nil
	case "today":
		return t.arg(t.Calendar.Date(t.Now).String(), "date"), nil
	case "timezone":
		return t.zone(), nil
	case "window":
		if arguments.Window == Ever { // longer than from any day to any other that occurs, and short enough to be added to one
			return t.arg("100000 years", "interval"), nil
		}
		return t.arg(fmt.Sprintf("%d seconds", int(arguments.Window.Seconds())), "interval"), nil
	case "trailing_from":
		return t.instant(t.Trailing.From), nil
	case "trailing_to":
		return t.instant(t.Trailing.To), nil
	case "range_from":
		return t.arg(t.Calendar.FirstDayAtOrAfter(t.Span.From).String(), "date"), nil
	case "range_to":
		return t.arg(t.Calendar.FirstDayAtOrAfter(t.Span.To).String(), "date"), nil
	case "threshold":
		return t.arg(arguments.Threshold, "float8"), nil
	case "attribution":
		return t.arg(arguments.Attribution, "text"), nil
	case "segment_weights":
		weights, err := json.Marshal(arguments.Weights)
		return t.arg(string(weights), "jsonb"), err
	}
	return "", fmt.Errorf("there is no parameter :%s; expressions may name :now, :today, :timezone, :window, :threshold, :attribution, :segment_weights, "+
		":trailing_from, :trailing_to, :range_from and :range_to", name)
}

func quote(identifier string) string { return pq.QuoteIdentifier(identifier) }

// dayOf returns a function that writes the SQL of a time's local day.
func (t *text) dayOf(at string, kind crm.Type) func() string {
	return func() string {
		if kind == crm.Date {
			return at
		}
		return fmt.Sprintf("(%s at time zone %s)::date", at, t.zone())
	}
}

// indent moves the lines of SQL to the right. What is in quotation marks stays as it is: blanks in it would be part of the text.
func indent(sql string) string {
	words, err := sqllex.Split(sql)
	var moved strings.Builder
	moved.Grow(len(sql) + len(sql)/8)
	done := 0
	for _, w := range words {
		if strings.Contains(sql[w.Start:w.End], "\n") {
			moved.WriteString(strings.ReplaceAll(sql[done:w.Start], "\n", "\n  "))
			moved.WriteString(sql[w.Start:w.End])
			done = w.End
		}
	}
	end := len(sql)
	if err != nil { // what cannot be read may be in quotation marks
		end = 0
		if len(words) > 0 {
			end = words[len(words)-1].End
		}
	}
	moved.WriteString(strings.ReplaceAll(sql[done:end], "\n", "\n  "))
	moved.WriteString(sql[end:])
	return moved.String()
}

// both joins conditions that must all hold; "" for none.
func both(conditions ...string) string {
	var kept []string
	for _, c := range conditions {
		if c != "" {
			kept = append(kept, c)
		}
	}
	return strings.Join(kept, " and ")
}
