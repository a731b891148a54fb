package yamltext

import (
	"encoding"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// Misfits finds all that a YAML value has and a type has no place for: unknown keys, keys that are given twice, a list where one text is
// wanted. Types that read themselves are not looked into. References must not lead to themselves.
func Misfits(n *yaml.Node, t reflect.Type) []error {
	var m misfits
	m.look(n, t, "")
	return m
}

type misfits []error

func (m *misfits) add(n *yaml.Node, path string, id string, arguments ...any) {
	var where any
	if path != "" {
		where = i18n.T("yaml.field", "path", path)
	}
	*m = append(*m, fault.AtLine(n.Line, where, fault.New(id, arguments...)))
}

func (m *misfits) look(n *yaml.Node, t reflect.Type, path string) {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if IsNull(n) || readsItself(t) {
		return
	}
	switch t.Kind() {
	case reflect.Struct:
		m.fields(n, t, path)
	case reflect.Map:
		if m.is(n, yaml.MappingNode, path, i18n.T("yaml.fields")) {
			m.each(n, path, func(_, value *yaml.Node, path string) { m.look(value, t.Elem(), path) })
		}
	case reflect.Slice:
		if m.is(n, yaml.SequenceNode, path, i18n.T("yaml.a_list")) {
			for _, item := range n.Content {
				m.look(item, t.Elem(), path)
			}
		}
	case reflect.Bool:
		if m.is(n, yaml.ScalarNode, path, i18n.T("yaml.a_bool")) && n.Tag != "!!bool" {
			m.add(n, path, "yaml.wrong_shape", "given", i18n.T("yaml.a_text"), "wanted", i18n.T("yaml.a_bool"))
		}
	case reflect.Int:
		if m.is(n, yaml.ScalarNode, path, i18n.T("yaml.a_number")) && n.Tag != "!!int" {
			m.add(n, path, "yaml.wrong_shape", "given", i18n.T("yaml.a_text"), "wanted", i18n.T("yaml.a_number"))
		}
	default:
		m.is(n, yaml.ScalarNode, path, i18n.T("yaml.a_text"))
	}
}

func (m *misfits) is(n *yaml.Node, kind yaml.Kind, path string, wanted i18n.Text) bool {
	if n.Kind != kind {
		m.add(n, path, "yaml.wrong_shape", "given", kindOf(n), "wanted", wanted)
	}
	return n.Kind == kind
}

func (m *misfits) fields(n *yaml.Node, t reflect.Type, path string) {
	if !m.is(n, yaml.MappingNode, path, i18n.T("yaml.fields")) {
		return
	}
	types, known := fieldsOf(t)
	m.each(n, path, func(key, value *yaml.Node, below string) {
		if of, ok := types[key.Value]; ok {
			m.look(value, of, below)
			return
		}
		m.add(key, path, "yaml.unknown_key", "key", key.Value, "known", known)
	})
}

// each goes through the keys of a mapping, those that it takes over from others left out.
func (m *misfits) each(n *yaml.Node, path string, look func(key, value *yaml.Node, path string)) {
	first := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if line, twice := first[key.Value]; twice {
			m.add(key, path, "yaml.twice", "key", key.Value, "line", line)
			continue
		}
		first[key.Value] = key.Line
		if key.Tag == "!!merge" {
			continue
		}
		look(key, n.Content[i+1], strings.TrimPrefix(path+"."+key.Value, "."))
	}
}

// fieldsOf are the types of the fields of a struct by their names in YAML, and the names in their order.
func fieldsOf(t reflect.Type) (types map[string]reflect.Type, names []string) {
	types = map[string]reflect.Type{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case slices.Contains(strings.Split(options, ","), "inline"):
			inner, more := fieldsOf(f.Type)
			for _, name := range more {
				types[name] = inner[name]
			}
			names = append(names, more...)
		case f.IsExported() && name != "-":
			if name == "" {
				name = strings.ToLower(f.Name)
			}
			types[name] = f.Type
			names = append(names, name)
		}
	}
	return types, names
}

var (
	unmarshaler = reflect.TypeFor[yaml.Unmarshaler]()
	ofText      = reflect.TypeFor[encoding.TextUnmarshaler]()
	aNode       = reflect.TypeFor[yaml.Node]()
)

func readsItself(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return p.Implements(unmarshaler) || p.Implements(ofText) || t == aNode || t.Kind() == reflect.Interface
}

func kindOf(n *yaml.Node) i18n.Text {
	switch n.Kind {
	case yaml.SequenceNode:
		return i18n.T("yaml.a_list")
	case yaml.MappingNode:
		return i18n.T("yaml.fields")
	}
	return i18n.T("yaml.a_text")
}
