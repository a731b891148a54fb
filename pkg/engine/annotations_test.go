package engine_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// marks renders annotations as "start–end title | text | tags | url | id" in Berlin's time.
func marks(t testing.TB, table *answer.Table, language i18n.Language) []string {
	lines := []string{}
	for _, row := range table.Rows {
		line := row[0].(time.Time).In(berlin(t).Location).Format("01-02 15:04")
		if end, ok := row[1].(time.Time); ok {
			line += "–" + end.In(berlin(t).Location).Format("01-02 15:04")
		}
		cells := []string{line + " " + row[2].(i18n.Text).In(language)}
		for _, cell := range row[3:] {
			switch v := cell.(type) {
			case i18n.Text:
				cells = append(cells, v.In(language))
			case string:
				cells = append(cells, v)
			default:
				cells = append(cells, "-")
			}
		}
		lines = append(lines, strings.Join(cells, " | "))
	}
	return lines
}

func TestAnnotationsOfARange(t *testing.T) {
	e, ctx := over(t, small(t), crm.Reference()), context.Background()
	table, err := take.Table(e.Ask(ctx, take.Of(query.Annotations, query.Question{}), march(t)))
	require.NoError(t, err)
	require.Empty(t, table.Notices)
	require.Equal(t, []string{
		"03-31 00:00–05-02 00:00 Campaign: Starts on the last day | 2026-03-31 – 2026-05-01 | campaign | - | campaigns:3",
		"03-29 00:00–03-30 00:00 Campaign: Around the change of clocks | 2026-03-29 – 2026-03-29 | campaign | - | campaigns:7",
		`03-16 13:00 Deal won: Cheap | 1100.00 USD · O'Hara "& Sons" $1; -- · Anna | deal | - | won_deals:4`,
		`03-15 13:00 Deal won: 3 | O'Hara "& Sons" $1; -- | deal | - | won_deals:3`,
		"03-14 13:00 Ticket escalated: Heat | Acme #8 · Boris | escalation | - | escalations:2",
		"03-13 13:00 Ticket escalated: Noise | Acme #7 · Boris | escalation | https://crm/t1 | escalations:1",
		"03-12 00:30 Deal won: Servers | 1250.00 USD · Acme #7 · Boris | deal | https://crm/1 | won_deals:1",
		"03-10 00:00–04-01 00:00 Campaign: Open-ended | 2026-03-10 – … | campaign | - | campaigns:5",
		"01-01 00:00–03-02 00:00 Campaign: Ends on the first day | 2026-01-01 – 2026-03-01 | campaign | - | campaigns:2",
	}, marks(t, table, i18n.English), "the day of a rate is that of the business zone: the deal was won on the 12th in Berlin")
	require.Equal(t, "Выиграна сделка: Servers", marksOf(table, "won_deals:1")[2].(i18n.Text).In(i18n.Russian))
	require.Equal(t, 23*time.Hour, marksOf(table, "campaigns:7")[1].(time.Time).Sub(marksOf(table, "campaigns:7")[0].(time.Time)))

	names := []string{}
	for _, c := range table.Columns {
		names = append(names, c.ID)
		require.Equal(t, c.ID, c.Title.In(i18n.Russian), "Grafana maps the columns by the names shown")
	}
	require.Equal(t, []string{"time", "timeEnd", "title", "text", "tags", "url", "id"}, names)
}

func marksOf(table *answer.Table, id string) []any {
	for _, row := range table.Rows {
		if row[6] == id {
			return row
		}
	}
	return nil
}

// ids are those of the annotations, in order.
func ids(table *answer.Table) []string {
	found := []string{}
	for _, row := range table.Rows {
		found = append(found, row[6].(string))
	}
	return found
}

// What has not happened is a region from now to the end of the range, whatever the company's rows are.
func TestTheFutureIsMarked(t *testing.T) {
	e := over(t, small(t), crm.Reference())
	future := take.Of(query.Annotations, query.Question{Events: []string{query.Future}})
	asked := func(now string) *answer.Table {
		r := march(t)
		at, err := time.ParseInLocation("2006-01-02 15:04", now, r.Now.Location())
		require.NoError(t, err)
		r.Now = at
		table, err := take.Table(e.Ask(context.Background(), future, r))
		require.NoError(t, err)
		require.Empty(t, table.Notices)
		return table
	}
	require.Equal(t, []string{"03-28 12:00–04-01 00:00 Still to come | - | future | - | future"}, marks(t, asked("2026-03-28 12:00"), i18n.English))
	require.Equal(t, []string{"03-01 00:00–04-01 00:00 Ещё впереди | - | будущее | - | future"}, marks(t, asked("2026-02-10 00:00"), i18n.Russian))
	require.Empty(t, asked("2026-04-01 00:00").Rows, "all of March has happened")
}

