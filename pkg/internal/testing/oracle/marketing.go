package oracle

import "time"

// What happens in marketing.
var (
	customersWon = events("customers won", func(c *Company) []*account { return c.accounts }, func(r *account) *time.Time { return r.FirstWonAt }, nil)
	creditedWon  = &leaf{"credited", credited}
	unattributed = &leaf{"uncredited", uncredited}
	ordered      = events("ordered", orders, func(o *order) *time.Time { return &o.OrderedAt }, orderAmount)
	lines        = events("lines", orderLines, orderedAt, lineAmount(func(l *line) *float64 { return l.UnitPrice }))
	lineGains    = events("line gains", orderLines, orderedAt, lineAmount(func(l *line) *float64 { return minus(l.UnitPrice, l.UnitCost) }))
	units        = events("units", orderLines, orderedAt, func(_ *asking, l *line, f *fact) {
		f.unknown = l.Quantity == nil
		if !f.unknown {
			f.value = *l.Quantity
		}
	})
	paid = events("paid", func(c *Company) []*payment { return c.payments }, func(p *payment) *time.Time { return &p.PaidAt },
		func(a *asking, p *payment, f *fact) { f.money(a, p.Amount, p.Currency) })
	profits = events("profits", orders, func(o *order) *time.Time { return &o.OrderedAt }, orderProfit)
	// An order with an amount, and one that a campaign has brought.
	ordersWorth  = events("orders worth", orders, func(o *order) *time.Time { return when(o.Amount != nil, &o.OrderedAt) }, nil)
	broughtGains = events("brought gains", orders, func(o *order) *time.Time { return when(o.Campaign != nil, &o.OrderedAt) }, orderProfit)
	allMentions  = events("all mentions", mentions, func(m *mention) *time.Time { return &m.PublishedAt }, nil)
	ownMentions  = events("own mentions", mentions, func(m *mention) *time.Time { return when(m.IsOwnBrand, &m.PublishedAt) }, reached)
	positive     = ownOf("positive")
	negative     = ownOf("negative")
	scored       = events("scored", mentions, func(m *mention) *time.Time { return when(m.IsOwnBrand && m.Sentiment != nil, &m.PublishedAt) }, nil)
	touched      = events("touched", touches, func(t *touch) *time.Time { return &t.OccurredAt }, nil)
	visitors     = events("visitors", sessions, func(s *session) *time.Time { return &s.StartedAt }, nil)
	visitorLeads = events("visitor leads", sessions, func(s *session) *time.Time { return when(s.Lead != nil, &s.StartedAt) }, nil)
	reviews      = events("reviews", mentions, func(m *mention) *time.Time { return when(m.IsOwnBrand && is(m.Kind, "review"), &m.PublishedAt) },
		func(_ *asking, m *mention, f *fact) {
			if m.Rating != nil {
				f.value, f.measured = *m.Rating, true
			}
		})
	spent        = costs("spent", func(*cost) bool { return true })
	spentOnMedia = costs("spent on media", func(c *cost) bool { return is(c.Kind, "media") })
)

func orderLines(c *Company) []*line { return c.lines }

func orderedAt(l *line) *time.Time {
	if l.order == nil {
		return nil
	}
	return &l.order.OrderedAt
}

// lineAmount is the quantity times something of each unit, in the currency of the order.
func lineAmount(each func(*line) *float64) func(*asking, *line, *fact) {
	return func(a *asking, l *line, f *fact) { f.money(a, times(l.Quantity, each(l)), l.order.Currency) }
}

func ownOf(sentiment string) *leaf {
	return events(sentiment, mentions, func(m *mention) *time.Time {
		return when(m.IsOwnBrand && is(m.Sentiment, sentiment), &m.PublishedAt)
	}, nil)
}

func reached(_ *asking, m *mention, f *fact) {
	f.unknown = m.Reach == nil
	if !f.unknown {
		f.value = *m.Reach
	}
}

// costs happen on a day: it lies in a range when its beginning does.
func costs(name string, counts func(*cost) bool) *leaf {
	return &leaf{name: name, rows: func(a *asking) (facts []fact) {
		for _, c := range a.costs {
			if counts(c) {
				f := fact{subject: c, from: a.midnight(c.SpentOn), event: ofDay}
				f.money(a, c.Amount, c.Currency)
				facts = append(facts, f)
			}
		}
		return facts
	}}
}
