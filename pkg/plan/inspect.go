package plan

import (
	"context"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// MaxExamples is how many examples a finding names.
const MaxExamples = 5

// Finding is something wrong with the data: how many rows, and some of what shows it.
type Finding struct {
	Kind     sqlgen.FlawKind
	Entity   string
	Field    string
	Other    string // the field or entity that Field is at odds with; "" where there is none
	Count    float64
	Examples []Example
	More     bool // there are other examples
}

// The findings that are about people or teams rather than rows.
const (
	SalesWithoutTarget sqlgen.FlawKind = "sales_without_target"
	TargetWithoutSales sqlgen.FlawKind = "target_without_sales"
)

// Example shows a finding.
type Example struct {
	Value *string // nil for a missing value
	Day   string  // the first one, where that matters
}

// Inspection is what the rows of an entity look like.
type Inspection struct {
	Rows, Usable float64
	Newest       *time.Time // change; nil where no time is mapped or there are no rows
	Findings     []Finding  // nil unless they were asked for
}

// Inspect reads the rows of an entity once and, where findings are asked for, once more for the examples of each. texts are its
// numbers whose SQL has the type of a text.
func (e *Engine) Inspect(ctx context.Context, entity string, now time.Time, findings bool, texts []string) (*Inspection, error) {
	i := &Inspection{}
	err := e.inspect(ctx, now, func(p *planner) error {
		r := p.reportOn(entity, true)
		if findings {
			var err error
			if r.Flaws, err = p.flaws(r, texts); err != nil {
				return err
			}
		}
		found := map[catalog.Reported]float64{}
		newest, counts, err := p.report(ctx, r, found)
		if err != nil {
			return err
		}
		i.Rows, i.Usable, i.Newest = found[catalog.Rows], found[catalog.UsableRows], newest
		for n, flaw := range r.Flaws {
			if counts[n] == 0 {
				continue
			}
			f := Finding{Kind: flaw.Kind, Entity: entity, Field: flaw.Field, Other: flaw.Other, Count: counts[n]}
			if err := p.examples(ctx, r, flaw, &f); err != nil {
				return err
			}
			i.Findings = append(i.Findings, f)
		}
		return nil
	})
	return i, err
}

// inspect plans a look at the data as a whole.
func (e *Engine) inspect(ctx context.Context, now time.Time, look func(*planner) error) error {
	span := calendar.Range{From: now.AddDate(-1, 0, 0), To: now}
	p, err := e.plan(query.Question{KPIs: []string{"data_health"}, Grain: calendar.None}.WithDefaults(), Request{Now: now, Range: span})
	if err != nil {
		return err
	}
	return e.db.Snapshot(ctx, func(db *postgres.Snapshot) error {
		p.db = &recorder{snapshot: db}
		return look(p)
	})
}

// flaws are those that the rows of an entity may have under the mapping.
func (p *planner) flaws(r sqlgen.Report, texts []string) ([]sqlgen.Flaw, error) {
	e, err := p.mapping.Model.Entity(r.Entity)
	if err != nil {
		return nil, err
	}
	var flaws []sqlgen.Flaw
	for _, name := range e.Fields() {
		f, _ := e.Field(name)
		if !f.As.Empty() || !p.mapping.Has(r.Entity, name) {
			continue
		}
		if f.To != "" && p.mapping.Available(r.Entity, name+".id") == nil {
			flaws = append(flaws, sqlgen.Flaw{Kind: sqlgen.OrphanKey, Field: name, Other: f.To})
		}
		if f.Words.Fixed() {
			flaws = append(flaws, sqlgen.Flaw{Kind: sqlgen.UnmappedWord, Field: name})
		}
	}
	for _, span := range r.Spans {
		flaws = append(flaws, sqlgen.Flaw{Kind: sqlgen.Negative, Field: span[1], Other: span[0]})
	}
	if r.Rated != "" {
		flaws = append(flaws, sqlgen.Flaw{Kind: sqlgen.UnknownRate, Field: "currency", Other: r.Rated})
	}
	for _, name := range texts {
		flaws = append(flaws, sqlgen.Flaw{Kind: sqlgen.TextNumber, Field: name})
	}
	return flaws, nil
}

func (p *planner) examples(ctx context.Context, r sqlgen.Report, flaw sqlgen.Flaw, f *Finding) error {
	c, err := p.context(nil, p.axes.main)
	if err != nil {
		return err
	}
	s, err := sqlgen.Examples{Report: r, Flaw: flaw, Limit: MaxExamples + 1}.Statement(c)
	if err != nil {
		return err
	}
	return p.db.Read(ctx, s, func(row postgres.Row) error {
		var value, day *string
		var rows float64
		if err := row.Scan(&value, &rows, &day); err != nil {
			return err
		}
		if flaw.Kind == sqlgen.Negative && value == nil {
			return nil // rows without a key cannot be named
		}
		x := Example{Value: value}
		if day != nil {
			x.Day = *day
		}
		f.add(x)
		return nil
	})
}

// add adds an example, unless there are enough.
func (f *Finding) add(x Example) {
	if f.More = len(f.Examples) == MaxExamples; !f.More {
		f.Examples = append(f.Examples, x)
	}
}
