package measure

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
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

// none is no text.
var none i18n.Text

// Text writes a measure for people who know the model: what is counted of which rows, when, and under which condition.
func (m *Measure) Text() i18n.Text {
	what, when := m.Timing.Text(m)
	parts := []i18n.Text{what}
	if m.Aggregation != nil {
		of, _ := m.Aggregation.Text(m)
		parts = append(parts, of)
	}
	parts = append(parts, i18n.T("catalog.measure_in", "entity", m.Entity))
	if !m.Time.Empty() {
		parts = append(parts, i18n.T("catalog.measure_time", "expression", m.Time))
	}
	parts = append(parts, when)
	if !m.Where.Empty() {
		parts = append(parts, i18n.T("catalog.measure_where", "expression", m.Where))
	}
	return i18n.T("catalog.measure_parts", "parts", slices.DeleteFunc(parts, func(part i18n.Text) bool { return part == none }))
}

// Unit is the unit of the values, where the aggregation decides on it; else "".
func (m *Measure) Unit() Unit {
	if a, ok := m.Aggregation.(interface{ Unit() Unit }); ok {
		return a.Unit()
	}
	return ""
}
