package plan

import (
	"math"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// enough is how many rows a ratio or an average has to rest on for a target to be missed: of fewer, chance decides.
const enough = 10

// missed gives a question that asks whether a target is missed its meaning: by how much its KPI falls short of what should be reached by now, in
// the KPI's own direction, as a part of the target. 0 and less is reached. It is asked of the groups that can be judged alone.
func (b *Business) missed(q *Query) error {
	entry, err := b.judged(q.Question.KPIs)
	if err != nil {
		return fault.ByAsker(err)
	}
	goal := entry
	goal.KPI = entry.KPI + "." + string(catalog.Pace)
	pace, err := b.resolveKPI(goal.String(), q.Question.Parameters)
	if err != nil {
		return fault.ByAsker(err)
	}
	goal.KPI, goal.Arguments = entry.KPI+"."+string(catalog.GoalTarget), nil
	target, err := b.resolveKPI(goal.String(), q.Question.Parameters)
	if err != nil {
		return fault.ByAsker(err)
	}
	asked, err := b.resolveKPI("=1 - "+pace.Key()+" in percent", q.Question.Parameters)
	if err != nil {
		return fault.ByAsker(err)
	}
	asked.Title, asked.Description = i18n.T("plan.missed_title", "kpi", pace.Of.Title), i18n.T("plan.missed_description", "kpi", pace.Of.Title)
	q.Asked = append(q.Asked, asked)
	if asked.Unavailable != nil {
		return nil
	}
	q.KPIs = append(q.KPIs, asked)
	q.Having = append(q.Having,
		GroupCondition{KPI: pace, Operator: query.AtLeast, Numbers: []float64{-math.MaxFloat64}}, // there is one
		GroupCondition{KPI: target, Operator: query.Above, Numbers: []float64{0}},
	)
	if rows, ok := restsOn(pace, entry); ok && !slices.ContainsFunc(q.Question.Filters, func(f query.Filter) bool { return f.Of != "" }) {
		q.Having = append(q.Having, GroupCondition{KPI: rows, Operator: query.AtLeast, Numbers: []float64{enough}})
	}
	return nil
}

// judged is the one KPI of a question that is judged by its target. Targets and what is made of them stand for the KPI that they are of, and are left
// out beside others, as a panel has them.
func (b *Business) judged(entries query.Entries) (query.Entry, error) {
	var own, ofGoals []query.Entry
	for _, text := range entries {
		e, err := query.ParseEntry(text)
		if err != nil {
			return e, err
		}
		if e.Formula.Text != "" {
			own = append(own, e)
			continue
		}
		k, err := b.Catalog.KPI(e.KPI)
		if err != nil {
			return e, err
		}
		all := &own
		if target, ok := k.Formula.(catalog.Target); ok {
			e.KPI, all = target.Metric, &ofGoals
		} else if k.Of != nil {
			e.KPI, all = k.Of.ID, &ofGoals
		}
		if !slices.ContainsFunc(*all, func(known query.Entry) bool { return known.String() == e.String() }) {
			*all = append(*all, e)
		}
	}
	if len(own) == 0 {
		own = ofGoals
	}
	switch {
	case len(own) != 1:
		return query.Entry{}, fault.New("plan.missed_of_one", "kpis", []string(entries)).In("kpis")
	case own[0].Formula.Text != "":
		return query.Entry{}, fault.New("plan.missed_of_formula", "formula", own[0].Formula.Text).In("kpis")
	}
	return own[0], nil
}

// restsOn is the number of rows by which a KPI divides, as a KPI; false for one that does not divide by a number of rows.
func restsOn(pace ResolvedKPI, entry query.Entry) (ResolvedKPI, bool) {
	formula := pace.Of.Formula
	if call, ok := formula.(catalog.Call); ok && call.Name == catalog.Mature {
		formula = call.Args[0]
	}
	ratio, ok := formula.(catalog.Binary)
	if !ok || ratio.Op != '/' {
		return ResolvedKPI{}, false
	}
	rows, ok := ratio.Y.(catalog.Ref)
	if !ok {
		return ResolvedKPI{}, false
	}
	if _, counts := rows.Measure.Aggregation.(*measure.Count); !counts {
		return ResolvedKPI{}, false
	}
	k := *pace.Of
	k.Formula, k.Unit = rows, catalog.Count
	return ResolvedKPI{KPI: &k, Entry: entry, Arguments: pace.Arguments}, true
}
