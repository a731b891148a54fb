package plan

import (
	"github.com/crmkpi/crm-datasource/pkg/axis"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/measure"
)

// Formula is what is made of operands. All formulas are comparable.
type Formula interface{ formula() }

type (
	// Null is the value of a KPI that is unavailable.
	Null struct{}
	// Constant is a number.
	Constant float64
	// Value is that of an operand, by its number; running adds up from the first window on.
	Value struct {
		Operand int
		Running bool
	}
	// Binary is +, −, * or /. It is null when an operand is, and when the divisor is 0.
	Binary struct {
		Op   byte
		X, Y Formula
	}
	// Apply is a function of values, null when one of them is: [catalog.Ceil], [catalog.Max], [catalog.CappedRatio],
	// [catalog.RelativeGain], [catalog.OpenPeriods] with a second one that says where.
	Apply struct {
		Function string
		Args     [3]Formula // nil behind the last one
	}
	// Share is a group's part of all groups; [Rewrite] makes a division by a [Total] of it.
	Share struct{ Of Formula }
	// Total is a formula added up over all groups, those that a limit leaves out included; by its number in the plan.
	Total struct{ Number int }
	// HitRate is the share of the members of a level, of those with a target, that reach it.
	HitRate struct {
		Level      int
		Of, Target Formula
	}
	// Attained is how far a value lies on the good side of its target, see [catalog.Attained].
	Attained struct {
		Of, Target    Formula
		Lower, Steady bool
	}
	// Days counts days of the calendar on an axis.
	Days struct {
		Axis *axis.Axis
		Left bool // only the working days left, today included
	}
	// Lasts is 1 in the windows of an axis that are not over; null in the others.
	Lasts struct{ Axis *axis.Axis }
)

func (Null) formula()     {}
func (Constant) formula() {}
func (Value) formula()    {}
func (Binary) formula()   {}
func (Apply) formula()    {}
func (Share) formula()    {}
func (Total) formula()    {}
func (HitRate) formula()  {}
func (Attained) formula() {}
func (Days) formula()     {}
func (Lasts) formula()    {}

// Operand is a value that formulas need from the database. It is comparable: equal ones are read once.
type Operand struct {
	Level  int
	Axis   *axis.Axis
	Column measure.Column   // a measure …
	Part   int              // … or a detail of it, from 1 on
	Target Targets          // or the targets of a metric
	Report catalog.Reported // or what a report finds
	Silent bool             // its rows make no groups of the answer
	Side   string           // of a ratio, whose filters its rows pass; "" without any, see [query.Filter]
}

// IsMeasure reports whether the operand is the value of a measure.
func (o Operand) IsMeasure() bool { return o.Column.Measure != nil }

// Shows reports whether its values make groups of the answer.
func (o Operand) Shows() bool { return !o.Silent && !o.Axis.Silent }

// Map returns a formula with each part replaced, those below first. The formulas of a hit rate, which are of another level, are left
// to replace.
func Map(f Formula, replace func(Formula) Formula) Formula {
	switch n := f.(type) {
	case Binary:
		n.X, n.Y = Map(n.X, replace), Map(n.Y, replace)
		f = n
	case Apply:
		for i, arg := range n.Args {
			if arg != nil {
				n.Args[i] = Map(arg, replace)
			}
		}
		f = n
	case Share:
		n.Of = Map(n.Of, replace)
		f = n
	case Attained:
		n.Of, n.Target = Map(n.Of, replace), Map(n.Target, replace)
		f = n
	}
	return replace(f)
}
