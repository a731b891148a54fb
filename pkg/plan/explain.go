package plan

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// explanation is a table about how a KPI is computed.
type explanation struct{ *Table }

var explanationColumns = []TableColumn{
	{ID: "part", Title: i18n.Text{En: "Part", Ru: "Раздел"}, Type: crm.String},
	{ID: "item", Title: i18n.Text{En: "Item", Ru: "Что"}, Type: crm.String},
	{ID: "text", Title: i18n.Text{En: "Explanation", Ru: "Пояснение"}, Type: crm.String},
	{ID: "count", Title: i18n.Text{En: "Count", Ru: "Количество"}, Type: crm.Number},
}

var (
	partDefinition = i18n.Text{En: "Definition", Ru: "Определение"}
	partParameter  = i18n.Text{En: "Parameter", Ru: "Параметр"}
	partMeasure    = i18n.Text{En: "Measure", Ru: "Показатель"}
	partRows       = i18n.Text{En: "Rows", Ru: "Строки"}
	partFreshness  = i18n.Text{En: "Freshness", Ru: "Свежесть"}
	partSQL        = i18n.Text{En: "SQL", Ru: "SQL"}
)

// reasons are why a row is not counted, in the order of [sqlgen.ExclusionColumns].
var reasons = []i18n.Text{
	{En: "looked at in the range", Ru: "рассмотрено в диапазоне"},
	{En: "left out: the condition is not met", Ru: "не учтено: условие не выполнено"},
	{En: "left out: no value", Ru: "не учтено: нет значения"},
	{En: "left out: negative duration", Ru: "не учтено: отрицательная длительность"},
	{En: "in no range at all: no time", Ru: "ни в каком диапазоне: нет времени"},
}

func (x explanation) add(part, item, text any, count *float64) {
	row := []any{part, item, text, nil}
	if count != nil {
		row[3] = *count
	}
	x.Rows = append(x.Rows, row)
}

// Explain tells how one KPI is computed for a range: its definition, the rows that are looked at and those that are left out, how
// fresh they are, and the statements that were run.
func (e *Engine) Explain(ctx context.Context, q query.Question, r Request) (*Table, error) {
	if err := q.Validate(); err != nil {
		return nil, &InvalidError{Err: err}
	}
	asking := query.Question{Type: query.KPI, KPIs: q.KPIs, Filters: q.Filters, Parameters: q.Parameters, Grain: calendar.None}
	p, err := e.plan(asking.WithDefaults(), r)
	if err != nil {
		return nil, err
	}
	x := explanation{&Table{Columns: explanationColumns}}
	x.define(p.kpis[0])
	err = e.db.Snapshot(ctx, func(db *postgres.Snapshot) error {
		p.db = &recorder{snapshot: db}
		if err := p.run(ctx); err != nil {
			return err
		}
		own := p.db.statements
		for _, b := range p.batchesBehind() {
			for _, l := range b {
				if err := p.count(ctx, x, l); err != nil {
					return fmt.Errorf("%s: %w", l.measure.ID, err)
				}
			}
		}
		if err := p.date(ctx, x); err != nil {
			return err
		}
		for i, s := range own {
			n := float64(s.Rows)
			x.add(partSQL, fmt.Sprintf("%d/%d", i+1, len(own)), s.SQL, &n)
		}
		x.Statements = p.db.statements
		return nil
	})
	if err != nil {
		return nil, err
	}
	p.notice()
	x.Notices = p.notices
	return x.Table, nil
}

// define tells the definition of the KPI.
func (x explanation) define(k asked) {
	x.add(partDefinition, k.ID, k.Title, nil)
	x.add(partDefinition, i18n.Text{En: "meaning", Ru: "смысл"}, k.Description, nil)
	x.add(partDefinition, i18n.Text{En: "formula", Ru: "формула"}, k.Definition, nil)
	if k.Pitfall != (i18n.Text{}) {
		x.add(partDefinition, i18n.Text{En: "pitfall", Ru: "учтите"}, k.Pitfall, nil)
	}
	x.add(partDefinition, i18n.Text{En: "unit", Ru: "единица"}, string(k.Unit), nil)
	for _, name := range slices.Sorted(maps.Keys(k.arguments)) {
		if value := k.arguments[name]; value != "" {
			x.add(partParameter, name, value, nil)
		}
	}
}

// count tells what a measure counts, how many rows it looks at, and how many of them it leaves out.
func (p *planner) count(ctx context.Context, x explanation, l leaf) error {
	x.add(partMeasure, l.measure.ID, l.measure.Text(), nil)
	m := l.measure
	records := sqlgen.Records{Time: m.Time, TimeType: m.TimeType, Range: l.axis.windows[0]}
	records.Entity = m.Entity
	if m.Snapshot != nil {
		at, begun := l.axis.instant(0, p.request.Now)
		if !begun {
			return nil
		}
		records.Open = &sqlgen.Open{Start: m.Snapshot.Start, End: m.Snapshot.End, At: at}
	}
	if m.Overlap != nil || m.Members != nil || m.Frozen != "" || m.Effect != "" {
		return nil // what they look at is more than a range of rows
	}
	records.Contributions = []sqlgen.Aggregate{p.aggregate(l)}
	var err error
	if records.Scope, err = p.scope(m.Entity, nil); err != nil {
		return err
	}
	c, err := p.context(l.arguments, l.axis)
	if err != nil {
		return err
	}
	s, err := sqlgen.Exclusions{Records: records}.Statement(c)
	if err != nil {
		return err
	}
	return p.db.Read(ctx, s, func(row postgres.Row) error {
		counts := make([]float64, len(sqlgen.ExclusionColumns))
		dest := make([]any, len(counts))
		for i := range counts {
			dest[i] = &counts[i]
		}
		if err := row.Scan(dest...); err != nil {
			return err
		}
		for i := range counts {
			if i == 0 || counts[i] > 0 {
				x.add(partRows, m.ID, reasons[i], &counts[i])
			}
		}
		return nil
	})
}

// date tells the newest change of each entity that the KPI reads.
func (p *planner) date(ctx context.Context, x explanation) error {
	entities := map[string]bool{}
	for _, m := range p.kpis[0].Measures() {
		for _, name := range p.sources(p.effective(m)) {
			entities[name] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(entities)) {
		found, err := p.readReport(ctx, name, false)
		if err != nil {
			return err
		}
		if age, ok := found[catalog.NewestAge]; ok {
			x.add(partFreshness, p.mapping.Model.Title(name), i18n.Text{En: "hours since the newest change", Ru: "часов с последнего изменения"}, &age)
		}
	}
	return nil
}

// sources returns the mapped entities behind a measure: its own or, of a derived one, those that it is derived from.
func (p *planner) sources(m *catalog.Measure) []string {
	e, err := p.mapping.Model.Entity(m.Entity)
	if err != nil {
		return nil
	}
	if !e.Derived() {
		return []string{e.Name}
	}
	return slices.DeleteFunc(slices.Sorted(maps.Keys(e.Needs)), func(name string) bool {
		_, mapped := p.mapping.Entities[name]
		return !mapped
	})
}
