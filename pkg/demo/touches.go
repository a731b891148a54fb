package demo

func (c *company) writeTouch(leadID, accountID, dealID int64, k *campaign, channel int, kind string, at int64) {
	c.touches.int(c.touches.next()).ref(leadID).ref(accountID).ref(dealID).ref(k.ref()).text(channels[channel].name).text(kind).time(at).end()
}

// touchLead writes how a lead was won over: some contacts before, and the one that made it a lead.
func (c *company) touchLead(r random, l *lead) {
	for range r.count(0.55) {
		at := l.created - int64(r.around(6*daySeconds, 1))
		channel := c.pickChannel(r, floorDay(at))
		c.writeTouch(l.id, l.account, l.deal, c.campaign(r, channel, floorDay(at)), channel, channels[channel].touch, at)
	}
	if l.campaign != nil || r.chance(0.5) {
		c.writeTouch(l.id, l.account, l.deal, l.campaign, l.channel, "form", l.created)
	}
}

// touchDeal writes the contacts while the deal was open, and credits the last campaign with a won one.
func (c *company) touchDeal(r random, d *deal) {
	until, leadID := d.closed(), int64(0)
	if until == 0 {
		until = c.now
	}
	credited := d.campaign
	mean := 0.6
	if d.lead != nil {
		leadID = d.lead.id
	} else if d.campaign != nil {
		mean = 1.5
	}
	newest := int64(0)
	for range r.count(mean) {
		at := d.created + int64(r.Float64()*float64(until-d.created))
		if at >= until {
			continue
		}
		channel := one(r, []int{0, 1, 2, 2, 3, 5, 6})
		k := d.campaign
		if k == nil || d.lead != nil || !k.runs(floorDay(at)) {
			k = c.convincing(r, channel, floorDay(at))
		} else {
			channel = k.channel
		}
		if k == nil {
			continue
		}
		if at > newest {
			credited, newest = k, at
		}
		c.books.dealTouches[k.id-1]++
		c.writeTouch(leadID, d.account, d.id, k, channel, channels[channel].touch, at)
	}
	if v := d.last(); v.status == "won" && credited != nil {
		c.books.credited[credited.id-1] += c.convert(v.amount, d.currency, floorDay(d.ends))
	}
}
