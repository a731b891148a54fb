package crm

import (
	"maps"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// Source is where an entity's rows come from in a company's database: one SELECT.
type Source struct {
	// From is the table or join, as SQL.
	From string
	// Where restricts the rows, as SQL; "" for all of them.
	Where string
	// Fields gives the SQL of each canonical field. Nil means that From is a table with columns of the canonical names.
	Fields map[string]string
	// Tenant is the column of From that tells the rows of one tenant from others', as `d.company_id`; "" for the mapping's.
	Tenant string
	// Shared says that the rows belong to all tenants.
	Shared bool
	// Types are the types of the fields' SQL as the database has them. A field without one is taken to have the model's.
	Types map[string]ColumnType
	// Ties is From with every row that is the newest, or the first, of its key, which [TieKey] names; "" where From takes no row of several.
	Ties string
	// Formats are those that conversions of texts to times name, by field.
	Formats map[string]string

	only *tenantRows // the rows that count; nil for all
}

// Mapping gives entities of a model their sources. Its SQL is written by administrators.
type Mapping struct {
	// Model is what the names in the mapping mean. Only a mapping of nothing may lack it: whatever is asked of another is an error.
	Model    *Model
	Entities map[string]Source
	// Tenant restricts every entity to one tenant's rows; see [Setup], which also knows that of the settings.
	Tenant Tenant
	// Unreadable says of what is mapped but cannot be read, by entity or entity.field, why not.
	Unreadable map[string]error
	// Most is how many rows of each source are read: a sample, whichever come first; 0 for all of them.
	Most int
}

// mappingYAML is a mapping as it is written.
type mappingYAML struct {
	Entities map[string]sourceYAML `yaml:"entities"`
	Tenant   Tenant                `yaml:"tenant"`
}

// sourceYAML is a source as it is written.
type sourceYAML struct {
	From   relation           `yaml:"from"`
	Where  string             `yaml:"where"`
	Fields map[string]formula `yaml:"fields"`
	Tenant string             `yaml:"tenant"`
	Shared bool               `yaml:"shared"`
}

// Reference is the mapping of the reference schema: tables of exactly the canonical shape.
func Reference() Mapping { return reference(canonical()) }

func reference(model *Model) Mapping {
	m := Mapping{Model: model, Entities: map[string]Source{}}
	for name, e := range model.entities {
		if !e.Derived() {
			m.Entities[name] = Source{From: `"crm"."` + name + `"`}
		}
	}
	return m
}

// ParseMapping reads a mapping of the canonical model from YAML and checks its names. An empty text is [Reference]. Where
// the mapping names a tenant, an entity whose rows of other tenants would not be kept out is refused.
func ParseMapping(text string) (Mapping, error) {
	return Setup{Own: text}.Mapping(nil)
}

// parseOwn reads a company's own mapping of a model and checks everything but its tenant.
func parseOwn(model *Model, text string) (Mapping, error) {
	var given mappingYAML
	if err := strict([]byte(text), &given); err != nil {
		return Mapping{}, fault.New("mapping.not_yaml", "reason", err)
	}
	m := Mapping{Model: model, Entities: map[string]Source{}, Tenant: given.Tenant}
	for _, name := range slices.Sorted(maps.Keys(given.Entities)) {
		source, err := given.Entities[name].source(model, name)
		if err != nil {
			return Mapping{}, fault.At(i18n.T("mapping.of_entity", "entity", name), err)
		}
		m.Entities[name] = source
	}
	return m, nil
}

// source returns the source of an entity, with its SQL fit to be put into a SELECT.
func (y sourceYAML) source(model *Model, name string) (Source, error) {
	s := Source{Tenant: y.Tenant, Shared: y.Shared}
	e, err := model.Entity(name)
	switch {
	case err != nil:
		return s, err
	case e.Derived():
		return s, fault.New("mapping.derived", "entities", e.Sources())
	case y.Tenant != "" && y.Shared:
		return s, fault.New("mapping.shared_with_tenant")
	}
	if s.From, s.Ties, err = y.From.render(name); err != nil {
		return s, fault.At(i18n.Same("from"), err)
	}
	if s.From == "" {
		return s, fault.New("mapping.from_missing")
	}
	if err := whereClause.check(y.Where); err != nil {
		return s, fault.At(i18n.Same("where"), err)
	}
	s.Where = closed(y.Where)
	if y.Fields != nil {
		s.Fields = map[string]string{}
	}
	for _, field := range slices.Sorted(maps.Keys(y.Fields)) {
		f, ok := e.Field(field)
		if !ok || !f.As.Empty() {
			return s, fault.New("mapping.unknown_field_to_map", "field", field, "known", e.order)
		}
		if s.Fields[field], err = y.Fields[field].render(name, f); err != nil {
			return s, fault.At(i18n.T("mapping.in_field", "field", field), err)
		}
		if format := y.Fields[field].format(); format != "" {
			if s.Formats == nil {
				s.Formats = map[string]string{}
			}
			s.Formats[field] = format
		}
	}
	return s, nil
}

// Sampled is the mapping with only some rows of each source, whichever come first. Relations may then lead to rows that are left out.
func (m Mapping) Sampled(rows int) Mapping {
	m.Most = rows
	return m
}

// Has reports whether the mapping supplies a field of an entity itself, computed fields and derived entities not followed.
func (m Mapping) Has(entity, field string) bool {
	s, ok := m.Entities[entity]
	if !ok {
		return false
	}
	if s.Fields == nil {
		e, err := m.Model.Entity(entity)
		if err != nil {
			return false
		}
		_, ok = e.Field(field)
		return ok
	}
	_, ok = s.Fields[field]
	return ok
}
