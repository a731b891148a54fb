package plan

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/axis"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/query/types"
)

// Resolve checks a KPI question, gives its names their meaning and lays out its time axes. An error is the asker's.
func (b *Business) Resolve(question query.Question, r Request) (*Query, error) {
	question = question.WithDefaults()
	if err := types.Validate(question); err != nil {
		return nil, fault.ByAsker(err)
	}
	q := &Query{Question: question, Request: r.Exact().Begun()}
	if err := q.Request.Range.Validate(); err != nil {
		return nil, fault.ByAsker(err)
	}
	resolve := b.asked
	if question.Alert == query.AlertMissed {
		resolve = b.missed
	}
	if err := resolve(q); err != nil {
		return nil, err
	}
	if err := b.having(q); err != nil {
		return nil, err
	}
	if err := q.without(); err != nil {
		return nil, err
	}
	for _, check := range []func(*Query) error{b.checkParameters, b.checkDimensions, b.checkTargetScopes, b.checkRunningTotal, b.checkWindows, b.layOut, b.checkOverlaps} {
		if err := check(q); err != nil {
			return nil, err
		}
	}
	return q, nil
}

// asked gives the KPIs of a question their meaning.
func (b *Business) asked(q *Query) error {
	for _, entry := range q.Question.KPIs {
		k, err := b.resolveKPI(entry, q.Question.Parameters)
		if err != nil {
			return fault.ByAsker(err)
		}
		if i := slices.IndexFunc(q.Asked, k.same); i >= 0 {
			return fault.New("plan.same_kpi", "one", q.Asked[i].Key(), "another", k.Key()).In("kpis")
		}
		q.Asked = append(q.Asked, k)
		if k.Unavailable == nil {
			q.KPIs = append(q.KPIs, k)
		}
	}
	return nil
}

// lacks is the fault of a KPI whose needs the mapping does not have; nil for none.
func (b *Business) lacks(k *catalog.KPI, arguments map[string]string) error {
	if err := b.Available(k); err != nil {
		return fault.New("plan.unavailable", "kpi", k.ID, "reason", err).In("kpis")
	}
	if arguments["hours"] == measure.Business {
		for _, field := range []string{"schedule", "weekday", "opens", "closes", "timezone"} {
			if err := b.Mapping.Available("business_hours", field); err != nil {
				return fault.New("plan.no_business_hours", "kpi", k.ID, "reason", err).In("parameters.hours")
			}
		}
	}
	return nil
}

// without refuses a question that cannot do without the KPIs that are unavailable: one that has no others, one of an alert rule, which
// shows nobody what is missing, and one whose groups are ranked by them.
func (q *Query) without() error {
	for _, k := range q.Asked {
		l := q.Question.Limit
		if k.Unavailable != nil && (len(q.KPIs) == 0 || q.Request.Viewer.Alerts || l != nil && l.Ranks(k.Key())) {
			return k.Unavailable
		}
	}
	return nil
}

// checkParameters refuses a parameter that no KPI of the question understands.
func (b *Business) checkParameters(q *Query) error {
	for name, value := range q.Question.Parameters {
		known := slices.ContainsFunc(slices.Concat(q.Asked, q.used()), func(k ResolvedKPI) bool { return k.Understands(name) })
		switch {
		case known || value == "":
		case name == statistic && slices.ContainsFunc(q.Asked, func(k ResolvedKPI) bool { return k.HasStatistics() }):
			return fault.New("plan.statistic_of_one_kpi", "kpi", q.Asked[0].ID, "statistic", value).In("parameters")
		default:
			return fault.New("plan.unknown_parameter", "parameter", name).In("parameters")
		}
	}
	return nil
}

// use is what a dimension is used for: the messages that refuse it, and the field of the question.
type use struct{ message, unmapped, field string }

var (
	groupedBy  = use{"plan.not_grouped_by", "plan.not_grouped_by_unmapped", "groupBy"}
	filteredBy = use{"plan.not_filtered_by", "plan.not_filtered_by_unmapped", "filters"}
)

// checkDimensions refuses dimensions to group or filter by that not every entity of every formula has.
func (b *Business) checkDimensions(q *Query) error {
	for _, d := range q.Question.GroupBy {
		for _, k := range q.used() {
			if err := b.checkDimension(k.KPI, d, groupedBy); err != nil {
				return err
			}
		}
	}
	for _, f := range q.Question.Filters {
		for _, k := range q.used() {
			if err := b.checkFilter(k.KPI, f); err != nil {
				return err
			}
		}
	}
	for _, f := range query.Comparisons(q.Filters("")) {
		if f.Field == "" && !slices.Contains(q.Conditions, f.Dimension) {
			q.Conditions = append(q.Conditions, f.Dimension)
		}
	}
	return nil
}

