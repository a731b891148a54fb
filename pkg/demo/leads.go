package demo

import "math"

// sell tells the sales of the company day by day: leads, some of which become deals, deals that reps find by
// themselves, and further deals with customers.
func (c *company) sell() error {
	r := newRandom(c.seed, streamSales)
	for range int(c.volume(legacyPerDeal)) {
		c.legacyCustomer(r)
	}
	outbound := c.spread(c.volume(outboundShare), 0.03)
	further := c.spread(c.volume(expansionShare), 0.03)
	return c.eachDay("sales", c.volume(leadsPerDeal), 0.35, func(day, count int) {
		for range count {
			c.tellLead(r, day)
		}
		for range outbound[day-c.start] {
			c.outboundDeal(r, day)
		}
		for range further[day-c.start] {
			c.expansionDeal(r, day)
		}
	})
}

func pickCountry(r random) int {
	x := r.Float64()
	for i, country := range countries {
		if x -= country.share; x < 0 {
			return i
		}
	}
	return 0
}

// pickChannel: social grows over the years at the expense of the rest.
func (c *company) pickChannel(r random, day int) int {
	x := r.Float64() * (1 + 0.05*float64(day-c.start)/365)
	for i, ch := range channels {
		if x -= ch.share; x < 0 {
			return i
		}
	}
	return 1
}

// lead is what happens to an enquiry. Instants that have not come yet are 0.
type lead struct {
	id, created, contacted, qualified, converted int64
	country, channel, source                     int
	campaign                                     *campaign
	owner                                        *user
	account, deal                                int64
	lost                                         bool
}

func (c *company) tellLead(r random, day int) {
	l := lead{country: pickCountry(r), channel: c.pickChannel(r, day)}
	country, ch := countries[l.country], channels[l.channel]
	l.created = c.zone(one(r, country.zones)).any(r, day)
	if l.created > c.now {
		l.created = c.now - int64(r.IntN(4*hour))
	}
	if r.chance(0.96) {
		l.source = 1 + r.IntN(len(ch.sources))
	}
	quality := ch.quality
	if r.chance(0.7) {
		if l.campaign = c.campaign(r, l.channel, day); l.campaign != nil {
			quality *= l.campaign.quality
		}
	}
	l.id = c.leads.next()
	c.books.addLead(month(day, 0), l.channel, l.campaign)
	if r.chance(0.97) {
		l.owner = c.rep(r, country.region, l.created)
	}
	c.follow(r, &l, math.Min(0.27*quality, 0.8))
	c.writeLead(r, &l)
	c.touchLead(r, &l)
	c.callLead(r, &l)
	if l.source > 0 && ch.sources[l.source-1] == "website" && r.chance(0.25) { // others have forbidden to be followed
		c.writeSession(l.channel, l.campaign, l.created-int64(r.between(60, 1500)), l.id)
	}
}

// follow decides how far a lead gets, with this chance to become a deal.
func (c *company) follow(r random, l *lead, chance float64) {
	converts := r.chance(chance)
	if l.owner == nil || !converts && r.chance(0.07) {
		l.contacted = c.past(l.created + int64(r.around(9, 0.6)*daySeconds)) // forgotten at first
		l.lost = l.contacted != 0 && c.past(l.created+60*daySeconds) != 0 && r.chance(0.75)
		return
	}
	contacted := l.owner.zone.workFrom(l.created) + int64(r.around(0.8*hour, 1.1))
	if r.chance(0.9) { // in working hours
		contacted = l.owner.zone.workFrom(contacted)
	}
	qualified := l.owner.zone.work(r, floorDay(contacted)+1+int(r.around(2.5, 0.8)))
	converted := max(l.owner.zone.work(r, floorDay(qualified)+int(r.around(1, 1))), qualified+10*minute)
	l.contacted = c.past(contacted)
	if converts || r.chance(0.22) {
		l.qualified = c.past(qualified)
	}
	if converts {
		l.converted = c.past(converted)
	}
	l.lost = !converts && c.past(l.created+int64(r.between(10, 45))*daySeconds) != 0
	if l.converted == 0 {
		return
	}
	known := int64(0)
	if r.chance(0.22) {
		known = c.somebody(r, func(a *account) bool { return int(a.country) == l.country && a.created < l.created && a.churned == 0 })
	}
	if l.account = known; known == 0 {
		l.account = c.newAccount(r, l.converted, l.country, l.channel, l.source, l.campaign, l.owner)
	}
	pipeline := newBusiness
	if channels[l.channel].name == "partner" {
		pipeline = partnerSales
	}
	l.deal = c.tellDeal(r, origin{account: l.account, lead: l, campaign: l.campaign, kind: "new", pipeline: pipeline, owner: l.owner,
		created: l.converted, chance: 0.225 * (0.4 + 0.6*channels[l.channel].quality)})
}

