package detect

import (
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// Sure is the confidence from which on a suggestion takes part in the proposed mapping; below, it is only told.
const Sure = 0.5

// Suggestion is a table for an entity.
type Suggestion struct {
	Entity     string
	Table      crm.Table
	Confidence float64 // 0 to 1
	Reason     i18n.Text
	Given      string // the preset that gives the entity already; "" for none
	Fields     []Field
	Conditions []Condition // that rows must meet to count

	of     *crm.Entity
	table  *table
	made   string  // SQL of rows that no table has, such as the names in another one's column; "" for those of the table
	newest *newest // version of each row; nil where a row has none
}

// Field is SQL for a field of an entity; the table's alias in it is t.
type Field struct {
	Name, SQL  string
	Conversion string // how the mapping writes it, in YAML; "" where it is the SQL
	Join       string // what its SQL needs joined to the table; "" for nothing
	Confidence float64
	Reason     i18n.Text

	column *column // that the SQL is of; nil where it is of several, or of another table
}

// Condition is SQL that holds for the rows that count; the table's alias in it is t.
type Condition struct {
	SQL        string
	Confidence float64
	Reason     i18n.Text
}

// Sure reports whether the suggestion takes part in the proposed mapping.
func (s Suggestion) Sure() bool {
	return s.Given == "" && s.Confidence >= Sure && slices.ContainsFunc(s.Fields, Field.Sure)
}

// Given is the field as the mapping gives it: SQL, or a conversion in YAML.
func (f Field) Given() string {
	if f.Conversion != "" {
		return f.Conversion
	}
	return f.SQL
}

// reads makes a formula the field's.
func (f *Field) reads(what formula) { f.SQL, f.Conversion = what.sql, what.text }

// Sure reports whether the field takes part in the proposed mapping where its entity does.
func (f Field) Sure() bool { return f.Confidence >= Sure }

// Sure reports whether the condition takes part in the proposed mapping where its entity does.
func (c Condition) Sure() bool { return c.Confidence >= Sure }

// From is the suggestion's table as SQL, with the joins that its sure fields need.
func (s Suggestion) From() string { return strings.Join(s.from(), " ") }

// from is the table, then each join.
func (s Suggestion) from() []string {
	return append([]string{s.rows() + " as t"}, s.joins()...)
}

// rows is where the entity's rows are, as SQL without an alias.
func (s Suggestion) rows() string {
	switch {
	case s.made != "":
		return s.made
	case s.newest != nil:
		return s.newest.sql()
	}
	return s.table.sql()
}

// joins are what the sure fields need joined to the rows.
func (s Suggestion) joins() []string {
	var joins []string
	for _, f := range s.Fields {
		if f.Sure() && f.Join != "" && !slices.Contains(joins, f.Join) {
			joins = append(joins, f.Join)
		}
	}
	return joins
}

// Where is what its sure conditions come to as SQL; "" for none.
func (s Suggestion) Where() string {
	var all []string
	for _, c := range s.Conditions {
		if c.Sure() {
			all = append(all, c.SQL)
		}
	}
	return strings.Join(all, " and ")
}

// field returns a sure field; nil where there is none.
func (s *Suggestion) field(name string) *Field {
	for i := range s.Fields {
		if s.Fields[i].Name == name && s.Fields[i].Sure() {
			return &s.Fields[i]
		}
	}
	return nil
}

// anyField returns a field, sure or not; nil where there is none.
func (s *Suggestion) anyField(name string) *Field {
	for i := range s.Fields {
		if s.Fields[i].Name == name {
			return &s.Fields[i]
		}
	}
	return nil
}

// offer adds a field, unless there is one of its name of at least its confidence. The fields stay in the model's order.
func (s *Suggestion) offer(f Field) {
	f.Confidence = round(f.Confidence)
	same := func(other Field) bool { return other.Name == f.Name }
	if i := slices.IndexFunc(s.Fields, same); i >= 0 && s.Fields[i].Confidence >= f.Confidence {
		return
	}
	s.Fields = append(slices.DeleteFunc(s.Fields, same), f)
	order := mappable(s.of)
	slices.SortStableFunc(s.Fields, func(a, b Field) int {
		return slices.Index(order, a.Name) - slices.Index(order, b.Name)
	})
}

// refusal is the confidence in what PostgreSQL does not take.
const refusal = 0.3

// refuse lowers the confidence in a field that PostgreSQL does not take. Where it takes no row of the table ("" for the field), the
// joins and conditions may be why, and are given up first.
func (s *Suggestion) refuse(field string, why i18n.Text) {
	given := false
	for i := range s.Fields {
		if f := &s.Fields[i]; f.Sure() && (f.Name == field || field == "" && f.Join != "") {
			f.Confidence, f.Reason, given = refusal, joined(f.Reason, why), true
		}
	}
	for i := range s.Conditions {
		if c := &s.Conditions[i]; c.Sure() && field == "" {
			c.Confidence, c.Reason, given = refusal, joined(c.Reason, why), true
		}
	}
	if !given {
		s.Confidence, s.Reason = min(s.Confidence, refusal), joined(s.Reason, why)
	}
}
