package demo

import (
	"fmt"
	"math"
)

// priorities with the time until the first response and until the solution that is promised, in opening hours.
var priorities = []struct {
	name               string
	share              float64
	response, solution float64 // hours
}{{"low", 0.22, 10, 60}, {"normal", 0.52, 6, 36}, {"high", 0.20, 3, 18}, {"urgent", 0.06, 1, 8}}

var (
	ticketChannels       = []string{"email", "phone", "chat", "web", "social"}
	ticketChannelWeights = []float64{0.42, 0.2, 0.2, 0.14, 0.04}
	ticketKinds          = []string{"question", "request", "incident", "complaint"}
	ticketKindWeights    = []float64{0.40, 0.27, 0.23, 0.10}
	ticketTopics         = []string{"delivery", "billing", "login", "hardware fault", "integration", "licence", "returns", "training"}
	priorityShares       = []float64{priorities[0].share, priorities[1].share, priorities[2].share, priorities[3].share}
)

// comeback is when a ticket was reopened and solved again.
type comeback struct{ reopened, solved int64 }

// ticket is a case with what happens to it; instants may lie after now, which means not yet, and 0 is never.
type ticket struct {
	id, account, contact              int64
	desk                              *desk
	agent                             *user
	channel, topic, kind              string
	priority                          int
	created, responded, solved, first int64
	escalated                         int64
	returns                           []comeback
	mood                              float64
}

func (c *company) support() error {
	r := newRandom(c.seed, streamSupport)
	return c.eachDay("support", c.volume(ticketsPerDeal), 0.3, func(day, count int) {
		for range count {
			c.tellTicket(r, day)
		}
	})
}

func (c *company) tellTicket(r random, day int) {
	t := c.openTicket(r, day)
	if t.created > c.now {
		return
	}
	t.id = c.tickets.next()
	if r.chance(0.99) {
		c.handle(r, &t)
	} else if t.created < c.now-20*daySeconds { // unanswered, and closed by itself
		t.agent = nil
		t.solved = t.created + 14*daySeconds
		t.first = t.solved
	} else if r.chance(0.5) {
		t.agent = nil
	}
	c.writeTicket(&t)
	c.writeEvents(r, &t)
	c.writeSLA(&t)
	c.surveyTicket(r, &t)
	c.followUp(r, &t)
}

// openTicket draws who has which problem. Unhappy customers have more of them.
func (c *company) openTicket(r random, day int) ticket {
	t := ticket{mood: 1, channel: ticketChannels[r.index(ticketChannelWeights)], topic: one(r, ticketTopics),
		kind: ticketKinds[r.index(ticketKindWeights)], priority: r.index(priorityShares)}
	noon := int64(day)*daySeconds + daySeconds/2
	d := r.IntN(len(c.people.desks))
	if r.chance(0.95) {
		t.account = c.somebody(r, func(a *account) bool { return a.isCustomer(noon) && (a.mood < 1 || r.chance(0.35)) })
	}
	z := c.people.desks[d].schedule.zone
	if t.account != 0 {
		a := c.account(t.account)
		z, t.mood = c.localZone(a), float64(a.mood)
		for c.regionOf(d) != servedBy(countries[a.country].region) {
			d = (d + 1) % len(c.people.desks)
		}
		if r.chance(0.9) {
			t.contact = int64(a.contact) + int64(r.IntN(int(a.contacts)))
		}
		if t.mood < 1 && r.chance(0.25) {
			t.kind = "complaint"
		}
	}
	t.desk = &c.people.desks[d]
	t.agent = one(r, t.desk.agents)
	t.created = z.any(r, day)
	return t
}

func (c *company) regionOf(desk int) string { return regions[(desk+2)%len(regions)] }

// handle tells how an agent works on a ticket.
func (c *company) handle(r random, t *ticket) {
	p, s := priorities[t.priority], t.desk.schedule
	speed := t.agent.pace / math.Sqrt(t.mood)
	if t.created > c.now-36*hour { // these days, there is too much to do
		speed *= 2.2
	}
	response := p.response * hour * speed * r.around(0.16, 1.2)
	if t.channel == "chat" || t.channel == "phone" {
		response *= 0.2
	}
	t.responded = s.after(t.created, int64(response)+30)
	t.solved = s.after(t.responded, int64(p.solution*hour*speed*r.around(0.2, 1.15))+2*minute)
	if r.chance(0.05) { // a hard one
		t.solved = s.after(t.solved, int64(r.around(90, 0.7)*hour))
	}
	if r.chance(0.035 / (t.mood * t.mood)) {
		t.solved = s.after(t.solved, int64(r.around(20, 0.8)*hour))
		t.escalated = t.responded + int64(r.Float64()*0.5*float64(t.solved-t.responded))
	}
	t.first = t.solved
	for r.chance(0.065/t.mood) && len(t.returns) < 3 {
		reopened := t.solved + int64(r.around(1.5*daySeconds, 0.8))
		if reopened > c.now {
			break
		}
		t.solved = s.after(reopened, int64(r.around(7, 0.9)*hour))
		t.returns = append(t.returns, comeback{reopened, t.solved})
	}
}

func (c *company) writeTicket(t *ticket) {
	status := "closed"
	solved, responded := c.past(t.solved), c.past(t.responded)
	switch {
	case solved != 0 && solved > c.now-4*daySeconds:
		status = "solved"
	case solved != 0:
	case responded == 0:
		status = "new"
	case t.id%4 == 0: // waits for the customer
		status = "pending"
	default:
		status = "open"
	}
	subject := fmt.Sprintf("%s about %s", map[string]string{"question": "Question", "request": "Request", "incident": "Problem", "complaint": "Complaint"}[t.kind], t.topic)
	c.tickets.int(t.id).text(subject).ref(t.account).ref(t.contact).ref(t.agent.ref()).int(t.desk.team).text(t.channel).text(t.topic).
		text(priorities[t.priority].name).text(t.kind).text(status).time(t.created).time(responded).time(c.past(t.first)).time(solved).
		time(c.past(t.escalated)).int(int64(len(t.returns))).text(link("tickets", t.id)).end()
}

// writeSLA promises times in opening hours. A promise kept late has both a time when it was kept and one when it broke.
func (c *company) writeSLA(t *ticket) {
	p := priorities[t.priority]
	c.writeSLATarget(t, "first_response", p.response, c.past(t.answered()))
	c.writeSLATarget(t, "resolution", p.solution, c.past(t.first))
}

// answered is when the first response was no longer due: a ticket closed without one ends the promise late.
func (t *ticket) answered() int64 {
	if t.responded == 0 {
		return t.solved
	}
	return t.responded
}

func (c *company) writeSLATarget(t *ticket, metric string, hours float64, met int64) {
	due, breached := t.desk.schedule.after(t.created, int64(hours*hour)), int64(0)
	if met > due || met == 0 && due <= c.now {
		breached = due
	}
	c.slaTargets.int(c.slaTargets.next()).int(t.id).text(metric).time(due).time(met).time(breached).end()
}
