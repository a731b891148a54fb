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
}{{"low", 0.22, 4, 60}, {"normal", 0.52, 2, 36}, {"high", 0.20, 1, 18}, {"urgent", 0.06, 0.5, 8}}

const urgent = 3 // index of priorities

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
	err := c.eachDay("support", c.beside(ticketsPerDeal), 0.3, func(day, count int) {
		for range count {
			if t := c.openTicket(r, day); t.created <= c.now {
				c.tellTicket(r, &t)
			}
		}
	})
	c.outage(r)
	return err
}

// outage is going on now: customers have called for five hours, whatever the time of day, and it will take some more.
func (c *company) outage(r random) {
	for range 12 + int(c.beside(0.0002)) {
		t := c.openTicket(r, c.today)
		t.created = c.now - int64(r.Float64()*5*hour)
		t.topic, t.kind, t.priority = "outage", "incident", urgent
		t.responded = t.created + int64(r.around(35*minute, 0.9))
		t.solved = max(c.now, t.responded) + int64(r.Float64()*4*hour) + minute
		t.first = t.solved
		if r.chance(0.2) {
			t.escalated = t.responded + 10*minute
		}
		c.writeWhole(r, &t)
	}
}

func (c *company) tellTicket(r random, t *ticket) {
	if r.chance(0.99) {
		c.handle(r, t)
	} else if t.created < c.now-20*daySeconds { // unanswered, and closed by itself
		t.agent = nil
		t.solved = t.created + 14*daySeconds
		t.first = t.solved
	} else if r.chance(0.5) {
		t.agent = nil
	}
	c.writeWhole(r, t)
}

// writeWhole writes a ticket with all that belongs to it.
func (c *company) writeWhole(r random, t *ticket) {
	t.id = c.tickets.next()
	c.writeTicket(t)
	c.writeEvents(r, t)
	c.writeSLA(t)
	c.surveyTicket(r, t)
	c.followUp(r, t)
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

// after counts opening hours; somebody is on call for what is urgent.
func (t *ticket) after(at, seconds int64) int64 {
	if t.priority == urgent {
		return at + seconds
	}
	return t.desk.schedule.after(at, seconds)
}

// handle tells how an agent works on a ticket.
func (c *company) handle(r random, t *ticket) {
	p := priorities[t.priority]
	speed := t.agent.pace / math.Sqrt(t.mood)
	if t.created > c.now-36*hour { // these days, there is too much to do
		speed *= 2.2
	}
	late, slow := c.delay(t)
	response := p.response * hour * speed * late * r.around(0.16, 0.65)
	if t.channel == "chat" || t.channel == "phone" {
		response *= 0.4
	}
	t.responded = t.after(t.created, int64(response)+30)
	t.solved = t.after(t.responded, int64(p.solution*hour*speed*slow*r.around(0.2, 1.15))+2*minute)
	if r.chance(0.05) { // a hard one
		t.solved = t.after(t.solved, int64(r.around(90, 0.7)*hour))
	}
	if r.chance(0.035 / (t.mood * t.mood)) {
		t.solved = t.after(t.solved, int64(r.around(20, 0.8)*hour))
		t.escalated = t.responded + int64(r.Float64()*0.5*float64(t.solved-t.responded))
	}
	t.first = t.solved
	for r.chance(0.065/t.mood) && len(t.returns) < 3 {
		reopened := t.solved + int64(r.around(1.5*daySeconds, 0.8))
		if reopened > c.now {
			break
		}
		t.solved = t.after(reopened, int64(r.around(7, 0.9)*hour))
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
	due, breached := t.after(t.created, int64(hours*hour)), int64(0)
	if met > due || met == 0 && due <= c.now {
		breached = due
	}
	c.slaTargets.int(c.slaTargets.next()).int(t.id).text(metric).time(due).time(met).time(breached).end()
}
