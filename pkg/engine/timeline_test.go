package engine_test

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/demo/demotest"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// theStory is the timeline of account $1 from $2 to $3, written by hand.
const theStory = `
select at, what, event from (
	select account, ordered_at as at, 'order' as what, 'placed' as event from crm.orders
	union all select account, created_at, 'deal', 'created' from crm.deals
	union all select account, closed_at, 'deal', status from crm.deals where status <> 'open'
	union all select account, created_at, 'ticket', 'created' from crm.tickets
	union all select account, solved_at, 'ticket', 'solved' from crm.tickets
	union all select t.account, v.occurred_at, 'message', case v.kind when 'public_reply' then 'public reply' else 'internal note' end
		from crm.ticket_events v join crm.tickets t on t.id = v.ticket where v.kind in ('public_reply', 'internal_note')
	union all select account, completed_at, 'activity', 'done' from crm.activities where status = 'done'
	union all select account, coalesce(starts_at, due_at), 'activity', 'planned' from crm.activities where status = 'planned'
	union all select account, responded_at, 'survey', 'answered' from crm.surveys
	union all select account, received_at, 'feedback', 'received' from crm.feedback
	union all select account, sent_at, 'quote', 'sent' from crm.quotes
	union all select account, paid_at, 'payment', 'received' from crm.payments
) as story
where account = $1 and at >= $2 and at < $3
order by 1 desc`

func accountIs(names ...string) []query.Filter {
	return []query.Filter{{Dimension: "account", Operator: query.In, Values: names}}
}

// told renders rows as "time what event", in a language.
func told(table *answer.Table, language i18n.Language) []string {
	lines := []string{}
	for _, row := range table.Rows {
		lines = append(lines, fmt.Sprint(row[0].(time.Time).UTC().Format(time.RFC3339Nano), " ", row[1].(i18n.Text).In(language), " ", row[2].(i18n.Text).In(language)))
	}
	return lines
}

func TestTimelineIsTheWholeStoryOfOneCustomer(t *testing.T) {
	e := company(t)
	db := pgtest.Open(t, companyDSN(t))
	zone := berlin(t).Location
	r := plan.Request{Now: thisYear(t).Now, Range: calendar.Range{From: time.Date(2025, 3, 18, 5, 30, 0, 0, zone), To: time.Date(2026, 4, 1, 0, 0, 0, 0, zone)}}
	rows, err := db.Query(`select id, name from crm.accounts where name in (select name from crm.accounts group by 1 having count(*) = 1)
		order by (select count(*) from crm.tickets t where t.account = accounts.id and t.created_at >= $1)
			+ 5 * (select count(*) from crm.orders o where o.account = accounts.id and o.ordered_at >= $1) desc, id limit 3`, r.Range.From)
	require.NoError(t, err)
	names := map[int64]string{}
	for rows.Next() {
		var id int64
		var name string
		require.NoError(t, rows.Scan(&id, &name))
		names[id] = name
	}
	require.NoError(t, rows.Err())
	kinds := map[string]bool{}
	for id, name := range names {
		var want []string
		rows, err := db.Query(theStory, id, r.Range.From, r.Range.To)
		require.NoError(t, err)
		for rows.Next() {
			var at time.Time
			var what, event string
			require.NoError(t, rows.Scan(&at, &what, &event))
			want = append(want, fmt.Sprint(at.UTC().Format(time.RFC3339Nano), " ", what, " ", event))
			kinds[what+" "+event] = true
		}
		require.NoError(t, rows.Err())
		require.Greater(t, len(want), 10)
		for _, value := range []string{name, query.Qualified(name, fmt.Sprint(id))} {
			got, err := take.Table(e.Ask(context.Background(), take.Of(query.Timeline, query.Question{Filters: accountIs(value), Rows: plan.DefaultMaxListed}), r))
			require.NoError(t, err)
			require.True(t, slices.IsSortedFunc(got.Rows, func(a, b []any) int { return b[0].(time.Time).Compare(a[0].(time.Time)) }))
			require.ElementsMatch(t, want, told(got, i18n.English))
			require.Empty(t, got.Notices)
		}
	}
	t.Log(kinds)
	require.GreaterOrEqual(t, len(kinds), 12, "the customers have something of nearly everything")
}

