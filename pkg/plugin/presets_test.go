package plugin_test

import (
	"database/sql"
	"encoding/json"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

// known makes one preset known for a test.
func known(t *testing.T) {
	p, err := crm.ParsePreset("shop", []byte(`
title: {en: Shop, ru: Магазин}
versions: "1"
schema: public
tables: [Sale]
optional: [ticket]
available: {en: Deals, ru: Сделки}
limits: {en: No stages, ru: Нет этапов}
entities:
  deals:
    from: '{schema}."Sale" as s'
    tenant: s.company
    fields: {id: s.id, status: s.state, closed_at: s.closed, amount: s.total}
  tickets:
    needs: [ticket]
    from: "{schema}.ticket as t"
    fields: {id: t.id, created_at: t.made}
    tenant: t.company
`))
	require.NoError(t, err)
	before := crm.Presets
	crm.Presets = func() []*crm.Preset { return []*crm.Preset{p} }
	t.Cleanup(func() { crm.Presets = before })
}

func TestPresets(t *testing.T) {
	known(t)
	dsn := pgtest.Template(t, "shop", func(db *sql.DB) error {
		_, err := db.Exec(`
			create schema "My ""shop""";
			create table "My ""shop"""."Sale" (id int, state text, closed timestamptz, total numeric, company int);
			insert into "My ""shop"""."Sale" values (1, 'won', '2024-01-15', 100, 7), (2, 'won', '2024-01-16', 50, 7), (3, 'won', '2024-01-16', 1000, 8)`)
		return err
	})
	preset := map[string]any{"id": "shop", "schema": `My "shop"`}
	settings := settingsOf(t, dsn, changes{"presets": []any{preset}, "tenant": map[string]any{"value": "7"}})
	d := instance(t, settings)
	won := func() float64 {
		answer := ask(t, d, map[string]string{"A": `{"kpis":["revenue"],"grain":"none"}`})["A"]
		require.NoError(t, answer.Error)
		value, err := answer.Frames[0].Fields[len(answer.Frames[0].Fields)-1].FloatAt(0)
		require.NoError(t, err)
		return value
	}
	require.Equal(t, 150.0, won())
	entities := func() []string {
		status, body := get(t, d, "catalog")
		require.Equal(t, 200, status, body)
		var answer struct{ Entities []struct{ ID string } }
		require.NoError(t, json.Unmarshal([]byte(body), &answer))
		var ids []string
		for _, e := range answer.Entities {
			ids = append(ids, e.ID)
		}
		return ids
	}
	require.NotContains(t, entities(), "tickets")
	_, err := pgtest.Open(t, dsn).Exec(`create table "My ""shop""".ticket (id int, made timestamptz, company text)`)
	require.NoError(t, err)
	require.NotContains(t, entities(), "tickets", "the database is asked once")
	health(t, d, backend.HealthStatusOk, "KPIs are available")
	require.Contains(t, entities(), "tickets", "and again by Save & test")

	status, body := get(t, instance(t, settingsOf(t, dsn, changes{"timezone": "Mars"})), "presets?lang=ru")
	require.Equal(t, 200, status)
	require.JSONEq(t, `{"presets":[{"id":"shop","title":"Магазин","versions":"1","schema":"public","entities":["deals","tickets"],"available":"Сделки","limits":"Нет этапов"}]}`, body)

	wrong := instance(t, settingsOf(t, dsn, changes{"presets": []any{map[string]any{"id": "shop"}}}))
	requireFault(t, ask(t, wrong, map[string]string{"A": `{"kpis":["revenue"]}`})["A"], backend.StatusBadRequest,
		"setting presets", `preset shop: the schema "public" has no table Sale`)
	health(t, wrong, backend.HealthStatusError, "no table Sale")
	lost := instance(t, settingsOf(t, dsn, changes{"presets": []any{preset}, "password": "wrong"}))
	requireFault(t, ask(t, lost, map[string]string{"A": `{"kpis":["revenue"]}`})["A"], backend.StatusBadGateway, "password")
}
