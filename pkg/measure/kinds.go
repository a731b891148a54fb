package measure

import (
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/axis"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Definition is the part of a measure's definition that its kind defines.
type Definition interface {
	// Fields points to what the YAML below the kind's key is read into.
	Fields() any
	// Check returns what is wrong with a measure of the kind, in words that name fields as they are written.
	Check(m *Measure) error
	// Expressions are those that the kind itself reads.
	Expressions() []expression.Expression
	// Additive reports whether values add up over groups.
	Additive() bool
	// Countable reports whether nothing is 0 rather than null.
	Countable() bool
	// Text says what is counted, and when a row counts, to people who know the model; empty for what the other kind says.
	Text(m *Measure) (what, when i18n.Text)
	// Pitfalls are what numbers of the kind are easily mistaken for.
	Pitfalls() []Pitfall
	// Words say the same at more length, for a reference in Markdown.
	Words(m *Measure) (what, when i18n.Text)
}

// Pitfall is something that a reader must know of all numbers of a kind.
type Pitfall string

// The pitfalls of kinds.
const (
	CountsDistinct  Pitfall = "distinct" // buckets and groups do not add up to the whole
	LooksBackYears  Pitfall = "years"    // buckets side by side share most of what they count
	OnlyNow         Pitfall = "now"      // no other time than now has a value
	FrozenForecasts Pitfall = "frozen"   // only periods that have ended count
)

// Timing is when a row counts.
type Timing interface {
	Definition
	// Kind names the trade's kind of a KPI that is nothing but such a measure; "" where the aggregation decides.
	Kind() string
	// AddsUpOverTime reports whether values add up over buckets, as far as the timing decides.
	AddsUpOverTime() bool
	// CountsByWhere says that the condition decides which rows there are, so that measures with other conditions share no statement.
	CountsByWhere() bool
	// Aggregates says that the timing needs no aggregation, or only takes a sum as what it adds up.
	Aggregates() bool
	// Needs returns what the mapping lacks beside the expressions' paths: nil for nothing.
	Needs(m *Measure, mapping crm.Mapping) error
	// Dimensions are the only ones to group and filter by; nil for all that the entity has.
	Dimensions() []string
	// Windowed returns why values are of buckets only, nil where they can be found over any windows, also such that overlap.
	Windowed(m *Measure) error
	// Axis is the one on which the measure is read, made from that of the formula.
	Axis(s *axis.Set, from *axis.Axis) *axis.Axis
	// Shape is a comparable value; measures of one entity, time and shape are read by one statement.
	Shape(m *Measure) any
	// Read writes the statements of a reading.
	Read(r *Reading) (Run, error)
	// Records restricts records to the rows looked at in the first window of a layout; false where that window has none.
	Records(m *Measure, l *axis.Layout, now time.Time, c sqlgen.Context, into *sqlgen.Records) bool
	// Countable rows are those of a range or an instant, of which it can be told how many are left out, and why.
	Explains() bool
	// Span is a time that rows have and that must not be negative; false for none.
	Span(m *Measure) (from, to expression.Expression, ok bool)
	// Times are those that put a row into a bucket, or decide whether it counts at an instant.
	Times(m *Measure) []expression.Expression
	// Begins is the time at which an amount is converted unless the measure says otherwise.
	Begins(m *Measure) expression.Expression
	// Details name further values of each cell, which [Reading.Put] takes as parts from 1 on.
	Details() []string
}

// Aggregation is what is made of the rows that count.
type Aggregation interface {
	Definition
	// Kind names the trade's kind of a KPI that is nothing but such a measure; "" for a simple one.
	Kind() string
	// Parameters are those that choose among the statistics of the aggregation.
	Parameters() []string
	// Aggregate is the value column of a statement, but for its name and condition.
	Aggregate(a Arguments) sqlgen.Aggregate
	// Span is a time that rows have and that must not be negative; false for none.
	Span() (from, to expression.Expression, ok bool)
}

// registry holds the kinds by the key under which they are defined.
type registry[T any] map[string]func() T

func (r registry[T]) add(key string, kind func() T) { r[key] = kind }

var (
	timings      = registry[Timing]{}
	aggregations = registry[Aggregation]{}
)

// Keys lists the keys of a measure's definition that kinds define, sorted.
func Keys() []string {
	return slices.Sorted(slices.Values(slices.Concat(slices.Collect(maps.Keys(timings)), slices.Collect(maps.Keys(aggregations)))))
}

// Part returns what the YAML below a key of the measure's definition is to be read into; nil for a key of no kind. A key that the
// measure has a kind for already is an error.
func (m *Measure) Part(key string) (any, error) {
	if kind, ok := timings[key]; ok {
		if m.Timing != nil {
			return nil, oneOf("catalog.one_timing", slices.Sorted(maps.Keys(timings)))
		}
		m.Timing = kind()
		return m.Timing.Fields(), nil
	}
	if kind, ok := aggregations[key]; ok {
		if m.Aggregation != nil {
			return nil, m.oneOf()
		}
		m.Aggregation = kind()
		return m.Aggregation.Fields(), nil
	}
	return nil, nil
}

func (m *Measure) oneOf() error {
	names := slices.Sorted(maps.Keys(aggregations))
	for name, kind := range timings {
		if kind().Aggregates() {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return oneOf("catalog.one_aggregation", names)
}

// oneOf is the fault of a message that enumerates names, the last of them behind a word of the language.
func oneOf(message string, names []string) error {
	last := len(names) - 1
	return fault.New(message, "names", names[:last], "last", names[last])
}

// Finish checks a definition that has been read as a whole, over a model, after which the measure can be used.
func (m *Measure) Finish(model *crm.Model) error {
	m.model, m.taken = model, &sync.Map{}
	if m.Timing == nil {
		m.Timing = Event{}
	}
	if _, err := model.Entity(m.Entity); err != nil {
		return err
	}
	for _, path := range append(m.Paths(), m.Hours().Paths()...) {
		if _, err := model.Resolve(m.Entity, path); err != nil {
			return err
		}
	}
	if err := m.checkTime(); err != nil {
		return err
	}
	if m.Aggregation == nil && !m.Timing.Aggregates() {
		return m.oneOf()
	}
	errs := []error{m.Timing.Check(m)}
	if m.Aggregation != nil {
		errs = append(errs, m.Aggregation.Check(m))
	}
	return errors.Join(append(errs, m.checkCurrency())...)
}

// InField says which field of a definition an error is about.
type InField struct {
	Field string
	Err   error
}

func (e *InField) Error() string { return e.Text().In(i18n.English) }

// Text is the error in every language.
func (e *InField) Text() i18n.Text {
	return i18n.T("fault.at", "place", "`"+e.Field+"`", "reason", e.Err)
}

// Unwrap returns the error itself.
func (e *InField) Unwrap() error { return e.Err }

func in(field string, err error) error { return &InField{field, err} }

// checkTime checks the row's own event, and gives it its type.
func (m *Measure) checkTime() error {
	if m.Time.Empty() {
		return nil
	}
	if m.TimeType == "" {
		m.TimeType = crm.Time
		if m.Time.IsPath() {
			f, _ := m.model.Resolve(m.Entity, m.Time.String())
			m.TimeType = f.Type
		}
	}
	if m.TimeType != crm.Time && m.TimeType != crm.Date {
		return in("time", fault.New("catalog.time_of_other_type", "type", m.TimeType))
	}
	return nil
}

// needTime checks that the row's own event is given where a timing goes by it, and nowhere else.
func (m *Measure) needTime(by bool) error {
	if by == m.Time.Empty() {
		return fault.New("catalog.time_or_state")
	}
	return nil
}

// fits checks the type of an expression that is nothing but a field; of a computed value only the database knows it. The message
// wanted says what would be right.
func (m *Measure) fits(field string, e expression.Expression, wanted string, allowed ...crm.Type) error {
	if !e.IsPath() {
		return nil
	}
	if f, err := m.model.Resolve(m.Entity, e.String()); err == nil && !slices.Contains(allowed, f.Type) {
		return in(field, fault.New("catalog.field_of_other_type", "field", e, "type", f.Type, "wanted", i18n.T(wanted)))
	}
	return nil
}

// checkCurrency checks that it is known what an amount is in: otherwise it would be added up unconverted.
func (m *Measure) checkCurrency() error {
	if !m.Currency.Empty() && !m.Currency.IsPath() {
		return in("currency", fault.New("catalog.currency_not_one_field"))
	}
	if !m.IsMoney() {
		return nil
	}
	if _, err := m.model.Resolve(m.Entity, m.CurrencyPath()); err != nil {
		return in("sum", fault.New("catalog.no_currency", "entity", m.Entity, "field", m.CurrencyPath()))
	}
	return nil
}