// small is two customers of one name, with one of everything each.
func small(t testing.TB) string {
	return pgtest.Source{Name: "two customers called Acme", From: demotest.Empty(), Fill: func(db *sql.DB) error {
		_, err := db.Exec(`
			insert into crm.teams (id, name) values (1, 'North');
			insert into crm.users (id, name, team) values (1, 'Anna', 1), (2, 'Boris', 1);
			insert into crm.campaigns (id, name, channel, starts_on, ends_on) values
				(1, 'Over before', 'email', '2026-01-01', '2026-02-28'), (2, 'Ends on the first day', 'email', '2026-01-01', '2026-03-01'),
				(3, 'Starts on the last day', 'search', '2026-03-31', '2026-05-01'), (4, 'Later', 'search', '2026-04-01', '2026-04-02'),
				(5, 'Open-ended', 'social', '2026-03-10', null), (6, 'Never begins', 'social', null, null), (7, 'Around the change of clocks', 'events', '2026-03-29', '2026-03-29');
			insert into crm.accounts (id, name, region, created_at) values
				(7, 'Acme', 'EMEA', '2025-01-01'), (8, 'Acme', 'APAC', '2025-01-01'), (9, $$O'Hara "& Sons" $1; --$$, null, '2025-01-01');
			insert into crm.pipelines (id, name) values (1, 'P');
			insert into crm.currency_rates (currency, valid_on, rate) values ('EUR', '2026-01-01', 1.10), ('EUR', '2026-03-12', 1.25);
			insert into crm.deals (id, name, account, owner, closed_by, pipeline, type, status, amount, currency, created_at, closed_at, url) values
				(1, 'Servers', 7, 1, 2, 1, 'new', 'won', 1000, 'EUR', '2026-03-02 08:00Z', '2026-03-11 23:30Z', 'https://crm/1'),
				(2, 'Licences', 8, 2, null, 1, 'renewal', 'lost', 500, null, '2026-03-03 08:00Z', '2026-03-20 12:00Z', null),
				(3, null, 9, null, null, 1, 'new', 'won', null, 'EUR', '2026-01-01 08:00Z', '2026-03-15 12:00Z', null),
				(4, 'Cheap', 9, 1, null, 1, 'new', 'won', 1100, 'USD', '2026-01-01 08:00Z', '2026-03-16 12:00Z', null);
			insert into crm.orders (id, account, deal, owner, status, ordered_at, amount, currency) values (1, 7, 1, 1, 'shipped', '2026-03-12 09:00Z', 990, 'EUR'), (2, 7, null, null, 'placed', '2026-03-12 09:00Z', 10, null);
			insert into crm.payments (id, account, "order", amount, currency, paid_at) values (1, 7, 1, 990, 'EUR', '2026-03-25 09:00Z');
			insert into crm.quotes (id, deal, account, owner, status, amount, currency, sent_at) values (1, 1, 7, 1, 'accepted', 1000, 'EUR', '2026-03-04 09:00Z'), (2, 1, 7, 1, 'draft', 1, 'EUR', null);
			insert into crm.tickets (id, subject, account, agent, priority, kind, status, created_at, solved_at, escalated_at, url) values
				(1, 'Noise', 7, 2, 'high', 'incident', 'solved', '2026-03-13 09:00Z', '2026-03-14 09:00Z', '2026-03-13 12:00Z', 'https://crm/t1'),
				(2, 'Heat', 8, 2, 'low', 'incident', 'open', '2026-03-13 09:00Z', null, '2026-03-14 12:00Z', null);
			insert into crm.ticket_events (ticket, kind, actor, actor_user, occurred_at, summary) values
				(1, 'created', 'customer', null, '2026-03-13 09:00Z', 'it is loud'), (1, 'public_reply', 'agent', 2, '2026-03-13 10:00Z', 'Turn it off'),
				(1, 'internal_note', 'agent', 2, '2026-03-13 10:05Z', null), (2, 'public_reply', 'agent', 2, '2026-03-13 10:00Z', 'Open a window');
			insert into crm.activities (id, type, subject, owner, account, status, created_at, starts_at, due_at, completed_at) values
				(1, 'call', 'Ask', 1, 7, 'done', '2026-03-01', '2026-03-05 09:00Z', null, '2026-03-05 09:20Z'),
				(2, 'meeting', 'Talk', 1, 7, 'planned', '2026-03-01', '2026-03-30 09:00Z', '2026-03-31 09:00Z', null),
				(3, 'task', 'Write', 1, 7, 'planned', '2026-03-01', null, '2026-03-29 09:00Z', null), (4, 'task', 'No', 1, 7, 'cancelled', '2026-03-01', '2026-03-29 09:00Z', null, null);
			insert into crm.surveys (id, kind, ticket, account, agent, sent_at, responded_at, score, comment) values (1, 'csat', 1, 7, 2, '2026-03-14', '2026-03-15 09:00Z', 5, null), (2, 'nps', null, 7, null, '2026-03-14', null, null, null);
			insert into crm.feedback (id, kind, account, ticket, category, received_at) values (1, 'complaint', 7, 1, null, '2026-03-13 11:00Z')`)
		return err
	}}.Copy(t)
}

