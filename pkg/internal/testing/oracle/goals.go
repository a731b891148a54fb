package oracle

import (
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// addsUp are the KPIs of which a month is the sum of its days: their targets are spread. The targets of all others are levels.
var addsUp = strings.Fields(`
	revenue deals_won deals_lost new_leads new_deals new_deal_value forecast forecast_commit forecast_best_case expansion_revenue renewal_revenue
	pipeline_change activities_done meetings_held hours_logged marketing_cost media_cost new_customers attributed_revenue customer_profit
	leads_by_source qualified_leads mentions reach tickets_created tickets_solved complaints_created backlog_change complaints recommendations
	praise forecast_past_due unattributed_revenue orders order_value order_lines units_sold product_sales product_profit payments_received sessions
	touches surveys_answered standards_checked`)

// lessIsBetter and neither are the KPIs that should not go up, and those that should not go either way.
var (
	lessIsBetter = strings.Fields(`
		deals_lost revenue_gap revenue_gap_after_pipeline sales_cycle speed_to_lead untouched_leads required_run_rate past_due_deals past_due_value slipped_deals
		stage_loss_share stage_duration stalled_deals stalled_value activities_overdue cac cpa cost_per_lead churn_rate social_response_time
		unanswered_mentions complaints_created backlog_change tickets_per_customer agent_load unassigned_tickets longest_wait open_tickets
		tickets_waiting escalated_tickets escalation_rate reopen_rate first_response_time resolution_time first_resolution_time sla_due_soon
		sla_overdue customer_risk complaints complaints_per_100_customers commitments_overdue trainings_overdue training_effect_on_response`)
	neither = strings.Fields(`
		forecast_past_due unattributed_revenue standards_checked
		revenue_share leads_needed deals_needed pipeline_needed reps_needed pipeline_opening pipeline_change pipeline_closing forecast_commit
		forecast_best_case forecast_bias open_quotes open_quote_value activities_per_win hours_logged activities_upcoming marketing_cost
		media_cost budget_used mentions tickets_created commitments_due accounts contacts products deals deal_value`)
)

// amounts are the KPIs whose targets have a currency.
var amounts = strings.Fields(`
	marketing_cost media_cost cac cpa cost_per_lead attributed_revenue unattributed_revenue cltv order_value product_sales product_profit
	payments_received average_order_value customer_profit revenue revenue_gap revenue_per_rep revenue_per_ramped_rep expansion_revenue
	renewal_revenue average_deal_size sales_velocity new_deal_value revenue_gap_after_pipeline pipeline_needed required_run_rate deal_value
	pipeline_value weighted_pipeline past_due_value pipeline_opening pipeline_change pipeline_closing forecast forecast_past_due
	forecast_commit forecast_best_case stalled_value open_quote_value`)

// kpiOf returns how a KPI, or a goal of one, is computed.
func kpiOf(id string) kpi {
	of, goal, is := strings.Cut(id, ".")
	k, known := kpis[of]
	if !known {
		k = ownKPIs[of]
	}
	if !is {
		return k
	}
	value, level, less := k.value, !slices.Contains(addsUp, of), slices.Contains(lessIsBetter, of)
	k.running = k.running && !level
	switch goal {
	case "target":
		return kpi{horizon: aim, running: !level, value: func(c *cell) *float64 { return c.goalFor(of, level, c.part.aims) }}
	case "pace":
		k.horizon = current
		k.value = func(c *cell) *float64 { return attained(value(c), c.goalFor(of, level, c.part.elapsed), less, level) }
	default:
		k.value = func(c *cell) *float64 { return attained(value(c), c.goalFor(of, level, c.part.aims), less, level) }
	}
	return k
}

// attained is how far a value got: 1 is the target, and what is better by a tenth of the target is 0.1 more.
func attained(value, target *float64, less, level bool) *float64 {
	if value == nil || target == nil {
		return nil
	}
	better := *value - *target
	if less {
		better = -better
	}
	switch {
	case *target < 0:
		return number64(1 - better / *target)
	case *target > 0:
		return number64(1 + better / *target)
	case !level:
		return nil
	}
	return number64(bit64(better >= 0))
}

func bit64(b bool) float64 { return float64(bit(b)) }

// goalFor is what is aimed at in a range: so much of it or, of a level, as much.
func (c *cell) goalFor(metric string, level bool, r calendar.Range) *float64 {
	if level {
		return c.level(metric, r)
	}
	return c.amount(r, c.asking.goals(metric))
}

// goals are the targets of a metric by group and day, of agents and support teams too.
func (a *asking) goals(metric string) *schedule {
	id := "goals of " + metric
	if a.schedules[id] == nil {
		p := newSchedule()
		p.scopes = scopesAmong(servedSupport(), a.dimensions)
		for _, scope := range p.scopes {
			for of, days := range a.holds(metric, scope) {
				a.give(p, of.group, scope, days)
			}
		}
		a.schedules[id] = p
	}
	return a.schedules[id]
}

// levels are those of the groups' own targets: of the company where nothing is grouped or filtered, else of those who are what is
// grouped by, or the only ones that a filter leaves.
func (a *asking) levels(metric string) *schedule {
	id := "levels of " + metric
	if a.schedules[id] != nil {
		return a.schedules[id]
	}
	single := slices.Clone(a.question.GroupBy)
	for _, f := range demanded(query.Of(a.question.Filters, "")) {
		if len(f.Values) == 1 && (f.Operator == query.Equals || f.Operator == query.In) {
			single = append(single, f.Dimension)
		}
	}
	p := newSchedule()
	p.scopes = scopesAmong(servedSupport(), a.dimensions)
	for _, scope := range p.scopes {
		own := map[string][]string{"team": {"team", "support_team"}, "user": {"rep", "agent"}}[scope]
		if own == nil {
			own = []string{scope}
		}
		is := func(d string) bool { return slices.Contains(own, d) }
		if len(a.dimensions) == 0 && scope != "company" || len(a.dimensions) > 0 && !slices.ContainsFunc(single, is) {
			continue
		}
		for of, days := range a.holds(metric, scope) {
			a.give(p, of.group, scope, days)
		}
	}
	a.schedules[id] = p
	return p
}

// servedSupport lists the dimensions of each scope, those of tickets too.
func servedSupport() map[string][]string {
	all := map[string][]string{"team": {"support_team"}, "user": {"agent", "support_team"}}
	for scope, dimensions := range served {
		all[scope] = append(all[scope], dimensions...)
	}
	return all
}

// level is the mean of the levels that hold in a range, by its working days; nil where none holds, and where two do at once.
func (c *cell) level(metric string, r calendar.Range) *float64 {
	p := c.asking.levels(metric)
	if len(p.scopes) == 0 {
		c.fail(errNoScope)
	}
	if !r.From.Before(r.To) || len(c.keys) != 1 || c.asking.folded {
		return nil
	}
	var working, calendarDays mean
	for d := c.asking.calendar.Date(r.From); c.asking.midnight(d).Before(r.To); d = d.Add(1) {
		day := calendar.Range{From: c.asking.midnight(d), To: c.asking.midnight(d.Add(1))}
		inside, ok := day.Intersect(r)
		shares := p.days[c.keys[0]][d]
		if !ok || len(shares) == 0 {
			continue
		}
		if len(shares) > 1 {
			return nil
		}
		t := shares[0].target
		value := t.Value
		if money[metric] {
			rate, lacks := c.asking.rate(t.Currency, t.PeriodStart)
			c.fail(lacks)
			value *= rate
		}
		part := float64(inside.Duration()) / float64(day.Duration())
		calendarDays.add(value, part)
		if c.asking.works(d) {
			working.add(value, part)
		}
	}
	if calendarDays.weight == 0 {
		return nil
	}
	c.touched = true
	if working.weight == 0 {
		return number64(calendarDays.sum / calendarDays.weight)
	}
	return number64(working.sum / working.weight)
}

// mean is a weighted one.
type mean struct{ sum, weight float64 }

func (m *mean) add(value, weight float64) { m.sum, m.weight = m.sum+value*weight, m.weight+weight }

// Goals lists the goals of a KPI: its target, and what becomes of it where one can tell better from worse.
func Goals(id string) []string {
	switch {
	case kpis[id].horizon == aim:
		return nil
	case slices.Contains(neither, id):
		return []string{id + ".target"}
	}
	return []string{id + ".target", id + ".attainment", id + ".pace"}
}
