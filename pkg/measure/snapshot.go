package measure

import (
	"errors"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/axis"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

func init() { timings.add("snapshot", func() Timing { return &Snapshot{} }) }

// Snapshot counts a row in the state just before an instant: after its start (null for always) and up to its end (null for still).
type Snapshot struct {
	timing
	Start expression.Expression `yaml:"start"`
	End   expression.Expression `yaml:"end"`
}

// Kind is that of a state.
func (*Snapshot) Kind() string { return "snapshot" }

// Fields are the start and the end.
func (s *Snapshot) Fields() any { return s }

// Check wants both ends, of a right type, and no time.
func (s *Snapshot) Check(m *Measure) error {
	if s.Start.Empty() || s.End.Empty() {
		return in("snapshot", fault.New("catalog.both_fields", "one", "start", "another", "end"))
	}
	return errors.Join(m.needTime(false), m.fits("snapshot.start", s.Start, "catalog.an_instant", crm.Time), m.fits("snapshot.end", s.End, "catalog.an_instant", crm.Time))
}

// Expressions are the ends.
func (s *Snapshot) Expressions() []expression.Expression {
	return []expression.Expression{s.Start, s.End}
}

// AddsUpOverTime is false of a state.
func (*Snapshot) AddsUpOverTime() bool { return false }

// snapshotShape tells running sums from looks at states.
type snapshotShape struct {
	start, end string
	states     bool
}

// Shape is the ends, and whether the states themselves must be looked at.
func (s *Snapshot) Shape(m *Measure) any {
	return snapshotShape{s.Start.String(), s.End.String(), !sums(m)}
}

// sums reports whether the values are running sums of signed changes.
func sums(m *Measure) bool {
	_, ok := m.Aggregation.Aggregate(Arguments{}).Function.(sqlgen.SumFunction)
	return ok
}

// Windowed says why a state has no windows: it is of an instant.
func (*Snapshot) Windowed(m *Measure) error {
	return fault.New("plan.windows_of_state", "measure", m.ID)
}

// Begins is the start: a state has the rate of the day on which it began.
func (s *Snapshot) Begins(*Measure) expression.Expression { return s.Start }

// Span is from start to end, where these are fields.
func (s *Snapshot) Span(*Measure) (from, to expression.Expression, ok bool) {
	return s.Start, s.End, s.Start.IsPath() && s.End.IsPath()
}

// Read looks at the states at the instants: by running sums where the values are such, else by the rows that hold.
func (s *Snapshot) Read(r *Reading) (Run, error) {
	places, instants := axis.Instants(r.Layouts, r.Context.Now)
	if len(instants) == 0 {
		return Run{}, nil
	}
	aggregates, err := r.aggregates()
	if err != nil {
		return Run{}, err
	}
	if !sums(r.first().Measure) {
		statement, err := sqlgen.States{Scope: r.Scope, Start: s.Start, End: s.End, Instants: instants, Aggregates: aggregates}.Statement(r.Context)
		return Run{Parts: []Part{{statement, rows(len(r.Scope.Keys), remarks+width(aggregates), AnyMoney(aggregates), func(c cells) {
			s.remark(r, &c)
			r.put(c.keys, c.taken(aggregates), places[instants[c.bucket]])
		})}}}, err
	}
	changes := changes{reading: r, aggregates: aggregates, places: places, instants: instants, of: map[groupKey][]cells{}}
	statement, err := sqlgen.Snapshots{Scope: r.Scope, Start: s.Start, End: s.End, Instants: instants, Aggregates: aggregates, Rollup: r.Rollup}.Statement(r.Context)
	return Run{Parts: []Part{{statement, rows(len(r.Scope.Keys), remarks+1+width(aggregates), AnyMoney(aggregates), func(c cells) {
		s.remark(r, &c)
		changes.add(c)
	})}}, Finish: changes.finish}, err
}

// remarks is the number of columns that tell of rows, before those that count them.
const remarks = 2

// remark takes what is to be told of rows off the values.
func (s *Snapshot) remark(r *Reading, row *cells) {
	r.remark(Startless, s.Start.String(), row.values[0])
	r.remark(Inferred, "", row.values[1])
	row.values = row.values[remarks:]
}

// changes are the running sums of each group, in the order of the instants from which they hold.
type changes struct {
	reading    *Reading
	aggregates []sqlgen.Aggregate
	places     map[time.Time][]axis.Place
	instants   []time.Time
	order      []groupKey
	of         map[groupKey][]cells
}

func (c *changes) add(row cells) {
	id := keyOf(row.keys)
	if c.of[id] == nil {
		c.order = append(c.order, id)
	}
	c.of[id] = append(c.of[id], row)
}

// finish puts at every instant what holds: the last change that had happened by then.
func (c *changes) finish() {
	for _, id := range c.order {
		group, held := c.of[id], -1
		for i, at := range c.instants {
			for held+1 < len(group) && group[held+1].bucket <= i {
				held++
			}
			if held < 0 || *group[held].values[0] == 0 {
				continue // nothing open: this instant makes no group
			}
			row := group[held]
			row.values = row.values[1:]
			c.reading.put(row.keys, row.taken(c.aggregates), c.places[at])
		}
	}
}

// Records keeps the rows that count at the instant.
func (s *Snapshot) Records(m *Measure, l *axis.Layout, now time.Time, _ sqlgen.Context, into *sqlgen.Records) bool {
	at, begun := l.Instant(0, now)
	into.Range, into.RatedAt = l.Windows[0], m.RatedAt
	into.Open = &sqlgen.Open{Start: s.Start, End: s.End, At: at}
	return begun
}

// Text tells the ends.
func (s *Snapshot) Text(*Measure) (what, when i18n.Text) {
	return none, i18n.T("catalog.measure_snapshot", "start", s.Start, "end", s.End)
}

// Words tell the ends.
func (s *Snapshot) Words(*Measure) (what, when i18n.Text) {
	return none, i18n.T("kind.snapshot", "start", s.Start, "end", s.End)
}

// Times are the ends.
func (s *Snapshot) Times(*Measure) []expression.Expression { return s.Expressions() }
