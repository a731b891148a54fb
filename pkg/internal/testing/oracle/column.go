package oracle

import "github.com/crmkpi/crm-datasource/pkg/query"

// column is a KPI, or its comparison.
type column struct {
	kpi     string
	compare query.Compare
	as      query.CompareAs
}

func (a *asking) columns() (columns []column) {
	for _, id := range a.question.KPIs {
		columns = append(columns, column{kpi: id})
		if a.question.Compare == "" {
			continue
		}
		for _, as := range a.question.CompareAs {
			columns = append(columns, column{kpi: id, compare: a.question.Compare, as: as})
		}
	}
	return columns
}

func (c column) id() string {
	e := entryOf(c.kpi)
	if f, ok := formulaOf(c.kpi); ok {
		e = askedFor{kpi: f.key()}
	}
	switch {
	case c.compare == "":
		return e.kpi + e.suffix()
	case c.as == query.AsValue:
		return e.kpi + "_" + string(c.compare) + e.suffix()
	default:
		return e.kpi + "_" + string(c.compare) + "_" + string(c.as) + e.suffix()
	}
}

// show turns a value and the one it is compared with into what the column shows.
func (c column) show(now, then *float64) *float64 {
	switch c.as {
	case query.AsDifference:
		return minus(now, then)
	case query.AsRatio:
		return change(now, then)
	default:
		return then
	}
}
