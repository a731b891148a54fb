package demo

import "math"

// origin is where a deal comes from.
type origin struct {
	account  int64
	lead     *lead // nil = none
	campaign *campaign
	kind     string
	pipeline int
	owner    *user
	created  int64
	chance   float64 // to be won; 1 = certain
}

// deal is what is known of a deal at its end or now.
type deal struct {
	origin
	id       int64
	pipeline *pipeline
	buyer    *account
	currency string
	versions []version
	ends     int64 // when it is or would be closed
	wins     bool
}

func (d *deal) last() *version { return &d.versions[len(d.versions)-1] }
func (d *deal) closed() int64 {
	if d.last().status == "open" {
		return 0
	}
	return d.ends
}

func (d *deal) source() string {
	switch {
	case d.lead != nil && d.lead.source > 0:
		return channels[d.lead.channel].sources[d.lead.source-1]
	case d.lead != nil || d.kind == "renewal":
		return ""
	case d.kind == "new":
		return "cold call"
	}
	return "account manager"
}

// owner of the deal at an instant.
func (d *deal) ownerAt(at int64) *user {
	owner := d.versions[0].owner
	for i := range d.versions {
		if d.versions[i].from <= at {
			owner = d.versions[i].owner
		}
	}
	return owner
}

var kindAmounts = map[string]float64{"new": 1, "renewal": 0.8, "upsell": 0.55, "cross_sell": 0.45}

// tellDeal decides the fate of a deal, writes it with all that belongs to it, and returns its id.
func (c *company) tellDeal(r random, o origin) int64 {
	a := c.account(o.account)
	d := &c.current
	*d = deal{origin: o, id: c.deals.next(), pipeline: c.pipelines[o.pipeline], buyer: a, versions: d.versions[:0],
		currency: countries[a.country].currency}
	c.decide(r, d)
	c.live(r, d, c.firstAmount(r, d))
	if d.last().status == "won" {
		c.becomesCustomer(r, a, d.ends)
		c.books.addSale(c, d)
	}
	c.writeDeal(r, d)
	c.writeHistory(d)
	c.quote(r, d)
	c.workOn(r, d)
	c.touchDeal(r, d)
	if d.last().status == "won" {
		c.orderFrom(r, d)
	}
	return d.id
}

// decide draws whether the deal will be won, and when it ends.
func (c *company) decide(r random, d *deal) {
	s := segments[d.buyer.segment]
	strength, pace := d.origin.owner.strength, d.origin.owner.pace
	if d.created < d.origin.owner.ramped {
		strength *= 0.8
	}
	quality := 1.0
	if d.campaign != nil {
		quality = 0.5 + 0.5*math.Min(d.campaign.quality, 2)
	}
	d.wins = d.chance == 1 || r.chance(math.Min(d.chance*s.win*strength*quality, 0.9))
	days := d.pipeline.days * s.pace * pace
	switch {
	case d.wins:
		days = r.around(days, 0.5)
	case r.chance(0.02):
		days = float64(r.between(200, 420)) // forgotten
	default:
		days = r.around(0.8*days, 0.7)
	}
	days = math.Min(math.Max(days, 0.5), 420)
	if d.chance == 1 { // of the years before the record
		days = math.Min(days, 90)
	}
	d.ends = d.origin.owner.zone.work(r, floorDay(d.created)+int(days))
	if d.ends <= d.created+hour {
		d.ends = d.created + int64(r.between(1, 72))*hour
	}
}

func (c *company) firstAmount(r random, d *deal) int64 {
	if r.chance(0.02) {
		return noAmount
	}
	usd := r.around(segments[d.buyer.segment].amount, 0.45) * kindAmounts[d.kind]
	return c.price(usd, d.currency, floorDay(d.created))
}

var (
	offers      = []string{"Starter package", "Platform", "Service contract", "Rollout", "Equipment", "Extension", "Pilot", "Framework agreement"}
	lostReasons = []string{"price", "competitor", "no budget", "no decision", "missing feature", "timing", "lost contact"}
	lostWeights = []float64{0.27, 0.21, 0.16, 0.14, 0.09, 0.08, 0.05}
)

func (c *company) writeDeal(r random, d *deal) {
	v := d.last()
	closedBy, reason, leadID := int64(0), "", int64(0)
	closed := d.closed()
	if closed != 0 {
		switch x := r.Float64(); {
		case x < 0.05:
			closedBy = c.rep(r, countries[d.buyer.country].region, closed).id
		case x < 0.85:
			closedBy = v.owner.ref()
		}
		if v.status == "lost" && r.chance(0.92) {
			reason = lostReasons[r.index(lostWeights)]
		}
	}
	if d.lead != nil {
		leadID = d.lead.id
	}
	name := c.accountName(d.account) + ": " + one(r, offers)
	c.deals.int(d.id).text(name).int(d.account).ref(leadID).ref(v.owner.ref()).ref(closedBy).int(d.pipeline.id).int(v.stage.id).
		ref(d.campaign.ref()).text(d.source()).text(d.kind).text(v.status).money(v.amount).text(d.currency).number(v.probability, 4).text(v.category).
		date(v.expected).time(d.created).time(closed).text(reason).text(link("deals", d.id)).end()
}
