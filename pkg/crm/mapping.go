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
}

// Mapping gives canonical entities their sources. Its SQL is written by administrators.
type Mapping struct {
	Entities map[string]Source `yaml:"entities"`
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

// ParseMapping reads a mapping from YAML and checks its names against the canonical model. An empty text is [Reference].
func ParseMapping(text string) (Mapping, error) {
	if strings.TrimSpace(text) == "" {
		return Reference(), nil
	}
	var m Mapping
	if err := strict([]byte(text), &m); err != nil {
		return Mapping{}, fmt.Errorf("the mapping is not valid YAML of the form `entities: {deals: {from: …, fields: {id: …}}}`: %w", err)
	}
	for _, name := range slices.Sorted(maps.Keys(m.Entities)) {
		if err := m.Entities[name].check(name); err != nil {
			return Mapping{}, fmt.Errorf("mapping of %s: %w", name, err)
		}
	}
	return m, nil
}

func (s Source) check(name string) error {
	e, err := Canonical().Entity(name)
	switch {
	case err != nil:
		return err
	case e.Derived():
		return fmt.Errorf("this entity is derived from others; map %s instead", strings.Join(slices.Sorted(maps.Keys(e.Needs)), " and "))
	case strings.TrimSpace(s.From) == "":
		return fmt.Errorf("`from` is missing; name the table, as in `from: sales.opportunity`")
	}
	for _, field := range slices.Sorted(maps.Keys(s.Fields)) {
		f, ok := e.Field(field)
		if !ok || !f.As.Empty() {
			return fmt.Errorf("there is no field %q to map; the fields are %s", field, strings.Join(e.order, ", "))
		}
		if strings.TrimSpace(s.Fields[field]) == "" {
			return fmt.Errorf("field %q is empty; give its SQL or leave the field out", field)
		}
	}
	return nil
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
