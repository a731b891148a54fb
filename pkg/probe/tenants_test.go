package probe_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/probe"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// A preset whose tables several tenants share adds all of them together: that is said until one is chosen, or all on purpose.
func TestSeveralTenants(t *testing.T) {
	p, err := crm.ParsePreset("desk", []byte(`
title: {en: Desk, ru: Desk}
versions: "1"
schema: public
tables: [sale, team]
available: {en: Deals, ru: Сделки}
limits: {en: None, ru: Нет}
entities:
  teams: {from: "{schema}.team as t", tenant: t.firm, fields: {id: t.no}}
  deals: {from: "{schema}.sale as s", tenant: s.firm, fields: {id: s.no, status: "'won'", amount: s.total, closed_at: s.at}}
`))
	require.NoError(t, err)
	before := crm.Presets
	crm.Presets = func() []*crm.Preset { return []*crm.Preset{p} }
	t.Cleanup(func() { crm.Presets = before })
	dsn := pgtest.DSN(t)
	admin := pgtest.Open(t, dsn)
	_, err = admin.Exec(`create table sale (no int, firm uuid, total numeric, at timestamptz); create table team (no int, firm int);
		insert into team values (1, 7);
		insert into sale select n, md5((n % 9)::text)::uuid, 1, '2026-01-15Z' from generate_series(1, 100) as n`)
	require.NoError(t, err)
	db := open(t, dsn)
	setup := crm.Setup{Presets: []crm.Choice{{ID: "desk"}}}
	look := func(tenant crm.Tenant) *probe.Result {
		setup.Tenant = tenant
		c := check(t, db, "entities: {}")
		c.Mapping, err = setup.Mapping(nil)
		require.NoError(t, err)
		found, err := c.Run(t.Context(), query.Findings)
		require.NoError(t, err)
		return found
	}
	notices := func(tenant crm.Tenant) []i18n.Text {
		setup.Tenant = tenant
		c := check(t, db, "entities: {}")
		m, err := setup.Mapping(nil)
		require.NoError(t, err)
		var texts []i18n.Text
		for range 2 { // the second time it is known
			texts = nil
			a, err := engine.New(c.Catalog, m, c.Business, db).Ask(t.Context(), query.Question{Version: query.CurrentVersion, Type: query.KPI, KPIs: []string{"revenue"}, Grain: "none"}, plan.Request{Now: noon, Range: calendar.Range{From: noon.AddDate(0, -3, 0), To: noon}})
			require.NoError(t, err)
			for _, n := range a.Result.Notices {
				texts = append(texts, n.Text)
			}
		}
		return texts
	}
	found := look(crm.Tenant{})
	at := -1
	for i, f := range found.Findings {
		if f.Kind == probe.SeveralTenants {
			at = i
		}
	}
	require.GreaterOrEqual(t, at, 0)
	f := found.Findings[at]
	require.Equal(t, []any{"deals", "s.firm", 5.0, 5, true}, []any{f.Entity, f.Other, f.Count, len(f.Examples), f.More})
	require.Contains(t, f.Meaning(found.Mapping.Model).In(i18n.Russian), "складываются строки нескольких арендаторов")
	require.Contains(t, notices(crm.Tenant{})[0].In(i18n.English), "The rows of several tenants are added together (")

	for _, tenant := range []crm.Tenant{{All: true}, {Value: "c81e728d-9d4c-2f63-6f06-7f89cc14862c", Shared: []string{"teams"}}} {
		for _, f := range look(tenant).Findings {
			require.NotEqual(t, probe.SeveralTenants, f.Kind)
		}
		require.Empty(t, notices(tenant))
	}
	_, err = admin.Exec(`update sale set firm = md5('1')::uuid`)
	require.NoError(t, err)
	require.Empty(t, notices(crm.Tenant{}), "there is only one")

	setup.Tenant = crm.Tenant{All: true, Value: "7"}
	require.ErrorContains(t, setup.Check(), `both the tenant "7" and all of them are given`)
	setup.Tenant = crm.Tenant{All: true}
	setup.Own = "entities: {users: {from: rep as r, tenant: r.firm, fields: {id: r.no}}}"
	require.NoError(t, setup.Check(), "all of a mapping's own, too")
}
