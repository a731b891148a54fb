package plan

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/axis"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Scan is one reading of the database. Scans are compared as values, see [Scan.Equal]: what is equal is read once.
type Scan struct {
	Subject Subject
	Level   int              // the grouping, by its number in the plan
	Columns []measure.Column // of measures
	Axes    []*axis.Axis     // that they are read over
	Rest    bool             // over the groups that a limit folds, once these are known
	Rollup  *crm.Rollup      // has the sums that are read instead of rows; nil for none
	Why     string           // rows are read, though there are sums of the entity's rows; "" for no reason
	Top     *sqlgen.Top      // keeps the groups that can come first; nil for all of them
	Silent  bool             // its rows make no groups of the answer, only conditions on groups look at them
	Side    string           // of a ratio, whose filters the rows pass; "" without any
}

// Subject is what a scan reads. All subjects are comparable.
type Subject interface{ String() string }

type (
	// Rows are the rows of measures of one source.
	Rows struct{ Source measure.Source }
	// Lasting is from when to when the durations of rows last: for measures in business hours, which wait for it.
	Lasting struct{ Source measure.Source }
	// Targets are the targets of a metric that may touch the question's axes. Formulas over whole periods wait for them.
	Targets struct {
		Metric string
		Money  bool
		Steady bool // a target is a level that holds, not an amount that is spread
	}
	// WorkingDays are the company's, over which targets are spread.
	WorkingDays struct{}
	// OpeningHours are those of all schedules.
	OpeningHours struct{}
	// Profile is what the rows of an entity are like.
	Profile struct {
		Entity string
		Faults bool // look for faults, too
	}
)

func (r Rows) String() string { return "rows of " + r.Source.Entity }
func (l Lasting) String() string {
	return "from when to when durations last, of rows of " + l.Source.Entity
}
func (t Targets) String() string    { return "targets of " + t.Metric }
func (WorkingDays) String() string  { return "working days" }
func (OpeningHours) String() string { return "opening hours" }
func (r Profile) String() string    { return "what the rows of " + r.Entity + " are like" }

// Shows reports whether the rows on one of the axes, by its number, make groups of the answer.
func (s Scan) Shows(axis int) bool { return !s.Silent && !s.Axes[axis].Silent }

// Equal reports whether scans read the same.
func (s Scan) Equal(o Scan) bool {
	top := s.Top == o.Top || s.Top != nil && o.Top != nil && *s.Top == *o.Top
	return s.Subject == o.Subject && s.Level == o.Level && s.Rollup == o.Rollup && s.Rest == o.Rest && s.Silent == o.Silent && s.Side == o.Side && top &&
		slices.Equal(s.Columns, o.Columns) && slices.Equal(s.Axes, o.Axes)
}
