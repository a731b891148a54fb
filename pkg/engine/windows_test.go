package engine_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Each deal's amount is twice that of the one before, so that a sum tells which deals are in it. Times are Berlin's; 64 is won an hour
// before now, 128 an hour after.
const wonAround = `
	insert into crm.users (id, name) values (1, 'Ann'), (2, 'Bob');
	insert into crm.deals (id, owner, status, amount, created_at, closed_at) values
		(1, 1, 'won', 1, '2025-12-01', '2025-12-31 12:00+01'), (2, 2, 'won', 2, '2025-12-01', '2026-01-15 12:00+01'),
		(3, 1, 'won', 4, '2025-12-01', '2026-02-10 12:00+01'), (4, 1, 'won', 8, '2025-12-01', '2026-02-28 23:30+01'),
		(5, 1, 'won', 16, '2025-12-01', '2026-03-01 00:00+01'), (6, 1, 'won', 32, '2025-12-01', '2026-03-10 12:00+01'),
		(7, 1, 'won', 64, '2025-12-01', '2026-03-18 11:00+01'), (8, 1, 'won', 128, '2025-12-01', '2026-03-18 13:00+01')`

// fourMonths is from January to April, the last of which has not begun.
func fourMonths(t testing.TB) plan.Request {
	zone := berlin(t).Location
	return plan.Request{
		Range: calendar.Range{From: time.Date(2026, 1, 1, 0, 0, 0, 0, zone), To: time.Date(2026, 5, 1, 0, 0, 0, 0, zone)},
		Now:   time.Date(2026, 3, 18, 12, 0, 0, 0, zone),
	}
}

// nobody is where a column has no value.
const nobody = -1.0

func TestWindowsOfColumns(t *testing.T) {
	e := over(t, handMade(t, wonAround), crm.Reference())
	expected := map[string][4]float64{ // January to April
		"revenue":                                      {2, 12, 240, nobody},
		"revenue:rolling=28d":                          {2, 12, 8 + 16 + 32 + 64, nobody},             // 18 February 12:00 to now
		"revenue:rolling=2M":                           {1 + 2, 2 + 12, 4 + 8 + 16 + 32 + 64, nobody}, // 18 January 12:00 to now
		"revenue:to_date=year":                         {2, 14, 14 + 16 + 32 + 64, nobody},            // to now
		"revenue:to_date=month":                        {2, 12, 16 + 32 + 64, nobody},                 // to now
		"revenue:offset=1M":                            {1, 2, 4, nobody},                             // 1 to 18 February 12:00
		"revenue:offset=1M:rolling=28d":                {1, 2, 4, nobody},                             // the 28 days before 18 February 12:00
		"revenue:offset=1y":                            {0, 0, 0, nobody},                             // nothing then
		"revenue:rolling=2M:statistic=median":          {1.5, 4, 16, nobody},                          // of 1, 2; of 2, 4, 8; of 4 to 64
		"deals_won:rolling=3M":                         {2, 4, 7, nobody},                             // since 1 November, 1 December and 18 December 12:00
		"average_deal_size:to_date=year":               {2, 14.0 / 3, 126.0 / 6, nobody},              // Σ / Σ, not a mean of means
		"win_rate:rolling=28d":                         {1, 1, 1, nobody},                             // all are won
		"revenue:statistic=distinct:to_date=quarter":   {1, 3, 6, nobody},                             // different amounts
		"revenue_share:rolling=28d":                    {1, 1, 1, nobody},                             // of everything
		"open_deals":                                   {6, 4, 1, nobody},                             // without those that are won by then
		"open_deals:offset=1M":                         {7, 6, 5, nobody},                             // 1 January, 1 February, 18 February 12:00
		"pipeline_value:offset=1M:statistic=maximum":   {128, 128, 128, nobody},                       // the greatest of them
		"revenue:offset=2w:statistic=sum:to_date=week": {2, 4, 0, nobody},                             // weeks to 18 January, 15 February and 4 March 12:00
	}
	var q query.Question
	for entry := range expected {
		q.KPIs = append(q.KPIs, entry)
	}
	q.Grain = calendar.Month
	r := ask(t, e, q, fourMonths(t))
	require.Len(t, r.Columns, len(expected))
	for c, column := range r.Columns {
		for b, want := range expected[column.ID] {
			got := r.Values[c][0][b]
			if want == nobody {
				require.Nil(t, got, "%s in April", column.ID)
				continue
			}
			require.NotNil(t, got, "%s in month %d", column.ID, b+1)
			require.InDelta(t, want, *got, 1e-9, "%s in month %d", column.ID, b+1)
		}
	}
}

// A group has the rows of its windows, also of those before the range, and a limit goes by the window at the range's end.
func TestWindowsByGroup(t *testing.T) {
	e := over(t, handMade(t, wonAround), crm.Reference())
	r := fourMonths(t)
	r.Range.From = time.Date(2026, 3, 1, 0, 0, 0, 0, berlin(t).Location)
	q := query.Question{KPIs: []string{"deals_won:to_date=year", "revenue"}, GroupBy: []string{"rep"}, Grain: calendar.Month}
	a := ask(t, e, q, r)
	require.Len(t, a.Groups, 2, "Bob has won in January only")
	require.InDelta(t, 5, *a.Values[0][0][0], 1e-9)
	require.InDelta(t, 1, *a.Values[0][1][0], 1e-9)
	require.Zero(t, *a.Values[1][1][0], "nothing in March")
	q.Limit = &query.Limit{Top: 1, By: "deals_won:to_date=year", Ascending: true, Rest: true}
	a = ask(t, e, q, r)
	require.Equal(t, []string{"Bob"}, a.Groups[0].Labels)
	require.InDelta(t, 5, *a.Values[0][1][0], 1e-9, "the rest")
}

