package oracle_test

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/oracle"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// asked is a question with everything that its answer depends on, as it stands in failures and in the table of regressions.
type asked struct {
	Question    query.Question `json:"question"`
	From        time.Time      `json:"from"`
	To          time.Time      `json:"to"`
	Now         time.Time      `json:"now"`
	Zone        string         `json:"zone"`
	WeekStart   time.Weekday   `json:"weekStart"`
	FiscalStart time.Month     `json:"fiscalStart"`
	Currency    string         `json:"currency"` // for reporting
}

func (q asked) calendar() (calendar.Calendar, error) {
	zone, err := calendar.LoadZone(q.Zone)
	return calendar.Calendar{Location: zone, WeekStart: q.WeekStart, FiscalStart: q.FiscalStart}, err
}

// begun reports whether a time is past to the question: one that begins now has begun, also by a clock that is a little ahead.
func (q asked) begun(at time.Time) bool {
	now := q.Now
	if early := q.From.Sub(now); early >= 0 && early <= 5*time.Minute {
		now = q.From.Add(time.Microsecond)
	}
	return at.Before(now)
}

func (q asked) span() calendar.Range { return calendar.Range{From: q.From, To: q.To} }

func (q asked) forOracle() oracle.Question {
	return oracle.Question{Question: q.Question, Range: q.span(), Now: q.Now}
}

// generator makes up questions about a company.
type generator struct {
	*rand.Rand
	today      time.Time
	catalog    *catalog.Catalog
	dimensions map[string][]string // that a KPI can have
	labels     map[string][]string // of a dimension
	goals      *rand.Rand          // chooses among goals, so that questions without any stay what they are; nil for none
	own        *rand.Rand          // chooses what is asked of single columns, likewise
}

var zones = []string{"UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe"}

// fine is the dimension with so many values that, together with another one, there are too many groups.
const fine = "account"

func one[T any](r *rand.Rand, items ...T) T { return items[r.IntN(len(items))] }

func (g *generator) chance(p float64) bool { return g.Float64() < p }

// question makes up a question that the engine must be able to answer.
func (g *generator) question() asked {
	q := asked{Zone: one(g.Rand, zones...), WeekStart: one(g.Rand, time.Monday, time.Sunday, time.Saturday),
		FiscalStart: one(g.Rand, time.January, time.January, time.April, time.July, time.October),
		Currency:    one(g.Rand, "USD", "USD", "USD", "EUR", "PLN")}
	cal, err := q.calendar()
	if err != nil {
		panic(err)
	}
	q.Now = g.now()
	q.Question = query.Question{Type: query.KPI, Format: query.Table}
	g.time(&q, cal)
	possible := g.kpis(&q.Question)
	g.groups(&q.Question, possible)
	g.filters(&q.Question, possible)
	g.shape(&q.Question)
	return q
}

// now is mostly the end of the recorded past, sometimes long before or some time after.
func (g *generator) now() time.Time {
	switch {
	case g.chance(0.6):
		return g.today
	case g.chance(0.7):
		return g.today.Add(-time.Duration(g.Int64N(int64(900 * 24 * time.Hour)))).Truncate(time.Second)
	default:
		return g.today.Add(time.Duration(g.Int64N(int64(200 * 24 * time.Hour)))).Truncate(time.Microsecond)
	}
}

