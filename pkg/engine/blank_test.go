package engine_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// blankKeys are rows of a company that keeps keys as texts and writes blanks where there is no value: in keys that name others, in texts
// and, of two people and two deals, in ids.
const blankKeys = `
create table person (id text, name text, team text);
insert into person values ('u1', 'Ann', 't1'), ('u2', E' \n', 't2'), ('', 'Nobody', 't1'), (E'\t', 'Nobody either', 't2');
create table team (id text, name text);
insert into team values ('t1', 'North'), ('t2', 'South');
create table deal (id text, owner text, lead text, source text, status text, amount numeric, created timestamptz, closed timestamptz);
insert into deal values
	('d1', 'u1', 'l1', 'web', 'won', 1, '2026-02-01Z', '2026-03-02Z'), ('d2', 'u2', null, '', 'won', 2, '2026-02-01Z', '2026-03-03Z'),
	('d3', '', '', null, 'won', 4, '2026-02-01Z', '2026-03-04Z'), ('d4', E' \t', E'\n', E' \r\n', 'won', 8, '2026-02-01Z', '2026-03-05Z'),
	('', null, null, 'web', 'won', 16, '2026-02-01Z', '2026-03-06Z'), (' ', 'u1', null, 'fair', 'open', 32, '2026-02-01Z', null);
create table version (deal text, owner text, status text, amount numeric, since timestamptz, until timestamptz);
insert into version values ('d1', 'u1', 'open', 1, '2026-02-01Z', '2026-03-02Z'), ('', 'u2', 'open', 64, '2026-02-01Z', null);
create table touch (lead text, deal text, campaign text, at timestamptz);
insert into touch values ('l1', null, 'c1', '2026-02-02Z'), ('', '', 'c2', '2026-02-02Z'), (' ', null, '', '2026-02-02Z');
create table campaign (id text, name text);
insert into campaign values ('c1', 'Fair'), ('c2', 'Radio');
create table visit (id int, at timestamptz, lead text);
insert into visit values (1, '2026-03-02Z', 'l1'), (2, '2026-03-02Z', ''), (3, '2026-03-02Z', ' '), (4, '2026-03-02Z', null);
create table ticket (id text, agent text, account text, at timestamptz);
insert into ticket values ('k1', 'u1', 'a', '2026-03-02Z'), ('k2', '', '', '2026-03-02Z'), ('k3', null, ' ', '2026-03-02Z');
create table mention (id int, at timestamptz, sentiment text);
insert into mention values (1, '2026-03-02Z', 'positive'), (2, '2026-03-02Z', ''), (3, '2026-03-02Z', null);`

const blankMapping = `entities:
  users: {from: person as p, fields: {id: p.id, name: p.name, team: p.team}}
  teams: {from: team as t, fields: {id: t.id, name: t.name}}
  deals:
    from: deal as d
    fields: {id: d.id, owner: d.owner, lead: d.lead, account: "null::text", source: d.source, status: d.status, amount: d.amount, currency: "null::text", created_at: d.created, closed_at: d.closed}
  deal_history:
    from: version as v
    fields: {deal: v.deal, owner: v.owner, status: v.status, amount: v.amount, valid_from: v.since, valid_to: v.until}
  touches: {from: touch as t, fields: {lead: t.lead, deal: t.deal, campaign: t.campaign, channel: "null::text", occurred_at: t.at}}
  campaigns: {from: campaign as c, fields: {id: c.id, name: c.name}}
  web_sessions: {from: visit as v, fields: {id: v.id, started_at: v.at, lead: v.lead}}
  tickets: {from: ticket as t, fields: {id: t.id, agent: t.agent, account: t.account, created_at: t.at, solved_at: "null::timestamptz"}}
  social_mentions: {from: mention as m, fields: {id: m.id, published_at: m.at, sentiment: m.sentiment, is_own_brand: "true"}}
`