func (l *lead) status(r random) string {
	switch {
	case l.converted != 0:
		return "converted"
	case l.lost && r.chance(0.9):
		return "disqualified"
	case l.qualified != 0:
		return "qualified"
	case l.contacted != 0:
		return "contacted"
	}
	return "new"
}

func (c *company) writeLead(r random, l *lead) {
	ch, source := channels[l.channel], ""
	if l.source > 0 {
		source = ch.sources[l.source-1]
	}
	name := person(r, cultures[countries[l.country].culture])
	if l.account != 0 {
		name += ", " + c.accountName(l.account)
	}
	c.leads.int(l.id).text(name).ref(l.owner.ref()).text(source).text(ch.name).ref(l.campaign.ref()).text(l.status(r)).
		time(l.created).time(l.contacted).time(l.qualified).time(l.converted).ref(l.account).ref(l.deal).text(link("leads", l.id)).end()
}

// outboundDeal is found by a rep: no lead, mostly a new account.
func (c *company) outboundDeal(r random, day int) {
	country := pickCountry(r)
	created := c.zone(countries[country].zones[0]).work(r, day)
	if c.past(created) == 0 {
		return
	}
	owner := c.rep(r, countries[country].region, created)
	account := c.newAccount(r, created-int64(r.IntN(5*daySeconds)), country, 4, 0, nil, owner)
	c.tellDeal(r, origin{account: account, kind: "new", pipeline: newBusiness, owner: owner, created: created, chance: 0.19})
}

// expansionDeal sells more to a customer, or the same again.
func (c *company) expansionDeal(r random, day int) {
	noon := int64(day)*daySeconds + daySeconds/2
	id := c.customer(r, noon-20*daySeconds)
	if id == 0 {
		return
	}
	a := c.account(id)
	created := c.localZone(a).work(r, day)
	if c.past(created) == 0 || !a.isCustomer(created) {
		return
	}
	owner := a.owner
	if owner == nil || !owner.works(created) || r.chance(0.1) {
		owner = c.rep(r, countries[a.country].region, created)
		a.owner = owner
	}
	o := origin{account: id, pipeline: expansion, owner: owner, created: created}
	switch x := r.Float64(); {
	case x < 0.35:
		o.kind, o.chance = "renewal", 0.54
	case x < 0.75:
		o.kind, o.chance = "upsell", 0.31
	default:
		o.kind, o.chance = "cross_sell", 0.25
	}
	if r.chance(0.4) {
		o.campaign = c.convincing(r, one(r, []int{0, 2, 3, 5, 6}), day)
	}
	c.tellDeal(r, o)
}

// legacyCustomer was won in the two years before the record begins.
func (c *company) legacyCustomer(r random) {
	country, channel := pickCountry(r), c.pickChannel(r, c.start)
	created := c.zone(countries[country].zones[0]).work(r, c.start-r.between(100, 800))
	owner := c.rep(r, countries[country].region, created)
	account := c.newAccount(r, created, country, channel, 0, nil, owner)
	c.tellDeal(r, origin{account: account, kind: "new", pipeline: newBusiness, owner: owner, created: created, chance: 1})
}
