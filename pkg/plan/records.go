package plan

import (
	"context"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Records lists the rows of an entity or, when the question names a KPI, the rows behind that KPI: those of the range or,
// for a snapshot, those open at its end. The newest come first. Relations are shown by name.
func (e *Engine) Records(ctx context.Context, q query.Question, r Request) (*Table, error) {
	q.Type = query.Records
	p, err := e.list(q, r)
	if err != nil {
		return nil, err
	}
	limit, err := rows(q)
	if err != nil {
		return nil, err
	}
	records := sqlgen.Records{Range: p.request.Range, Descending: true, Limit: limit + 1}
	arguments := map[string]string{}
	if len(q.KPIs) > 0 {
		if arguments, err = p.behind(&records); err != nil {
			return nil, err
		}
	} else {
		records.Entity = q.Entity
		records.Time, records.TimeType = occurrence(q.Entity)
		if !records.Time.Empty() && e.mapping.Available(q.Entity, records.Time.String()) != nil {
			records.Time = expression.Expression{}
		}
		if records.Time.Empty() {
			p.notices = append(p.notices, Notice{Text: i18n.Text{
				En: "The range does not restrict these rows: no time is mapped for them.",
				Ru: "Диапазон не ограничивает эти строки: время для них не сопоставлено.",
			}})
		}
	}
	columns, err := p.fields(&records)
	if err != nil {
		return nil, err
	}
	scope, err := p.filterScope(records.Entity)
	if err != nil {
		return nil, err
	}
	records.Scope = scope
	c, err := p.context(arguments, p.axes.main)
	if err != nil {
		return nil, err
	}
	s, err := records.Statement(c)
	if err != nil {
		return nil, err
	}
	t, err := p.table(ctx, columns, limit, s)
	if err == nil {
		t.Notices = append(t.Notices, p.notices...)
	}
	return t, err
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

// behind selects the rows behind a KPI: those of its first measure; for a ratio, what it is a share of.
func (p *planner) behind(records *sqlgen.Records) (map[string]string, error) {
	kpi, err := p.catalog.KPI(p.question.KPIs[0])
	if err != nil {
		return nil, &InvalidError{Err: err}
	}
	if err := p.Available(kpi); err != nil {
		return nil, invalid("%s is unavailable: %w", kpi.ID, err)
	}
	arguments, err := kpi.Arguments(p.question.Parameters)
	if err != nil {
		return nil, &InvalidError{Err: err}
	}
	measures := kpi.Measures()
	if len(measures) == 0 {
		return nil, invalid("%s has no rows behind it but targets; ask for records of the entity targets", kpi.ID)
	}
	m := p.effective(measures[0])
	records.Entity, records.Where, records.Time, records.TimeType = m.Entity, m.Where, m.Time, m.TimeType
	switch {
	case m.Snapshot != nil:
		records.Open = &sqlgen.Open{Start: m.Snapshot.Start, End: m.Snapshot.End, At: before(p.request.Range, p.request.Now)}
	case m.Future:
		records.Descending = false
		records.Range = p.ahead(arguments)
	}
	return arguments, nil
}

// ahead is the part of the range from now on or, for one that lies in the past, the KPI's horizon.
func (p *planner) ahead(arguments map[string]string) calendar.Range {
	horizon, _ := catalog.ParseSpan(arguments["horizon"])
	if p.question.Parameters["horizon"] != "" || !p.request.Range.To.After(p.request.Now) {
		return calendar.Range{From: p.request.Now, To: p.request.Now.Add(horizon)}
	}
	return after(p.request.Range, p.request.Now)
}

// fields chooses the columns: every mapped field of the entity, relations by name.
func (p *planner) fields(records *sqlgen.Records) ([]TableColumn, error) {
	e, err := crm.Canonical().Entity(records.Entity)
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
		columns = append(columns, TableColumn{ID: name, Title: crm.Title(name), Type: kind})
	}
	if len(columns) == 0 {
		return nil, invalid("%w", &crm.Unavailable{Entity: records.Entity})
	}
	return columns, nil
}

// occurrence is the time by which an entity's rows are listed: when they happened or came into being.
func occurrence(entity string) (expression.Expression, crm.Type) {
	e, err := crm.Canonical().Entity(entity)
	if err != nil {
		return expression.Expression{}, ""
	}
	for _, name := range []string{"created_at", "ordered_at", "occurred_at", "published_at", "received_at", "started_at", "valid_from", "entered_at",
		"stalled_at", "sent_at", "due_at", "checked_at", "paid_at", "enrolled_at", "submitted_at", "closed_at", "spent_on", "valid_on", "period_start"} {
		if f, ok := e.Field(name); ok {
			return expression.MustParse(name), f.Type
		}
	}
	return expression.Expression{}, ""
}
