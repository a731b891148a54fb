package main

import (
	"context"
	"database/sql"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/demo/demotest"
	"github.com/crmkpi/crm-datasource/pkg/postgres/embedded"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

// question is a question that can be answered, about revenue unless the arguments name KPIs; the arguments replace its flags.
func question(dsn string, args ...string) []string {
	line := []string{"query", "--from", "2025-01-01", "--to", "2026-01-01", "--dsn", dsn, "--now", now}
	if !slices.Contains(args, "--kpis") {
		line = append(line, "--kpis", "revenue")
	}
	return append(line, args...)
}

// requireFault checks that a command line failed with one line on stderr, and no answer, that says all of parts.
func requireFault(t testing.TB, r ran, status int, parts ...string) {
	t.Helper()
	require.Equal(t, status, r.status, r.stderr)
	require.Empty(t, r.stdout)
	require.Regexp(t, `^crmkpi: [^\n]+\n$`, r.stderr)
	for _, part := range parts {
		require.Contains(t, r.stderr, part)
	}
}

func TestFaultyQuestions(t *testing.T) {
	many := make([]string, 10_000)
	for i := range many {
		many[i] = fmt.Sprint("Account ", i)
	}
	for name, test := range map[string]struct {
		args  []string
		parts []string
	}{
		"unknown KPI":         {[]string{"--kpis", "revenues"}, []string{`there is no KPI "revenues"; did you mean`, "revenue_target"}},
		"unrelated KPI":       {[]string{"--kpis", "xyz"}, []string{`there is no KPI "xyz"`, "`crmkpi catalog`"}},
		"impossible group":    {[]string{"--group-by", "priority"}, []string{"revenue cannot be grouped by priority; it can be by account, ", "team"}},
		"impossible filter":   {[]string{"--filter", "priority=high"}, []string{"revenue cannot be filtered by priority; it can be by account, "}},
		"unknown dimension":   {[]string{"--group-by", "colour"}, []string{`there is no dimension "colour"; the dimensions are account, `}},
		"inverted range":      {[]string{"--from", "2026-01-01", "--to", "2025-01-01"}, []string{"2026-01-01T00:00:00Z to 2025-01-01T00:00:00Z is empty: from must be before to"}},
		"10,000 values":       {[]string{"--filter", "account=" + strings.Join(many, ",")}, []string{"filter on account: 10000 values are too many, at most 1000; use a coarser dimension"}},
		"a million periods":   {[]string{"--grain", "hour", "--from", "1900-01-01"}, []string{"grain hour cuts the range into 1104504 buckets, more than the 10000 allowed: use grain week"}},
		"unknown grain":       {[]string{"--grain", "fortnight"}, []string{`unknown grain "fortnight": use one of none, hour, day`, "auto"}},
		"unknown comparison":  {[]string{"--compare", "last"}, []string{`there is no comparison "last"; the comparisons are previous_period and previous_year`}},
		"unknown parameter":   {[]string{"--param", "window=90d"}, []string{`no KPI of the question has a parameter "window"; remove it`}},
		"wrong parameter":     {[]string{"--kpis", "win_rate_cohort", "--param", "window=soon"}, []string{`"soon" is not a length of time; write a number and m, h, d or w`}},
		"limit without group": {[]string{"--top", "3"}, []string{"a limit needs groups"}},
		"unmapped entity":     {[]string{"--kpis", "open_tickets", "--mapping", mapping(t, "entities: {deals: {from: crm.deals}}")}, []string{"open_tickets is unavailable: tickets is not mapped; add the entity", "--mapping FILE"}},
		"faulty mapping":      {[]string{"--mapping", mapping(t, "entities: {dealz: {from: crm.deals}}")}, []string{"--mapping ", `there is no entity "dealz"; the entities are`}},
		"mapped to more":      {[]string{"--mapping", mapping(t, "entities: {deals: {from: crm.deals where true}}")}, []string{`mapping of deals: from: at character 11, "where" does not belong here`}},
		"mapped to nothing":   {[]string{"--mapping", mapping(t, "entities: {deals: {from: crm.deals as}}")}, []string{"PostgreSQL: syntax error", "Correct the SQL of the mapping", "--mapping FILE"}},
	} {
		t.Run(name, func(t *testing.T) {
			requireFault(t, command(t, question(company(t), test.args...)...), statusFault, test.parts...)
		})
	}
}

func TestWrongUsage(t *testing.T) {
	t.Setenv("CRMKPI_DSN", "")
	for line, parts := range map[string][]string{
		"qury":                 {`there is no command "qury"; did you mean query?`},
		"dance":                {`there is no command "dance"; the commands are agenda, annotations, catalog, check`},
		"query":                {"--kpis is missing", "`crmkpi catalog` lists them", "`crmkpi query --help`"},
		"query revenue":        {`"revenue" stands alone`},
		"query --goal revenue": {"unknown flag: --goal"},
		"query --kpis revenue": {"no database is named; give --dsn or set CRMKPI_DSN"},
		"query --kpis revenue --dsn postgres:///x":                           {"--from is missing; give a time such as 2024-01-31"},
		"query --kpis revenue --dsn postgres:///x --from now-1d":             {"--to is missing"},
		"query --kpis revenue --dsn postgres:///x --from yesterday --to now": {`--from: cannot read "yesterday" as a time: write it like 2024-01-31`},
		"query --kpis revenue --now soon":                                    {`--now: cannot read "soon" as a time`},
		"query --kpis revenue --timezone Mars":                               {`unknown time zone "Mars": use an IANA name such as Europe/Berlin`},
		"query --kpis revenue --week-start caturday":                         {`unknown weekday "caturday": use sunday, monday`},
		"query --kpis revenue --fiscal-start 13":                             {"the fiscal year cannot start in month 13: use 1 (January) to 12 (December)"},
		"query --kpis revenue --currency dollars":                            {`--currency is "DOLLARS"; give an ISO 4217 code such as USD`},
		"query --kpis revenue --format xml":                                  {`"xml" for "--format" flag: use one of table, json, csv`},
		"query --kpis revenue --timeout soon":                                {`invalid argument "soon" for "--timeout" flag`},
		"query --kpis revenue --timeout -1s --dsn postgres:///x":             {"--timeout is -1s; give a positive duration such as 30s"},
		"query --kpis revenue --max-cells -1":                                {"--max-cells is -1; give 1 or more (default 1000000)"},
		"query --kpis revenue --filter region":                               {`--filter: cannot read "region"; write region=EMEA`},
		"query --kpis revenue --top -3 --group-by rep":                       {"--top is -3; give a number from 1 to 1000"},
		"query --kpis revenue --rest":                                        {"--then, --ascending and --rank need --top or --by", "--rest needs --top"},
		"query --kpis revenue --compare-as ratio":                            {"--compare-as needs --compare"},
		"query --kpis revenue --mapping /nowhere.yaml":                       {"--mapping: open /nowhere.yaml"},
		"catalog --department hr":                                            {`there is no department "hr"; the departments are data, marketing, sales, support`},
		"records --from now-1d --to now":                                     {"give either --entity, as in --entity deals, or --kpi"},
		"values":                                                             {"--dimension is missing"},
		"timeline --from now-1d --to now":                                    {"--account is missing; name a customer", "`crmkpi values --dimension account` lists them"},
		"seed --scale huge":                                                  {`"huge" for "--scale" flag: use one of small, medium, large`},
		"seed --today someday":                                               {`--today: cannot read "someday" as a time`},
		"migrate":                                                            {"no database is named"},
	} {
		t.Run(line, func(t *testing.T) {
			requireFault(t, command(t, strings.Fields(line)...), statusUsage, parts...)
		})
	}
}

func TestErrorsAreInTheLanguageAskedFor(t *testing.T) {
	t.Setenv("CRMKPI_DSN", "")
	dead := "postgres://reader@127.0.0.1:1/crm?sslmode=disable"
	for line, want := range map[string]string{
		"query":                               "не указан --kpis; назовите показатели",
		"query --kpis revenue":                "база данных не указана; задайте --dsn или CRMKPI_DSN",
		"query --goal revenue":                "неизвестный флаг: --goal (см. `crmkpi query --help`)",
		"query --format xml":                  `недопустимое значение "xml" флага "--format": выберите одно из: table, json, csv`,
		"query --kpis":                        "флагу нужно значение: --kpis",
		"query revenue":                       `"revenue" стоит отдельно`,
		"catalog --department hr":             `нет отдела "hr"; отделы: data, marketing`,
		"catalog --custom-kpis /nowhere":      "--custom-kpis: файл не читается: «open /nowhere",
		"values":                              "не указан --dimension",
		"detect --dsn " + dead:                "PostgreSQL недоступен: «dial tcp",
		"check --dsn " + dead:                 "(настройки соединения: --dsn или CRMKPI_DSN)",
		"query --kpis revenue --filter owner": `--filter: не удалось прочитать "owner"`,
	} {
		args := strings.Fields(line)
		r := command(t, append([]string{args[0], "--lang", "ru"}, args[1:]...)...)
		require.NotZero(t, r.status)
		require.Empty(t, r.stdout)
		require.Contains(t, r.stderr, want)
	}
	r := command(t, "query", "--lang", "ru", "--dsn", company(t), "--from", "2025-01-01", "--to", "2026-01-01", "--kpis", "revenue",
		"--mapping", mapping(t, "entities: {deals: {from: crm.deals, fields: {id: id, status: status, closed_at: closed_at, amount: gone}}}"))
	requireFault(t, r, statusFault, "deals.amount: PostgreSQL: «column \"gone\" does not exist». Исправьте имя в сопоставлении", "эталонную схему создаёт")
}

func TestEmptyDatabase(t *testing.T) {
	requireFault(t, command(t, question(pgtest.DSN(t))...), statusFault,
		`relation "crm.`, "does not exist", "the reference schema is created by `crmkpi migrate`")
}

func TestNoRows(t *testing.T) {
	dsn := demotest.Empty().Copy(t)
	require.JSONEq(t, `{"columns": ["revenue", "win_rate"], "rows": [[0, null]],
		"notices": ["No value of Win rate: there is nothing in the range, with these filters, to compute from. Choose a longer range or fewer filters."]}`,
		succeed(t, question(dsn, "--kpis", "revenue,win_rate", "--format", "json")...).stdout)
	require.JSONEq(t, `{"columns": ["team", "revenue"], "rows": [],
		"notices": ["Nothing is found in the range, with these filters, so that there are no groups to show. Choose a longer range or fewer filters."]}`,
		succeed(t, question(dsn, "--group-by", "team", "--format", "json")...).stdout)
}

func TestMissingTable(t *testing.T) {
	dsn := pgtest.Source{Name: "without deals", From: demotest.Empty(), Fill: func(db *sql.DB) error {
		_, err := db.Exec(`drop table crm.deals cascade`)
		return err
	}}.Copy(t)
	requireFault(t, command(t, question(dsn)...), statusFault,
		`relation "crm.deals" does not exist`, "Correct the name in the mapping, or let a migration create it", "--mapping FILE")
}

func TestMissingDatabase(t *testing.T) {
	dsn := company(t)
	u, err := url.Parse(dsn)
	require.NoError(t, err)
	u.Path = "/no_such_database"
	requireFault(t, command(t, question(u.String())...), statusFault, `database "no_such_database" does not exist`, "--dsn or CRMKPI_DSN")
}

// secret is a password that must not be printed.
const secret = "hunter2/swordfish"

func TestWrongPassword(t *testing.T) {
	dsn, err := url.Parse(pgtest.Server(t, embedded.Options{}).DSN("postgres"))
	require.NoError(t, err)
	dsn.User = url.UserPassword(dsn.User.Username(), secret)
	for _, line := range [][]string{question(dsn.String()), {"check", "--dsn", dsn.String()}, {"migrate", "--dsn", dsn.String()}, {"seed", "--dsn", dsn.String()}} {
		r := command(t, line...)
		requireFault(t, r, statusFault, "password authentication failed", "Correct user and password", "--dsn or CRMKPI_DSN")
		require.NotContains(t, r.stderr, secret)
	}
}

func TestDeadServer(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := listener.Addr().String()
	require.NoError(t, listener.Close())
	for _, command := range []string{"query", "check", "migrate", "seed"} {
		line := []string{command, "--dsn", "postgres://reader:" + url.QueryEscape(secret) + "@" + address + "/crm?sslmode=disable"}
		if command == "query" {
			line = append(line, "--kpis", "revenue", "--from", "now-1d", "--to", "now")
		}
		r := commandIn(t.Context(), line...)
		requireFault(t, r, statusFault, "PostgreSQL cannot be reached: ", "refused", "Check that the server runs", "--dsn or CRMKPI_DSN")
		require.NotContains(t, r.stderr, "hunter2")
	}
}

func TestUnreadableConnectionStringsKeepTheirSecrets(t *testing.T) {
	for _, dsn := range []string{
		"postgres://reader:hunter2/word@localhost/crm", "postgres://reader:hunter2#word@localhost/crm", "postgres://reader:hunter2%zz@localhost/crm",
		"postgres://reader:hunter2@localhost:port/crm", "postgres://reader:hunter2@localhost/crm?sslmode=hunter2", "host=localhost password='hunter2",
		"host=localhost password=hunter 2", "hunter2", "mysql://reader:hunter2@localhost/crm",
	} {
		r := command(t, question(dsn)...)
		requireFault(t, r, statusUsage, "the connection string in --dsn or CRMKPI_DSN cannot be read; write postgres://user:password@host:5432/database")
		require.NotContains(t, r.stderr, "hunter", dsn)
	}
}

func TestHostsInConnectionStrings(t *testing.T) {
	for dsn, want := range map[string]string{
		"host=crm.example:6543 dbname=crm password=hunter2": `--dsn: the host "crm.example:6543" in the connection settings has a port in it: write "crm.example" as the host and 6543 as the port`,
		"host=postgres://me:hunter2@crm.example/crm":        `--dsn: the host "crm.example/crm" in the connection settings is a whole URL`,
	} {
		r := command(t, question(dsn)...)
		requireFault(t, r, statusUsage, want)
		require.NotContains(t, r.stderr, "hunter", dsn)
	}
}

func TestCancelledBeforeItBegins(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	requireFault(t, commandIn(ctx, question(company(t))...), statusFault, "the query was cancelled")
}

// sleeping is a mapping whose deals take an hour to read.
const sleeping = `entities: {deals: {from: "(select d.* from crm.deals d, pg_sleep(3600)) d", fields: {id: d.id, status: d.status, amount: d.amount, closed_at: d.closed_at}}}`

func TestCancellingEndsTheStatement(t *testing.T) {
	dsn := company(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	done := make(chan ran)
	line := question(dsn, "--mapping", mapping(t, sleeping), "--timeout", "1h")
	go func() { done <- commandIn(ctx, line...) }()
	db := pgtest.Open(t, dsn)
	running := func() bool { // asleep: PostgreSQL forgets a request to cancel that comes before the statement is run
		var n int
		require.NoError(t, db.QueryRow(`select count(*) from pg_stat_activity where state = 'active' and query like '%pg_sleep(3600)%'
			and wait_event = 'PgSleep' and datname = current_database()`).Scan(&n))
		return n > 0
	}
	require.Eventually(t, running, time.Minute, 20*time.Millisecond)
	cancel()
	requireFault(t, <-done, statusFault, "the query was cancelled")
	require.Eventually(t, func() bool { return !running() }, time.Minute, 20*time.Millisecond)
}

func TestTimeout(t *testing.T) {
	requireFault(t, command(t, question(company(t), "--mapping", mapping(t, sleeping), "--timeout", "100ms")...), statusFault,
		"ran longer than the query timeout of 100ms: ask for a shorter range", "--timeout")
}

func TestMaxCells(t *testing.T) {
	requireFault(t, command(t, question(company(t), "--grain", "month", "--max-cells", "2")...), statusFault,
		"at most 2 are allowed", "cells of an answer: --max-cells")
}

func TestCancelledSeedLeavesTheDatabaseAsItWas(t *testing.T) {
	dsn := demotest.Empty().Copy(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var stdout strings.Builder
	stderr := writerFunc(func(text []byte) (int, error) { cancel(); return len(text), nil }) // as soon as the first stage is told
	require.Equal(t, statusFault, run(ctx, []string{"seed", "--dsn", dsn}, &stdout, stderr))
	require.Empty(t, stdout.String())
	var rows int
	require.NoError(t, pgtest.Open(t, dsn).QueryRow(`select count(*) from crm.users`).Scan(&rows))
	require.Zero(t, rows)
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(text []byte) (int, error) { return f(text) }