// checkDimension refuses a dimension that not every entity of a KPI's formula has.
func (b *Business) checkDimension(k *catalog.KPI, dimension string, as use) error {
	d, err := b.Dimension(dimension)
	if err != nil {
		return fault.ByAsker(err)
	}
	if part, _ := d.PartOf(); part && !b.has(k, dimension) {
		return fault.New("plan.no_part_of_time", "kpi", k.ID, "dimension", dimension, "possible", b.possible(k)).In(as.field)
	}
	if b.has(k, dimension) {
		return nil
	}
	possible := b.possible(k)
	if reason := b.unmapped(k, d); reason != nil {
		return fault.New(as.unmapped, "kpi", k.ID, "dimension", dimension, "reason", reason, "possible", possible).In(as.field)
	}
	return fault.New(as.message, "kpi", k.ID, "dimension", dimension, "possible", possible).In(as.field)
}

// unmapped says what a KPI lacks of a dimension that all its measures would have under a whole mapping; nil where it is not for the mapping.
func (b *Business) unmapped(k *catalog.KPI, d *crm.Dimension) (lacks error) {
	for _, m := range k.Measures() {
		m = b.Effective(m)
		path, ok := d.Path(m.Entity)
		if !ok {
			return nil
		}
		if lacks == nil {
			lacks = b.Mapping.Available(m.Entity, path)
		}
	}
	return lacks
}

// checkTargetScopes refuses dimensions that targets have one by one, but in no scope together.
func (b *Business) checkTargetScopes(q *Query) error {
	dimensions := slices.Concat(q.Question.GroupBy, q.Conditions)
	for _, k := range q.used() {
		if HasTarget(k.Formula) && len(b.targetScopes(slices.Concat(dimensions, membersOf(k.Formula)))) == 0 {
			return fault.New("plan.no_common_scope", "kpi", k.ID, "dimensions", dimensions).In("groupBy")
		}
	}
	return nil
}

// checkRunningTotal refuses running totals of what does not add up over time.
func (b *Business) checkRunningTotal(q *Query) error {
	for _, k := range q.KPIs {
		if k.SingleFigure() || q.Question.Transform != query.RunningTotal && !k.Uses(catalog.Cumulative) {
			continue
		}
		for _, p := range k.Parts() {
			for _, m := range p.Measures() {
				if m = b.Effective(m); !measure.ColumnOf(m, measure.ArgumentsOf(p.Arguments)).AddsUpOverTime() {
					return fault.New("plan.no_running_total", "kpi", k.ID, "measure", m.ID).In("transform")
				}
			}
		}
		for _, t := range targetsOf(k.Formula) {
			if b.Catalog.Steady(t.Metric) {
				return fault.New("plan.no_running_level", "kpi", k.ID, "metric", t.Metric).In("transform")
			}
		}
	}
	return nil
}

// layOut cuts the question's range into buckets and shifts them for the comparison.
func (b *Business) layOut(q *Query) error {
	grain, err := b.grain(q)
	if err != nil {
		return err
	}
	c := b.Settings.Calendar
	buckets, err := c.Buckets(q.Request.Range, grain, b.Settings.MaxBuckets)
	if err != nil {
		return fault.ByAsker(err)
	}
	var shift *calendar.Shift
	switch q.Question.Compare {
	case query.PreviousPeriod:
		by := c.Previous(q.Request.Range)
		shift = &by
	case query.PreviousYear:
		by := c.PreviousYear(grain)
		shift = &by
	}
	q.Axes = axis.New(c, q.Request.Now, q.Request.Range, grain, buckets, shift)
	return nil
}

// grain chooses the grain of the question: auto fits the panel, and a question of single figures has none.
func (b *Business) grain(q *Query) (calendar.Grain, error) {
	g := q.Question.Grain
	for _, k := range q.used() {
		if !q.Single(k) {
			continue
		}
		if g != query.Auto && g != calendar.None {
			return "", fault.New("plan.single_figure", "kpi", k.ID, "grain", string(g)).In("grain")
		}
		g = calendar.None
	}
	if g == query.Auto {
		usual, finest := q.course()
		g = b.Settings.Calendar.Auto(q.Request.Range, q.Request.Interval, q.Request.MaxPoints, usual, finest)
	}
	return g, nil
}

// course are the grain at which all columns are usually looked at, and the finest at which they can be read. What is a window's at each point
// has the rows of the window.
func (q *Query) course() (usual, finest calendar.Grain) {
	usual, finest = calendar.Day, calendar.Day
	for _, k := range q.KPIs {
		if k.Arguments["rolling"] == "" {
			usual, finest = calendar.Coarser(usual, k.Usual()), calendar.Coarser(finest, k.Finest())
		}
	}
	return usual, finest
}
