package engine

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/exec"
	"github.com/crmkpi/crm-datasource/pkg/formula"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// explanation is a table about how a KPI is computed.
type explanation struct {
	*Engine
	*answer.Table
	plan *plan.Plan
}

var explanationColumns = []answer.TableColumn{
	{ID: "part", Title: i18n.T("explain.part"), Type: crm.String},
	{ID: "item", Title: i18n.T("explain.item"), Type: crm.String},
	{ID: "text", Title: i18n.T("explain.text"), Type: crm.String},
	{ID: "count", Title: i18n.T("explain.count"), Type: crm.Number},
}

// The parts of an explanation that are for those who look into how it is computed: the first column of its rows.
var (
	PlanPart       = i18n.T("explain.part_plan")
	StatementsPart = i18n.T("explain.part_sql")
)

func (x explanation) add(part string, item, text any, count *float64) {
	row := []any{i18n.T("explain.part_" + part), item, text, nil}
	if count != nil {
		row[3] = *count
	}
	x.Rows = append(x.Rows, row)
}

// answerExplain tells how one KPI is computed for a range: its definition, the rows that are looked at and those that are left out,
// how fresh they are, and the plan. The statements are beside the table, whose rows are short.
func answerExplain(e *Engine, q query.Question, r plan.Request) (task, error) {
	asking := query.Question{Type: query.KPI, KPIs: q.KPIs, Filters: q.Filters, Parameters: q.Parameters, Grain: calendar.None}
	p, err := e.Plan(asking, r)
	if err != nil {
		return task{}, err
	}
	return task{bytes: e.kpiBytes(p), run: func(ctx context.Context) (*answer.Answer, error) {
		x := explanation{e, &answer.Table{Columns: explanationColumns}, p}
		x.define(p.Query.KPIs[0])
		err := exec.Snapshot(ctx, e.DB, func(r *exec.Reader) error { return x.run(ctx, r) })
		return table(x.Table, err)
	}}, nil
}

func (x explanation) run(ctx context.Context, r *exec.Reader) error {
	run := exec.New(x.Business, x.plan, r)
	data, err := run.Run(ctx)
	if err != nil {
		return err
	}
	figure, err := formula.Combine(ctx, x.Business, data)
	if err != nil {
		return err
	}
	x.Notices = figure.Notices // what a panel tells
	behind := plan.Behind(x.Compile(x.plan.Query))
	looking := run.Instead(behind)
	if err := looking.First(ctx); err != nil {
		return err
	}
	for n, s := range behind.Scans {
		if _, ok := s.Subject.(plan.Rows); !ok {
			continue
		}
		if err := x.measures(ctx, looking, n); err != nil {
			return err
		}
	}
	if err := x.freshness(ctx, r); err != nil {
		return err
	}
	x.steps()
	statements := float64(len(r.Statements))
	x.add("sql", i18n.T("explain.statements"), i18n.T("explain.where_sql"), &statements)
	x.Statements = r.Statements
	return nil
}

// define tells the definition of the KPI.
func (x explanation) define(k plan.ResolvedKPI) {
	x.add("definition", k.Key(), k.Title, nil)
	x.add("definition", i18n.T("explain.meaning"), k.Description, nil)
	x.add("definition", i18n.T("explain.formula"), k.Definition, nil)
	if k.Pitfall != (i18n.Text{}) {
		x.add("definition", i18n.T("explain.pitfall"), k.Pitfall, nil)
	}
	x.add("definition", i18n.T("explain.unit"), string(k.Unit), nil)
	for _, operand := range k.Operands {
		x.add("operand", operand.Key(), operand.Title, nil)
		x.add("operand", operand.Key(), operand.Definition, nil)
		x.arguments(operand, operand.Key()+" ")
	}
	x.arguments(k, "")
}

// arguments tells the values of a KPI's parameters, and its window.
func (x explanation) arguments(k plan.ResolvedKPI, of string) {
	for _, name := range slices.Sorted(maps.Keys(k.Arguments)) {
		if value := k.Arguments[name]; value != "" {
			x.add("parameter", of+name, value, nil)
		}
	}
	for _, f := range x.plan.Query.Question.Filters {
		x.add("filter", k.Key(), f.String(), nil)
	}
	window := k.Entry.Window.Arguments()
	for _, name := range slices.Sorted(maps.Keys(window)) {
		x.add("parameter", of+name, window[name], nil)
	}
}

// reasons are why a row is not counted, in the order of [sqlgen.ExclusionColumns].
var reasons = []string{"looked_at", "condition", "no_value", "negative", "timeless", "startless", "inferred"}

// measures tells what the measures of a scan count, how many rows they look at, and how many of them they leave out.
func (x explanation) measures(ctx context.Context, run *exec.Execution, scan int) error {
	r, err := run.Reading(scan)
	if err != nil {
		return err
	}
	for _, c := range r.Columns {
		x.add("measure", c.ID, c.Text(), nil)
		if err := x.count(ctx, run.Reader, r, c); err != nil {
			return fmt.Errorf("%s: %w", c.ID, err)
		}
	}
	return nil
}

func (x explanation) count(ctx context.Context, reader *exec.Reader, r *measure.Reading, c measure.Column) error {
	var records sqlgen.Records
	if !c.Timing.Explains() || !c.Timing.Records(c.Measure, r.Layouts[0], r.Context.Now, r.Context, &records) {
		return nil
	}
	g, err := c.Aggregate(r.Context)
	if err != nil {
		return err
	}
	records.Scope, records.Contributions = r.Scope, []sqlgen.Aggregate{g}
	s, err := sqlgen.Exclusions{Records: records}.Statement(r.Context)
	if err != nil {
		return err
	}
	return reader.Read(ctx, s, func(row measure.Row) error {
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
				x.add("rows", c.ID, i18n.T("explain."+reasons[i]), &counts[i])
			}
		}
		return nil
	})
}

// freshness tells the newest change of each entity that the KPI reads.
func (x explanation) freshness(ctx context.Context, r *exec.Reader) error {
	entities := map[string]bool{}
	for _, m := range x.plan.Query.KPIs[0].Measures() {
		for _, name := range x.sources(x.Effective(m)) {
			entities[name] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(entities)) {
		found, err := r.Age(ctx, x.Business, plan.Profile{Entity: name}, x.plan.Query.Request)
		if err != nil {
			return err
		}
		if age, ok := found[catalog.NewestAge]; ok {
			x.add("freshness", x.Mapping.Model.Title(name), i18n.T("explain.hours_since"), &age)
		}
	}
	return nil
}

// sources returns the mapped entities behind a measure: its own or, of a derived one, those that it is derived from.
func (x explanation) sources(m *catalog.Measure) []string {
	e, err := x.Mapping.Model.Entity(m.Entity)
	if err != nil {
		return nil
	}
	if !e.Derived() {
		return []string{e.Name}
	}
	return slices.DeleteFunc(e.Sources(), func(name string) bool {
		_, mapped := x.Mapping.Entities[name]
		return !mapped
	})
}

// steps tells the plan, line by line.
func (x explanation) steps() {
	for line := range strings.Lines(x.plan.String()) {
		item, text, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok {
			item, text, _ = strings.Cut(strings.TrimSpace(line), " = ")
		}
		x.add("plan", item, text, nil)
	}
}
