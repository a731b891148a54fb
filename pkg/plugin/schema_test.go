package plugin_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
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
	require.Contains(t, kpi.Properties["ratio"].Properties["of"].Ref.Examples, "revenue")
	require.Contains(t, kpi.Properties["ratio"].Properties["to"].Ref.Examples, "won_amount")
	require.Contains(t, kpi.Properties["group_by"].Items2020.Examples, "x_line")
	require.NotContains(t, kpi.Properties["measure"].Examples, "revenue", "it is a KPI")

	policy := schemaOf(t, d, "schema?of=policy")
	require.Contains(t, policy.Properties["open"].Items2020.Examples, "campaigns")
	sight := policy.Properties["rules"].Items2020.Ref.Properties["see"].Ref.AnyOf[0].Ref
	require.Contains(t, sight.AnyOf[2].Properties, "region")
	require.Contains(t, sight.AnyOf[1].Properties["filters"].Items2020.Ref.AnyOf[0].Properties["dimension"].Examples, "region")
}

// served is the schema of a setting as it is.
func served(t *testing.T, d *plugin.Datasource, address string) map[string]any {
	t.Helper()
	status, body := get(t, d, address)
	require.Equal(t, http.StatusOK, status, body)
	var s map[string]any
	require.NoError(t, json.Unmarshal([]byte(body), &s))
	return s
}

// part is a part of a schema.
func part(t *testing.T, s map[string]any, path ...string) map[string]any {
	t.Helper()
	for _, step := range path {
		require.Contains(t, s, step)
		s = s[step].(map[string]any)
	}
	return s
}

func TestSchemaIsDescribedInTheLanguage(t *testing.T) {
	d := instance(t, settingsOf(t, "postgres://u:p@127.0.0.1:1/db", nil))
	for language, want := range map[string]string{"ru": "Что складывается. ", "en": "What is added up. "} {
		sum := part(t, served(t, d, "schema?of=kpis&lang="+language), "properties", "measures", "additionalProperties", "properties", "sum")
		require.Contains(t, sum["description"], want)
	}
}

func TestSchemaTellsWhatFormulasName(t *testing.T) {
	d := instance(t, settingsOf(t, "postgres://u:p@127.0.0.1:1/db", nil))
	formula := part(t, served(t, d, "schema?of=kpis&lang=ru"), "$defs", "formula")
	require.Subset(t, formula["examples"], []any{"new_customers", "won_amount", "days", "working_days_left", "revenue.target", "revenue.pace"})
	require.Equal(t, "Новые клиенты", part(t, formula, "x-titles")["new_customers"])
	require.Equal(t, "Дни периода", part(t, formula, "x-titles")["days"])
	functions := part(t, formula, "x-functions")
	require.Len(t, functions, len(catalog.Functions()))
	for _, function := range catalog.Functions() {
		require.Regexp(t, `^\(.*\): .*`, part(t, functions, function)["description"], function)
	}
	require.NotContains(t, functions["max"], "examples", "its arguments are formulas")
	require.Contains(t, part(t, functions, "given")["examples"], "revenue")
	require.NotContains(t, part(t, functions, "given")["examples"], "won_amount", "it is a measure")
	require.Contains(t, part(t, functions, "hit_rate")["examples"], "rep")
	require.Equal(t, []any{"attribution", "count_pipeline", "hours"}, part(t, functions, "choose")["examples"])
}