// march is asked about in Berlin, where the clocks change on the 29th.
func march(t testing.TB) plan.Request {
	zone := berlin(t).Location
	return plan.Request{Range: calendar.Range{From: time.Date(2026, 3, 1, 0, 0, 0, 0, zone), To: time.Date(2026, 4, 1, 0, 0, 0, 0, zone)}, Now: time.Date(2026, 3, 28, 12, 0, 0, 0, zone)}
}

func TestTimelineTellsEverythingOfItsRows(t *testing.T) {
	table, err := take.Table(over(t, small(t), crm.Reference()).Ask(context.Background(), take.Of(query.Timeline, query.Question{Filters: accountIs("Acme #7")}), march(t)))
	require.NoError(t, err)
	require.Empty(t, table.Notices)
	var got []string
	for _, row := range table.Rows {
		cells := []string{row[0].(time.Time).UTC().Format("02 15:04")}
		for _, cell := range row[1:] {
			if text, ok := cell.(i18n.Text); ok {
				cell = text.In(i18n.Russian)
			}
			cells = append(cells, fmt.Sprint(cell))
		}
		got = append(got, strings.Join(cells, "|"))
	}
	require.Equal(t, []string{
		"30 09:00|активность|запланирована|meeting|Talk|Anna|<nil>|<nil>|<nil>",
		"29 09:00|активность|запланирована|task|Write|Anna|<nil>|<nil>|<nil>",
		"25 09:00|платёж|получен|<nil>|Servers|Anna|990|EUR|https://crm/1",
		"15 09:00|опрос|получен ответ|csat|Noise|Boris|<nil>|<nil>|https://crm/t1",
		"14 09:00|обращение|решено|incident|Noise|Boris|<nil>|<nil>|https://crm/t1",
		"13 11:00|отзыв|получен|complaint|Noise|Boris|<nil>|<nil>|https://crm/t1",
		"13 10:05|сообщение|внутренняя заметка|agent|Noise|Boris|<nil>|<nil>|https://crm/t1",
		"13 10:00|сообщение|ответ|agent|Turn it off|Boris|<nil>|<nil>|https://crm/t1",
		"13 09:00|обращение|создано|incident|Noise|Boris|<nil>|<nil>|https://crm/t1",
		"12 09:00|заказ|оформлен|placed|2|<nil>|10|<nil>|<nil>",
		"12 09:00|заказ|оформлен|shipped|Servers|Anna|990|EUR|https://crm/1",
		"11 23:30|сделка|выиграна|new|Servers|Boris|1000|EUR|https://crm/1",
		"05 09:20|активность|выполнена|call|Ask|Anna|<nil>|<nil>|<nil>",
		"04 09:00|предложение|отправлено|accepted|Servers|Anna|1000|EUR|https://crm/1",
		"02 08:00|сделка|создана|new|Servers|Anna|1000|EUR|https://crm/1",
	}, got)
}

