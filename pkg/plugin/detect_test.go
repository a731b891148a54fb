package plugin_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

func TestDetectIsForAdministrators(t *testing.T) {
	dsn := pgtest.DSN(t)
	_, err := pgtest.Open(t, dsn).Exec(`create table customers (customer_id int primary key, company_name text); insert into customers values (1, 'a'), (2, 'b')`)
	require.NoError(t, err)
	// A mapping that is wrong is no reason: whoever has one may want another.
	d := instance(t, settingsOf(t, dsn, changes{"mapping": "entities: {invoices: {from: t}}"}))
	as := func(user *backend.User) (status int, body []byte) {
		request := &backend.CallResourceRequest{Method: http.MethodGet, Path: "detect", URL: "detect?lang=ru", PluginContext: backend.PluginContext{User: user}}
		require.NoError(t, d.CallResource(t.Context(), request, backend.CallResourceResponseSenderFunc(func(r *backend.CallResourceResponse) error {
			status, body = r.Status, r.Body
			return nil
		})))
		return status, body
	}
	for _, user := range []*backend.User{nil, {Login: "v", Role: "Viewer"}, {Login: "e", Role: "Editor"}} {
		status, body := as(user)
		require.Equal(t, http.StatusForbidden, status)
		require.Contains(t, string(body), "нужна роль Admin")
	}
	status, body := as(&backend.User{Login: "a", Role: "Admin"})
	require.Equal(t, http.StatusOK, status, string(body))
	var found struct {
		Presets []any
		Mapping string
		Numbers []map[string]string
	}
	require.NoError(t, json.Unmarshal(body, &found))
	require.NotNil(t, found.Presets)
	require.Contains(t, found.Mapping, "Предложение")
	m, err := crm.ParseMapping(found.Mapping)
	require.NoError(t, err)
	require.Equal(t, `t."company_name"`, m.Entities["accounts"].Fields["name"])
	require.Equal(t, []map[string]string{{"preset": "", "title": "Компании в базе", "value": "2", "note": ""}}, found.Numbers)
}

func TestDetectTellsWhatIsWrongWithTheConnection(t *testing.T) {
	for name, change := range map[string]changes{
		"no database":         {"database": "nowhere"},
		"no host":             {"host": ""},
		"a port in the host":  {"host": "127.0.0.1:1", "mapping": "entities: {invoices: {from: t}}"},
		"a number for a text": {"host": 5},
	} {
		d := instance(t, settingsOf(t, pgtest.DSN(t), change))
		request := &backend.CallResourceRequest{Method: http.MethodGet, Path: "detect", URL: "detect", PluginContext: backend.PluginContext{User: &backend.User{Role: "Admin"}}}
		require.NoError(t, d.CallResource(t.Context(), request, backend.CallResourceResponseSenderFunc(func(r *backend.CallResourceResponse) error {
			require.GreaterOrEqual(t, r.Status, 400, name)
			require.NotContains(t, string(r.Body), "plugin", name)
			require.Regexp(t, "database|host", string(r.Body), name)
			return nil
		})))
	}
}
