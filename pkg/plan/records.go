package plan

import (
	"context"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Records lists the rows of an entity or, when the question names a KPI, the rows behind that KPI, a table for each kind of rows
// that its formula looks at. The newest come first. Relations are shown by name.
func (e *Engine) Records(ctx context.Context, q query.Question, r Request) ([]*Table, error) {
	q.Type = query.Records
	if len(q.KPIs) > 0 {
		return e.behind(ctx, q, r)
	}
	p, err := e.list(q, r)
	if err != nil {
		return nil, err
	}
	limit, err := rows(q)
	if err != nil {
		return nil, err
	}
	records := sqlgen.Records{Range: p.request.Range, Descending: true, Limit: limit + 1}
	records.Entity = q.Entity
	records.Time, records.TimeType = p.occurrence(q.Entity)
	if !records.Time.Empty() && e.mapping.Available(q.Entity, records.Time.String()) != nil {
		records.Time = expression.Expression{}
	}
	if records.Time.Empty() {
		p.notices = append(p.notices, Notice{Text: i18n.Text{
			En: "The range does not restrict these rows: no time is mapped for them.",
			Ru: "Диапазон не ограничивает эти строки: время для них не сопоставлено.",
		}})
	}
	columns, err := p.fields(&records)
	if err != nil {
		return nil, err
	}
	if records.Scope, err = p.filterScope(records.Entity); err != nil {
		return nil, err
	}
	c, err := p.context(nil, p.axes.main)
	if err != nil {
		return nil, err
	}
	s, err := records.Statement(c)
	if err != nil {
		return nil, err
	}
	t, err := p.table(ctx, columns, limit, s)
	if err != nil {
		return nil, err
	}
	t.Notices = append(t.Notices, p.notices...)
	return []*Table{t}, nil
}

// filterScope is [planner.scope] for a list: a filter on a dimension the entity does not have is the asker's fault.
func (p *planner) filterScope(entity string) (sqlgen.Scope, error) {
	for _, f := range p.question.Filters {
		d, err := p.dimension(f.Dimension)
		if err != nil {
			return sqlgen.Scope{}, &InvalidError{Err: err}
		}
		path, ok := d.Path(entity)
		if !ok {
			return sqlgen.Scope{}, invalid("%s cannot be filtered by %s; remove the filter, or see the dimensions of each KPI in the catalogue", entity, f.Dimension)
		}
		if err := p.mapping.Available(entity, path); err != nil {
			return sqlgen.Scope{}, invalid("%s cannot be filtered by %s: %w", entity, f.Dimension, err)
		}
	}
	return p.scope(entity, nil)
}

// fields chooses the columns: every mapped field of the entity, relations by name.
func (p *planner) fields(records *sqlgen.Records) ([]TableColumn, error) {
	e, err := p.mapping.Model.Entity(records.Entity)
	if err != nil {
		return nil, &InvalidError{Err: err}
	}
	var columns []TableColumn
	for _, name := range e.Fields() {
		f, _ := e.Field(name)
		if !f.As.Empty() || p.mapping.Available(e.Name, name) != nil {
			continue
		}
		path, kind := name, f.Type
		if f.To != "" && p.mapping.Available(e.Name, name+".name") == nil {
			path, kind = name+".name", crm.String
		}
		records.Fields = append(records.Fields, path)
		columns = append(columns, TableColumn{ID: name, Title: p.mapping.Model.Title(name), Type: kind})
	}
	if len(columns) == 0 {
		return nil, invalid("%w", &crm.Unavailable{Entity: records.Entity})
	}
	return columns, nil
}

// occurrence is the time by which an entity's rows are listed; empty where they are of no time.
func (e *Engine) occurrence(entity string) (expression.Expression, crm.Type) {
	known, err := e.mapping.Model.Entity(entity)
	if err != nil || known.Happens == "" {
		return expression.Expression{}, ""
	}
	f, _ := known.Field(known.Happens)
	return expression.MustParse(f.Name), f.Type
}
