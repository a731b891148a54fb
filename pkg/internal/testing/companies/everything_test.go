package companies_test

import (
	"context"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Whatever a mapping makes available is answered: each KPI by each of its dimensions, each dimension's values, each entity's rows.
func TestWhatIsMappedIsAnswered(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(mapped)) {
		t.Run(name, func(t *testing.T) {
			c := open(t, name)
			r := between(t, "1996-01-01", "2015-01-01")
			by := map[string][]string{} // the KPIs that have a dimension, asked together
			for _, k := range c.kpis.KPIs() {
				if c.engine.Available(k) != nil {
					continue
				}
				for _, dimension := range append(c.engine.Dimensions(k), "") {
					by[dimension] = append(by[dimension], k.ID)
				}
				if len(k.Measures()) > 0 {
					_, err := take.Tables(c.engine.Ask(context.Background(), take.Of(query.Records, query.Question{KPIs: []string{k.ID}}), r))
					require.NoError(t, err, "records behind %s", k.ID)
				}
			}
			require.Contains(t, by["rep"], "revenue")
			for dimension, kpis := range by {
				q := query.Question{KPIs: kpis, Grain: calendar.None}
				if dimension != "" {
					q.GroupBy = []string{dimension}
				}
				_, err := take.Figures(c.engine.Ask(context.Background(), q, r))
				require.NoError(t, err, "%v by %s", kpis, dimension)
			}
			for _, entity := range slices.Sorted(maps.Keys(c.mapping.Entities)) {
				_, err := take.Tables(c.engine.Ask(context.Background(), take.Of(query.Records, query.Question{Entity: entity}), r))
				require.NoError(t, err, "records of %s", entity)
			}
			for _, dimension := range c.mapping.Model.Dimensions() {
				_, err := take.Table(c.engine.Ask(context.Background(), take.Of(query.Values, query.Question{Dimension: dimension}), plan.Request{}))
				var fault *fault.Error
				if err != nil {
					require.ErrorAs(t, err, &fault, "values of %s", dimension)
				}
			}
		})
	}
}

// What a company does not have is said, not guessed.
func TestWhatIsNotMappedIsUnavailable(t *testing.T) {
	c := open(t, "northwind")
	for kpi, want := range map[string]crm.Unavailable{
		"new_leads":         {Entity: "leads"},
		"marketing_cost":    {Entity: "campaign_costs"},
		"stage_duration":    {Entity: "deal_history"},
		"revenue_target":    {Entity: "targets"},
		"weighted_pipeline": {Entity: "deals", Field: "probability"},
		"customer_profit":   {Entity: "orders", Field: "cost"},
	} {
		_, err := take.Figures(c.engine.Ask(context.Background(), query.Question{KPIs: []string{kpi}, Grain: calendar.None}, between(t, "1996-01-01", "1999-01-01")))
		var unavailable *crm.Unavailable
		require.ErrorAs(t, err, &unavailable, kpi)
		require.Equal(t, want, *unavailable, kpi)
	}
}
