package demo

// version is the state of a deal from an instant until the next version.
type version struct {
	from        int64
	stage       *stage
	owner       *user // nil = nobody
	status      string
	amount      int64
	probability float64
	category    string
	expected    int // day
}

// move is a change of stage; the last one closes the deal.
type move struct {
	at    int64
	stage *stage
}

// live tells the versions of a deal from its creation to its end or to now: moves from stage to stage, expected closes
// that slip, changes of the amount and of the rep.
func (c *company) live(r random, d *deal, amount int64) {
	if r.chance(0.03) {
		d.currency = "" // an amount in the reporting currency, as nobody said otherwise
	}
	moves := c.moves(r, d)
	first := moves[0].stage
	now := version{from: d.created, stage: first, owner: d.origin.owner, status: "open", amount: amount,
		probability: first.estimate(r), category: first.category(r), expected: c.expectedClose(r, d)}
	if r.chance(0.01) {
		now.owner = nil
	}
	add := func(at int64) {
		if at <= c.now {
			now.from = at
			d.versions = append(d.versions, now)
		}
	}
	add(d.created)
	lost := false // the rep no longer keeps the date up to date
	slips := 0
	for _, next := range moves[1:] {
		for !lost && now.expected < floorDay(next.at)-1 && slips < 6 {
			slip := d.origin.owner.zone.work(r, now.expected+r.between(0, 4))
			if slip <= now.from || slip >= next.at-hour {
				break
			}
			if r.chance(d.pipeline.neglect) {
				lost = true
				break
			}
			c.handOver(r, d, &now, slip, add)
			now.expected = floorDay(slip) + r.between(7, 40)
			slips++
			add(slip)
		}
		c.handOver(r, d, &now, next.at, add)
		now.stage, now.probability = next.stage, next.stage.estimate(r)
		switch next.stage.kind {
		case "won":
			now.status, now.category, now.expected = "won", "commit", floorDay(next.at)
			if now.amount != noAmount && r.chance(0.3) { // the last discount
				now.amount -= now.amount / 100 * int64(r.between(2, 12))
			}
		case "lost":
			now.status, now.category = "lost", "omitted"
		default:
			now.category = next.stage.category(r)
			if now.expected < floorDay(next.at)+3 && !lost {
				now.expected = floorDay(next.at) + r.between(7, 35)
			}
			if now.amount == noAmount && r.chance(0.6) {
				now.amount = c.price(r.around(segments[d.buyer.segment].amount, 0.5), d.currency, floorDay(d.created))
			} else if now.amount != noAmount && r.chance(0.35) {
				now.amount += now.amount / 100 * int64(r.between(-20, 25))
			}
		}
		add(next.at)
	}
	c.skewClock(r, d)
}

// handOver gives the deal to another rep, the day after its rep has left, when that is before an instant.
func (c *company) handOver(r random, d *deal, now *version, before int64, add func(int64)) {
	if now.owner == nil || now.owner.left == 0 {
		return
	}
	at := max(now.owner.left+10*hour, now.from+minute)
	if at >= before {
		return
	}
	now.owner = c.rep(r, countries[d.buyer.country].region, at)
	add(at)
}

// moves draws the way through the pipeline: some stages are skipped, some deals go back once.
func (c *company) moves(r random, d *deal) []move {
	last := len(d.pipeline.open) - 1
	if !d.wins {
		last = d.pipeline.lastStage(r, d.origin.owner.loses)
	}
	way, times, sum := c.way[:0], c.times[:0], 0.0
	for i := 0; i <= last; i++ {
		if i > 0 && i < last && r.chance(0.08) {
			continue
		}
		s := &d.pipeline.open[i]
		weight := s.time * r.around(1, 0.5)
		if s.name == "Negotiation" && r.chance(0.18*d.origin.owner.pace) {
			weight *= 3 // it stalls
		}
		if s.name == d.origin.owner.stalls {
			weight *= stallFactor
		}
		way, times, sum = append(way, move{stage: s}), append(times, weight), sum+weight
		if i == 2 && i == last && r.chance(0.15) { // back, and here again
			way, times, sum = append(way, move{stage: &d.pipeline.open[1]}, move{stage: s}), append(times, weight/2, weight/2), sum+weight
		}
	}
	at, length := float64(d.created), float64(d.ends-d.created)
	previous := d.created - 1
	for i := range way {
		way[i].at = max(int64(at), previous+minute)
		if i == 0 {
			way[i].at = d.created
		} else if z := d.origin.owner.zone; times[i] > 0 {
			if work := z.work(r, z.day(way[i].at)); work > previous && work < d.ends-hour {
				way[i].at = work
			}
		}
		previous = way[i].at
		at += length * times[i] / sum
	}
	end := &d.pipeline.lost
	if d.wins {
		end = &d.pipeline.won
	}
	d.ends = max(d.ends, previous+10*minute)
	c.way, c.times = append(way, move{d.ends, end}), times
	return c.way
}

// expectedClose is what a rep believes at the beginning: often too early.
func (c *company) expectedClose(r random, d *deal) int {
	days := d.pipeline.days * segments[d.buyer.segment].pace * r.around(1, 0.35)
	return floorDay(d.created) + 7 + int(days*d.pipeline.hope)
}

// skewClock lets few deals appear closed minutes before they were created: entered by two systems with different clocks.
// Such a deal has the one version that it ended with.
func (c *company) skewClock(r random, d *deal) {
	if d.lead != nil || d.last().status == "open" || d.chance == 1 || !r.chance(0.002) {
		return
	}
	end := *d.last()
	end.from = d.created
	d.versions = append(d.versions[:0], end)
	d.ends = d.created - int64(r.between(1, 9))*minute
}

func (c *company) writeHistory(d *deal) {
	t := c.dealHistory
	for i := range d.versions {
		v, to := &d.versions[i], int64(0)
		if i+1 < len(d.versions) {
			to = d.versions[i+1].from
		}
		t.int(t.next()).int(d.id).time(v.from).time(to).int(v.stage.id).ref(v.owner.ref()).text(v.status).money(v.amount).
			text(d.currency).number(v.probability, 4).text(v.category).date(v.expected).end()
	}
}