func TestTitlesOfWindows(t *testing.T) {
	e := over(t, pgtestEmpty(t), crm.Reference())
	q := query.Question{KPIs: []string{"revenue:rolling=28d", "revenue:to_date=quarter", "revenue:offset=1y:rolling=1M:statistic=median"}, Grain: calendar.None, Compare: query.PreviousYear}
	r := ask(t, e, q, thisMarch(t))
	var ids, english, russian []string
	for _, c := range r.Columns {
		ids, english, russian = append(ids, c.ID), append(english, c.Title.In(i18n.English)), append(russian, c.Title.In(i18n.Russian))
	}
	require.Equal(t, []string{"revenue:rolling=28d", "revenue_previous_year:rolling=28d", "revenue:to_date=quarter", "revenue_previous_year:to_date=quarter",
		"revenue:offset=1y:rolling=1M:statistic=median", "revenue_previous_year:offset=1y:rolling=1M:statistic=median"}, ids)
	require.Equal(t, []string{"Revenue, 28 days rolling", "Revenue, 28 days rolling (previous year)", "Revenue, quarter to date", "Revenue, quarter to date (previous year)",
		"Revenue (median), 1 month rolling, 1 year before", "Revenue (median), 1 month rolling, 1 year before (previous year)"}, english)
	require.Equal(t, "Выручка, скользящим окном: 28 дней", russian[0])
	require.Equal(t, "Выручка, с начала квартала", russian[2])
}

func TestWindowsThatAreRefused(t *testing.T) {
	e := over(t, pgtestEmpty(t), crm.Reference())
	for want, q := range map[string]query.Question{
		"open_deals:rolling=28d has no such window: open_deal_count is a state at an instant, not something that happens over time; use offset": {KPIs: []string{"open_deals:rolling=28d"}},
		"leads_needed:offset=1M has no such window: it is a single figure of whole periods":                                                     {KPIs: []string{"leads_needed:offset=1M"}},
		"forecast:to_date=year has no such window: it looks ahead of now":                                                                       {KPIs: []string{"forecast:to_date=year"}},
		"revenue_vs_previous:rolling=28d has no such window: previous() in its formula says itself":                                             {KPIs: []string{"revenue_vs_previous:rolling=28d"}},
		"revenue:rolling=28d has no such window: rolling and to_date overlap from bucket to bucket, so that they cannot be added up":            {KPIs: []string{"revenue:rolling=28d"}, Transform: query.RunningTotal},
		`rolling: "28" is not a number of days, weeks, months, quarters or years; write it as in 28d`:                                           {KPIs: []string{"revenue:rolling=28"}},
		`rolling: "90m" is not a number of days`:                                                                                                {KPIs: []string{"revenue:rolling=90m"}},
		"offset: 101y is more than 100 years; write less":                                                                                       {KPIs: []string{"revenue:offset=101y"}},
		`to_date: there is no period "day" to date; the periods are week, month, quarter, year`:                                                 {KPIs: []string{"revenue:to_date=day"}},
		"rolling and to_date are two windows; give one of them":                                                                                 {KPIs: []string{"revenue:to_date=year:rolling=28d"}},
		"revenue:rolling=100y by hour: too many windows overlap; use a coarser grain, a shorter range or a shorter window":                      {KPIs: []string{"revenue:rolling=100y"}, Grain: calendar.Hour},
	} {
		if q.Grain == "" {
			q.Grain = calendar.None
		}
		_, err := e.Ask(context.Background(), q, fourMonths(t))
		require.ErrorContains(t, err, want, want)
	}
	for _, entry := range []string{"accounts:offset=1M", "cltv:rolling=28d", "retention_rate:to_date=year", "campaign_roi:rolling=1y", "stalled_deals:rolling=7d", "forecast_accuracy:rolling=1y", "training_effect:to_date=year"} {
		_, err := e.Ask(context.Background(), query.Question{KPIs: []string{entry}, Grain: calendar.None}, fourMonths(t))
		require.ErrorContains(t, err, entry+" has no such window: ", entry)
	}
}

// What is told of a column, and the rows behind it, are those of its own statistic and window.
func TestWindowsAreExplainedAndListed(t *testing.T) {
	e := over(t, handMade(t, wonAround), crm.Reference())
	q := query.Question{Type: query.Explain, KPIs: []string{"revenue:rolling=28d:statistic=median"}}
	told, err := e.Ask(context.Background(), q, fourMonths(t))
	require.NoError(t, err)
	var parts []string
	for _, row := range told.Table().Rows {
		if part := strings.ToLower(row[0].(i18n.Text).In(i18n.English)); part == "parameter" || part == "measure" {
			parts = append(parts, fmt.Sprint(row[1], ": ", inEnglish(row[2])))
		}
	}
	require.Equal(t, []string{"statistic: median", "rolling: 28d", "won_amount median: median of amount, in deals, by closed_at, where status = 'won'"}, parts)

	q = query.Question{Type: query.Records, KPIs: []string{"revenue:rolling=28d:statistic=median"}}
	found, err := e.Ask(context.Background(), q, fourMonths(t))
	require.NoError(t, err)
	var amounts []any
	for _, row := range found.Table().Rows {
		amounts = append(amounts, row[found.Table().Column("won_amount median")])
	}
	require.Equal(t, []any{64.0, 32.0, 16.0, 8.0}, amounts, "from 18 February 12:00 to now, the newest first")
}

func inEnglish(cell any) string {
	if text, ok := cell.(i18n.Text); ok {
		return text.In(i18n.English)
	}
	return cell.(string)
}
