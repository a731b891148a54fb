package lists

import (
	"context"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Records lists the rows of an entity or, when the question names a KPI, the rows behind that KPI, a table for each kind of rows
// that its formula looks at. The newest come first. Relations are shown by name.
func Records(ctx context.Context, b *plan.Business, db *postgres.DB, q query.Question, r plan.Request) ([]*answer.Table, error) {
	l, err := newLister(b, db, q, r)
	if err != nil {
		return nil, err
	}
	if len(q.KPIs) > 0 {
		return l.behind(ctx)
	}
	records := sqlgen.Records{Range: l.request.Range, Descending: true, Limit: l.limit + 1}
	records.Entity = q.Entity
	records.Time, records.TimeType = b.Happens(q.Entity)
	if !records.Time.Empty() && b.Mapping.Available(q.Entity, records.Time.String()) != nil {
		records.Time = expression.Expression{}
	}
	if records.Time.Empty() {
		l.notices = append(l.notices, answer.Notice{Text: i18n.T("notice.no_time")})
	}
	columns, err := l.fields(&records)
	if err != nil {
		return nil, err
	}
	if records.Scope, err = l.filtered(records.Entity); err != nil {
		return nil, err
	}
	s, err := records.Statement(l.context())
	if err != nil {
		return nil, err
	}
	t, err := l.table(ctx, columns, l.limit, s)
	if err != nil {
		return nil, err
	}
	t.Notices = append(t.Notices, l.notices...)
	return []*answer.Table{t}, nil
}

// filtered is the restriction of an entity by the filters; one on a dimension the entity does not have is the asker's fault.
func (l *lister) filtered(entity string) (sqlgen.Scope, error) {
	for _, f := range query.Comparisons(l.question.Filters) {
		d, err := l.Dimension(f.Dimension)
		if err != nil {
			return sqlgen.Scope{}, fault.ByAsker(err)
		}
		path, ok := d.Path(entity)
		if !ok {
			return sqlgen.Scope{}, fault.New("lists.no_dimension", "entity", entity, "dimension", f.Dimension).In("filters")
		}
		if err := l.Mapping.Available(entity, path); err != nil {
			return sqlgen.Scope{}, fault.New("lists.unmapped_dimension", "entity", entity, "dimension", f.Dimension, "reason", err).In("filters")
		}
	}
	return l.Scope(entity, nil, l.question.Filters)
}

// fields chooses the columns: every mapped field of the entity, relations by name.
func (l *lister) fields(records *sqlgen.Records) ([]answer.TableColumn, error) {
	e, err := l.Mapping.Model.Entity(records.Entity)
	if err != nil {
		return nil, fault.ByAsker(err)
	}
	var columns []answer.TableColumn
	for _, name := range e.Fields() {
		f, _ := e.Field(name)
		if !f.As.Empty() || l.Mapping.Available(e.Name, name) != nil {
			continue
		}
		path, kind := name, f.Type
		if f.To != "" && l.Mapping.Available(e.Name, name+".name") == nil {
			path, kind = name+".name", crm.String
		}
		records.Fields = append(records.Fields, path)
		columns = append(columns, answer.TableColumn{ID: name, Title: l.Mapping.Model.Title(name), Type: kind})
	}
	if len(columns) == 0 {
		return nil, fault.ByAsker(&crm.Unavailable{Entity: records.Entity})
	}
	return columns, nil
}
