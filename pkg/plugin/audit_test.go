package plugin_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/query/types"
)

const auditedPolicy = `
rules:
  - {roles: [Admin], see: everything, unmasked: true}
  - {roles: [Viewer], see: own}
service: {see: everything}
exempt: [{kpis: [deals_won], by: [team]}]
personal: {accounts: [name]}`

// secret is a text that stands wherever a question can have one.
const secret = "Wayne Enterprises"

// lines are those of the audit log among what a plugin has logged.
func auditLines(t *testing.T, logs string) (all []map[string]any) {
	for line := range strings.Lines(logs) {
		var fields map[string]any
		require.NoError(t, json.Unmarshal([]byte(line), &fields), line)
		if fields["audit"] == true {
			all = append(all, fields)
		}
	}
	return all
}

// Whatever reaches data is one line of the audit log, what is refused, too, and none of them has what was asked for in a filter.
func TestEachQuestionIsALineOfTheAuditLog(t *testing.T) {
	dsn := company(t)
	var logs bytes.Buffer
	client := startedLogging(t, &logs)
	anna := &backend.User{Login: "anna", Email: "anna@meridian-devices.example", Name: "Anna Wright", Role: "Viewer"}
	boss := administrator.User
	at := func(user *backend.User, notes string) backend.PluginContext {
		settings := settingsOf(t, dsn, changes{"policy": auditedPolicy, "audit": notes})
		settings.UID = "crm" + notes
		settings.ID = int64(1 + len(notes))
		c := contextOf(settings)
		c.User = user
		return c
	}
	questions := 0
	asked := func(c backend.PluginContext, alert bool, text string) {
		request := requestOf(c, map[string]string{"A": text})
		if alert {
			request.Headers = map[string]string{backend.FromAlertHeaderName: "true"}
		}
		_, err := client.QueryData(t.Context(), request)
		require.NoError(t, err)
		questions++
	}
	post := func(c backend.PluginContext, path, body string) {
		_, err := client.CallResource(t.Context(), &backend.CallResourceRequest{PluginContext: c, Method: http.MethodPost, Path: path, URL: path, Body: []byte(body)})
		require.NoError(t, err)
		questions++
	}
	call := func(c backend.PluginContext, url string) {
		path, _, _ := strings.Cut(url, "?")
		_, err := client.CallResource(t.Context(), &backend.CallResourceRequest{PluginContext: c, Method: http.MethodGet, Path: path, URL: url})
		require.NoError(t, err)
		questions++
	}
	c := at(anna, "questions")
	const filter = `"filters":[{"dimension":"account","operator":"in","values":["` + secret + `"]}]`
	for kind, text := range map[query.Type]string{
		query.KPI:     `{"kpis":["deals_won:rolling=7d","=revenue / deals_won as \"` + secret + `\""],"groupBy":["region"],"grain":"month",` + filter + `}`,
		query.Records: `{"queryType":"records","entity":"deals",` + filter + `}`, query.Values: `{"queryType":"values","dimension":"rep","search":"` + secret + `","prefer":"` + secret + `"}`,
		query.Agenda: `{"queryType":"agenda"}`, query.Timeline: `{"queryType":"timeline",` + filter + `}`, query.Annotations: `{"queryType":"annotations"}`,
		query.Explain: `{"queryType":"explain","kpis":["deals_won"],` + filter + `}`, query.Check: `{"queryType":"check","about":"kpis"}`,
	} {
		_, err := types.Of(kind)
		require.NoError(t, err)
		asked(c, false, text)
	}
	require.Len(t, types.All(), questions, "a query type is not asked here")
	asked(c, false, `{"kpis":["`+secret+`"],"groupBy":["`+secret+`"]}`)
	asked(c, false, `{"kpis":"`+secret)
	asked(c, false, `{"kpis":["deals_lost"],"dashboard":{"groupBy":["team"],"filters":[{"dimension":"segment","operator":"in","values":["`+secret+`"]}]}}`)
	asked(c, false, `{"kpis":["deals_won"],"grain":"none"}`)
	asked(at(&backend.User{Login: "eve", Email: "eve@example.com", Role: "Editor"}, "questions"), false, `{"kpis":["deals_won"]}`)
	asked(at(boss, "questions"), false, `{"kpis":["deals_won"],"grain":"none"}`)
	asked(at(nil, "questions"), false, `{"kpis":["deals_won"],"grain":"none"}`)
	asked(at(&backend.User{Login: "grafana_scheduler", Role: "Admin"}, "questions"), true, `{"kpis":["deals_won"],"grain":"none"}`)
	call(c, "values?dimension=rep&search=Wayne+Enterprises")
	post(c, "values", `{"dimension":"team","search":"`+secret+`"}`)
	call(c, "seen?as=bruce@wayne.example&role=Viewer")
	call(at(boss, "questions"), "seen?as=anna@meridian-devices.example&role=Viewer")
	call(c, "detect")
	_, err := client.SubscribeStream(t.Context(), &backend.SubscribeStreamRequest{PluginContext: c, Path: "changes"})
	require.NoError(t, err)
	_, err = client.CheckHealth(t.Context(), &backend.CheckHealthRequest{PluginContext: c})
	require.NoError(t, err)
	questions += 2

	asked(at(boss, ""), false, `{"kpis":["deals_won"],"grain":"none"}`) // who wants no audit log has none
	questions--
	asked(at(boss, "values"), false, `{"kpis":["deals_won"],"grain":"none",`+filter+`}`)
	post(at(boss, "values"), "values", `{"dimension":"segment","search":"`+secret+`"}`)

	client.Close()
	lines := auditLines(t, logs.String())
	require.Len(t, lines, questions)
	ids := map[any]bool{}
	find := func(has map[string]any) map[string]any {
		for _, line := range lines {
			fits := true
			for name, value := range has {
				fits = fits && line[name] == value
			}
			if fits {
				return line
			}
		}
		require.Fail(t, "no such line", "%v among %v", has, lines)
		return nil
	}
	for _, line := range lines {
		require.NotContains(t, ids, line["queryId"])
		ids[line["queryId"]] = true
		text, err := json.Marshal(line)
		require.NoError(t, err)
		require.GreaterOrEqual(t, line["seconds"], 0.0)
		if line["question"] != nil {
			require.Contains(t, string(text), secret)
			continue
		}
		for _, hidden := range []string{"Wayne", "wayne", "Anna Wright", "@meridian", "@example"} {
			require.NotContains(t, string(text), hidden)
		}
	}
	for _, kind := range types.All() {
		line := find(map[string]any{"who": "anna", "via": "query", "type": string(kind.ID)})
		if kind.ID == query.Check {
			require.Equal(t, []any{"asker", "policy.no_check", nil}, []any{line["outcome"], line["code"], line["rows"]})
		} else if kind.ID != query.KPI { // several are asked
			require.Equal(t, []any{"ok", "", "restricted", 2.0}, []any{line["outcome"], line["code"], line["scope"], line["rule"]}, kind.ID)
		}
	}
	figures := find(map[string]any{"kpis": "deals_won,revenue", "groupBy": "region", "filters": "account", "via": "query", "alert": false})
	require.Equal(t, "2023-06-01T00:00:00Z", figures["from"])
	require.Equal(t, "account", find(map[string]any{"type": "records"})["filters"])
	require.Equal(t, "deals", find(map[string]any{"type": "records"})["entity"])
	whose := find(map[string]any{"who": "anna", "scope": "exempt", "type": "kpi", "groupBy": "", "filters": "", "kpis": "deals_won"})
	require.Equal(t, []any{1.0, 1.0}, []any{whose["rows"], whose["cells"]})
	find(map[string]any{"kpis": "deals_lost", "groupBy": "team", "filters": "segment", "outcome": "ok"})
	find(map[string]any{"who": "anna", "kpis": "(unknown)", "groupBy": "(unknown)", "outcome": "asker"})
	find(map[string]any{"who": "anna", "type": "unreadable", "outcome": "asker"})
	require.Nil(t, find(map[string]any{"who": "eve", "code": "policy.no_rule"})["scope"])
	find(map[string]any{"who": "admin", "scope": "everything", "rule": 1.0})
	find(map[string]any{"who": "nobody", "alert": false, "scope": "everything", "rule": 0.0, "via": "query"})
	find(map[string]any{"who": "nobody", "alert": true, "outcome": "ok"})
	find(map[string]any{"who": "anna", "via": "resource", "type": "values", "groupBy": "rep", "scope": "restricted", "outcome": "ok"})
	find(map[string]any{"who": "anna", "via": "resource", "type": "values", "groupBy": "team", "question": nil})
	require.Contains(t, find(map[string]any{"who": "admin", "via": "resource", "groupBy": "segment"})["question"], secret)
	find(map[string]any{"who": "anna", "via": "resource", "type": "seen", "code": "health.administrators"})
	find(map[string]any{"who": "admin", "via": "resource", "type": "seen", "outcome": "ok"})
	find(map[string]any{"who": "anna", "via": "resource", "type": "detect", "code": "health.administrators"})
	find(map[string]any{"who": "anna", "via": "stream", "type": "changes", "outcome": "ok"})
	find(map[string]any{"who": "anna", "via": "health", "outcome": "ok"})
}

func TestTheAuditLogIsOffUnlessItIsAskedFor(t *testing.T) {
	d := instance(t, settingsOf(t, company(t), nil))
	lines := logged(t)
	ask(t, d, map[string]string{"A": `{"kpis":["deals_won"]}`})
	require.Empty(t, lines())
	wrong := instance(t, settingsOf(t, company(t), changes{"audit": "everything"}))
	requireFault(t, ask(t, wrong, map[string]string{"A": `{"kpis":["deals_won"]}`})["A"], backend.StatusBadRequest, "setting audit", "questions, values")
}
