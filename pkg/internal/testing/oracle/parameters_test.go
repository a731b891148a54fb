package oracle_test

import (
	"maps"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// choice is the values that a parameter is given now and then.
type choice struct {
	chance float64
	values []string
}

// choices are by the name of the parameter. Those named like a KPI replace what the past says of it; their numbers are odd, so
// that nothing has to be rounded up that is whole but for the order in which it was added up.
var choices = map[string]choice{
	"window":                 {0.5, []string{"7d", "30d", "36h", "52w", "ever"}},
	"statistic":              {0.7, append(ofEvery("statistic", "sales_velocity"), "p37.5", "p75_disc")},
	"count_pipeline":         {0.5, []string{"yes", "no"}},
	"attribution":            {0.8, []string{"last", "first", "linear", "position", "time_decay"}},
	"threshold":              {0.5, []string{"60%", "0.8", "100%"}},
	"segment_weights":        {0.5, []string{"Enterprise=2,SMB=0.5", "Enterprise=3.25", "SMB=0,Nobody=7"}},
	"revenue_target":         {0.3, []string{"1234567.89", "98765.43"}},
	"lead_conversion_rate":   {0.3, []string{"7%", "0.0831"}},
	"average_deal_size":      {0.3, []string{"12345.67"}},
	"win_rate":               {0.3, []string{"23%", "0.317"}},
	"win_rate_value":         {0.3, []string{"29%", "0.271"}},
	"revenue_per_ramped_rep": {0.3, []string{"765432.1"}},
}

// ofEvery are the options of a parameter that every KPI has which one of them has, the one with the fewest.
func ofEvery(parameter, fewest string) []string {
	k, err := catalog.Default().KPI(fewest)
	if err != nil {
		panic(err)
	}
	return catalog.Default().Options(k, parameter)
}

func (g *generator) parameters(q *query.Question) {
	given := map[string]string{}
	for _, name := range understood(g.catalog, q.KPIs) {
		if c, ok := choices[name]; ok && g.chance(c.chance) {
			given[name] = one(g.Rand, c.values...)
		}
		// A lead is untouched only once its window is over.
		ofUntouched := func(entry string) bool { return strings.Contains(entry, "untouched_leads") } // alone, or in a formula
		if given[name] == "ever" && slices.ContainsFunc(q.KPIs, ofUntouched) {
			given[name] = "52w"
		}
		if name == "horizon" && q.Grain == calendar.None && g.chance(0.4) {
			given[name] = one(g.Rand, "4h", "90m", "14d", "8w")
		}
		// What falls due within open time is one figure, which a horizon says.
		dueSoon := slices.ContainsFunc(q.KPIs, func(id string) bool { return strings.HasPrefix(id, "sla_due_soon") })
		if name == "hours" && g.chance(0.6) {
			given[name] = "business"
			if dueSoon && (q.Grain != calendar.None || given["horizon"] == "") {
				given[name] = "calendar"
			}
		}
	}
	if len(given) > 0 {
		q.Parameters = given
	}
}

// understood are the names of the parameters of some KPIs; horizon comes before hours, which depend on it.
func understood(c *catalog.Catalog, kpis []string) []string {
	all := map[string]string{}
	for _, id := range kpis {
		k, err := c.KPI(id)
		if err != nil {
			panic(err)
		}
		maps.Copy(all, k.Parameters)
	}
	names := slices.Sorted(maps.Keys(all))
	if i := slices.Index(names, "horizon"); i >= 0 {
		names = slices.Insert(slices.Delete(names, i, i+1), 0, "horizon")
	}
	return names
}
