package engine_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/demo/demotest"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// partitionedCompany has the deals in partitions of a month, by when they were closed, and those that are open in one of their own.
var partitionedCompany = pgtest.Source{Name: "partitioned company", From: demotest.Company(), Fill: func(db *sql.DB) error {
	_, err := db.Exec(`
		alter table crm.deals rename to deals_before;
		create table crm.deals (like crm.deals_before including comments) partition by range (closed_at);
		create table crm.deals_open partition of crm.deals default;
		do $$
		declare month date;
		begin
			for month in select generate_series('2022-01-01'::date, '2026-12-01', '1 month') loop
				execute format('create table crm.deals_%s partition of crm.deals for values from (%L) to (%L)',
					to_char(month, 'YYYY_MM'), month::timestamp at time zone 'UTC', (month + interval '1 month') at time zone 'UTC');
			end loop;
		end $$;
		insert into crm.deals select * from crm.deals_before;
		create index on crm.deals (id);
		create index on crm.deals (closed_at);
		analyze crm.deals`)
	return err
}}

// scanned are the names of the tables that were read when a plan was run, not those that were pruned.
func (n node) scanned() []string {
	var all []string
	if n.Relation != "" && n.Loops > 0 {
		all = append(all, n.Relation)
	}
	for _, p := range n.Plans {
		all = append(all, p.scanned()...)
	}
	return all
}

// partitionsRead are the partitions of deals that statements read.
func partitionsRead(t *testing.T, db *sql.DB, statements []answer.Statement) []string {
	t.Helper()
	var all []string
	for _, s := range statements {
		var text string
		require.NoError(t, db.QueryRow("explain (analyze, timing off, format json) "+s.SQL, s.Args...).Scan(&text))
		var plans []struct{ Plan node }
		require.NoError(t, json.Unmarshal([]byte(text), &plans))
		for _, name := range plans[0].Plan.scanned() {
			if partition, ok := strings.CutPrefix(name, "deals_"); ok {
				all = append(all, partition)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// months are the partitions of the months from one to another.
func months(from, to string) []string {
	var all []string
	at, _ := time.Parse("2006-01", from)
	for ; at.Format("2006-01") <= to; at = at.AddDate(0, 1, 0) {
		all = append(all, at.Format("2006_01"))
	}
	return all
}

// What is asked of a range reads no partitions but those that the range touches; the first day of the business time zone begins in the month before
// for UTC, by which the partitions are cut.
func TestPartitionsOutsideOfTheRangeAreNotRead(t *testing.T) {
	dsn := partitionedCompany.Shared(t)
	e, db := over(t, dsn, crm.Reference()), pgtest.Open(t, dsn)
	zone := berlin(t).Location
	february := plan.Request{Now: today, Range: calendar.Range{From: time.Date(2026, 2, 1, 0, 0, 0, 0, zone), To: time.Date(2026, 3, 1, 0, 0, 0, 0, zone)}}
	own := months("2026-01", "2026-02")
	for name, test := range map[string]struct {
		question query.Question
		want     []string
	}{
		"a sum":                  {query.Question{KPIs: []string{"revenue"}, Grain: calendar.None}, own},
		"days":                   {query.Question{KPIs: []string{"revenue", "deals_won"}, Grain: calendar.Day}, own},
		"by relations":           {query.Question{KPIs: []string{"win_rate"}, GroupBy: []string{"team", "region"}, Grain: calendar.None}, own},
		"a year before":          {query.Question{KPIs: []string{"revenue"}, Grain: calendar.None, Compare: query.PreviousYear}, append(months("2025-01", "2025-02"), own...)},
		"two parts of a year":    {query.Question{KPIs: []string{"revenue", "revenue:to_date=year"}, Grain: calendar.None}, months("2025-12", "2026-02")},
		"a filter":               {query.Question{KPIs: []string{"revenue"}, Grain: calendar.None, Filters: []query.Filter{{Dimension: "rep", Operator: query.NotIn, Values: []string{query.None}}}}, own},
		"the best":               {query.Question{KPIs: []string{"revenue"}, GroupBy: []string{"account"}, Grain: calendar.None, Limit: &query.Limit{Top: 3, Rest: true}}, own},
		"a median":               {query.Question{KPIs: []string{"sales_cycle:statistic=median"}, GroupBy: []string{"rep"}, Grain: calendar.None}, own},
		"a weekday":              {query.Question{KPIs: []string{"revenue"}, GroupBy: []string{"weekday"}, Grain: calendar.None}, own},
		"records of a KPI":       {query.Question{Type: query.Records, KPIs: []string{"revenue"}}, own},
		"marks":                  {query.Question{Type: query.Annotations, Events: []string{"won_deals"}}, own},
		"of those before":        {query.Question{KPIs: []string{"revenue:rolling=28d"}, Grain: calendar.None}, own},
		"records and a customer": {query.Question{Type: query.Records, KPIs: []string{"deals_won"}, Filters: []query.Filter{{Dimension: "account", Operator: query.IsNotNone}}}, own},
	} {
		t.Run(name, func(t *testing.T) {
			a, err := e.Ask(t.Context(), test.question, february)
			require.NoError(t, err)
			statements := statementsOf(a)
			require.NotEmpty(t, statements)
			got := partitionsRead(t, db, statements)
			require.NotEmpty(t, got)
			for _, partition := range got {
				require.Contains(t, test.want, partition, "%s", fmt.Sprint(statements[0].SQL))
			}
		})
	}
}

// statementsOf are the statements of an answer that stand alone, without those that look at the rows of another one.
func statementsOf(a *answer.Answer) []answer.Statement {
	var all []answer.Statement
	if a.Result != nil {
		all = append(all, a.Result.Statements...)
	}
	for _, table := range a.Tables {
		all = append(all, table.Statements...)
	}
	return slices.DeleteFunc(all, func(s answer.Statement) bool { return strings.Contains(s.SQL, `"answer 0"`) })
}
