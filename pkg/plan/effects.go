package plan

import (
	"context"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// An effect compares people by the change of an outcome from around before to around after, of those who did something and of
// those who did not then: the difference of differences. Groups smaller than enough say nothing.
const (
	around = 30 * 24 * time.Hour
	enough = 10
)

// outcome is where the outcome of an effect is found, and the factor that gives it its unit.
type outcome struct {
	sqlgen.Outcomes
	factor float64
}

var outcomes = map[catalog.Effect]outcome{
	catalog.EffectOnCSAT: {factor: 100, Outcomes: sqlgen.Outcomes{
		Entity: "surveys", Who: "agent", Time: expression.MustParse("responded_at"),
		Value: expression.MustParse("case when score >= 0.8 * scale_max then 1 else 0 end"),
		Where: expression.MustParse("kind = 'csat' and score is not null"),
	}},
	catalog.EffectOnResponse: {factor: 1, Outcomes: sqlgen.Outcomes{
		Entity: "tickets", Who: "agent", Time: expression.MustParse("created_at"),
		Value: expression.MustParse("extract(epoch from first_response_at - created_at) / 60"),
		Where: expression.MustParse("first_response_at >= created_at"),
	}},
}

// missing returns what the mapping lacks to know the outcome, nil for nothing.
func (o outcome) missing(e *Engine) error {
	for _, x := range []expression.Expression{expression.MustParse(o.Who), o.Time, o.Value, o.Where} {
		for _, path := range x.Paths() {
			if err := e.mapping.Available(o.Entity, path); err != nil {
				return err
			}
		}
	}
	return nil
}

// groupSizes are how many people an effect compares.
type groupSizes struct{ trained, others int }

func (s groupSizes) tooSmall() bool { return s.trained < enough || s.others < enough }

// readEffects answers measures of effects. Both sides are few rows for each person, so that they are compared here.
func (p *planner) readEffects(ctx context.Context, b batch, except [][]string) error {
	windows := windowsOf(b)
	if len(windows) == 0 {
		return nil
	}
	span := calendar.Range{From: windows[0].From, To: windows[0].To}
	for _, w := range windows {
		span.To = later(span.To, w.To)
	}
	span = calendar.Range{From: span.From.Add(-around), To: span.To.Add(around)}
	all, err := p.readTreated(ctx, b[0], span, except)
	if err != nil {
		return err
	}
	people, factor, err := p.readOutcomes(ctx, b[0], span)
	if err != nil {
		return err
	}
	study := newStudy(all, people)
	for _, l := range b {
		for i, w := range l.axis.windows {
			p.compare(l, i, w, study, factor, except != nil)
		}
	}
	return nil
}

// compare notes the effect in a window, for each group of those treated in it.
func (p *planner) compare(l leaf, i int, w calendar.Range, s *study, factor float64, folded bool) {
	byGroup := map[string][]treated{}
	for _, t := range s.treated {
		if t.counts && w.Contains(t.at) {
			group := p.group(t.keys, folded, l.axis)
			byGroup[group] = append(byGroup[group], t)
		}
	}
	for group, ones := range byGroup {
		effect, sizes := s.effect(ones, p.request.Now)
		if effect != nil && !sizes.tooSmall() {
			value := *effect * factor
			p.leaves.set(l, group, i, &value)
		}
		p.noteSizes(l, group, i, sizes)
	}
}

func (p *planner) noteSizes(l leaf, group string, i int, sizes groupSizes) {
	if p.effects[l.id()] == nil {
		p.effects[l.id()] = map[string][]groupSizes{}
	}
	if p.effects[l.id()][group] == nil {
		p.effects[l.id()][group] = make([]groupSizes, len(l.axis.windows))
	}
	p.effects[l.id()][group][i] = sizes
}

func (p *planner) readTreated(ctx context.Context, l leaf, span calendar.Range, except [][]string) ([]treated, error) {
	scope, err := p.scope(l.measure.Entity, except)
	if err != nil {
		return nil, err
	}
	statement := sqlgen.Treatments{Scope: scope, User: "user", Time: l.measure.Time, Range: span}
	statement.Keys = keysUnless(except, statement.Keys, &statement.Scope)
	c, err := p.context(l.arguments, l.axis)
	if err != nil {
		return nil, err
	}
	s, err := statement.Statement(c)
	if err != nil {
		return nil, err
	}
	var all []treated
	err = p.db.Read(ctx, s, func(row postgres.Row) error {
		t := treated{keys: make([]*string, 2*len(statement.Keys))}
		dest := []any{&t.who, &t.at, &t.counts}
		for i := range t.keys {
			dest = append(dest, &t.keys[i])
		}
		err := row.Scan(dest...)
		all = append(all, t)
		return err
	})
	return all, err
}

// readOutcomes reads the outcomes of everybody, by person.
func (p *planner) readOutcomes(ctx context.Context, l leaf, span calendar.Range) (map[string]*achieved, float64, error) {
	o := outcomes[l.measure.Effect]
	o.Range = span // already reaches as far around the windows as a change looks
	c, err := p.context(l.arguments, l.axis)
	if err != nil {
		return nil, 0, err
	}
	s, err := o.Statement(c)
	if err != nil {
		return nil, 0, err
	}
	people := map[string]*achieved{}
	err = p.db.Read(ctx, s, func(row postgres.Row) error {
		var who string
		var at time.Time
		var value float64
		if err := row.Scan(&who, &at, &value); err != nil {
			return err
		}
		a := people[who]
		if a == nil {
			a = &achieved{}
			people[who] = a
		}
		if n := len(a.sum); n > 0 {
			value += a.sum[n-1]
		}
		a.at, a.sum = append(a.at, at), append(a.sum, value)
		return nil
	})
	return people, o.factor, err
}
