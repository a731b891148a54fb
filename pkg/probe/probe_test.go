package probe_test

import (
	"context"
	"net"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/probe"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func open(t *testing.T, dsn string) *postgres.DB {
	t.Helper()
	db, err := postgres.OpenDSN(dsn, postgres.Limits{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return db
}

func TestRead(t *testing.T) {
	dsn := pgtest.DSN(t)
	_, err := pgtest.Open(t, dsn).Exec(`CREATE TABLE sale (no int, state text, total numeric)`)
	require.NoError(t, err)
	mapping, err := crm.ParseMapping(`
entities:
  deals: {from: sale as s, where: s.total > 0, fields: {id: s.no, status: s.status, amount: s.total, currency: "total =", closed_at: nope(s.no)}}
  leads: {from: inquiry, fields: {id: no}}
  teams: {from: sale, fields: {id: no, name: state}}
`)
	require.NoError(t, err)

	found, err := probe.Read(t.Context(), open(t, dsn), mapping)
	require.NoError(t, err)
	require.Equal(t, []string{"deals.closed_at", "deals.currency", "deals.status", "leads"}, found.Names())
	require.Equal(t, map[string]crm.Source{
		"deals": {From: "sale as s", Where: "s.total > 0", Fields: map[string]string{"id": "s.no", "amount": "s.total"},
			Types: map[string]crm.ColumnType{"id": "int4", "amount": "numeric"}},
		"teams": {From: "sale", Fields: map[string]string{"id": "no", "name": "state"}, Types: map[string]crm.ColumnType{"id": "int4", "name": "text"}},
	}, found.Mapping.Entities)
	require.Same(t, mapping.Model, found.Mapping.Model)
	require.Contains(t, mapping.Entities["deals"].Fields, "status", "the mapping given stays as it was")

	for name, part := range map[string]string{
		"deals.status": "s.status", "deals.currency": "syntax error", "deals.closed_at": "nope", "leads": "inquiry",
	} {
		require.ErrorContains(t, found.Faults[name], part)
	}
	require.ErrorContains(t, found.Reason(found.Mapping.Available("leads", "id")), "inquiry")
	require.ErrorContains(t, found.Reason(found.Mapping.Available("deals", "status")), "s.status")
	require.ErrorContains(t, found.Reason(found.Mapping.Available("deals", "owner")), "deals.owner is not mapped")
	require.ErrorIs(t, found.Reason(context.Canceled), context.Canceled)
}

func TestReference(t *testing.T) {
	found, err := probe.Read(t.Context(), open(t, pgtest.DSN(t)), crm.Reference())
	require.NoError(t, err)
	require.Empty(t, found.Mapping.Entities)
	require.Len(t, found.Faults, len(crm.Reference().Entities))
}

func TestNoConnection(t *testing.T) {
	nobody, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, nobody.Close())
	dsn := url.URL{Scheme: "postgres", User: url.UserPassword("u", "p"), Host: nobody.Addr().String(), Path: "/db", RawQuery: "sslmode=disable"}
	_, err = probe.Read(t.Context(), open(t, dsn.String()), crm.Reference())
	var e *postgres.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, postgres.KindUnreachable, e.Kind)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = probe.Read(ctx, open(t, pgtest.DSN(t)), crm.Reference())
	require.ErrorIs(t, err, context.Canceled)
}
