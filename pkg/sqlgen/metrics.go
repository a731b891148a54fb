package sqlgen

import "fmt"

// TargetMetrics finds the metrics that there are targets of.
type TargetMetrics struct {
	Above float64 // counts the targets whose value is greater
}

// Statement writes the statement. Its columns are the metric as text, the number of its targets, and of those that are above.
func (m TargetMetrics) Statement(c Context) (Statement, error) {
	t := newText(c)
	source, err := t.selection("targets", []string{"metric", "value"})
	return t.plain(fmt.Sprintf("select metric::text, count(*)::float8, count(*) filter (where value::numeric > %s)::float8\nfrom %s as target\n"+
		"where metric is not null and value is not null\ngroup by 1\norder by 1", t.arg(m.Above, "numeric"), source)), err
}
