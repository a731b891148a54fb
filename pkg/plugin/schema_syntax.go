package plugin

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
)

// fillFormula tells what a formula may name: values as `examples`, goals as revenue.target among them, and in `x-functions` its functions,
// each with what its first argument may be where that is a name of other things.
func fillFormula(s jsonSchema, v vocabulary) {
	s.values(slices.Concat(v.kpis(), v.goals(), v.measures(), v.dayCounts()))
	arguments := map[catalog.Argument][]named{
		catalog.ArgumentKPI: v.kpis(), catalog.ArgumentDimension: v.dimensions(), catalog.ArgumentChoice: v.choices(),
	}
	functions := map[string]any{}
	for _, function := range catalog.Functions() {
		of := jsonSchema{}
		if names, ok := arguments[catalog.FirstArgument(function)]; ok {
			of.values(names)
		}
		of["description"] = catalog.FunctionText(function).In(v.language)
		functions[function] = of
	}
	s["x-functions"] = functions
}

// fillFields tells in `$defs`, as `fields_of_ENTITY`, which fields an expression over an entity may name. A relation refers to the fields of
// the entity that it leads to, so that paths can be followed.
func fillFields(s jsonSchema, v vocabulary) {
	for _, e := range v.entities(true) {
		fields := map[string]any{}
		for _, f := range v.readable(e.ID) {
			field := map[string]any{"description": v.model.FieldTitle(e.ID, f.Name).In(v.language), "x-type": f.Type}
			if f.To != "" {
				field["$ref"] = fieldsOf("#/$defs/", f.To)
			}
			if words := v.words(e.ID, f.Name); len(words) > 0 {
				of := valueOf(words)
				field["enum"], field["x-titles"] = of["examples"], of["x-titles"]
			}
			fields[f.Name] = field
		}
		s.at("$defs")[fieldsOf("", e.ID)] = map[string]any{"properties": fields}
	}
}

func fieldsOf(where, entity string) string { return where + "fields_of_" + entity }
