package main

import (
	"database/sql"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

// mapping writes a mapping file.
func mapping(t testing.TB, text string) string {
	file := filepath.Join(t.TempDir(), "mapping.yaml")
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	return file
}

// checked returns the reason why each KPI is unavailable, "" for those that are available.
func checked(t testing.TB, r ran) (map[string]string, []string) {
	var answer answerJSON
	require.NoError(t, json.Unmarshal([]byte(r.stdout), &answer), r.stderr)
	require.Equal(t, []string{"kpi", "title", "available", "reason"}, answer.Columns)
	reasons := map[string]string{}
	for _, row := range answer.Rows {
		reasons[row[0].(string)] = row[3].(string)
		require.Equal(t, row[3] == "", row[2])
	}
	return reasons, answer.Notices
}

func TestCheckOfTheDemoCompany(t *testing.T) {
	reasons, notices := checked(t, succeed(t, "check", "--dsn", company(t), "--format", "json"))
	for kpi, reason := range reasons {
		require.Empty(t, reason, kpi)
	}
	require.Contains(t, notices[0], "PostgreSQL 1")
	require.Contains(t, notices[1], "The reference schema crm has version")
	require.Regexp(t, `^(\d+) of \d+ KPIs are available$`, notices[2])
}

func TestCheckSaysWhatIsMissing(t *testing.T) {
	dsn := pgtest.Template(t, "without some", func(db *sql.DB) error {
		if err := migrate(db); err != nil {
			return err
		}
		_, err := db.Exec(`drop table crm.feedback cascade; alter table crm.deals drop column created_at cascade`)
		return err
	})
	reasons, _ := checked(t, succeed(t, "check", "--dsn", dsn, "--format", "json"))
	require.Empty(t, reasons["revenue"])
	require.Equal(t, `feedback: relation "crm.feedback" does not exist`, reasons["complaints"])
	require.Equal(t, `deals.created_at: column "created_at" does not exist`, reasons["sales_cycle"])
	table := succeed(t, "check", "--dsn", dsn).stdout
	require.Regexp(t, `(?m)^complaints +Complaints +no +feedback: relation`, table)
	require.Regexp(t, `(?m)^revenue +Revenue +yes$`, table)
}

func TestCheckOfAMapping(t *testing.T) {
	file := mapping(t, `
entities:
  deals:
    from: crm.deals as d
    where: d.type <> 'renewal'
    fields: {id: d.id, status: d.status, amount: d.amount, closed_at: d.closed_at, created_at: d.made, currency: d.currency}
  currency_rates: {from: crm.currency_rates}
`)
	reasons, notices := checked(t, succeed(t, "check", "--dsn", company(t), "--mapping", file, "--format", "json"))
	require.Empty(t, reasons["revenue"])
	require.Equal(t, "deals.created_at: column d.made does not exist", reasons["sales_cycle"])
	require.Contains(t, reasons["open_tickets"], "tickets is not mapped")
	require.Contains(t, notices[1], file)
}

func TestCheckOfAMappingWithNothingRight(t *testing.T) {
	file := mapping(t, "entities: {deals: {from: crm.dealz, fields: {id: id}}}")
	r := command(t, "check", "--dsn", company(t), "--mapping", file)
	require.Equal(t, statusFault, r.status)
	require.Contains(t, r.stdout, `deals: relation "crm.dealz" does not exist`)
	require.Contains(t, r.stderr, "no KPI is available; correct the mapping in "+file)
}

func TestCheckFailsWhenNothingIsAvailable(t *testing.T) {
	r := command(t, "check", "--dsn", pgtest.DSN(t))
	require.Equal(t, statusFault, r.status)
	require.Contains(t, r.stdout, "The reference schema crm is not there; create it with `crmkpi migrate`")
	require.Contains(t, r.stderr, "no KPI is available; create the reference schema with `crmkpi migrate`")
}
