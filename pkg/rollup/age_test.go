package rollup_test

import (
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	business "github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/rollup"
)

// agingPlan keeps sums that no trigger follows.
const agingPlan = `rollups:
- {entity: deals, time: closed_at, keys: [owner, closed_by, status, currency], values: [id, amount], converted: true, age: 1h}
`

// whole asks for whole days, of which nothing is read of rows where sums are read.
func (c *company) whole(t *testing.T, e *engine.Engine, v business.Viewer) *answer.Answer {
	t.Helper()
	month := func(m time.Month) time.Time { return time.Date(2026, m, 1, 0, 0, 0, 0, c.settings.Calendar.Location) }
	r := business.Request{Range: calendar.Range{From: month(1).AddDate(-1, 0, 0), To: month(3)}, Now: month(3).AddDate(0, 0, 17), Viewer: v}
	a, err := e.Ask(t.Context(), query.Question{KPIs: []string{"revenue", "win_rate"}, GroupBy: []string{"team"}, Grain: calendar.Month}, r)
	require.NoError(t, err)
	return a
}

// openView is a company whose deals are read from a view over a partitioned table and another one, by who owns none of them.
func openView(t *testing.T) (c *company, loader *postgres.DB) {
	dsn := filled.Copy(t)
	db, err := postgres.OpenDSN(dsn, postgres.Limits{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	c = &company{db: db, mapping: crm.Reference()}
	c.exec(t,
		`create table crm.sold (like crm.deals) partition by range (id)`,
		`create table crm.sold_first partition of crm.sold for values from (minvalue) to (500)`,
		`create table crm.sold_other partition of crm.sold default`,
		`insert into crm.sold select * from crm.deals`,
		`create view crm.sales as select d.* from crm.sold as d left join crm.accounts as a on a.id = d.account where d.id > 0`,
		`create role rollup_loader login password 'loader'`,
		`grant usage on schema crm to rollup_loader`,
		`grant select on all tables in schema crm to rollup_loader`,
		`do $$ begin execute format('grant create on database %I to rollup_loader', current_database()); end $$`,
	)
	t.Cleanup(func() { c.exec(t, `drop owned by rollup_loader cascade`, `drop role rollup_loader`) })
	source := c.mapping.Entities["deals"]
	source.From = "crm.sales"
	entities := map[string]crm.Source{}
	for name, s := range c.mapping.Entities {
		entities[name] = s
	}
	entities["deals"] = source
	c.mapping.Entities = entities
	c.in(t, "Europe/Berlin", "USD")

	at, err := url.Parse(dsn)
	require.NoError(t, err)
	at.User = url.UserPassword("rollup_loader", "loader")
	loader, err = postgres.OpenDSN(at.String(), postgres.Limits{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, loader.Close()) })
	return c, loader
}

// Sums that no trigger follows are those of their last refresh, which answers tell. They are read neither when they are older than they may be, nor by an
// alert rule, and whoever makes them need not own what they are of.
func TestSumsThatMayBeOld(t *testing.T) {
	c, loader := openView(t)
	p, err := rollup.Parse([]byte(strings.ReplaceAll(agingPlan, ", age: 1h", "")), c.context.Mapping)
	require.NoError(t, err)
	require.Equal(t, "rollup.no_plain_table", codeOf(t, rollup.Install(t.Context(), c.db, p, c.context, nil)))
	p, err = rollup.Parse([]byte(agingPlan), c.context.Mapping)
	require.NoError(t, err)
	require.NoError(t, rollup.Install(t.Context(), loader, p, c.context, []string{"public"}))

	var nobody business.Viewer
	rule := business.Viewer{Alerts: true}
	e := c.engine(t)
	of := func(v business.Viewer) *answer.Answer { return c.whole(t, e, v) }
	requireOld := func(a *answer.Answer, old bool) {
		t.Helper()
		require.Equal(t, old, readsSums(a.Result))
		told := slices.ContainsFunc(a.Result.Notices, func(n answer.Notice) bool { return strings.HasPrefix(n.Text.In(i18n.English), "As of 20") })
		require.Equal(t, old, told)
		require.Equal(t, old, a.AsOf.Year() != 2026 || a.AsOf.Month() != time.March, "the now of the question is in March")
	}
	first := of(rule)
	requireOld(first, false)
	requireOld(of(nobody), true)
	require.Equal(t, first.Result.Values, of(nobody).Result.Values)

	c.exec(t, `update crm.sold set amount = amount + 1000, currency = 'EUR' where status = 'won' and closed_at between '2026-02-02' and '2026-02-20'`)
	second := of(rule)
	requireOld(second, false)
	require.NotEqual(t, first.Result.Values, second.Result.Values)
	require.Contains(t, second.Result.Plan.String(), "an alert rule asks, and its sums may be old")
	require.Equal(t, first.Result.Values, of(nobody).Result.Values, "as they were refreshed")
	require.Contains(t, of(nobody).Result.Plan.String(), "closed_by, currency, owner, status that may be 1h0m0s old")

	require.NoError(t, rollup.Refresh(t.Context(), loader, c.context))
	c.requireExact(t)
	requireOld(of(nobody), true)
	require.Equal(t, second.Result.Values, of(nobody).Result.Values)

	c.exec(t, `update crmkpi_rollup.kept set refreshed_at = now() - interval '61 minutes'`, `update crm.sold set amount = amount + 1 where status = 'won'`)
	third := of(nobody)
	requireOld(third, false)
	require.Equal(t, of(rule).Result.Values, third.Result.Values)
	states, err := rollup.States(t.Context(), c.db, c.context)
	require.NoError(t, err)
	require.Len(t, states, 1)
	require.True(t, states[0].Old && states[0].Noted && states[0].Built)

	require.NoError(t, rollup.Rebuild(t.Context(), loader, c.context))
	requireOld(of(nobody), true)
	c.exec(t, `alter table crm.sold enable row level security`)
	require.Equal(t, "rollup.row_security", codeOf(t, rollup.Refresh(t.Context(), loader, c.context)), "a table below the view hides rows by now")
}

// A history that is made of a log of changes, in which each row ends the one before it, can be kept as well.
func TestHistoriesThatMayBeOld(t *testing.T) {
	c := openHistory(t)
	source := c.mapping.Entities["deal_history"]
	source.From = `(select v.*, least(v.until, lead(v.since) over (partition by v.offer order by v.since, v.ctid)) as ended from crm.versions as v) as v`
	source.Fields["valid_to"] = "v.ended"
	c.mapping.Entities["deal_history"] = source
	c.in(t, "Europe/Berlin", "USD")
	w := historyWriter{stateWriter{rand.New(rand.NewPCG(7, 4)), moments(c.settings.Calendar.Location)}}
	c.fillHistory(t, w, 60)
	p, err := rollup.Parse([]byte(historyPlan), c.context.Mapping)
	require.NoError(t, err)
	require.Equal(t, "rollup.not_one_table", codeOf(t, rollup.Install(t.Context(), c.db, p, c.context, nil)))
	for i := range p.Rollups {
		p.Rollups[i].Age = "2h"
	}
	require.NoError(t, rollup.Install(t.Context(), c.db, p, c.context, nil))
	question := query.Question{KPIs: []string{"open_deals", "pipeline_value"}, GroupBy: []string{"rep"}, Grain: calendar.Month}
	march := time.Date(2026, 3, 1, 0, 0, 0, 0, c.settings.Calendar.Location)
	ask := func(v business.Viewer) *answer.Answer {
		a, err := c.engine(t).Ask(t.Context(), question, business.Request{Range: calendar.Range{From: march.AddDate(0, -5, 0), To: march}, Now: march.AddDate(0, 0, 5), Viewer: v})
		require.NoError(t, err)
		return a
	}
	for range 8 {
		sums, rows := ask(business.Viewer{}), ask(business.Viewer{Alerts: true})
		require.True(t, readsSums(sums.Result))
		require.False(t, readsSums(rows.Result))
		require.Equal(t, rows.Result.Groups, sums.Result.Groups)
		require.Equal(t, rows.Result.Values, sums.Result.Values)
		c.writeSome(t, 12, w.statement)
		require.NoError(t, rollup.Refresh(t.Context(), c.db, c.context))
		c.requireExact(t)
	}
}

func TestAgesThatAreNone(t *testing.T) {
	c := open(t)
	for _, age := range []string{"soon", "30s", "-1h", "0"} {
		_, err := rollup.Parse([]byte(strings.ReplaceAll(agingPlan, "1h", age)), c.context.Mapping)
		require.Equal(t, "rollup.age", codeOf(t, err), age)
	}
	p, err := rollup.Parse([]byte(agingPlan+"- {entity: deals, time: created_at, keys: [source], values: [id]}\n"), c.context.Mapping)
	require.NoError(t, err)
	require.Equal(t, "rollup.ages", codeOf(t, rollup.Install(t.Context(), c.db, p, c.context, nil)))
}
