package lists

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/exec"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// behind lists the rows behind one figure of a KPI: those that its measures look at over the range. Each row tells what it adds to
// each measure, so that the rows behind a sum or a count add up to it, and both sides of a ratio are seen.
func (l *lister) behind(ctx context.Context) ([]*answer.Table, error) {
	asking := query.Question{Type: query.KPI, KPIs: l.question.KPIs[:1], Filters: l.question.Filters, Parameters: l.question.Parameters, Grain: calendar.None}
	q, err := l.Resolve(asking, l.request)
	if err != nil {
		return nil, err
	}
	if len(q.KPIs[0].Measures()) == 0 {
		return nil, fault.New("plan.no_rows_behind", "kpi", q.KPIs[0].ID).In("kpis")
	}
	p := plan.Behind(l.Compile(q))
	var tables []*answer.Table
	var before []answer.Statement // that the others wait for
	err = exec.Together(ctx, l.db, func(r *exec.Reader) error {
		tables = nil
		x := exec.New(l.Business, p, r)
		if err := x.First(ctx); err != nil {
			return err
		}
		before = slices.Clip(r.Statements)
		for n, s := range p.Scans {
			if _, ok := s.Subject.(plan.Rows); !ok {
				continue
			}
			t, err := l.contributors(ctx, x, n)
			if err != nil {
				return fmt.Errorf("%s: %w", s.Columns[0].ID, err)
			}
			tables = append(tables, t)
		}
		return nil
	})
	if err == nil && len(tables) > 0 {
		tables[0].Notices = append(tables[0].Notices, l.Notices(q)...)
		tables[0].Statements = append(before, tables[0].Statements...)
	}
	return tables, err
}

// contributors lists the rows that a scan looks at.
func (l *lister) contributors(ctx context.Context, x *exec.Execution, scan int) (*answer.Table, error) {
	r, err := x.Reading(scan)
	if err != nil {
		return nil, err
	}
	m := r.Columns[0].Measure
	records := sqlgen.Records{Descending: !m.Future, Limit: l.limit + 1}
	records.Entity = m.Entity
	if !m.Timing.Records(m, r.Layouts[0], r.Context.Now, r.Context, &records) {
		return &answer.Table{Rows: [][]any{}}, nil
	}
	columns, of, err := l.fields(&records)
	if err != nil {
		return nil, err
	}
	records.Scope = r.Scope
	records.Keys = nil
	more, err := l.contributions(r, &records)
	if err != nil {
		return nil, err
	}
	columns = append(columns, more...)
	money := measure.AnyMoney(records.Contributions)
	if money {
		columns = append(columns, answer.TableColumn{ID: sqlgen.MissingRate, Type: crm.String})
	}
	s, err := records.Statement(r.Context)
	if err != nil {
		return nil, err
	}
	t, err := l.read(ctx, x.Reader, columns, of, l.limit, s)
	if err != nil {
		return nil, err
	}
	t.Title = l.Mapping.Model.Title(m.Entity)
	if money {
		if err := dropRates(t); err != nil {
			return nil, err
		}
	}
	return t, l.present(t, m.Entity, l.timesOf(r.Columns), len(more))
}

// contributions adds the columns of what each row adds to the measures of a scan.
func (l *lister) contributions(r *measure.Reading, records *sqlgen.Records) ([]answer.TableColumn, error) {
	var columns []answer.TableColumn
	for _, c := range r.Columns {
		g, err := c.Aggregate(r.Context)
		if err != nil {
			return nil, err
		}
		g.Name = c.ID
		if _, adds := g.Function.(sqlgen.RowFunction); !adds || c.Timing.Aggregates() {
			g.Function, g.Currency = measure.Rows{}, ""
		} else {
			kind := crm.Number
			if c.IsMoney() {
				kind = crm.Money
			}
			columns = append(columns, answer.TableColumn{ID: c.ID, Title: l.contributionTitle(c.Measure), Type: kind})
		}
		records.Contributions = append(records.Contributions, g)
	}
	return columns, r.Contributions(records)
}

// contributionTitle is the title of the KPI that is nothing but the measure, where there is one.
func (l *lister) contributionTitle(m *catalog.Measure) i18n.Text {
	for _, k := range l.Catalog.KPIs() {
		if ref, ok := k.Formula.(catalog.Ref); ok && ref.Measure == m {
			return k.Title
		}
	}
	return i18n.T("lists.adds_to", "measure", strings.ReplaceAll(m.ID, "_", " "))
}

// dropRates takes the column of missing rates off a table; a row that lacks one is an error.
func dropRates(t *answer.Table) error {
	last := len(t.Columns) - 1
	t.Columns = t.Columns[:last]
	for i, row := range t.Rows {
		if what, ok := row[last].(string); ok {
			return measure.MissingRate(what)
		}
		t.Rows[i] = row[:last]
	}
	return nil
}
