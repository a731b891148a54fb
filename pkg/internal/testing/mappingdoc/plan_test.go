package mappingdoc_test

import (
	"database/sql"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

const plainTables = `
create schema sales; create schema hr;
create table hr.employee (employee_no int primary key, full_name text);
create table sales.opportunity (opportunity_no int primary key, company int, salesperson int, state text, total numeric, closed timestamptz);
insert into hr.employee select i, 'rep ' || i from generate_series(1, 20) as i;
insert into sales.opportunity
  select i, i % 5, 1 + i % 20, (array['won', 'lost', 'open'])[1 + i % 3], i % 1000, timestamptz '2020-01-01Z' + i * interval '1 hour'
  from generate_series(1, 50000) as i;
create index opportunity_closed on sales.opportunity (closed);
analyze`

const plainMapping = `
entities:
  deals:
    from: sales.opportunity as o
    fields: {id: o.opportunity_no, owner: o.salesperson, status: o.state, amount: o.total, closed_at: o.closed}
  users:
    from: hr.employee
    fields: {id: employee_no, name: full_name}
`

// A mapping of plain columns costs nothing: PostgreSQL plans a question as the statement that one would write by hand.
func TestAMappingOfColumnsIsPlannedAsIfWrittenByHand(t *testing.T) {
	dsn := pgtest.DSN(t)
	db := pgtest.Open(t, dsn)
	_, err := db.ExecContext(t.Context(), plainTables)
	require.NoError(t, err)

	for name, test := range map[string]struct {
		mapping  string
		question query.Question
		byHand   string
	}{
		"one number": {plainMapping, query.Question{KPIs: []string{"revenue", "deals_won"}}, `
			select 1, sum(total)::float8, count(opportunity_no)::float8
			from sales.opportunity
			where closed >= '2024-01-01Z' and closed < '2024-02-01Z' and state = 'won'
			group by 1`},
		"by a relation": {plainMapping, query.Question{KPIs: []string{"revenue"}, GroupBy: []string{"rep"}}, `
			select bucket, rep, coalesce(case when p.full_name >= '!' collate "C" or btrim(p.full_name, E' \t\r\n') <> '' then p.full_name end, rep), total
			from (
				select 1 as bucket, d.salesperson::text as rep, d.salesperson as id_1,
					sum(d.total)::float8 as total
				from sales.opportunity as d
				where d.closed >= '2024-01-01Z' and d.closed < '2024-02-01Z' and d.state = 'won'
				group by 1, 2, 3
			) as grouped left join hr.employee as p on p.employee_no = id_1`},
		"of one tenant": {
			`tenant: {value: "3", column: company, shared: [users]}` + plainMapping, query.Question{KPIs: []string{"revenue"}}, `
			select 1, sum(total)::float8
			from sales.opportunity
			where company = 3 and closed >= '2024-01-01Z' and closed < '2024-02-01Z' and state = 'won'
			group by 1`},
	} {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			m, err := crm.ParseMapping(test.mapping)
			require.NoError(t, err)
			q := test.question
			q.Version, q.Type, q.Grain = query.CurrentVersion, query.KPI, calendar.None
			_, e := over(t, dsn, m)
			answer, err := take.Figures(e.Ask(t.Context(), q, plan.Request{
				Now: day(t, "2026-01-01"), Range: calendar.Range{From: day(t, "2024-01-01"), To: day(t, "2024-02-01")}}))
			require.NoError(t, err)
			require.Len(t, answer.Statements, 1+len(q.GroupBy), "and one that tells names apart")
			mapped := planned(t, db, answer.Statements[0].SQL, answer.Statements[0].Args...)
			require.Equal(t, planned(t, db, test.byHand), mapped)
			require.Regexp(t, `Index Scan (using|on) opportunity_closed`, mapped)
		})
	}
}

var (
	aliased   = regexp.MustCompile(`( on \w+)(?: "?\w+"?)?$`)
	qualified = regexp.MustCompile(`"?\b[a-z_]\w*"?\.`)
)

// planned is how PostgreSQL runs a statement, without the aliases that it gives its tables.
func planned(t *testing.T, db *sql.DB, statement string, args ...any) string {
	rows, err := db.QueryContext(t.Context(), "explain (costs off) "+statement, args...)
	require.NoError(t, err)
	defer rows.Close()
	var lines []string
	for rows.Next() {
		var line string
		require.NoError(t, rows.Scan(&line))
		lines = append(lines, qualified.ReplaceAllString(aliased.ReplaceAllString(line, "$1"), ""))
	}
	require.NoError(t, rows.Err())
	return strings.Join(lines, "\n")
}
