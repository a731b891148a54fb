package catalog

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/measure"
)

// Taking returns the KPI that takes a statistic of the values that this one adds up or measures: the same one each time. Only a KPI that
// is nothing but such a measure, or so much of one, has statistics; the error says why another one has none, and which do.
func (c *Catalog) Taking(k *KPI, statistic string) (*KPI, error) {
	if _, err := measure.ParseStatistic(statistic); err != nil {
		return nil, err
	}
	id := "statistic=" + statistic
	if known, ok := k.variants.known.Load(id); ok {
		return known.(*KPI), nil
	}
	formula, err := taking(k.Formula, statistic)
	if err != nil {
		return nil, fault.New("catalog.no_statistic", "kpi", k.ID, "statistic", measure.StatisticTitle(statistic), "reason", err, "others", c.withStatistics(k))
	}
	variant := *k
	variant.Formula = formula
	if measure.CountsValues(statistic) {
		variant.Unit = Count
	}
	known, _ := k.variants.known.LoadOrStore(id, &variant)
	return known.(*KPI), nil
}

// errOneValue is why what is made of several figures has no statistics.
var errOneValue = fault.New("catalog.statistic_of_formula")

// taking is a formula that takes a statistic of what a measure adds up. So much of each value, as minutes in hours, is as much of the
// statistic, but as many values.
func taking(n Node, statistic string) (Node, error) {
	switch n := n.(type) {
	case Ref:
		m, err := n.Measure.Taking(statistic)
		return Ref{m}, err
	case Binary:
		scale, ok := n.Y.(Number)
		if !ok || scale <= 0 || n.Op != '*' && n.Op != '/' {
			break
		}
		x, err := taking(n.X, statistic)
		if err != nil || measure.CountsValues(statistic) {
			return x, err
		}
		return Binary{n.Op, x, n.Y}, nil
	}
	return nil, errOneValue
}

// withStatistics are KPIs that have statistics and measure what a KPI is made of; without any, the best-known ones.
func (c *Catalog) withStatistics(k *KPI) []string {
	var found []string
	for _, other := range c.KPIs() {
		ref, ok := other.Formula.(Ref)
		if ok && ref.Measure.HasStatistics() && slices.Contains(k.Measures(), ref.Measure) {
			found = append(found, other.ID)
		}
	}
	if len(found) > 0 {
		return found
	}
	for _, id := range []string{"revenue", "sales_cycle"} {
		if c.kpis[id] != nil {
			found = append(found, id)
		}
	}
	return found
}

// HasStatistics reports whether statistics can be taken of the KPI, see [Catalog.Taking].
func (k *KPI) HasStatistics() bool {
	_, err := taking(k.Formula, "sum")
	return err == nil
}
