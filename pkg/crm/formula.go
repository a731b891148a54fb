package crm

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

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
			return fmt.Errorf("line %d: %s and %s are two conversions; give one", f.line, min(name, f.convert), max(name, f.convert))
		}
		f.convert = name
	}
	if f.convert == "" {
		return fmt.Errorf("line %d: this is neither SQL nor a conversion; the conversions are %s, as in {cents: t.amount}",
			f.line, strings.Join(slices.Sorted(maps.Keys(conversions)), ", "))
	}
	return nil
}

// render returns the SQL of a field of an entity.
func (f formula) render(entity string, field *Field) (string, error) {
	if f.convert == "" {
		if strings.TrimSpace(f.sql) == "" {
			return "", errors.New("it is empty; give its SQL or leave the field out")
		}
		return closed(f.sql), fieldClause.check(f.sql)
	}
	known := conversions[f.convert]
	for _, name := range slices.Sorted(maps.Keys(f.options)) {
		if name != f.convert && !slices.Contains(known.options, name) {
			return "", fmt.Errorf("line %d: %s has no option %q; %s", f.line, f.convert, name, known.allowed())
		}
	}
	if known.types != nil && !slices.Contains(known.types, field.Type) {
		return "", fmt.Errorf("line %d: %s gives %s, but the field is of type %s", f.line, f.convert, known.gives, field.Type)
	}
	sql, err := known.sql(conversion{f, entity, field})
	if err == nil {
		err = sqllex.Legible(sql) // the texts of its options, too
	}
	if err != nil {
		return "", fmt.Errorf("line %d: %s: %w", f.line, f.convert, err)
	}
	return sql, nil
}

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
		return "", fmt.Errorf("%s must be one text", option)
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
		err = fmt.Errorf("%s must be a text or a list of texts", option)
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
		return "", errors.New("its SQL is empty")
	}
	return "(" + closed(sql) + ")", fieldClause.check(sql)
}
