package demo

import "math"

// train enrols every rep and agent in a few courses over the years, and in some that are due soon.
func (c *company) train() {
	r := newRandom(c.seed, streamTrainings)
	var learners []*user
	learners = append(learners, c.people.reps...)
	for _, d := range c.people.desks {
		learners = append(learners, d.agents...)
	}
	for _, u := range learners {
		for training := range trainings {
			for day := c.start + r.IntN(300); day < c.today; day += r.between(300, 500) {
				if u.works(int64(day)*daySeconds) && u.left == 0 {
					c.enrol(r, u, int64(training+1), day)
				}
			}
		}
	}
	c.neglectTraining(r)
}

func (c *company) enrol(r random, u *user, training int64, day int) {
	enrolled := u.zone.work(r, day)
	if c.past(enrolled) == 0 {
		return
	}
	due := u.zone.at(nextWorkday(day+r.between(21, 60)), 17*hour)
	done := enrolled + int64(r.around(0.55, 0.4)*float64(due-enrolled))
	switch x := r.Float64(); {
	case x < 0.01:
		done = 0
	case x < 0.08:
		done = due + int64(r.between(3, 45))*daySeconds
	}
	done = c.past(done)
	before, after := noScore, noScore
	if r.chance(0.9) {
		before = float64(r.between(35, 75))
	}
	if done != 0 {
		after = math.Min(math.Max(before, 45)+r.around(16, 0.5), 100)
	}
	c.writeEnrollment(u, training, enrolled, due, done, before, after)
}

var noScore = math.NaN()

func (c *company) writeEnrollment(u *user, training, enrolled, due, done int64, before, after float64) {
	t := c.enrollments
	t.int(t.next()).int(training).int(u.id).time(enrolled).time(due).time(done).number(before, 0).number(after, 0).end()
}
