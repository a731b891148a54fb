package plugin_test

import (
	"cmp"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/demo/demotest"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

// details are those of a health check that others read.
type details struct {
	State       string            `json:"state"`
	Message     string            `json:"verboseMessage"`
	Server      string            `json:"server"`
	KPIs        int               `json:"kpis"`
	Available   int               `json:"available"`
	Custom      int               `json:"custom"`
	Unavailable map[string]string `json:"unavailable"`
	Unreadable  map[string]string `json:"unreadable"`
	Entities    []struct {
		Entity, Problem string
		Rows, Usable    *float64
		Newest          *time.Time
	} `json:"entities"`
	Findings []struct {
		Kind, Severity, Entity, Field, Examples, Meaning string
		Count                                            float64
	} `json:"findings"`
}

func health(t *testing.T, d backend.CheckHealthHandler, want backend.HealthStatus, parts ...string) (found details) {
	t.Helper()
	result, err := d.CheckHealth(t.Context(), &backend.CheckHealthRequest{PluginContext: administrator})
	require.NoError(t, err)
	require.Equal(t, want, result.Status, result.Message)
	requireParts(t, result.Message, parts...)
	require.NoError(t, json.Unmarshal(result.JSONDetails, &found))
	return found
}

func TestHealthy(t *testing.T) {
	dsn := demotest.Empty().Shared(t)
	found := health(t, instance(t, settingsOf(t, dsn, nil)), backend.HealthStatusOk, "Connected to PostgreSQL", "KPIs are available.")
	require.Equal(t, len(catalog.Default().KPIs()), found.KPIs)
	require.Equal(t, found.KPIs, found.Available)
	require.Empty(t, found.Unavailable)
	require.NotEmpty(t, found.Server)
	require.Equal(t, "up", found.State)
	require.Empty(t, found.Findings)
}

// The rows of the demo company and its oddities, which are no reason to fail: deals closed before they were created and, years after
// its past has ended, targets without sales.
func TestHealthTellsWhatTheDataAreLike(t *testing.T) {
	dsn := company(t)
	found := health(t, instance(t, settingsOf(t, dsn, nil)), backend.HealthStatusOk, "KPIs are available.")
	require.Len(t, found.Entities, len(crm.Reference().Entities))
	for _, e := range found.Entities {
		require.Empty(t, e.Problem, e.Entity)
		if e.Entity == "deals" {
			require.Equal(t, number(t, dsn, "select count(*) from crm.deals"), *e.Rows)
			require.Greater(t, *e.Usable, 0.9)
			require.NotNil(t, e.Newest)
		}
	}
	require.NotEmpty(t, found.Findings)
	var kinds []string
	for _, f := range found.Findings {
		require.Equal(t, "warning", f.Severity)
		kinds = append(kinds, f.Kind+" "+f.Entity+"."+f.Field)
	}
	require.Contains(t, kinds, "negative_duration deals.closed_at")
	requireParts(t, found.Message, "rows: accounts ", "deals ", "% usable", "newest 2024-", "warning: deals.closed_at: rows have \"Closed\" before \"Created\" (")
}

func TestUnhealthyKeys(t *testing.T) {
	found := health(t, instance(t, settingsOf(t, company(t), changes{
		"mapping": strings.ReplaceAll(faulty, "u.nam}", "u.name}"),
	})), backend.HealthStatusError, "keys that must be unique are not", "users.id (1)", "deals.owner (1)", "setting mapping")
	require.Equal(t, "degraded", found.State)
	require.Equal(t, "duplicate_key", found.Findings[0].Kind)
	require.Equal(t, "error", found.Findings[0].Severity)
	require.Equal(t, 1.0, found.Findings[0].Count)
}

func TestPartOfACompanyIsHealthy(t *testing.T) {
	dsn := demotest.Empty().Shared(t)
	found := health(t, instance(t, settingsOf(t, dsn, changes{
		"mapping": "entities: {deals: {from: crm.deals, where: amount > 0, fields: {id: id, status: status, closed_at: closed_at}}}",
	})), backend.HealthStatusOk, "KPIs are available")
	require.Positive(t, found.Available)
	require.Contains(t, found.Unavailable["revenue"], "deals.amount is not mapped")
	require.NotContains(t, found.Unavailable, "deals_won")
	require.NotContains(t, found.Message, "revenue", "only who asks gets the list")
	require.Contains(t, found.Message, "KPIs are unavailable; the query type check lists them")
}

// A value that cannot be read fails the check with its field, its format and itself, what is wrong first.
func TestUnhealthyValues(t *testing.T) {
	found := health(t, instance(t, settingsOf(t, pgtest.DSN(t), changes{
		"mapping": `
entities:
  orders:
    from: "(values (1, '2.13.2025', 5.0), (2, '2.1.2025', 7)) as o(id, day, amount)"
    fields: {id: o.id, amount: o.amount, status: "'shipped'", ordered_at: {text: o.day, format: DD.MM.YYYY, zone: UTC}}
`})), backend.HealthStatusError, "orders.ordered_at cannot be read", `the value "2.13.2025" is not of the format DD.MM.YYYY`)
	require.Contains(t, found.Unreadable["orders.ordered_at"], "2.13.2025")
	require.Regexp(t, `^error: orders.ordered_at: the value`, found.Message)
	require.Contains(t, found.Unavailable["average_order_value"], "is not of the format DD.MM.YYYY")
}

func TestUnhealthy(t *testing.T) {
	whole, empty := demotest.Empty().Shared(t), pgtest.DSN(t)
	damaged := pgtest.Source{Name: "damaged", From: demotest.Empty(), Fill: func(db *sql.DB) error {
		_, err := db.Exec(`DROP TABLE crm.surveys CASCADE; ALTER TABLE crm.deals DROP COLUMN amount CASCADE`)
		return err
	}}.Copy(t)
	stranger := roleWithoutPrivileges(t, empty)
	nobody, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, nobody.Close())

	for name, test := range map[string]struct {
		dsn     string
		change  changes
		state   string // down unless set
		parts   []string
		details func(*testing.T, details)
	}{
		"wrong password": {dsn: whole, change: changes{"password": "wrong"}, parts: []string{"password", "connection settings"}},
		"wrong database": {dsn: whole, change: changes{"database": "nothing"}, parts: []string{"nothing", "database", "connection settings"}},
		"dead server":    {dsn: whole, change: changes{"port": nobody.Addr().(*net.TCPAddr).Port}, parts: []string{"cannot be reached", "host and port"}},
		"no TLS":         {dsn: whole, change: changes{"tlsMode": "require"}, parts: []string{"TLS", "disable"}},
		"empty database": {dsn: empty, parts: []string{"no tables of the reference schema crm", "crmkpi migrate", "setting mapping"}},
		"no privileges":  {dsn: whole, change: changes{"user": stranger, "password": stranger}, parts: []string{"permission denied", "0 of", "Grant"}},
		"damaged schema": {dsn: damaged, state: "degraded", parts: []string{"degraded", "deals.amount", "surveys", "cannot be read", "does not exist"}, details: func(t *testing.T, d details) {
			require.Len(t, d.Unreadable, 2)
			require.Contains(t, d.Unavailable["revenue"], "amount")
			require.Contains(t, d.Unavailable["csat"], "surveys")
			require.NotContains(t, d.Unavailable, "deals_won")
		}},
		"wrong SQL in the mapping": {dsn: whole, state: "degraded", change: changes{"mapping": "entities: {deals: {from: crm.deals, fields: {id: id, amount: amount +}}}"},
			parts: []string{"deals.amount", "syntax"}},
		"a text for a number in the mapping": {dsn: whole, state: "degraded", change: changes{"mapping": "entities: {deals: {from: crm.deals, fields: {id: id, amount: name}}}"},
			parts: []string{"deals.amount cannot be read", "its type is text, but numeric is needed"}},
		"writing in the mapping": {dsn: whole, change: changes{"mapping": "entities: {deals: {from: \"(with gone as (delete from crm.deals returning *) select * from gone) as d\", fields: {id: d.id}}}"},
			parts: []string{"deals", "cannot be read"}},
		"nothing mapped": {dsn: whole, change: changes{"mapping": "entities: {}"}, parts: []string{"no KPI is available", "setting mapping"}},
	} {
		t.Run(name, func(t *testing.T) {
			found := health(t, instance(t, settingsOf(t, test.dsn, test.change)), backend.HealthStatusError, test.parts...)
			require.Equal(t, cmp.Or(test.state, "down"), found.State)
			if test.details != nil {
				test.details(t, found)
			}
		})
	}
}

// roleWithoutPrivileges returns the name of a role, which is its password as well.
func roleWithoutPrivileges(t *testing.T, dsn string) string {
	t.Helper()
	admin := pgtest.Open(t, dsn)
	name := "crmkpi_stranger_" + strings.ToLower(rand.Text()[:8])
	exec := func(statement string) {
		_, err := admin.Exec(statement)
		require.NoError(t, err)
	}
	exec("CREATE ROLE " + name + " LOGIN PASSWORD '" + name + "'")
	t.Cleanup(func() { exec("DROP ROLE " + name) })
	return name
}

func TestDisposedInstance(t *testing.T) {
	d := instance(t, settingsOf(t, demotest.Empty().Shared(t), nil))
	health(t, d, backend.HealthStatusOk, "Connected")
	d.Dispose()
	health(t, d, backend.HealthStatusError, "settings of the data source have changed")
}
