package crm

import (
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// written is what a mapping gives for a field. What it means depends on the field: one of the model has a type, so that only its SQL or a
// conversion is given; one of the company's own is given with its type.
type written struct{ node yaml.Node }

// UnmarshalYAML keeps the value as it is written.
func (g *written) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	g.node = *node
	return nil
}

// formula is the value of a field of the model.
func (g written) formula() (formula, error) {
	var f formula
	err := g.node.Decode(&f)
	return f, err
}

// ownField is a field of the company's own: its type, or the entity that it is a relation to, and its value.
type ownField struct {
	kind  Type
	to    string // "" for what is no relation
	value formula
	title ownTitle
	line  int
	// personal says that it has what people tell or write.
	personal bool
}

// ownTypes are the types that an own field may have, by the words for them.
var ownTypes = []string{"text", "key", "number", "money", "currency", "time", "date", "bool"}

// own is the value of a field of the company's own, such as `{text: d.x_line, title: Product line}` or `{to: accounts, key: d.vendor}`.
func (g written) own() (ownField, error) {
	f := ownField{line: g.node.Line}
	if g.node.Kind != yaml.MappingNode {
		return f, inLine(f.line, fault.New("mapping.own_without_type", "types", ownTypes))
	}
	var parts map[string]yaml.Node
	if err := g.node.Decode(&parts); err != nil {
		return f, inLine(f.line, fault.New("mapping.not_yaml", "reason", err))
	}
	value, err := f.typed(parts)
	if err != nil {
		return f, inLine(f.line, err)
	}
	if title, ok := parts["title"]; ok {
		if err := title.Decode(&f.title); err != nil {
			return f, err
		}
	}
	if personal, ok := parts["personal"]; ok {
		if err := personal.Decode(&f.personal); err != nil || f.personal && f.kind != String {
			return f, inLine(f.line, fault.New("mapping.own_personal"))
		}
	}
	if err := value.Decode(&f.value); err != nil {
		return f, err
	}
	return f, nil
}

// typed finds the type of the field, and returns its value.
func (f *ownField) typed(parts map[string]yaml.Node) (value yaml.Node, err error) {
	var found []string
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		switch {
		case slices.Contains(ownTypes, name):
			found = append(found, name)
		case name != "to" && name != "title" && name != "personal":
			return value, fault.New("mapping.own_unknown_part", "part", name, "types", ownTypes)
		}
	}
	to, relates := parts["to"]
	switch {
	case relates && (len(found) != 1 || found[0] != string(Key)):
		return value, fault.New("mapping.own_relation_without_key")
	case relates:
		if err := to.Decode(&f.to); err != nil || f.to == "" {
			return value, fault.New("mapping.own_relation_without_key")
		}
	case len(found) == 0:
		return value, fault.New("mapping.own_without_type", "types", ownTypes)
	case len(found) > 1:
		return value, fault.New("mapping.own_two_types", "one", found[0], "another", found[1])
	}
	f.kind = Type(found[0])
	return parts[found[0]], nil
}

// field is the field in the model.
func (f ownField) field(name string) *Field {
	return &Field{Name: name, Type: f.kind, To: f.to, Title: f.title.Text, Own: true, Personal: f.personal}
}

// inOrder returns the names of values in the order in which they are written.
func inOrder(values map[string]written) []string {
	return slices.SortedFunc(maps.Keys(values), func(a, b string) int {
		x, y := values[a].node, values[b].node
		if x.Line != y.Line {
			return x.Line - y.Line
		}
		if x.Column != y.Column {
			return x.Column - y.Column
		}
		return strings.Compare(a, b)
	})
}

// inField says at which field of an entity of a mapping a fault lies; part is where the mapping has it, fields or extra.
func inField(part, name string, err error) error {
	return fault.Below(i18n.T("mapping.in_field", "field", name), err, part, name)
}

// The parts of an entity in a mapping that have fields.
const partFields, partExtra = "fields", "extra"

// partOfOwn is the part that has the fields of a company's own.
func (e *Entity) partOfOwn() string {
	if e.Own {
		return partFields
	}
	return partExtra
}

// ofEntity says at which entity of a mapping a fault lies.
func ofEntity(name string, err error) error {
	return fault.Below(i18n.T("mapping.of_entity", "entity", name), err, "entities", name)
}
