package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestRecordsBehindAKPI(t *testing.T) {
	answer := ask(t, "records", "--kpi", "deals_won", "--from", "2026-03-01", "--to", "2026-03-08", "--rows", "1000")
	ids := slices.Index(answer.Columns, "id")
	var got []any
	for _, row := range answer.Rows {
		got = append(got, row[ids])
	}
	var want []any
	for _, row := range selected(t, `select id::text from crm.deals where status = 'won' and closed_at >= '2026-03-01' and closed_at < '2026-03-08'`) {
		want = append(want, row[0])
	}
	require.NotEmpty(t, want)
	require.ElementsMatch(t, want, got)
}

func TestRecordsOfAnEntity(t *testing.T) {
	question := []string{"records", "--entity", "deals", "--from", "2026-03-01", "--to", "2026-03-08", "--timezone", "Europe/Berlin"}
	answer := ask(t, append(question, "--rows", "3")...)
	require.Len(t, answer.Rows, 3)
	require.Len(t, answer.Notices, 2)
	require.Contains(t, answer.Notices[0], "Only the first rows are shown")
	require.Contains(t, answer.Notices[1], "no row has a value: ")
	created, expected := slices.Index(answer.Columns, "created_at"), slices.Index(answer.Columns, "expected_close_on")
	at, err := time.Parse(time.RFC3339, answer.Rows[0][created].(string))
	require.NoError(t, err)
	_, offset := at.Zone()
	require.Equal(t, 3600, offset)
	_, err = time.Parse(time.DateOnly, answer.Rows[0][expected].(string))
	require.NoError(t, err)
	table := succeed(t, append(question, "--dsn", company(t), "--now", now)...).stdout
	require.Contains(t, table, at.Format("2006-01-02 15:04"))
}

func TestAgendaIsInOrder(t *testing.T) {
	answer := ask(t, "agenda", "--from", "now", "--to", "now+7d", "--rows", "10000")
	var times []string
	for _, row := range answer.Rows {
		times = append(times, row[0].(string))
	}
	require.True(t, slices.IsSorted(times))
	want := selected(t, `select (select count(*) from crm.activities where status = 'planned' and coalesce(starts_at, due_at) >= $1::timestamptz and coalesce(starts_at, due_at) < $1::timestamptz + interval '7 days')
		+ (select count(*) from crm.commitments where fulfilled_at is null and cancelled_at is null and due_at >= $1::timestamptz and due_at < $1::timestamptz + interval '7 days')`, now)
	require.Equal(t, want[0][0], float64(len(times)))
	require.NotEmpty(t, times)
}

func TestValuesOfADimension(t *testing.T) {
	answer := ask(t, "values", "--dimension", "region")
	require.Equal(t, []string{"value", "text"}, answer.Columns)
	equalRows(t, selected(t, `select distinct region, region from (select region from crm.accounts) as a where region is not null order by 1`), answer.Rows)
	found := ask(t, "values", "--dimension", "account", "--search", "gmbh", "--rows", "2")
	require.Len(t, found.Rows, 2)
	require.Contains(t, found.Rows[0][1], "GmbH")
}

func TestTimelineOfACustomer(t *testing.T) {
	busiest := selected(t, `select name from crm.accounts a where name in (select name from crm.accounts group by 1 having count(*) = 1)
		order by (select count(*) from crm.tickets t where t.account = a.id) desc, id limit 1`)[0][0].(string)
	question := []string{"timeline", "--account", busiest, "--from", "now-1y", "--to", "now", "--rows", "10000"}
	answer := ask(t, question...)
	require.Equal(t, []string{"time", "what", "event", "type", "subject", "person", "amount", "currency", "url"}, answer.Columns)
	count := func(what, event string) (n float64) {
		for _, row := range answer.Rows {
			if row[1] == what && row[2] == event {
				n++
			}
		}
		return n
	}
	want := selected(t, `select count(*) filter (where created_at >= $1::timestamptz - interval '1 year' and created_at < $1), count(*) filter (where solved_at >= $1::timestamptz - interval '1 year' and solved_at < $1)
		from crm.tickets where account = (select id from crm.accounts where name = $2)`, now, busiest)
	require.Equal(t, want[0], []any{count("ticket", "created"), count("ticket", "solved")})
	require.Positive(t, count("ticket", "solved"))
	russian := succeed(t, append(question, "--dsn", company(t), "--now", now, "--lang", "ru")...).stdout
	require.Contains(t, russian, "обращение")
	require.Contains(t, russian, "Сотрудник")

}

func TestAnnotationsOfThePast(t *testing.T) {
	question := []string{"annotations", "--from", "2026-01-01", "--to", "2026-03-01", "--rows", "10000"}
	answer := ask(t, append(question, "--events", "won_deals,campaigns", "--param", "threshold=50000")...)
	require.Equal(t, []string{"time", "timeEnd", "title", "text", "tags", "url", "id"}, answer.Columns)
	want := selected(t, strings.ReplaceAll(`select 'won_deals:' || d.id from crm.deals d where d.status = 'won' and d.closed_at >= '2026-01-01' and d.closed_at < '2026-03-01' and `+
		inDollars+` >= 50000 union all select 'campaigns:' || id from crm.campaigns where starts_on < '2026-03-01' and (ends_on >= '2026-01-01' or ends_on is null)`, "Europe/Berlin", "UTC"))
	var ids, wanted []any
	for _, row := range answer.Rows {
		ids = append(ids, row[6])
	}
	for _, row := range want {
		wanted = append(wanted, row[0])
	}
	require.NotEmpty(t, wanted)
	require.ElementsMatch(t, wanted, ids)
	table := succeed(t, append(question, "--dsn", company(t), "--now", now, "--lang", "ru")...).stdout
	require.Contains(t, table, "Эскалация обращения: ")
	r := command(t, append(question, "--dsn", company(t), "--events", "holidays")...)
	require.Contains(t, r.stderr, `no events "holidays" to annotate; the events are won_deals, campaigns, escalations, definitions`)
}
