package crm

import "go.yaml.in/yaml/v3"

// Written returns the SQL of what a mapping gives for the field of an entity, as its YAML has it: an expression, or a conversion such as
// `{cents: o.total}`. Its error says what is wrong with that.
func (f *Field) Written(entity, text string) (string, error) {
	var given formula
	if err := yaml.Unmarshal([]byte(text), &given); err != nil {
		return "", err
	}
	return given.render(entity, f)
}
