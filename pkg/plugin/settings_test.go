package plugin_test

import (
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/admission"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plugin"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

func TestSettings(t *testing.T) {
	s, err := plugin.ParseSettings(backend.DataSourceInstanceSettings{
		JSONData: []byte(`{"host":" db.example.com ","port":6432,"targetSessionAttrs":"prefer-standby","database":"crm","user":"grafana","tlsMode":"verify-full","tlsServerName":"db",
			"maxOpenConns":4,"maxIdleConns":2,"connMaxLifetime":60,"queryTimeout":2.5,"maxRows":7,
			"questionTimeout":9,"answerAge":7,"maxPerPerson":3,"maxMemory":64,"maxCells":1000,"maxGroups":100,"maxListRows":50,"timezone":"Europe/Berlin","weekStart":"sunday",
			"fiscalStart":4,"reportingCurrency":"EUR","language":"ru","mapping":"entities: {deals: {from: t, fields: {id: i}}}","unknown":{},
			"presets":[],"tenant":{"column":"c","value":"7","columns":{"deals":"t.c"},"shared":["teams"]}}`),
		DecryptedSecureJSONData: map[string]string{"password": "secret", "tlsCACert": "ca", "tlsClientCert": "cert", "tlsClientKey": "key"},
	})
	require.NoError(t, err)
	require.Equal(t, postgres.Config{
		Host: "db.example.com", Port: 6432, Target: postgres.TargetPreferStandby, Database: "crm", User: "grafana", Password: "secret", ApplicationName: "Grafana CRM KPIs",
		TLS:    postgres.TLSConfig{Mode: postgres.TLSVerifyFull, ServerName: "db", CACert: "ca", ClientCert: "cert", ClientKey: "key"},
		Limits: postgres.Limits{MaxOpenConns: 4, MaxIdleConns: 2, ConnMaxLifetime: time.Minute, QueryTimeout: 2500 * time.Millisecond, MaxRows: 7},
	}, s.Database)
	require.Equal(t, plugin.Limits{Admission: admission.Limits{Turns: 4, PerPerson: 3, Memory: 64 << 20}, QuestionTime: 9 * time.Second, Shared: 4 << 20, Age: 7 * time.Second}, s.Limits)
	require.Equal(t, []int{1000, 100, 50}, []int{s.Business.MaxCells, s.Business.MaxGroups, s.Business.MaxListed})
	require.Equal(t, "Europe/Berlin", s.Business.Calendar.Location.String())
	require.Equal(t, time.Sunday, s.Business.Calendar.WeekStart)
	require.Equal(t, time.April, s.Business.Calendar.FiscalStart)
	require.Equal(t, "EUR", s.Business.ReportingCurrency)
	require.Equal(t, i18n.Russian, s.Language)
	require.True(t, s.Setup.Custom())
	require.Equal(t, crm.Tenant{Column: "c", Value: "7", Columns: map[string]string{"deals": "t.c"}, Shared: []string{"teams"}}, s.Setup.Tenant)
	m, err := s.Setup.Mapping(nil)
	require.NoError(t, err)
	require.True(t, m.Has("deals", "id"))
	require.True(t, m.Entities["deals"].Restricted())
}

func TestSettingsLeftOut(t *testing.T) {
	for _, text := range []string{"", "{}", "null", `{"mapping":"  "}`} {
		s, err := plugin.ParseSettings(backend.DataSourceInstanceSettings{JSONData: []byte(text)})
		require.NoError(t, err, text)
		require.Equal(t, time.UTC, s.Business.Calendar.Location)
		require.Equal(t, time.Monday, s.Business.Calendar.WeekStart)
		require.Equal(t, "USD", s.Business.ReportingCurrency)
		require.Equal(t, i18n.English, s.Language)
		m, err := s.Setup.Mapping(nil)
		require.NoError(t, err)
		require.Equal(t, crm.Reference(), m)
		require.False(t, s.Setup.Custom())
		require.Equal(t, plugin.Limits{Admission: admission.Limits{Turns: 10, PerPerson: 8, Memory: 1 << 30}, QuestionTime: 2 * time.Minute, Shared: 64 << 20, Age: 15 * time.Second}, s.Limits)
	}
}

// A person alone may have a turn however few there are, and a question gets the time of one statement at least.
func TestLimitsThatRestOnOthers(t *testing.T) {
	s, err := plugin.ParseSettings(backend.DataSourceInstanceSettings{JSONData: []byte(`{"maxOpenConns":2,"queryTimeout":3600}`)})
	require.NoError(t, err)
	require.Equal(t, 1, s.Limits.Admission.PerPerson)
	require.Equal(t, time.Hour, s.Limits.QuestionTime)
}

// Whatever is asked of a data source with wrong settings, the answer names the setting and what would be right.
func TestWrongSettings(t *testing.T) {
	for name, test := range map[string]struct {
		change changes
		parts  []string
	}{
		"timezone":          {changes{"timezone": "Mars/Olympus"}, []string{"setting timezone", "Europe/Berlin"}},
		"weekStart":         {changes{"weekStart": "friday"}, []string{"setting weekStart", "monday"}},
		"fiscalStart":       {changes{"fiscalStart": 13}, []string{"setting fiscalStart", "12 (December)"}},
		"reportingCurrency": {changes{"reportingCurrency": "euro"}, []string{"setting reportingCurrency", "EUR"}},
		"language":          {changes{"language": "fr"}, []string{"setting language", "en, ru"}},
		"mapping":           {changes{"mapping": "entities: {invoice: {from: t}}"}, []string{"setting mapping", "invoice", "deals"}},
		"mapping's YAML":    {changes{"mapping": "entities: ["}, []string{"setting mapping", "not valid YAML"}},
		"presets":           {changes{"presets": []any{map[string]any{"id": "sap"}}}, []string{"setting presets", `no preset "sap"`}},
		"preset's schema":   {changes{"presets": []any{map[string]any{"id": "sap", "schema": 1}}}, []string{"setting presets.schema", "string"}},
		"tenant's value":    {changes{"tenant": map[string]any{"column": "c"}}, []string{"setting tenant", "value is missing"}},
		"tenant's type":     {changes{"tenant": map[string]any{"column": "c", "value": 7}}, []string{"setting tenant.value", "string"}},
		"tenant's column":   {changes{"tenant": map[string]any{"value": "7"}}, []string{"setting mapping", "no column tells"}},
		"two tenants":       {changes{"tenant": map[string]any{"value": "7"}, "mapping": "tenant: {value: 8, column: c}\nentities: {}"}, []string{"setting mapping", `tenant "8"`}},
		"statement":         {changes{"mapping": "entities: {deals: {from: \"crm.deals; delete from crm.deals\", fields: {id: id}}}"}, []string{"setting mapping", "deals", "a semicolon ends the statement"}},
		"kpis": {changes{"kpis": "kpis:\n  mine:\n    title: Mine\n    unit: apples\n    derived: revenue *\n"}, []string{
			`setting kpis: line 4, mine.unit: there is no unit "apples"`, "\nsetting kpis: line 5, mine.derived: formula", "setting kpis: line 2, mine.description"}},
		"kpis' YAML":       {changes{"kpis": "kpis:\n  mine: ["}, []string{"setting kpis: line 2: this is not valid YAML"}},
		"kpis' ids":        {changes{"kpis": "kpis: {revenue: {}}"}, []string{`setting kpis: line 1, revenue: there is a built-in KPI "revenue"; choose another id`}},
		"kpis and mapping": {changes{"kpis": "- x", "mapping": "entities: ["}, []string{"setting kpis: line 1: give `measures` and `kpis`, not a list", "setting mapping"}},
		"port as text":     {changes{"port": "5432"}, []string{"setting port", "int", "not a string"}},
		"port":             {changes{"port": 99999}, []string{"port 99999", "65535"}},
		"host with a port": {changes{"host": "db:5432"}, []string{"setting host", `write "db" as the host and 5432 as the port`}},
		"host without end": {changes{"host": "db1,"}, []string{"setting host", "a comma too many"}},
		"port of a host":   {changes{"host": "db1:5432,db2:x"}, []string{"setting host", `x is no port of the host "db2"`}},
		"choice of a host": {changes{"host": "db1,db2", "targetSessionAttrs": "slave"}, []string{"setting targetSessionAttrs", `"slave"`, "any, primary, standby, prefer-standby"}},
		"no host":          {changes{"host": ""}, []string{"no host"}},
		"tlsMode":          {changes{"tlsMode": "prefer"}, []string{"TLS mode", "prefer", "verify-full"}},
		"maxOpenConns":     {changes{"maxOpenConns": -1}, []string{"maximum of open connections", "negative"}},
		"queryTimeout":     {changes{"queryTimeout": 1e300}, []string{"setting queryTimeout", "from 0.001 to 2000000"}},
		"connMaxLifetime":  {changes{"connMaxLifetime": -1}, []string{"setting connMaxLifetime", "0 for the default"}},
		"maxCells":         {changes{"maxCells": -1}, []string{"setting maxCells: -1 is no bound", "0 for the default"}},
		"questionTimeout":  {changes{"questionTimeout": -1}, []string{"setting questionTimeout", "from 0.001 to 2000000"}},
		"proxy's user":     {changes{"enableSecureSocksProxy": true, "secureSocksProxyUsername": 7}, []string{"secureSocksProxyUsername", "string"}},
		"several":          {changes{"timezone": "x", "language": "y"}, []string{"setting timezone", "setting language"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := instance(t, settingsOf(t, "postgres://u:p@localhost:5432/db", test.change))
			answer := ask(t, d, map[string]string{"A": `{"kpis":["revenue"]}`})["A"]
			requireFault(t, answer, backend.StatusBadRequest, append(test.parts, "data source's settings")...)
			health, err := d.CheckHealth(t.Context(), &backend.CheckHealthRequest{PluginContext: administrator})
			require.NoError(t, err)
			require.Equal(t, backend.HealthStatusError, health.Status)
			require.Equal(t, "down, no question is answered: "+answer.Error.Error(), health.Message)
			status, body := get(t, d, "catalog")
			require.Equal(t, 400, status)
			require.JSONEq(t, jsonOf(t, map[string]string{"error": answer.Error.Error()}), body)
		})
	}
}

func TestWrongJSONOfSettings(t *testing.T) {
	_, err := plugin.ParseSettings(backend.DataSourceInstanceSettings{JSONData: []byte("{")})
	require.ErrorContains(t, err, "not valid JSON")
}
