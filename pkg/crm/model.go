// Package crm knows the canonical CRM model and how a company's own schema reaches it.
//
// The model (model.yaml, dimensions.yaml) lists entities, fields, many-to-one relations and dimensions. A [Mapping] gives each
// entity its SQL source in a company's database; what is unmapped is unavailable, and says so.
package crm

import (
	"bytes"
	_ "embed"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/crmkpi/crm-datasource/pkg/expression"
)

// Type is the type of a canonical field. A relation's type is [Key].
type Type string

// The field types.
const (
	Key      Type = "key"
	String   Type = "text"
	Number   Type = "number"
	Money    Type = "money" // an amount in the currency of the row
	Currency Type = "currency"
	Bool     Type = "bool"
	Time     Type = "time" // an instant
	Date     Type = "date" // a day in the business time zone
)

var types = []Type{Key, String, Number, Money, Currency, Bool, Time, Date}

// Field is a field of an entity.
type Field struct {
	Name string
	Type Type
	To   string // the entity of a many-to-one relation, "" otherwise
	// As computes the field from others of the same entity; empty for a mapped field.
	As expression.Expression
	// Without gives, for a field that As reads and a mapping may lack, the field that then stands for the computed one.
	Without map[string]string
}

// Entity is a canonical entity.
type Entity struct {
	Name   string
	fields map[string]*Field
	order  []string
	// Query derives the entity from others, see model.yaml; empty for an entity that a mapping supplies.
	Query string
	Needs map[string][]string
	// Key lists the fields that no two rows have alike: id where there is one; empty where nothing tells rows apart.
	Key []string
}

// Field returns the field of that name.
func (e *Entity) Field(name string) (*Field, bool) {
	f, ok := e.fields[name]
	return f, ok
}

// Fields returns the names of the fields in the order of the model.
func (e *Entity) Fields() []string { return slices.Clone(e.order) }

// Derived reports whether the entity is computed from others rather than mapped.
func (e *Entity) Derived() bool { return e.Query != "" }

var parameters = regexp.MustCompile(`[^:]:([a-z_]+)`)

// Parameters returns the names of the parameters that the query of a derived entity reads, in order of appearance.
func (e *Entity) Parameters() []string {
	var names []string
	for _, match := range parameters.FindAllStringSubmatch(e.Query, -1) {
		if !slices.Contains(names, match[1]) {
			names = append(names, match[1])
		}
	}
	return names
}

// Model is the set of canonical entities and dimensions.
type Model struct {
	entities   map[string]*Entity
	dimensions map[string]*Dimension
}

//go:embed model.yaml
var modelYAML []byte

// Canonical returns the canonical model. It is parsed once and must not be changed.
var Canonical = sync.OnceValue(func() *Model {
	m, err := parseModel(modelYAML, dimensionsYAML)
	if err != nil {
		panic(fmt.Sprintf("the embedded model is broken: %v", err))
	}
	return m
})

// Entity returns the entity of that name.
func (m *Model) Entity(name string) (*Entity, error) {
	e, ok := m.entities[name]
	if !ok {
		return nil, fmt.Errorf("there is no entity %q; the entities are %s", name, strings.Join(m.Entities(), ", "))
	}
	return e, nil
}

// Entities returns the names of all entities, sorted.
func (m *Model) Entities() []string { return slices.Sorted(maps.Keys(m.entities)) }

// Resolve follows a path ("deal.account.region") from an entity and returns the field at its end.
func (m *Model) Resolve(entity, path string) (*Field, error) {
	steps := strings.Split(path, ".")
	for i, step := range steps {
		e, err := m.Entity(entity)
		if err != nil {
			return nil, err
		}
		f, ok := e.Field(step)
		if !ok {
			return nil, fmt.Errorf("%s has no field %q; it has %s", entity, step, strings.Join(e.order, ", "))
		}
		if i == len(steps)-1 {
			return f, nil
		}
		if f.To == "" {
			return nil, fmt.Errorf("%s.%s is not a relation, so %q cannot be followed", entity, step, path)
		}
		entity = f.To
	}
	return nil, fmt.Errorf("the path is empty")
}

type entityYAML struct {
	Fields   yaml.Node           `yaml:"fields"`
	Computed map[string]computed `yaml:"computed"`
	Key      []string            `yaml:"key"`
	Needs    map[string][]string `yaml:"needs"`
	Query    string              `yaml:"query"`
}

type computed struct {
	Type    string                `yaml:"type"`
	As      expression.Expression `yaml:"as"`
	Without map[string]string     `yaml:"without"`
}

func parseModel(entities, dimensions []byte) (*Model, error) {
	var raw map[string]entityYAML
	if err := strict(entities, &raw); err != nil {
		return nil, err
	}
	m := &Model{entities: map[string]*Entity{}}
	for name, r := range raw {
		e := &Entity{Name: name, fields: map[string]*Field{}, Query: strings.TrimSpace(r.Query), Needs: r.Needs, Key: r.Key}
		for i := 0; i+1 < len(r.Fields.Content); i += 2 {
			e.add(newField(r.Fields.Content[i].Value, r.Fields.Content[i+1].Value))
		}
		for _, field := range slices.Sorted(maps.Keys(r.Computed)) {
			c := r.Computed[field]
			f := newField(field, c.Type)
			f.As, f.Without = c.As, c.Without
			e.add(f)
		}
		if _, ok := e.fields["id"]; ok {
			e.Key = []string{"id"}
		}
		m.entities[name] = e
	}
	if err := m.check(); err != nil {
		return nil, err
	}
	var err error
	m.dimensions, err = parseDimensions(m, dimensions)
	return m, err
}

func (e *Entity) add(f *Field) {
	e.fields[f.Name] = f
	e.order = append(e.order, f.Name)
}

func newField(name, kind string) *Field {
	if slices.Contains(types, Type(kind)) {
		return &Field{Name: name, Type: Type(kind)}
	}
	return &Field{Name: name, Type: Key, To: kind}
}

// check verifies that relations, computed fields and derived entities refer to what exists.
func (m *Model) check() error {
	for name, e := range m.entities {
		for _, f := range e.fields {
			if f.To != "" && m.entities[f.To] == nil {
				return fmt.Errorf("%s.%s: %q is neither a type nor an entity", name, f.Name, f.To)
			}
			for _, path := range f.As.Paths() {
				if _, err := m.Resolve(name, path); err != nil {
					return fmt.Errorf("%s.%s: %w", name, f.Name, err)
				}
			}
		}
		for _, f := range e.Key {
			if _, err := m.Resolve(name, f); err != nil {
				return fmt.Errorf("%s key: %w", name, err)
			}
		}
		for other, fields := range e.Needs {
			for _, f := range fields {
				if _, err := m.Resolve(other, f); err != nil {
					return fmt.Errorf("%s needs: %w", name, err)
				}
			}
		}
	}
	return nil
}

// strict decodes YAML and refuses unknown keys.
func strict(text []byte, into any) error {
	if err := bounded(text); err != nil {
		return err
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	return decoder.Decode(into)
}
