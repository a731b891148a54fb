package plugin

import (
	"cmp"
	"encoding/json"
	"net/http"

	"github.com/crmkpi/crm-datasource/docs/schemas"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// jsonSchema is a JSON Schema, or a part of one.
type jsonSchema map[string]any

// serveSchema answers with the JSON Schema of a setting, in which the names that may stand there are listed: keys as `properties`, values
// as `examples`, with their titles in `x-titles`. Other names are not wrong for it: whether they are, the parsers know.
func (d *Datasource) serveSchema(r *http.Request, _ audience) (any, error) {
	of := r.URL.Query().Get("of")
	fill, ok := map[string]func(jsonSchema, vocabulary){
		settingMapping: fillMapping, settingKPIs: fillKPIs, settingPolicy: fillPolicy,
	}[of]
	if !ok {
		return nil, fault.New("health.unknown_schema", "given", of, "known", []string{settingMapping, settingKPIs, settingPolicy})
	}
	text, err := schemas.Files.ReadFile(of + ".schema.json")
	if err != nil {
		return nil, err
	}
	var s jsonSchema
	if err := json.Unmarshal(text, &s); err != nil {
		return nil, err
	}
	fill(s, vocabulary{d.settings.Setup.Words(), cmp.Or(d.settings.Catalog, catalog.Default()), d.language(r)})
	return s, nil
}

// vocabulary are the names that a company's settings may use, those that its saved settings add among them.
type vocabulary struct {
	model    *crm.Model
	catalog  *catalog.Catalog
	language i18n.Language
}

func fillMapping(s jsonSchema, v vocabulary) {
	entities := s.at("properties", "entities")
	keys := jsonSchema{}
	for _, e := range v.entities(false) {
		fields := jsonSchema{}
		for _, f := range v.fields(e.ID) {
			fields[f.ID] = map[string]any{"$ref": "#/$defs/field", "description": f.Title}
		}
		keys[e.ID] = map[string]any{
			"$ref": "#/$defs/entity", "description": e.Title, "properties": map[string]any{"fields": map[string]any{"properties": fields}},
		}
	}
	entities["properties"] = keys
	s.at("$defs", "dimension", "properties", "entity").values(v.entities(true))
	s.at("$defs", "own", "properties", "to").values(v.entities(false))
	s.at("$defs", "tenant", "properties", "columns").keys(v.entities(false))
	s.at("$defs", "tenant", "properties", "shared", "items").values(v.entities(false))
}

func fillKPIs(s jsonSchema, v vocabulary) {
	measure := s.at("properties", "measures", "additionalProperties", "properties")
	measure.at("entity").values(v.entities(true))
	measure.at("otherwise").values(v.measures())
	kpi := s.at("properties", "kpis", "additionalProperties", "properties")
	kpi.at("measure").values(v.measures())
	named := append(v.kpis(), v.measures()...)
	for _, kind := range []string{"derived", "share", "cumulative"} {
		kpi.at(kind).values(named)
	}
	for _, kind := range []string{"ratio", "conversion"} {
		for _, side := range []string{"of", "to"} {
			kpi.at(kind, "properties", side).values(named)
		}
	}
	kpi.at("group_by", "items").values(v.dimensions())
}

func fillPolicy(s jsonSchema, v vocabulary) {
	s.at("properties", "open", "items").values(v.entities(false))
	s.at("properties", "personal").keys(v.entities(false))
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

// keys offers names for the keys of a schema that describes them all alike.
func (s jsonSchema) keys(names []named) {
	all := map[string]any{}
	for _, n := range names {
		one := jsonSchema{}
		for key, value := range s["additionalProperties"].(map[string]any) {
			one[key] = value
		}
		one["description"] = n.Title
		all[n.ID] = one
	}
	s["properties"] = all
}

// entities are those of the model; derived says whether those that no mapping gives are among them.
func (v vocabulary) entities(derived bool) []named {
	var all []named
	for _, id := range v.model.Entities() {
		if e, err := v.model.Entity(id); err == nil && (derived || !e.Derived()) {
			all = append(all, named{id, v.model.Title(id).In(v.language)})
		}
	}
	return all
}

// fields are those of an entity that a mapping gives.
func (v vocabulary) fields(entity string) []named {
	e, err := v.model.Entity(entity)
	if err != nil {
		return nil
	}
	var all []named
	for _, id := range e.Fields() {
		if f, ok := e.Field(id); ok && f.As.Empty() && f.Own == e.Own {
			all = append(all, named{id, v.model.FieldTitle(entity, id).In(v.language)})
		}
	}
	return all
}

func (v vocabulary) dimensions() []named {
	var all []named
	for _, id := range v.model.Dimensions() {
		if d, err := v.model.Dimension(id); err == nil {
			all = append(all, named{id, d.Title.In(v.language)})
		}
	}
	return all
}

func (v vocabulary) kpis() []named {
	var all []named
	for _, k := range v.catalog.KPIs() {
		all = append(all, named{k.ID, k.Title.In(v.language)})
	}
	return all
}

func (v vocabulary) measures() []named {
	var all []named
	for _, m := range v.catalog.Measures() {
		all = append(all, named{m.ID, m.Text().In(v.language)})
	}
	return all
}
