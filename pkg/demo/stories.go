package demo

// The stories: one thing to find on each dashboard, told to readers in docs/demo.md and read from the rows in
// stories_test.go. Days are counted back from the last one, so that each is there whenever the company is made; what lasts
// for some weeks begins on a Monday.
const (
	// Sales: in one stage, the deals of one rep stay several times as long as anybody else's.
	stallStage  = "Proposal"
	stallFactor = 5
	stallName   = "Björn Schäfer"

	// Marketing: the dearest campaign brings many leads, and hardly any of them buys.
	burnTopic          = "Influencer Tour"
	burnChannel        = "social"
	burnFrom, burnTo   = -150, 21 // days from the last one
	burnPull, burnCost = 2.2, 2.6
	burnQuality        = 0.04

	// Support and Overview: a team answers late since a certain week, as half of it is not there, and the backlog grows.
	lateDesk     = 2
	lateWeeks    = 8
	lateResponse = 7
	lateSolution = 8

	// My desk: the largest deal of a seller, whom everybody finds by her short address, waits without a next step.
	sellerName, sellerMail = "Anna Wright", "anna"
	neglectedBuyer         = "Castellan Foods Group"
	neglectedAmount        = 148_000 // USD
	neglectedDue           = -19     // days from the last one: when it should have been closed
	neglectedSince         = -40     // nobody has worked on it since
	neglectedAge           = 96

	// Team review: one rep loses at the negotiating table, and her training in it is overdue.
	loserName     = "Lena Brandt"
	loserStage    = "Negotiation"
	loserFactor   = 5
	loserTraining = "Negotiation"
	loserDue      = -24 // days from the last one

	// Customer: a faithful buyer has bought nothing for months, and waits for answers.
	leavingCustomer = "Halden Logistics Ltd"
	leavingSilence  = 98 // days since the last order

	// Pipeline: deals with partners are expected to close far too early, and nobody corrects it.
	staleHope, staleNeglect = 0.35, 0.95

	// Plan: next year's goal takes more people than there are.
	planHope = 0.05

	// Service quality: since the warehouse has moved, what arrives is often not what was ordered, and customers complain.
	mixupWeeks      = 10
	mixupAccuracy   = 0.84
	usualAccuracy   = 0.965
	mixupTopic      = "delivery"
	mixupComplaints = 0.55 // of the complaints

	// Data health: nobody has imported payments for a while.
	paymentsSilence = 12 // days
)

// weeksAgo is the Monday of the week so many weeks before that of the last day.
func (c *company) weeksAgo(weeks int) int {
	return c.today - (int(weekday(c.today))+6)%7 - 7*weeks
}

// cast are the people of the stories.
type cast struct {
	seller, staller, loser *user
}

// castRep gives a rep its part in a story: all are in their markets from the beginning to the end.
func (c *company) castRep(rep *user, i int) {
	teams := c.size.teams
	switch i {
	case 2:
		c.call(rep, sellerName)
		rep.mail = sellerMail
		rep.strength, rep.pace = 1.05, 1
		c.cast.seller = rep
	case teams + 1:
		c.call(rep, stallName)
		rep.stalls, rep.pace = stallStage, 1.35
		c.cast.staller = rep
	case 2*teams + 1:
		c.call(rep, loserName)
		rep.loses = loserStage
		c.cast.loser = rep
	}
}

// isCast reports whether a rep has a part, and so is there all the time.
func (c *company) isCast(i int) bool { return i == 2 || i == c.size.teams+1 || i == 2*c.size.teams+1 }

// tellStories adds the rows of those stories that are about single customers. Nobody else chooses their accounts, which
// are founded after all others.
func (c *company) tellStories() error {
	r := newRandom(c.seed, streamStories)
	c.neglectDeal(r)
	c.loseCustomer(r)
	return c.load.err()
}

// neglectDeal leaves the seller's largest deal in negotiation, past its expected close and without a next step.
func (c *company) neglectDeal(r random) {
	seller := c.cast.seller
	at := func(day int) int64 { return seller.zone.work(r, c.today+day) }
	created := at(-neglectedAge)
	id := c.storyAccount(r, neglectedBuyer, created-2*daySeconds)
	p := c.pipelines[newBusiness]
	d := deal{origin: origin{account: id, kind: "new", pipeline: newBusiness, owner: seller, created: created}, id: c.deals.next(),
		pipeline: p, buyer: c.account(id), currency: "GBP"}
	amount := c.price(neglectedAmount, d.currency, floorDay(created))
	from := created
	for i := range p.open {
		s := &p.open[i]
		category := "pipeline"
		if s.name == "Negotiation" {
			category = "commit"
		}
		d.versions = append(d.versions, version{from: from, stage: s, owner: seller, status: "open", amount: amount,
			probability: s.probability, category: category, expected: c.today + neglectedDue})
		from += (at(neglectedSince) - created) / int64(len(p.open)-1)
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
func (c *company) loseCustomer(r random) {
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

// neglectTraining enrols the rep who needs it in a training that she has not finished in time.
func (c *company) neglectTraining(r random) {
	u := c.cast.loser
	for i, name := range trainings {
		if name == loserTraining {
			c.writeEnrollment(u, int64(i+1), u.zone.work(r, c.today+loserDue-40), u.zone.at(nextWorkday(c.today+loserDue), 17*hour), 0, 44, noScore)
		}
	}
}

// burn plans the campaign that burns money.
func (c *company) burn() campaign {
	return campaign{channel: channelNamed(burnChannel), currency: reporting, pull: burnPull, quality: burnQuality, cost: burnCost,
		starts: nextWorkday(c.today + burnFrom), ends: c.today + burnTo}
}

// delay is how much longer than usual a ticket of a day takes a desk to answer and to solve.
func (c *company) delay(t *ticket) (response, solution float64) {
	if t.desk == &c.people.desks[lateDesk] && t.created >= t.desk.schedule.zone.at(c.weeksAgo(lateWeeks), 0) {
		return lateResponse, lateSolution
	}
	return 1, 1
}

// accuracy is the chance that an order arrives as it was placed.
func (c *company) accuracy(delivered int64) float64 {
	if c.afterMove(delivered) {
		return mixupAccuracy
	}
	return usualAccuracy
}

func (c *company) afterMove(at int64) bool { return floorDay(at) >= c.weeksAgo(mixupWeeks) }

// imported returns an instant of the bookkeeping when it has reached the company's tables, else 0.
func (c *company) imported(at int64) int64 {
	if at > c.zone("UTC").at(c.today-paymentsSilence, 18*hour) {
		return 0
	}
	return c.past(at)
}
