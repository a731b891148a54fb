package oracle

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Answers that can be checked by hand: the oracle must be right before it judges others.

var berlin = func() *time.Location {
	zone, err := calendar.LoadZone("Europe/Berlin")
	if err != nil {
		panic(err)
	}
	return zone
}()

func ptr[T any](v T) *T { return &v }

// local is an instant on Berlin's clock, such as 2024-03-31 23:30.
func local(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, berlin)
	if err != nil {
		panic(err)
	}
	return t
}

func date(text string) calendar.Date {
	d, err := calendar.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// ask asks about hand-made rows, in Berlin and USD.
func ask(t *testing.T, c *Company, q query.Question, from, to, now string) *Answer {
	t.Helper()
	c.link()
	if q.Grain == "" {
		q.Grain = calendar.None
	}
	a, err := c.Answer(Settings{Calendar: calendar.Calendar{Location: berlin, WeekStart: time.Monday}, ReportingCurrency: "USD"},
		Question{Question: q, Range: calendar.Range{From: local(from), To: local(to)}, Now: local(now)})
	require.NoError(t, err)
	return a
}

// series are the values of a KPI for a group.
func (a *Answer) series(id string, group int) (values []any) {
	for _, v := range a.Values[id][group] {
		if v == nil {
			values = append(values, nil)
		} else {
			values = append(values, *v)
		}
	}
	return values
}

func TestRevenueByMonthInTheRatesOfItsDays(t *testing.T) {
	c := &Company{
		rates: []*rate{{"EUR", firstDay{date("2024-01-01")}, 1.25}, {"EUR", firstDay{date("2024-04-01")}, 1.5}},
		deals: []*deal{
			{ID: 1, Status: "won", Amount: ptr(100.0), ClosedAt: ptr(local("2024-03-31 23:59"))},
			{ID: 2, Status: "won", Amount: ptr(100.0), Currency: ptr("EUR"), ClosedAt: ptr(local("2024-03-31 23:59"))},
			{ID: 3, Status: "won", Amount: ptr(100.0), Currency: ptr("EUR"), ClosedAt: ptr(local("2024-04-01 00:00"))},
			{ID: 4, Status: "lost", Amount: ptr(75.0), ClosedAt: ptr(local("2024-04-02 00:00"))},
			{ID: 5, Status: "won", ClosedAt: ptr(local("2024-04-03 00:00"))},
		},
	}
	a := ask(t, c, query.Question{KPIs: []string{"revenue", "deals_won", "average_deal_size", "win_rate", "win_rate_value"}, Grain: calendar.Month},
		"2024-03-01 00:00", "2024-06-01 00:00", "2024-05-10 00:00")
	require.Equal(t, []any{225.0, 150.0, 0.0}, a.series("revenue", 0))
	require.Equal(t, []any{2.0, 2.0, 0.0}, a.series("deals_won", 0))
	require.Equal(t, []any{112.5, 150.0, nil}, a.series("average_deal_size", 0), "deal 5 has no amount")
	require.Equal(t, []any{1.0, 2.0 / 3, nil}, a.series("win_rate", 0))
	require.Equal(t, []any{1.0, 150.0 / 225, nil}, a.series("win_rate_value", 0))
	require.False(t, a.Buckets[1].Incomplete)
	require.True(t, a.Buckets[2].Incomplete)
}

func TestARateThatIsMissingFails(t *testing.T) {
	c := &Company{deals: []*deal{{ID: 1, Status: "won", Amount: ptr(1.0), Currency: ptr("EUR"), ClosedAt: ptr(local("2024-03-05 00:00"))}}}
	c.link()
	_, err := c.Answer(Settings{Calendar: calendar.Calendar{Location: berlin}, ReportingCurrency: "USD"}, Question{
		Question: query.Question{KPIs: []string{"revenue"}, Grain: calendar.None}, Range: calendar.Range{From: local("2024-03-01 00:00"), To: local("2024-04-01 00:00")}})
	require.ErrorContains(t, err, "EUR on 2024-03-05")
}

func TestGroupsFiltersAndLimit(t *testing.T) {
	came := func(source string, n int) (leads []*lead) {
		for range n {
			l := &lead{CreatedAt: local("2024-03-05 12:00")}
			if source != "" {
				l.Source = &source
			}
			leads = append(leads, l)
		}
		return leads
	}
	c := &Company{}
	for source, n := range map[string]int{"web": 3, "fair": 5, "blog": 1, "": 2} {
		c.leads = append(c.leads, came(source, n)...)
	}
	q := query.Question{KPIs: []string{"new_leads"}, GroupBy: []string{"source"}}
	a := ask(t, c, q, "2024-03-01 00:00", "2024-04-01 00:00", "2024-05-01 00:00")
	require.Equal(t, []Group{{[]string{"blog"}, []string{"blog"}}, {[]string{"fair"}, []string{"fair"}}, {[]string{"web"}, []string{"web"}}, {[]string{""}, []string{"(none)"}}}, a.Groups)

	q.Filters = []query.Filter{{Dimension: "source", Operator: query.NotIn, Values: []string{"web"}}}
	q.Limit = &query.Limit{Top: 1, By: "new_leads", Rest: true}
	a = ask(t, c, q, "2024-03-01 00:00", "2024-04-01 00:00", "2024-05-01 00:00")
	require.Equal(t, []string{"Other"}, a.Groups[1].Labels)
	require.Equal(t, []any{5.0}, a.series("new_leads", 0))
	require.Equal(t, []any{3.0}, a.series("new_leads", 1))
}

func TestStateAtTheEndOfEachBucket(t *testing.T) {
	c := &Company{tickets: []*ticket{
		{ID: 1, CreatedAt: local("2024-02-01 00:00")},
		{ID: 2, CreatedAt: local("2024-03-01 00:00"), SolvedAt: ptr(local("2024-04-01 00:00"))},
		{ID: 3, CreatedAt: local("2024-04-10 00:00"), SolvedAt: ptr(local("2024-04-10 00:00"))},
		{ID: 4, CreatedAt: local("2024-04-15 12:00")},
		{ID: 5, CreatedAt: local("2024-04-15 12:01")},
	}}
	a := ask(t, c, query.Question{KPIs: []string{"open_tickets"}, Grain: calendar.Month}, "2024-02-01 00:00", "2024-06-01 00:00", "2024-04-15 12:00")
	require.Equal(t, []any{1.0, 2.0, 1.0, nil}, a.series("open_tickets", 0))
}

func TestDurations(t *testing.T) {
	solved := func(hours ...int) (tickets []*ticket) {
		for _, h := range hours {
			at := local("2024-03-10 12:00")
			tickets = append(tickets, &ticket{CreatedAt: at.Add(-time.Duration(h) * time.Hour), SolvedAt: &at})
		}
		return tickets
	}
	c := &Company{tickets: solved(1, 2, 4, 8, -5)}
	for statistic, hours := range map[string]float64{"median": 3, "p90": 4 + 0.7*4, "mean": 3.75} {
		a := ask(t, c, query.Question{KPIs: []string{"resolution_time"}, Parameters: map[string]string{"statistic": statistic}},
			"2024-03-01 00:00", "2024-04-01 00:00", "2024-05-01 00:00")
		require.InDelta(t, hours, a.series("resolution_time", 0)[0], 1e-9, statistic)
	}
}

func TestCohorts(t *testing.T) {
	began := func(id int64, at string, days int) *deal {
		d := &deal{ID: id, Status: "open", CreatedAt: local(at)}
		if days >= 0 {
			d.Status, d.ClosedAt = "won", ptr(d.CreatedAt.Add(time.Duration(days)*24*time.Hour))
		}
		return d
	}
	c := &Company{deals: []*deal{
		began(1, "2024-01-10 00:00", 89), began(2, "2024-01-10 00:00", 90), began(3, "2024-01-20 00:00", -1), began(4, "2024-01-30 00:00", 0),
		began(5, "2024-03-10 00:00", 5),
	}}
	q := query.Question{KPIs: []string{"win_rate_cohort"}, Grain: calendar.Month}
	a := ask(t, c, q, "2024-01-01 00:00", "2024-04-01 00:00", "2024-05-20 00:00")
	require.Equal(t, []any{0.5, nil, 1.0}, a.series("win_rate_cohort", 0))
	require.Equal(t, []bool{false, true, true}, []bool{a.Buckets[0].Immature, a.Buckets[1].Immature, a.Buckets[2].Immature})
	q.Grain = calendar.None
	a = ask(t, c, q, "2024-01-01 00:00", "2024-04-01 00:00", "2024-05-20 00:00")
	require.Equal(t, []any{0.5}, a.series("win_rate_cohort", 0), "the deal of March is too young")
}

func TestTargetsAreSpreadOverWorkingDays(t *testing.T) {
	c := &Company{
		teams: []*team{{ID: 1, Name: "North"}},
		users: []*user{{ID: 7, Name: "Anna", Team: ptr(int64(1))}, {ID: 8, Name: "Ben"}},
		// April 2024 has 22 weekdays; the 1st is a holiday.
		holidays: []*holiday{{"default", date("2024-04-01")}},
		targets: []*target{
			{Metric: "revenue", Scope: "company", PeriodStart: date("2024-04-01"), PeriodEnd: date("2024-05-01"), Value: 2100},
			{Metric: "revenue", Scope: "user", ScopeID: ptr("7"), PeriodStart: date("2024-04-01"), PeriodEnd: date("2024-05-01"), Value: 420},
			{Metric: "revenue", Scope: "user", ScopeID: ptr("8"), PeriodStart: date("2024-05-01"), PeriodEnd: date("2024-05-05"), Value: 30},
		},
		deals: []*deal{{ID: 1, Status: "won", Owner: ptr(int64(7)), Amount: ptr(150.0), ClosedAt: ptr(local("2024-04-03 10:00"))}},
	}
	for weekday := 1; weekday <= 5; weekday++ {
		c.openingHours = append(c.openingHours, &openingHours{Schedule: "default", Weekday: weekday})
	}
	a := ask(t, c, query.Question{KPIs: []string{"revenue_target", "revenue_pace"}, Grain: calendar.Day}, "2024-03-31 00:00", "2024-04-06 12:00", "2024-04-03 12:00")
	require.Equal(t, []any{nil, 0.0, 100.0, 100.0, 100.0, 100.0, 0.0}, a.series("revenue_target", 0))
	require.Equal(t, []any{nil, nil, 0.0, 3.0, nil, nil, nil}, a.series("revenue_pace", 0))

	a = ask(t, c, query.Question{KPIs: []string{"revenue_target", "revenue_gap"}, GroupBy: []string{"team"}}, "2024-04-02 00:00", "2024-05-02 00:00", "2024-04-03 12:00")
	require.Equal(t, [][]string{{"North"}, {"(none)"}}, [][]string{a.Groups[0].Labels, a.Groups[1].Labels})
	require.InDelta(t, 420, a.series("revenue_target", 0)[0], 1e-9)
	require.InDelta(t, 10, a.series("revenue_target", 1)[0], 1e-9, "one of three working days")
	require.InDelta(t, 270, a.series("revenue_gap", 0)[0], 1e-9)

	a = ask(t, c, query.Question{KPIs: []string{"revenue_target"}}, "2024-04-30 00:00", "2024-05-04 00:00", "2024-04-03 12:00")
	require.InDelta(t, 100+30, a.series("revenue_target", 0)[0], 1e-9, "the company's while it has one, then the reps'")
}

func TestEqualPartsAreCompared(t *testing.T) {
	came := func(at string) *lead { return &lead{CreatedAt: local(at)} }
	c := &Company{leads: []*lead{
		came("2024-03-01 08:00"), came("2024-03-10 11:59"), came("2024-03-10 12:00"),
		came("2024-04-01 08:00"), came("2024-04-10 11:00"), came("2024-04-10 11:30"),
	}}
	q := query.Question{KPIs: []string{"new_leads"}, Compare: query.PreviousPeriod, CompareAs: []query.CompareAs{query.AsValue, query.AsDifference, query.AsRatio}}
	a := ask(t, c, q, "2024-04-01 00:00", "2024-05-01 00:00", "2024-04-10 12:00")
	require.Equal(t, []any{2.0}, a.series("new_leads_previous_period", 0))
	require.Equal(t, []any{1.0}, a.series("new_leads_previous_period_difference", 0))
	require.Equal(t, []any{0.5}, a.series("new_leads_previous_period_ratio", 0))
}

func TestLastTouchBeforeClosing(t *testing.T) {
	touched := func(deal, lead, campaign int64, at string) *touch {
		c := &touch{Campaign: &campaign, OccurredAt: local(at)}
		if deal > 0 {
			c.Deal = &deal
		}
		if lead > 0 {
			c.Lead = &lead
		}
		return c
	}
	won := func(id, lead int64) *deal {
		return &deal{ID: id, Lead: ptr(lead), Status: "won", Amount: ptr(float64(id)), ClosedAt: ptr(local("2024-03-10 12:00"))}
	}
	c := &Company{
		campaigns: []*campaign{{ID: 1, Name: "One"}, {ID: 2, Name: "Two"}, {ID: 3, Name: "Three"}},
		deals:     []*deal{won(10, 5), won(20, 6), won(40, 7)},
		touches: []*touch{
			touched(10, 0, 1, "2024-03-01 00:00"), touched(0, 5, 2, "2024-03-02 00:00"), touched(10, 0, 3, "2024-03-10 12:00"),
			touched(20, 6, 1, "2024-03-01 00:00"), touched(20, 0, 3, "2024-03-01 00:00"),
		},
	}
	a := ask(t, c, query.Question{KPIs: []string{"attributed_revenue", "unattributed_revenue"}, GroupBy: []string{"campaign"}}, "2024-03-01 00:00", "2024-04-01 00:00", "2024-05-01 00:00")
	found := map[string]any{}
	for g := range a.Groups {
		found[a.Groups[g].Labels[0]] = a.series("attributed_revenue", g)[0]
	}
	require.Equal(t, map[string]any{"Two": 10.0, "Three": 20.0, "(none)": 0.0}, found)
	require.Equal(t, map[string]any{"Two": 0.0, "Three": 0.0, "(none)": 40.0}, a.byLabel("unattributed_revenue"))
}

func TestStagesAndStalls(t *testing.T) {
	stays := func(deal, stage int64, from, to string) *version {
		v := &version{Deal: &deal, Stage: &stage, Status: "open", ValidFrom: local(from)}
		if to != "" {
			v.ValidTo = ptr(local(to))
		}
		return v
	}
	c := &Company{
		stages: []*stage{{ID: 1, Name: "Offer"}, {ID: 2, Name: "Close", StallAfterDays: ptr(10)}},
		deals:  []*deal{{ID: 1, Amount: ptr(5.0)}, {ID: 2, Amount: ptr(7.0)}},
		versions: []*version{ // deal 1 stays 4 days in Offer, in two versions; deal 2 stays for good
			stays(1, 1, "2024-04-01 00:00", "2024-04-03 00:00"), stays(1, 1, "2024-04-03 00:00", "2024-04-05 00:00"),
			stays(1, 2, "2024-04-05 00:00", ""), stays(2, 1, "2024-05-01 00:00", ""),
		},
	}
	a := ask(t, c, query.Question{KPIs: []string{"stage_duration"}, GroupBy: []string{"stage"}}, "2024-04-01 00:00", "2024-05-01 00:00", "2024-06-01 00:00")
	require.Len(t, a.Groups, 1)
	require.Equal(t, []any{4.0}, a.series("stage_duration", 0))

	q := query.Question{KPIs: []string{"stalled_deals", "stalled_value"}, Grain: calendar.Day}
	a = ask(t, c, q, "2024-05-03 00:00", "2024-05-06 00:00", "2024-06-01 00:00")
	require.Equal(t, []any{1.0, 1.0, 2.0}, a.series("stalled_deals", 0), "deal 2 is stalled after the four days that are usual")
	require.Equal(t, []any{5.0, 5.0, 12.0}, a.series("stalled_value", 0))
}

func TestLifetimeValue(t *testing.T) {
	bought := func(account int64, amount float64, at string) *order {
		return &order{Account: &account, Amount: &amount, OrderedAt: local(at)}
	}
	c := &Company{
		accounts: []*account{{ID: 1}, {ID: 2}, {ID: 3}},
		orders: []*order{
			bought(1, 10, "2022-06-01 00:00"), bought(2, 10, "2022-07-01 00:00"), // of the year before: 1 stays, 2 is lost
			bought(1, 100, "2023-06-01 00:00"), bought(1, 200, "2023-07-01 00:00"), bought(3, 300, "2023-08-01 00:00"),
			{Amount: ptr(1000.0), OrderedAt: local("2023-09-01 00:00")},    // nobody's
			{Account: ptr(int64(3)), OrderedAt: local("2023-09-02 00:00")}, // without an amount: an order, but no part of the average
		},
	}
	a := ask(t, c, query.Question{KPIs: []string{"cltv"}}, "2024-01-01 00:00", "2024-02-01 00:00", "2024-01-01 12:00")
	require.InDelta(t, 200*2*2, a.series("cltv", 0)[0], 1e-9, "600 / 3 orders with an amount, 4 orders / 2 customers, half of the customers lost")
}

func TestTheFuture(t *testing.T) {
	planned := func(at string) *activity { return &activity{Status: "planned", DueAt: ptr(local(at))} }
	c := &Company{
		activities: []*activity{planned("2024-04-10 11:59"), planned("2024-04-10 12:00"), planned("2024-04-17 11:59"), planned("2024-04-17 12:00")},
		deals: []*deal{
			{ID: 1, Status: "open", Amount: ptr(100.0), Probability: ptr(0.5), ExpectedCloseOn: ptr(date("2024-02-01"))},
			{ID: 2, Status: "open", Amount: ptr(100.0), Probability: ptr(0.25), ExpectedCloseOn: ptr(date("2024-05-31"))},
			{ID: 3, Status: "won", Amount: ptr(7.0), ClosedAt: ptr(local("2024-04-02 00:00"))},
		},
	}
	a := ask(t, c, query.Question{KPIs: []string{"activities_upcoming"}}, "2024-03-01 00:00", "2024-04-01 00:00", "2024-04-10 12:00")
	require.Equal(t, []any{2.0}, a.series("activities_upcoming", 0), "seven days from now")
	a = ask(t, c, query.Question{KPIs: []string{"activities_upcoming", "forecast"}, Grain: calendar.Month}, "2024-03-01 00:00", "2024-07-01 00:00", "2024-04-10 12:00")
	require.Equal(t, []any{nil, 3.0, 0.0, 0.0}, a.series("activities_upcoming", 0))
	require.Equal(t, []any{0.0, 7.0, 25.0, 0.0}, a.series("forecast", 0), "deal 1 is past due")
	a = ask(t, c, query.Question{KPIs: []string{"forecast_past_due"}, Grain: calendar.Month}, "2024-03-01 00:00", "2024-07-01 00:00", "2024-04-10 12:00")
	require.Equal(t, []any{0.0, 50.0, nil, nil}, a.series("forecast_past_due", 0), "half of deal 1, now")
	a = ask(t, c, query.Question{KPIs: []string{"forecast_past_due"}}, "2024-04-10 11:00", "2024-04-10 12:00", "2024-04-10 12:00")
	require.Equal(t, []any{50.0}, a.series("forecast_past_due", 0), "an hour up to now holds now")
	a = ask(t, c, query.Question{KPIs: []string{"forecast_past_due", "forecast"}}, "2024-03-01 00:00", "2024-07-01 00:00", "2024-05-31 23:00")
	require.Equal(t, []any{50.0, 32.0}, []any{a.series("forecast_past_due", 0)[0], a.series("forecast", 0)[0]}, "deal 2 is expected until the day ends")
}
