package probe_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/probe"
	"github.com/crmkpi/crm-datasource/pkg/quality"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

var noon = time.Date(2026, 3, 18, 12, 0, 0, 0, time.UTC)

// check is one of a database under a mapping at noon.
func check(t *testing.T, db *postgres.DB, text string) probe.Check {
	t.Helper()
	m, err := crm.ParseMapping(text)
	require.NoError(t, err)
	business := plan.Settings{Calendar: calendar.Calendar{Location: time.UTC, WeekStart: time.Monday}, ReportingCurrency: "USD"}
	return probe.Check{DB: db, Catalog: catalog.Default(), Business: business, Mapping: m, Now: noon}
}

// inspected looks at the rows and what is wrong with them.
func inspected(t *testing.T, db *postgres.DB, text string) (map[string]probe.Health, []quality.Finding) {
	t.Helper()
	found, err := check(t, db, text).Run(t.Context(), query.Findings)
	require.NoError(t, err)
	health := map[string]probe.Health{}
	for _, h := range found.Entities {
		health[h.Entity] = h
	}
	var findings []quality.Finding
	for _, f := range found.Findings {
		if f.Err == nil {
			findings = append(findings, f.Finding)
		}
	}
	return health, findings
}

func examples(values ...string) []quality.Example {
	var all []quality.Example
	for _, v := range values {
		all = append(all, quality.Example{Value: &v})
	}
	return all
}

func TestInspect(t *testing.T) {
	dsn := pgtest.DSN(t)
	_, err := pgtest.Open(t, dsn).Exec(`
		create table rep (id int, name text, team int, quota boolean);
		create table unit (id int, parent int);
		create table sale (id int, rep int, state text, kind text, total text, currency text, made timestamptz, closed timestamptz);
		create table rate (currency text, day date, rate numeric);
		create table goal (metric text, scope text, who text, starts date, ends date, value varchar(9), tag text);
		insert into unit values (10, null), (11, 10), (12, null), (13, null);
		insert into rep values (1, 'A', 11, true), (2, 'B', 12, true), (3, 'C', 11, false), (4, 'D', 13, true);
		insert into rate values ('EUR', '2026-01-01', 1.1);
		insert into sale values
			(1, 1, 'won', 'new', '100', 'USD', '2026-01-01', '2026-01-10'),
			(2, 2, 'won', 'new', '100', 'EUR', '2026-01-01', '2026-01-11'),
			(3, 3, 'won', 'gift', '1 000', 'EUR', '2025-11-01', '2025-12-31'),
			(4, 1, 'won', null, null, 'CHF', '2026-02-01', '2026-02-03'),
			(5, 1, 'won', null, '7', 'CHF', '2026-02-01', '2026-02-02'),
			(6, 1, 'won', null, '7', 'USD', '2026-02-05', '2026-02-04'),
			(7, 77, 'OPEN', 'new', '7', 'USD', '2026-02-05', null),
			(8, 78, 'OPEN', 'new', '7', 'USD', '2026-02-05', null),
			(9, 78, null, 'new', '7', 'USD', '2026-02-05', '2999-01-01'),
			(10, 4, 'won', 'new', '7', 'USD', '2024-01-01', '2024-02-01');
		insert into goal values
			('revenue', 'user', '1', '2026-01-01', '2026-02-01', '90', null), ('revenue', 'user', '4', '2026-01-01', '2026-02-01', '90', null),
			('revenue', 'user', '2', '2024-01-01', '2024-02-01', '90', 'of long ago'), ('win_rate', 'user', '2', '2026-01-01', '2026-02-01', '1', null),
			('revenue', 'team', '10', '2026-01-01', '2026-02-01', '90', null), ('revenue', 'team', '13', '2026-01-01', '2026-02-01', '90', null),
			('revenue', 'squad', '13', '2026-01-01', '2026-02-01', '90', null);`)
	require.NoError(t, err)
	db := open(t, dsn)
	const mapping = `
entities:
  users: {from: rep, fields: {id: id, name: name, team: team, is_quota_carrying: quota}}
  teams: {from: unit, fields: {id: id, parent: parent}}
  deals: {from: sale as s, fields: {id: s.id, owner: s.rep, status: s.state, type: s.kind, amount: s.total, currency: s.currency, created_at: s.made, closed_at: s.closed}}
  currency_rates: {from: rate, fields: {currency: currency, valid_on: day, rate: rate}}
  targets: {from: goal, fields: {metric: metric, scope: scope, scope_id: who, period_start: starts, period_end: ends, value: value}}
`
	health, findings := inspected(t, db, mapping)
	require.Equal(t, []quality.Finding{
		{Kind: sqlgen.OrphanKey, Entity: "deals", Field: "owner", Other: "users", Count: 3, Examples: examples("78", "77")},
		{Kind: sqlgen.UnmappedWord, Entity: "deals", Field: "type", Count: 1, Examples: examples("gift")},
		{Kind: sqlgen.UnmappedWord, Entity: "deals", Field: "status", Count: 3, Examples: append(examples("OPEN"), quality.Example{})},
		{Kind: sqlgen.Missing, Entity: "deals", Field: "amount", Count: 1, Examples: examples("4")},
		{Kind: sqlgen.Negative, Entity: "deals", Field: "closed_at", Other: "created_at", Count: 1, Examples: examples("6")},
		{Kind: sqlgen.UnknownRate, Entity: "deals", Field: "currency", Other: "closed_at", Count: 3, Examples: []quality.Example{
			{Value: new("CHF"), Day: "2026-02-02"}, {Value: new("EUR"), Day: "2025-12-31"}}},
		{Kind: sqlgen.TextNumber, Entity: "deals", Field: "amount", Count: 9, Examples: examples("7", "100", "1 000")},
		{Kind: sqlgen.NeverOccurs, Entity: "deals", Field: "type", Count: 3, Examples: examples("cross_sell", "renewal", "upsell")},
		{Kind: sqlgen.NeverOccurs, Entity: "deals", Field: "status", Count: 2, Examples: examples("lost", "open")},
		{Kind: sqlgen.UnmappedWord, Entity: "targets", Field: "scope", Count: 1, Examples: examples("squad")},
		{Kind: sqlgen.TextNumber, Entity: "targets", Field: "value", Count: 7, Examples: examples("90", "1")},
		{Kind: quality.SalesWithoutTarget, Entity: "deals", Field: "rep", Other: "targets", Count: 1, Examples: examples("2")},
		{Kind: quality.TargetWithoutSales, Entity: "targets", Field: "scope_id", Other: "rep", Count: 1, Examples: examples("4")},
		{Kind: quality.SalesWithoutTarget, Entity: "deals", Field: "rep.team", Other: "targets", Count: 1, Examples: examples("12")},
		{Kind: quality.TargetWithoutSales, Entity: "targets", Field: "scope_id", Other: "rep.team", Count: 1, Examples: examples("13")},
	}, findings)
	deals := health["deals"]
	require.Equal(t, []float64{10, 3}, []float64{deals.Rows, deals.Usable})
	require.Equal(t, "2026-02-05", deals.Newest.UTC().Format(time.DateOnly), "what is yet to come has not changed")
	require.Nil(t, health["users"].Newest)
	require.Equal(t, 4.0, health["users"].Usable)
}

