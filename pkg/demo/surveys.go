package demo

import "math"

type survey struct {
	kind                                      string
	ticket, account                           int64
	agent                                     *user
	sent, answered                            int64
	score, scale                              float64
	professionalism, friendliness, usefulness float64
	comment                                   string
}

func (c *company) writeSurvey(s survey) {
	if s.answered = c.past(s.answered); s.answered == 0 {
		s.score, s.professionalism, s.friendliness, s.usefulness, s.comment = math.NaN(), math.NaN(), math.NaN(), math.NaN(), ""
	}
	t := c.surveys
	t.int(t.next()).text(s.kind).ref(s.ticket).ref(s.account).ref(s.agent.ref()).time(s.sent).time(s.answered).number(s.score, 0).
		number(s.scale, 0).number(s.professionalism, 0).number(s.friendliness, 0).number(s.usefulness, 0).text(s.comment).end()
}

var (
	goodWords = []string{"Quick and friendly.", "Solved at once, thank you!", "Very competent.", "Better than expected."}
	badWords  = []string{"Took far too long.", "I had to explain it three times.", "Not solved.", "Nobody called back."}
)

// surveyTicket asks after a solved ticket; a third answers. Long waits, reopened tickets and bad moods cost points.
func (c *company) surveyTicket(r random, t *ticket) {
	solved := c.past(t.first)
	if solved == 0 || t.agent == nil || t.account == 0 || !r.chance(0.6) {
		return
	}
	sent := solved + int64(r.between(1, 20))*hour
	if c.past(sent) == 0 {
		return
	}
	s := survey{kind: "csat", ticket: t.id, account: t.account, agent: t.agent, sent: sent, scale: 5,
		professionalism: math.NaN(), friendliness: math.NaN(), usefulness: math.NaN()}
	if r.chance(0.34) {
		s.answered = sent + int64(r.around(9*hour, 1.1))
	}
	content := 0.57 + 0.42*t.agent.strength - 0.35*(1-t.mood)
	if len(t.returns) > 0 {
		content -= 0.3
	}
	if t.escalated != 0 {
		content -= 0.2
	}
	if t.first-t.created > 4*daySeconds {
		content -= 0.12
	}
	if t.responded > t.after(t.created, int64(priorities[t.priority].response*hour)) {
		content -= 0.2
	}
	content += 0.22 * r.NormFloat64()
	s.score = math.Min(math.Max(math.Round(1+4*math.Min(content, 1)), 1), 5)
	if r.chance(0.75) {
		s.professionalism = points(r, content+0.02)
		s.friendliness = points(r, content+0.05)
		s.usefulness = points(r, content-0.04)
	}
	if r.chance(0.3) {
		if s.comment = one(r, goodWords); s.score < 4 {
			s.comment = one(r, badWords)
		}
	}
	c.writeSurvey(s)
}

// points are given in steps of five, 0–100.
func points(r random, content float64) float64 {
	return math.Round(math.Min(math.Max(content*92+6*r.NormFloat64(), 0), 100)/5) * 5
}

// askCustomer asks whether the customer would recommend the company, or about the quality of its service as a whole.
func (c *company) askCustomer(r random, day int) {
	at := int64(day)*daySeconds + int64(r.between(7*hour, 16*hour))
	id := c.customer(r, at)
	if id == 0 || c.past(at) == 0 {
		return
	}
	mood := float64(c.account(id).mood)
	s := survey{kind: "nps", account: id, sent: at, scale: 10, professionalism: math.NaN(), friendliness: math.NaN(), usefulness: math.NaN()}
	if r.chance(0.28) {
		s.answered = at + int64(r.around(30*hour, 1))
	}
	content := 0.86 - 0.5*(1-mood) + 0.2*r.NormFloat64()
	s.score = math.Round(math.Min(math.Max(10*content, 0), 10))
	if r.chance(0.3) {
		s.kind, s.scale, s.score = "quality", 5, math.Min(math.Max(math.Round(1+4*content), 1), 5)
		s.professionalism, s.friendliness, s.usefulness = points(r, content), points(r, content+0.03), points(r, content-0.03)
	}
	c.writeSurvey(s)
}
