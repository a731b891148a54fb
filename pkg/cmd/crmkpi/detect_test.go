package main

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

func TestDetect(t *testing.T) {
	dsn := pgtest.DSN(t)
	_, err := pgtest.Open(t, dsn).Exec(`
		create table customers (customer_id int primary key, company_name text);
		create table orders (order_id int primary key, customer_id int references customers, order_date date, total numeric, weird text, is_deleted boolean);
		insert into customers values (1, 'a'), (2, 'b'); insert into orders values (1, 1, '2024-01-02', 20, '', false), (2, 1, '2024-12-30', 11, '', false), (3, 1, '2025-01-03', 7, '', false)`)
	require.NoError(t, err)

	table := succeed(t, "detect", "--dsn", dsn).stdout
	require.Regexp(t, `(?m)^field +orders\.account +t\."customer_id" +1\.00 +integer; named like "customer"; a foreign key to customers$`, table)
	require.Regexp(t, `(?m)^where +orders +t\."is_deleted" is not true +0\.80 +is_deleted marks deleted rows, though none was seen so far$`, table)
	require.Contains(t, table, "These are proposals")
	require.Regexp(t, `(?m)^number +Revenue, 2024 +31\.00`, table)
	require.Contains(t, succeed(t, "detect", "--dsn", dsn, "--lang", "ru", "--format", "yaml").stdout, "##   Выручка, 2024: 31.00")
	require.Contains(t, succeed(t, "detect", "--dsn", dsn, "--lang", "ru").stdout, "первичный ключ")

	var answer answerJSON
	require.NoError(t, json.Unmarshal([]byte(succeed(t, "detect", "--dsn", dsn, "--format", "json").stdout), &answer))
	require.Equal(t, []string{"kind", "name", "source", "confidence", "reason"}, answer.Columns)

	file := mapping(t, succeed(t, "detect", "--dsn", dsn, "--format", "yaml").stdout)
	reasons, _ := checked(t, succeed(t, "check", "--dsn", dsn, "--mapping", file, "--kpis", "--format", "json"))
	require.Contains(t, reasons, "revenue")
	available := 0
	for _, reason := range reasons {
		if reason == "" {
			available++
		}
	}
	require.Positive(t, available)
}

func TestDetectWithoutTables(t *testing.T) {
	require.Contains(t, succeed(t, "detect", "--dsn", pgtest.DSN(t)).stdout, "The database has no tables; name the one that holds the company's data")
	r := command(t, "detect")
	require.Equal(t, statusUsage, r.status)
	require.Contains(t, r.stderr, "no database is named")
}
