package probe_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/probe"
)

// What a company has added is checked as the model's own: what cannot be read, rows that repeat, keys that lead nowhere.
func TestCheckOfOwnWords(t *testing.T) {
	dsn := pgtest.DSN(t)
	_, err := pgtest.Open(t, dsn).ExecContext(t.Context(), `
		create table deal (id int, amount numeric, state text, at timestamptz, line text);
		create table campaign (id int, name text); insert into campaign values (1, 'Spring');
		create table ad (id int, campaign int, clicks text, day date); insert into ad values (7, 1, '5', '2026-03-01'), (7, 2, '6', '2026-03-02')`)
	require.NoError(t, err)
	c := check(t, open(t, dsn), `
entities:
  deals:
    from: deal as d
    fields: {id: d.id, amount: d.amount, status: d.state, closed_at: d.at}
    extra: {line: {text: d.line}, gone: {text: d.gone}}
  campaigns: {from: campaign, fields: {id: id, name: name}}
  adverts:
    from: ad as a
    fields: {id: {key: a.id}, campaign: {to: campaigns, key: a.campaign}, clicks: {number: a.clicks}, day: {date: a.day}}
dimensions:
  wrong: {entity: deals, flag: line > 5}
  right: {entity: deals, flag: amount > 5}
`)
	found, err := probe.Read(t.Context(), c.DB, c.Mapping)
	require.NoError(t, err)
	require.ElementsMatch(t, []string{"deals.gone", "adverts.clicks", "deals.wrong"}, found.Names())
	require.ErrorContains(t, found.Faults["deals.gone"], "d.gone does not exist")
	require.ErrorContains(t, found.Faults["adverts.clicks"], "numeric")
	require.ErrorContains(t, found.Mapping.Available("deals", "wrong"), "deals.wrong")
	require.NoError(t, found.Mapping.Available("deals", "right"))
	repeated, err := probe.Multiplies(t.Context(), c.DB, found.Mapping)
	require.NoError(t, err)
	require.NotEmpty(t, repeated)
	health, findings := inspected(t, c.DB, `
entities:
  campaigns: {from: campaign, fields: {id: id, name: name}}
  adverts: {from: ad as a, fields: {campaign: {to: campaigns, key: a.campaign}, day: {date: a.day}}}`)
	require.Contains(t, health, "adverts")
	require.Len(t, findings, 1, "a key that leads nowhere: %v", findings)
	require.Equal(t, "campaign", findings[0].Field)
}
