package demo

import (
	"fmt"
	"strings"
)

// campaign is one marketing campaign. Its pull is how many leads it brings, its quality what becomes of them, its cost
// what a lead costs compared with the usual: some pay, some do not.
type campaign struct {
	id                  int64
	channel             int
	starts, ends        int
	pull, quality, cost float64
	currency            string
}

func (k campaign) runs(day int) bool { return k.starts <= day && day <= k.ends }

var (
	campaignTopics = strings.Split("Spring Launch,Free Trial,Industry Report,Customer Stories,Back to Business,Product Tour,Black Week,Winback,New Year,Comparison Guide,Early Bird,Roadshow,Summit,Partner Day,Switch Now", ",")
	channelTitles  = map[string]string{"search": "Search", "social": "Social", "email": "Mailing", "events": "Event", "content": "Content", "referral": "Referral", "partner": "Partner"}
)

func (c *company) makeCampaigns() {
	r := newRandom(c.seed, streamCampaigns)
	// From weeks before the record, so that the first days have running campaigns, to the next months' plans.
	first, last := c.start-45, c.today+120
	count := c.size.campaigns * (last - first) / 365
	for i := range count {
		paid := paidChannels[i%len(paidChannels)]
		k := campaign{channel: paid.channel, currency: one(r, []string{"USD", "USD", "EUR"}),
			pull: r.around(1, 0.35), quality: r.around(1, 0.25), cost: r.around(1, 0.25)}
		k.starts = nextWorkday(first + i*(last-first)/count + r.IntN(10))
		k.ends = k.starts + r.between(25, 130)
		if channels[k.channel].name == "events" {
			k.ends = k.starts + r.between(10, 35)
		}
		if k.ends < c.start {
			continue
		}
		k.id = c.tables.campaigns.next()
		if i%9 == 4 && k.ends < c.today+burnFrom { // a flop: expensive, and what it brings does not buy
			k.quality, k.cost = 0.5, k.cost*1.7
		}
		c.announce(r, k, one(r, campaignTopics))
	}
	burning := c.burn()
	burning.id = c.tables.campaigns.next()
	c.announce(r, burning, burnTopic)
	c.books.openCampaigns(len(c.campaigns))
}

// announce writes a campaign, with a budget for its share of the channel's leads, as planned by somebody.
func (c *company) announce(r random, k campaign, title string) {
	c.campaigns = append(c.campaigns, k)
	running := float64(c.size.campaigns) * 75 / 365 / float64(len(paidChannels))
	perDay := c.volume(leadsPerDeal) / float64(c.today-c.start)
	leads := perDay * channels[k.channel].share * 0.7 / max(running, 1) * float64(k.ends-k.starts+1)
	budget := c.price(leads*mediaCost(k.channel)*k.cost*r.around(1.75, 0.25), k.currency, c.today)
	name := fmt.Sprintf("%s: %s %s", channelTitles[channels[k.channel].name], title, civil(k.starts).Format("2006-01"))
	c.tables.campaigns.int(k.id).text(name).text(channels[k.channel].name).text(k.status(c.today)).
		date(k.starts).date(k.ends).money(budget).text(k.currency).end()
}

// mediaCost is that of a lead by a channel.
func mediaCost(channel int) float64 {
	for _, paid := range paidChannels {
		if paid.channel == channel {
			return paid.media
		}
	}
	return 0
}

func (k campaign) status(today int) string {
	switch {
	case today < k.starts:
		return "planned"
	case k.ends < today:
		return "completed"
	}
	return "active"
}

// campaign chooses a campaign of a channel that runs on a day, by pull; nil when there is none.
func (c *company) campaign(r random, channel, day int) *campaign {
	return c.choose(r, channel, day, func(k *campaign) float64 { return k.pull })
}

// convincing chooses one for somebody who is about to buy: what its leads are worth counts, too, and a bad one is passed over.
func (c *company) convincing(r random, channel, day int) *campaign {
	k := c.choose(r, channel, day, func(k *campaign) float64 { return k.pull * k.quality })
	if k != nil && r.chance(1-2*k.quality) {
		return nil
	}
	return k
}

func (c *company) choose(r random, channel, day int, weight func(*campaign) float64) *campaign {
	var chosen *campaign
	sum := 0.0
	for i := range c.campaigns {
		k := &c.campaigns[i]
		if k.channel != channel || !k.runs(day) {
			continue
		}
		if sum += weight(k); r.Float64()*sum < weight(k) {
			chosen = k
		}
	}
	return chosen
}

func (k *campaign) ref() int64 {
	if k == nil {
		return 0
	}
	return k.id
}

// writeCosts spends what the leads of the campaigns cost, week by week, and what marketing costs besides.
func (c *company) writeCosts() {
	r := newRandom(c.seed, streamCosts)
	spend := func(campaign int64, channel string, day int, kind string, usd float64, currency string) {
		if day >= c.start && day <= c.today {
			c.books.spent[channelMonth{channelNamed(channel), month(day, 0)}] += usd
			t := c.campaignCosts
			t.int(t.next()).ref(campaign).text(channel).date(day).text(kind).money(int64(usd / c.rate(currency, day) * 100)).text(currency).end()
		}
	}
	for _, k := range c.campaigns {
		name, weeks := channels[k.channel].name, (min(k.ends, c.today)-k.starts)/7+1
		contacts := float64(c.books.campaignLeads[k.id-1]) + dealTouchCost*float64(c.books.dealTouches[k.id-1])
		perWeek := contacts * mediaCost(k.channel) * k.cost / float64(max(weeks, 1))
		for day := k.starts; day <= min(k.ends, c.today); day += 7 {
			spend(k.id, name, day, "media", perWeek*r.around(1, 0.15), k.currency)
		}
		spend(k.id, name, k.starts, "agency", (150+perWeek*float64(weeks)*0.12)*r.around(1, 0.2), k.currency)
	}
	for first := c.start; first <= c.today; first = month(first, 1) {
		leads := float64(c.books.leads[first])
		for _, ch := range channels {
			spend(0, ch.name, first, "tools", leads*ch.share*10, reporting)
			spend(0, ch.name, nextWorkday(first+24), "salary", leads*ch.share*54, reporting)
		}
	}
}
