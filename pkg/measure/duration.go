package measure

import (
	"errors"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

func init() { aggregations.add("duration", func() Aggregation { return &Duration{} }) }

// Duration is a statistic of the time between two instants of a row, in a unit. Rows with a negative one are left out.
type Duration struct {
	aggregation
	From expression.Expression `yaml:"from"`
	To   expression.Expression `yaml:"to"`
	In   Unit                  `yaml:"in"`
	// Schedule is the path to the name of the schedule whose business hours count where the parameter hours says so.
	Schedule expression.Expression `yaml:"schedule"`
}

// Kind is that of durations.
func (*Duration) Kind() string { return "duration" }

// Fields are the ends, the unit and the schedule.
func (d *Duration) Fields() any { return d }

// Check wants two instants and a unit of time.
func (d *Duration) Check(m *Measure) error {
	if d.From.Empty() || d.To.Empty() {
		return in("duration", fault.New("catalog.both_fields", "one", "from", "another", "to"))
	}
	if _, ok := d.In.Seconds(); !ok {
		return in("duration.in", fault.New("catalog.duration_unit", "unit", d.In))
	}
	return errors.Join(m.fits("duration.from", d.From, "catalog.an_instant", crm.Time), m.fits("duration.to", d.To, "catalog.an_instant", crm.Time))
}

// Expressions are the ends.
func (d *Duration) Expressions() []expression.Expression {
	return []expression.Expression{d.From, d.To}
}

// Additive is false of the median, and of most other statistics: [Column.Additive] knows which one is asked for.
func (*Duration) Additive() bool { return false }

// Countable is false of the median, and of most other statistics: [Column.Countable] knows which one is asked for.
func (*Duration) Countable() bool { return false }

// Parameters choose the statistic.
func (*Duration) Parameters() []string { return []string{"statistic"} }

// Hours is the schedule.
func (d *Duration) Hours() expression.Expression { return d.Schedule }

// Span is the duration itself, where its ends are fields.
func (d *Duration) Span() (from, to expression.Expression, ok bool) {
	return d.From, d.To, d.From.IsPath() && d.To.IsPath()
}

// Aggregate is the statistic that the arguments ask for, the median without any.
func (d *Duration) Aggregate(a Arguments) sqlgen.Aggregate {
	length, _ := d.In.Seconds()
	return sqlgen.Aggregate{Function: elapsed{chosen(a)}, From: d.From, To: d.To, Seconds: length}
}

// chosen is the statistic that the arguments of a duration ask for.
func chosen(a Arguments) Statistic {
	if s, err := ParseStatistic(a.Statistic); err == nil {
		return s
	}
	return statistics[Median]
}

// elapsed is a statistic of durations.
type elapsed struct{ Statistic }

// Operand is the time that has passed.
func (elapsed) Operand() sqlgen.Operand { return sqlgen.Elapsed }

// Call is the statistic's. Equal durations can differ in their last digits where they are measured in business hours.
func (e elapsed) Call(w sqlgen.Writer, operand string) string {
	if _, ok := e.Statistic.(distinct); ok {
		operand = "round((" + operand + ")::numeric, 6)"
	}
	return e.Statistic.Call(w, operand)
}

// Merge is the statistic's.
func (e elapsed) Merge(part string) string { return merge(e.Statistic, part) }

// Row shows its own duration.
func (elapsed) Row(operand string) (value, where string) { return operand, "" }

// Text tells the ends.
func (d *Duration) Text(*Measure) (what, when i18n.Text) {
	return i18n.T("catalog.measure_duration", "unit", d.In, "from", d.From, "to", d.To), none
}

// Unit is the unit of the values.
func (d *Duration) Unit() Unit { return d.In }

// Words tell the ends and the unit.
func (d *Duration) Words(m *Measure) (what, when i18n.Text) {
	return i18n.T("kind.duration", "from", d.From, "to", d.To, "entity", m.Entity, "unit", i18n.T("kind.in_"+string(d.In))), none
}
