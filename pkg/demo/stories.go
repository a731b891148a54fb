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
	burnQuality        = 0.08

	// Support and Overview: a team answers late since a certain week, and the backlog grows.
	lateDesk     = 2
	lateWeeks    = 8
	lateResponse = 7
	lateSolution = 8

	// My desk: the largest deal of a seller, whom everybody finds by her short address, waits without a next step.
	sellerName, sellerMail = "Anna Wright", "anna"
	neglectedBuyer         = "Castellan Foods Group"
	neglectedAmount        = 148_000 // USD
	neglectedFrom          = -96     // days from the last one
	neglectedDue           = -19     // when it should have been closed
	neglectedSince         = -40     // nobody has worked on it since

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
	planHope = 0.08

	// Service quality: since the warehouse has moved, what arrives is often not what was ordered, and customers complain.
	mixupWeeks      = 10
	mixupAccuracy   = 0.84
	usualAccuracy   = 0.975
	mixupTopic      = "delivery"
	mixupComplaints = 0.55 // of the complaints

	// Data health: nobody has imported payments for a while.
	paymentsSilence = 12 // days
)

// weeksAgo is the Monday of the week so many weeks before that of the last day.
func (c *company) weeksAgo(weeks int) int {
	return c.today - (int(weekday(c.today))+6)%7 - 7*weeks
}

// cast are the people of whom the stories need to know.
type cast struct{ seller, loser *user }

// part is the part of a rep in the stories.
type part int

const (
	extra part = iota
	seller
	staller
	loser
)

// part of a rep by its number: the seller is in the third team, the two others are in the second one.
func (c *company) part(i int) part {
	switch i {
	case 2:
		return seller
	case c.size.teams + 1:
		return staller
	case 2*c.size.teams + 1:
		return loser
	}
	return extra
}

func (c *company) castRep(rep *user, p part) {
	switch p {
	case seller:
		c.call(rep, sellerName)
		rep.mail, rep.strength, rep.pace = sellerMail, 1.05, 1
		c.cast.seller = rep
	case staller:
		c.call(rep, stallName)
		rep.stalls, rep.pace = stallStage, 1.35
	case loser:
		c.call(rep, loserName)
		rep.loses = loserStage
		c.cast.loser = rep
	}
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