// Whatever is offered of a formula or an expression can be written there.
func TestWhatTheSchemaOffersIsTaken(t *testing.T) {
	d := instance(t, settingsOf(t, "postgres://u:p@127.0.0.1:1/db", nil))
	s := served(t, d, "schema?of=kpis")
	taken := func(definitions string, names []string, form string) {
		t.Helper()
		require.NotEmpty(t, names)
		for some := range slices.Chunk(names, 50) {
			text := definitions + ":\n"
			for i, name := range some {
				text += fmt.Sprintf("  x%d: "+form+"\n", i, name)
			}
			_, err := catalog.Default().With("offered", text)
			for line := range strings.Lines(fmt.Sprint(err)) {
				// That the KPI needs a default of a parameter is said of names that are right.
				require.Regexp(t, `^(<nil>|.*\.parameters: .*)\s*$`, line)
			}
		}
	}
	var values []string
	for _, name := range part(t, s, "$defs", "formula")["examples"].([]any) {
		values = append(values, name.(string))
	}
	taken("kpis", values, "{title: X, description: X., unit: count, horizon: past, derived: 1 / %s}")
	var parameters, fields []string
	for _, parameter := range part(t, s, "$defs", "expression")["examples"].([]any) {
		parameters = append(parameters, parameter.(string))
	}
	taken("measures", parameters, `{entity: deals, time: closed_at, count: id, where: "%s is not null"}`)
	for entity, of := range part(t, s, "$defs") {
		if entity, ok := strings.CutPrefix(entity, "fields_of_"); ok {
			for field := range part(t, of.(map[string]any), "properties") {
				fields = append(fields, fmt.Sprintf("entity: %s, present: true, count: %s", entity, field))
			}
		}
	}
	taken("measures", fields, "{%s}")
}

func TestSchemaTellsWhatExpressionsRead(t *testing.T) {
	d := instance(t, settingsOf(t, "postgres://u:p@127.0.0.1:1/db", changes{"mapping": `
base: reference
entities:
  deals: {extra: {x_line: {text: x_line, title: Product line}}}
  vehicles: {from: v, fields: {id: {key: id}, built: {date: b}, wheels: {number: w}, owner: {to: accounts, key: o}}}
`}))
	s := served(t, d, "schema?of=kpis&lang=ru")
	deals := part(t, s, "$defs", "fields_of_deals", "properties")
	require.Equal(t, map[string]any{"description": "Сумма", "x-type": "money"}, deals["amount"])
	require.Equal(t, "#/$defs/fields_of_accounts", part(t, deals, "account")["$ref"])
	require.Equal(t, []any{"open", "won", "lost"}, part(t, deals, "status")["enum"])
	require.Contains(t, deals, "x_line", "expressions read fields of the company's own")
	require.Contains(t, part(t, s, "$defs", "fields_of_vehicles", "properties"), "wheels")
	require.Contains(t, part(t, s, "$defs", "fields_of_stage_visits", "properties"), "deal", "derived ones are read, too")

	s = served(t, d, "schema?of=mapping&lang=ru")
	require.Contains(t, part(t, s, "$defs"), "fields_of_deals")
	require.Equal(t, []any{":now", ":today", ":timezone"}, part(t, s, "$defs", "dimension", "properties", "flag")["examples"])
	entities := part(t, s, "properties", "entities", "properties")
	status := part(t, entities, "deals", "properties", "fields", "properties", "status", "properties")
	require.Contains(t, part(t, status, "as", "properties"), "won")
	require.Equal(t, []any{"open", "won", "lost"}, part(t, status, "else")["examples"])
	require.Equal(t, []any{"built"}, part(t, entities, "vehicles", "properties", "happens")["examples"])
	require.Contains(t, part(t, entities, "vehicles", "properties", "key", "items")["examples"], "wheels")
	require.NotContains(t, part(t, entities, "deals", "properties"), "happens", "the model says it")
}

func TestSchemaTellsWhatOtherFieldsName(t *testing.T) {
	d := instance(t, settingsOf(t, "postgres://u:p@127.0.0.1:1/db", nil))
	kpi := part(t, served(t, d, "schema?of=kpis&lang=ru"), "properties", "kpis", "additionalProperties", "properties")
	require.Contains(t, part(t, kpi, "target")["examples"], "revenue")
	require.Equal(t, "Окно", part(t, kpi, "parameters", "properties", "window")["description"])
	require.Contains(t, part(t, kpi, "parameters", "properties", "hours")["examples"], "business")
	contacts := part(t, served(t, d, "schema?of=policy"), "properties", "personal", "properties", "contacts", "items")
	require.Contains(t, contacts["examples"], "name")
	require.NotContains(t, contacts["examples"], "created_at", "only texts are masked")
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
