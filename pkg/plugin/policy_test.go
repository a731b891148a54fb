package plugin_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/pluginclient"
)

// A forged identity changes nothing: who asks is what Grafana's backend says, whatever headers, questions and resource calls hold.
func TestAForgedIdentityChangesNothing(t *testing.T) {
	dsn := company(t)
	client := started(t)
	settings := settingsOf(t, dsn, changes{"policy": `
rules:
  - {roles: [Admin], see: everything, unmasked: true}
  - {roles: [Viewer], see: own}
exempt:
  - {kpis: [deals_lost], by: [team]}
service: {see: nothing}`})
	rows := func(t *testing.T, user *backend.User, headers map[string]string, question string) float64 {
		c := contextOf(settings)
		c.User = user
		request := requestOf(c, map[string]string{"A": question})
		request.Headers = headers
		response, err := client.QueryData(t.Context(), request)
		require.NoError(t, err)
		answer := response.Responses["A"]
		require.NoError(t, answer.Error)
		n, err := answer.Frames[0].Fields[len(answer.Frames[0].Fields)-1].FloatAt(0)
		require.NoError(t, err)
		return n
	}
	const asked = `{"kpis":["deals_won"],"grain":"none"}`
	anna := &backend.User{Login: "anna", Email: "anna@meridian-devices.example", Role: "Viewer"}
	own := rows(t, anna, nil, asked)
	all := rows(t, &backend.User{Login: "admin", Role: "Admin"}, nil, asked)
	require.Positive(t, own)
	require.Less(t, own, all)
	require.Zero(t, rows(t, nil, nil, asked), "nobody sees what the service does")
	forged := map[string]string{
		backend.FromAlertHeaderName: "true", "X-Grafana-User": "admin", "http_X-Grafana-User": "admin", "X-Grafana-Id": "admin", "http_X-Grafana-Org-Role": "Admin",
		"X-WEBAUTH-USER": "admin", "Cookie": "login=admin", "Authorization": "Basic YWRtaW46YWRtaW4=",
	}
	require.Equal(t, own, rows(t, anna, forged, asked))
	for _, field := range []string{`"user":"admin"`, `"viewer":{"login":"admin","role":"Admin"}`, `"role":"Admin"`, `"as":"admin"`, `"policy":""`} {
		c := contextOf(settings)
		c.User = anna
		response, err := client.QueryData(t.Context(), requestOf(c, map[string]string{"A": asked[:len(asked)-1] + "," + field + "}"}))
		require.NoError(t, err)
		if answer := response.Responses["A"]; answer.Error == nil {
			n, err := answer.Frames[0].Fields[len(answer.Frames[0].Fields)-1].FloatAt(0)
			require.NoError(t, err)
			require.Equal(t, own, n, field)
		}
	}
	t.Run("values", func(t *testing.T) {
		values := func(user *backend.User, url string) int {
			var found struct{ Values []any }
			require.NoError(t, json.Unmarshal(calledAs(t, client, settings, user, url, http.StatusOK), &found))
			return len(found.Values)
		}
		require.Equal(t, 1, values(anna, "values?dimension=rep"))
		require.Equal(t, 1, values(anna, "values?dimension=rep&as=admin&role=Admin"))
		require.Greater(t, values(&backend.User{Login: "admin", Role: "Admin"}, "values?dimension=rep"), 1)
		require.Zero(t, values(nil, "values?dimension=rep"))
	})
	t.Run("who sees what", func(t *testing.T) {
		calledAs(t, client, settings, anna, "seen?as=admin&role=Admin", http.StatusForbidden)
		calledAs(t, client, settings, nil, "seen", http.StatusForbidden)
		admin := &backend.User{Login: "admin", Role: "Admin"}
		var seen struct {
			Rule     int
			Rows     bool
			Entities []struct {
				ID   string
				All  bool
				Rows *int64
			}
			Exempt []struct {
				KPIs, By     []string
				Grain        string
				Rows, People int
			}
		}
		require.NoError(t, json.Unmarshal(calledAs(t, client, settings, admin, "seen?as=anna@meridian-devices.example&role=Viewer", http.StatusOK), &seen))
		require.Equal(t, 2, seen.Rule)
		require.True(t, seen.Rows)
		require.Len(t, seen.Exempt, 1)
		require.Equal(t, []string{"Deals lost"}, seen.Exempt[0].KPIs)
		require.Equal(t, []string{"Team"}, seen.Exempt[0].By)
		require.Equal(t, []any{"month", 5, 2}, []any{seen.Exempt[0].Grain, seen.Exempt[0].Rows, seen.Exempt[0].People})
		for _, e := range seen.Entities {
			switch e.ID {
			case "users":
				require.EqualValues(t, 1, *e.Rows)
			case "stages":
				require.True(t, e.All)
			case "campaign_costs":
				require.EqualValues(t, 0, *e.Rows)
			}
		}
		var everybody struct {
			People []struct {
				Email, Refused string
				Rule           int
			}
		}
		require.NoError(t, json.Unmarshal(calledAs(t, client, settings, admin, "seen", http.StatusOK), &everybody))
		require.NotEmpty(t, everybody.People)
		for _, p := range everybody.People {
			require.True(t, p.Rule == 2 || p.Refused != "", p.Email)
		}
	})
}

// calledAs calls a resource as somebody, and returns what it answers.
func calledAs(t *testing.T, client *pluginclient.Client, settings backend.DataSourceInstanceSettings, user *backend.User, url string, status int) []byte {
	c := contextOf(settings)
	c.User = user
	path, _, _ := strings.Cut(url, "?")
	response, err := client.CallResource(t.Context(), &backend.CallResourceRequest{PluginContext: c, Method: http.MethodGet, Path: path, URL: url})
	require.NoError(t, err)
	require.Equal(t, status, response.Status, string(response.Body))
	return response.Body
}
