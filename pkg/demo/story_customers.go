package demo

// tellStories adds the rows of those stories that are about single customers. Nobody else chooses their accounts, which
// are founded after all others.
func (c *company) tellStories() error {
	r := newRandom(c.seed, streamStories)
	c.neglectDeal(r)
	c.forgetTasks(r, c.loseCustomer(r))
	return c.load.err()
}

// neglectDeal leaves the seller's largest deal in negotiation, past its expected close and without a next step.
func (c *company) neglectDeal(r random) {
	owner := c.cast.seller
	at := func(day int) int64 { return owner.zone.work(r, c.today+day) }
	created, left := at(neglectedFrom), at(neglectedSince)
	id := c.storyAccount(r, neglectedBuyer, created-2*daySeconds)
	p := c.pipelines[newBusiness]
	d := deal{origin: origin{account: id, kind: "new", pipeline: newBusiness, owner: owner, created: created}, id: c.deals.next(),
		pipeline: p, buyer: c.account(id), currency: "GBP"}
	amount := c.price(neglectedAmount, d.currency, floorDay(created))
	for i := range p.open {
		s := &p.open[i]
		category := "pipeline"
		if s.probability >= agreeing {
			category = "commit"
		}
		d.versions = append(d.versions, version{from: created + (left-created)*int64(i)/int64(len(p.open)-1), stage: s, owner: owner,
			status: "open", amount: amount, probability: s.probability, category: category, expected: c.today + neglectedDue})
	}
	c.writeDeal(r, &d)
	c.writeHistory(&d)
	c.quote(r, &d)
	for i := 0; i+1 < len(d.versions); i++ {
		for range 2 {
			c.didSomething(r, &d, d.versions[i].from, d.versions[i+1].from)
		}
	}
}

// loseCustomer lets a customer of the seller, who ordered every month for years, fall silent over cases that nobody solves.
// It returns the account.
func (c *company) loseCustomer(r random) int64 {
	won := c.people.desks[0].schedule.zone.work(r, c.start-120)
	id := c.storyAccount(r, leavingCustomer, won)
	c.tellDeal(r, origin{account: id, kind: "new", pipeline: newBusiness, owner: c.cast.seller, created: won, chance: 1})
	a := c.account(id)
	a.churned = 0
	for day := c.start + 15; day < c.today-leavingSilence; day += r.between(26, 34) {
		c.tellOrder(r, order{account: id, owner: c.cast.seller, ordered: c.cast.seller.zone.work(r, day), currency: "GBP",
			amount: c.price(r.around(5_200, 0.2), "GBP", day)})
	}
	desk, solved := &c.people.desks[0], int64(0)
	for i, story := range []struct {
		topic, kind string
		days        int // ago
		open        bool
	}{
		{"delivery", "complaint", 110, false}, {"billing", "complaint", 92, false}, {"hardware fault", "incident", 71, false},
		{"hardware fault", "complaint", 55, false}, {"integration", "incident", 38, false}, {"delivery", "complaint", 21, false},
		{"hardware fault", "complaint", 16, true}, {"billing", "complaint", 13, true}, {"integration", "incident", 9, true},
		{"returns", "request", 6, true},
	} {
		t := ticket{mood: 0.4, account: id, contact: int64(a.contact), desk: desk, agent: desk.agents[i%len(desk.agents)], channel: "email",
			topic: story.topic, kind: story.kind, priority: urgent - 1}
		t.created = desk.schedule.zone.work(r, c.today-story.days)
		t.responded = desk.schedule.after(t.created, int64(r.between(20, 90))*minute)
		t.solved = desk.schedule.after(t.responded, int64(r.between(15, 40))*hour)
		if story.open {
			t.solved = desk.schedule.after(max(c.now, t.responded), int64(r.between(10, 30))*hour)
		}
		t.first = t.solved
		if i%2 == 0 || story.kind == "complaint" {
			t.escalated = t.responded + 3*hour
		}
		c.writeWhole(r, &t)
		if !story.open {
			solved = t.id
		}
	}
	c.writeSurvey(survey{kind: "csat", ticket: solved, account: id, agent: desk.agents[0], sent: c.now - 3*daySeconds, answered: c.now - 2*daySeconds, score: 1, scale: 5,
		professionalism: 40, friendliness: 50, usefulness: 10, comment: badWords[0]})
	return id
}

// forgetTasks leaves the seller what she should have done days ago: to call the customer who falls silent, and others.
func (c *company) forgetTasks(r random, account int64) {
	owner := c.cast.seller
	for i, kind := range []string{"call", "task", "email"} {
		day := c.today - 5 - i
		a := activity{kind: kind, subject: subjects[kind][3], status: "planned", owner: owner, account: account, created: owner.zone.work(r, day-7)}
		a.due = owner.zone.work(r, day)
		c.writeActivity(a)
	}
}

// storyAccount founds a large customer in Great Britain, served by the seller's team.
func (c *company) storyAccount(r random, name string, founded int64) int64 {
	country := 0
	for i := range countries {
		if countries[i].code == "GB" {
			country = i
		}
	}
	id := c.newAccount(r, founded, country, 4, 0, nil, c.cast.seller)
	a := c.account(id)
	a.mood, a.segment = 1, uint8(len(segments)-1)
	c.names[id] = name
	return id
}
