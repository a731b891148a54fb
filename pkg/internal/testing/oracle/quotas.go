package oracle

// reps are the reps' own revenue targets: by group, and in its schedule by rep.
func (a *asking) reps() map[string]*schedule {
	if a.quotas != nil {
		return a.quotas
	}
	a.quotas = map[string]*schedule{}
	for of, days := range a.holds("revenue", "user") {
		if of.id == "" {
			continue // nobody's
		}
		if a.quotas[of.group] == nil {
			a.quotas[of.group] = newSchedule()
		}
		a.give(a.quotas[of.group], of.id, "user", days)
	}
	return a.quotas
}

// targetHits is the share of the reps with a target who have reached it, of those of whom it is known.
func (c *cell) targetHits() *float64 {
	all := c.asking.reps()
	sales := map[string][]fact{}
	for _, f := range c.rows(won, c.part.span) {
		c.fail(f.lacks)
		if rep, _ := ofUser(f.subject.(*deal).rep()); !rep.none {
			sales[rep.key] = append(sales[rep.key], f)
		}
	}
	if c.part.empty() {
		return nil
	}
	hits, reps := 0.0, 0.0
	for _, key := range c.keys {
		if all[key] == nil {
			continue
		}
		for rep := range all[key].days {
			shares := c.asking.sharesDuring(all[key], rep, c.part.aims)
			if len(shares) == 0 {
				continue
			}
			own := 0.0
			for _, s := range shares {
				c.touched = true
				c.fail(s.lacks)
				own += s.value
			}
			sold := c.total(sales[rep])
			if sold == nil {
				continue // nobody knows
			}
			reps++
			if *sold >= own {
				hits++
			}
		}
	}
	return ratio(&hits, &reps)
}