func TestInspectNamesSomeOfMany(t *testing.T) {
	db := open(t, pgtest.DSN(t))
	_, findings := inspected(t, db, `
entities:
  users: {from: "(select 0 as id) as u", fields: {id: u.id}}
  deals: {from: "generate_series(1, 9) as n", fields: {id: n, owner: n, status: "'won'"}}
`)
	require.Equal(t, []quality.Finding{
		{Kind: sqlgen.OrphanKey, Entity: "deals", Field: "owner", Other: "users", Count: 9, Examples: examples("1", "2", "3", "4", "5"), More: true},
		{Kind: sqlgen.NeverOccurs, Entity: "deals", Field: "status", Count: 2, Examples: examples("lost", "open")},
	}, findings)
}

// Targets that nobody broke down to reps are not missing for each rep; where there are none at all, they are.
func TestSellersWithoutAnyTarget(t *testing.T) {
	db := open(t, pgtest.DSN(t))
	sellers := func(targets string) []quality.Finding {
		_, findings := inspected(t, db, `
entities:
  deals: {from: "generate_series(1, 2) as n", fields: {id: n, owner: n, status: "'won'", closed_at: "timestamptz '2026-01-05'"}}
  targets:
    from: "(select date '2026-01-01' as starts, date '2026-02-01' as ends) as t"
    where: `+targets+`
    fields: {metric: "'revenue'", scope: "'company'", scope_id: "null::text", period_start: t.starts, period_end: t.ends, value: "1"}
`)
		return slices.DeleteFunc(findings, func(f quality.Finding) bool { return f.Kind == sqlgen.NeverOccurs })
	}
	require.Empty(t, sellers("true"))
	require.Equal(t, []quality.Finding{
		{Kind: quality.SalesWithoutTarget, Entity: "deals", Field: "rep", Other: "targets", Count: 2, Examples: examples("1", "2")},
	}, sellers("false"))
}

func TestInspectSaysWhatCannotBeLookedAt(t *testing.T) {
	db := open(t, pgtest.DSN(t))
	health, findings := inspected(t, db, `
entities:
  users: {from: "(select 'a' as id) as u", fields: {id: u.id}}
  deals: {from: "generate_series(1, 9) as n", fields: {id: n, owner: n}}
`)
	require.Empty(t, findings)
	require.ErrorContains(t, health["deals"].Err, "operator does not exist")
	require.Equal(t, 1.0, health["users"].Rows)

	health, _ = inspected(t, db, `
entities:
  deals: {from: "generate_series(1, 2) as n", fields: {id: n, owner: n, status: "'won'", closed_at: "'5 May'::text"}}
  targets: {from: "generate_series(1, 2) as n", fields: {metric: "'revenue'", scope: "'user'", scope_id: n, period_start: now()::date, period_end: now()::date, value: n}}
`)
	require.Equal(t, 2.0, health["targets"].Rows)
	require.ErrorContains(t, health["targets"].Err, "operator does not exist")
}

// Numbers that are none are found whatever type the company keeps them in.
func TestNumbersThatAreNone(t *testing.T) {
	dsn := pgtest.DSN(t)
	_, err := pgtest.Open(t, dsn).Exec(`
		create table sale (id int, total numeric, chance real, at timestamptz);
		insert into sale values (1, 5, 0.5, '2026-02-01'), (2, 'NaN', 0.5, '2026-02-01'), (3, null, null, '2026-02-01'),
			(4, 7, '-infinity', '2026-02-01'), (5, 'NaN', 'infinity', '2026-02-01')`)
	require.NoError(t, err)
	_, findings := inspected(t, open(t, dsn), `entities: {deals: {from: sale s, fields: {id: s.id, amount: s.total, probability: s.chance, created_at: s.at}}}`)
	require.Equal(t, []quality.Finding{
		{Kind: sqlgen.NoNumber, Entity: "deals", Field: "amount", Count: 2, Examples: examples("2", "5")},
		{Kind: sqlgen.NoNumber, Entity: "deals", Field: "probability", Count: 2, Examples: examples("4", "5")},
	}, findings)
}
