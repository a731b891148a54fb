package plan

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/query/types"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// InvalidError is a fault of the question or of the settings: it says what was wrong, what would be right and where to change it.
type InvalidError struct{ Err error }

func (e *InvalidError) Error() string { return e.Err.Error() }

// Unwrap returns the fault itself.
func (e *InvalidError) Unwrap() error { return e.Err }

func invalid(format string, args ...any) error {
	return &InvalidError{Err: fmt.Errorf(format, args...)}
}

// asked is a KPI of the question with the values of its parameters.
type asked struct {
	*catalog.KPI
	arguments map[string]string
}

// planner holds one question on its way through the package.
type planner struct {
	*Engine
	question query.Question
	request  Request
	db       *recorder

	kpis        []asked
	conditions  []string // dimensions of the filters
	axes        *axes
	workingDays calendar.WorkingDays
	targets     map[string]*targetSet // by metric
	leaves      leaves
	totals      map[string][]*float64 // running totals, by leaf and group
	groups      *groups
	hitRates    map[*catalog.HitRate]*members
	reports     reports
	schedules   map[string]calendar.Hours          // by name, once they have been read
	effects     map[string]map[string][]groupSizes // by leaf, group and window
	everyone    []string                           // all groups
	others      []string                           // the groups that a limit folds into the rest
	ordered     []string                           // the groups of the answer, in their order
	notices     []Notice
}

// plan checks the question and lays out its time axes. Nothing is asked of the database yet.
func (e *Engine) plan(q query.Question, r Request) (*planner, error) {
	if err := types.Validate(q); err != nil {
		return nil, &InvalidError{Err: err}
	}
	if r.Now.IsZero() {
		r.Now = time.Now()
	}
	r.Now = r.Now.Truncate(time.Microsecond) // PostgreSQL's precision
	r.Range.From, r.Range.To = r.Range.From.Truncate(time.Microsecond), r.Range.To.Truncate(time.Microsecond)
	if err := r.Range.Validate(); err != nil {
		return nil, &InvalidError{Err: err}
	}
	p := &planner{Engine: e, question: q, request: r, leaves: leaves{}, groups: newGroups(),
		targets: map[string]*targetSet{}, totals: map[string][]*float64{}, hitRates: map[*catalog.HitRate]*members{},
		effects: map[string]map[string][]groupSizes{}}
	for _, id := range q.KPIs {
		kpi, err := e.catalog.KPI(id)
		if err != nil {
			return nil, &InvalidError{Err: err}
		}
		arguments, err := kpi.Arguments(q.Parameters)
		if err != nil {
			return nil, &InvalidError{Err: err}
		}
		if err := e.Available(kpi); err != nil {
			return nil, invalid("%s is unavailable: %w", id, err)
		}
		if err := p.checkHours(kpi, arguments); err != nil {
			return nil, err
		}
		p.kpis = append(p.kpis, asked{KPI: kpi, arguments: arguments})
	}
	if err := p.checkParameters(); err != nil {
		return nil, err
	}
	if err := p.checkDimensions(); err != nil {
		return nil, err
	}
	if err := p.checkRunningTotal(); err != nil {
		return nil, err
	}
	var err error
	p.axes, err = p.layOut()
	return p, err
}

// checkParameters refuses a parameter that no KPI of the question understands.
func (p *planner) checkParameters() error {
	for name, value := range p.question.Parameters {
		known := slices.ContainsFunc(p.kpis, func(k asked) bool { _, ok := k.Parameters[name]; return ok })
		if !known && value != "" {
			return invalid("no KPI of the question has a parameter %q; remove it, or see the parameters of each KPI in the catalogue", name)
		}
	}
	return nil
}

