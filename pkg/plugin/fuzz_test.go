package plugin_test

import (
	"database/sql"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/log"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/demo/demotest"
	"github.com/crmkpi/crm-datasource/pkg/plugin"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

// Whatever is stored as settings, each line of an error says something, and what is accepted can be used.
func FuzzSettings(f *testing.F) {
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := plugin.ParseSettings(backend.DataSourceInstanceSettings{JSONData: text})
		if err != nil {
			require.NotEmpty(t, strings.TrimSpace(err.Error()))
			return
		}
		require.NoError(t, s.Setup.Check())
		require.NotNil(t, s.Catalog)
		require.GreaterOrEqual(t, s.Database.QueryTimeout, time.Duration(0))
		require.GreaterOrEqual(t, s.Database.ConnMaxLifetime, time.Duration(0))
		require.NoError(t, s.Business.Calendar.Validate())
		if s.Setup.Custom() {
			_, _ = s.Setup.Mapping(nil) // presets that clash are a fault of the database's
		}
	})
}

// Whatever an editor, or whoever poses as one, asks for, the answer is JSON, and a fault is said to be the asker's.
func FuzzResource(f *testing.F) {
	dsn := pgtest.Source{Name: "one person", From: demotest.Empty(), Fill: func(db *sql.DB) error {
		_, err := db.Exec("insert into crm.users (id, name, email) values (1, 'Anna', 'anna@crm.example'); insert into crm.accounts (id, name, owner, region, created_at) values (1, 'Acme', 1, 'EMEA', now())")
		return err
	}}.Shared(f)
	open := instance(f, settingsOf(f, dsn, nil))
	restricted := instance(f, settingsOf(f, dsn, changes{"policy": "rules: [{roles: [Editor], see: everything}, {roles: [Viewer], see: own}]"}))
	for _, address := range []string{
		"catalog?lang=ru", "catalog?lang=%FF", "dimensions?kpis=revenue,win_rate", "dimensions?kpis=%00,,%20", "dimensions?kpis==a/b", "presets", "presets?lang=de-DE-x", "seen", "seen?as=anna@crm.example&role=Viewer",
		"seen?as=%00&role=Boss", "values?dimension=region&search=e&limit=10", "values?dimension=account&search=%00", "values?dimension=team&search=%FF%25_&limit=99999999999999999999", "values?dimension=rep&limit=-1",
		"", "/", "//", "../catalog", "catalog/", "./values", "a%zz", "catalog;a", "catalog?a;b", "?", "*", "http://host/catalog", "//host/catalog",
	} {
		path, query, _ := strings.Cut(address, "?")
		f.Add("GET", path, query, []byte("{}"), "Admin", false)
		f.Add("GET", path, query, []byte(nil), "Viewer", true)
	}
	f.Add("POST", "catalog", "", []byte("\xff{"), "Admin", true)
	f.Add("get it", "catalog", "", []byte(nil), "", false)
	f.Add("CONNECT", "//catalog", "", []byte(nil), "", false)
	before := backend.Logger
	backend.Logger = log.NewNullLogger() // of many thousand faults
	f.Cleanup(func() { backend.Logger = before })
	f.Fuzz(func(t *testing.T, method, path, query string, body []byte, role string, policy bool) {
		if role == "Admin" && strings.Contains(path, "detect") {
			t.Skip() // looks at the whole database, whatever else is asked
		}
		d := open
		if policy {
			d = restricted
		}
		request := &backend.CallResourceRequest{
			Method: method, Path: path, URL: path + "?" + query, Body: body,
			PluginContext: backend.PluginContext{User: &backend.User{Login: "anna", Email: "anna@crm.example", Role: role}},
		}
		status, answer := called(t, d, request)
		require.Contains(t, []int{200, 400, 403, 404}, status, "%s", answer)
		var fault struct{ Error string }
		require.NoError(t, json.Unmarshal(answer, &fault), "%s", answer)
		require.Equal(t, status != 200, fault.Error != "", "%d: %s", status, answer)
	})
}
