package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/demo/demotest"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

func TestRollup(t *testing.T) {
	dsn := demotest.Thin(demotest.Company(), 12).Copy(t)
	db := pgtest.Open(t, dsn)
	at := func(args ...string) []string {
		return append(args, "--dsn", dsn, "--timezone", "Europe/Berlin", "--currency", "EUR")
	}
	rollup := func(args ...string) []string { return at(append([]string{"rollup"}, args...)...) }
	revenue := at("query", "--kpis", "revenue,deals_won", "--group-by", "team", "--grain", "month", "--from", "now-1y/M", "--to", "now", "--now", now, "--explain")
	require.Contains(t, succeed(t, rollup("status")...).stdout, "No rollups are kept")
	rows := succeed(t, revenue...).stdout
	require.NotContains(t, rows, "crmkpi_rollup")

	own := filepath.Join(t.TempDir(), "policy.yaml")
	require.NoError(t, os.WriteFile(own, []byte("rules: [{roles: [Viewer], see: own}]"), 0o600))
	var seller string
	require.NoError(t, db.QueryRow(`select u.email from crm.deals join crm.users as u on u.id = owner group by u.id order by count(*) desc, u.id limit 1`).Scan(&seller))
	revenueOfSeller := append(revenue[:len(revenue):len(revenue)], "--policy", own, "--as", seller)
	rowsOfSeller := succeed(t, revenueOfSeller...).stdout
	require.NotEqual(t, answered(rows), answered(rowsOfSeller))

	const judged = "surveys.responded_at [agent, kind, scale_max, score, ticket]" // by whose agent, and by that of its ticket
	require.Contains(t, succeed(t, rollup("plan", "--policy", own)...).stdout, judged)
	proposed := succeed(t, rollup("plan")...).stdout
	require.Contains(t, proposed, "entity: deals")
	require.NotContains(t, proposed, judged)
	proposed = succeed(t, rollup("plan", "--dashboards", "../../../dashboards")...).stdout
	require.Regexp(t, `(?s)entity: activities.*entity: deals\n +time: closed_at`, proposed)
	require.Regexp(t, `entity: tickets\n +from: created_at\n +to: solved_at\n`, proposed, "the backlog of a dashboard is read of changes")
	require.Contains(t, proposed, "hardly", "keys that tell nearly all rows apart are not kept")
	require.Regexp(t, `entity: deals\n( +\w+: .*\n)* +age: 2h\n`, succeed(t, rollup("plan", "--dashboards", "../../../dashboards", "--age", "2h")...).stdout)
	file := filepath.Join(t.TempDir(), "rollups.yaml")
	require.NoError(t, os.WriteFile(file, []byte(`rollups:
- {entity: deals, time: closed_at, keys: [owner, closed_by, status, currency], values: [id, amount]}
- {entity: tickets, from: created_at, to: solved_at, keys: [agent], values: [id]}
`), 0o600))
	_, err := db.Exec(`create role rollup_reader`)
	require.NoError(t, err)
	t.Cleanup(func() {
		_, err := db.Exec(`drop owned by rollup_reader; drop role rollup_reader`)
		require.NoError(t, err)
	})
	require.Contains(t, succeed(t, rollup("install", "--plan", file, "--reader", "rollup_reader")...).stdout, "from now on: 2")
	_, err = db.Exec(`set role rollup_reader; table crmkpi_rollup.kept; reset role`)
	require.NoError(t, err)
	granted := succeed(t, at("grant", "--role", "rollup_reader")[:5]...).stdout
	require.Contains(t, granted, `grant usage on schema "crmkpi_rollup" to "rollup_reader";`)
	require.Contains(t, granted, `grant select on "crmkpi_rollup"."kept" to "rollup_reader";`)
	require.Regexp(t, `(?m)^deals +closed_at: closed_by, currency, owner, status +\d+ +0 .* read$`, succeed(t, rollup("status", "--verify")...).stdout)
	sums := succeed(t, revenue...).stdout
	require.Contains(t, sums, "crmkpi_rollup", "the plan and the SQL tell of sums")
	require.Contains(t, sums, "of sums by day, closed_by, currency, owner, status")
	require.Equal(t, answered(rows), answered(sums))
	sumsOfSeller := succeed(t, revenueOfSeller...).stdout
	require.Contains(t, sumsOfSeller, "of sums by day, closed_by, currency, owner, status")
	require.Equal(t, answered(rowsOfSeller), answered(sumsOfSeller))
	require.Regexp(t, `(?m)^tickets +created_at until solved_at: agent +\d+ +0 .* read$`, succeed(t, rollup("status", "--verify")...).stdout)
	backlog := succeed(t, at("query", "--kpis", "open_tickets,pipeline_value", "--grain", "month", "--from", "now-1y/M", "--to", "now", "--now", now, "--explain")...).stdout
	require.Contains(t, backlog, "open_ticket_count over main, 13 windows, of sums by day, agent")
	require.Contains(t, backlog, "open_deal_amount over main, 13 windows, of rows: no sums by valid_from until valid_to have amount by day, currency, status")

	_, err = db.Exec(`update crm.deals set amount = amount + 1 where id % 2 = 0`)
	require.NoError(t, err)
	require.Regexp(t, `(?m)^deals .* [1-9]\d+ +2\d{3}-.* read$`, succeed(t, rollup("status", "--verify")...).stdout)
	require.NotEqual(t, answered(sums), answered(succeed(t, revenue...).stdout))
	succeed(t, rollup("refresh")...)
	require.Regexp(t, `(?m)^deals +closed_at: .* +\d+ +0 .* read$`, succeed(t, rollup("status", "--verify")...).stdout)

	_, err = db.Exec(`do $$
declare fires record;
begin
  for fires in select tgname from pg_trigger where tgrelid = 'crm.deals'::regclass and tgname like 'deals\_%' loop
    execute format('alter table crm.deals disable trigger %I', fires.tgname);
  end loop;
  update crm.deals set amount = amount + 1 where id % 2 = 0;
  for fires in select tgname from pg_trigger where tgrelid = 'crm.deals'::regclass and tgname like 'deals\_%' loop
    execute format('alter table crm.deals enable always trigger %I', fires.tgname);
  end loop;
end $$`)
	require.NoError(t, err)
	wrong := command(t, rollup("status", "--verify")...)
	require.Equal(t, statusFault, wrong.status)
	require.Contains(t, wrong.stdout, "are not what the rows come to")
	succeed(t, rollup("refresh", "--rebuild")...)
	succeed(t, rollup("status", "--verify", "--lang", "ru")...)

	other := command(t, "rollup", "status", "--dsn", dsn)
	require.Equal(t, statusFault, other.status)
	require.Contains(t, other.stdout, "another mapping, time zone or currency")
	require.Contains(t, succeed(t, "rollup", "remove", "--dsn", dsn).stdout, "any more")
	require.Contains(t, succeed(t, rollup("status")...).stdout, "No rollups are kept")
	require.Contains(t, command(t, rollup("install", "--plan", "no.yaml")...).stderr, "--plan")
}

// answered is what is printed before the plan.
func answered(printed string) string {
	before, _, _ := strings.Cut(printed, "\n\n")
	return before
}
