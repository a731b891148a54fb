package probe_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/demo/demotest"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/probe"
)

func TestMisfits(t *testing.T) {
	dsn := pgtest.DSN(t)
	_, err := pgtest.Open(t, dsn).Exec(`create type state as enum ('won', 'lost');
		create table sale (no int, rep text, customer uuid, state state, total interval, cents int, day date, at timestamp, moment timestamptz, done int);
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
	wrong := map[string]string{"users.name": `column "gone" does not exist`}
	for name, fault := range found.Faults {
		if _, ok := errors.AsType[*probe.Misfit](fault); ok {
			wrong[name] = fault.Error()
		}
	}
	require.Equal(t, map[string]string{
		"users.name":         `column "gone" does not exist`,
		"deals.owner":        "its type text cannot be compared with int8, the type of users.id; cast one of them in the mapping, as in t.owner::text",
		"deals.amount":       "its type is interval, but numeric is needed; convert it in the mapping",
		"orders.is_accurate": "its type is int4, but bool is needed; convert it in the mapping",
		"users.team":         "its type int8 cannot be compared with text, the type of teams.id; cast one of them in the mapping, as in t.team::text",
	}, wrong)
	require.Len(t, found.Faults, len(wrong))
	var perhaps []string
	for _, m := range found.Misfits {
		perhaps = append(perhaps, m.Entity+"."+m.Field+" "+string(m.Type))
	}
	require.Equal(t, []string{"deals.expected_close_on timestamptz", "deals.created_at timestamp", "deals.closed_at date", "orders.promised_at timestamp"}, perhaps)
	require.False(t, found.Mapping.Has("deals", "owner"))
	require.True(t, found.Mapping.Has("deals", "account"))
	require.True(t, m.Has("deals", "owner"), "the mapping given stays as it was")
}

func TestTheReferenceSchemaFits(t *testing.T) {
	dsn := demotest.Empty().Copy(t)
	found, err := probe.Read(t.Context(), open(t, dsn), crm.Reference())
	require.NoError(t, err)
	require.Empty(t, found.Faults)
	require.Empty(t, found.Misfits)
}
