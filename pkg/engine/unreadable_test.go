package engine_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// What is mapped but cannot be read is as good as not mapped, and says why.
func TestUnreadablePartsOfAMapping(t *testing.T) {
	m, err := crm.ParseMapping(`entities:
  deals:
    from: (values (1, 'open', 40, timestamptz '2026-03-01', null::timestamptz), (2, 'won', 2, '2026-03-02', '2026-03-05')) as d(id, state, total, at, done)
    fields: {account: "7", id: d.id, status: d.state, amount: d.total, created_at: d.at, closed_at: d.done, owner: d.nobody}
  deal_history:
    from: versions as v
    fields: {deal: v.deal, valid_from: v.since, valid_to: v.until, status: v.state, amount: v.total}
  accounts: {from: (values (7)) as a(id), fields: {id: a.id, name: a.title}}
`)
	require.NoError(t, err)
	e := over(t, pgtest.DSN(t), m)
	r := ask(t, e, query.Question{KPIs: []string{"open_deals", "revenue"}, Grain: calendar.None}, thisMarch(t))
	require.Equal(t, 1.0, *r.Values[0][0][0])
	require.Equal(t, 2.0, *r.Values[1][0][0])
	said := noticesOf(&answer.Answer{Result: r}, i18n.English)
	require.Contains(t, said[0], `Open deals: deal_history cannot be read, so it is computed from deals: PostgreSQL: relation "versions" does not exist`)
	require.Contains(t, noticesOf(&answer.Answer{Result: r}, i18n.Russian)[0], "deal_history не читается, поэтому показатель вычислен по deals: PostgreSQL: ")

	r = ask(t, e, query.Question{KPIs: []string{"revenue"}, GroupBy: []string{"account"}, Grain: calendar.None}, thisMarch(t))
	require.Equal(t, []string{"7"}, r.Groups[0].Labels)
	require.Contains(t, noticesOf(&answer.Answer{Result: r}, i18n.English)[0], "Account: keys are shown, since accounts.name cannot be read: PostgreSQL: column a.title does not exist")
	require.Contains(t, noticesOf(&answer.Answer{Result: r}, i18n.Russian)[0], "показаны ключи, потому что accounts.name не читается: PostgreSQL: ")

	_, err = e.Ask(context.Background(), query.Question{KPIs: []string{"revenue"}, GroupBy: []string{"rep"}}, thisMarch(t))
	require.ErrorContains(t, err, "rep")
	_, err = e.Ask(context.Background(), query.Question{KPIs: []string{"slipped_deals"}}, thisMarch(t))
	require.ErrorContains(t, err, `relation "versions" does not exist`)
}

// Infinite times are never or always: no durations, no cells, no faults.
func TestInfiniteTimes(t *testing.T) {
	e := over(t, handMade(t, `insert into crm.tickets (id, subject, status, created_at, solved_at) values
		(1, 'Once', 'solved', '2026-03-01', '2026-03-02'), (2, 'Always', 'solved', '-infinity', '2026-03-03'), (3, 'Never', 'open', '2026-03-04', 'infinity')`), crm.Reference())
	r := ask(t, e, query.Question{KPIs: []string{"resolution_time", "open_tickets", "tickets_solved", "longest_wait"}, Grain: calendar.None}, thisMarch(t))
	require.Equal(t, 24.0, *r.Values[0][0][0])
	require.Equal(t, 1.0, *r.Values[1][0][0])
	require.Equal(t, 2.0, *r.Values[2][0][0])
	table, err := take.Table(e.Ask(context.Background(), query.Question{Type: query.Records, KPIs: []string{"tickets_solved"}}, thisMarch(t)))
	require.NoError(t, err)
	for _, row := range table.Rows {
		if row[table.Column("subject")] == "Always" {
			require.Nil(t, row[table.Column("created_at")])
		} else {
			require.IsType(t, time.Time{}, row[table.Column("created_at")])
		}
	}
	require.Contains(t, noticesOf(&answer.Answer{Tables: []*answer.Table{table}}, i18n.English), "1 time is infinite: it is empty.")
}
