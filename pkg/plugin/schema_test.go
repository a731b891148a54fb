package plugin_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/crmkpi/crm-datasource/pkg/plugin"
)

// schemaOf is the schema of a setting, compiled: what is served is still one.
func schemaOf(t *testing.T, d *plugin.Datasource, address string) *jsonschema.Schema {
	t.Helper()
	status, body := get(t, d, address)
	require.Equal(t, http.StatusOK, status, body)
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader([]byte(body)))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	require.NoError(t, compiler.AddResource("served.json", document))
	s, err := compiler.Compile("served.json")
	require.NoError(t, err)
	return s
}

func TestSchemaListsTheNamesOfTheModel(t *testing.T) {
	d := instance(t, settingsOf(t, "postgres://u:p@127.0.0.1:1/db", changes{"mapping": `
base: reference
entities:
  deals: {extra: {x_line: {text: x_line, title: Product line}}}
  vehicles: {from: v, title: {en: Vehicles, ru: Машины}, fields: {id: {key: id}, wheels: {number: w}}}
`}))
	mapping := schemaOf(t, d, "schema?of=mapping&lang=ru").Properties["entities"]
	require.Equal(t, "Машины", mapping.Properties["vehicles"].Description)
	require.Contains(t, mapping.Properties["vehicles"].Properties["fields"].Properties, "wheels")
	fields := mapping.Properties["deals"].Properties["fields"].Properties
	require.Equal(t, "Сумма", fields["amount"].Description)
	require.NotContains(t, fields, "x_line", "it stands below extra")
	require.NotContains(t, fields, "inferred_value", "nobody maps what is computed")
	require.NotContains(t, mapping.Properties, "stage_visits", "nobody maps what is derived")

	kpi := schemaOf(t, d, "schema?of=kpis").Properties["kpis"].AdditionalProperties.(*jsonschema.Schema)
	require.Contains(t, kpi.Properties["ratio"].Properties["of"].Examples, "revenue")
	require.Contains(t, kpi.Properties["ratio"].Properties["to"].Examples, "won_amount")
	require.Contains(t, kpi.Properties["group_by"].Items2020.Examples, "x_line")
	require.NotContains(t, kpi.Properties["measure"].Examples, "revenue", "it is a KPI")

	policy := schemaOf(t, d, "schema?of=policy")
	require.Contains(t, policy.Properties["open"].Items2020.Examples, "campaigns")
	sight := policy.Properties["rules"].Items2020.Ref.Properties["see"].Ref.AnyOf[0].Ref
	require.Contains(t, sight.AnyOf[2].Properties, "region")
	require.Contains(t, sight.AnyOf[1].Properties["filters"].Items2020.Ref.AnyOf[0].Properties["dimension"].Examples, "region")
}

// What is offered is not all that is right: the examples that are right stay so.
func TestSchemaTakesTheSameTexts(t *testing.T) {
	d := instance(t, settingsOf(t, "postgres://u:p@127.0.0.1:1/db", nil))
	for of, text := range map[string]string{
		"mapping": "entities: {vehicles: {from: v, fields: {id: {key: id}}}, deals: {from: d, fields: {id: id, amount: {cents: a}}}}\ntenant: {value: 7, column: c, columns: {deals: x}}",
		"kpis":    own,
		"policy":  "rules: [{see: [own, {region: [EMEA], my_own: x}]}]\npersonal: {contacts: [name], vehicles: [plate]}",
	} {
		var value any
		require.NoError(t, yaml.Unmarshal([]byte(text), &value))
		s := schemaOf(t, d, "schema?of="+of)
		require.NoError(t, s.Validate(value), of)
	}
}

func TestSchemaIsForAdministrators(t *testing.T) {
	d := instance(t, settingsOf(t, "postgres://u:p@127.0.0.1:1/db", nil))
	status, body := called(t, d, &backend.CallResourceRequest{
		Method: http.MethodGet, Path: "schema", URL: "schema?of=mapping", PluginContext: backend.PluginContext{User: &backend.User{Role: "Editor"}},
	})
	require.Equal(t, http.StatusForbidden, status, string(body))
	status, text := get(t, d, "schema?of=password")
	require.Equal(t, http.StatusBadRequest, status)
	var answer struct{ Error string }
	require.NoError(t, json.Unmarshal([]byte(text), &answer))
	require.Equal(t, `there is no schema of "password"; the settings that have one are mapping, kpis, policy`, answer.Error)
}
