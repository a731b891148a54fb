package catalog

import (
	"errors"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// Kind is the trade's kind of a KPI.
type Kind string

// The kinds.
const (
	Simple        Kind = "simple"
	SnapshotKind  Kind = "snapshot"
	PresentKind   Kind = "present" // what there is now, of which no past is known
	DurationKind  Kind = "duration"
	FutureKind    Kind = "future"
	Ratio         Kind = "ratio"
	Derived       Kind = "derived"
	ShareOfTotal  Kind = "share"
	TargetKind    Kind = "target"
	CumulativeSum Kind = "cumulative"
	Conversion    Kind = "conversion"
	MembersKind   Kind = "members" // distinct members of a period
	EffectKind    Kind = "effect"  // the difference of differences between those who did something and those who did not
	ReportKind    Kind = "report"  // a look at the data themselves, by entity
)

// Horizon says where a KPI looks.
type Horizon string

// The horizons.
const (
	Past    Horizon = "past"
	Current Horizon = "current"
	Future  Horizon = "future"
)

// Better says which way a KPI should move; "" when neither way is better by itself.
type Better string

// The directions.
const (
	Higher Better = "higher"
	Lower  Better = "lower"
)

// KPI is a named figure with one definition.
type KPI struct {
	ID          string
	Department  string
	size        int // of the formula, see [maxFormula]
	Kind        Kind
	Title       i18n.Text
	Description i18n.Text
	Pitfall     i18n.Text // what the number is easily mistaken for; empty for nothing of its own
	Synonyms    i18n.Text // other names by which people look for it, separated by commas; empty for none
	Unit        Unit
	Better      Better
	Horizon     Horizon
	Grain       calendar.Grain // the grain it is usually looked at; "" for no preference
	GroupBy     []string       // the dimensions it is usually grouped by
	Changes     []Change       // of the definition, by day
	Formula     Node
	Definition  string            // the formula as written
	Parameters  map[string]string // the parameters it understands, with their defaults; "" for a value that is computed unless given
	Report      Report            // of a [ReportKind]
	EmptyNull   bool              // where there are no rows there is nothing, instead of the 0 of a sum or count
	Of          *KPI              // whose goal it is; nil for a KPI of its own
	Goal        Goal              // which one it is; "" for a KPI of its own
	variants    *variants         // by the choices of the formula
	Operands    []*KPI            // of a formula in a question, which is asked once: nothing is kept for it; nil for what is defined
}

// Measured returns the kind of what is measured: of a value that is set against its target, that of the value.
func (k *KPI) Measured() Kind {
	if k.Of != nil && k.Goal != GoalTarget {
		return k.Of.Kind
	}
	return k.Kind
}

// Measures returns the distinct measures of the formula, those that may stand in for them not included.
func (k *KPI) Measures() []*Measure {
	var measures []*Measure
	seen := map[*Measure]bool{}
	Walk(k.Formula, func(n Node) {
		if ref, ok := n.(Ref); ok && !seen[ref.Measure] {
			seen[ref.Measure] = true
			measures = append(measures, ref.Measure)
		}
	})
	return measures
}

// Uses reports whether the formula calls a function.
func (k *KPI) Uses(function string) bool {
	found := false
	Walk(k.Formula, func(n Node) {
		if call, ok := n.(Call); ok && call.Name == function {
			found = true
		}
	})
	return found
}

// HasCohorts reports whether the KPI follows cohorts of the question's own range, which can be immature; those of the 12 months before
// it are mature.
func (k *KPI) HasCohorts() bool {
	var has func(n Node) bool
	has = func(n Node) bool {
		call, ok := n.(Call)
		if ok && (call.Name == Mature || call.Name == Trailing) {
			return call.Name == Mature
		}
		return slices.ContainsFunc(Parts(n), has)
	}
	return has(k.Formula)
}

// Usual is the grain at which the KPI's course is usually looked at: that of its definition; else months for what is made of few rows a day,
// as shares, averages and durations are, and days for all others.
func (k *KPI) Usual() calendar.Grain {
	switch {
	case k.Grain != "" && k.Grain != calendar.None:
		return k.Grain
	case k.ofFew():
		return calendar.Month
	}
	return calendar.Day
}

// Finest is the finest grain at which the KPI's course can be read.
func (k *KPI) Finest() calendar.Grain {
	if k.ofFew() {
		return calendar.Week
	}
	return calendar.Day
}

// ofFew reports whether the KPI is made of so few rows a day that its values of single days are noise.
func (k *KPI) ofFew() bool {
	switch k.Measured() {
	case Ratio, Conversion, DurationKind, EffectKind:
		return true
	}
	divides := false
	Walk(k.Formula, func(n Node) {
		switch n := n.(type) {
		case Binary:
			_, byNumber := n.Y.(Number)
			divides = divides || n.Op == '/' && !byNumber
		case Call:
			divides = divides || n.Name == CappedRatio || n.Name == RelativeGain
		}
	})
	return divides
}

// SingleFigure reports whether the KPI is one figure for the range, never a series over time.
func (k *KPI) SingleFigure() bool { return k.Uses(WholePeriods) || k.Measured() == ReportKind }

func (k *KPI) validate() error {
	unit := k.Unit.validate()
	if k.Unit == "" {
		unit = fault.New("catalog.no_unit")
	}
	var better, horizon, grain error
	if k.Better != "" && k.Better != Higher && k.Better != Lower {
		better = fault.New("catalog.unknown_better", "better", k.Better)
	}
	switch k.Horizon {
	case Past, Current, Future:
	case "":
		horizon = fault.New("catalog.no_horizon")
	default:
		horizon = fault.New("catalog.unknown_horizon", "horizon", k.Horizon)
	}
	if k.Grain != "" {
		_, grain = calendar.ParseGrain(string(k.Grain))
	}
	var pitfall error
	if k.Pitfall != (i18n.Text{}) {
		pitfall = complete(k.Pitfall)
	}
	var synonyms error
	if k.Synonyms != (i18n.Text{}) {
		synonyms = complete(k.Synonyms)
	}
	return errors.Join(in("title", complete(k.Title)), in("description", complete(k.Description)), in("pitfall", pitfall), in("synonyms", synonyms), in("unit", unit),
		in("better", better), in("horizon", horizon), in("grain", grain))
}
