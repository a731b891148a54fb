package demo

// promise is a commitment to a customer.
type promise struct {
	kind                                 string
	account, order, ticket               int64
	owner                                *user
	dueOriginal, due, fulfilled, dropped int64
}

func (c *company) writePromise(p promise) {
	t := c.commitments
	t.int(t.next()).text(p.kind).ref(p.account).ref(p.order).ref(p.ticket).ref(p.owner.ref()).time(p.dueOriginal).time(p.due).
		time(c.past(p.fulfilled)).time(c.past(p.dropped)).end()
}

func (c *company) promiseDelivery(r random, o order, id, promised, agreed, delivered int64, status string) {
	if !r.chance(0.45) {
		return
	}
	p := promise{kind: "delivery", account: o.account, order: id, owner: o.owner, dueOriginal: promised, due: agreed, fulfilled: delivered}
	if status == "cancelled" {
		p.dropped = o.ordered + 2*daySeconds
	}
	c.writePromise(p)
}

// promiseOn gives a promise in a ticket: to call back, to send a document, to come by.
func (c *company) promiseOn(r random, account, ticket int64, agent *user, at int64) {
	kind := one(r, []string{"callback", "callback", "service", "document"})
	due := agent.zone.work(r, agent.zone.day(at)+1+r.IntN(4))
	p := promise{kind: kind, account: account, ticket: ticket, owner: agent, dueOriginal: due, due: due}
	if r.chance(0.1) {
		p.due = due + int64(r.between(1, 4))*daySeconds
	}
	switch x := r.Float64(); {
	case x < 0.84:
		p.fulfilled = max(due-int64(r.Float64()*20*hour), at+5*minute)
	case x < 0.94:
		p.fulfilled = p.due + int64(r.around(5*hour, 1))
	case x < 0.965:
		p.dropped = due - hour
	default: // forgotten, or remembered much later
		p.fulfilled = p.due + int64(r.between(5, 60))*daySeconds
	}
	c.writePromise(p)
}

// checkOrder measures a delivery against the standards.
func (c *company) checkOrder(r random, order int64, owner *user, at int64, accurate, sound, asked, pleased bool) {
	at += int64(r.between(1, 6)) * hour
	c.check("Delivery as ordered", "order_accuracy", order, 0, owner, accurate, at)
	c.check("Goods inspection", "goods_quality", order, 0, owner, sound, at)
	if asked {
		c.check("Expectations met", "expectations", order, 0, owner, pleased, at+daySeconds)
	}
}

func (c *company) check(standard, category string, order, ticket int64, owner *user, passed bool, at int64) {
	if c.past(at) == 0 {
		return
	}
	team := int64(0)
	if owner != nil {
		team = owner.team
	}
	t := c.standardChecks
	t.int(t.next()).text(standard).text(category).ref(order).ref(ticket).ref(owner.ref()).ref(team).bool(passed).time(at).end()
}
