package dashboards

// named checks that the columns of a table have names of their own: of two that are called the same, Grafana shows one value in both.
func (l *linter) named(p Panel) {
	if p.Type != "table" {
		return
	}
	columns := map[string]string{} // by what they are called
	for _, override := range p.FieldConfig.Overrides {
		name, column := override.name(), string(override.Matcher.Options)
		if name == "" {
			continue
		}
		if other, taken := columns[name]; taken && other != column {
			l.panel(p, "its columns %s and %s are both called %q, so that Grafana shows the value of one in both; give each a name of its own", other, column, name)
		}
		columns[name] = column
	}
}
