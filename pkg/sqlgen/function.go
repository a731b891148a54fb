package sqlgen

import (
	"fmt"
	"math"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/expression"
)

// Aggregate is one value column of a statement.
type Aggregate struct {
	Name      string // the column's name
	Function  Function
	Value     expression.Expression
	Where     expression.Expression
	Currency  string // path to the currency of Value; "" when it is not money
	From, To  expression.Expression
	Seconds   int            // the length of the unit of a duration or an age
	Hours     *BusinessHours // that count of a duration; nil for the calendar's
	Arguments *Arguments     // of its own expressions; nil for those of the context
}

// Counts reports whether rows may lack the value. For such an aggregate the statement also counts rows, in two more columns behind the
// value: those that meet the condition, and those of them that have the value. The value is null where none has.
func (g Aggregate) Counts() bool { return g.Function.Operand() == Value }

// counts are the names of the columns of [Aggregate.Counts], of an aggregate by its number.
func counts(number int) (rows, known string) {
	return quote(fmt.Sprintf("rows %d", number+1)), quote(fmt.Sprintf("known %d", number+1))
}

// Operand is what of a row goes into a function.
type Operand int

// The operands.
const (
	Value   Operand = iota // the value, converted if it is money
	Plain                  // the value as it is
	Elapsed                // the time from From to To; rows with a negative one do not count
	Age                    // the time from From to the instant of [States]
	Nothing                // rows are only chosen by Where
)

// Writer gives values their placeholders.
type Writer interface {
	// Arg returns the placeholder of a value with a cast.
	Arg(value any, cast string) string
}

// Function makes one value of the rows of a group. The kinds of measures implement it.
type Function interface {
	Operand() Operand
	// Call returns the SQL of the call over a group's rows, to which a FILTER can be added; operand is SQL.
	Call(w Writer, operand string) string
}

// RowFunction is a [Function] of which the value of a single row can be told.
type RowFunction interface {
	Function
	// Row returns the SQL of what one row adds, and of the condition that it does; "" for none.
	Row(operand string) (value, where string)
}

// MergeFunction is a [Function] whose value for rows may follow from those for parts of them.
type MergeFunction interface {
	Function
	// Merge returns the SQL of the call over the values of parts; "" where the value does not follow from them.
	Merge(part string) string
}

// SumFunction is a [Function] whose value for rows that come and go is the sum of their signed changes.
type SumFunction interface {
	Function
	// Change returns the SQL of what a row changes when it begins; null is 0.
	Change(operand string) string
}

// Ever is a window without an end.
const Ever = time.Duration(math.MaxInt64)

// Arguments are the values of the parameters that a KPI takes.
type Arguments struct {
	Window      time.Duration // of cohorts; [Ever] for one without an end
	Threshold   float64
	Attribution string
	Weights     map[string]float64 // of segments
}
