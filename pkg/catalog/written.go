package catalog

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// What people who write definitions are told of their formulas and expressions.

// Functions lists the functions of a formula, sorted.
func Functions() []string { return functionNames() }

// FunctionText says what a function of a formula takes and computes.
func FunctionText(function string) i18n.Text { return i18n.T("catalog.functions." + function) }

// Argument is what the first argument of a function names.
type Argument string

// The arguments that are names. All others are formulas.
const (
	ArgumentKPI       Argument = "kpi"
	ArgumentDimension Argument = "dimension"
	ArgumentChoice    Argument = "choice" // a parameter that chooses from a list
)

// FirstArgument says what the first argument of a function names; "" for a formula.
func FirstArgument(function string) Argument {
	switch function {
	case assumed, given:
		return ArgumentKPI
	case hitRate:
		return ArgumentDimension
	case choose:
		return ArgumentChoice
	}
	return ""
}

// DayCounts lists the names by which a formula counts the days of a period.
func DayCounts() []string { return []string{days, workingDaysLeft} }

// DayCountText says which days a name of [DayCounts] counts.
func DayCountText(name string) i18n.Text { return i18n.T("catalog.day_counts." + name) }

// Instants lists the parameters of expressions that every question supplies, without the colon.
func Instants() []string { return []string{"now", "today", "timezone"} }

// InstantText says what a parameter of [Instants] is.
func InstantText(name string) i18n.Text { return i18n.T("catalog.instants." + name) }

// RowParameters lists the parameters of a question that expressions read, without the colon, sorted.
func RowParameters() []string {
	return []string{"attribution", "segment_weights", "threshold", "window"}
}

// Choices lists the parameters that choose from a list, sorted.
func Choices() []string {
	return slices.DeleteFunc(ParameterNames(), func(name string) bool { return choices[name] == nil })
}
