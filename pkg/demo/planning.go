package demo

import (
	"math"
	"time"
)

// plan sets the targets, which follow from what a year brought and what people hope for, and the forecasts of the reps.
func (c *company) plan() {
	r := newRandom(c.seed, streamPlanning)
	revenue := c.yearly(r, c.books.won, salesLag, 0.01, planHope)
	leads := c.yearly(r, c.books.leads, 0, 0.02, 0)
	for first := c.planned; first < c.end; first = month(first, 1) {
		next := month(first, 1)
		goal := math.Round(revenue(first)*c.foreseen(first, revenue(first))/100/5000) * 5000
		c.writeTarget("revenue", "company", "", first, next, goal, reporting)
		c.writeTarget("new_leads", "company", "", first, next, math.Round(leads(first)/10)*10, "")
		c.planLevels(first, next)
		c.planChannels(first, leads(first))
		c.planReps(r, first, goal)
		c.planTeams(first, leads(first))
		c.planDesks(first)
		c.planRegions(first, goal)
	}
	c.planCampaigns(r)
}

// salesLag is how many days after a lead its deal is won, on average.
const salesLag = 52

// foreseen is what people knew of a month that the seasons do not tell: part of what made it better or worse than others.
func (c *company) foreseen(first int, planned float64) float64 {
	const foresight = 0.6
	elapsed := 0.0
	for day := first; day < min(month(first, 1), c.today); day++ {
		elapsed += c.rhythm(day, 0.03)
	}
	if elapsed /= c.monthRhythm(first, 0); elapsed < 0.2 {
		return 1
	}
	return math.Pow(float64(c.books.won[first])/(planned*elapsed), foresight*elapsed)
}

func (c *company) writeTarget(metric, scope, id string, from, to int, value float64, currency string) {
	t := c.targets
	t.int(t.next()).text(metric).text(scope).text(id).date(from).date(to).number(value, 2).text(currency).end()
}

// yearly returns the goal of a month: a year's result and a bit more, distributed after the seasons. The result is that of the
// twelve months to the end of the year, or of those known; the years to come are expected to go on like it, with the usual growth
// and a bit more. The rhythm of sales follows that of their beginnings, so many days later.
func (c *company) yearly(r random, actual map[int]int64, lag int, hope, more float64) func(first int) float64 {
	scale := map[int]float64{}
	for year := civil(c.planned).Year(); year < civil(c.end).Year(); year++ {
		end := dayOf(time.Date(year+1, time.January, 1, 0, 0, 0, 0, time.UTC))
		end = max(min(end, month(c.today, 0)), month(c.planned, 12))
		sum, expected := 0.0, 0.0
		for first := month(end, -12); first < end; first = month(first, 1) {
			sum += float64(actual[first])
			expected += c.monthRhythm(first, lag)
		}
		scale[year] = sum / expected * (1 + hope + 0.015*r.NormFloat64())
		if year > civil(c.today).Year() {
			scale[year] *= 1 + more
		}
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

// quota is the share of a rep in the goal of a month: none in the first three months and after
// leaving, less than half of it while new.
func (u *user) quotaShare(first int) float64 {
	at := int64(first+14) * daySeconds
	switch {
	case !u.works(at) || at < u.hired+90*daySeconds:
		return 0
	case at < u.ramped:
		return 0.45 * u.fte
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
			quota := math.Max(math.Round(goal*1.03*marketShare(region)*share/shares/500)*500, 500)
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

// planTeams: a team's goal is a little less than the sum of its quotas, and the leads of its market.
func (c *company) planTeams(first int, leads float64) {
	inRegion := float64(len(c.people.salesTeam)) / float64(len(regions))
	for i, team := range c.people.salesTeam {
		goal := math.Round(c.quotas[teamMonth{team, first}]*0.98/1000) * 1000
		c.writeTarget("revenue", "team", itoa(team), first, month(first, 1), goal, reporting)
		share := marketShare(regions[i%len(regions)]) / inRegion
		c.writeTarget("new_leads", "team", itoa(team), first, month(first, 1), math.Max(math.Round(leads*share), 1), "")
	}
}

// planChannels expects of each channel its share of the leads, at a little less than they cost so far.
func (c *company) planChannels(first int, leads float64) {
	next := month(first, 1)
	costs := func(ch ...int) float64 {
		spent, leads := 0.0, int64(0)
		for _, channel := range ch {
			for m := c.planned; m < month(c.today, 0); m = month(m, 1) {
				spent += c.books.spent[channelMonth{channel, m}]
				leads += c.books.channelLeads[channelMonth{channel, m}]
			}
		}
		return math.Max(math.Round(spent/float64(max(leads, 1))*0.98/5)*5, 5)
	}
	all := make([]int, len(channels))
	for i, ch := range channels {
		all[i] = i
		c.writeTarget("new_leads", "channel", ch.name, first, next, math.Max(math.Round(leads*ch.share), 1), "")
		c.writeTarget("cost_per_lead", "channel", ch.name, first, next, costs(i), reporting)
	}
	c.writeTarget("cost_per_lead", "company", "", first, next, costs(all...), reporting)
}

// planDesks sets every support team levels of its own, near those of the company.
func (c *company) planDesks(first int) {
	for i, d := range c.people.desks {
		for _, l := range levels {
			switch l.metric {
			case "csat":
				if i == 0 {
					l.value = bestSatisfaction
				}
			case "first_response_time", "resolution_time", "sla_met_rate":
			default:
				continue
			}
			c.writeTarget(l.metric, "team", itoa(d.team), first, month(first, 1), l.value, "")
		}
	}
}

func (c *company) planRegions(first int, goal float64) {
	shares := map[string]float64{}
	for _, country := range countries {
		shares[country.region] += country.share
	}
	for _, region := range append(append([]string{}, regions...), "APAC") {
		c.writeTarget("revenue", "region", region, first, month(first, 1), math.Round(goal*shares[region]/1000)*1000, reporting)
	}
}

// planCampaigns expects every campaign to bring what those of its channel brought a day, of leads and of sales. Sales come
// later than leads, so a campaign has two months after its end.
func (c *company) planCampaigns(r random) {
	days, leads, credited := make([]float64, len(channels)), make([]float64, len(channels)), make([]float64, len(channels))
	for i, k := range c.campaigns {
		if k.ends+salesLag < c.today && k.starts >= c.start {
			days[k.channel] += float64(k.ends - k.starts + 1)
			leads[k.channel] += float64(c.books.campaignLeads[i])
			credited[k.channel] += float64(c.books.credited[i]) / 100
		}
	}
	for i, k := range c.campaigns {
		expected := float64(c.books.campaignLeads[i])
		if k.ends >= c.today { // how many it will bring is not known yet
			expected = leads[k.channel] / max(days[k.channel], 1) * float64(k.ends-k.starts+1)
		}
		value := credited[k.channel] / max(leads[k.channel], 1) * expected * r.around(1.02, 0.2)
		c.writeTarget("attributed_revenue", "campaign", itoa(k.id), k.starts, k.ends+61, math.Max(math.Round(value/500)*500, 500), reporting)
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