// checkDimensions refuses dimensions to group or filter by that not every entity of every formula has.
func (p *planner) checkDimensions() error {
	use := func(what, dimension string) error {
		if _, err := p.dimension(dimension); err != nil {
			return &InvalidError{Err: err}
		}
		for _, k := range p.kpis {
			if possible := p.Dimensions(k.KPI); !slices.Contains(possible, dimension) {
				return invalid("%s cannot be %s by %s; it can be by %s", k.ID, what, dimension, strings.Join(possible, ", "))
			}
		}
		return nil
	}
	for _, d := range p.question.GroupBy {
		if err := use("grouped", d); err != nil {
			return err
		}
	}
	for _, f := range p.question.Filters {
		if err := use("filtered", f.Dimension); err != nil {
			return err
		}
		if !slices.Contains(p.conditions, f.Dimension) {
			p.conditions = append(p.conditions, f.Dimension)
		}
	}
	return p.checkTargetScopes()
}

// checkTargetScopes refuses dimensions that targets have one by one, but in no scope together.
func (p *planner) checkTargetScopes() error {
	dimensions := slices.Concat(p.question.GroupBy, p.conditions)
	for _, k := range p.kpis {
		if hasTarget(k.Formula) && len(p.scopesFor(slices.Concat(dimensions, membersOf(k.Formula)))) == 0 {
			return invalid("%s cannot be grouped and filtered by %s at once: a target belongs to one rep, team, channel, campaign, pipeline or region",
				k.ID, strings.Join(dimensions, " and "))
		}
	}
	return nil
}

// checkRunningTotal refuses running totals of what does not add up over time.
func (p *planner) checkRunningTotal() error {
	for _, k := range p.kpis {
		if k.SingleFigure() || p.question.Transform != query.RunningTotal && !k.Uses(catalog.Cumulative) {
			continue
		}
		for _, m := range k.Measures() {
			if m = p.effective(m); !m.AddsUpOverTime() {
				return invalid("%s has no running total: %s does not add up over time; remove the transform", k.ID, m.ID)
			}
		}
	}
	return nil
}

// grain chooses the grain of the question: auto fits the panel, and a question of single figures has none.
func (p *planner) grain() (calendar.Grain, error) {
	g := p.question.Grain
	for _, k := range p.kpis {
		if !p.single(k) {
			continue
		}
		if g != query.Auto && g != calendar.None {
			return "", invalid("%s is a single figure, not a series by %s; use grain none", k.ID, g)
		}
		g = calendar.None
	}
	if g == query.Auto {
		g = p.settings.Calendar.Auto(p.request.Range, p.request.Interval, p.request.MaxPoints)
	}
	return g, nil
}

// single reports whether a KPI has one figure for the question: by its definition, or because a horizon is asked for.
func (p *planner) single(k asked) bool {
	if k.SingleFigure() {
		return true
	}
	_, understood := k.Parameters["horizon"]
	return understood && (p.question.Parameters["horizon"] != "" || k.arguments["hours"] == businessTime)
}

// context is what the statements of an axis are written for.
func (p *planner) context(arguments map[string]string, a *axis) (sqlgen.Context, error) {
	c := sqlgen.Context{
		Mapping: p.mapping, Calendar: p.settings.Calendar, ReportingCurrency: p.settings.ReportingCurrency,
		Now: p.request.Now, Trailing: p.axes.trailing(a).windows[0], Span: a.span,
	}
	var err error
	c.Arguments, err = sqlArguments(arguments)
	return c, err
}

// sqlArguments reads the arguments that statements know.
func sqlArguments(arguments map[string]string) (sqlgen.Arguments, error) {
	a := sqlgen.Arguments{Attribution: arguments["attribution"]}
	var errs [3]error
	if window := arguments["window"]; window != "" {
		a.Window, errs[0] = catalog.ParseSpan(window)
	}
	if threshold := arguments["threshold"]; threshold != "" {
		a.Threshold, errs[1] = catalog.ParseNumber(threshold)
	}
	a.Weights, errs[2] = catalog.ParseWeights(arguments["segment_weights"])
	if err := errors.Join(errs[:]...); err != nil {
		return a, &InvalidError{Err: err}
	}
	return a, nil
}
