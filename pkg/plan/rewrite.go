package plan

import "slices"

// Pass makes a plan of a plan that has the same answer. It leaves the plan it is given as it is.
type Pass struct {
	Name  string
	Apply func(Plan) Plan
}

// Passes are all passes, in the order in which they are applied.
func (b *Business) Passes() []Pass {
	return []Pass{
		{"sum windows", sumWindows},
		{"share scans", shareScans},
		{"totals once", totalsOnce},
		{"roll up", b.rollUp},
		{"push limit", pushLimit},
		{"know hours first", hoursFirst},
	}
}

// Rewrite applies all passes.
func (b *Business) Rewrite(p *Plan) *Plan {
	better := *p
	for _, pass := range b.Passes() {
		better = pass.Apply(better)
	}
	return &better
}

// rewriteScans replaces each scan of a plan by others.
func (p Plan) rewriteScans(replace func(Scan) []Scan) Plan {
	var scans []Scan
	for _, s := range p.Scans {
		scans = append(scans, replace(s)...)
	}
	p.Scans = scans
	return p
}

// rewriteFormulas replaces every formula of a plan, all of which are of the question's own level.
func (p Plan) rewriteFormulas(replace func(Formula) Formula) Plan {
	each := func(f Formula) Formula {
		if f == nil {
			return nil
		}
		return replace(f)
	}
	p.Columns = slices.Clone(p.Columns)
	for i := range p.Columns {
		c := &p.Columns[i]
		c.Formula, c.Then, c.Details = each(c.Formula), each(c.Then), slices.Clone(c.Details)
		for j := range c.Details {
			c.Details[j].Formula = each(c.Details[j].Formula)
		}
	}
	p.Assumed = slices.Clone(p.Assumed)
	for i := range p.Assumed {
		p.Assumed[i].Formula = each(p.Assumed[i].Formula)
	}
	p.Having = slices.Clone(p.Having)
	for i := range p.Having {
		p.Having[i].Formula = each(p.Having[i].Formula)
	}
	if p.Ranking != nil {
		ranking := *p.Ranking
		ranking.Formula = each(ranking.Formula)
		if ranking.Next != nil {
			ranking.Next = &RankedBy{ranking.Next.KPI, each(ranking.Next.Formula)}
		}
		p.Ranking = &ranking
	}
	return p
}