func TestTimelineNeedsExactlyOneCustomer(t *testing.T) {
	e := over(t, small(t), crm.Reference())
	for want, filters := range map[string][]query.Filter{
		"no filter says which; add a filter on account":     nil,
		"the filter on account (contains) may keep":         {{Dimension: "account", Operator: query.Contains, Values: []string{"Acme"}}},
		"the filter on account (not_in) may keep":           {{Dimension: "account", Operator: query.NotEquals, Values: []string{"Acme"}}},
		"the filter on account names 2":                     accountIs("Acme #7", "Acme #8"),
		"asks for rows without one":                         {{Dimension: "account", Operator: query.IsNone}},
		`"Acme"; filter account by one of Acme #7, Acme #8`: accountIs("Acme"),
		`there is no dimension "colour"`:                    append(accountIs("Acme #7"), query.Filter{Dimension: "colour", Operator: query.In, Values: []string{"red"}}),
		"there is nothing to list":                          append(accountIs("Acme #7"), query.Filter{Dimension: "sentiment", Operator: query.IsNone}),
	} {
		_, err := take.Table(e.Ask(context.Background(), take.Of(query.Timeline, query.Question{Filters: filters}), march(t)))
		var invalid *fault.Error
		require.ErrorAs(t, err, &invalid, want)
		require.ErrorContains(t, err, want)
		t.Log(err)
	}
	table, err := take.Table(e.Ask(context.Background(), take.Of(query.Timeline, query.Question{Filters: accountIs("Acmee")}), march(t)))
	require.NoError(t, err)
	require.Empty(t, table.Rows)
	require.Equal(t, "Клиента «Acmee» нет.", table.Notices[0].Text.In(i18n.Russian))

	odd, err := take.Table(e.Ask(context.Background(), take.Of(query.Timeline, query.Question{Filters: accountIs(`O'Hara "& Sons" $1; --`)}), march(t)))
	require.NoError(t, err)
	require.Len(t, odd.Rows, 2, "a name is a value, never SQL")
	for _, injection := range []string{`' or true --`, `Acme #7' or '1'='1`, `%`, `_cme`, `Acme #`, `acme #7`, ``} {
		table, err := take.Table(e.Ask(context.Background(), take.Of(query.Timeline, query.Question{Filters: accountIs(injection)}), march(t)))
		require.NoError(t, err)
		require.Empty(t, table.Rows, injection)
	}
}

func TestTimelineKeepsToItsLimitAndFilters(t *testing.T) {
	e := over(t, small(t), crm.Reference())
	full, err := take.Table(e.Ask(context.Background(), take.Of(query.Timeline, query.Question{Filters: accountIs("Acme #7")}), march(t)))
	require.NoError(t, err)
	cut, err := take.Table(e.Ask(context.Background(), take.Of(query.Timeline, query.Question{Filters: accountIs("Acme #7"), Rows: 4}), march(t)))
	require.NoError(t, err)
	require.Equal(t, full.Rows[:4], cut.Rows)
	require.Len(t, cut.Notices, 1)
	require.True(t, cut.Notices[0].Warning)
	exact, err := take.Table(e.Ask(context.Background(), take.Of(query.Timeline, query.Question{Filters: accountIs("Acme #7"), Rows: len(full.Rows)}), march(t)))
	require.NoError(t, err)
	require.Empty(t, exact.Notices)

	priority := append(accountIs("Acme #7"), query.Filter{Dimension: "priority", Operator: query.Equals, Values: []string{"high"}})
	some, err := take.Table(e.Ask(context.Background(), take.Of(query.Timeline, query.Question{Filters: priority}), march(t)))
	require.NoError(t, err)
	require.Len(t, some.Rows, 4+2, "tickets, surveys and feedback have a priority, and the two messages of a ticket have its")
	require.Len(t, some.Notices, 1)
	require.Equal(t, "Left out because they cannot be filtered by priority: orders, deals, quotes, payments.", some.Notices[0].Text.In(i18n.English))
	require.Contains(t, some.Notices[0].Text.In(i18n.Russian), "«Приоритет»: Заказы (orders), Сделки (deals)")

	elsewhere := append(accountIs("Acme #7"), query.Filter{Dimension: "region", Operator: query.Equals, Values: []string{"APAC"}})
	none, err := take.Table(e.Ask(context.Background(), take.Of(query.Timeline, query.Question{Filters: elsewhere}), march(t)))
	require.NoError(t, err)
	require.Empty(t, none.Rows)
}

