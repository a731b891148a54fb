package catalog

import (
	"fmt"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/expression"
)

// Text writes a measure for people who know the model: what is counted of which rows, when, and under which condition.
func (m *Measure) Text() string {
	var parts []string
	add := func(format string, e expression.Expression) {
		if !e.Empty() {
			parts = append(parts, fmt.Sprintf(format, e))
		}
	}
	switch {
	case m.Duration != nil:
		parts = append(parts, fmt.Sprintf("%s from %s to %s", m.Duration.In, m.Duration.From, m.Duration.To))
	case m.Members != nil:
		parts = append(parts, fmt.Sprintf("%s of %s over the %s", m.Members.Count, m.Members.Of, m.Members.Over))
		add("sum of %s", m.Sum)
	case m.Frozen != "":
		parts = append(parts, fmt.Sprintf("%s of the forecasts of %s", m.Frozen, m.Sum))
	case m.Effect != "":
		parts = append(parts, "effect on "+string(m.Effect))
	case m.Age != "":
		parts = append(parts, "age of the oldest in "+string(m.Age))
	}
	if m.Members == nil && m.Frozen == "" {
		add("sum of %s", m.Sum)
	}
	add("count of %s", m.Count)
	add("distinct %s", m.Distinct)
	parts = append(parts, "in "+m.Entity)
	add("by %s", m.Time)
	if m.Snapshot != nil {
		parts = append(parts, fmt.Sprintf("from %s until %s", m.Snapshot.Start, m.Snapshot.End))
	}
	if m.Overlap != nil {
		parts = append(parts, fmt.Sprintf("spread from %s to %s, as a share of the %s", m.Overlap.Start, m.Overlap.End, m.Overlap.ShareOf))
	}
	add("where %s", m.Where)
	return strings.Join(parts, ", ")
}
