package demo

// offer is a revision of a quote; a draft is not sent.
type offer struct{ sent, valid, amount int64 }

func (o offer) lastDay() int {
	if o.valid == 0 {
		return 0
	}
	return floorDay(o.valid)
}

// quote writes the offers of a deal: the first when it is proposed, revisions when it is negotiated.
func (c *company) quote(r random, d *deal) {
	proposed := int64(0)
	for i := range d.versions {
		if v := &d.versions[i]; v.stage.kind == "open" && v.stage.probability >= proposing {
			proposed = v.from
			break
		}
	}
	if proposed == 0 || r.chance(0.12) {
		return
	}
	revisions := 1 + r.count(0.45)
	closed := d.closed()
	sent, valid := proposed, int64(0)
	var all []offer
	for n := range revisions {
		sent += int64(r.around(1.3, 0.8) * daySeconds)
		if n > 0 {
			sent += int64(r.between(3, 12)) * daySeconds
		}
		if c.past(sent) == 0 || closed != 0 && sent >= closed {
			break
		}
		valid = sent + int64(one(r, []int{14, 30, 30, 45}))*daySeconds
		amount := d.last().amount
		if amount == noAmount {
			amount = c.firstAmount(r, d)
		}
		if amount != noAmount && n+1 < revisions {
			amount += amount / 100 * int64(r.between(2, 15))
		}
		all = append(all, offer{sent, valid, amount})
	}
	drafting := closed == 0 && len(all) == 0 && r.chance(0.5)
	if drafting {
		all = append(all, offer{amount: d.last().amount})
	}
	for i, q := range all {
		status, decided, latest := "expired", int64(0), i == len(all)-1
		switch {
		case drafting:
			status = "draft"
		case !latest: // replaced by the next one
			status = "declined"
			decided = all[i+1].sent
		case d.last().status == "won":
			status, decided = "accepted", closed
		case d.last().status == "lost" && closed < q.valid:
			status, decided = "declined", closed
		case q.valid > c.now || closed == 0 && r.chance(0.3): // some expired ones are never marked
			status = "sent"
		}
		t := c.quotes
		t.int(t.next()).int(d.id).int(d.account).ref(d.ownerAt(max(q.sent, d.created)).ref()).int(int64(i + 1)).bool(latest).text(status).
			money(q.amount).text(d.currency).time(q.sent).time(decided).date(q.lastDay()).end()
	}
}
