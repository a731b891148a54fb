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

// proposed returns a company under what detection proposes for it, as it is.
func proposed(t testing.TB, name string) company {
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
	c.engine = c.reporting("USD")
	return c
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
	c := proposed(t, "northwind")
	t.Logf("%d KPIs are available", c.available())
	r := c.ask("1996-01-01", "1999-01-01", query.Question{KPIs: []string{"revenue", "deals_won", "new_customers"}})
	require.InDelta(t, 1265793.04, *r.Values[0][0][0], 0.005)
	require.Equal(t, 830.0, *r.Values[1][0][0])
	require.Equal(t, 89.0, *r.Values[2][0][0])
	require.GreaterOrEqual(t, c.available(), 25)
}

// Names written together and three schemas: orders are found, and are the deals; subtotals are in US dollars.
func TestAdventureWorksRevenueIsRightAsProposed(t *testing.T) {
	c := proposed(t, "adventureworks")
	t.Logf("%d KPIs are available", c.available())
	want := c.published("order_totals")[0]
	r := c.ask("2011-05-01", "2011-11-01", query.Question{KPIs: []string{"deals_won", "revenue"}})
	require.Equal(t, number(t, want[0]), *r.Values[0][0][0])
	require.InDelta(t, number(t, want[2]), *r.Values[1][0][0], 0.005)
	require.GreaterOrEqual(t, c.available(), 15)
}
