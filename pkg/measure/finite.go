package measure

import (
	"regexp"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
)

// arithmetic are the expressions whose value is no number where one of theirs is none: sums, differences and products of fields and
// numbers, and divisions by a number. A function or a comparison could hide it.
var (
	arithmetic = regexp.MustCompile(`^(?:[a-z0-9_.+*() -]|/ *[0-9])+$`)
	call       = regexp.MustCompile(`[a-z0-9_] *\(`)
)

// Hides reports whether a number that is none, NaN or an infinite one, may not show in the column's values, so that the statement has to
// look for it: in a condition, a count, a statistic. Added up it shows.
func (c Column) Hides() bool {
	hidden := func(e expression.Expression) bool { return slices.ContainsFunc(e.Paths(), c.isNumber) }
	if hidden(c.Where) || hidden(c.Time) || slices.ContainsFunc(c.Timing.Expressions(), hidden) {
		return true
	}
	sum, ok := c.Aggregation.(*Sum)
	if !ok {
		return c.Aggregation != nil && slices.ContainsFunc(c.Aggregation.Expressions(), hidden)
	}
	of := sum.Of.String()
	return hidden(sum.Of) && (!arithmetic.MatchString(of) || call.MatchString(of))
}

// OnceOnly reports whether a row counts in one bucket at most.
func (m *Measure) OnceOnly() bool {
	switch m.Timing.(type) {
	case Event, *Frozen:
		return true
	}
	return false
}

func (m *Measure) isNumber(path string) bool {
	f, err := m.model.Resolve(m.Entity, path)
	return err == nil && (f.Type == crm.Number || f.Type == crm.Money)
}
