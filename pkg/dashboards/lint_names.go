package dashboards

import "encoding/json"

// named checks that the columns of a table have names of their own: of two that are called the same, Grafana shows one value in both.
func (l *linter) named(p Panel) {
	if p.Type != "table" {
		return
	}
	columns := map[string]string{} // by what they are called
	for _, override := range p.FieldConfig.Overrides {
		for _, property := range override.Properties {
			var name string
			if property.ID != "displayName" || json.Unmarshal(property.Value, &name) != nil {
				continue
			}
			column := string(override.Matcher.Options)
			if other, taken := columns[name]; taken && other != column {
				l.panel(p, "its columns %s and %s are both called %q, so that Grafana shows the value of one in both; give each a name of its own", other, column, name)
			}
			columns[name] = column
		}
	}
}
