package plugin

import (
	"cmp"
	"net/http"

	"github.com/crmkpi/crm-datasource/docs/schemas"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/fault"
)

// jsonSchema is a JSON Schema, or a part of one.
type jsonSchema map[string]any

// serveSchema answers with the JSON Schema of a setting, described in the language that is asked for, in which the names that may stand
// there are listed: keys as `properties`, values as `examples`, with their titles in `x-titles`. Other names are not wrong for it: whether
// they are, the parsers know. What is more than a name, the schema says by `x-syntax`: see fillFormula and fillFields.
func (d *Datasource) serveSchema(r *http.Request, _ audience) (any, error) {
	of := r.URL.Query().Get("of")
	fill, ok := map[string]func(jsonSchema, vocabulary){
		settingMapping: fillMapping, settingKPIs: fillKPIs, settingPolicy: fillPolicy,
	}[of]
	if !ok {
		return nil, fault.New("health.unknown_schema", "given", of, "known", []string{settingMapping, settingKPIs, settingPolicy})
	}
	v := vocabulary{d.settings.Setup.Words(), cmp.Or(d.settings.Catalog, catalog.Default()), d.language(r)}
	s, err := schemas.Read(of, string(v.language))
	if err != nil {
		return nil, err
	}
	fill(s, v)
	return s, nil
}

func fillMapping(s jsonSchema, v vocabulary) {
	entities := s.at("properties", "entities")
	keys := jsonSchema{}
	for _, e := range v.entities(false) {
		fields := map[string]any{}
		for _, f := range v.fields(e.ID) {
			fields[f.ID] = map[string]any{"$ref": "#/$defs/field", "description": f.Title, "properties": wordsOf(v.words(e.ID, f.ID))}
		}
		parts := map[string]any{"fields": map[string]any{"properties": fields}}
		if v.own(e.ID) {
			parts["key"] = map[string]any{"items": valueOf(v.fields(e.ID))}
			for _, time := range []string{"happens", "begins"} {
				parts[time] = valueOf(v.fields(e.ID, crm.Time, crm.Date))
			}
		}
		keys[e.ID] = map[string]any{"$ref": "#/$defs/entity", "description": e.Title, "properties": parts}
	}
	entities["properties"] = keys
	s.at("$defs", "dimension", "properties", "entity").values(v.entities(true))
	s.at("$defs", "own", "properties", "to").values(v.entities(false))
	s.at("$defs", "tenant", "properties", "columns").keys(v.entities(false))
	s.at("$defs", "tenant", "properties", "shared", "items").values(v.entities(false))
	s.at("$defs", "dimension", "properties", "flag").values(v.instants())
	fillFields(s, v)
}

// wordsOf are the options of a conversion that name the model's words; none where a field may hold any.
func wordsOf(words []named) map[string]any {
	if len(words) == 0 {
		return map[string]any{}
	}
	as := map[string]any{}
	for _, w := range words {
		as[w.ID] = map[string]any{"description": w.Title}
	}
	return map[string]any{"as": map[string]any{"properties": as}, "else": valueOf(words)}
}

func fillKPIs(s jsonSchema, v vocabulary) {
	measure := s.at("properties", "measures", "additionalProperties", "properties")
	measure.at("entity").values(v.entities(true))
	measure.at("otherwise").values(v.measures())
	kpi := s.at("properties", "kpis", "additionalProperties", "properties")
	kpi.at("measure").values(v.measures())
	kpi.at("target").values(v.kpis())
	kpi.at("parameters").keys(v.parameters())
	for _, parameter := range v.parameters() {
		if options := v.options(parameter.ID); len(options) > 0 {
			kpi.at("parameters", "properties", parameter.ID).values(options)
		}
	}
	kpi.at("group_by", "items").values(v.dimensions())
	fillFormula(s.at("$defs", "formula"), v)
	s.at("$defs", "expression").values(append(v.instants(), v.rowParameters()...))
	fillFields(s, v)
}

func fillPolicy(s jsonSchema, v vocabulary) {
	s.at("properties", "open", "items").values(v.entities(false))
	s.at("properties", "personal").keys(v.entities(false))
	for _, e := range v.entities(false) {
		s.at("properties", "personal", "properties", e.ID)["items"] = valueOf(v.fields(e.ID, crm.String))
	}
	s.at("$defs", "exemption", "properties", "kpis", "items").values(v.kpis())
	s.at("$defs", "exemption", "properties", "by", "items").values(v.dimensions())
	for _, way := range s.ways("$defs", "sight") {
		if _, ok := way["additionalProperties"].(map[string]any); ok {
			way.keys(v.dimensions())
		}
	}
	for _, way := range s.ways("$defs", "filter") {
		if properties, ok := way["properties"].(map[string]any); ok && properties["dimension"] != nil {
			way.at("properties", "dimension").values(v.dimensions())
		}
	}
}

// at is a part of the schema, which must be there.
func (s jsonSchema) at(path ...string) jsonSchema {
	part := map[string]any(s)
	for _, step := range path {
		part = part[step].(map[string]any)
	}
	return part
}

// ways are those of which one has to fit.
func (s jsonSchema) ways(path ...string) []jsonSchema {
	var all []jsonSchema
	for _, way := range s.at(path...)["anyOf"].([]any) {
		all = append(all, way.(map[string]any))
	}
	return all
}

// values offers names for a value.
func (s jsonSchema) values(names []named) {
	ids, titles := []string{}, map[string]string{}
	for _, n := range names {
		ids, titles[n.ID] = append(ids, n.ID), n.Title
	}
	s["examples"], s["x-titles"] = ids, titles
}

// valueOf is the schema of a value that is offered names.
func valueOf(names []named) map[string]any {
	s := jsonSchema{}
	s.values(names)
	return s
}

// keys offers names for the keys of a schema that describes them all alike.
func (s jsonSchema) keys(names []named) {
	all := map[string]any{}
	for _, n := range names {
		one := jsonSchema{}
		for key, value := range s["additionalProperties"].(map[string]any) {
			one[key] = value
		}
		one["description"] = n.Title
		all[n.ID] = map[string]any(one)
	}
	s["properties"] = all
}
