package schemas_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/mappingdoc"
)

const project = "../../../.."

var docs = filepath.Join(project, "docs")

func compiled(t *testing.T, name string) *jsonschema.Schema {
	s, err := jsonschema.NewCompiler().Compile(filepath.Join(docs, "schemas", name+".schema.json"))
	require.NoError(t, err)
	return s
}

// valid is what a schema says of a YAML text.
func valid(t *testing.T, s *jsonschema.Schema, text string) error {
	var document yaml.Node
	require.NoError(t, yaml.Unmarshal([]byte(text), &document), text)
	return s.Validate(asJSON(t, document.Content[0]))
}

// asJSON is a YAML value as an editor compares it with a schema: keys are texts, and so are days.
func asJSON(t *testing.T, n *yaml.Node) any {
	switch n.Kind {
	case yaml.AliasNode:
		return asJSON(t, n.Alias)
	case yaml.MappingNode:
		all := map[string]any{}
		for i := 0; i < len(n.Content); i += 2 {
			all[n.Content[i].Value] = asJSON(t, n.Content[i+1])
		}
		return all
	case yaml.SequenceNode:
		all := []any{}
		for _, part := range n.Content {
			all = append(all, asJSON(t, part))
		}
		return all
	}
	if n.Tag == "!!timestamp" {
		return n.Value
	}
	var value any
	require.NoError(t, n.Decode(&value))
	return value
}

func texts(t *testing.T, page string) []string {
	blocks, err := mappingdoc.Read(filepath.Join(docs, page))
	require.NoError(t, err)
	var all []string
	for _, b := range mappingdoc.Of(blocks, "yaml") {
		all = append(all, b.Text)
	}
	return all
}

func TestSchemaOfKPIsTakesWhatTheParserTakes(t *testing.T) {
	s := compiled(t, "kpis")
	files, err := filepath.Glob(filepath.Join(project, "pkg", "catalog", "definitions", "*.yaml"))
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(files), 4)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		require.NoError(t, valid(t, s, string(text)), file)
	}
	examples := slices.Concat(texts(t, "custom-kpis.md"), texts(t, "ru/custom-kpis.md"))
	require.Greater(t, len(examples), 20)
	for _, text := range examples {
		require.NoError(t, valid(t, s, text), text)
	}
}

func TestSchemaOfMappingsTakesWhatTheParserTakes(t *testing.T) {
	s := compiled(t, "mapping")
	checked := 0
	for _, page := range []string{"mapping.md", "ru/mapping.md"} {
		for _, text := range texts(t, page) {
			if _, err := crm.ParseMapping(text); err != nil {
				continue // settings, or a part of a mapping
			}
			require.NoError(t, valid(t, s, text), text)
			checked++
		}
	}
	require.Greater(t, checked, 40)
}

// A typical mistake is one for the schema, as it is one for the parser.
func TestSchemasRefuseMistakes(t *testing.T) {
	kpis := compiled(t, "kpis")
	for _, text := range []string{
		"measures: {big: {entity: deals, time: closed_at, summ: amount}}",
		"measures: {big: {time: closed_at, sum: amount}}",
		"measures: {median_age: {entity: deals, time: closed_at, duration: {from: created_at, to: closed_at, in: weeks}}}",
		"measures: {all: {entity: products, present: false, count: id}}",
		"kpis: {big: {title: Big, description: Big deals., measure: won_amount, unit: dollars}}",
		"kpis: {big: {title: Big, description: Big deals., measure: won_amount, derived: revenue, unit: money}}",
		"kpis: {Big Deals: {title: Big, description: Big deals., measure: won_amount, unit: money}}",
		"kpi: {}",
	} {
		_, err := catalog.Default().With("kpis", text)
		require.Error(t, err, text)
		require.Error(t, valid(t, kpis, text), text)
	}
	mapping := compiled(t, "mapping")
	for _, text := range []string{
		"entities: {deals: {form: crm.deals, fields: {id: id}}}",
		"entities: {deals: {from: {latest: deal, by: version}, fields: {id: id}}}",
		"entities: {deals: {from: deal d, fields: {amount: {cent: d.amount}}}}",
		"entities: {deals: {from: deal d, fields: {id: d.id}, extra: {line: {text: d.line, number: d.line}}}}",
		"dimensions: {day: {entity: deals, weekday: closed_at, buckets: amount}}",
	} {
		_, err := crm.ParseMapping(text)
		require.Error(t, err, text)
		require.Error(t, valid(t, mapping, text), text)
	}
}

// The schemas know exactly the fields that the parsers know.
func TestSchemasAreUpToDate(t *testing.T) {
	kpis, mapping := compiled(t, "kpis"), compiled(t, "mapping")
	equal := func(fields []string, s *jsonschema.Schema, what string) {
		require.ElementsMatch(t, fields, slices.Collect(maps.Keys(s.Properties)), what)
	}
	of := func(s *jsonschema.Schema, name string) *jsonschema.Schema {
		return s.Properties[name].AdditionalProperties.(*jsonschema.Schema)
	}
	equal(catalog.MeasureFields(), of(kpis, "measures"), "measures")
	equal(catalog.KPIFields(), of(kpis, "kpis"), "kpis")
	var units []any
	for _, u := range catalog.Units() {
		units = append(units, string(u))
	}
	require.ElementsMatch(t, units, of(kpis, "kpis").Properties["unit"].Enum.Values)

	fields := crm.MappingFields()
	equal(fields["mapping"], mapping, "mapping")
	equal(fields["entity"], of(mapping, "entities").Ref, "entity")
	equal(fields["dimension"], of(mapping, "dimensions").Ref, "dimension")
	equal(fields["tenant"], mapping.Properties["tenant"].Ref, "tenant")
	extra := of(mapping, "entities").Ref.Properties["extra"].AdditionalProperties.(*jsonschema.Schema).Ref
	equal(append(crm.OwnFieldTypes(), "to", "title", "personal"), extra, "extra")
	conversions := map[string][]string{}
	for _, c := range extra.Properties["text"].Ref.AnyOf[1].Ref.AnyOf {
		name := c.Required[0]
		conversions[name] = slices.DeleteFunc(slices.Sorted(maps.Keys(c.Properties)), func(option string) bool { return option == name })
	}
	known := crm.Conversions()
	require.ElementsMatch(t, slices.Collect(maps.Keys(known)), slices.Collect(maps.Keys(conversions)))
	for name, options := range known {
		require.ElementsMatch(t, options, conversions[name], name)
	}
}
