package measure

import (
	"time"

	"github.com/crmkpi/crm-datasource/pkg/axis"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

func init() { timings.add("present", func() Timing { return new(Present) }) }

// Present counts the rows that there are now. Nothing tells since when a row has been there or what it was before, so that the window
// in which it is now has a value, and every other one null.
type Present struct {
	timing
	always bool // what the definition says: true
}

// Kind is one of its own.
func (*Present) Kind() string { return "present" }

// Fields is the word true.
func (p *Present) Fields() any { return &p.always }

// Check wants no time.
func (p *Present) Check(m *Measure) error {
	if !p.always {
		return in("present", fault.New("catalog.present_is_true"))
	}
	return m.needTime(false)
}

// AddsUpOverTime is false of a state.
func (*Present) AddsUpOverTime() bool { return false }

// presentShape is comparable.
type presentShape struct{}

// Shape is the same for all.
func (*Present) Shape(*Measure) any { return presentShape{} }

// Times are none.
func (*Present) Times(*Measure) []expression.Expression { return nil }

// Explains is false: no row is left out for a time that it lacks.
func (*Present) Explains() bool { return false }

// Windowed says why there are no windows: there is no other time than now.
func (*Present) Windowed(m *Measure) error { return fault.New("plan.windows_of_now", "measure", m.ID) }

// Axis is the window of now alone.
func (*Present) Axis(s *axis.Set, from *axis.Axis) *axis.Axis { return s.Present(from) }

// Read counts the rows that there are, if a window is that of now.
func (*Present) Read(r *Reading) (Run, error) {
	var places []axis.Place
	for n, l := range r.Layouts {
		for i, w := range l.Windows {
			if !axis.Empty(w) {
				places = append(places, axis.Place{Axis: n, Window: i})
			}
		}
	}
	if places == nil {
		return Run{}, nil
	}
	aggregates, err := r.aggregates()
	if err != nil {
		return Run{}, err
	}
	statement, err := sqlgen.Present{Scope: r.Scope, RatedAt: r.first().RatedAt, Aggregates: aggregates}.Statement(r.Context)
	return Run{Parts: []Part{{statement, rows(len(r.Scope.Keys), width(aggregates), AnyMoney(aggregates), func(c cells) {
		r.put(c.keys, c.taken(aggregates), places)
	})}}}, err
}

// Pitfalls tell that there is no past.
func (*Present) Pitfalls() []Pitfall { return []Pitfall{OnlyNow} }

// Records keeps all rows where the window is that of now.
func (*Present) Records(_ *Measure, l *axis.Layout, _ time.Time, _ sqlgen.Context, _ *sqlgen.Records) bool {
	return !axis.Empty(l.Windows[0])
}

// Text tells that it is what there is now.
func (*Present) Text(*Measure) (what, when i18n.Text) { return none, i18n.T("catalog.measure_present") }

// Words tell the same.
func (*Present) Words(*Measure) (what, when i18n.Text) { return none, i18n.T("kind.present") }
