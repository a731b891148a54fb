package main

import (
	"database/sql"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/demo/demotest"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

// fromREADME returns the example of the README, as a reader copies it.
func fromREADME(t testing.TB) string {
	readme, err := os.ReadFile("../../../README.md")
	require.NoError(t, err)
	_, section, found := strings.Cut(string(readme), "## Define your own KPIs\n")
	require.True(t, found)
	_, rest, found := strings.Cut(section, "```yaml\n")
	require.True(t, found)
	example, _, found := strings.Cut(rest, "```\n")
	require.True(t, found)
	return example
}

func kpiFile(t testing.TB, text string) string {
	file := filepath.Join(t.TempDir(), "kpis.yaml")
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	return file
}

// kpi is a custom KPI of a measure.
func kpi(measure string) string {
	return "measures:\n  m: " + measure + "\nkpis: {mine: {title: Mine, description: D, measure: m, unit: count, horizon: past}}"
}

func TestExampleOfTheREADME(t *testing.T) {
	file := kpiFile(t, fromREADME(t))
	answer := ask(t, "query", "--custom-kpis", file, "--kpis", "big_deals,deals_won,big_deal_share", "--grain", "none", "--from", "2025-01-01", "--to", "2026-01-01")
	require.Equal(t, []string{"big_deals", "deals_won", "big_deal_share"}, answer.Columns)
	want := selected(t, `select count(*) filter (where amount >= 50000), count(*), count(*) filter (where amount >= 50000)::float8 / count(*)
		from crm.deals where status = 'won' and closed_at >= '2025-01-01Z' and closed_at < '2026-01-01Z'`)
	require.Positive(t, want[0][0])
	equalRows(t, want, answer.Rows)

	rows := ask(t, "records", "--custom-kpis", file, "--kpi", "big_deals", "--from", "2025-01-01", "--to", "2026-01-01", "--rows", "10000")
	require.Len(t, rows.Rows, int(want[0][0].(float64)), "the rows behind the number")
}

func TestExampleOfTheConfigEditor(t *testing.T) {
	source, err := os.ReadFile("../../../src/configEditor/exampleKpis.ts")
	require.NoError(t, err)
	parts := strings.Split(string(source), "`")
	require.Len(t, parts, 3)
	require.Contains(t, succeed(t, "catalog", "--department", "custom", "--custom-kpis", kpiFile(t, parts[1])).stdout, "big_deal_share")
}

func TestCatalogOfCustomKPIs(t *testing.T) {
	file := kpiFile(t, fromREADME(t))
	var kpis []map[string]any
	r := succeed(t, "catalog", "--custom-kpis", file, "--department", "custom", "--format", "json", "--lang", "ru")
	require.NoError(t, json.Unmarshal([]byte(r.stdout), &kpis))
	require.Len(t, kpis, 2)
	require.Equal(t, "Big deals", kpis[0]["title"])
	require.Equal(t, "Доля крупных сделок", kpis[1]["title"])
	require.Contains(t, kpis[1]["dimensions"], "team")
	require.Contains(t, command(t, "catalog", "--department", "custom").stderr, `there is no department "custom"`)
}

func TestFaultsOfCustomKPIs(t *testing.T) {
	file := kpiFile(t, strings.NewReplacer("unit: count", "unit: apples", "status =", "state =").Replace(fromREADME(t)))
	for _, line := range [][]string{
		{"catalog"}, {"check", "--dsn", company(t)}, {"records", "--dsn", company(t), "--kpi", "revenue", "--from", "now-1d", "--to", "now"},
		{"query", "--dsn", company(t), "--kpis", "revenue", "--from", "now-1d", "--to", "now"},
	} {
		r := command(t, append(line, "--custom-kpis", file)...)
		require.Equal(t, statusFault, r.status)
		require.Empty(t, r.stdout)
		require.Contains(t, r.stderr, file+`: line 6, measure big_won_deals.where: deals has no field "state"; it has id`)
		require.Contains(t, r.stderr, "\n"+file+`: line 12, big_deals.unit: there is no unit "apples"; the units are`)
	}
	r := command(t, "catalog", "--custom-kpis", "/nowhere.yaml")
	require.Equal(t, statusUsage, r.status)
	require.Contains(t, r.stderr, "--custom-kpis: open /nowhere.yaml")
}

func TestCheckTriesTheSQLOfCustomKPIs(t *testing.T) {
	dsn := demotest.Thin(demotest.Company(), 12).Shared(t)
	for measure, want := range map[string]string{
		"{entity: deals, time: closed_at, count: id, where: status = 'won'}":            "",
		"{entity: deals, time: closed_at, count: id, where: status > 5}":                "operator does not exist: text > integer",
		"{entity: deals, time: closed_at, count: id, where: celebrated(status)}":        "function celebrated(text) does not exist",
		"{entity: deals, time: closed_at, count: id, where: status = 'won' and}":        "syntax error",
		"{entity: deals, snapshot: {start: created_at, end: closed_at + 1}, count: id}": "operator does not exist: timestamp with time zone + integer",
	} {
		reasons, _ := checked(t, succeed(t, "check", "--dsn", dsn, "--custom-kpis", kpiFile(t, kpi(measure)), "--kpis", "--format", "json"))
		require.Contains(t, reasons["mine"], want, measure)
		require.Equal(t, want == "", reasons["mine"] == "", measure)
		require.Empty(t, reasons["revenue"])
	}
}

// An expression may call functions; one that writes is stopped by the read-only transaction.
func TestCustomKPIsCannotWrite(t *testing.T) {
	deals := selected(t, `select count(*) from crm.deals`)
	for expression, refused := range map[string]string{
		`query_to_xml('delete from crm.deals', true, true, '') is not null`:    "DELETE is not allowed",
		`set_config('transaction_read_only', 'off', true) = 'off'`:             "read-write mode must be set before any query",
		`name = 'x''; delete from crm.deals; --' or name = '/*' or name = '\'`: "",
	} {
		file := kpiFile(t, kpi("\n    entity: deals\n    time: closed_at\n    count: id\n    where: >-\n      "+expression+"\n"))
		r := command(t, "query", "--dsn", company(t), "--custom-kpis", file, "--kpis", "mine", "--from", "2025-01-01", "--to", "2026-01-01", "--now", now)
		require.Equal(t, refused == "", r.status == 0, r.stderr)
		require.Contains(t, r.stderr, refused)
	}
	require.Equal(t, deals, selected(t, `select count(*) from crm.deals`))
}

// The names of a company's tables and columns are whatever they are; the mapping quotes them, and a custom KPI leaves them so.
func TestCustomKPIOverHostileNames(t *testing.T) {
	dsn := pgtest.Template(t, "hostile names", func(db *sql.DB) error {
		_, err := db.Exec(`create table "deals""; drop table x; --" ("id'; --" text, "when" timestamptz, "$1" text);
			insert into "deals""; drop table x; --" values ('a', '2025-05-01Z', 'won'), ('b', '2025-05-02Z', 'lost'), ('c', '2025-05-03Z', 'it''s; --')`)
		return err
	})
	file := mapping(t, `entities: {deals: {from: '"deals""; drop table x; --" as d', fields: {id: 'd."id''; --"', closed_at: d.when, status: 'd."$1"', created_at: d.when}}}`)
	for where, want := range map[string]float64{`status = 'won'`: 1, `status <> 'won'`: 2, `status = 'it''s; --'`: 1} {
		r := succeed(t, "query", "--dsn", dsn, "--mapping", file, "--custom-kpis", kpiFile(t, kpi(`{entity: deals, time: closed_at, count: id, where: "`+where+`"}`)),
			"--kpis", "mine", "--from", "2025-01-01", "--to", "2026-01-01", "--now", now, "--format", "json")
		var answer answerJSON
		require.NoError(t, json.Unmarshal([]byte(r.stdout), &answer))
		require.Equal(t, [][]any{{want}}, answer.Rows, where)
	}
}