// A blank key names nobody and a blank text says nothing, as null does, wherever they are looked at.
func TestBlanksAreNoValues(t *testing.T) {
	dsn := pgtest.DSN(t)
	_, err := pgtest.Open(t, dsn).Exec(blankKeys)
	require.NoError(t, err)
	m, err := crm.ParseMapping(blankMapping)
	require.NoError(t, err)
	e := over(t, dsn, m)
	of := func(kpi, by string, filters ...query.Filter) map[string]float64 {
		q := query.Question{KPIs: []string{kpi}, Grain: calendar.None, Filters: filters}
		if by != "" {
			q.GroupBy = []string{by}
		}
		r := ask(t, e, q, thisMarch(t))
		found := map[string]float64{}
		for g, group := range r.Groups {
			label := strings.Join(group.Labels, "")
			require.NotContains(t, found, label, "no two groups have one label")
			if v := r.Values[0][g][0]; v != nil {
				found[label] = *v
			}
		}
		return found
	}
	is := func(dimension string, values ...string) query.Filter {
		return query.Filter{Dimension: dimension, Operator: query.In, Values: values}
	}

	require.Equal(t, map[string]float64{"": 31}, of("revenue", ""), "rows of a blank id count as they are")
	require.Equal(t, map[string]float64{"web": 17, "(none)": 14}, of("revenue", "source"))
	require.Equal(t, map[string]float64{"Ann": 1, "u2": 2, "(none)": 28}, of("revenue", "rep"), "a blank name is none, and the key is shown")
	require.Equal(t, map[string]float64{"North": 1, "South": 2, "(none)": 28}, of("revenue", "team"), "a blank key leads nowhere, not to a row of a blank id")

	for _, test := range []struct {
		filter query.Filter
		want   float64
	}{
		{is("source", "(none)"), 14}, {is("source", "web", "(none)"), 31}, {is("source", "web"), 17}, {is("source", ""), 0}, {is("source", " \r\n"), 0},
		{is("rep", "(none)"), 28}, {is("rep", "u2"), 2}, {is("rep", ""), 0}, {is("team", "(none)"), 28}, {is("team", "North"), 1},
		{query.Filter{Dimension: "source", Operator: query.NotIn, Values: []string{"web"}}, 14},
		{query.Filter{Dimension: "source", Operator: query.NotIn, Values: []string{""}}, 31},
		{query.Filter{Dimension: "source", Operator: query.IsNotNone}, 17}, {query.Filter{Dimension: "rep", Operator: query.IsNone}, 28},
		{query.Filter{Dimension: "source", Operator: query.Contains, Values: []string{" "}}, 0},
		{query.Filter{Dimension: "source", Operator: query.Matches, Values: []string{`^\s*$`}}, 0},
		{query.Filter{Dimension: "source", Operator: query.NotContains, Values: []string{"e"}}, 14},
	} {
		require.Equal(t, map[string]float64{"": test.want}, of("revenue", "", test.filter), test.filter)
	}

	// d1 is in the history, which says that it was won on the 2nd; the others were open until they were won, and the one of a blank id that is
	// open still is. The version that names no deal counts nowhere.
	open := query.Question{KPIs: []string{"open_deals", "pipeline_value"}, Grain: calendar.None}
	r := ask(t, e, open, asOf(t, "03-01", "02-01", "03-01"))
	require.Equal(t, []any{6.0}, shown(r, "open_deals", 0))
	require.Equal(t, []any{63.0}, shown(r, "pipeline_value", 0))

	require.Equal(t, map[string]float64{"Fair": 1}, of("attributed_revenue", "campaign", is("campaign", "Fair")))
	require.Equal(t, map[string]float64{"": 1}, of("attributed_revenue", ""), "touches of no lead are nobody's")
	require.Equal(t, map[string]float64{"": 0.25}, of("session_to_lead_rate", ""))
	require.Equal(t, map[string]float64{"": 2}, of("unassigned_tickets", ""))
	require.Equal(t, map[string]float64{"": 1}, of("net_sentiment", ""), "what is not scored does not count")

	everyone := query.Question{KPIs: []string{"deals_won"}, GroupBy: []string{"rep"}, Groups: query.AllGroups, Grain: calendar.None}
	labels, _ := figuresOf(ask(t, e, everyone, thisMarch(t)))
	require.Equal(t, single("Ann", "u2", "(none)"), labels, "whom nobody can refer to is no member")
	top := query.Question{KPIs: []string{"revenue"}, GroupBy: []string{"source"}, Grain: calendar.None, Limit: &query.Limit{Top: 1, By: "revenue", Rest: true}}
	require.Equal(t, map[string]float64{"web": 17, answer.Rest: 14}, byLabel(ask(t, e, top, thisMarch(t)), 0))

	values, err := e.Ask(t.Context(), query.Question{Type: query.Values, Dimension: "source"}, thisMarch(t))
	require.NoError(t, err)
	require.Equal(t, [][]any{{"fair", "fair"}, {"web", "web"}}, values.Table().Rows)
	unknown, err := e.Ask(t.Context(), query.Question{Type: query.KPI, KPIs: []string{"revenue"}, Filters: []query.Filter{is("source", "")}}, thisMarch(t))
	require.NoError(t, err)
	require.Contains(t, strings.Join(noticesOf(unknown, "en"), "\n"), "Source", "no row has a blank value")
}

