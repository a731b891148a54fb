package catalog

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/yamltext"
)

// maxValue bounds a single value of a text, in characters.
const maxValue = 10_000

// reader fills definitions from YAML nodes by the `yaml` tags of their fields. It goes on after a fault, so that all faults of
// a text are found in one go.
type reader struct {
	faults
	source string
	plain  bool // a text may be given in one language for both
}

// read fills a value. What is empty is as if it were left out.
func (r *reader) read(n *yaml.Node, field string, into reflect.Value) {
	if yamltext.IsNull(n) {
		return
	}
	switch v := into.Addr().Interface().(type) {
	case *expression.Expression:
		r.readScalar(n, field, func(text string) (err error) { *v, err = expression.Parse(text); return err })
		return
	case *calendar.Date:
		r.readScalar(n, field, func(text string) (err error) { *v, err = calendar.ParseDate(text); return err })
		return
	case *i18n.Text:
		r.readText(n, field, v)
		return
	}
	switch into.Kind() {
	case reflect.Pointer:
		into.Set(reflect.New(into.Type().Elem()))
		r.read(n, field, into.Elem())
		return
	case reflect.Struct:
		r.readStruct(n, field, into)
	case reflect.Slice:
		r.readList(n, field, into)
	case reflect.Map:
		r.readMap(n, field, into)
	case reflect.String:
		r.readScalar(n, field, func(text string) error { into.SetString(text); return nil })
	case reflect.Bool:
		r.readBool(n, field, into)
	default:
		if err := n.Decode(into.Addr().Interface()); err != nil {
			r.fail(field, fault.New("catalog.wrong_kind", "value", n.Value, "kind", into.Kind()))
		}
	}
	if v, ok := into.Interface().(interface{ validate() error }); ok {
		r.fail(field, v.validate())
	}
}

// fields calls each for the fields of a mapping, with the lines of their names noted below a field.
func (r *reader) fields(n *yaml.Node, below string, each func(name, field string, value *yaml.Node)) {
	first := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		at := place{r.source, key.Line}
		if key.Kind != yaml.ScalarNode || yamltext.IsNull(key) || key.Value == "" || strings.ContainsFunc(key.Value, unicode.IsControl) {
			r.failAt(at, strings.TrimSpace(below), fault.New("catalog.field_name_not_text"))
			continue
		}
		field := below + key.Value
		if below != "" && !strings.HasSuffix(below, " ") { // as in "measure big_won"
			field = below + "." + key.Value
		}
		if line, twice := first[key.Value]; twice {
			r.failAt(at, field, fault.New("catalog.field_twice", "line", line))
			continue
		}
		first[key.Value] = key.Line
		r.places[field] = at
		each(key.Value, field, value)
	}
}

func (r *reader) readStruct(n *yaml.Node, field string, into reflect.Value) {
	r.readStructOr(n, field, into, nil, nil)
}

// readStructOr is readStruct of something that also has fields which other reads.
func (r *reader) readStructOr(n *yaml.Node, field string, into reflect.Value, more []string, other func(name, field string, value *yaml.Node)) {
	var names []string
	byName := map[string]reflect.Value{}
	for i := range into.NumField() {
		if name, _, _ := strings.Cut(into.Type().Field(i).Tag.Get("yaml"), ","); name != "" {
			names = append(names, name)
			byName[name] = into.Field(i)
		}
	}
	names = append(names, more...)
	if n.Kind != yaml.MappingNode {
		r.fail(field, fault.New("catalog.not_fields", "known", names, "given", kindOfNode(n)))
		return
	}
	r.fields(n, field, func(name, field string, value *yaml.Node) {
		if target, ok := byName[name]; ok {
			r.read(value, field, target)
			return
		}
		if slices.Contains(more, name) {
			other(name, field, value)
			return
		}
		r.fail(field, fault.New("catalog.unknown_field", "field", name, "known", names))
	})
}

func (r *reader) readList(n *yaml.Node, field string, into reflect.Value) {
	if n.Kind != yaml.SequenceNode {
		r.fail(field, fault.New("catalog.not_a_list", "given", kindOfNode(n)))
		return
	}
	for i, item := range n.Content {
		name := fmt.Sprintf("%s[%d]", field, i)
		r.places[name] = place{r.source, item.Line}
		into.Set(reflect.Append(into, reflect.New(into.Type().Elem()).Elem()))
		r.read(item, name, into.Index(into.Len()-1))
	}
}

func (r *reader) readMap(n *yaml.Node, field string, into reflect.Value) {
	if n.Kind != yaml.MappingNode {
		r.fail(field, fault.New("catalog.not_a_map", "given", kindOfNode(n)))
		return
	}
	into.Set(reflect.MakeMap(into.Type()))
	r.fields(n, field, func(name, field string, value *yaml.Node) {
		v := reflect.New(into.Type().Elem()).Elem()
		r.read(value, field, v)
		into.SetMapIndex(reflect.ValueOf(name), v)
	})
}

func (r *reader) readScalar(n *yaml.Node, field string, set func(string) error) {
	if n.Kind != yaml.ScalarNode {
		r.fail(field, fault.New("catalog.not_a_text", "given", kindOfNode(n)))
		return
	}
	if length := utf8.RuneCountInString(n.Value); length > maxValue {
		r.fail(field, fault.New("catalog.value_too_long", "have", length, "most", maxValue))
		return
	}
	r.fail(field, set(n.Value))
}

func (r *reader) readBool(n *yaml.Node, field string, into reflect.Value) {
	if n.Kind != yaml.ScalarNode || n.Tag != "!!bool" {
		r.fail(field, fault.New("catalog.not_a_bool"))
		return
	}
	into.SetBool(strings.EqualFold(n.Value, "true"))
}

// readText reads a text in every language or, where that is allowed, one for all of them.
func (r *reader) readText(n *yaml.Node, field string, into *i18n.Text) {
	switch {
	case r.plain && n.Kind == yaml.ScalarNode:
		r.readScalar(n, field, func(text string) error { *into = i18n.Same(strings.TrimSpace(text)); return nil })
	case n.Kind != yaml.MappingNode && r.plain:
		r.fail(field, fault.New("catalog.not_a_title", "given", kindOfNode(n)))
		return
	case n.Kind != yaml.MappingNode:
		r.fail(field, fault.New("catalog.not_a_translated_title", "given", kindOfNode(n)))
		return
	default:
		r.readForms(n, field, into)
	}
}

// readForms reads a text that is given by language.
func (r *reader) readForms(n *yaml.Node, field string, into *i18n.Text) {
	forms := i18n.Forms{}
	r.fields(n, field, func(tag, field string, value *yaml.Node) {
		language := i18n.Language(tag)
		switch {
		case !i18n.Speaks(language):
			r.fail(field, fault.New("language.unknown", "given", tag, "known", i18n.Tags()))
		case !yamltext.IsNull(value):
			r.readScalar(value, field, func(text string) error { forms[language] = strings.TrimSpace(text); return nil })
		}
	})
	*into = i18n.New(forms)
}

// kindOfNode names what a node is, as in "not a list".
func kindOfNode(n *yaml.Node) i18n.Text {
	switch n.Kind {
	case yaml.SequenceNode:
		return i18n.T("catalog.a_list")
	case yaml.MappingNode:
		return i18n.T("catalog.fields")
	}
	return i18n.T("catalog.a_text")
}
