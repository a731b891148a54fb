package plan

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/query/types"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// DefaultRows and MaxRows bound the rows of a list.
const (
	DefaultRows = 100
	MaxRows     = 10_000
)

// rows returns how many rows a list may have.
func rows(q query.Question) (int, error) {
	switch {
	case q.Rows == 0:
		return DefaultRows, nil
	case q.Rows > MaxRows:
		return 0, invalid("rows is %d, at most %d can be listed; filter the question or shorten its range", q.Rows, MaxRows)
	}
	return q.Rows, nil
}

// list is a planner for a question without KPIs: it knows only the calendar and the filters.
func (e *Engine) list(q query.Question, r Request) (*planner, error) {
	if err := types.Validate(q); err != nil {
		return nil, &InvalidError{Err: err}
	}
	if r.Now.IsZero() {
		r.Now = time.Now()
	}
	if err := r.Range.Validate(); err != nil {
		return nil, &InvalidError{Err: err}
	}
	q.GroupBy = nil
	p := &planner{Engine: e, question: q, request: r}
	p.axes = &axes{calendar: e.settings.Calendar, now: r.Now, main: &axis{name: "main", full: []calendar.Range{r.Range}, span: r.Range}, derived: map[string]*axis{}}
	return p, nil
}

// table runs a statement whose columns are those of the table and returns its rows, at most limit, with a notice when there are more.
func (p *planner) table(ctx context.Context, columns []TableColumn, limit int, s sqlgen.Statement) (*Table, error) {
	var t *Table
	err := p.Engine.db.Snapshot(ctx, func(db *postgres.Snapshot) error {
		r := &recorder{snapshot: db}
		var err error
		t, err = r.table(ctx, columns, limit, s)
		return err
	})
	return t, err
}

// table is [planner.table] within a snapshot.
func (r *recorder) table(ctx context.Context, columns []TableColumn, limit int, s sqlgen.Statement) (*Table, error) {
	t := &Table{Columns: columns, Rows: [][]any{}}
	err := r.Read(ctx, s, func(row postgres.Row) error {
		cells := make([]any, len(columns))
		for i, c := range columns {
			cells[i] = holder(c.Type)
		}
		if err := row.Scan(cells...); err != nil {
			return err
		}
		for i := range cells {
			cells[i] = held(cells[i])
		}
		t.Rows = append(t.Rows, cells)
		return nil
	})
	if err != nil {
		return nil, err
	}
	t.Statements = r.statements[len(r.statements)-1:]
	t.cut(limit)
	return t, nil
}

// holder returns what a value of a type is scanned into, held the value itself.
func holder(t crm.Type) any {
	switch t {
	case crm.Number, crm.Money:
		return new(*float64)
	case crm.Bool:
		return new(*bool)
	case crm.Time, crm.Date:
		return new(*time.Time)
	}
	return new(*string)
}

func held(cell any) any {
	switch v := cell.(type) {
	case **float64:
		return orNil(*v)
	case **bool:
		return orNil(*v)
	case **time.Time:
		return orNil(*v)
	case **string:
		return orNil(*v)
	}
	return nil
}

func orNil[T any](v *T) any {
	if v == nil {
		return nil
	}
	return *v
}

// Values lists the values of a dimension that contain the question's search text: the key and the text shown, where two keys
// share a text told apart as in an answer.
func (e *Engine) Values(ctx context.Context, q query.Question) (*Table, error) {
	q.Type = query.Values
	now := time.Now()
	p, err := e.list(q, Request{Range: calendar.Range{From: now.Add(-time.Hour), To: now}})
	if err != nil {
		return nil, err
	}
	limit, err := rows(q)
	if err != nil {
		return nil, err
	}
	d, err := e.dimension(q.Dimension)
	if err != nil {
		return nil, &InvalidError{Err: err}
	}
	if d.ID == entityDimension {
		return p.entities(limit), nil
	}
	values := sqlgen.Values{Entity: d.Entity, Search: q.Search, Limit: limit + 1}
	for _, home := range d.Homes() {
		if path, ok := d.Path(home); ok && e.mapping.Available(home, path) == nil {
			values.Homes = append(values.Homes, sqlgen.Home{Entity: home, Path: path})
		}
	}
	if len(values.Homes) == 0 {
		return nil, invalid("%s has no values: none of %s is mapped; add one of them to the mapping in the data source's settings",
			q.Dimension, strings.Join(d.Homes(), ", "))
	}
	c, err := p.context(nil, p.axes.main)
	if err != nil {
		return nil, err
	}
	s, err := values.Statement(c)
	if err != nil {
		return nil, err
	}
	t, err := p.table(ctx, valueColumns, limit, s)
	if err == nil {
		qualify(t.Rows)
	}
	return t, err
}

var valueColumns = []TableColumn{
	{ID: "value", Title: i18n.Text{En: "Value", Ru: "Значение"}, Type: crm.String},
	{ID: "text", Title: i18n.Text{En: "Text", Ru: "Текст"}, Type: crm.String},
}

// entities lists the entities of the mapping that contain the search text: the values of what reports are grouped by.
func (p *planner) entities(limit int) *Table {
	t := &Table{Columns: valueColumns, Rows: [][]any{}}
	for _, name := range slices.Sorted(maps.Keys(p.mapping.Entities)) {
		if strings.Contains(name, strings.ToLower(p.question.Search)) {
			t.Rows = append(t.Rows, []any{name, name})
		}
	}
	t.cut(limit)
	return t
}

// qualify turns rows of key and label into rows of the value to filter by and the text to show.
func qualify(rows [][]any) {
	count := map[any]int{}
	for _, r := range rows {
		count[r[1]]++
	}
	for _, r := range rows {
		text := r[1].(string)
		if count[text] > 1 && r[0] != r[1] {
			text = query.Qualified(text, r[0].(string))
		}
		r[0], r[1] = text, text
	}
	slices.SortStableFunc(rows, func(a, b []any) int { return strings.Compare(a[1].(string), b[1].(string)) })
}
