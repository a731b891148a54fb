package lists

import (
	"context"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/query"
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

// nameOf is the name of a related row, or its key where it has none. Columns that are [listed] take it, for the key of it.
func nameOf(relation string) sqlgen.Cell { return first(relation+".name", relation) }

// list is a statement over entries and how it is read.
type list struct {
	columns    []answer.TableColumn // behind the time
	entries    []sqlgen.Entry
	descending bool
}

// columnsOf are the columns that entries fill in.
func columnsOf(columns []answer.TableColumn) []sqlgen.EntryColumn {
	out := make([]sqlgen.EntryColumn, len(columns))
	for i, c := range columns {
		out[i] = sqlgen.EntryColumn{Name: c.ID, Type: c.Type}
	}
	return out
}

// add adds an entry with the restriction of its rows.
func (what *list) add(e entry, scope sqlgen.Scope) *sqlgen.Entry {
	added := sqlgen.Entry{Scope: scope, Time: e.time, Where: e.where}
	for _, c := range what.columns {
		cell := e.cells[c.ID]
		if named, ok := strings.CutSuffix(c.ID, keySuffix); ok && len(e.cells[named].Paths) > 0 {
			paths := e.cells[named].Paths
			cell = first(paths[len(paths)-1])
		}
		added.Cells = append(added.Cells, cell)
	}
	what.entries = append(what.entries, added)
	return &what.entries[len(what.entries)-1]
}

// readList runs the statement of a list.
func (l *lister) readList(ctx context.Context, what *list) (*answer.Table, error) {
	entries := sqlgen.Entries{Columns: columnsOf(what.columns), Entries: what.entries, Range: l.request.Range, Descending: what.descending, Limit: l.limit + 1}
	s, err := entries.Statement(l.context())
	if err != nil {
		return nil, err
	}
	columns := append([]answer.TableColumn{{ID: "time", Title: l.Mapping.Model.Title("time"), Type: crm.Time}}, what.columns...)
	return l.table(ctx, columns, relatedIn(columns), l.limit, s)
}

// addAll adds the entries that the mapping has and the question's filters fit; what is left out is noted.
func (l *lister) addAll(what *list, all []entry) error {
	if err := l.checkFilters(); err != nil {
		return err
	}
	out := omissions{model: l.Mapping.Model}
	for _, e := range all {
		if !l.mapped(e, &out) {
			continue
		}
		if lacking := l.lacking(e.entity); len(lacking) > 0 {
			out.lacks(e.entity, lacking)
			continue
		}
		scope, err := l.Scope(e.entity, nil, l.question.Filters)
		if err != nil {
			return err
		}
		what.add(e, scope)
	}
	if len(what.entries) == 0 {
		return out.err()
	}
	l.notices = append(l.notices, out.notices()...)
	return nil
}

// mapped reports whether the mapping has what decides on the rows of an entry, and notes what is missing.
func (l *lister) mapped(e entry, out *omissions) bool {
	for _, x := range []expression.Expression{e.time, e.where} {
		for _, path := range x.Paths() {
			if err := l.Mapping.Available(e.entity, path); err != nil {
				out.misses(e.entity, err)
				return false
			}
		}
	}
	return true
}

// checkFilters refuses filters on what is no dimension at all.
func (l *lister) checkFilters() error {
	for _, f := range query.Comparisons(l.question.Filters) {
		if f.Field != "" {
			return fault.New("lists.no_field", "field", f.Field).In("filters")
		}
		if _, err := l.Dimension(f.Dimension); err != nil {
			return fault.ByAsker(err)
		}
	}
	return nil
}

// lacking returns the dimensions of the filters that an entity does not have under the mapping.
func (l *lister) lacking(entity string) []string {
	var lacking []string
	for _, f := range query.Comparisons(l.question.Filters) {
		d, err := l.Dimension(f.Dimension)
		if err != nil || slices.Contains(lacking, f.Dimension) {
			continue
		}
		if path, ok := d.Path(entity); !ok || !(sqlgen.Context{Mapping: l.Mapping}).Reaches(entity, path) {
			lacking = append(lacking, f.Dimension)
		}
	}
	return lacking
}

// titled are columns of text, with the titles that the model has for them.
func titled(m *crm.Model, ids ...string) []answer.TableColumn {
	columns := untitled(ids...)
	for i, id := range ids {
		columns[i].Title = m.Title(id)
	}
	return columns
}

// untitled are columns of text that nobody sees.
func untitled(ids ...string) []answer.TableColumn {
	columns := make([]answer.TableColumn, len(ids))
	for i, id := range ids {
		columns[i] = answer.TableColumn{ID: id, Type: crm.String}
	}
	return columns
}
