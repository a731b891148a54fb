package plan

import "slices"

// totalsOnce makes a group's share a division by a total, and notes each total once, whatever the number of groups that are divided
// by it.
func totalsOnce(p Plan) Plan {
	var totals []LevelFormula
	var at func(level int, f Formula) Formula
	at = func(level int, f Formula) Formula {
		return Map(f, func(f Formula) Formula {
			switch n := f.(type) {
			case HitRate:
				n.Of, n.Target = at(n.Level, n.Of), at(n.Level, n.Target)
				return n
			case Share:
				one := LevelFormula{level, n.Of}
				number := slices.Index(totals, one)
				if number < 0 {
					number = len(totals)
					totals = append(totals, one)
				}
				return Binary{'/', n.Of, Total{number}}
			}
			return f
		})
	}
	p = p.rewriteFormulas(func(f Formula) Formula { return at(0, f) })
	p.Totals = totals
	return p
}
