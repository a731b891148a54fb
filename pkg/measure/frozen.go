package measure

import (
	"time"

	"github.com/crmkpi/crm-datasource/pkg/axis"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

func init() { timings.add("frozen", func() Timing { return &Frozen{} }) }

// Frozen is a sum over the forecasts of reps for periods that have ended, as they were when the periods began.
type Frozen struct {
	timing
	Sum FrozenSum
}

// FrozenSum is a sum over frozen forecasts.
type FrozenSum string

// The sums over frozen forecasts.
const (
	ForecastAmount FrozenSum = "amount" // what was forecast
	ForecastActual FrozenSum = "actual" // what came of it
	ForecastError  FrozenSum = "error"  // by how much each forecast missed
)

// forecastColumn is where a sum finds its value among [sqlgen.ForecastColumns].
var forecastColumn = map[FrozenSum]int{ForecastAmount: 0, ForecastActual: 1, ForecastError: 2}

// Where [sqlgen.ForecastColumns] tells how many forecasts there are, and of how many both sides are known.
const forecastsFound, forecastsKnown = 3, 4

// submissions is the entity of what reps have forecast.
const submissions = "forecast_submissions"

// frozenFields are the fields that tell when a forecast was frozen, by the entity it is found in.
var frozenFields = map[string][]string{
	submissions: {"owner", "category", "period_start", "period_end", "submitted_at"},
	// Versions tell what was expected, where nobody submits forecasts.
	"deal_history":  {"owner", "valid_from", "valid_to"},
	"deal_versions": {"owner", "valid_from", "valid_to"},
}

// Kind is a simple one.
func (*Frozen) Kind() string { return "" }

// Fields is what is summed up.
func (f *Frozen) Fields() any { return &f.Sum }

// Check wants a sum and a time.
func (f *Frozen) Check(m *Measure) error {
	if _, ok := forecastColumn[f.Sum]; !ok {
		return in("frozen", fault.New("catalog.unknown_frozen", "sum", f.Sum))
	}
	if _, ok := m.Aggregation.(*Sum); m.Aggregation != nil && !ok {
		return m.oneOf()
	}
	return m.needTime(true)
}

// Aggregates is true: the timing says what is summed up.
func (*Frozen) Aggregates() bool { return true }

// Explains is false: forecasts are set against deals.
func (*Frozen) Explains() bool { return false }

// Needs what tells when a forecast was frozen, and the deals that came of it.
func (f *Frozen) Needs(m *Measure, mapping crm.Mapping) error {
	for _, field := range frozenFields[m.Entity] {
		if err := mapping.Available(m.Entity, field); err != nil {
			return err
		}
	}
	for _, path := range []string{"rep", "status", "closed_at", "amount"} {
		if err := mapping.Available("deals", path); err != nil {
			return err
		}
	}
	return nil
}

// Dimensions are those that a forecast shares with the deals that came of it: those of its rep.
func (*Frozen) Dimensions() []string { return []string{"rep", "team", "manager"} }

// frozenShape is comparable.
type frozenShape struct{ amount string }

// Shape is the amount of a forecast.
func (*Frozen) Shape(m *Measure) any { return frozenShape{m.Amount().String()} }

// Read sets the forecasts against the deals.
func (f *Frozen) Read(r *Reading) (Run, error) {
	return r.disjoint(f.part)
}

func (*Frozen) part(r *Reading, windows []calendar.Range) (*Part, error) {
	m := r.first().Measure
	forecasts := sqlgen.Forecasts{Scope: r.Scope, Windows: windows, Amount: m.Amount(), Currency: m.CurrencyIn(r.Context)}
	if r.Context.Mapping.Available("deals", "currency") == nil {
		forecasts.Actual = "currency"
	}
	if m.Entity != submissions {
		forecasts.Months = months(windows, r.Context.Now, r.Context.Calendar)
	}
	if forecasts.Empty(r.Context) {
		return nil, nil
	}
	statement, err := forecasts.Statement(r.Context)
	if err != nil {
		return nil, err
	}
	places, window := axis.Places(r.Layouts), forecasts.Numbering(r.Context)
	return &Part{statement, rows(len(r.Scope.Keys), len(sqlgen.ForecastColumns), true, func(row cells) {
		i := window(row.bucket)
		if i < 0 {
			return
		}
		for _, at := range places[windows[i]] {
			for column, c := range r.Columns {
				found := row.values[forecastColumn[c.Timing.(*Frozen).Sum]]
				r.Put(column, 0, at, row.keys, Value{Number: found, Rows: *row.values[forecastsFound], Known: *row.values[forecastsKnown]})
			}
		}
	})}, nil
}

// months returns the months that begin in some window and have ended by now: the periods of a company without submissions.
func months(windows []calendar.Range, now time.Time, cal calendar.Calendar) [][2]calendar.Date {
	found := [][2]calendar.Date{}
	for at := cal.Floor(windows[0].From, calendar.Month); at.Before(calendar.LastEnd(windows)); {
		next := cal.Next(at, calendar.Month)
		if !next.After(now) && !at.Before(windows[0].From) {
			found = append(found, [2]calendar.Date{cal.Date(at), cal.Date(next)})
		}
		at = next
	}
	return found
}

// Records keeps the forecasts of the window.
func (f *Frozen) Records(m *Measure, l *axis.Layout, now time.Time, c sqlgen.Context, into *sqlgen.Records) bool {
	return Event{}.Records(m, l, now, c, into)
}

// Text tells the sum.
func (f *Frozen) Text(m *Measure) (what, when i18n.Text) {
	return i18n.T("catalog.measure_frozen", "what", f.Sum, "amount", m.Amount()), none
}

// Words tell the sum.
func (f *Frozen) Words(m *Measure) (what, when i18n.Text) {
	return i18n.T("kind.frozen_"+string(f.Sum), "entity", m.Entity, "amount", m.Amount()), none
}

// Pitfalls are those of what has been frozen.
func (*Frozen) Pitfalls() []Pitfall { return []Pitfall{FrozenForecasts} }
