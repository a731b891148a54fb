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
}

func (c *company) enrol(r random, u *user, training int64, day int) {
	enrolled := u.zone.work(r, day)
	if c.past(enrolled) == 0 {
		return
	}
	due := u.zone.at(nextWorkday(day+r.between(21, 60)), 17*hour)
	done := int64(0)
	if r.chance(0.93) {
		done = c.past(enrolled + int64(r.around(0.55, 0.45)*float64(due-enrolled)))
	}
	before, after := math.NaN(), math.NaN()
	if r.chance(0.9) {
		before = float64(r.between(35, 75))
	}
	if done != 0 {
		after = math.Min(math.Max(before, 45)+r.around(16, 0.5), 100)
	}
	t := c.enrollments
	t.int(t.next()).int(training).int(u.id).time(enrolled).time(due).time(done).number(before, 0).number(after, 0).end()
}
