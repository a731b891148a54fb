package oracle

import "github.com/crmkpi/crm-datasource/pkg/query"

// verdict is what can be said of a row and a filter.
type verdict int

const (
	no verdict = iota
	maybe
	yes
)

// truth judges a filter by its comparisons: a group of all is as good as its worst part, one of any as its best.
func truth(f query.Filter, of func(query.Filter) verdict) verdict {
	switch {
	case f.Any != nil:
		best := no
		for _, part := range f.Any {
			best = max(best, truth(part, of))
		}
		return best
	case f.All != nil:
		worst := yes
		for _, part := range f.All {
			worst = min(worst, truth(part, of))
		}
		return worst
	}
	return of(f)
}

// verdictOf compares a row's value. A value that the product names is the one meant when its name in any language is.
func verdictOf(v value, f query.Filter) verdict {
	label := &v.label
	if v.none {
		label = nil
	}
	matches := f.Matches(v.key, label)
	if v.russian != "" {
		switch other := f.Matches(v.key, &v.russian); f.Normal().Operator {
		case query.NotIn, query.NotContains, query.NotMatches:
			matches = matches && other
		default:
			matches = matches || other
		}
	}
	if matches {
		return yes
	}
	return no
}

// passes tells whether a row passes the filters of all rows, and those of the side of a ratio that is computed.
func (a *asking) passes(s subject) bool {
	return a.meets(s, query.Of(a.question.Filters, "")) && (a.side == "" || a.meets(s, query.Of(a.question.Filters, a.side)))
}

// meets tells whether a row passes filters.
func (a *asking) meets(s subject, filters []query.Filter) bool {
	for _, f := range filters {
		judged := truth(f, func(f query.Filter) verdict {
			if f.Field != "" {
				return a.compare(s, f)
			}
			return verdictOf(a.dimension(s, f.Dimension), f)
		})
		if judged != yes {
			return false
		}
	}
	return true
}

// filtered are the dimensions that filters compare.
func filtered(filters []query.Filter) (dimensions []string) {
	for _, f := range filters {
		switch {
		case f.Any != nil:
			dimensions = append(dimensions, filtered(f.Any)...)
		case f.All != nil:
			dimensions = append(dimensions, filtered(f.All)...)
		case f.Field == "":
			dimensions = append(dimensions, f.Dimension)
		}
	}
	return dimensions
}

// demanded are the comparisons without which no row passes.
func demanded(filters []query.Filter) (all []query.Filter) {
	for _, f := range filters {
		switch {
		case len(f.Any) == 1:
			all = append(all, demanded(f.Any)...)
		case f.All != nil:
			all = append(all, demanded(f.All)...)
		case f.Any == nil:
			all = append(all, f)
		}
	}
	return all
}
