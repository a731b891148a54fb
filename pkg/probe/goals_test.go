package probe_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/quality"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Targets that nothing can be set against are found, a company's own KPIs taken into account, and a return of 900 % is none of them.
func TestTargetsThatNobodyCanMeet(t *testing.T) {
	dsn := pgtest.DSN(t)
	_, err := pgtest.Open(t, dsn).Exec(`
		create table aim (what text, how_much text);
		insert into aim values ('sla_met_rate', '95'), ('sla_met_rate', '0.95'), ('csat', '0.8'), ('nps', '45'), ('roi', '9'), ('first_reply', '60'),
			('first_reply', '70'), ('late_share', '12'), ('revenue', '1000'), ('first_response_time.target', '1'), (null, '3'), ('csat', null)`)
	require.NoError(t, err)
	c := check(t, open(t, dsn), "entities: {targets: {from: aim, fields: {metric: what, value: how_much}}}")
	c.Catalog, err = catalog.Default().With("kpis", "kpis: {late_share: {title: Late, description: Late., derived: 1 - sla_met_rate, unit: percent, better: lower, horizon: past}}")
	require.NoError(t, err)
	found, err := c.Run(t.Context(), query.Findings)
	require.NoError(t, err)
	kinds := map[string]quality.Finding{}
	for _, f := range found.Findings {
		kinds[string(f.Kind)] = f.Finding
	}
	require.Equal(t, quality.Finding{Kind: quality.UnknownMetric, Entity: "targets", Field: "metric", Count: 3, Examples: examples("first_reply", "first_response_time.target")},
		kinds["unknown_metric"], "a target is set for a KPI, not for its target")
	require.Equal(t, quality.Finding{Kind: quality.PercentForShare, Entity: "targets", Field: "value", Count: 2, Examples: examples("late_share", "sla_met_rate")}, kinds["percent_for_share"])
}

// Targets and budgets that nobody filled in are found, the targets by what they are for, in both languages.
func TestTargetsAndBudgetsWithoutAValue(t *testing.T) {
	dsn := pgtest.DSN(t)
	_, err := pgtest.Open(t, dsn).Exec(`
		create table aim (what text, how_much numeric); insert into aim values ('csat', 0.8), ('revenue', null), ('revenue', null), ('nps', null);
		create table campaign (id int, budget numeric); insert into campaign values (7, 100), (8, null)`)
	require.NoError(t, err)
	c := check(t, open(t, dsn), `entities: {targets: {from: aim, fields: {metric: what, value: how_much}}, campaigns: {from: campaign, fields: {id: id, budget: budget}}}`)
	found, err := c.Run(t.Context(), query.Findings)
	require.NoError(t, err)
	var missing []quality.Finding
	var said []string
	for _, f := range found.Findings {
		if f.Kind == sqlgen.Missing {
			missing = append(missing, f.Finding)
			said = append(said, f.Meaning(c.Mapping.Model).In(i18n.Russian))
		}
	}
	require.Equal(t, []quality.Finding{
		{Kind: sqlgen.Missing, Entity: "campaigns", Field: "budget", Count: 1, Examples: examples("8")},
		{Kind: sqlgen.Missing, Entity: "targets", Field: "value", Count: 3, Examples: examples("revenue", "nps")},
	}, missing)
	require.Contains(t, said[0], "у кампаний нет бюджета")
	require.Contains(t, said[1], "у планов нет значения")
}

// A target without a period is found by what it is for: its days are missing, infinite or in the wrong order. Who has no other has none.
func TestTargetsWithoutAPeriod(t *testing.T) {
	dsn := pgtest.DSN(t)
	_, err := pgtest.Open(t, dsn).Exec(`
		create table aim (what text, who text, starts date, ends date);
		insert into aim values ('revenue', 'Ann', '2026-01-01', '2026-02-01'), ('revenue', 'Bob', '2026-01-01', 'infinity'), ('revenue', 'Cem', '-infinity', '2026-02-01'),
			('nps', 'Ann', '2026-02-01', null), ('nps', 'Ann', null, '2026-02-01'), ('csat', 'Ann', '2026-02-01', '2026-02-01');
		create table sale (id int, by text, at timestamptz);
		insert into sale values (1, 'Ann', '2026-01-05'), (2, 'Bob', '2026-01-05')`)
	require.NoError(t, err)
	c := check(t, open(t, dsn), `entities:
  targets: {from: aim, fields: {metric: what, scope: "'user'", scope_id: who, period_start: starts, period_end: ends, value: 1}}
  users: {from: "(values ('Ann'), ('Bob')) as u(id)", fields: {id: u.id}}
  deals: {from: sale, fields: {id: id, owner: by, status: "'won'", closed_at: at}}`)
	found, err := c.Run(t.Context(), query.Findings)
	require.NoError(t, err)
	kinds := map[sqlgen.FlawKind]quality.Finding{}
	for _, f := range found.Findings {
		kinds[f.Kind] = f.Finding
	}
	require.Equal(t, quality.Finding{Kind: sqlgen.Periodless, Entity: "targets", Field: "period_start", Other: "period_end", Count: 5, Examples: examples("nps", "revenue", "csat")}, kinds[sqlgen.Periodless])
	require.Equal(t, examples("Bob"), kinds[quality.SalesWithoutTarget].Examples)
}
