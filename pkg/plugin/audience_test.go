package plugin_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/plugin"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/query/types"
)

// The names of this company's database have zq9 in them, which is in nothing that the plugin says by itself.
func markedCompany(t *testing.T) string {
	return pgtest.Shared(t, "marked company", func(db *sql.DB) error {
		_, err := db.Exec(`
			create schema zq9_schema;
			create type zq9_schema.zq9_type as enum ('zq9_label');
			create table zq9_schema.zq9_deal (zq9_id int, zq9_owner int, zq9_amount numeric, zq9_text text, zq9_enum zq9_schema.zq9_type, zq9_state text, zq9_at timestamptz, zq9_company int);
			insert into zq9_schema.zq9_deal values (1, 1, 10, '7,5', 'zq9_label', 'won', '2024-01-05 10:00Z', 1), (2, 1, 20, 'seven', 'zq9_label', 'won', '2024-02-05 10:00Z', 2);
			create table zq9_schema.zq9_person (zq9_id int, zq9_name text);
			insert into zq9_schema.zq9_person values (1, 'Ada');
			create function zq9_schema.zq9_write() returns numeric language plpgsql as $$ begin insert into zq9_schema.zq9_person values (2, ''); return 1; end $$;
			do $$ begin create role zq9_powerless login; exception when duplicate_object or unique_violation then null; end $$`)
		return err
	})
}

// markedMapping maps the company's deals with the SQL of some things replaced.
func markedMapping(replace map[string]string) string {
	of := func(field, usual string) string {
		if sql, ok := replace[field]; ok {
			return sql
		}
		return usual
	}
	return fmt.Sprintf(`
entities:
  users: {from: zq9_schema.zq9_person as zq9_p, fields: {id: zq9_p.zq9_id, name: zq9_p.zq9_name}}
  deals:
    from: %s%s
    fields: {id: %s, owner: zq9_d.zq9_owner, amount: %s, status: zq9_d.zq9_state, created_at: zq9_d.zq9_at, closed_at: zq9_d.zq9_at}
`, of("from", "zq9_schema.zq9_deal as zq9_d"), of("more", ""), of("id", "zq9_d.zq9_id"), of("amount", "zq9_d.zq9_amount"))
}

// troubles are settings under which something is wrong, or nothing, by what it is.
func troubles() map[string]changes {
	mapped := func(replace map[string]string) changes { return changes{"mapping": markedMapping(replace)} }
	with := func(change changes) changes {
		if change["mapping"] == nil {
			change["mapping"] = markedMapping(nil)
		}
		return change
	}
	return map[string]changes{
		"nothing":            mapped(nil),
		"no such table":      mapped(map[string]string{"from": "zq9_schema.zq9_nowhere as zq9_d"}),
		"no such column":     mapped(map[string]string{"amount": "zq9_d.zq9_nothing"}),
		"no such function":   mapped(map[string]string{"amount": "zq9_fn(zq9_d.zq9_amount)"}),
		"another type":       mapped(map[string]string{"amount": "zq9_d.zq9_enum"}),
		"text for a number":  mapped(map[string]string{"amount": "zq9_d.zq9_text"}),
		"value that is none": mapped(map[string]string{"amount": "zq9_d.zq9_text::numeric"}),
		"value of no format": mapped(map[string]string{"amount": `{number: zq9_d.zq9_text, decimal: ","}`}),
		"syntax":             mapped(map[string]string{"amount": "zq9_d.zq9_amount + from"}),
		"division by zero":   mapped(map[string]string{"amount": "zq9_d.zq9_amount / (zq9_d.zq9_id - 1)"}),
		"repeated keys":      mapped(map[string]string{"id": "zq9_d.zq9_owner"}),
		"several tenants":    mapped(map[string]string{"more": "\n    tenant: zq9_d.zq9_company"}),
		"writing":            mapped(map[string]string{"amount": "zq9_schema.zq9_write()"}),
		"slow":               with(changes{"mapping": markedMapping(map[string]string{"amount": "zq9_d.zq9_amount + length(pg_sleep(3600)::text)"}), "queryTimeout": 0.05}),
		"a KPI of one's own": with(changes{"kpis": "kpis:\n  zq9_kpi: {measure: zq9_measure}"}),
		"wrong mapping":      with(changes{"mapping": "entities: {deals: {from: zq9_schema.zq9_deal, fields: {zq9_field: 1}}}"}),
		"no YAML":            with(changes{"mapping": "entities: [zq9"}),
		"wrong tenant":       with(changes{"tenant": map[string]any{"column": "zq9 column", "value": "7"}}),
		"no privilege":       with(changes{"user": "zq9_powerless"}),
		"wrong user":         with(changes{"user": "zq9_nobody"}),
		"wrong database":     with(changes{"database": "zq9_database"}),
		"wrong host":         with(changes{"host": "zq9.invalid"}),
		"wrong form of host": with(changes{"host": "zq9.invalid:1"}),
		"nobody listens":     with(changes{"host": "127.0.0.1", "port": 1, "database": "zq9_database"}),
		"TLS":                with(changes{"tlsMode": "require", "tlsServerName": "zq9.invalid"}),
		"port that is none":  with(changes{"port": "zq9"}),
	}
}

