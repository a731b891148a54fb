package probe_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/probe"
	"github.com/crmkpi/crm-datasource/pkg/quality"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// What makes numbers mean something else than they seem to is found: percents for probabilities, values that are missing, words that
// never occur, a history of a few deals only, stages that are gone.
func TestFindingsOfMeaning(t *testing.T) {
	_, findings := inspected(t, open(t, pgtest.DSN(t)), `
entities:
  stages: {from: "(values ('a', 0.2), ('b', 20)) as s(id, p)", fields: {id: s.id, probability: s.p, kind: "'open'"}}
  deals:
    from: "(values (1, 'won', 'a', 5.0, 80, timestamptz '2026-01-02Z'), (2, 'won', 'z', null, null, '2026-01-03Z'), (3, 'open', null, 7, 0.5, null)) as d(id, state, stage, amount, p, made)"
    fields: {id: d.id, status: d.state, stage: d.stage, amount: d.amount, probability: d.p, created_at: d.made, closed_at: "case d.state when 'won' then d.made + interval '1 day' end"}
  deal_history:
    from: "(values (3, timestamptz '2026-01-02Z'), (3, '2026-01-03Z')) as h(deal, at)"
    fields: {deal: h.deal, valid_from: h.at, valid_to: "h.at + interval '1 day'", status: "'open'", amount: "1"}
`)
	only := func(kinds ...sqlgen.FlawKind) []quality.Finding {
		return slices.DeleteFunc(slices.Clone(findings), func(f quality.Finding) bool { return !slices.Contains(kinds, f.Kind) })
	}
	require.Equal(t, []quality.Finding{
		{Kind: sqlgen.Improbable, Entity: "deals", Field: "probability", Count: 1, Examples: examples("80")},
		{Kind: sqlgen.Improbable, Entity: "stages", Field: "probability", Count: 1, Examples: examples("20")},
	}, only(sqlgen.Improbable))
	require.Equal(t, []quality.Finding{
		{Kind: sqlgen.Missing, Entity: "deals", Field: "amount", Count: 1, Examples: examples("2")},
		{Kind: sqlgen.Missing, Entity: "deals", Field: "created_at", Count: 1, Examples: examples("3")},
	}, only(sqlgen.Missing))
	require.Equal(t, []quality.Finding{{Kind: sqlgen.OrphanKey, Entity: "deals", Field: "stage", Other: "stages", Count: 1, Examples: examples("z")}}, only(sqlgen.OrphanKey))
	require.Equal(t, []quality.Finding{{Kind: quality.ShortHistory, Entity: "deal_history", Field: "deal", Other: "deals", Count: 2, Examples: examples("1", "2")}},
		only(quality.ShortHistory))
	require.Contains(t, only(sqlgen.NeverOccurs), quality.Finding{Kind: sqlgen.NeverOccurs, Entity: "deals", Field: "status", Count: 1, Examples: examples("lost")})
}

// A KPI is available when its own statement has run: a function that refuses a value, or a type that cannot be compared, is none that
// planning alone finds.
func TestKPIsAreRun(t *testing.T) {
	dsn := pgtest.DSN(t)
	_, err := pgtest.Open(t, dsn).Exec(`
		create table task (no int, state text, at timestamptz);
		insert into task values (1, 'done', '2026-01-02Z'), (2, 'planned', '2026-01-03Z');
		create type phase as enum ('new', 'won');
		create domain tally as int check (value < 2);
		create function tallied(no int) returns boolean language sql as 'select no::tally > 0';`)
	require.NoError(t, err)
	c := check(t, open(t, dsn), `
entities:
  activities: {from: task as t, fields: {id: t.no, status: t.state, completed_at: t.at, created_at: t.at, type: "'call'", is_automated: tallied(t.no)}}
`)
	found, err := c.Run(t.Context(), query.KPIs, query.Findings)
	require.NoError(t, err)
	require.Empty(t, found.Skipped)
	require.Equal(t, []string{"activities.is_automated"}, found.Names())
	require.ErrorContains(t, found.Faults["activities.is_automated"], "value for domain tally violates check constraint")
	for _, k := range found.KPIs {
		if k.ID == "activities_done" {
			require.Empty(t, k.Unavailable, "which does without")
		}
	}

	// All that the KPI needs can be read, but it compares what this type cannot be compared with.
	c = check(t, open(t, dsn), `
entities:
  deals: {from: "(values (1, 5.0, 'won'::phase, timestamptz '2026-01-02Z')) as d(id, amount, state, at)", fields: {id: d.id, amount: d.amount, status: d.state, created_at: d.at, closed_at: d.at}}
`)
	found, err = c.Run(t.Context(), query.KPIs, query.Findings)
	require.NoError(t, err)
	for _, k := range found.KPIs {
		if f := failing(found, k.ID); f != nil {
			require.Contains(t, k.Unavailable.In(i18n.Russian), f.Err.Error(), "what the list says")
			require.True(t, f.Wrong())
			require.Contains(t, f.Meaning(c.Mapping.Model).In(i18n.Russian), "PostgreSQL отвергает сам запрос: ")
		}
	}
}

// failing is the finding of a KPI that fails; nil where there is none.
func failing(found *probe.Result, kpi string) *probe.Finding {
	for _, f := range found.Findings {
		if f.Fails() && slices.ContainsFunc(f.Examples, func(x quality.Example) bool { return *x.Value == kpi }) {
			return &f
		}
	}
	return nil
}

// Rows that take too long keep the KPIs over them from being run, and no others; which, is said.
func TestSlowRowsAreLeftOut(t *testing.T) {
	c := check(t, open(t, pgtest.DSN(t)), `
entities:
  leads: {from: "(select 1 as id, pg_sleep(30) as asleep) as slow", fields: {id: slow.id, created_at: "case when slow.asleep::text = '' then timestamptz '2026-01-01Z' end", status: "'new'"}}
  orders: {from: "(values (1, 5.0, timestamptz '2026-01-02Z')) as o(id, amount, at)", fields: {id: o.id, amount: o.amount, ordered_at: o.at, status: "'placed'", account: o.id}}
`)
	found, err := c.Run(t.Context(), query.KPIs)
	require.NoError(t, err)
	require.Len(t, found.Skipped, 1)
	require.Contains(t, found.Skipped[0].In(i18n.English), "KPIs were only planned by PostgreSQL, not run, which takes too long (")
	require.Contains(t, found.Skipped[0].In(i18n.English), "new_leads")
	require.NotContains(t, found.Skipped[0].In(i18n.English), "average_order_value")
	require.Equal(t, found.Skipped[0], found.Notices()[0].Text)
	available := map[string]bool{}
	for _, k := range found.KPIs {
		available[k.ID] = k.Available()
	}
	require.True(t, available["new_leads"], "nothing speaks against it")
	require.True(t, available["average_order_value"])
}
