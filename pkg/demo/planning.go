package demo

import "math"

// plan sets the targets, which follow from what a year brought and what people hope for, and the forecasts of the reps.
func (c *company) plan() {
	r := newRandom(c.seed, streamPlanning)
	revenue := c.yearly(r, c.books.won, 40, 0.06)
	leads := c.yearly(r, c.books.leads, 0, 0.05)
	for first := c.planned; first < c.end; first = month(first, 1) {
		next := month(first, 1)
		goal := math.Round(revenue(first)/100/5000) * 5000
		c.writeTarget("revenue", "company", "", first, next, goal, reporting)
		c.writeTarget("new_leads", "company", "", first, next, math.Round(leads(first)/10)*10, "")
		c.writeTarget("first_response_time", "company", "", first, next, 60, "")
		c.writeTarget("resolution_time", "company", "", first, next, 24, "")
		c.writeTarget("csat", "company", "", first, next, 0.82, "")
		c.writeTarget("sla_met_rate", "company", "", first, next, 0.9, "")
		c.writeTarget("cost_per_lead", "company", "", first, next, 75, reporting)
		for _, ch := range channels {
			c.writeTarget("new_leads", "channel", ch.name, first, next, math.Max(math.Round(leads(first)*ch.share), 1), "")
		}
		c.planReps(r, first, goal)
		c.planDesks(first)
	}
	c.planTeams()
	c.planRegions(revenue)
	c.planCampaigns(r)
}

func (c *company) writeTarget(metric, scope, id string, from, to int, value float64, currency string) {
	t := c.targets
	t.int(t.next()).text(metric).text(scope).text(id).date(from).date(to).number(value, 2).text(currency).end()
}

// yearly returns the goal of a month: the year's result and a bit more, distributed after the seasons. A year that has
// not ended is judged by its months so far, the next one is expected to go on like it, with the usual growth.
// The rhythm of sales follows that of their beginnings, so many days later.
func (c *company) yearly(r random, actual map[int]int64, lag int, hope float64) func(first int) float64 {
	scale, latest := map[int]float64{}, 0.0
	for year := civil(c.planned).Year(); year < civil(c.end).Year(); year++ {
		sum, expected := 0.0, 0.0
		for first := c.planned; first < month(c.today, 0); first = month(first, 1) {
			if civil(first).Year() == year {
				sum += float64(actual[first])
				expected += c.monthRhythm(first, lag)
			}
		}
		if expected > 0 {
			latest = sum / expected
		}
		scale[year] = latest * (1 + hope + 0.03*r.NormFloat64())
	}
	return func(first int) float64 { return scale[civil(first).Year()] * c.monthRhythm(first, lag) }
}

func (c *company) monthRhythm(first, lag int) float64 {
	sum := 0.0
	for day := first; day < month(first, 1); day++ {
		sum += c.rhythm(day-lag, 0.03)
	}
	return sum
}

// quota is the share of a rep in the goal of a month: none before being hired and after leaving, half of it while new.
func (u *user) quotaShare(first int) float64 {
	at := int64(first+14) * daySeconds
	switch {
	case !u.works(at):
		return 0
	case at < u.ramped:
		return u.fte / 2
	}
	return u.fte
}

// planReps divides the goal of a month, with a reserve, among the markets after their size and there among the reps, and
// writes the forecasts of the reps for it.
func (c *company) planReps(r random, first int, goal float64) {
	for _, region := range regions {
		shares := 0.0
		for _, u := range c.people.byRegion[region] {
			shares += u.quotaShare(first)
		}
		for _, u := range c.people.byRegion[region] {
			share := u.quotaShare(first)
			if share == 0 {
				continue
			}
			quota := math.Max(math.Round(goal*1.04*marketShare(region)*share/shares/500)*500, 500)
			c.quotas[teamMonth{u.team, first}] += quota
			c.writeTarget("revenue", "user", itoa(u.id), first, month(first, 1), quota, reporting)
			c.forecast(r, u, first, quota)
		}
	}
}

