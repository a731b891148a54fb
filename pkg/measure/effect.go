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

func init() { timings.add("effect", func() Timing { return &Effect{} }) }

// Effect is the change of an outcome, from 30 days before to 30 days after an event, compared with the change for everyone else.
type Effect struct {
	timing
	On Outcome
}

// Outcome is what an effect is measured by.
type Outcome string

// The outcomes.
const (
	EffectOnCSAT     Outcome = "csat"           // share of good answers, in points of 100
	EffectOnResponse Outcome = "first_response" // mean minutes to the first response
)

// outcome is where an outcome is found, and the factor that gives it its unit.
type outcome struct {
	sqlgen.Outcomes
	factor float64
}

var outcomes = map[Outcome]outcome{
	EffectOnCSAT: {factor: 100, Outcomes: sqlgen.Outcomes{
		Entity: "surveys", Who: "agent", Time: expression.MustParse("responded_at"),
		Value: expression.MustParse("case when score >= 0.8 * scale_max then 1 else 0 end"),
		Where: expression.MustParse("kind = 'csat' and score is not null"),
	}},
	EffectOnResponse: {factor: 1, Outcomes: sqlgen.Outcomes{
		Entity: "tickets", Who: "agent", Time: expression.MustParse("created_at"),
		Value: expression.MustParse("extract(epoch from first_response_at - created_at) / 60"),
		Where: expression.MustParse("first_response_at >= created_at and isfinite(created_at) and isfinite(first_response_at)"),
	}},
}

// Kind is that of effects.
func (*Effect) Kind() string { return "effect" }

// Fields is the outcome.
func (e *Effect) Fields() any { return &e.On }

// Check wants a known outcome, a time and nothing else.
func (e *Effect) Check(m *Measure) error {
	if _, ok := outcomes[e.On]; !ok {
		return in("effect", fault.New("catalog.unknown_effect", "outcome", e.On))
	}
	if m.Aggregation != nil {
		return m.oneOf()
	}
	return m.needTime(true)
}

// Additive is false of a mean.
func (*Effect) Additive() bool { return false }

// Countable is false: of nobody there is no effect.
func (*Effect) Countable() bool { return false }

// Aggregates is true.
func (*Effect) Aggregates() bool { return true }

// Explains is false: people are compared, not rows.
func (*Effect) Explains() bool { return false }

// Needs who did it, and what tells the outcome.
func (e *Effect) Needs(m *Measure, mapping crm.Mapping) error {
	if err := mapping.Available(m.Entity, "user"); err != nil {
		return err
	}
	o := outcomes[e.On]
	for _, x := range []expression.Expression{expression.MustParse(o.Who), o.Time, o.Value, o.Where} {
		for _, path := range x.Paths() {
			if err := mapping.Available(o.Entity, path); err != nil {
				return err
			}
		}
	}
	return nil
}

// Shape is the outcome.
func (e *Effect) Shape(*Measure) any { return e.On }

// The details of an effect, as parts of [Reading.Put] from 1 on: how many people it compares.
const (
	Trained = "trained"
	Others  = "others"
)

// Details are the sizes of both groups.
func (*Effect) Details() []string { return []string{Trained, Others} }

// TooFew reports whether the groups of an effect are too small to say anything.
func TooFew(trained, others float64) bool { return trained < Enough || others < Enough }

// Read reads both sides, few rows for each person, and compares them at the end.
func (e *Effect) Read(r *Reading) (Run, error) {
	windows := r.windows()
	if len(windows) == 0 {
		return Run{}, nil
	}
	span := calendar.Range{From: windows[0].From, To: windows[0].To}
	for _, w := range windows {
		span.To = later(span.To, w.To)
	}
	span = calendar.Range{From: span.From.Add(-around), To: span.To.Add(around)}
	treatments, err := sqlgen.Treatments{Scope: r.Scope, User: "user", Time: r.first().Time, Range: span}.Statement(r.Context)
	if err != nil {
		return Run{}, err
	}
	o := outcomes[e.On]
	o.Range = span // already reaches as far around the windows as a change looks
	achievements, err := o.Statement(r.Context)
	if err != nil {
		return Run{}, err
	}
	found := comparison{reading: r, factor: o.factor, people: map[string]*achieved{}}
	return Run{Parts: []Part{{treatments, found.treat(len(r.Scope.Keys))}, {achievements, found.achieve}}, Finish: found.finish}, nil
}

// comparison is what has been read of an effect.
type comparison struct {
	reading *Reading
	factor  float64
	treated []treated
	people  map[string]*achieved
}

func (c *comparison) treat(keys int) func(Row) error {
	return func(row Row) error {
		t := treated{keys: make([]*string, 2*keys)}
		dest := []any{&t.who, &t.at, &t.counts}
		for i := range t.keys {
			dest = append(dest, &t.keys[i])
		}
		err := row.Scan(dest...)
		c.treated = append(c.treated, t)
		return err
	}
}

func (c *comparison) achieve(row Row) error {
	var who string
	var at time.Time
	var value float64
	if err := row.Scan(&who, &at, &value); err != nil {
		return err
	}
	a := c.people[who]
	if a == nil {
		a = &achieved{}
		c.people[who] = a
	}
	if n := len(a.sum); n > 0 {
		value += a.sum[n-1]
	}
	a.at, a.sum = append(a.at, at), append(a.sum, value)
	return nil
}

func (c *comparison) finish() {
	s := newStudy(c.treated, c.people)
	for n, l := range c.reading.Layouts {
		for i, w := range l.Windows {
			c.compare(s, axis.Place{Axis: n, Window: i}, w)
		}
	}
}

// compare notes the effect in a window, for each group of those treated in it.
func (c *comparison) compare(s *study, at axis.Place, w calendar.Range) {
	byGroup := map[groupKey][]treated{}
	for _, t := range s.treated {
		if t.counts && w.Contains(t.at) {
			group := keyOf(t.keys)
			byGroup[group] = append(byGroup[group], t)
		}
	}
	for _, ones := range byGroup {
		effect, trained, others := s.effect(ones, c.reading.Context.Now)
		for column := range c.reading.Columns {
			if effect != nil && !TooFew(trained, others) {
				value := *effect * c.factor
				c.reading.Put(column, 0, at, ones[0].keys, Value{Number: &value})
			}
			c.reading.Put(column, 1, at, ones[0].keys, Value{Number: &trained})
			c.reading.Put(column, 2, at, ones[0].keys, Value{Number: &others})
		}
	}
}

// Records keeps who did it in the window.
func (e *Effect) Records(m *Measure, l *axis.Layout, now time.Time, c sqlgen.Context, into *sqlgen.Records) bool {
	return Event{}.Records(m, l, now, c, into)
}

// Text tells the outcome.
func (e *Effect) Text(*Measure) (what, when i18n.Text) {
	return i18n.T("catalog.measure_effect", "outcome", e.On), none
}

// Words tell the outcome, and whose changes are compared.
func (e *Effect) Words(m *Measure) (what, when i18n.Text) {
	return i18n.T("kind.effect", "outcome", i18n.T("kind.effect_on_"+string(e.On)), "time", m.Time, "entity", m.Entity), none
}
