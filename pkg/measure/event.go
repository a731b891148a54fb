package measure

import (
	"time"

	"github.com/crmkpi/crm-datasource/pkg/axis"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Event counts a row in the window that holds the row's own event. It is the timing of a measure that names no other.
type Event struct{ timing }

// Kind is future for what lies ahead.
func (Event) Kind() string { return "" }

// Fields is nil: the fields of an event are the measure's own.
func (Event) Fields() any { return nil }

// Check wants the time.
func (Event) Check(m *Measure) error { return m.needTime(true) }

// Windowed is nil, but for what lies ahead of now, which is no part of any time that has passed.
func (Event) Windowed(m *Measure) error {
	if m.Future {
		return fault.New("plan.windows_of_future", "measure", m.ID)
	}
	return nil
}

// Read aggregates rows by their own event.
func (e Event) Read(r *Reading) (Run, error) {
	return r.parts(joined(r.windows()), e.part)
}

// mostStatements is how many lists of windows without overlaps are read one by one, each of them by an index on the time. More of them
// are read at once, though rows have to be repeated for that.
const mostStatements = 3

// joined splits windows into the lists that take a statement each.
func joined(windows []calendar.Range) [][]calendar.Range {
	lists := axis.Disjoint(windows)
	if len(lists) > mostStatements {
		return [][]calendar.Range{windows}
	}
	return lists
}

func (e Event) part(r *Reading, windows []calendar.Range) (*Part, error) {
	events, err := e.events(r, windows)
	if err != nil || events.Empty(r.Context) {
		return nil, err
	}
	if err := e.measureHours(r, &events); err != nil {
		return nil, err
	}
	events.Top, events.Rollup = r.Top, r.Rollup
	s, err := events.Statement(r.Context)
	if err != nil {
		return nil, err
	}
	places, window := axis.Places(r.Layouts), events.Numbering(r.Context)
	return &Part{s, rows(len(events.Keys), width(events.Aggregates), AnyMoney(events.Aggregates), func(c cells) {
		if c.bucket == sqlgen.Cut {
			r.cut(c.taken(events.Aggregates), places[windows[0]])
		} else if i := window(c.bucket); i >= 0 {
			r.put(c.keys, c.taken(events.Aggregates), places[windows[i]])
		}
	})}, nil
}

func (Event) events(r *Reading, windows []calendar.Range) (sqlgen.Events, error) {
	m := r.first()
	aggregates, err := r.aggregates()
	return sqlgen.Events{Scope: r.Scope, Time: m.Time, TimeType: m.TimeType, RatedAt: m.RatedAt, Windows: windows, Aggregates: aggregates}, err
}

// Bounds writes the statements that tell from when to when the durations of a reading last, the first and the last instant each.
// Only durations in business hours need to know.
func Bounds(r *Reading) ([]sqlgen.Statement, error) {
	var all []sqlgen.Statement
	for _, windows := range joined(r.windows()) {
		events, err := Event{}.events(r, windows)
		if err != nil {
			return nil, err
		}
		if events.Empty(r.Context) {
			continue
		}
		s, err := events.Bounds(r.Context)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

// measureHours gives durations the business hours that they are measured by, and what lies ahead those of its horizon. Nothing is
// done for calendar time.
func (Event) measureHours(r *Reading, events *sqlgen.Events) error {
	c := r.first()
	path := c.BusinessHours()
	switch {
	case path.Empty():
		return nil
	case c.Future:
		return r.withinHours(events, path)
	case r.Lasts == nil:
		return nil
	}
	hours := r.openings(path, *r.Lasts)
	for i := range events.Aggregates {
		events.Aggregates[i].Hours = hours
	}
	return nil
}

// withinHours keeps what lies within the horizon in the business hours of its own schedule.
func (r *Reading) withinHours(events *sqlgen.Events, path expression.Expression) error {
	horizon, err := ParseSpan(r.first().Horizon)
	if err != nil {
		return fault.At("horizon", err)
	}
	now := r.Context.Now
	if !events.Windows[0].To.Equal(now.Add(horizon)) {
		return nil // not the horizon, but what a comparison has ahead
	}
	ahead := calendar.Range{From: now, To: now}
	for _, h := range r.Hours {
		ahead.To = later(ahead.To, h.After(now, horizon))
	}
	events.Windows = []calendar.Range{{From: events.Windows[0].From, To: later(events.Windows[0].To, ahead.To)}}
	events.Within = &sqlgen.Within{Hours: r.openings(path, ahead), Open: horizon}
	return nil
}

// Contributions are what each row adds to the columns, in business hours where these are asked for.
func (r *Reading) Contributions(records *sqlgen.Records) error {
	c := r.first()
	events := sqlgen.Events{Scope: records.Scope, Time: c.Time, TimeType: c.TimeType, Windows: []calendar.Range{records.Range}, Aggregates: records.Contributions}
	err := Event{}.measureHours(r, &events)
	records.Range, records.Within = events.Windows[0], events.Within
	return err
}

// Records keeps the rows of the window.
func (Event) Records(m *Measure, l *axis.Layout, _ time.Time, _ sqlgen.Context, into *sqlgen.Records) bool {
	into.Time, into.TimeType, into.RatedAt, into.Range = m.Time, m.TimeType, m.RatedAt, l.Windows[0]
	return true
}

// timing is what most timings answer.
type timing struct{}

func (timing) Additive() bool                           { return true }
func (timing) AddsUpOverTime() bool                     { return true }
func (timing) Countable() bool                          { return true }
func (timing) CountsByWhere() bool                      { return false }
func (timing) Aggregates() bool                         { return false }
func (timing) Needs(*Measure, crm.Mapping) error        { return nil }
func (timing) Dimensions() []string                     { return nil }
func (timing) Shape(*Measure) any                       { return nil }
func (timing) Explains() bool                           { return true }
func (timing) Expressions() []expression.Expression     { return nil }
func (timing) Pitfalls() []Pitfall                      { return nil }
func (timing) Times(m *Measure) []expression.Expression { return []expression.Expression{m.Time} }
func (timing) Details() []string                        { return nil }
func (timing) Windowed(m *Measure) error {
	return fault.New("plan.windows_of_other_timing", "measure", m.ID)
}
func (timing) Axis(_ *axis.Set, from *axis.Axis) *axis.Axis { return from }
func (timing) Begins(m *Measure) expression.Expression      { return m.Time }
func (timing) Span(*Measure) (from, to expression.Expression, ok bool) {
	return expression.Expression{}, expression.Expression{}, false
}

// Text is that of the time alone.
func (Event) Text(*Measure) (what, when i18n.Text) { return none, none }

// Words are those of the time alone.
func (Event) Words(*Measure) (what, when i18n.Text) { return none, none }
