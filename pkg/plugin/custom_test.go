package plugin_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/demo/demotest"
	"github.com/crmkpi/crm-datasource/pkg/pluginclient"
)

const own = `
measures:
  big: {entity: deals, time: closed_at, count: id, where: status = 'won' and amount >= 50000}
  odd: {entity: deals, time: closed_at, count: id, where: status > 5}
kpis:
  big_deals: {title: {en: Big deals, ru: Крупные сделки}, description: D, measure: big, unit: count, horizon: past}
  big_share: {title: Share of big deals, description: D, ratio: {of: big_deals, to: deals_won}, unit: percent, horizon: past}
`

const oddOne = "  odd_deals: {title: Odd, description: D, measure: odd, unit: count, horizon: past}\n"

// customKPIs tries custom KPIs in the plugin's own process, where another data source does not have them.
func customKPIs(t *testing.T, client *pluginclient.Client, dsn string) {
	with := settingsOf(t, dsn, changes{"kpis": own})
	with.UID, with.ID = "own", 97
	questions := map[string]string{
		"big": `{"kpis":["big_deals"],"grain":"none"}`, "share": `{"kpis":["big_share"],"grain":"none"}`, "won": `{"kpis":["deals_won"],"grain":"none"}`,
		"records": `{"queryType":"records","kpis":["big_deals"],"rows":10000}`,
	}
	response, err := client.QueryData(t.Context(), requestOf(contextOf(with), questions))
	require.NoError(t, err)
	for id, answer := range response.Responses {
		require.NoError(t, answer.Error, id)
	}
	big := number(t, dsn, wonInYear+" AND amount >= 50000")
	require.Positive(t, big)
	require.Equal(t, big, total(t, response.Responses["big"].Frames, "big_deals"))
	require.InEpsilon(t, big/number(t, dsn, wonInYear), total(t, response.Responses["share"].Frames, "big_share"), 1e-12)
	require.EqualValues(t, big, response.Responses["records"].Frames[0].Rows())
	require.Equal(t, "Big deals", response.Responses["big"].Frames[0].Fields[0].Config.DisplayNameFromDS)

	response, err = client.QueryData(t.Context(), requestOf(contextOf(settingsOf(t, dsn, nil)), questions))
	require.NoError(t, err)
	requireFault(t, response.Responses["big"], backend.StatusBadRequest, `there is no KPI "big_deals"`)
	require.NoError(t, response.Responses["won"].Error)

	wrong := settingsOf(t, dsn, changes{"kpis": "kpis:\n  x: [1"})
	wrong.UID, wrong.ID = "wrong", 96
	response, err = client.QueryData(t.Context(), requestOf(contextOf(wrong), map[string]string{"A": `{"kpis":["revenue"]}`}))
	require.NoError(t, err)
	requireFault(t, response.Responses["A"], backend.StatusBadRequest, "setting kpis: line 2: this is not valid YAML")

	answer, err := client.CallResource(t.Context(), &backend.CallResourceRequest{
		PluginContext: contextOf(with), Method: http.MethodGet, Path: "catalog", URL: "catalog?lang=ru",
	})
	require.NoError(t, err)
	var shape catalogShape
	require.NoError(t, json.Unmarshal(answer.Body, &shape))
	require.Equal(t, "Крупные сделки", shape.KPIs[len(shape.KPIs)-2].Title)
}

func TestCatalogWithCustomKPIs(t *testing.T) {
	d := instance(t, settingsOf(t, "postgres://u:p@localhost:5432/db", changes{
		"kpis": own, "mapping": "entities: {deals: {from: deals, fields: {id: id, status: status, closed_at: closed_at, account: account}}}",
	}))
	var found catalogShape
	decode(t, d, "catalog", &found)
	require.Len(t, found.KPIs, len(catalog.Default().KPIs())+2)
	last := found.KPIs[len(found.KPIs)-1]
	require.Equal(t, []string{"big_share", "custom", "ratio", "percent"}, []string{last.ID, last.Department, last.Kind, last.Unit})
	require.False(t, last.Available)
	requireParts(t, last.Reason, "deals.amount is not mapped")
	var possible struct{ Dimensions []title }
	decode(t, d, "dimensions?kpis=big_deals", &possible)
	require.Contains(t, possible.Dimensions, title{"account", "Account"})
}

