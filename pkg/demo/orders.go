package demo

import "math"

type product struct {
	name, category string
	price          float64 // USD
}

var products = []product{
	{"Scanner S1", "Devices", 240}, {"Scanner S2", "Devices", 520}, {"Terminal T4", "Devices", 890}, {"Printer P3", "Devices", 310},
	{"Platform Basic", "Software", 600}, {"Platform Pro", "Software", 1_800}, {"Analytics", "Software", 950}, {"Connector", "Software", 400},
	{"Installation", "Services", 700}, {"Training day", "Services", 900}, {"Support Gold", "Services", 1_200}, {"Consulting", "Services", 1_100},
	{"Labels", "Supplies", 35}, {"Batteries", "Supplies", 60}, {"Cables", "Supplies", 25},
}

var trainings = []string{"Product basics", "Active listening", "Difficult customers", "Negotiation", "Data protection", "Writing well"}

func (c *company) writeCatalogue() {
	c.writePipelines()
	for _, p := range products {
		c.products.int(c.products.next()).text(p.name).text(p.category).end()
	}
	for _, name := range trainings {
		c.trainings.int(c.trainings.next()).text(name).end()
	}
}

// order is a purchase; the deal is 0 for one that repeats an earlier one.
type order struct {
	account, deal, campaign int64
	owner                   *user
	ordered, amount         int64
	currency                string
}

func (c *company) orderFrom(r random, d *deal) {
	v := d.last()
	ordered := d.ends + int64(r.around(0.4*daySeconds, 1))
	if v.amount == noAmount || c.past(ordered) == 0 || d.kind == "renewal" && r.chance(0.2) {
		return
	}
	campaign := d.campaign.ref()
	if campaign == 0 { // of those who come back, the one that won them
		campaign = int64(d.buyer.campaign)
	}
	c.tellOrder(r, order{d.account, d.id, campaign, v.owner, ordered, v.amount, d.currency})
}

// repeatOrders are what customers buy again without a deal.
func (c *company) repeatOrders() error {
	r := newRandom(c.seed, streamOrders)
	return c.eachDay("orders", c.beside(repeatPerDeal), 0.15, func(day, count int) {
		for range count {
			at := int64(day)*daySeconds + int64(r.between(6*hour, 20*hour))
			id := c.customer(r, at)
			if id == 0 || c.past(at) == 0 {
				continue
			}
			a := c.account(id)
			currency := countries[a.country].currency
			o := order{account: id, owner: a.owner, ordered: at, currency: currency,
				amount: c.price(r.around(0.09*segments[a.segment].amount, 0.6), currency, day)}
			o.campaign = int64(a.campaign)
			if o.owner != nil && !o.owner.works(at) {
				o.owner = nil
			}
			c.tellOrder(r, o)
		}
	})
}

func (c *company) tellOrder(r random, o order) {
	promised := c.zone("Europe/Berlin").at(nextWorkday(floorDay(o.ordered)+r.between(5, 30)), 16*hour)
	agreed := promised
	if r.chance(0.15) {
		agreed = promised + int64(r.between(3, 14))*daySeconds
	}
	delivered := promised - int64(r.Float64()*4*daySeconds)
	if r.chance(0.06) || agreed != promised && r.chance(0.8) {
		delivered = agreed + int64((r.Float64()*6-2)*daySeconds)
	}
	delivered = max(delivered, o.ordered+6*hour)
	status := "delivered"
	switch {
	case r.chance(0.015):
		status, delivered = "cancelled", 0
	case c.past(delivered) == 0 && delivered-3*daySeconds < c.now:
		status = "shipped"
	case c.past(delivered) == 0:
		status = "placed"
	}
	delivered = c.past(delivered)
	arrived := delivered != 0
	accurate, defect, pleased := r.chance(c.accuracy(delivered)), r.chance(0.025), r.chance(0.87*math.Min(float64(c.account(o.account).mood)+0.2, 1))
	known, asked := arrived && r.chance(0.95), arrived && r.chance(0.6)
	id := c.orders.next()
	cost := o.amount / 1000 * int64(r.between(430, 640))
	c.orders.int(id).int(o.account).ref(o.deal).ref(o.owner.ref()).ref(o.campaign).text(status).time(o.ordered).time(promised).time(agreed).
		time(delivered).money(o.amount).money(cost).text(o.currency).answer(known, accurate).answer(known, defect).answer(asked, pleased).end()
	c.writeLines(r, o, id, cost)
	c.pay(r, o, id, status)
	c.promiseDelivery(r, o, id, promised, agreed, delivered, status)
	if arrived && r.chance(0.3) {
		c.checkOrder(r, id, o.owner, delivered, accurate, !defect, asked, pleased)
	}
}

// writeLines splits the order into positions which add up to it exactly.
func (c *company) writeLines(r random, o order, id, cost int64) {
	rate := c.rate(o.currency, floorDay(o.ordered))
	rest, restCost := o.amount, cost
	for left := r.between(1, 3); rest > 0; left-- {
		p := r.IntN(len(products))
		quantity, price, unitCost := int64(1), rest, restCost
		if left > 1 {
			price = max(int64(products[p].price/rate*100), 100)
			quantity = min(rest/2/price, 200)
			unitCost = cost * price / max(o.amount, 1)
		}
		if quantity == 0 {
			continue
		}
		t := c.orderLines
		t.int(t.next()).int(id).int(int64(p + 1)).int(quantity).money(price).money(unitCost).end()
		rest, restCost = rest-quantity*price, restCost-quantity*unitCost
	}
}

func (c *company) pay(r random, o order, id int64, status string) {
	write := func(amount, at int64) {
		if amount != 0 && c.imported(at) != 0 {
			t := c.payments
			t.int(t.next()).int(o.account).int(id).money(amount).text(o.currency).time(at).end()
		}
	}
	if status == "cancelled" || r.chance(0.01) { // never paid
		return
	}
	advance := int64(0)
	if r.chance(0.2) {
		advance = o.amount * 3 / 10
		write(advance, o.ordered+int64(r.between(1, 7))*daySeconds)
	}
	due := o.ordered + int64(r.around(31, 0.35)*daySeconds)
	write(o.amount-advance, due)
	if r.chance(0.008) {
		write(-o.amount/10, due+20*daySeconds)
	}
}
