package versions_test

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// questions ask for every KPI: as it is by month and compared, by each of its dimensions, and with each value that a parameter of it
// may choose, as one figure, compared, and by a dimension. KPIs are asked for together where they can be.
func questions(e *engine.Engine) []query.Question {
	kpis := catalog.Default().KPIs()
	whole := slices.Concat(series(kpis, nil), grouped(e, kpis, nil, false))
	for _, name := range catalog.ParameterNames() {
		having := slices.DeleteFunc(slices.Clone(kpis), func(k *catalog.KPI) bool { _, has := k.Parameters[name]; return !has })
		for _, option := range append(catalog.Options(name), written[name]...) {
			given, asked := map[string]string{name: option}, having
			if name == "statistic" && measure.Gathers(option) { // what is made of several figures has no number of values
				asked = slices.DeleteFunc(slices.Clone(having), func(k *catalog.KPI) bool { return !k.HasStatistics() })
			}
			whole = slices.Concat(whole, series(asked, given), grouped(e, asked, given, true))
		}
	}
	var all []query.Question
	for _, q := range whole {
		for ids := range slices.Chunk(q.KPIs, query.MaxKPIs) {
			q.KPIs = ids
			all = append(all, q)
		}
	}
	return all
}

// written are values of the parameters that are written freely. A horizon, which asks for no range, is asked of none: what it
// does is done before there is SQL.
var written = map[string][]string{
	"window":          {"36h", "52w"},
	"threshold":       {"60%"},
	"segment_weights": {"Enterprise=2,SMB=0.5"},
}

// series are the questions without dimensions: one figure, and a month after another, each compared with the year before.
func series(kpis []*catalog.KPI, given map[string]string) []query.Question {
	q := query.Question{Parameters: given, Grain: calendar.None, Compare: query.PreviousYear, CompareAs: []query.CompareAs{query.AsValue, query.AsRatio}}
	months := q
	months.Grain = calendar.Month
	for _, k := range kpis {
		q.KPIs = append(q.KPIs, k.ID)
		if !k.SingleFigure() && given["hours"] != "business" {
			months.KPIs = append(months.KPIs, k.ID)
		}
	}
	return slices.DeleteFunc([]query.Question{q, months}, func(q query.Question) bool { return len(q.KPIs) == 0 })
}

// grouped are the questions by a dimension: by each that a KPI has, or by the first.
func grouped(e *engine.Engine, kpis []*catalog.KPI, given map[string]string, first bool) []query.Question {
	var all []query.Question
	for _, k := range kpis {
		dimensions := e.Dimensions(k)
		if first && len(dimensions) > 1 {
			dimensions = dimensions[:1]
		}
		for _, dimension := range dimensions {
			i := slices.IndexFunc(all, func(q query.Question) bool { return q.GroupBy[0] == dimension })
			if i < 0 {
				i = len(all)
				all = append(all, query.Question{Parameters: given, Grain: calendar.None, GroupBy: []string{dimension}})
			}
			all[i].KPIs = append(all[i].KPIs, k.ID)
		}
	}
	return all
}
