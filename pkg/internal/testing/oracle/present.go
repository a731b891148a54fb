package oracle

import "time"

// Rows that are counted as they are now.

// present makes a leaf of the rows that there are; at is the instant at whose rate an amount is worth, worth may be nil.
func present[R subject](name string, rows func(*Company) []R, worth func(*asking, R, *fact)) *leaf {
	return &leaf{name: name, rows: func(a *asking) (facts []fact) {
		for _, r := range rows(a.Company) {
			f := fact{subject: r, from: a.now}
			if worth != nil {
				worth(a, r, &f)
			}
			f.from, f.until = ever, never
			facts = append(facts, f)
		}
		return facts
	}}
}

// isPresent reports whether the part is that of now: it holds now, or is the last one and ended no more than five minutes ago.
func (c *cell) isPresent() bool {
	last := c.part.span.To.Equal(c.asking.whole.To) && !c.part.span.To.Before(c.asking.now.Add(-5*time.Minute))
	return c.part.begun && !c.part.empty() && (last || !c.part.span.To.Before(c.asking.now))
}

func (c *cell) countPresent(l *leaf) *float64 {
	if !c.isPresent() {
		c.asking.facts(l)
		return nil
	}
	return c.countNow(l)
}

func (c *cell) sumPresent(l *leaf) *float64 {
	if !c.isPresent() {
		c.asking.facts(l)
		return nil
	}
	return c.sumNow(l)
}

var (
	allAccounts = present("all accounts", func(c *Company) []*account { return c.accounts }, nil)
	allContacts = present("all contacts", func(c *Company) []*contact { return c.contacts }, nil)
	allProducts = present("all products", func(c *Company) []*product { return c.products }, nil)
	allDeals    = present("all deals", deals, dealAmount)
	clients     = states("clients", func(c *Company) []*account { return c.accounts }, func(_ *asking, r *account) (from, until *time.Time) {
		return r.FirstWonAt, r.ChurnedAt
	}, nil)
)