// marketShare is the share of the leads that the reps of a region serve.
func marketShare(region string) float64 {
	share := 0.0
	for _, country := range countries {
		if servedBy(country.region) == region {
			share += country.share
		}
	}
	return share
}

type teamMonth struct {
	team  int64
	month int
}

// planTeams: a team's goal of a quarter is a little less than the sum of its quotas.
func (c *company) planTeams() {
	for first := c.firstQuarter(); first < c.end; first = month(first, 3) {
		for _, team := range c.people.salesTeam {
			sum := 0.0
			for i := range 3 {
				sum += c.quotas[teamMonth{team, month(first, i)}]
			}
			c.writeTarget("revenue", "team", itoa(team), first, month(first, 3), math.Round(sum*0.97/1000)*1000, reporting)
		}
	}
}

// planDesks sets every support team levels of its own, near those of the company.
func (c *company) planDesks(first int) {
	for i, d := range c.people.desks {
		response, satisfied := 60.0, 0.82
		if i == 0 {
			response, satisfied = 70, 0.85
		}
		c.writeTarget("first_response_time", "team", itoa(d.team), first, month(first, 1), response, "")
		c.writeTarget("csat", "team", itoa(d.team), first, month(first, 1), satisfied, "")
	}
}

func (c *company) planRegions(revenue func(int) float64) {
	shares := map[string]float64{}
	for _, country := range countries {
		shares[country.region] += country.share
	}
	for first := c.firstQuarter(); first < c.end; first = month(first, 3) {
		sum := 0.0
		for i := range 3 {
			sum += revenue(month(first, i)) / 100
		}
		for _, region := range append(append([]string{}, regions...), "APAC") {
			c.writeTarget("revenue", "region", region, first, month(first, 3), math.Round(sum*shares[region]/1000)*1000, reporting)
		}
	}
}

func (c *company) firstQuarter() int {
	first := c.planned
	for (civil(first).Month()-1)%3 != 0 {
		first = month(first, 1)
	}
	return first
}

// planCampaigns expects every campaign to bring what campaigns bring on average for as many leads. Sales come later than
// leads, so a campaign has two months after its end.
func (c *company) planCampaigns(r random) {
	credited, leads := int64(0), int64(0)
	ended, brought := make([]int64, len(channels)), make([]int64, len(channels))
	for i, k := range c.campaigns {
		credited, leads = credited+c.books.credited[i], leads+c.books.campaignLeads[i]
		if k.ends < c.today {
			ended[k.channel]++
			brought[k.channel] += c.books.campaignLeads[i]
		}
	}
	perLead := float64(credited) / 100 / float64(max(leads, 1))
	for i, k := range c.campaigns {
		expected := float64(c.books.campaignLeads[i])
		if k.ends >= c.today { // how many it will bring is not known yet
			expected = float64(brought[k.channel]) / float64(max(ended[k.channel], 1))
		}
		value := math.Max(math.Round(perLead*expected*r.around(1.05, 0.2)/500)*500, 500)
		c.writeTarget("attributed_revenue", "campaign", itoa(k.id), k.starts, k.ends+61, value, reporting)
	}
}

// forecast writes what a rep forecast for a month: before it began, and again in its middle. The next months are
// forecast too.
func (c *company) forecast(r random, u *user, first int, quota float64) {
	usd := float64(c.books.wonBy[userMonth{u.id, first}]) / 100
	if month(first, 1) > c.today { // the outcome is not known
		usd = quota * 0.9 * u.strength
	}
	for i, day := range []int{first - 3, first + 14} {
		at := c.past(u.zone.work(r, day))
		if at == 0 || i == 1 && r.chance(0.1) {
			continue
		}
		commit := usd * r.around(0.93+0.1*u.pace*float64(1-i), 0.22/float64(i+1))
		t := c.submissions
		for _, f := range []struct {
			category string
			factor   float64
		}{{"commit", 1}, {"best_case", 1.25}, {"pipeline", 1.7}} {
			t.int(t.next()).int(u.id).int(u.team).date(first).date(month(first, 1)).text(f.category).
				money(int64(math.Round(commit*f.factor/100) * 10000)).text(reporting).time(at).end()
		}
	}
}
