package crm

import (
	"maps"
	"slices"

	"github.com/lib/pq"

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

	only    *tenantRows // the rows that count; nil for all
	tenants string      // the quoted column that tells tenants apart where all of them count; "" for none
	common  bool        // to all tenants, whoever says so
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

	restriction *Restriction // nil for none
	rollups     []Rollup     // that the database has
}

// mappingYAML is a mapping as it is written.
type mappingYAML struct {
	// Base is what the mapping adds to beside presets: "reference" for the reference schema, "" for nothing.
	Base       string                  `yaml:"base"`
	Entities   map[string]sourceYAML   `yaml:"entities"`
	Dimensions map[string]ownDimension `yaml:"dimensions"`
	Tenant     Tenant                  `yaml:"tenant"`
}

// isOwnEntity reports whether the mapping has an entity of that name that the model lacks.
func (y mappingYAML) isOwnEntity(model *Model, name string) bool {
	_, given := y.Entities[name]
	return given && model.entities[name] == nil
}

// sourceYAML is a source as it is written.
type sourceYAML struct {
	From   relation           `yaml:"from"`
	Where  string             `yaml:"where"`
	Fields map[string]written `yaml:"fields"`
	Tenant string             `yaml:"tenant"`
	Shared bool               `yaml:"shared"`
	// Extra are fields of the company's own that an entity of the model gets.
	Extra map[string]written `yaml:"extra"`
	// The others are of an entity of the company's own, as in model.yaml.
	Title   ownTitle `yaml:"title"`
	Happens string   `yaml:"happens"`
	Begins  string   `yaml:"begins"`
	Key     []string `yaml:"key"`
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
		return s, fault.Below(i18n.Same("from"), err, "from")
	}
	if s.From == "" {
		return s, fault.New("mapping.from_missing")
	}
	if err := whereClause.check(y.Where); err != nil {
		return s, fault.Below(i18n.Same("where"), err, "where")
	}
	s.Where = closed(y.Where)
	if y.Fields == nil && len(y.Extra) == 0 {
		return s, nil // a table of the model's own shape
	}
	own, err := y.values(e)
	if err != nil {
		return s, err
	}
	if y.Fields == nil {
		s.Fields = e.columns()
	}
	return s.with(own), nil
}

// values are fields with their SQL.
type values struct{ fields, formats map[string]string }

// values returns the fields of an entity that are given, those of the company's own among them.
func (y sourceYAML) values(e *Entity) (values, error) {
	v := values{map[string]string{}, map[string]string{}}
	var faults []error
	for _, given := range []struct {
		part   string
		own    bool
		fields map[string]written
	}{{partFields, e.Own, y.Fields}, {partExtra, true, y.Extra}} {
		for _, name := range slices.Sorted(maps.Keys(given.fields)) {
			f, ok := e.Field(name)
			if !ok || !f.As.Empty() || f.Own != given.own {
				unknown := fault.New("mapping.unknown_field_to_map", "field", name, "known", e.order)
				unknown.Path = []string{given.part, name}
				faults = append(faults, unknown)
				continue
			}
			faults = append(faults, inField(given.part, name, v.add(e.Name, f, given.fields[name])))
		}
	}
	return v, fault.Join(faults)
}

func (v values) add(entity string, f *Field, g written) error {
	value, err := g.formula()
	if f.Own {
		var own ownField
		own, err = g.own()
		value = own.value
	}
	if err != nil {
		return err
	}
	if v.fields[f.Name], err = value.render(entity, f); err != nil {
		return err
	}
	if format := value.format(); format != "" {
		v.formats[f.Name] = format
	}
	return nil
}

// with returns the source with fields added, or in the place of those that it has.
func (s Source) with(v values) Source {
	fields, formats := map[string]string{}, map[string]string{}
	maps.Copy(fields, s.Fields)
	maps.Copy(fields, v.fields)
	for name, format := range s.Formats {
		if _, replaced := v.fields[name]; !replaced {
			formats[name] = format
		}
	}
	maps.Copy(formats, v.formats)
	s.Fields, s.Formats = fields, nil
	if len(formats) > 0 {
		s.Formats = formats
	}
	return s
}

// columns are the fields of a table of the model's own shape.
func (e *Entity) columns() map[string]string {
	columns := map[string]string{}
	for _, name := range e.order {
		if f := e.fields[name]; f.As.Empty() && !f.Own {
			columns[name] = pq.QuoteIdentifier(name)
		}
	}
	return columns
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
