package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

func TestMigrateThenSeed(t *testing.T) {
	dsn := pgtest.DSN(t)
	r := command(t, "seed", "--dsn", dsn)
	require.Equal(t, statusFault, r.status)
	require.Contains(t, r.stderr, "create it with `crmkpi migrate`")

	first := succeed(t, "migrate", "--dsn", dsn).stdout
	require.Contains(t, first, "applied 0001_")
	require.Contains(t, first, "the schema crm now has version")
	require.Contains(t, succeed(t, "migrate", "--dsn", dsn).stdout, "nothing to do: the schema crm has the newest version")

	seeded := succeed(t, "seed", "--dsn", dsn, "--today", now, "--seed", "1")
	require.Contains(t, seeded.stderr, "sales\n", "stages as lines where there is no terminal")
	require.Regexp(t, `(?m)^deals +[12]\d,\d{3}$`, seeded.stdout)
	require.Regexp(t, `(?m)^[0-9,]+ rows in [0-9.m]+s; the past goes from 20\d\d-\d\d-\d\d to 2026-03-18 14:25 UTC$`, seeded.stdout)
	count := `select count(*), sum(amount)::float8 from crm.deals`
	var rows, amount float64
	db := pgtest.Open(t, dsn)
	require.NoError(t, db.QueryRow(count).Scan(&rows, &amount))
	equalRows(t, selected(t, count), [][]any{{rows, amount}})

	again := command(t, "seed", "--dsn", dsn)
	require.Equal(t, statusFault, again.status)
	require.Contains(t, again.stderr, "--replace deletes the rows that are there")
	succeed(t, "seed", "--dsn", dsn, "--today", "2026-03-18", "--seed", "2", "--replace")
	var replaced float64
	require.NoError(t, db.QueryRow(count).Scan(&rows, &replaced))
	require.NotEqual(t, amount, replaced, "another seed is another company")
}