// What is compared with values, or joined, is read as it is stored, so that indexes serve.
func TestIndexesServeTextsThatMayBeBlank(t *testing.T) {
	dsn := pgtest.DSN(t)
	db := pgtest.Open(t, dsn)
	_, err := db.Exec(`
		create table deal (id text primary key, lead text, source text, status text, amount numeric, closed timestamptz);
		insert into deal select 'd' || i, 'l' || i, 's' || i % 5000, 'won', 1, timestamptz '2026-01-01Z' + i * interval '1 minute' from generate_series(1, 100000) as i;
		create table touch (lead text, deal text, campaign text, channel text, at timestamptz);
		insert into touch select 'l' || i, 'd' || i, 'c', 'x', timestamptz '2025-01-01Z' from generate_series(1, 100000) as i;
		create index on deal (source); create index on deal (closed); create index touch_lead on touch (lead); create index touch_deal on touch (deal);
		analyze`)
	require.NoError(t, err)
	m, err := crm.ParseMapping(`entities:
  deals: {from: deal as d, fields: {id: d.id, owner: "null::text", account: "null::text", lead: d.lead, source: d.source, status: d.status, amount: d.amount, currency: "null::text", closed_at: d.closed}}
  touches: {from: touch as t, fields: {lead: t.lead, deal: t.deal, campaign: t.campaign, channel: t.channel, occurred_at: t.at}}`)
	require.NoError(t, err)
	e := over(t, dsn, m)
	for kpi, indexes := range map[string][]string{"revenue": {"deal_source_idx"}, "attributed_revenue": {"touch_lead", "touch_deal"}} {
		q := query.Question{KPIs: []string{kpi}, Grain: calendar.None}
		if kpi == "revenue" {
			q.Filters = []query.Filter{{Dimension: "source", Operator: query.In, Values: []string{"s7"}}}
		}
		day := asOf(t, "03-20", "03-01", "03-02")
		if kpi == "revenue" {
			day.Range.From = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		}
		s := ask(t, e, q, day).Statements[0]
		rows, err := db.Query("explain "+s.SQL, s.Args...)
		require.NoError(t, err)
		var plan strings.Builder
		for rows.Next() {
			var line string
			require.NoError(t, rows.Scan(&line))
			plan.WriteString(line + "\n")
		}
		require.NoError(t, rows.Err())
		for _, index := range indexes {
			require.Contains(t, plan.String(), index)
		}
	}
}

// An amount without a currency is in the reporting currency, and its row has none to be grouped by, however it lacks it.
func TestBlankCurrenciesAreOneGroup(t *testing.T) {
	dsn := pgtest.DSN(t)
	_, err := pgtest.Open(t, dsn).Exec(`create table deal (id int, amount numeric, currency text, closed timestamptz);
		insert into deal values (1, 1, null, '2026-03-02Z'), (2, 2, '', '2026-03-02Z'), (3, 4, E' \t', '2026-03-02Z'), (4, 8, 'USD', '2026-03-02Z')`)
	require.NoError(t, err)
	m, err := crm.ParseMapping(`entities:
  deals: {from: deal as d, fields: {id: d.id, status: "'won'", amount: d.amount, currency: d.currency, closed_at: d.closed}}`)
	require.NoError(t, err)
	a := ask(t, over(t, dsn, m), query.Question{KPIs: []string{"revenue"}, GroupBy: []string{"currency"}, Grain: calendar.None}, thisMarch(t))
	require.Len(t, a.Groups, 2)
	require.Equal(t, []string{"USD"}, a.Groups[0].Labels)
	require.InDelta(t, 8, *a.Values[0][0][0], 0)
	require.Equal(t, []string{query.None}, a.Groups[1].Labels)
	require.InDelta(t, 7, *a.Values[0][1][0], 0)
}
