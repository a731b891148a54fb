package oracle

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/query"
)

// seller and the others below are rows of an entity as members of a dimension, with what comes with each of them.
type (
	seller struct{ *user }
	person struct{ *user } // as a manager, or an agent
	unit   struct{ *team }
	run    struct{ *campaign }
	funnel struct{ *pipeline }
	step   struct{ *stage }
	course struct{ *training }
	buyer  struct{ *account }
	ware   struct{ *product }
)

func (s seller) dimension(id string) (value, bool) { return ofRep(s.user, id) }
func (p person) dimension(string) (value, bool)    { return ofUser(p.user) }
func (u unit) dimension(string) (value, bool)      { return ofTeam(u.team) }
func (r run) dimension(string) (value, bool)       { return ofCampaign(r.campaign) }
func (f funnel) dimension(string) (value, bool)    { return ofPipeline(f.pipeline) }
func (c course) dimension(string) (value, bool)    { return named(c.ID, c.Name) }
func (c buyer) dimension(id string) (value, bool)  { return ofAccount(c.account, id) }

func (w ware) dimension(id string) (value, bool) {
	if id == "product" {
		return named(w.ID, w.Name)
	}
	return w.product.dimension(id)
}

func (s step) dimension(id string) (value, bool) {
	if id == "pipeline" {
		return ofPipeline(s.pipeline)
	}
	return ofStage(s.stage)
}

// comeWith are the dimensions whose values come with those of another one.
var comeWith = map[string][]string{
	"rep": {"team", "manager"}, "account": {"segment", "industry", "region", "country"}, "stage": {"pipeline"},
	"product": {"product_category"},
}

// membersOf are all there are of a dimension: the rows of its entity, or those that have it as a text.
func (a *asking) membersOf(dimension string) (all []subject) {
	if slices.Contains(OwnDimensions, dimension) {
		return a.membersOfOwn(dimension)
	}
	switch dimension {
	case "rep":
		for _, u := range a.users {
			all = append(all, seller{u})
		}
	case "manager", "agent":
		for _, u := range a.users {
			all = append(all, person{u})
		}
	case "team", "support_team":
		for _, t := range a.teams {
			all = append(all, unit{t})
		}
	case "campaign":
		for _, c := range a.campaigns {
			all = append(all, run{c})
		}
	case "pipeline":
		for _, p := range a.pipelines {
			all = append(all, funnel{p})
		}
	case "stage":
		for _, s := range a.stages {
			all = append(all, step{s})
		}
	case "training":
		for _, t := range a.trainings {
			all = append(all, course{t})
		}
	case "account":
		for _, c := range a.accounts {
			all = append(all, buyer{c})
		}
	case "product":
		for _, p := range a.products {
			all = append(all, ware{p})
		}
	case "product_category":
		all = subjects(a.products)
	case "segment", "industry", "region", "country":
		all = subjects(a.accounts)
	case "lost_reason", "deal_status", "deal_type", "forecast_category":
		all = subjects(a.deals)
	case "currency":
		all = append(subjects(a.deals), subjects(a.orders)...)
	case "source":
		all = append(subjects(a.leads), subjects(a.deals)...)
	case "channel":
		all = append(subjects(a.leads), subjects(a.costs)...)
	case "lead_status":
		all = subjects(a.leads)
	case "activity_type":
		all = subjects(a.activities)
	case "ticket_channel", "category", "priority", "ticket_kind":
		all = subjects(a.tickets)
	case "sla_metric":
		all = subjects(a.slaTargets)
	case "survey_kind":
		all = subjects(a.surveys)
	case "feedback_kind":
		all = subjects(a.feedback)
	case "commitment_kind":
		all = subjects(a.commitments)
	case "standard":
		all = subjects(a.checks)
	case "cost_kind":
		all = subjects(a.costs)
	case "order_status":
		all = subjects(a.orders)
	case "platform", "sentiment":
		all = subjects(a.mentions)
	case "weekday", "month_of_year", "quarter_of_year", "day_of_month", "hour_of_day":
		for n := range 366 { // a year with every day and, over its days, every hour
			at := time.Date(2024, time.January, 1+n, n%24, 0, 0, 0, a.calendar.Location)
			all = append(all, occurrence{fact{from: at, event: instant}, a.calendar})
		}
	case "pipeline_move":
		for _, f := range movesOf(a.question.Range).rows(a) {
			all = append(all, f.subject)
		}
	}
	return all
}

