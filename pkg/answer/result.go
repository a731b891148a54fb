// Package answer is what comes of a question: figures, tables, and what their reader must know. It knows neither how they were
// found nor how they are shown.
package answer

import (
	"fmt"
	"slices"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Answer is the answer to any question: figures, or tables.
type Answer struct {
	Result *Result  // of a KPI question; nil for lists
	Tables []*Table // of the others
	// Restricted says that who asks sees only a part of the rows, of which the answer is.
	Restricted bool
	// Exempt says that it is of all rows, though who asks sees only a part of them.
	Exempt bool
	// Rule is the number of the rule of the policy by which it is answered, from 1; 0 for none.
	Rule int
	// AsOf is the now of the question that was answered: where equal ones have one answer, that of another one. Where it was read of sums that are not
	// exact, it is when these were made.
	AsOf time.Time
}

// Clone is the answer as whoever has it may add notices to it. What both have of its numbers and rows is only to be read.
func (a *Answer) Clone() *Answer {
	own := *a
	if a.Result != nil {
		result := *a.Result
		result.Notices = slices.Clone(result.Notices)
		own.Result = &result
	}
	own.Tables = slices.Clone(a.Tables)
	for i, t := range own.Tables {
		table := *t
		table.Notices = slices.Clone(table.Notices)
		own.Tables[i] = &table
	}
	return &own
}

// Entities are those whose rows were read, sorted.
func (a *Answer) Entities() []string {
	var all []Statement
	if a.Result != nil {
		all = a.Result.Statements
	}
	for _, t := range a.Tables {
		all = append(slices.Clip(all), t.Statements...)
	}
	return Entities(all)
}

// Entities are those whose rows statements read, sorted.
func Entities(statements []Statement) []string {
	var all []string
	for _, s := range statements {
		all = append(all, s.Entities...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Note adds notices about the whole answer.
func (a *Answer) Note(notices ...Notice) {
	if a.Result != nil {
		a.Result.Notices = append(a.Result.Notices, notices...)
	} else if len(a.Tables) > 0 {
		a.Tables[0].Notices = append(a.Tables[0].Notices, notices...)
	}
}

// NoRows reports whether the answer is tables, all of them without rows.
func (a *Answer) NoRows() bool {
	return a.Result == nil && !slices.ContainsFunc(a.Tables, func(t *Table) bool { return len(t.Rows) > 0 })
}

// Result is the answer to a KPI question: a value for each column, group and bucket.
type Result struct {
	Grain      calendar.Grain
	Buckets    []Bucket // one for grain none
	Dimensions []Dimension
	Groups     []Group // in the order to show them; one without keys when the question has no groups
	Columns    []Column
	Values     [][][]*float64 // [column][group][bucket]; nil is null: not defined or not known
	Notices    []Notice
	Statements []Statement
	Plan       fmt.Stringer // how it was read and computed; written only for those who ask
}

// Bucket is a place on the time axis.
type Bucket struct {
	calendar.Bucket
	Incomplete bool // now lies in it, or the range cuts it
	Immature   bool // it holds cohort members younger than their window
}

// Dimension is what the question groups by.
type Dimension struct {
	ID     string
	Title  i18n.Text
	Labels []crm.Label // of its values, where these are known beforehand
	// Wording is how people write values that the product knows; a group is labelled by the value.
	Wording map[string]i18n.Text
}

// Group is one combination of dimension values, in the order of the dimensions.
type Group struct {
	Keys   []string // the keys behind the labels; "" for a row without a value
	Labels []string // as shown: unique within the result, [query.None] for rows without a value
}

// In is the answer with the labels that are known beforehand in a language; they are English otherwise.
func (r *Result) In(language i18n.Language) *Result {
	if !slices.ContainsFunc(r.Dimensions, func(d Dimension) bool { return d.Labels != nil }) {
		return r
	}
	shown := *r
	shown.Groups = make([]Group, len(r.Groups))
	for i, g := range r.Groups {
		shown.Groups[i] = Group{g.Keys, slices.Clone(g.Labels)}
		for n, d := range r.Dimensions {
			for _, l := range d.Labels {
				if g.Keys[n] == l.Key {
					shown.Groups[i].Labels[n] = l.Text.In(language)
				}
			}
		}
	}
	return &shown
}

// Rest is the label of the group that a limit folds the others into.
const Rest = "Other"

// Column is a KPI, or its comparison.
type Column struct {
	ID      string // the KPI's id, with a suffix such as _previous_year or _previous_year_ratio for a comparison
	KPI     *catalog.KPI
	Title   i18n.Text
	Unit    catalog.Unit
	Compare query.Compare   // "" for the KPI itself
	As      query.CompareAs // "" for the KPI itself
}

// Notice is something the reader of the numbers must know.
type Notice struct {
	Warning bool
	Text    i18n.Text
}

// Statement is a statement that was run for the answer.
type Statement struct {
	SQL      string
	Args     []any
	Entities []string // whose rows it reads
	Rows     int
	Duration time.Duration
}

// Figures is the answer to a KPI question; nil for no answer.
func (a *Answer) Figures() *Result {
	if a == nil {
		return nil
	}
	return a.Result
}

// Table is the only or first table of an answer; nil for none.
func (a *Answer) Table() *Table {
	if a == nil || len(a.Tables) == 0 {
		return nil
	}
	return a.Tables[0]
}
