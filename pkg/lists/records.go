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
	columns, of, err := l.fields(&records)
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
	t, err := l.table(ctx, columns, of, l.limit, s)
	if err != nil {
		return nil, err
	}
	if err := l.present(t, records.Entity, records.Time.Paths(), 0); err != nil {
		return nil, err
	}
	t.Notices = append(t.Notices, l.notices...)
	return []*answer.Table{t}, nil
}

// filtered is the restriction of an entity by the filters; one on a dimension the entity does not have is the asker's fault.
func (l *lister) filtered(entity string) (sqlgen.Scope, error) {
	if err := l.CheckFilters(entity, l.question.Filters); err != nil {
		return sqlgen.Scope{}, err
	}
	return l.Scope(entity, nil, l.question.Filters)
}

// present makes of the columns that are read those that are shown; times are the fields that decide which rows are listed.
// The last columns, so many as added, are what the rows add to measures.
func (l *lister) present(t *answer.Table, entity string, times []string, added int) error {
	e, err := l.Mapping.Model.Entity(entity)
	if err != nil {
		return err
	}
	l.label(t, e)
	arrange(t, e, times, added)
	return nil
}

// label shows the values of derived dimensions, which are read by their keys.
func (l *lister) label(t *answer.Table, e *crm.Entity) {
	for i, c := range t.Columns {
		if f, ok := e.Field(c.ID); !ok || !f.Own || f.As.Empty() {
			continue
		}
		d, err := l.Dimension(c.ID)
		if err != nil {
			continue
		}
		texts := map[any]any{}
		for _, label := range d.Labels {
			texts[label.Key] = label.Text
		}
		for _, row := range t.Rows {
			row[i] = texts[row[i]]
		}
	}
}

// fields chooses the columns: every mapped field of the entity, relations by name and by key, and the dimensions that the company derives
// from them.
func (l *lister) fields(records *sqlgen.Records) ([]answer.TableColumn, []related, error) {
	e, err := l.Mapping.Model.Entity(records.Entity)
	if err != nil {
		return nil, nil, fault.ByAsker(err)
	}
	var columns []answer.TableColumn
	var of []related
	for _, name := range e.Fields() {
		f, _ := e.Field(name)
		if !f.As.Empty() && !f.Own || l.Mapping.Available(e.Name, name) != nil {
			continue
		}
		title := l.Mapping.Model.FieldTitle(e.Name, name)
		if f.To != "" && l.context().Reaches(e.Name, name+".name") {
			records.Fields = append(records.Fields, name+".name", name)
			columns = append(columns, answer.TableColumn{ID: name, Title: title, Type: crm.String}, keyOf(name))
			of = append(of, related{len(columns) - 2, len(columns) - 1, f.To, name + ".name"})
			continue
		}
		records.Fields = append(records.Fields, name)
		columns = append(columns, answer.TableColumn{ID: name, Title: title, Type: f.Type})
	}
	if len(columns) == 0 {
		return nil, nil, fault.ByAsker(&crm.Unavailable{Entity: records.Entity})
	}
	if path := l.link(e); path != "" {
		records.Fields = append(records.Fields, path)
		columns = append(columns, answer.TableColumn{ID: url, Title: l.Mapping.Model.Title(url), Type: crm.String})
	}
	return columns, of, nil
}

// url is the field with the address of a record in the company's CRM.
const url = "url"

// link is the path to an address for the rows of an entity that have none of their own: that of the deal, ticket or whatever else they
// belong to, and only where there is no other that of their customer. "" for none.
func (l *lister) link(e *crm.Entity) string {
	if _, own := e.Field(url); own {
		return ""
	}
	var customer string
	for _, name := range e.Fields() {
		f, _ := e.Field(name)
		path := name + "." + url
		switch {
		case f.To == "" || !l.context().Reaches(e.Name, path):
		case f.To != "accounts":
			return path
		case customer == "":
			customer = path
		}
	}
	return customer
}
