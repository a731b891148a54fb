package demo

var (
	platforms       = []string{"LinkedIn", "X", "Facebook", "YouTube", "G2", "Trustpilot"}
	platformWeights = []float64{0.28, 0.25, 0.18, 0.09, 0.09, 0.11}
)

// browse writes the visits to the web site that nothing came of, and what is said of the brand and of its competitors.
func (c *company) browse() error {
	r := newRandom(c.seed, streamWeb)
	mentions := c.spread(c.beside(mentionsPerDeal), 0.7)
	return c.eachDay("marketing", c.beside(visitsPerDeal), 0.5, func(day, count int) {
		for range count {
			at := int64(day)*daySeconds + int64((r.Float64()+r.Float64())/2*daySeconds)
			if c.past(at) == 0 {
				continue
			}
			channel := c.pickChannel(r, day)
			var k *campaign
			if r.chance(0.5) {
				k = c.campaign(r, channel, day)
			}
			c.writeSession(channel, k, at, 0)
		}
		for range mentions[day-c.start] {
			c.tellMention(r, day)
		}
	})
}

func (c *company) writeSession(channel int, k *campaign, at, leadID int64) {
	t := c.webSessions
	t.int(t.next()).text(channels[channel].name).ref(k.ref()).time(at).ref(leadID).end()
}

func (c *company) tellMention(r random, day int) {
	at := int64(day)*daySeconds + int64(r.IntN(daySeconds))
	if c.past(at) == 0 {
		return
	}
	platform := platforms[r.index(platformWeights)]
	kind, rating := one(r, []string{"mention", "mention", "comment", "post"}), int64(0)
	own := r.chance(0.56)
	sentiment := []string{"positive", "neutral", "negative", ""}[r.index([]float64{0.36, 0.34, 0.17, 0.13})]
	if day > c.today-75 && day < c.today-55 && r.chance(0.5) { // a bad fortnight
		sentiment = "negative"
	}
	if platform == "G2" || platform == "Trustpilot" {
		kind = "review"
		switch sentiment {
		case "positive":
			rating = int64(r.between(4, 5))
		case "negative":
			rating = int64(r.between(1, 2))
		default:
			rating = int64(r.between(3, 4))
		}
	}
	answered := int64(0)
	if own && kind != "post" && r.chance(0.92) {
		answered = c.past(at + int64(r.around(4*hour, 1.1)))
	}
	t := c.socialMentions
	id := t.next()
	t.int(id).text(platform).text(kind).bool(own).text(sentiment).ref(rating).int(int64(r.around(420, 1.6))).time(at).time(answered).
		text(link("mentions", id)).end()
}
