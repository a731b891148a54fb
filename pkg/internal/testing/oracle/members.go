package oracle

import (
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

// Members are those whose rows a period has: each is counted once, however many rows it has there.

// visitors are the members with rows in a range, and how many rows each has; nil for a range that does not exist.
func (c *cell) visitors(l *leaf, r calendar.Range) map[any]int {
	facts := c.rows(l, r)
	if c.part.empty() || !r.From.Before(r.To) {
		return nil
	}
	members := map[any]int{}
	for _, f := range facts {
		members[f.member]++
	}
	return members
}

func countOf(members map[any]int) *float64 {
	if members == nil {
		return nil
	}
	return number64(float64(len(members)))
}

// distinct is the number of members with rows in what has elapsed of the bucket.
func (c *cell) distinct(l *leaf) *float64 { return countOf(c.visitors(l, c.part.elapsed)) }

// ordersPerCustomer leaves out the orders of nobody.
func (c *cell) ordersPerCustomer() *float64 {
	orders, customers := 0.0, c.visitors(customerOrders, c.part.elapsed)
	for _, n := range customers {
		orders += float64(n)
	}
	return ratio(&orders, countOf(customers))
}

func (c *cell) repeatPurchases() *float64 {
	again, customers := 0.0, c.visitors(customerOrders, c.part.elapsed)
	for _, n := range customers {
		if n >= 2 {
			again++
		}
	}
	return ratio(&again, countOf(customers))
}

// retention is the share of the customers of the period before the bucket that ordered again in what has elapsed of the bucket.
func (c *cell) retention() *float64 {
	if !c.part.begun || c.part.empty() {
		return nil
	}
	shift := c.asking.calendar.Previous(c.part.aims)
	back := calendar.Range{From: c.asking.calendar.Back(c.part.aims.From, shift), To: c.asking.calendar.Back(c.part.aims.To, shift)}
	before, now := c.visitors(customerOrders, back), c.visitors(customerOrders, c.part.elapsed)
	kept := 0.0
	for customer := range before {
		if now[customer] > 0 {
			kept++
		}
	}
	return ratio(&kept, countOf(before))
}

// yearCustomers are those with an order in the year before the instant.
func (c *cell) yearCustomers() *float64 {
	if !c.part.begun || c.part.empty() {
		return nil
	}
	return countOf(c.visitors(customerOrders, c.yearsBefore(0)))
}

// perAgent is the number of rows divided by the number of agents whose they are.
func perAgent(facts []fact) *float64 {
	agents := map[any]bool{}
	for _, f := range facts {
		agents[f.member] = true
	}
	return ratio(number64(float64(len(facts))), number64(float64(len(agents))))
}

func (c *cell) agentLoad() *float64 {
	facts, _ := c.now(assignedTickets)
	return perAgent(facts)
}

func (c *cell) solvedPerAgent() *float64 {
	if !c.part.begun || c.part.empty() {
		return nil
	}
	facts := c.rows(solvedByAgents, c.part.elapsed)
	return perAgent(facts)
}

var (
	ticketCustomers = events("ticket customers", tickets, func(t *ticket) *time.Time { return when(t.account != nil, &t.CreatedAt) },
		func(_ *asking, t *ticket, f *fact) { f.member, f.event = t.account, noEvent }) // who did something in a period, whenever in it
	solvedByAgents = events("solved by agents", tickets, func(t *ticket) *time.Time { return when(t.agent != nil, t.SolvedAt) },
		func(_ *asking, t *ticket, f *fact) { f.member, f.event = t.agent, noEvent })
	assignedTickets = states("assigned tickets", tickets, func(_ *asking, t *ticket) (from, until *time.Time) {
		return when(t.agent != nil, &t.CreatedAt), t.SolvedAt
	}, func(_ *asking, t *ticket, f *fact) { f.member = t.agent })
)
