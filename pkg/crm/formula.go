package crm

import (
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/sqllex"
)

// formula is what a mapping gives for a field: SQL, or a conversion of SQL such as `{cents: o.total}`.
type formula struct {
	sql     string
	convert string               // the conversion's name; "" for plain SQL
	options map[string]yaml.Node // of the conversion, its subject under its name
	line    int
}

// UnmarshalYAML reads a text or a map with the name of one conversion.
func (f *formula) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	f.line = node.Line
	if node.Kind != yaml.MappingNode {
		return node.Decode(&f.sql)
	}
	if err := node.Decode(&f.options); err != nil {
		return err
	}
	for name := range f.options {
		if _, ok := conversions[name]; !ok {
			continue
		}
		if f.convert != "" {
			return inLine(f.line, fault.New("mapping.two_conversions", "one", min(name, f.convert), "another", max(name, f.convert)))
		}
		f.convert = name
	}
	if f.convert == "" {
		return inLine(f.line, fault.New("mapping.neither_sql_nor_conversion", "conversions", slices.Sorted(maps.Keys(conversions))))
	}
	return nil
}

// render returns the SQL of a field of an entity.
func (f formula) render(entity string, field *Field) (string, error) {
	if f.convert == "" {
		if strings.TrimSpace(f.sql) == "" {
			return "", fault.New("mapping.empty_field")
		}
		return closed(f.sql), fieldClause.check(f.sql)
	}
	known := conversions[f.convert]
	for _, name := range slices.Sorted(maps.Keys(f.options)) {
		if name != f.convert && !slices.Contains(known.options, name) {
			return "", inLine(f.line, fault.New("mapping.unknown_option", "conversion", f.convert, "option", name, "options", known.allowed()))
		}
	}
	if known.types != nil && !slices.Contains(known.types, field.Type) {
		return "", inLine(f.line, fault.New("mapping.conversion_of_other_type", "conversion", f.convert, "gives", known.gives, "type", field.Type))
	}
	sql, err := known.sql(conversion{f, entity, field})
	if err == nil {
		err = sqllex.Legible(sql) // the texts of its options, too
	}
	if err != nil {
		return "", inLine(f.line, fault.At(i18n.Same(f.convert), err))
	}
	return sql, nil
}

// format is the one that the formula names for texts; "" for none.
func (f formula) format() string {
	format, _ := conversion{formula: f}.text("format") // what is wrong with it is told when it is rendered
	return format
}

// inLine says in which line of a mapping a fault lies.
func inLine(line int, err error) error { return fault.AtLine(line, nil, err) }

// conversion is a formula that is being rendered for a field.
type conversion struct {
	formula
	entity string
	field  *Field
}

// subject returns the SQL that is converted, in parentheses.
func (c conversion) subject() (string, error) {
	sql, err := c.text(c.convert)
	if err != nil {
		return "", err
	}
	return enclosed(sql)
}

// text returns an option, "" where it is not given.
func (c conversion) text(option string) (string, error) {
	var text string
	node, given := c.options[option]
	if !given {
		return "", nil
	}
	if err := node.Decode(&text); err != nil || strings.TrimSpace(text) == "" {
		return "", fault.New("mapping.option_not_one_text", "option", option)
	}
	return text, nil
}

// list returns an option that has one text or several.
func (c conversion) list(option string) ([]string, error) {
	var l list
	node, given := c.options[option]
	if !given {
		return nil, nil
	}
	err := node.Decode(&l)
	if err != nil {
		err = fault.New("mapping.option_not_texts", "option", option)
	}
	return l, err
}

// list is one text or several.
type list []string

// UnmarshalYAML reads a text as a list of one.
func (l *list) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode {
		*l = list{node.Value}
		return nil
	}
	var several []string
	err := node.Decode(&several)
	*l = several
	return err
}

// enclosed returns one expression in parentheses.
func enclosed(sql string) (string, error) {
	if strings.TrimSpace(sql) == "" {
		return "", fault.New("mapping.empty_sql")
	}
	return "(" + closed(sql) + ")", fieldClause.check(sql)
}