func TestAnnotationsThatAreAskedFor(t *testing.T) {
	e := over(t, small(t), crm.Reference())
	region := query.Filter{Dimension: "region", Operator: query.Equals, Values: []string{"EMEA"}}
	channel := query.Filter{Dimension: "channel", Operator: query.Contains, Values: []string{"SEARCH"}}
	threshold := func(amount string) map[string]string { return map[string]string{"threshold": amount} }
	for name, test := range map[string]struct {
		question query.Question
		want     []string
		notices  []string
	}{
		"events": {query.Question{Events: []string{query.Escalations}}, []string{"escalations:2", "escalations:1"}, nil},
		"at the threshold, in the reporting currency": {query.Question{Events: []string{query.WonDeals}, Parameters: threshold("1250")}, []string{"won_deals:1"}, nil},
		"above":     {query.Question{Events: []string{query.WonDeals}, Parameters: threshold("1250.01")}, []string{}, nil},
		"below":     {query.Question{Events: []string{query.WonDeals}, Parameters: threshold(" 1100 ")}, []string{"won_deals:4", "won_deals:1"}, nil},
		"zero":      {query.Question{Events: []string{query.WonDeals}, Parameters: threshold("0")}, []string{"won_deals:4", "won_deals:3", "won_deals:1"}, nil},
		"a limit":   {query.Question{Rows: 2}, []string{"campaigns:3", "campaigns:7"}, []string{"Only the first rows"}},
		"no change": {query.Question{Events: []string{query.Definitions}}, []string{}, nil},
		"a filter of deals and tickets": {query.Question{Events: []string{query.WonDeals, query.Campaigns, query.Escalations}, Filters: []query.Filter{region}, Parameters: threshold("1")},
			[]string{"campaigns:3", "campaigns:7", "escalations:1", "won_deals:1", "campaigns:5", "campaigns:2"}, []string{"Not filtered by region, which they do not have: campaigns."}},
		"a filter of campaigns": {query.Question{Events: []string{query.Campaigns, query.Escalations}, Filters: []query.Filter{channel}},
			[]string{"campaigns:3", "escalations:2", "escalations:1"}, []string{"Not filtered by channel, which they do not have: tickets."}},
	} {
		t.Run(name, func(t *testing.T) {
			table, err := take.Table(e.Ask(context.Background(), take.Of(query.Annotations, test.question), march(t)))
			require.NoError(t, err)
			require.Equal(t, test.want, ids(table))
			require.Len(t, table.Notices, len(test.notices))
			for i, notice := range test.notices {
				require.Contains(t, table.Notices[i].Text.In(i18n.English), notice)
				require.Empty(t, table.Notices[i].Text.Missing())
			}
		})
	}
	for want, q := range map[string]query.Question{
		`no events "holidays"`:                                 {Events: []string{"holidays"}},
		`parameter threshold is "much"; give an amount in USD`: {Parameters: threshold("much")},
		`parameter threshold is "-1"`:                          {Parameters: threshold("-1")},
		`parameter threshold is "NaN"`:                         {Parameters: threshold("NaN")},
		`annotations have no parameter "window"`:               {Parameters: map[string]string{"window": "90d"}},
		`there is no dimension "colour"`:                       {Filters: []query.Filter{{Dimension: "colour", Operator: query.IsNone}}},
	} {
		_, err := take.Table(e.Ask(context.Background(), take.Of(query.Annotations, q), march(t)))
		var invalid *fault.Error
		require.ErrorAs(t, err, &invalid, want)
		require.ErrorContains(t, err, want)
	}
}

