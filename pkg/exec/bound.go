package exec

// meet counts a group as soon as it is found, if it is shown: an answer that would be too large is refused before the rest is read.
func (x *Execution) meet(level, group int, shown bool) error {
	if !shown {
		return nil
	}
	met := &x.met[level]
	for group >= len(*met) {
		*met = append(*met, false)
	}
	if (*met)[group] {
		return nil
	}
	(*met)[group] = true
	x.count[level]++
	return x.business.Bound(x.plan, level, x.count[level])
}
