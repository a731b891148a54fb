package query

// The sides of a ratio that a filter can hold for, see [Filter].
const (
	Numerator   = "numerator"
	Denominator = "denominator"
)

// IsSide reports whether what a filter is of is a side of a ratio.
func IsSide(of string) bool { return of == Numerator || of == Denominator }

// IsSide reports whether the filter holds for one side of a ratio.
func (f Filter) IsSide() bool { return IsSide(f.Of) }

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
