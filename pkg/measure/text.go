package measure

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/expression"
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

// Words say what a measure counts, when and under which condition, in Markdown for a reference.
func (m *Measure) Words() i18n.Text {
	what, when := m.Timing.Words(m)
	if what == none && m.Aggregation != nil {
		what, _ = m.Aggregation.Words(m)
	}
	parts := []i18n.Text{what}
	add := func(message string, e expression.Expression) {
		if !e.Empty() {
			parts = append(parts, i18n.T(message, "expression", e))
		}
	}
	add("kind.where", m.Where)
	if m.Timing.Countable() { // the words of an effect name the time
		add("kind.by", m.Time)
	}
	parts = append(parts, when)
	if m.Future {
		parts = append(parts, i18n.T("kind.ahead"))
	}
	add("kind.by_schedule", m.Hours())
	return i18n.T("kind.words", "parts", parts)
}

// Unit is the unit of the values, where the aggregation decides on it; else "".
func (m *Measure) Unit() Unit {
	if a, ok := m.Aggregation.(interface{ Unit() Unit }); ok {
		return a.Unit()
	}
	return ""
}

// Has reports whether numbers of the measure have a pitfall.
func (m *Measure) Has(p Pitfall) bool {
	return slices.Contains(m.Timing.Pitfalls(), p) || m.Aggregation != nil && slices.Contains(m.Aggregation.Pitfalls(), p)
}