// everyType has a question of each query type, and one that is wrong.
var everyType = map[query.Type]string{
	query.KPI:         `{"kpis":["revenue","deals_won","win_rate"],"groupBy":["rep"],"grain":"month"}`,
	query.Records:     `{"queryType":"records","entity":"deals"}`,
	query.Values:      `{"queryType":"values","dimension":"rep"}`,
	query.Agenda:      `{"queryType":"agenda"}`,
	query.Timeline:    `{"queryType":"timeline","filters":[{"dimension":"account","operator":"in","values":["Acme"]}]}`,
	query.Annotations: `{"queryType":"annotations"}`,
	query.Explain:     `{"queryType":"explain","kpis":["revenue"]}`,
	query.Check:       `{"queryType":"check","about":"findings"}`,
	"kpis":            `{"queryType":"check","about":"kpis"}`,
	"entities":        `{"queryType":"check"}`,
	"behind":          `{"queryType":"records","kpis":["revenue"]}`,
	"one":             `{"kpis":["revenue"]}`,
	"unknown":         `{"kpis":["revenu"]}`,
}

// readers are who may ask, and whether they may know how the database is built.
var readers = map[string]struct {
	context       backend.PluginContext
	headers       map[string]string
	administrator bool
}{
	"administrator": {administrator, nil, true},
	"editor":        {context: backend.PluginContext{User: &backend.User{Login: "e", Role: "Editor"}}},
	"viewer":        {context: backend.PluginContext{User: &backend.User{Login: "v", Role: "Viewer"}}},
	"nobody":        {},
	"scheduler":     {context: backend.PluginContext{User: &backend.User{Login: "grafana_scheduler", Role: "Admin"}}},
	"alert rule":    {administrator, map[string]string{backend.FromAlertHeaderName: "true"}, false},
}

// told is all that the plugin says to somebody, by where it says it.
func told(t *testing.T, d *plugin.Datasource, who string) map[string]string {
	t.Helper()
	reader, all := readers[who], map[string]string{}
	questions := map[string]string{}
	for id, text := range everyType {
		questions[string(id)] = text
	}
	request := requestOf(reader.context, questions)
	request.Headers = reader.headers
	response, err := d.QueryData(t.Context(), request)
	require.NoError(t, err)
	for id, answer := range response.Responses {
		text, err := json.Marshal(answer)
		require.NoError(t, err)
		all[id] = string(text)
	}
	if reader.headers != nil {
		return all // alert rules ask nothing else
	}
	for _, address := range []string{"catalog", "dimensions?kpis=revenue,win_rate", "values?dimension=rep", "values?dimension=x", "presets", "detect", "nowhere"} {
		path, _, _ := strings.Cut(address, "?")
		request := &backend.CallResourceRequest{Method: http.MethodGet, Path: path, URL: address, PluginContext: reader.context}
		require.NoError(t, d.CallResource(t.Context(), request, backend.CallResourceResponseSenderFunc(func(r *backend.CallResourceResponse) error {
			all[address] += string(r.Body)
			return nil
		})))
	}
	health, err := d.CheckHealth(t.Context(), &backend.CheckHealthRequest{PluginContext: reader.context})
	require.NoError(t, err)
	all["health"] = health.Message + string(health.JSONDetails)
	subscribed, err := d.SubscribeStream(t.Context(), &backend.SubscribeStreamRequest{PluginContext: reader.context, Path: "changes"})
	all["stream"] = fmt.Sprint(err)
	if subscribed != nil && subscribed.InitialData != nil {
		all["stream"] += string(subscribed.InitialData.Data())
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // after the first message
	var sent packets
	err = d.RunStream(ctx, &backend.RunStreamRequest{PluginContext: reader.context, Path: "changes"}, backend.NewStreamSender(&sent))
	all["stream run"] = fmt.Sprint(err, sent)
	return all
}

// packets are what a stream sends.
type packets []string

func (p *packets) Send(packet *backend.StreamPacket) error {
	*p = append(*p, string(packet.Data))
	return nil
}

func TestOnlyAdministratorsLearnHowTheDatabaseIsBuilt(t *testing.T) {
	for _, one := range types.All() {
		require.Contains(t, everyType, one.ID)
	}
	dsn := markedCompany(t)
	for name, change := range troubles() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := instance(t, settingsOf(t, dsn, change))
			health, err := d.CheckHealth(t.Context(), &backend.CheckHealthRequest{PluginContext: administrator})
			require.NoError(t, err)
			response, err := d.QueryData(t.Context(), requestOf(administrator, map[string]string{"A": everyType["one"]}))
			require.NoError(t, err)
			require.True(t, hasSecret(health.Message+string(health.JSONDetails)+jsonOf(t, response.Responses["A"])), "the trouble is none to keep back: %s", health.Message)
			requireNoSecret(t, told(t, d, "viewer"))
		})
	}
}