// time chooses the range and the grain: calendar periods and odd stretches, in the past, running and ahead.
func (g *generator) time(q *asked, cal calendar.Calendar) {
	q.Question.Grain = one(g.Rand, calendar.None, calendar.None, calendar.Hour, calendar.Day, calendar.Week, calendar.Month, calendar.Month,
		calendar.Quarter, calendar.Year)
	longest := map[calendar.Grain]time.Duration{calendar.None: 800, calendar.Hour: 4, calendar.Day: 60, calendar.Week: 250, calendar.Month: 700,
		calendar.Quarter: 1200, calendar.Year: 1300}[q.Question.Grain] * 24 * time.Hour
	length := time.Duration(1+g.Int64N(int64(longest))).Truncate(time.Microsecond) + time.Hour
	// The range mostly lies about now.
	q.From = q.Now.Add(-time.Duration(g.Float64() * 1.3 * float64(length)))
	if g.chance(0.3) {
		q.From = g.today.Add(-time.Duration(g.Int64N(int64(1300 * 24 * time.Hour))))
	}
	if g.chance(0.1) {
		q.From = q.Now
	}
	q.From = q.From.Truncate(time.Microsecond)
	q.To = q.From.Add(length)
	if g.chance(0.75) {
		grains := []calendar.Grain{calendar.Day, calendar.Week, calendar.Month, calendar.Quarter, calendar.Year}
		if q.Question.Grain == calendar.Hour {
			grains = []calendar.Grain{calendar.Hour, calendar.Day}
		}
		edge := one(g.Rand, grains...)
		q.From = cal.Floor(q.From, edge)
		if g.chance(0.7) {
			q.To = cal.Next(q.To.Add(-time.Microsecond), edge)
		}
		if g.chance(0.2) {
			q.To = cal.Next(q.From, edge)
		}
	}
	if g.chance(0.1) && q.From.Before(q.Now) {
		q.To = q.Now
	}
	if q.Question.Grain == calendar.Hour && q.To.Sub(q.From) > 8*24*time.Hour {
		q.To = q.From.Add(8 * 24 * time.Hour)
	}
	if q.Question.Grain == calendar.Day && q.To.Sub(q.From) > 100*24*time.Hour {
		q.To = q.From.Add(100 * 24 * time.Hour)
	}
	q.From, q.To = q.From.UTC(), q.To.UTC()
}

// aboutData are the reports about the data, which have no rows that the oracle could count.
var aboutData = []string{"data_freshness", "data_health"}

// kpis chooses KPIs that can be asked together and returns the dimensions that they share.
func (g *generator) kpis(q *query.Question) (shared []string) {
	ids := make([]string, 0, len(g.dimensions))
	for _, k := range catalog.Default().KPIs() {
		if (q.Grain == calendar.None || !k.SingleFigure()) && !slices.Contains(aboutData, k.ID) {
			ids = append(ids, k.ID)
		}
	}
	for n := one(g.Rand, 1, 1, 2, 3, 4); len(q.KPIs) < n; {
		id := one(g.Rand, ids...)
		if g.goals != nil && g.goals.IntN(5) == 0 {
			id = g.goal(q, id)
		}
		if !slices.Contains(q.KPIs, id) {
			q.KPIs = append(q.KPIs, id)
		}
		// Mostly KPIs that have something in common.
		if len(q.KPIs) == 1 && g.chance(0.8) {
			ids = slices.DeleteFunc(ids, func(other string) bool { return len(both(g.dimensions[id], g.dimensions[other])) == 0 })
			n = min(n, len(ids))
		}
	}
	shared = g.dimensions[q.KPIs[0]]
	for _, id := range q.KPIs[1:] {
		shared = both(shared, g.dimensions[id])
	}
	return shared
}

// aims are KPIs that the company has targets for.
var aims = strings.Fields(`revenue new_leads attributed_revenue first_response_time resolution_time csat sla_met_rate cost_per_lead win_rate
	deals_lost open_deals nps backlog_change tickets_solved complaints_created average_deal_size weighted_pipeline sales_velocity sla_overdue
	lead_conversion_rate forecast activities_upcoming average_order_value`)

// goal is mostly a goal of a KPI that has targets, in place of another KPI.
func (g *generator) goal(q *query.Question, id string) string {
	if g.goals.IntN(5) > 0 {
		id = one(g.goals, aims...)
	}
	if len(q.KPIs) > 0 && len(both(g.dimensions[q.KPIs[0]], g.dimensions[id])) == 0 {
		return id
	}
	if goals := oracle.Goals(id); len(goals) > 0 {
		return one(g.goals, goals...)
	}
	return id
}

func both(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(d string) bool { return !slices.Contains(b, d) })
}

func (g *generator) groups(q *query.Question, possible []string) {
	for range min(one(g.Rand, 0, 1, 1, 1, 2, 2, 3), len(possible)) {
		d := one(g.Rand, possible...)
		if d != fine && !slices.Contains(q.GroupBy, d) {
			q.GroupBy = append(q.GroupBy, d)
		}
	}
	if slices.Contains(possible, fine) && q.Grain == calendar.None && g.chance(0.05) {
		q.GroupBy = []string{fine}
	}
}

