package plan

import (
	"context"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// entry is what an entity adds to a list in order of time.
type entry struct {
	entity      string
	time, where expression.Expression
	cells       cells
}

// cells are an entry's values by column; a column without one is null.
type cells map[string]sqlgen.Cell

func constant(text string) sqlgen.Cell { return sqlgen.Cell{Text: text} }

// first is the first of several paths that has a value.
func first(paths ...string) sqlgen.Cell { return sqlgen.Cell{Paths: paths} }

// nameOf is the name of a related row, or its key where names are not mapped.
func nameOf(relation string) sqlgen.Cell { return first(relation+".name", relation) }

// list is a statement over entries and how it is read.
type list struct {
	columns    []TableColumn // behind the time
	entries    []sqlgen.Entry
	rng        calendar.Range
	descending bool
	limit      int
}

// columnsOf are the columns that entries fill in.
func columnsOf(columns []TableColumn) []sqlgen.EntryColumn {
	out := make([]sqlgen.EntryColumn, len(columns))
	for i, c := range columns {
		out[i] = sqlgen.EntryColumn{Name: c.ID, Type: c.Type}
	}
	return out
}

// add adds an entry with the restriction of its rows.
func (l *list) add(e entry, scope sqlgen.Scope) *sqlgen.Entry {
	added := sqlgen.Entry{Scope: scope, Time: e.time, Where: e.where}
	for _, c := range l.columns {
		added.Cells = append(added.Cells, e.cells[c.ID])
	}
	l.entries = append(l.entries, added)
	return &l.entries[len(l.entries)-1]
}

// readList runs the statement of a list.
func (p *planner) readList(ctx context.Context, l list) (*Table, error) {
	c, err := p.context(nil, p.axes.main)
	if err != nil {
		return nil, err
	}
	entries := sqlgen.Entries{Columns: columnsOf(l.columns), Entries: l.entries, Range: l.rng, Descending: l.descending, Limit: l.limit + 1}
	s, err := entries.Statement(c)
	if err != nil {
		return nil, err
	}
	columns := append([]TableColumn{{ID: "time", Title: p.mapping.Model.Title("time"), Type: crm.Time}}, l.columns...)
	return p.table(ctx, columns, l.limit, s)
}

// addAll adds the entries that the mapping has and the question's filters fit; what is left out is noted.
func (p *planner) addAll(l *list, all []entry) error {
	if err := p.checkFilters(); err != nil {
		return err
	}
	var out leftOut
	for _, e := range all {
		if !p.mapped(e, &out) {
			continue
		}
		if lacking := p.lacking(e.entity); len(lacking) > 0 {
			out.lacks(e.entity, lacking)
			continue
		}
		scope, err := p.scope(e.entity, nil)
		if err != nil {
			return err
		}
		l.add(e, scope)
	}
	if len(l.entries) == 0 {
		return out.err()
	}
	p.notices = append(p.notices, out.notices()...)
	return nil
}

// mapped reports whether the mapping has what decides on the rows of an entry, and notes what is missing.
func (p *planner) mapped(e entry, out *leftOut) bool {
	for _, x := range []expression.Expression{e.time, e.where} {
		for _, path := range x.Paths() {
			if err := p.mapping.Available(e.entity, path); err != nil {
				out.misses(e.entity, err)
				return false
			}
		}
	}
	return true
}

// checkFilters refuses filters on what is no dimension at all.
func (p *planner) checkFilters() error {
	for _, f := range p.question.Filters {
		if _, err := p.dimension(f.Dimension); err != nil {
			return &InvalidError{Err: err}
		}
	}
	return nil
}

// lacking returns the dimensions of the filters that an entity does not have under the mapping.
func (p *planner) lacking(entity string) []string {
	var lacking []string
	for _, f := range p.question.Filters {
		d, err := p.dimension(f.Dimension)
		if err != nil || slices.Contains(lacking, f.Dimension) {
			continue
		}
		if path, ok := d.Path(entity); !ok || !(sqlgen.Context{Mapping: p.mapping}).Reaches(entity, path) {
			lacking = append(lacking, f.Dimension)
		}
	}
	return lacking
}

// titled is a column of text.
func titled(id string, title i18n.Text) TableColumn {
	return TableColumn{ID: id, Title: title, Type: crm.String}
}
