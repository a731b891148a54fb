package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/demo/demotest"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

func TestLive(t *testing.T) {
	dsn := demotest.Empty().Copy(t)
	db := pgtest.Open(t, dsn)
	triggers := func() (n int) {
		require.NoError(t, db.QueryRow(`select count(*) from pg_trigger where tgname like 'crmkpi%'`).Scan(&n))
		return n
	}
	functions := func() (n int) {
		require.NoError(t, db.QueryRow(`select count(*) from pg_proc where proname like 'crmkpi%'`).Scan(&n))
		return n
	}
	require.Regexp(t, `(?m)^crm\.deals +deals +counters of PostgreSQL$`, succeed(t, "live", "status", "--dsn", dsn).stdout)

	printed := succeed(t, "live", "install", "--print", "--dsn", dsn).stdout
	require.Contains(t, printed, `on "crm"."deals"`)
	require.Zero(t, triggers(), "printing runs nothing")
	_, err := db.Exec(printed)
	require.NoError(t, err, "what is printed can be run as it is")
	printedTriggers := triggers()
	require.Positive(t, printedTriggers)

	require.Regexp(t, `announce their changes from now on: [1-9]`, succeed(t, "live", "install", "--dsn", dsn).stdout)
	require.Equal(t, printedTriggers, triggers(), "once more is no more")
	require.Regexp(t, `(?m)^crm\.deals +deals +триггерам, сразу$`, succeed(t, "live", "status", "--lang", "ru", "--dsn", dsn).stdout)

	require.Regexp(t, `no longer announce their changes: [1-9]`, succeed(t, "live", "remove", "--dsn", dsn).stdout)
	require.Zero(t, triggers())
	require.Zero(t, functions())
	require.Contains(t, succeed(t, "live", "remove", "--dsn", dsn).stdout, "no longer announce their changes: 0")

	require.Contains(t, command(t, "live", "instal").stderr, "install")
}

func TestLiveTriggersNeedTheOwner(t *testing.T) {
	dsn := demotest.Empty().Copy(t)
	db := pgtest.Open(t, dsn)
	_, err := db.Exec(`create role live_reader; grant usage on schema crm to live_reader; grant select on all tables in schema crm to live_reader`)
	require.NoError(t, err)
	t.Cleanup(func() {
		_, err := db.Exec(`drop owned by live_reader; drop role live_reader`)
		require.NoError(t, err)
	})
	r := command(t, "live", "install", "--dsn", dsn+"&options=-c%20role%3Dlive_reader")
	require.Equal(t, statusFault, r.status)
	require.Contains(t, r.stderr, "permission denied")
}
