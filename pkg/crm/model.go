// Package crm knows the canonical CRM model and how a company's own schema reaches it.
//
// The [Model] (model.yaml and the files beside it) lists entities, fields, many-to-one relations and dimensions. A [Mapping] gives
// each entity its SQL source in a company's database; what is unmapped is unavailable, and says so. Whoever has a mapping has its
// model with it, and asks no other.
package crm

import (
	"embed"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
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
	Words   Words // what a text may hold
	// Amount is what As reads in the reporting currency; nil where it reads all amounts as they are.
	Amount *Amount
	// Own says that a company has added the field, under a title that it may have given.
	Own   bool
	Title i18n.Text
	// Personal says that a field of the company's own has what people tell or write.
	Personal bool
}

// Entity is a canonical entity.
type Entity struct {
	Name string
	// Own says that it is an entity of a company's own, which has a title then.
	Own   bool
	Title i18n.Text
	// Happens is the field of the time by which the rows are listed: when they happened or came into being; "" where they are of no time.
	Happens string
	// Begins is the field of the time without which a row counts nowhere; "" where rows may lack every time.
	Begins string
	// PartOf is the relation to what a row is a part of: a row whose relation leads nowhere counts nowhere. "" where rows stand alone.
	PartOf string
	fields map[string]*Field
	order  []string
	// Query derives the entity from others, see model.yaml; empty for an entity that a mapping supplies.
	Query string
	Needs map[string][]string
	// Joined are those of the needs by which the query joins rows to others that it has: their columns are read as they are stored.
	Joined map[string][]string
	// Completes derives the entity from another one that may cover only a part; nil for any other entity.
	Completes *Completion
	// Inferred is the relation to those whose rows are not all recorded: the flag [InferredFlag] is true of rows that are made of
	// others. "" where there are none.
	Inferred string
	// Key lists the fields that no two rows have alike: id where there is one; empty where nothing tells rows apart.
	Key []string
	// amounts says how an amount of a row is converted; see [Entity.amount].
	amounts amountsYAML
}

// Field returns the field of that name.
func (e *Entity) Field(name string) (*Field, bool) {
	f, ok := e.fields[name]
	return f, ok
}

// Fields returns the names of the fields in the order of the model.
func (e *Entity) Fields() []string { return slices.Clone(e.order) }

// Derived reports whether the entity is computed from others rather than mapped.
func (e *Entity) Derived() bool { return e.Query != "" || e.Completes != nil }

// Sources returns the names of the entities that a derived one is derived from, sorted.
func (e *Entity) Sources() []string {
	if c := e.Completes; c != nil {
		return slices.Sorted(slices.Values([]string{c.Entity, c.Of}))
	}
	return slices.Sorted(maps.Keys(e.Needs))
}

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

// Model is a set of entities and dimensions, and what is known of them whatever the company. A nil model has none, and says so.
type Model struct {
	entities   map[string]*Entity
	dimensions map[string]*Dimension
	scopes     []TargetScope
	titles     map[string]i18n.Text
	access     access
}

//go:embed model.yaml words.yaml dimensions.yaml target_scopes.yaml titles.yaml access.yaml wordings.yaml
var modelFiles embed.FS

// canonical returns the canonical model. It is parsed once and must not be changed.
var canonical = sync.OnceValue(func() *Model {
	m, err := parseModel(modelFiles)
	if err != nil {
		panic(fmt.Sprintf("the embedded model is broken: %v", err))
	}
	return m
})

var errNoModel = errors.New("the mapping has no model")

// Entity returns the entity of that name; an error that names those there are where there is none.
func (m *Model) Entity(name string) (*Entity, error) {
	if m == nil {
		return nil, errNoModel
	}
	e, ok := m.entities[name]
	if !ok {
		return nil, fault.New("mapping.unknown_entity", "entity", name, "known", m.Entities())
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
			return nil, fault.New("mapping.unknown_field", "entity", entity, "field", step, "known", e.order)
		}
		if i == len(steps)-1 {
			return f, nil
		}
		if f.To == "" {
			return nil, fault.New("mapping.no_relation", "entity", entity, "field", step, "path", path)
		}
		entity = f.To
	}
	return nil, fmt.Errorf("the path is empty")
}
