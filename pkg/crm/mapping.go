package crm

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Source is where an entity's rows come from in a company's database: one SELECT.
type Source struct {
	// From is the table or join, as SQL.
	From string `yaml:"from"`
	// Where restricts the rows, as SQL; "" for all of them.
	Where string `yaml:"where"`
	// Fields gives the SQL of each canonical field. Nil means that From is a table with columns of the canonical names.
	Fields map[string]string `yaml:"fields"`
	// Tenant is the column of From that tells the rows of one tenant from others', as `d.company_id`; "" for the mapping's.
	Tenant string `yaml:"tenant"`
	// Shared says that the rows belong to all tenants.
	Shared bool `yaml:"shared"`

	only *tenantRows // the rows that count; nil for all
}

// Mapping gives canonical entities their sources. Its SQL is written by administrators.
type Mapping struct {
	Entities map[string]Source `yaml:"entities"`
	// Tenant restricts every entity to one tenant's rows; see [Setup], which also knows that of the settings.
	Tenant Tenant `yaml:"tenant"`
}

// Reference is the mapping of the reference schema: tables of exactly the canonical shape.
func Reference() Mapping {
	m := Mapping{Entities: map[string]Source{}}
	for name, e := range Canonical().entities {
		if !e.Derived() {
			m.Entities[name] = Source{From: `"crm"."` + name + `"`}
		}
	}
	return m
}

// ParseMapping reads a mapping from YAML and checks its names against the canonical model. An empty text is [Reference]. Where
// the mapping names a tenant, an entity whose rows of other tenants would not be kept out is refused.
func ParseMapping(text string) (Mapping, error) {
	return Setup{Own: text}.Mapping(nil)
}

// parseOwn reads a company's own mapping and checks everything but its tenant.
func parseOwn(text string) (Mapping, error) {
	var m Mapping
	if err := strict([]byte(text), &m); err != nil {
		return Mapping{}, fmt.Errorf("the mapping is not valid YAML of the form `entities: {deals: {from: …, fields: {id: …}}}`: %w", err)
	}
	for _, name := range slices.Sorted(maps.Keys(m.Entities)) {
		source, err := m.Entities[name].checked(name)
		if err != nil {
			return Mapping{}, fmt.Errorf("mapping of %s: %w", name, err)
		}
		m.Entities[name] = source
	}
	return m, nil
}

// checked returns the source with its SQL fit to be put into a SELECT.
func (s Source) checked(name string) (Source, error) {
	e, err := Canonical().Entity(name)
	switch {
	case err != nil:
		return s, err
	case e.Derived():
		return s, fmt.Errorf("this entity is derived from others; map %s instead", strings.Join(slices.Sorted(maps.Keys(e.Needs)), " and "))
	case strings.TrimSpace(s.From) == "":
		return s, fmt.Errorf("`from` is missing; name the table, as in `from: sales.opportunity`")
	case s.Tenant != "" && s.Shared:
		return s, fmt.Errorf("`shared: true` says that its rows belong to all tenants; leave out either that or `tenant`")
	}
	if err := fromClause.check(s.From); err != nil {
		return s, fmt.Errorf("from: %w", err)
	}
	if err := whereClause.check(s.Where); err != nil {
		return s, fmt.Errorf("where: %w", err)
	}
	s.From, s.Where = closed(s.From), closed(s.Where)
	fields := s.Fields
	if fields != nil {
		s.Fields = map[string]string{}
	}
	for _, field := range slices.Sorted(maps.Keys(fields)) {
		f, ok := e.Field(field)
		if !ok || !f.As.Empty() {
			return s, fmt.Errorf("there is no field %q to map; the fields are %s", field, strings.Join(e.order, ", "))
		}
		if strings.TrimSpace(fields[field]) == "" {
			return s, fmt.Errorf("field %q is empty; give its SQL or leave the field out", field)
		}
		if err := fieldClause.check(fields[field]); err != nil {
			return s, fmt.Errorf("field %q: %w", field, err)
		}
		s.Fields[field] = closed(fields[field])
	}
	return s, nil
}

// Has reports whether the mapping supplies a field of an entity itself, computed fields and derived entities not followed.
func (m Mapping) Has(entity, field string) bool {
	s, ok := m.Entities[entity]
	if !ok {
		return false
	}
	if s.Fields == nil {
		e, err := Canonical().Entity(entity)
		if err != nil {
			return false
		}
		_, ok = e.Field(field)
		return ok
	}
	_, ok = s.Fields[field]
	return ok
}