func (g *generator) filters(q *query.Question, possible []string) {
	if len(possible) == 0 {
		return
	}
	for range one(g.Rand, 0, 0, 1, 1, 2) {
		q.Filters = append(q.Filters, g.filterOrGroup(possible, 1))
	}
}

// filterOrGroup is a filter, or now and then a group of some.
func (g *generator) filterOrGroup(possible []string, depth int) query.Filter {
	if depth > 3 || !g.chance(0.3) {
		return g.filter(one(g.Rand, possible...))
	}
	var parts []query.Filter
	for range 1 + g.IntN(3) {
		parts = append(parts, g.filterOrGroup(possible, depth+1))
	}
	if g.chance(0.3) {
		return query.Filter{All: parts}
	}
	return query.Filter{Any: parts}
}

func (g *generator) filter(dimension string) query.Filter {
	f := query.Filter{Dimension: dimension, Operator: one(g.Rand, query.In, query.In, query.NotIn, query.Equals, query.NotEquals, query.IsNone,
		query.IsNotNone, query.Contains, query.NotContains, query.StartsWith, query.EndsWith, query.Matches, query.NotMatches)}
	label := func() string {
		if g.chance(0.15) {
			return query.None
		}
		if g.chance(0.05) {
			return "nobody's"
		}
		return one(g.Rand, g.labels[dimension]...)
	}
	switch f.Operator {
	case query.IsNone, query.IsNotNone:
	case query.In, query.NotIn:
		for range 1 + g.IntN(4) {
			f.Values = append(f.Values, label())
		}
	case query.Equals, query.NotEquals:
		f.Values = []string{label()}
	default:
		text := []rune(label())
		if len(text) == 0 {
			text = []rune("x")
		}
		from := g.IntN(len(text))
		to := from + 1 + g.IntN(min(4, len(text)-from))
		switch f.Operator {
		case query.StartsWith:
			from = 0
		case query.EndsWith:
			to = len(text)
		}
		f.Values = []string{string(text[from:to])}
		if g.chance(0.3) {
			f.Values[0] = strings.ToUpper(f.Values[0])
		}
		if f.Operator == query.Matches || f.Operator == query.NotMatches {
			f.Values[0] = g.pattern(f.Values[0], label())
		}
	}
	return f
}

func (g *generator) shape(q *query.Question) {
	if g.chance(0.4) {
		q.Compare = one(g.Rand, query.PreviousPeriod, query.PreviousYear)
		for _, as := range []query.CompareAs{query.AsValue, query.AsDifference, query.AsRatio} {
			if g.chance(0.6) {
				q.CompareAs = append(q.CompareAs, as)
			}
		}
		if len(q.CompareAs) == 0 {
			q.CompareAs = []query.CompareAs{query.AsValue}
		}
	}
	if !slices.ContainsFunc(q.KPIs, func(id string) bool { return !oracle.RunningTotal(id) }) && g.chance(0.15) {
		q.Transform = query.RunningTotal
	}
	if len(q.GroupBy) > 0 && g.chance(0.35) {
		q.Limit = &query.Limit{Top: 1 + g.IntN(6), By: one(g.Rand, q.KPIs...), Ascending: g.chance(0.3), Rest: g.chance(0.6)}
		if g.chance(0.4) {
			q.Limit.Then = one(g.Rand, q.KPIs...)
		}
	}
	if len(q.GroupBy) > 0 && g.chance(0.25) && g.fewMembers(q.GroupBy) {
		q.Groups = query.AllGroups
	}
	g.parameters(q)
}

// fewMembers tells whether all members of the dimensions together are few enough for an answer that is computed naively.
func (g *generator) fewMembers(groupBy []string) bool {
	groups := 1
	for _, d := range groupBy {
		groups *= 1 + len(g.labels[d])
	}
	return groups <= 300
}

// pattern is a regular expression for a text or another one.
func (g *generator) pattern(text, other string) string {
	text, other = regexp.QuoteMeta(text), regexp.QuoteMeta(other)
	return one(g.Rand, text, "^"+text, text+"$", "(?i)"+text, text+"|"+other, "^("+text+"|"+other+")$", "[A-M]", "^.{3,8}$", text+".*e")
}
