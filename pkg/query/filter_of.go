package query

// The sides of a ratio that a filter can hold for, see [Filter].
const (
	Numerator   = "numerator"
	Denominator = "denominator"
)

// IsSide reports whether the filter holds for one side of a ratio.
func (f Filter) IsSide() bool { return f.Of == Numerator || f.Of == Denominator }

// Of are the filters that hold for something alone, in their order; for "", those that hold for all rows.
func Of(filters []Filter, of string) []Filter {
	var all []Filter
	for _, f := range filters {
		if f.Of == of {
			all = append(all, f)
		}
	}
	return all
}
