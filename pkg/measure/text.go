package measure

import (
	"fmt"
	"slices"
	"strings"
)

// Kind names the trade's kind of a KPI that is nothing but the measure; "" for a simple one.
func (m *Measure) Kind() string {
	kind := m.Timing.Kind()
	if kind == "" && m.Aggregation != nil {
		kind = m.Aggregation.Kind()
	}
	if kind == "" && m.Future {
		kind = "future"
	}
	return kind
}

// Text writes a measure for people who know the model: what is counted of which rows, when, and under which condition.
func (m *Measure) Text() string {
	what, when := m.Timing.Text(m)
	parts := []string{what}
	if m.Aggregation != nil {
		of, _ := m.Aggregation.Text(m)
		parts = append(parts, of)
	}
	parts = append(parts, "in "+m.Entity)
	if !m.Time.Empty() {
		parts = append(parts, fmt.Sprintf("by %s", m.Time))
	}
	parts = append(parts, when)
	if !m.Where.Empty() {
		parts = append(parts, fmt.Sprintf("where %s", m.Where))
	}
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), ", ")
}

// Unit is the unit of the values, where the aggregation decides on it; else "".
func (m *Measure) Unit() Unit {
	if a, ok := m.Aggregation.(interface{ Unit() Unit }); ok {
		return a.Unit()
	}
	return ""
}
