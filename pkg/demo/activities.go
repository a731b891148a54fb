package demo

// activity is something done or planned.
type activity struct {
	kind, subject, status           string
	owner                           *user
	account, lead, deal, ticket     int64
	created, starts, due, completed int64
	minutes                         int
	automated                       bool
}

var subjects = map[string][]string{
	"call":    {"Call about the offer", "Follow-up call", "First call", "Call back"},
	"meeting": {"Kick-off", "Requirements workshop", "Negotiation", "Quarterly review"},
	"email":   {"Offer sent", "Answer to questions", "References", "Next steps"},
	"task":    {"Prepare the offer", "Check the contract", "Update the forecast", "Collect requirements"},
	"demo":    {"Product demo", "Demo for the team"},
}

var (
	activityKinds   = []string{"call", "meeting", "email", "task", "demo"}
	activityWeights = []float64{0.34, 0.17, 0.24, 0.18, 0.07}
)

func (c *company) writeActivity(a activity) {
	t := c.activities
	id := t.next()
	t.int(id).text(a.kind).text(a.subject).ref(a.owner.ref()).ref(a.account).ref(a.lead).ref(a.deal).ref(a.ticket).text(a.status).
		time(a.created).time(a.starts).time(a.due).time(a.completed).ref(int64(a.minutes)).bool(a.automated).text(link("activities", id)).end()
}

// plan sets the planned time of an activity: appointments start, tasks are due.
func (a *activity) plan(r random, at int64) {
	a.minutes = one(r, []int{15, 30, 30, 45, 60, 90})
	switch a.kind {
	case "task", "email":
		a.due = at
	default:
		a.starts = at
		if r.chance(0.5) {
			a.due = at + int64(a.minutes)*minute
		}
	}
}

// workOn writes what the reps did for a deal in each of its stages, and what they plan to do next.
func (c *company) workOn(r random, d *deal) {
	for i := 0; i+1 < len(d.versions); i++ {
		from, to := d.versions[i].from, d.versions[i+1].from
		for range r.count(0.62) {
			c.didSomething(r, d, from, to)
		}
	}
	last := d.last()
	if last.status != "open" {
		return
	}
	begun := min(float64(c.now-last.from)/(10*daySeconds), 1) // of the stage, about
	for range r.count(0.6 * begun) {
		c.didSomething(r, d, last.from, c.now)
	}
	if last.owner == nil || !r.chance(0.5) {
		return
	}
	day := c.today + int(r.around(4, 0.8))
	if r.chance(0.02) { // should have been done
		day = c.today - r.between(3, 12)
	}
	at := c.ahead(r, last.owner.zone, day)
	c.planSomething(r, d, max(d.created, min(at, c.now)-int64(r.between(1, 9))*daySeconds), at)
}

func (c *company) didSomething(r random, d *deal, from, to int64) {
	a := activity{kind: activityKinds[r.index(activityWeights)], status: "done", account: d.account, deal: d.id, automated: false}
	at := from + int64(r.Float64()*float64(to-from))
	a.owner = d.ownerAt(at)
	if a.owner != nil {
		if work := a.owner.zone.work(r, a.owner.zone.day(at)); work > from && work < to {
			at = work
		}
	}
	a.subject = one(r, subjects[a.kind])
	a.plan(r, at)
	a.created = max(d.created, at-int64(r.Float64()*6*daySeconds))
	a.completed = min(at+int64(a.minutes)*minute, c.now)
	switch x := r.Float64(); {
	case x < 0.05:
		a.status, a.completed = "cancelled", 0
	case x < 0.3: // done or entered days later
		if a.completed = c.past(at + int64(r.between(1, 9))*daySeconds); a.completed == 0 {
			a.status = "planned"
		}
	case x < 0.42 && a.kind == "email":
		a.automated, a.minutes = true, 0
	}
	c.writeActivity(a)
}

// ahead returns an instant in the working hours of a day; when today's have passed, of the next.
func (c *company) ahead(r random, z *zone, day int) int64 {
	at := z.work(r, day)
	if day >= c.today-1 && at <= c.now {
		at = z.work(r, z.day(c.now)+1)
	}
	return at
}

func (c *company) planSomething(r random, d *deal, created, at int64) {
	a := activity{kind: activityKinds[r.index(activityWeights)], status: "planned", owner: d.last().owner, account: d.account,
		deal: d.id, created: min(created, c.now)}
	a.subject = one(r, subjects[a.kind])
	a.plan(r, at)
	c.writeActivity(a)
}

// callLead writes the first call to a lead, or a mail that went out by itself.
func (c *company) callLead(r random, l *lead) {
	if l.contacted != 0 && r.chance(0.35) {
		a := activity{kind: "call", subject: "First call", status: "done", owner: l.owner, account: l.account, lead: l.id,
			created: l.created, completed: l.contacted, minutes: r.between(3, 25)}
		a.starts = max(l.created, l.contacted-int64(a.minutes)*minute)
		c.writeActivity(a)
	}
	if sent := l.created + 5*minute; r.chance(0.12) && c.past(sent) != 0 {
		c.writeActivity(activity{kind: "email", subject: "Welcome", status: "done", owner: l.owner, lead: l.id, created: l.created,
			due: sent, completed: sent, automated: true})
	}
	if l.owner != nil && l.converted == 0 && !l.lost && l.created > c.now-30*daySeconds && r.chance(0.16) {
		a := activity{kind: "call", subject: "Call the lead", status: "planned", owner: l.owner, lead: l.id, created: l.created}
		a.plan(r, c.ahead(r, l.owner.zone, c.today+r.between(0, 8)))
		c.writeActivity(a)
	}
}
