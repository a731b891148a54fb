package catalog

import (
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// Text writes a measure for people who know the model: what is counted of which rows, when, and under which condition.
func (m *Measure) Text() i18n.Text {
	var parts []i18n.Text
	say := func(id string, arguments ...any) { parts = append(parts, i18n.T(id, arguments...)) }
	add := func(id string, e expression.Expression) {
		if !e.Empty() {
			say(id, "expression", e)
		}
	}
	switch {
	case m.Duration != nil:
		say("catalog.measure_duration", "unit", m.Duration.In, "from", m.Duration.From, "to", m.Duration.To)
	case m.Members != nil:
		say("catalog.measure_members", "what", m.Members.Count, "member", m.Members.Of, "period", m.Members.Over)
		add("catalog.measure_sum", m.Sum)
	case m.Frozen != "":
		say("catalog.measure_frozen", "what", m.Frozen, "amount", m.Sum)
	case m.Effect != "":
		say("catalog.measure_effect", "outcome", m.Effect)
	case m.Age != "":
		say("catalog.measure_age", "unit", m.Age)
	}
	if m.Members == nil && m.Frozen == "" {
		add("catalog.measure_sum", m.Sum)
	}
	add("catalog.measure_count", m.Count)
	add("catalog.measure_distinct", m.Distinct)
	say("catalog.measure_in", "entity", m.Entity)
	add("catalog.measure_time", m.Time)
	if m.Snapshot != nil {
		say("catalog.measure_snapshot", "start", m.Snapshot.Start, "end", m.Snapshot.End)
	}
	if m.Overlap != nil {
		say("catalog.measure_overlap", "start", m.Overlap.Start, "end", m.Overlap.End, "of", m.Overlap.ShareOf)
	}
	add("catalog.measure_where", m.Where)
	return i18n.T("catalog.measure_parts", "parts", parts)
}
