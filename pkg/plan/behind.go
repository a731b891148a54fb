package plan

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// behind lists the rows behind one figure of a KPI: those that its measures look at over the range. Each row tells what it adds to
// each measure, so that the rows behind a sum or a count add up to it, and both sides of a ratio are seen.
func (e *Engine) behind(ctx context.Context, q query.Question, r Request) ([]*Table, error) {
	limit, err := rows(q)
	if err != nil {
		return nil, err
	}
	asking := query.Question{Type: query.KPI, KPIs: q.KPIs[:1], Filters: q.Filters, Parameters: q.Parameters, Grain: calendar.None}
	p, err := e.plan(asking.WithDefaults(), r)
	if err != nil {
		return nil, err
	}
	if len(p.kpis[0].Measures()) == 0 {
		return nil, invalid("%s has no rows of its own behind it; ask for records of an entity, as targets", p.kpis[0].ID)
	}
	var tables []*Table
	err = e.db.Snapshot(ctx, func(db *postgres.Snapshot) error {
		p.db = &recorder{snapshot: db}
		if err := p.readTargets(ctx); err != nil {
			return err
		}
		for _, b := range p.batchesBehind() {
			t, err := p.contributors(ctx, b, limit)
			if err != nil {
				return fmt.Errorf("%s: %w", b[0].measure.ID, err)
			}
			tables = append(tables, t)
		}
		return nil
	})
	if err == nil && len(tables) > 0 {
		p.noticeImmature()
		p.noticePast()
		p.noticeStandIns()
		tables[0].Notices = append(tables[0].Notices, p.notices...)
	}
	return tables, err
}

// batchesBehind groups what the formula asks for over the range itself, rather than over the year before it, by the rows looked at.
func (p *planner) batchesBehind() []batch {
	n := p.needs()
	for _, h := range n.hitRates { // the rows of the members are the rows of all
		n.collect(p, p.kpis[0], h.Of, h.axis)
	}
	var own []leaf
	for _, l := range n.leaves {
		if !l.axis.silent && len(l.axis.windows) > 0 && !empty(l.axis.windows[0]) {
			own = append(own, l)
		}
	}
	if len(own) == 0 {
		own = n.leaves
	}
	var order []string
	shared := map[string]batch{}
	for _, l := range own {
		key := shape(l) + " on " + l.axis.name
		if shared[key] == nil {
			order = append(order, key)
		}
		if !slices.ContainsFunc(shared[key], func(other leaf) bool { return other.column() == l.column() }) {
			shared[key] = append(shared[key], l)
		}
	}
	out := make([]batch, len(order))
	for i, key := range order {
		out[i] = shared[key]
	}
	return out
}

// contributors lists the rows that a batch looks at.
func (p *planner) contributors(ctx context.Context, b batch, limit int) (*Table, error) {
	first := b[0]
	m := first.measure
	records := sqlgen.Records{Time: m.Time, TimeType: m.TimeType, RatedAt: m.RatedAt, Range: first.axis.windows[0], Descending: !m.Future, Limit: limit + 1}
	records.Entity = m.Entity
	switch at, begun := first.axis.instant(0, p.request.Now); {
	case m.Snapshot != nil && !begun:
		return &Table{Rows: [][]any{}}, nil
	case m.Snapshot != nil:
		records.Open = &sqlgen.Open{Start: m.Snapshot.Start, End: m.Snapshot.End, At: at}
	case m.Overlap != nil:
		o := p.overlaps(m, first.axis.windows[:1])
		records.Overlap = &o
	case m.Members != nil:
		if period, ok := p.period(first, 0); ok {
			records.Range = period.Now
			if m.Members.Count == catalog.MemberBefore || m.Members.Count == catalog.MemberLost {
				records.Range = period.Before
			}
		}
	}
	columns, err := p.fields(&records)
	if err != nil {
		return nil, err
	}
	c, err := p.context(first.arguments, first.axis)
	if err != nil {
		return nil, err
	}
	if records.Scope, err = p.scope(m.Entity, nil); err != nil {
		return nil, err
	}
	records.Keys = nil
	more, err := p.contributions(ctx, b, &records, c)
	if err != nil {
		return nil, err
	}
	columns = append(columns, more...)
	money := anyMoney(records.Contributions)
	if money {
		columns = append(columns, TableColumn{ID: sqlgen.MissingRate, Type: crm.String})
	}
	s, err := records.Statement(c)
	if err != nil {
		return nil, err
	}
	t, err := p.db.table(ctx, columns, limit, s)
	if err != nil {
		return nil, err
	}
	t.Title = p.mapping.Model.Title(m.Entity)
	if money {
		err = t.dropRates()
	}
	return t, err
}

// contributions adds the columns of what each row adds to the measures of a batch.
func (p *planner) contributions(ctx context.Context, b batch, records *sqlgen.Records, c sqlgen.Context) ([]TableColumn, error) {
	var columns []TableColumn
	for _, l := range b {
		g := p.aggregate(l)
		g.Name = l.measure.ID
		if m := l.measure; !m.Additive() && m.Duration == nil || m.Frozen != "" {
			g.Kind, g.Currency = sqlgen.Nothing, ""
		} else {
			kind := crm.Number
			if m.IsMoney() {
				kind = crm.Money
			}
			columns = append(columns, TableColumn{ID: m.ID, Title: p.contributionTitle(m), Type: kind})
		}
		records.Contributions = append(records.Contributions, g)
	}
	if b[0].schedule().Empty() {
		return columns, nil
	}
	m := b[0].measure
	events := sqlgen.Events{Scope: records.Scope, Time: m.Time, TimeType: m.TimeType, Windows: []calendar.Range{records.Range}, Aggregates: records.Contributions}
	err := p.withHours(ctx, b, &events, c)
	records.Range, records.Within = events.Windows[0], events.Within
	return columns, err
}

// contributionTitle is the title of the KPI that is nothing but the measure, where there is one.
func (p *planner) contributionTitle(m *catalog.Measure) i18n.Text {
	for _, k := range p.catalog.KPIs() {
		if ref, ok := k.Formula.(catalog.Ref); ok && ref.Measure == m {
			return k.Title
		}
	}
	name := strings.ReplaceAll(m.ID, "_", " ")
	return i18n.Text{En: "Adds to " + name, Ru: "Вклад: " + name}
}

// dropRates takes the column of missing rates off a table; a row that lacks one is an error.
func (t *Table) dropRates() error {
	last := len(t.Columns) - 1
	t.Columns = t.Columns[:last]
	for i, row := range t.Rows {
		if what, ok := row[last].(string); ok {
			return missingRate(what)
		}
		t.Rows[i] = row[:last]
	}
	return nil
}
