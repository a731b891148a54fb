package probe

import (
	"context"
	"maps"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// Misfit is a field whose SQL has another type than the model wants.
type Misfit struct {
	Entity, Field string
	Type          string // PostgreSQL's, of the field's SQL
	To            string // the entity whose key has a type that cannot be compared with it; "" for a misfit by itself
}

var (
	numbers = []string{"INT2", "INT4", "INT8", "NUMERIC", "FLOAT4", "FLOAT8"}
	texts   = []string{"TEXT", "VARCHAR", "BPCHAR", "NAME"}
	fitting = map[crm.Type][]string{
		crm.Time: {"TIMESTAMPTZ"}, crm.Date: {"DATE"}, crm.Number: numbers, crm.Money: numbers, crm.Bool: {"BOOL"},
	}
)

// Misfits compares the types of the fields of a mapping that can be read with those of the model. A day or a timestamp without
// zone in place of an instant is read as UTC, which nobody may have meant; other misfits fail the questions that need the field.
func Misfits(ctx context.Context, db *postgres.DB, m crm.Mapping) ([]Misfit, error) {
	types := map[string]map[string]string{}
	for entity, source := range m.Entities {
		found, err := typesOf(ctx, db, entity, source)
		if err != nil {
			return nil, err
		}
		types[entity] = found
	}
	var all []Misfit
	for _, entity := range slices.Sorted(maps.Keys(types)) {
		e, err := crm.Canonical().Entity(entity)
		if err != nil {
			return nil, err
		}
		for _, name := range e.Fields() {
			got := types[entity][name]
			if got == "" { // computed, not mapped, or a type that the driver does not know
				continue
			}
			f, _ := e.Field(name)
			if wanted := fitting[f.Type]; wanted != nil && !slices.Contains(wanted, got) {
				all = append(all, Misfit{Entity: entity, Field: name, Type: got})
			}
			if key := types[f.To]["id"]; key != "" && family(key) != family(got) {
				all = append(all, Misfit{Entity: entity, Field: name, Type: got, To: f.To})
			}
		}
	}
	return all, nil
}

// family returns a name for the types whose values PostgreSQL compares with each other.
func family(columnType string) string {
	switch {
	case slices.Contains(numbers, columnType):
		return "NUMERIC"
	case slices.Contains(texts, columnType):
		return "TEXT"
	}
	return columnType
}

// typesOf returns PostgreSQL's types of an entity's fields, by name.
func typesOf(ctx context.Context, db *postgres.DB, entity string, source crm.Source) (map[string]string, error) {
	fields, err := fieldsOf(entity, source)
	if err != nil || len(fields) == 0 {
		return nil, err
	}
	names := slices.Sorted(maps.Keys(fields))
	expressions := make([]string, len(names))
	for i, name := range names {
		expressions[i] = fields[name]
	}
	var s selection
	sql := s.rows(source, expressions...) + " limit 0"
	result, err := db.Query(ctx, postgres.Statement{SQL: sql, Args: s.args})
	if refused(err) || timedOut(ctx, err) {
		return nil, nil // [Read] says so
	}
	if err != nil {
		return nil, err
	}
	types := map[string]string{}
	for i, name := range names {
		types[name] = result.Columns[i].Type
	}
	return types, nil
}