func TestWhoIsAnAdministrator(t *testing.T) {
	d := instance(t, settingsOf(t, markedCompany(t), troubles()["division by zero"]))
	for who, reader := range readers {
		all := told(t, d, who)
		if !reader.administrator {
			requireNoSecret(t, all)
			continue
		}
		for _, where := range []string{"one", "check", "health"} {
			require.True(t, hasSecret(all[where]), "%s, %s: %s", who, where, all[where])
		}
	}
}

// secrets are of how this database is built and reached, and words of PostgreSQL about it.
var secrets = regexp.MustCompile(`(?i)zq9|127\.0\.0\.1|\[?::1\]?:|crmkpi_test_|select .* from|permission denied|does not exist|invalid input|division by zero|decimal sign|its type is|setting \w+:|PostgreSQL:|PostgreSQL cannot be`)

func hasSecret(text string) bool { return secrets.MatchString(text) }

func requireNoSecret(t *testing.T, all map[string]string) {
	t.Helper()
	for where, text := range all {
		require.Empty(t, secrets.FindString(text), "%s: %.2000s", where, text)
	}
}

// What others are told leads an administrator to the whole of it.
func TestWhatIsKeptBackIsInTheLog(t *testing.T) {
	lines := logged(t)
	d := instance(t, settingsOf(t, markedCompany(t), troubles()["division by zero"]))
	for _, who := range []string{"viewer", "administrator"} {
		request := requestOf(readers[who].context, map[string]string{"A": `{"kpis":["revenue"]}`})
		response, err := d.QueryData(t.Context(), request)
		require.NoError(t, err)
		text := response.Responses["A"].Error.Error()
		if who == "administrator" {
			require.Contains(t, text, "division by zero")
			continue
		}
		require.Contains(t, text, "The company's database refused the question")
		require.Contains(t, text, "(code other)")
		id := regexp.MustCompile(`query id (\w+)`).FindStringSubmatch(text)[1]
		found := ""
		for _, line := range lines() {
			if strings.Contains(line, id) {
				found += line
			}
		}
		require.Contains(t, found, "division by zero")
		require.Contains(t, found, "zq9_schema.zq9_deal", "its SQL")
	}
}

func TestEveryoneLearnsItWhereTheSettingsSaySo(t *testing.T) {
	d := instance(t, settingsOf(t, markedCompany(t), changes{"mapping": markedMapping(nil), "detailsForAll": true}))
	all := told(t, d, "viewer")
	require.Contains(t, all["one"], "zq9_schema.zq9_deal")
	require.Contains(t, all["explain"], `"SQL"`)
	require.Contains(t, all["health"], "Connected to PostgreSQL")
	require.Contains(t, all["detect"], "it needs the role Admin")
}

// The words of an explanation, and what a check finds, are for everyone.
func TestViewersAreHelped(t *testing.T) {
	d := instance(t, settingsOf(t, markedCompany(t), troubles()["no such column"]))
	all := told(t, d, "viewer")
	require.Contains(t, all["kpis"], "deals.amount: (for administrators of Grafana)")
	require.Contains(t, all["check"], `"unreadable"`)
	require.Contains(t, all["catalog"], "deals.amount cannot be read: (for administrators of Grafana)")
	require.Contains(t, all["unknown"], "did you mean")
	require.Contains(t, all["health"], "refused the question")

	good := told(t, instance(t, settingsOf(t, markedCompany(t), troubles()["nothing"])), "viewer")
	require.Contains(t, good["explain"], "Definition")
	require.NotContains(t, good["explain"], `"Plan"`)
	require.Contains(t, good["health"], "The data source answers")
	require.Contains(t, good["one"], "rows in", "how long it took is no secret")
}