func subjects[R subject](rows []R) (all []subject) {
	for _, r := range rows {
		all = append(all, r)
	}
	return all
}

// everyone makes a group of each member of the dimensions, with each member of the others, but for what comes with another one. It
// returns the keys of these groups.
func (a *asking) everyone() []string {
	combined := [][]value{make([]value, len(a.question.GroupBy))}
	for i, dimension := range a.question.GroupBy {
		if slices.ContainsFunc(a.question.GroupBy, func(other string) bool { return slices.Contains(comeWith[other], dimension) }) {
			continue
		}
		own := append([]string{dimension}, comeWith[dimension]...)
		var next [][]value
		seen := map[string]bool{} // many rows have the same text
		for _, m := range a.membersOf(dimension) {
			v, _ := m.dimension(dimension)
			if v.none || seen[v.key] || !a.keeps(m, own) {
				continue
			}
			seen[v.key] = true
			for _, before := range combined {
				values := slices.Clone(before)
				values[i] = v
				for j, other := range a.question.GroupBy {
					if slices.Contains(comeWith[dimension], other) {
						values[j], _ = m.dimension(other)
					}
				}
				next = append(next, values)
			}
		}
		combined = next
	}
	var keys []string
	for _, values := range combined {
		keys = append(keys, a.group(values))
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// keeps tells whether a member passes the filters on some dimensions.
func (a *asking) keeps(m subject, dimensions []string) bool {
	for _, f := range query.Of(a.question.Filters, "") {
		fails := truth(f, func(f query.Filter) verdict {
			if !slices.Contains(dimensions, f.Dimension) {
				return maybe
			}
			v, _ := m.dimension(f.Dimension)
			return verdictOf(v, f)
		})
		if fails == no {
			return false
		}
	}
	return true
}

// group notes a group and returns its key.
func (a *asking) group(values []value) (key string) {
	for _, v := range values {
		if v.none {
			key += "-\x00"
		} else {
			key += "+" + v.key + "\x00"
		}
	}
	if a.groups[key] == nil {
		a.groups[key] = &group{values: values}
	}
	return key
}

// valueOrder are the values of dimensions that have an order of their own.
var valueOrder = map[string][]string{
	"priority":          {"low", "normal", "high", "urgent"},
	"forecast_category": {"pipeline", "best_case", "commit", "omitted"},
	"deal_status":       {"open", "won", "lost"},
	"sla_metric":        {"first_response", "resolution"},
	"sentiment":         {"positive", "neutral", "negative"},
	"pipeline_move":     {"new", "won", "lost", "resized", "pushed_in", "pushed_out"},
}

// place is where a value stands in the order of its dimension, as a text that sorts so; "" where the dimension has none.
func (a *asking) place(dimension string, v value) string {
	if slices.Contains(OwnDimensions, dimension) {
		return a.ownPlace(dimension, v.key)
	}
	if slices.Contains(Parts, dimension) {
		return partPlace(dimension, v.key, a.calendar.WeekStart)
	}
	if dimension == "stage" {
		for _, s := range a.stages {
			if strconv.FormatInt(s.ID, 10) == v.key {
				pipeline := ""
				if s.pipeline != nil {
					pipeline = s.pipeline.Name
				}
				return strings.Join([]string{pipeline, strconv.FormatInt(s.Pipeline, 10), string(rune(1000 + s.Position))}, "\x00")
			}
		}
		return "\U0010FFFF"
	}
	if at := slices.Index(valueOrder[dimension], v.key); at >= 0 {
		return string(rune('a' + at))
	}
	if valueOrder[dimension] != nil {
		return "z"
	}
	return ""
}
