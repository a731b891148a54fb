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