func TestTimelineLeavesOutWhatIsNotMapped(t *testing.T) {
	m := crm.Reference()
	for _, entity := range []string{"orders", "payments", "surveys"} {
		delete(m.Entities, entity)
	}
	m.Entities["tickets"] = crm.Source{From: "crm.tickets", Fields: map[string]string{"id": "id", "account": "account", "created_at": "created_at"}}
	m.Entities["users"] = crm.Source{From: "crm.users", Fields: map[string]string{"name": "name"}} // names, but no key to find them by
	table, err := take.Table(over(t, small(t), m).Ask(context.Background(), take.Of(query.Timeline, query.Question{Filters: accountIs("Acme #7")}), march(t)))
	require.NoError(t, err)
	require.Len(t, table.Notices, 1)
	require.Equal(t, "Left out because not mapped: orders, tickets.solved_at, surveys, payments; add what is missing to the mapping in the data source's settings.",
		table.Notices[0].Text.In(i18n.English))
	require.Contains(t, table.Notices[0].Text.In(i18n.Russian), "Заказы (orders), Обращения: Решено (tickets.solved_at), Опросы (surveys)")
	require.Len(t, table.Rows, 10)
	last := table.Rows[len(table.Rows)-1]
	require.Equal(t, "1", last[5], "the key, where there is no name")

	_, err = take.Table(engine.New(catalog.Default(), crm.Mapping{Model: m.Model, Entities: map[string]crm.Source{"accounts": m.Entities["accounts"]}}, settings(t), nil).Ask(context.Background(), take.Of(query.Timeline, query.Question{Filters: accountIs("Acme #7")}), march(t)))
	var invalid *fault.Error
	require.ErrorAs(t, err, &invalid)
	require.ErrorContains(t, err, "there is nothing to list. Left out because not mapped: orders, deals, tickets, ticket_events, activities, surveys, feedback, quotes, payments")

	delete(m.Entities, "accounts")
	byKey, err := take.Table(over(t, small(t), m).Ask(context.Background(), take.Of(query.Timeline, query.Question{Filters: accountIs("7")}), march(t)))
	require.NoError(t, err)
	require.Equal(t, table.Rows, byKey.Rows, "without accounts, a customer is named by the key")
}

func TestGoldenTimelineAgendaAndAnnotations(t *testing.T) {
	e, ctx := over(t, small(t), crm.Reference()), context.Background()
	team := query.Filter{Dimension: "team", Operator: query.NotIn, Values: []string{"South"}}
	timeline, err := take.Table(e.Ask(ctx, take.Of(query.Timeline, query.Question{Filters: append(accountIs("Acme #7"), team)}), march(t)))
	require.NoError(t, err)
	golden(t, "timeline", statements(timeline.Statements))
	agenda, err := take.Table(e.Ask(ctx, take.Of(query.Agenda, query.Question{Filters: []query.Filter{team}}), march(t)))
	require.NoError(t, err)
	golden(t, "agenda", statements(agenda.Statements))
	annotations, err := take.Table(e.Ask(ctx, take.Of(query.Annotations, query.Question{Filters: []query.Filter{team}, Parameters: map[string]string{"threshold": "1000"}}), march(t)))
	require.NoError(t, err)
	golden(t, "annotations", statements(annotations.Statements))
}

func TestAgendaLeavesOutWhatItCannotFilter(t *testing.T) {
	e, ctx := over(t, small(t), crm.Reference()), context.Background()
	table, err := take.Table(e.Ask(ctx, take.Of(query.Agenda, query.Question{Filters: []query.Filter{{Dimension: "activity_type", Operator: query.Equals, Values: []string{"meeting"}}}}), march(t)))
	require.NoError(t, err)
	require.Len(t, table.Rows, 1)
	require.Equal(t, "активность", table.Rows[0][1].(i18n.Text).In(i18n.Russian))
	require.Equal(t, []any{"meeting", "Talk", "Anna", "Acme #7", nil, nil}, table.Rows[0][2:])
	require.Contains(t, table.Notices[0].Text.In(i18n.English), "cannot be filtered by activity_type: commitments")
	_, err = take.Table(e.Ask(ctx, take.Of(query.Agenda, query.Question{Filters: []query.Filter{{Dimension: "sentiment", Operator: query.IsNone}}}), march(t)))
	require.ErrorContains(t, err, "there is nothing to list. Left out because they cannot be filtered by sentiment: activities, commitments.")
}

// db of a template, to be changed.
func opened(t *testing.T, dsn string) *postgres.DB {
	db, err := postgres.OpenDSN(dsn, postgres.Limits{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return db
}
