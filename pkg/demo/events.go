package demo

import "slices"

type event struct {
	at          int64
	kind, actor string
	user        *user
	summary     string
}

// writeEvents writes the conversation of a ticket in order of time.
func (c *company) writeEvents(r random, t *ticket) {
	events := append(c.conversation[:0], event{t.created, "created", "customer", nil, "Ticket opened"})
	add := func(at int64, kind, actor, summary string) {
		user := t.agent
		if actor != "agent" {
			user = nil
		}
		if at != 0 && at <= c.now {
			events = append(events, event{at, kind, actor, user, summary})
		}
	}
	if t.responded == 0 {
		add(t.solved, "solved", "bot", "Closed without an answer")
	} else {
		add(t.created+(t.responded-t.created)/2, "assigned", "agent", "Taken over")
		add(t.responded, "public_reply", "agent", "First answer")
		for range r.count(0.75) {
			add(t.responded+int64(r.Float64()*float64(t.first-t.responded)), "public_reply", one(r, []string{"agent", "agent", "customer"}), "Further exchange")
		}
		if r.chance(0.15) {
			add(t.responded+(t.first-t.responded)/3, "internal_note", "agent", "Asked a colleague")
		}
		add(t.escalated, "escalated", "agent", "Passed to the specialists")
		add(t.first, "solved", "agent", "Solution sent")
		for _, again := range t.returns {
			add(again.reopened, "reopened", "customer", "The problem is back")
			add(again.solved, "solved", "agent", "Solution sent again")
		}
	}
	slices.SortStableFunc(events, func(a, b event) int { return int(a.at - b.at) })
	for _, e := range events {
		c.ticketEvents.int(c.ticketEvents.next()).int(t.id).text(e.kind).text(e.actor).ref(e.user.ref()).time(e.at).text(e.summary).end()
	}
	c.conversation = events
}

// followUp writes what a ticket leads to: promises, checks of the standards, calls.
func (c *company) followUp(r random, t *ticket) {
	if t.agent == nil || c.past(t.responded) == 0 {
		return
	}
	if t.account != 0 && r.chance(0.12) {
		c.promiseOn(r, t.account, t.id, t.agent, t.responded)
	}
	if solved := c.past(t.first); solved != 0 && r.chance(0.08) {
		good := t.agent.strength * t.mood
		c.check("Polite and clear answer", "service_quality", 0, t.id, t.agent, r.chance(0.93*min(good+0.1, 1.05)), solved+hour)
		c.check("Case documented", "service_quality", 0, t.id, t.agent, r.chance(0.88*min(good+0.1, 1.05)), solved+hour)
	}
	switch solved := c.past(t.solved); {
	case solved == 0 && r.chance(0.3):
		a := activity{kind: "call", subject: "Call about a ticket", owner: t.agent, account: t.account, ticket: t.id, status: "planned", created: t.responded}
		a.plan(r, c.ahead(r, t.agent.zone, c.today+r.between(0, 3)))
		c.writeActivity(a)
	case solved != 0 && r.chance(0.05):
		a := activity{kind: "call", subject: "Call about a ticket", owner: t.agent, account: t.account, ticket: t.id, status: "done",
			created: t.responded, starts: t.responded, completed: t.responded + 10*minute, minutes: 10}
		if c.past(a.completed) != 0 {
			c.writeActivity(a)
		}
	}
}
