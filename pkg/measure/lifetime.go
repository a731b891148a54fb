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

func init() { timings.add("lifetime", func() Timing { return &Lifetime{} }) }

// Lifetime counts in a window all rows up to now of the campaigns that have a cost or a run in it: the window only chooses the
// campaigns, so that it cannot cut off what one cost or brought before or after.
type Lifetime struct {
	timing
	Of expression.Expression // the row's campaign; rows without one are left out
}

// campaigns is the entity whose lives are looked at.
const campaigns = "campaigns"

// Kind is a simple one.
func (*Lifetime) Kind() string { return "" }

// Fields is the campaign.
func (l *Lifetime) Fields() any { return &l.Of }

// Check wants a campaign and a time.
func (l *Lifetime) Check(m *Measure) error {
	f, err := m.model.Resolve(m.Entity, l.Of.String())
	if !l.Of.IsPath() || err == nil && f.To != campaigns {
		return in("lifetime", fault.New("catalog.lifetime_of_no_campaign"))
	}
	return m.needTime(true)
}

// Expressions are the campaign.
func (l *Lifetime) Expressions() []expression.Expression { return []expression.Expression{l.Of} }

// AddsUpOverTime is false: a campaign counts whole in each window that it touches.
func (*Lifetime) AddsUpOverTime() bool { return false }

// Explains is false: rows before and after the window count.
func (*Lifetime) Explains() bool { return false }

// Needs what tells when a campaign had a cost or a run.
func (*Lifetime) Needs(_ *Measure, mapping crm.Mapping) error {
	for _, need := range sqlgen.LivesNeed {
		if err := mapping.Available(need[0], need[1]); err != nil {
			return err
		}
	}
	return nil
}

// lifetimeShape is comparable.
type lifetimeShape struct{ of string }

// Shape is the campaign.
func (l *Lifetime) Shape(*Measure) any { return lifetimeShape{l.Of.String()} }

// Read adds up the rows of the campaigns of each window.
func (l *Lifetime) Read(r *Reading) (Run, error) {
	windows := r.windows()
	if len(windows) == 0 {
		return Run{}, nil
	}
	aggregates, err := r.aggregates()
	if err != nil {
		return Run{}, err
	}
	m := r.first().Measure
	lifetimes := sqlgen.Lifetimes{Scope: r.Scope, Time: m.Time, TimeType: m.TimeType, RatedAt: m.RatedAt,
		Lives: sqlgen.Lives{Of: l.Of, Windows: windows}, Aggregates: aggregates}
	statement, err := lifetimes.Statement(r.Context)
	places := axis.Places(r.Layouts)
	return Run{Parts: []Part{{statement, rows(len(r.Scope.Keys), width(aggregates), AnyMoney(aggregates), func(c cells) {
		r.put(c.keys, c.taken(aggregates), places[windows[c.bucket]])
	})}}}, err
}

// Records keeps the rows up to now of the window's campaigns.
func (l *Lifetime) Records(m *Measure, layout *axis.Layout, now time.Time, _ sqlgen.Context, into *sqlgen.Records) bool {
	into.Time, into.TimeType, into.RatedAt = m.Time, m.TimeType, m.RatedAt
	into.Range = calendar.Range{To: now}
	into.Lives = &sqlgen.Lives{Of: l.Of, Windows: layout.Windows[:1]}
	return true
}

// Text tells the campaign.
func (l *Lifetime) Text(*Measure) (what, when i18n.Text) {
	return none, i18n.T("catalog.measure_lifetime", "of", l.Of)
}

// Words tell which campaigns count.
func (l *Lifetime) Words(*Measure) (what, when i18n.Text) {
	return none, i18n.T("kind.lifetime", "of", l.Of)
}
