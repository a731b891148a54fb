package demo

// listen writes what customers say unasked and when asked, and the promises given to them besides orders and tickets.
func (c *company) listen() error {
	r := newRandom(c.seed, streamFeedback)
	asked := c.spread(c.beside(npsPerDeal), 0)
	promised := c.spread(c.beside(callbacksPerDeal), 0)
	err := c.eachDay("feedback", c.beside(feedbackPerDeal), 0.5, func(day, count int) {
		for range count {
			c.tellFeedback(r, day)
		}
		for range asked[day-c.start] {
			c.askCustomer(r, day)
		}
		for range promised[day-c.start] {
			c.promiseCustomer(r, day)
		}
	})
	return err
}

func (c *company) tellFeedback(r random, day int) {
	at := int64(day)*daySeconds + int64(r.IntN(daySeconds))
	if c.past(at) == 0 {
		return
	}
	account, mood := c.customer(r, at), 1.0
	if account != 0 {
		mood = float64(c.account(account).mood)
	}
	kind, status, resolved, topic := "praise", "", int64(0), one(r, ticketTopics)
	switch x := r.Float64() * mood; {
	case x < 0.38:
		kind, status = "complaint", "resolved"
		if c.afterMove(at) && r.chance(mixupComplaints) {
			topic = mixupTopic
		}
		resolved = at + int64(r.around(5*daySeconds, 0.9))
		if r.chance(0.04) {
			status, resolved = "rejected", 0
		} else if resolved > c.now || r.chance(0.03) {
			status, resolved = "open", 0
		}
	case x < 0.68:
		kind = "recommendation"
	}
	t := c.feedback
	t.int(t.next()).text(kind).ref(account).ref(0).text(one(r, []string{"email", "phone", "web", "social", "meeting"})).
		text(topic).text(status).time(at).time(resolved).end()
}

// promiseCustomer: a rep promises a customer to call or to send something.
func (c *company) promiseCustomer(r random, day int) {
	at := int64(day)*daySeconds + int64(r.between(8*hour, 17*hour))
	id := c.customer(r, at)
	if id == 0 || c.past(at) == 0 {
		return
	}
	owner := c.account(id).owner
	if owner == nil || !owner.works(at) {
		owner = c.rep(r, countries[c.account(id).country].region, at)
	}
	c.promiseOn(r, id, 0, owner, at)
}
