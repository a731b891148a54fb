package measure

import "github.com/crmkpi/crm-datasource/pkg/fault"

// RowsBehind is the measure of how many rows there are behind the values of this one: those that add something to them. The error says why
// values are not made of rows one by one: only of what happens at a time, and is counted or added up, each row has a part of its own, in
// one window.
func (m *Measure) RowsBehind() (*Measure, error) {
	if _, event := m.Timing.(Event); !event || m.Future || m.Trails() {
		return nil, fault.New("policy.exempt_of_time", "measure", m.ID)
	}
	rows := *m
	switch of := m.Aggregation.(type) {
	case *Count:
	case *Sum:
		rows.Aggregation = &Count{Of: of.Of}
	default:
		return nil, fault.New("policy.exempt_of_kind", "measure", m.ID)
	}
	return &rows, nil
}
