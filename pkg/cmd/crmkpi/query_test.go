package main

import (
	"encoding/csv"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// inDollars is the amount of a deal d converted at the latest rate on or before its day.
const inDollars = `d.amount * case when d.currency is null or d.currency = 'USD' then 1 else
	(select r.rate from crm.currency_rates r where r.currency = d.currency and r.valid_on <= (d.closed_at at time zone 'Europe/Berlin')::date
	order by r.valid_on desc limit 1) end`

func TestSeriesInTheBusinessZone(t *testing.T) {
	answer := ask(t, "query", "--kpis", "revenue,deals_won", "--grain", "month", "--from", "2025-01-01", "--to", "2026-03-01", "--timezone", "Europe/Berlin")
	require.Equal(t, []string{"time", "revenue", "deals_won"}, answer.Columns)
	require.Equal(t, "2025-01-01T00:00:00+01:00", answer.Rows[0][0])
	require.Equal(t, "2025-04-01T00:00:00+02:00", answer.Rows[3][0])
	want := selected(t, `select sum(`+inDollars+`)::float8, count(*) from crm.deals d where d.status = 'won'
		and d.closed_at >= '2025-01-01 Europe/Berlin' and d.closed_at < '2026-03-01 Europe/Berlin'
		group by date_trunc('month', d.closed_at at time zone 'Europe/Berlin') order by date_trunc('month', d.closed_at at time zone 'Europe/Berlin')`)
	require.Len(t, want, 14)
	var got [][]any
	for _, row := range answer.Rows {
		got = append(got, row[1:])
	}
	equalRows(t, want, got)
	require.Len(t, answer.Notices, 1)
	require.Contains(t, answer.Notices[0], "rows have no value in deals.amount", "some deals of the demo company")
	require.Nil(t, answer.Statements)
}

func TestGroupsAndFilters(t *testing.T) {
	const counted = `select coalesce(a.region, '(none)'), d.type, count(*) from crm.deals d left join crm.accounts a on a.id = d.account
		where d.status = 'won' and d.closed_at >= '2025-01-01' and d.closed_at < '2026-01-01' and %s
		group by a.region, d.type order by a.region collate "C" nulls last, d.type collate "C" nulls last`
	region := selected(t, `select region from crm.accounts where region is not null group by 1 order by count(*) desc limit 2`)
	first, second := region[0][0].(string), region[1][0].(string)
	for filter, where := range map[string]string{
		"region=" + first:                       "a.region = '" + first + "'",
		"region=" + first + "," + second:        "a.region in ('" + first + "', '" + second + "')",
		"region!=" + first:                      "a.region is distinct from '" + first + "'",
		"region=":                               "a.region is null",
		"region=(none)":                         "a.region is null",
		"region!=":                              "a.region is not null",
		"region~" + strings.ToLower(first[1:]):  "a.region ilike '%" + first[1:] + "%'",
		"region!~" + strings.ToLower(first[1:]): "(a.region is null or a.region not ilike '%" + first[1:] + "%')",
		"region^=" + first[:2]:                  "a.region ilike '" + first[:2] + "%'",
		"region$=" + first[2:]:                  "a.region ilike '%" + first[2:] + "'",
	} {
		t.Run(filter, func(t *testing.T) {
			answer := ask(t, "query", "--kpis", "deals_won", "--group-by", "region,deal_type", "--from", "2025-01-01", "--to", "2026-01-01",
				"--filter", filter)
			require.Equal(t, []string{"region", "deal_type", "deals_won"}, answer.Columns)
			equalRows(t, selected(t, fmt.Sprintf(counted, where)), answer.Rows)
		})
	}
	both := ask(t, "query", "--kpis", "deals_won", "--from", "2025-01-01", "--to", "2026-01-01", "--filter", "region="+first, "--filter", "deal_type=new")
	equalRows(t, selected(t, `select count(*) from crm.deals d join crm.accounts a on a.id = d.account where d.status = 'won' and d.type = 'new'
		and d.closed_at >= '2025-01-01' and d.closed_at < '2026-01-01' and a.region = $1`, first), both.Rows)
}

func TestComparisonWithThePreviousYear(t *testing.T) {
	answer := ask(t, "query", "--kpis", "deals_won", "--from", "2025-01-01", "--to", "2025-07-01",
		"--compare", "previous_year", "--compare-as", "value,difference,ratio")
	require.Equal(t, []string{"deals_won", "deals_won_previous_year", "deals_won_previous_year_difference", "deals_won_previous_year_ratio"}, answer.Columns)
	equalRows(t, selected(t, `with years as (
		select count(*) filter (where closed_at >= '2025-01-01' and closed_at < '2025-07-01')::float8 as this,
			count(*) filter (where closed_at >= '2024-01-01' and closed_at < '2024-07-01')::float8 as last
		from crm.deals where status = 'won')
		select this, last, this - last, this / last - 1 from years`), answer.Rows)
}

func TestTopWithRest(t *testing.T) {
	answer := ask(t, "query", "--kpis", "deals_won", "--group-by", "rep", "--from", "2025-01-01", "--to", "2026-01-01", "--top", "3", "--by", "deals_won", "--rest")
	want := selected(t, `with reps as (
		select u.name, count(*)::float8 as won from crm.deals d left join crm.users u on u.id = coalesce(d.closed_by, d.owner)
		where d.status = 'won' and d.closed_at >= '2025-01-01' and d.closed_at < '2026-01-01' group by u.id, u.name),
		ranked as (select *, row_number() over (order by won desc, name) as place from reps)
		select case when place <= 3 then name else 'Other' end, sum(won) from ranked group by 1 order by min(place)`)
	require.Len(t, want, 4)
	equalRows(t, want, answer.Rows)
}

// A statistic and a window stand behind their KPI, groups are sorted without a limit, and their places are a column.
func TestStatisticsWindowsAndRanks(t *testing.T) {
	answer := ask(t, "query", "--kpis", "deals_won,deals_won:rolling=2Q,sales_cycle:statistic=p75", "--group-by", "source", "--from", "2025-07-01", "--to", "2026-01-01",
		"--by", "deals_won", "--then", "sales_cycle:statistic=p75", "--then-ascending", "--rank")
	want := selected(t, `with won as (
		select coalesce(d.source, '(none)') as name, extract(epoch from closed_at - created_at)::float8 / 86400 as days
		from crm.deals d where d.status = 'won' and d.closed_at >= '2025-07-01' and d.closed_at < '2026-01-01'),
		sources as (
		select name, count(*)::float8 as won, percentile_cont(0.75) within group (order by days) filter (where days >= 0) as cycle
		from won group by name)
		select name, won, won, cycle, rank() over (order by won desc, cycle)::float8 from sources order by won desc, cycle, name`)
	require.Greater(t, len(want), 3)
	equalRows(t, want, answer.Rows)
}

func TestRunningTotalEndsAtTheTotal(t *testing.T) {
	running := ask(t, "query", "--kpis", "deals_won", "--grain", "week", "--week-start", "sunday", "--transform", "running_total",
		"--from", "2025-01-05", "--to", "2025-03-02")
	require.Len(t, running.Rows, 8)
	require.Equal(t, "2025-01-05T00:00:00Z", running.Rows[0][0])
	equalRows(t, selected(t, `select count(*) from crm.deals where status = 'won' and closed_at >= '2025-01-05' and closed_at < '2025-03-02'`),
		[][]any{running.Rows[7][1:]})
}

func TestFiscalQuartersAndAutomaticGrain(t *testing.T) {
	quarters := ask(t, "query", "--kpis", "deals_won", "--grain", "quarter", "--fiscal-start", "2", "--from", "2025-02-01", "--to", "2025-08-01")
	require.Equal(t, "2025-02-01T00:00:00Z", quarters.Rows[0][0])
	require.Equal(t, "2025-05-01T00:00:00Z", quarters.Rows[1][0])
	auto := ask(t, "query", "--kpis", "deals_won", "--grain", "auto", "--from", "2025-01-01", "--to", "2026-01-01")
	require.Len(t, auto.Rows, 53, "weeks: days would be more than a screen shows")
}

func TestParameters(t *testing.T) {
	for window, days := range map[string]string{"30d": "30 days", "120d": "120 days"} {
		answer := ask(t, "query", "--kpis", "win_rate_cohort", "--from", "2025-01-01", "--to", "2025-04-01", "--param", "window="+window)
		equalRows(t, selected(t, `select count(*) filter (where status = 'won' and closed_at >= created_at and closed_at < created_at + $1::interval)::float8 / count(*)
			from crm.deals where created_at >= '2025-01-01' and created_at < '2025-04-01'`, days), answer.Rows)
	}
}

func TestExplain(t *testing.T) {
	question := []string{"query", "--kpis", "revenue,deals_won", "--from", "2025-01-01", "--to", "2026-01-01", "--filter", "region=EMEA", "--explain"}
	answer := ask(t, question...)
	require.Len(t, answer.Statements, 1, "both come from the same rows")
	require.Contains(t, answer.Statements[0].SQL, `"crm"."deals"`)
	require.Positive(t, answer.Statements[0].Rows)
	require.Positive(t, answer.Statements[0].Milliseconds)
	require.Contains(t, fmt.Sprint(answer.Statements[0].Args), "EMEA")

	question = append(question, "--dsn", company(t), "--now", now)
	table := succeed(t, question...)
	require.Contains(t, table.stdout, "-- statement 1 of 1: 1 rows in ")
	require.Contains(t, table.stdout, `= '{"EMEA"}'`)
	list := succeed(t, append(question, "--format", "csv")...)
	require.NotContains(t, list.stdout, "select")
	require.Contains(t, list.stderr, "-- statement 1 of 1")
}

func TestTableIsForPeople(t *testing.T) {
	question := []string{"query", "--kpis", "revenue,win_rate,sales_cycle,revenue_target", "--grain", "month", "--from", "2026-03-01", "--to", "2026-05-01",
		"--dsn", company(t), "--now", now, "--currency", "USD"}
	lines := strings.Split(succeed(t, question...).stdout, "\n")
	require.Regexp(t, `^Time +Revenue +Win rate +Sales cycle +Revenue target$`, lines[0])
	require.Regexp(t, `^2026-03 \* +[0-9,]+\.\d\d USD +\d+\.\d% +\d+\.\d d +[0-9,]+\.\d\d USD$`, lines[2])
	require.Regexp(t, `^2026-04 +– +– +– +[0-9,]+\.\d\d USD$`, lines[3], "what has not begun is unknown, but its target is set")
	require.Contains(t, lines, "* incomplete: the period is running, or the range cuts it")

	russian := succeed(t, append(question, "--lang", "ru")...).stdout
	require.Contains(t, russian, "Выручка")
	require.Contains(t, russian, "неполный период")
}

func TestCSVHasFullPrecision(t *testing.T) {
	question := []string{"query", "--kpis", "revenue,win_rate", "--grain", "month", "--from", "2026-02-01", "--to", "2026-05-01"}
	answer := ask(t, question...)
	lines, err := csv.NewReader(strings.NewReader(succeed(t, append(question, "--dsn", company(t), "--now", now, "--format", "csv")...).stdout)).ReadAll()
	require.NoError(t, err)
	require.Equal(t, answer.Columns, lines[0])
	require.Len(t, lines, 1+len(answer.Rows))
	require.Equal(t, forCSV(answer.Rows[0][1]), lines[1][1])
	require.Equal(t, []string{"2026-04-01T00:00:00Z", "", ""}, lines[3])
}

func TestNotices(t *testing.T) {
	question := []string{"query", "--kpis", "win_rate_cohort", "--from", "2026-01-01", "--to", "2026-03-01"}
	answer := ask(t, question...)
	require.Len(t, answer.Notices, 1)
	require.Contains(t, answer.Notices[0], "younger than their window")
	question = append(question, "--dsn", company(t), "--now", now)
	require.Contains(t, succeed(t, question...).stdout, answer.Notices[0])
	require.Contains(t, succeed(t, append(question, "--format", "csv")...).stderr, answer.Notices[0])
	require.Contains(t, succeed(t, append(question, "--lang", "ru")...).stdout, "моложе своего окна")
}

func TestDatabaseFromTheEnvironment(t *testing.T) {
	t.Setenv("CRMKPI_DSN", company(t))
	require.Contains(t, succeed(t, "query", "--kpis", "revenue", "--from", "2025-01-01", "--to", "2026-01-01").stdout, "USD")
}

// A formula has commas and quotes of its own, so that it stands alone; its title is the column's.
func TestAFormulaIsAColumn(t *testing.T) {
	printed := succeed(t, "query", "--dsn", company(t), "--kpis", "revenue", "--kpi", `=max(revenue, 1) / deals_won as "Per deal, at most"`, "--from", "2025-01-01", "--to", "2026-01-01", "--format", "csv")
	require.Contains(t, printed.stdout, "=max(revenue, 1) / deals_won")
	refused := command(t, "query", "--dsn", company(t), "--kpi", "=revenue / colours", "--from", "2025-01-01", "--to", "2026-01-01", "--lang", "ru")
	require.Contains(t, refused.stderr, "colours")
	require.Contains(t, refused.stderr, "формула")
}
