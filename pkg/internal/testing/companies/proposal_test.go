package companies_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/detect"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// proposed returns a company under what detection proposes for it, as it is, and the first numbers that detection tells, by their titles.
func proposed(t testing.TB, name string) (company, map[string]float64) {
	c := open(t, name)
	db, err := postgres.OpenDSN(c.dsn, postgres.Limits{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	r, err := detect.Read(t.Context(), db, crm.Reference().Model)
	require.NoError(t, err)
	text := r.YAML(i18n.English)
	t.Log(text)
	c.mapping, err = crm.ParseMapping(text)
	require.NoError(t, err)
	c.kpis = catalog.Over(c.mapping.Model)
	c.engine = c.reporting("USD")
	first := map[string]float64{}
	for _, n := range r.Numbers {
		if n.Value != nil {
			first[n.Title.In(i18n.English)] = *n.Value
		}
	}
	return c, first
}

// available counts the KPIs that a company can ask for.
func (c company) available() int {
	n := 0
	for _, k := range catalog.Default().KPIs() {
		if c.engine.Available(k) == nil {
			n++
		}
	}
	return n
}

// Nobody touched the proposal, and the revenue is the published one: amounts come from the lines less their discount.
func TestNorthwindsRevenueIsRightAsProposed(t *testing.T) {
	c, first := proposed(t, "northwind")
	t.Logf("%d KPIs are available", c.available())
	r := c.ask("1996-01-01", "1999-01-01", query.Question{KPIs: []string{"revenue", "deals_won", "new_customers"}})
	require.InDelta(t, 1265793.04, *r.Values[0][0][0], 0.005)
	require.Equal(t, 830.0, *r.Values[1][0][0])
	require.Equal(t, 89.0, *r.Values[2][0][0])
	require.GreaterOrEqual(t, c.available(), 25)
	// select sum(unit_price * quantity * (1 - discount)), count(distinct order_id) from orders join order_details using (order_id) where order_date in 1997
	require.InDelta(t, 617085.20, first["Revenue, 1997"], 0.005)
	require.Equal(t, 408.0, first["Orders, 1997"])
	require.InDelta(t, 617085.20/408, first["Average order value, 1997"], 0.005)
	require.Equal(t, 91.0, first["Accounts"])
}

// Names written together and three schemas: orders are found, and are the deals; subtotals are in US dollars.
func TestAdventureWorksRevenueIsRightAsProposed(t *testing.T) {
	c, first := proposed(t, "adventureworks")
	t.Logf("%d KPIs are available", c.available())
	want := c.published("order_totals")[0]
	r := c.ask("2011-05-01", "2011-11-01", query.Question{KPIs: []string{"deals_won", "revenue"}})
	require.Equal(t, number(t, want[0]), *r.Values[0][0][0])
	require.InDelta(t, number(t, want[2]), *r.Values[1][0][0], 0.005)
	require.GreaterOrEqual(t, c.available(), 15)
	require.InDelta(t, number(t, want[2]), first["Revenue, 2011"], 0.005)
	require.Equal(t, number(t, want[0]), first["Orders, 2011"])
	require.InDelta(t, number(t, want[2])/number(t, want[0]), first["Average order value, 2011"], 0.005)
	require.Equal(t, 891.0, first["Accounts"]) // select count(distinct customerid) from sales.salesorderheader
}
