package policy

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/axis"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Concerns reports whether an exemption is of one of the KPIs of a question at all.
func (e Exemption) Concerns(q *plan.Query) bool {
	return slices.ContainsFunc(named(q), func(k plan.ResolvedKPI) bool { return slices.Contains(e.KPIs, k.ID) })
}

// named are the KPIs of a question, those in formulas one by one.
func named(q *plan.Query) []plan.ResolvedKPI {
	var all []plan.ResolvedKPI
	for _, k := range q.Asked {
		all = append(all, k.Parts()...)
	}
	return all
}

// Covers returns nil where an exemption lets a plan read all rows, else why it does not. What it lets through adds up rows in whole periods,
// all of them or by the leaderboard's own dimensions: whatever is asked, and however answers are subtracted from one another, what comes out
// is made of the same cells, of which [Exemption.Release] says which are told. Filters, conditions and parameters would cut other ones.
func (e Exemption) Covers(b *plan.Business, p *plan.Plan) error {
	q := p.Query.Question
	for _, k := range named(p.Query) {
		if !slices.Contains(e.KPIs, k.ID) {
			return fault.New("policy.not_of_kpi", "kpi", k.Title)
		}
		if err := exemptible(k.KPI); err != nil {
			return err
		}
		if len(k.Entry.Arguments) > 0 {
			return fault.New("policy.not_with", "what", "kpis: "+k.Entry.Key())
		}
	}
	if slices.ContainsFunc(p.Query.Asked, func(k plan.ResolvedKPI) bool { return k.Uses(catalog.Cumulative) }) {
		return fault.New("policy.not_of_rows")
	}
	if what := narrows(q); what != "" {
		return fault.New("policy.not_with", "what", what)
	}
	if len(q.GroupBy) > 0 && !sameSet(q.GroupBy, e.By) {
		return fault.New("policy.not_by", "dimensions", e.By)
	}
	for _, s := range p.Scans {
		if err := e.coversScan(b, s); err != nil {
			return err
		}
	}
	for _, o := range p.Operands {
		if !o.IsMeasure() || o.Level > 0 || o.Part > 0 || o.Axis.Waits {
			return fault.New("policy.not_of_rows")
		}
		if !e.whole(b.Settings.Calendar, o.Axis) {
			return fault.New("policy.not_whole", "grain", string(e.Grain))
		}
	}
	if _, err := e.periods(b, p); err != nil {
		return err
	}
	return nil
}

// narrows names what of a question would look at other rows or groups than an exemption does; "" for nothing.
func narrows(q query.Question) string {
	for _, value := range q.Parameters {
		if value != "" {
			return "parameters"
		}
	}
	switch {
	case len(q.Filters) > 0:
		return "filters"
	case len(q.Having) > 0:
		return "having"
	case q.Transform != "":
		return "transform"
	case q.Details:
		return "details"
	case q.Limit != nil && q.Limit.Rest:
		return "limit.rest"
	}
	return ""
}

func sameSet(x, y []string) bool {
	return len(x) == len(y) && !slices.ContainsFunc(x, func(id string) bool { return !slices.Contains(y, id) })
}

// coversScan refuses to read what is not made of rows of a table one by one.
func (e Exemption) coversScan(b *plan.Business, s plan.Scan) error {
	switch s.Subject.(type) {
	case plan.Roster:
		return nil
	case plan.Rows:
	default:
		return fault.New("policy.not_of_rows")
	}
	for _, c := range s.Columns {
		entity, err := b.Mapping.Model.Entity(c.Entity)
		if err == nil && entity.Derived() { // made of rows that may be seen and others, so that its own are neither
			err = fault.New("policy.not_of_rows")
		}
		if err == nil {
			_, err = c.RowsBehind()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// whole reports whether the windows of an axis are made of whole periods.
func (e Exemption) whole(c calendar.Calendar, a *axis.Axis) bool {
	return !slices.ContainsFunc(a.Known().Windows, func(w calendar.Range) bool {
		return !axis.Empty(w) && !(c.Floor(w.From, e.Grain).Equal(w.From) && c.Floor(w.To, e.Grain).Equal(w.To))
	})
}

// periods are those that the windows of a plan are made of, in order, each once.
func (e Exemption) periods(b *plan.Business, p *plan.Plan) ([]calendar.Range, error) {
	c, most := b.Settings.Calendar, b.Settings.MaxBuckets
	if most <= 0 {
		most = calendar.DefaultMaxBuckets
	}
	known := map[int64]calendar.Range{}
	for _, o := range p.Operands {
		for _, w := range o.Axis.Known().Windows {
			for from := w.From; from.Before(w.To); from = c.Next(from, e.Grain) {
				if known[from.Unix()] = (calendar.Range{From: from, To: c.Next(from, e.Grain)}); len(known) > most {
					return nil, fault.New("policy.not_so_long", "grain", string(e.Grain), "most", most)
				}
			}
		}
	}
	all := make([]calendar.Range, 0, len(known))
	for _, r := range known {
		all = append(all, r)
	}
	slices.SortFunc(all, func(a, b calendar.Range) int { return a.From.Compare(b.From) })
	return all, nil
}
