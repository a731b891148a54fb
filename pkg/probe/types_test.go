package probe_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/crm/schema"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/probe"
)

func TestMisfits(t *testing.T) {
	dsn := pgtest.DSN(t)
	_, err := pgtest.Open(t, dsn).Exec(`create type state as enum ('won', 'lost');
		create table sale (no int, rep text, customer uuid, state state, total money, cents int, day date, at timestamp, moment timestamptz, done int);
		create table rep (no bigint, team bigint); create table customer (no uuid); create table team (no text)`)
	require.NoError(t, err)
	m, err := crm.ParseMapping(`
entities:
  deals:
    from: sale as s
    fields: {id: s.no, owner: s.rep, account: s.customer, status: s.state, amount: s.total, created_at: s.at, closed_at: s.day, expected_close_on: s.moment}
  orders: {from: sale as s, fields: {id: s.no, amount: {cents: s.cents}, is_accurate: s.done, ordered_at: {local: s.day, zone: Asia/Tokyo}, promised_at: {local: s.moment, zone: Asia/Tokyo}}}
  users: {from: rep, fields: {id: no, team: team, name: gone}}
  accounts: {from: customer, fields: {id: no}}
  teams: {from: team, fields: {id: no}}
`)
	require.NoError(t, err)
	db := open(t, dsn)
	found, err := probe.Read(t.Context(), db, m)
	require.NoError(t, err)
	require.Equal(t, []string{"users.name"}, found.Names())
	misfits, err := probe.Misfits(t.Context(), db, found.Mapping)
	require.NoError(t, err)
	require.Equal(t, []probe.Misfit{
		{Entity: "deals", Field: "owner", Type: "TEXT", To: "users"},
		{Entity: "deals", Field: "amount", Type: "MONEY"},
		{Entity: "deals", Field: "expected_close_on", Type: "TIMESTAMPTZ"},
		{Entity: "deals", Field: "created_at", Type: "TIMESTAMP"},
		{Entity: "deals", Field: "closed_at", Type: "DATE"},
		{Entity: "orders", Field: "promised_at", Type: "TIMESTAMP"},
		{Entity: "orders", Field: "is_accurate", Type: "INT4"},
		{Entity: "users", Field: "team", Type: "INT8", To: "teams"},
	}, misfits)
}

func TestTheReferenceSchemaFits(t *testing.T) {
	dsn := pgtest.DSN(t)
	_, err := schema.Migrate(t.Context(), pgtest.Open(t, dsn))
	require.NoError(t, err)
	misfits, err := probe.Misfits(t.Context(), open(t, dsn), crm.Reference())
	require.NoError(t, err)
	require.Empty(t, misfits)
}