func TestHealthOfCustomKPIs(t *testing.T) {
	dsn := demotest.Empty().Shared(t)
	found := health(t, instance(t, settingsOf(t, dsn, changes{"kpis": own})), backend.HealthStatusOk, "KPIs are available, 2 of them custom.")
	require.Equal(t, 2, found.Custom)
	require.Equal(t, len(catalog.Default().KPIs())+2, found.KPIs)
	require.Empty(t, found.Unavailable)

	found = health(t, instance(t, settingsOf(t, dsn, changes{"kpis": own + oddOne})), backend.HealthStatusOk,
		"KPIs are available, 2 of the 3 custom ones among them; odd_deals: operator does not exist: text > integer.")
	require.Equal(t, map[string]string{"odd_deals": "operator does not exist: text > integer"}, found.Unavailable)
	require.Contains(t, found.Message, "PostgreSQL refuses what they ask of it: operator does not exist: text > integer (1: odd_deals)")

	found = health(t, instance(t, settingsOf(t, dsn, changes{
		"kpis": own, "mapping": "entities: {deals: {from: crm.deals, fields: {id: id, status: status, closed_at: closed_at}}}",
	})), backend.HealthStatusOk, "0 of the 2 custom ones among them; big_deals, big_share: deals.amount is not mapped")
	require.Contains(t, found.Unavailable["big_share"], "deals.amount is not mapped")
}

// What a company adds to the model is in the lists to choose from, in the reader's language.
func TestCatalogWithOwnWords(t *testing.T) {
	d := instance(t, settingsOf(t, "postgres://u:p@localhost:5432/db", changes{"mapping": `
entities:
  deals: {from: deals, fields: {id: id, status: status, closed_at: closed_at}, extra: {line: {text: l, title: {en: Product line, ru: Линейка}}}}
  adverts: {title: {en: Adverts, ru: Реклама}, from: ads, fields: {day: {date: day}, format: {text: f}, clicks: {number: n}}}
dimensions: {late: {entity: deals, hour_of_day: closed_at, title: {en: Hour, ru: Час}}}`,
		"kpis": "measures: {c: {entity: adverts, time: day, sum: clicks}}\nkpis: {all_clicks: {title: C, description: C., measure: c, unit: count, better: higher, horizon: past}}"}))
	var found catalogShape
	decode(t, d, "catalog?lang=ru", &found)
	for _, want := range []title{{"line", "Линейка"}, {"late", "Час"}, {"format", "Format"}, {"weekday", "День недели"}} {
		require.Contains(t, found.Dimensions, want)
	}
	require.Contains(t, found.Entities, filtered{"adverts", "Реклама", []string{"day_of_month", "format", "month_of_year", "quarter_of_year", "weekday"}, []string{"clicks", "day"}})
	last := found.KPIs[len(found.KPIs)-1]
	require.True(t, last.Available)
	require.Equal(t, []string{"day_of_month", "format", "month_of_year", "quarter_of_year", "weekday"}, last.Dimensions)

	taken := instance(t, settingsOf(t, "postgres://u:p@localhost:5432/db", changes{"mapping": "entities: {deals: {from: d, extra: {revenue: {text: r}}}}"}))
	response, err := taken.QueryData(t.Context(), requestOf(contextOf(settingsOf(t, "postgres://u:p@localhost:5432/db", nil)), map[string]string{"A": `{"kpis":["revenue"]}`}))
	require.NoError(t, err)
	requireFault(t, response.Responses["A"], backend.StatusBadRequest, `setting mapping: the dimension "revenue" of the mapping has the id of a KPI`)
}