// The deals marked are those of the naive conversion, whatever the threshold.
func TestAnnotatedDealsAreThoseOfAnIndependentConversion(t *testing.T) {
	e, db := company(t), pgtest.Open(t, companyDSN(t))
	zone := berlin(t).Location
	r := plan.Request{Now: thisYear(t).Now, Range: calendar.Range{From: time.Date(2025, 6, 1, 0, 0, 0, 0, zone), To: time.Date(2026, 3, 1, 0, 0, 0, 0, zone)}}
	marked := map[int]bool{}
	for threshold, where := range map[string]string{"": "true", "20000": "usd >= 20000", "40000.5": "usd >= 40000.5"} {
		table, err := take.Table(e.Ask(context.Background(), take.Of(query.Annotations, query.Question{Events: []string{query.WonDeals}, Rows: plan.DefaultMaxListed, Parameters: map[string]string{"threshold": threshold}}), r))
		require.NoError(t, err)
		var want []string
		rows, err := db.Query(`select 'won_deals:' || id from (select id, closed_at, amount * case when currency is null or currency = 'USD' then 1 else (
				select rate from crm.currency_rates r where r.currency = d.currency and valid_on <= (closed_at at time zone 'Europe/Berlin')::date order by valid_on desc limit 1) end as usd
			from crm.deals d where status = 'won' and closed_at >= $1 and closed_at < $2) as won where `+where, r.Range.From, r.Range.To)
		require.NoError(t, err)
		for rows.Next() {
			var id string
			require.NoError(t, rows.Scan(&id))
			want = append(want, id)
		}
		require.NoError(t, rows.Err())
		require.NotEmpty(t, want)
		require.ElementsMatch(t, want, ids(table))
		marked[len(want)] = true
	}
	require.Len(t, marked, 3, "each threshold leaves others out")
}

func TestAnnotationsWithoutARateFail(t *testing.T) {
	dsn := small(t)
	e, ctx := over(t, dsn, crm.Reference()), context.Background()
	_, err := opened(t, dsn).Pool().Exec(`update crm.deals set currency = 'JPY', closed_at = '2026-03-02 12:00Z', account = 8 where id = 1`)
	require.NoError(t, err)
	for _, q := range []query.Question{{}, {Rows: 1}, {Parameters: map[string]string{"threshold": "1000000"}}} {
		_, err = take.Table(e.Ask(ctx, take.Of(query.Annotations, q), march(t)))
		var invalid *fault.Error
		require.ErrorAs(t, err, &invalid)
		require.ErrorContains(t, err, "there is no exchange rate for JPY on 2026-03-02", "no limit or threshold hides it")
	}
	_, err = take.Table(e.Ask(ctx, take.Of(query.Annotations, query.Question{Events: []string{query.Escalations}}), march(t)))
	require.NoError(t, err)
	_, err = take.Table(e.Ask(ctx, take.Of(query.Annotations, query.Question{Filters: []query.Filter{{Dimension: "region", Operator: query.NotEquals, Values: []string{"APAC"}}}}), march(t)))
	require.NoError(t, err, "a filter leaves it out")
	delete2 := crm.Reference()
	delete(delete2.Entities, "currency_rates")
	_, err = take.Table(over(t, dsn, delete2).Ask(ctx, take.Of(query.Annotations, query.Question{}), march(t)))
	require.ErrorContains(t, err, "there is no exchange rate for JPY")
}

func TestAnnotationsOfWhatIsMapped(t *testing.T) {
	m := crm.Reference()
	delete(m.Entities, "deals")
	m.Entities["campaigns"] = crm.Source{From: "crm.campaigns", Fields: map[string]string{"id": "id", "name": "name", "starts_on": "starts_on"}}
	e, ctx := over(t, small(t), m), context.Background()
	table, err := take.Table(e.Ask(ctx, take.Of(query.Annotations, query.Question{}), march(t)))
	require.NoError(t, err)
	require.Empty(t, table.Notices, "nobody asked for what is not mapped")
	require.Equal(t, []string{"campaigns:3", "campaigns:7", "escalations:2", "escalations:1", "campaigns:5"}, ids(table), "without a last day a campaign is its start")
	require.Nil(t, table.Rows[0][1])
	named, err := take.Table(e.Ask(ctx, take.Of(query.Annotations, query.Question{Events: []string{query.WonDeals, query.Escalations}}), march(t)))
	require.NoError(t, err)
	require.Contains(t, named.Notices[0].Text.In(i18n.Russian), "не сопоставлены: Сделки (deals)")
	_, err = take.Table(e.Ask(ctx, take.Of(query.Annotations, query.Question{Events: []string{query.WonDeals}}), march(t)))
	require.ErrorContains(t, err, "there is nothing to list. Left out because not mapped: deals")
}
