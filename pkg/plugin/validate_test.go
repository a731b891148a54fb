package plugin_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/plugin"
)

// lineFault is something wrong with a text.
type lineFault struct {
	Line    int
	Message string
}

// validate posts settings, of which one is checked.
func validate(t *testing.T, d *plugin.Datasource, user *backend.User, address, setting string, settings changes) (int, string) {
	t.Helper()
	body := jsonOf(t, map[string]any{"setting": setting, "settings": settings})
	status, text := called(t, d, &backend.CallResourceRequest{
		Method: http.MethodPost, Path: "validate", URL: address, Body: []byte(body), PluginContext: backend.PluginContext{User: user},
	})
	return status, string(text)
}

// unreached is a data source whose database is not there: texts are checked without it.
func unreached(t *testing.T) *plugin.Datasource {
	return instance(t, settingsOf(t, "postgres://u:p@127.0.0.1:1/db", nil))
}

func TestValidateTellsTheLinesOfAllFaults(t *testing.T) {
	d := unreached(t)
	faulty := "entities:\n  deals:\n    form: crm.deals\n"
	for name, test := range map[string]struct {
		setting  string
		settings changes
		want     []lineFault
	}{
		"nothing": {"mapping", changes{}, nil},
		"a right mapping": {"mapping", changes{"mapping": `
entities:
  deals: {from: crm.deals, fields: {id: id}}`}, nil},
		"keys of a mapping": {"mapping", changes{"mapping": faulty + "  users:\n    from: [a]\n    wher: x\ntenants: 1"}, []lineFault{
			{3, "entities.deals: there is no \"form\" here; it can be from, where, fields, tenant, shared, extra, title, happens, begins, key"},
			{6, "entities.users: there is no \"wher\" here"},
			{7, "there is no \"tenants\" here; it can be base, entities, dimensions, tenant"},
		}},
		"no YAML": {"mapping", changes{"mapping": "entities:\n  deals: {from: crm.deals\n  users: {from: u}\n"}, []lineFault{{2, "the mapping is not valid YAML"}}},
		"several entities": {"mapping", changes{"mapping": `entities:
  deals:
    from: crm.deals
    fields:
      id: id
      colour: x
      amount: {cent: a}
      status: ""
  invoices:
    from: t
`}, []lineFault{{9, "there is no entity \"invoices\""}}},
		"fields": {"mapping", changes{"mapping": `entities:
  deals:
    from: crm.deals
    fields:
      id: id
      colour: x
      amount: {cent: a}
      status: ""
  users:
    from: u
    where: true) or (true
`}, []lineFault{
			{6, "mapping of deals: there is no field \"colour\""},
			{7, "mapping of deals: field \"amount\": "},
			{8, "mapping of deals: field \"status\": it is empty"},
			{11, "mapping of users: where: "},
		}},
		"KPIs": {"kpis", changes{"kpis": `kpis:
  big:
    title: Big
    description: D
    derived: revenue / nothing
    unit: dollars
    horizon: past
`}, []lineFault{{5, "big.derived: "}, {6, "big.unit: "}}},
		"KPIs over what an unsaved mapping adds": {"kpis", changes{
			"mapping": "base: reference\nentities:\n  deals:\n    extra:\n      line: {text: x_line}\n",
			"kpis":    "measures:\n  a: {entity: deals, time: closed_at, count: id, where: line = 'x'}\n  b: {entity: deals, time: closed_at, count: id, where: lime = 'x'}\n",
		}, []lineFault{{3, "measure b.where: "}}},
		"a policy": {"policy", changes{"policy": "rules:\n  - see: mine\n"}, []lineFault{{2, "\"mine\" is nothing to see"}}},
		"parts of a policy": {"policy", changes{"policy": `rules:
  - see: own
    roles: [Boss]
  - see: everything
exempt:
  - kpis: [reveneu]
open: [invoices]
`}, []lineFault{{2, "rule 1 of the policy: Grafana has no role \"Boss\""}, {6, "exemption 1 of the policy: "}, {7, "open: there is no entity \"invoices\""}}},
		"only what is asked for": {"policy", changes{"mapping": faulty, "policy": "rules: [{see: own}]"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			status, body := validate(t, d, administrator.User, "validate", test.setting, test.settings)
			require.Equal(t, http.StatusOK, status, body)
			var answer struct{ Faults []lineFault }
			require.NoError(t, json.Unmarshal([]byte(body), &answer))
			require.NotNil(t, answer.Faults)
			require.Len(t, answer.Faults, len(test.want), body)
			for i, want := range test.want {
				require.Equal(t, want.Line, answer.Faults[i].Line, body)
				require.Contains(t, answer.Faults[i].Message, want.Message)
				require.NotContains(t, answer.Faults[i].Message, "line ", "the line stands beside it")
			}
		})
	}
}

func TestValidateSpeaksTheReadersLanguage(t *testing.T) {
	_, body := validate(t, unreached(t), administrator.User, "validate?lang=ru", "mapping", changes{"mapping": "entity: {}"})
	require.Contains(t, body, `здесь не бывает; может быть: base`)
}

func TestValidateIsForAdministrators(t *testing.T) {
	for _, user := range []*backend.User{nil, {Login: "v", Role: "Viewer"}, {Login: "e", Role: "Editor"}} {
		status, body := validate(t, unreached(t), user, "validate", "mapping", changes{"mapping": "x"})
		require.Equal(t, http.StatusForbidden, status, body)
	}
}

func TestValidateRefusesWhatIsNoSetting(t *testing.T) {
	d := unreached(t)
	for _, setting := range []string{"", "password", "host"} {
		status, body := validate(t, d, administrator.User, "validate", setting, nil)
		require.Equal(t, http.StatusBadRequest, status, body)
	}
	status, body := validate(t, d, administrator.User, "validate", "mapping", changes{"mapping": strings.Repeat("#", 2<<20)})
	require.Equal(t, http.StatusBadRequest, status)
	require.Contains(t, body, "longer than")
	status, text := called(t, d, &backend.CallResourceRequest{Method: http.MethodPost, Path: "validate", URL: "validate", Body: []byte("["), PluginContext: administrator})
	require.Equal(t, http.StatusBadRequest, status)
	require.Contains(t, string(text), "the request cannot be read")
}
