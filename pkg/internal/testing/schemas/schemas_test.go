package schemas_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/mappingdoc"
	"github.com/crmkpi/crm-datasource/pkg/policy"
	"github.com/crmkpi/crm-datasource/pkg/query"
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

// equal compares the fields that a parser knows with those of a schema.
func equal(t *testing.T, fields []string, s *jsonschema.Schema, what string) {
	t.Helper()
	require.ElementsMatch(t, fields, slices.Collect(maps.Keys(s.Properties)), what)
}

// words compares the words that a parser knows with those of a schema.
func words[T ~string](t *testing.T, known []T, s *jsonschema.Schema, what string) {
	t.Helper()
	var all []any
	for _, word := range known {
		all = append(all, string(word))
	}
	require.ElementsMatch(t, all, s.Enum.Values, what)
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

func TestSchemaOfPoliciesTakesWhatTheParserTakes(t *testing.T) {
	s := compiled(t, "policy")
	source, err := os.ReadFile(filepath.Join(project, "src", "configEditor", "examplePolicy.ts"))
	require.NoError(t, err)
	example := regexp.MustCompile("(?s)`(.*)`").FindSubmatch(source)
	require.NotNil(t, example)
	written := []string{
		string(example[1]),
		"rules: [{see: [own, {filters: [{any: [{dimension: region, operator: is_none}, {all: [{dimension: team, operator: in, values: [a, b]}]}]}]}]}]",
		"identity: login\nrules: [{logins: [a], emails: ['*@example.com'], names: [A], tenant: 7, see: {region: 007, team: [1, true]}}]\nservice: {see: [{country: DE}], rows: true}",
		"rules: [{see: own}]\nexempt: [{kpis: [revenue], by: [rep], teams: [Sales], grain: quarter, rows: 7, people: 3, named: true}, {kpis: [revenue]}]",
	}
	for _, page := range []string{"policy.md", "ru/policy.md"} {
		written = append(written, texts(t, page)...)
	}
	checked := 0
	for _, text := range written {
		if _, err := policy.Parse(text, crm.Reference().Model); err != nil {
			continue // a part of a policy
		}
		require.NoError(t, valid(t, s, text), text)
		checked++
	}
	require.Equal(t, 4+2*2, checked)
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

func TestSchemaOfPoliciesRefusesMistakes(t *testing.T) {
	s := compiled(t, "policy")
	for _, text := range []string{
		"rules: []", "rules: [{roles: [Boss], see: own}]", "rules: [{see: mine}]", "rules: [{roles: [Viewer]}]", "rules: [{sea: own}]", "rules: [{see: []}]", "rules: [{see: {region: []}}]",
		"rules: [{see: own}]\nidentity: phone", "rules: [{see: own}]\nservice: {row: true}", "rules: [{see: own}]\nsession: {app: login}", "rules: [{see: own}]\nsession: {app.who: phone}",
		"rules: [{see: {filters: [{field: amount, operator: '>', values: ['5']}]}}]", "rules: [{see: {filters: [{dimension: region, operator: like, values: [a]}]}}]", "- see",
		"rules: [{see: own}]\nexempt: [{by: [rep]}]", "rules: [{see: own}]\nexempt: [{kpis: [revenue], rows: 1}]", "rules: [{see: own}]\nexempt: [{kpis: [revenue], grain: hour}]",
	} {
		_, err := policy.Parse(text, crm.Reference().Model)
		require.Error(t, err, text)
		require.Error(t, valid(t, s, text), text)
	}
}

// The schemas know exactly the fields that the parsers know.
func TestSchemasAreUpToDate(t *testing.T) {
	kpis, mapping := compiled(t, "kpis"), compiled(t, "mapping")
	of := func(s *jsonschema.Schema, name string) *jsonschema.Schema {
		return s.Properties[name].AdditionalProperties.(*jsonschema.Schema)
	}
	equal(t, catalog.MeasureFields(), of(kpis, "measures"), "measures")
	equal(t, catalog.KPIFields(), of(kpis, "kpis"), "kpis")
	words(t, catalog.Units(), of(kpis, "kpis").Properties["unit"], "units")

	fields := crm.MappingFields()
	equal(t, fields["mapping"], mapping, "mapping")
	equal(t, fields["entity"], of(mapping, "entities").Ref, "entity")
	equal(t, fields["dimension"], of(mapping, "dimensions").Ref, "dimension")
	equal(t, fields["tenant"], mapping.Properties["tenant"].Ref, "tenant")
	extra := of(mapping, "entities").Ref.Properties["extra"].AdditionalProperties.(*jsonschema.Schema).Ref
	equal(t, append(crm.OwnFieldTypes(), "to", "title", "personal"), extra, "extra")
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

func TestSchemaOfPoliciesIsUpToDate(t *testing.T) {
	s := compiled(t, "policy")
	fields, known := policy.Fields(), policy.Words()
	rule := s.Properties["rules"].Items2020.Ref
	equal(t, fields["policy"], s, "policy")
	equal(t, fields["rule"], rule, "rule")
	equal(t, fields["service"], s.Properties["service"].Ref, "service")
	equal(t, fields["exemption"], s.Properties["exempt"].Items2020.Ref, "exemption")
	words(t, known["identity"], s.Properties["identity"], "identity")
	words(t, known["roles"], rule.Properties["roles"].Items2020, "roles")
	words(t, known["see"], rule.Properties["see"].Ref.AnyOf[0].Ref.AnyOf[0], "see")
	words(t, known["session"], s.Properties["session"].AdditionalProperties.(*jsonschema.Schema), "session")
	filter := rule.Properties["see"].Ref.AnyOf[0].Ref.AnyOf[1].Properties["filters"].Items2020.Ref.AnyOf[0]
	words(t, query.Operators(), filter.Properties["operator"], "operators")
}
