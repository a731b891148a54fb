package catalog

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// Node is a part of a KPI's formula. KPIs named in a formula are already replaced by their own formulas, so that only
// measures and targets are left.
type Node interface{ node() }

type (
	// Number is a constant.
	Number float64
	// Ref is the value of a measure.
	Ref struct{ Measure *Measure }
	// Target is what is aimed at of a metric: the sum of its targets or, see [Catalog.Steady], the level that they set.
	Target struct {
		Metric string
		Money  bool
	}
	// Binary is +, −, * or /. It is null when an operand is, and when the divisor is 0.
	Binary struct {
		Op   byte
		X, Y Node
	}
	// Call is one of the functions of [functions].
	Call struct {
		Name string
		Args []Node
	}
	// Assumed is a KPI's value that the question may replace by a parameter of the KPI's name.
	Assumed struct {
		KPI *KPI
		Of  Node
	}
	// HitRate is the share of the members of a dimension, of those with a target, that reach it.
	HitRate struct {
		Dimension  string
		Of, Target Node
	}
	// CalendarDays counts days of the calendar on an axis.
	CalendarDays struct{ Left bool } // only the working days left, today included, instead of all days
)

func (Number) node()       {}
func (Ref) node()          {}
func (Target) node()       {}
func (Binary) node()       {}
func (Call) node()         {}
func (Assumed) node()      {}
func (*HitRate) node()     {}
func (CalendarDays) node() {}

// The functions of a formula.
const (
	Ceil         = "ceil"          // the least integer not below
	Max          = "max"           // the greater of two
	CappedRatio  = "capped_ratio"  // of(x, y, cap): x / y, at most cap, and cap where y is 0 and x is not
	RelativeGain = "change"        // of(now, then): (now − then) / |then|, null where then is 0
	Share        = "share"         // of all groups' total
	Cumulative   = "cumulative"    // running total from the start of the range
	Mature       = "mature"        // of cohorts; members younger than the window are left out of a total
	ToDate       = "to_date"       // of the part of the range that has elapsed
	WholePeriods = "whole_periods" // of all target periods that the range touches
	OpenPeriods  = "open_periods"  // null once all target periods that the range touches are over
	Trailing     = "trailing"      // of the 12 months before the range
	Previous     = "previous"      // of the equal period before each bucket
	Opening      = "opening"       // of the state just before each bucket
	Closing      = "closing"       // of the state just before the end of each bucket, which is where any state is looked at
)

// The functions whose arguments are names, and the names that stand for days.
const (
	assumed         = "assumed"  // assumed(kpi): trailing(kpi), which the question may replace
	given           = "given"    // given(kpi): kpi, which the question may replace
	hitRate         = "hit_rate" // hit_rate(dimension, of, target), see [HitRate]
	choose          = "choose"   // choose(parameter, …), see [Choice]
	days            = "days"
	workingDaysLeft = "working_days_left"
)

// functions gives the number of arguments of each function.
var functions = map[string]int{Ceil: 1, Max: 2, CappedRatio: 3, RelativeGain: 2, Share: 1, Cumulative: 1, Mature: 1, ToDate: 1,
	WholePeriods: 1, Trailing: 1, Previous: 1, Opening: 1, Closing: 1, OpenPeriods: 1}

// Walk calls visit for a node and everything below it.
func Walk(n Node, visit func(Node)) {
	visit(n)
	for _, part := range Parts(n) {
		Walk(part, visit)
	}
}

// Parts are the nodes right below one; nil for a number, a measure and a target.
func Parts(n Node) []Node {
	switch n := n.(type) {
	case Binary:
		return []Node{n.X, n.Y}
	case Call:
		return n.Args
	case Assumed:
		return []Node{n.Of}
	case *HitRate:
		return []Node{n.Of, n.Target}
	case *Attained:
		return []Node{n.Of, n.Target}
	case *Choice:
		return n.Of
	case Operand:
		return []Node{n.Of}
	}
	return nil
}

// resolver gives the names of a formula their meaning.
type resolver interface {
	// value returns the formula of a KPI or the measure of that name.
	value(name string) (Node, error)
	// goal returns the formula of a goal of the KPI of that name.
	goal(name string, g Goal) (Node, error)
	// dimension returns an error for what is no dimension.
	dimension(id string) error
	// kpiToReplace returns a KPI that the question may replace by a parameter.
	kpiToReplace(id string) (*KPI, error)
	// choosing returns an error for a parameter that the KPI has no default of.
	choosing(parameter string) error
}

// parseFormula reads a formula: + - * /, parentheses, numbers, functions, and names that the resolver gives a meaning.
// The syntax is that of Go expressions, so Go's own parser reads it.
func parseFormula(text string, names resolver) (Node, error) {
	n, err := parsed(text, names)
	if err != nil {
		return nil, inFormula(text, err)
	}
	return n, nil
}

func parsed(text string, names resolver) (Node, error) {
	tree, err := parser.ParseExpr(text)
	if err != nil {
		return nil, broken(text, err)
	}
	return convert(tree, names)
}

func inFormula(text string, err error) error {
	return fault.At(i18n.T("catalog.in_formula", "text", text), err)
}

// broken says where Go's parser could not go on, for those who do not read its English.
func broken(text string, err error) error {
	position := 1
	if all, ok := errors.AsType[scanner.ErrorList](err); ok && len(all) > 0 {
		position += utf8.RuneCountInString(text[:min(all[0].Pos.Offset, len(text))])
	}
	return fault.New("catalog.formula_broken", "position", position, "reason", i18n.Untranslated(err.Error()), "functions", functionNames()).Because(err)
}

var operators = map[token.Token]byte{token.ADD: '+', token.SUB: '-', token.MUL: '*', token.QUO: '/'}

func convert(tree ast.Expr, names resolver) (Node, error) {
	switch t := tree.(type) {
	case *ast.ParenExpr:
		return convert(t.X, names)
	case *ast.Ident:
		switch t.Name {
		case days, workingDaysLeft:
			return CalendarDays{Left: t.Name == workingDaysLeft}, nil
		}
		return names.value(t.Name)
	case *ast.SelectorExpr:
		if of, ok := t.X.(*ast.Ident); ok {
			return names.goal(of.Name, Goal(t.Sel.Name))
		}
		return nil, fault.New("catalog.goal_of_formula", "goal", t.Sel.Name)
	case *ast.BasicLit:
		value, err := strconv.ParseFloat(t.Value, 64)
		if err != nil {
			return nil, fault.New("catalog.not_a_formula_number", "text", t.Value)
		}
		return Number(value), nil
	case *ast.BinaryExpr:
		op, ok := operators[t.Op]
		if !ok {
			return nil, fault.New("catalog.unknown_operator", "operator", t.Op)
		}
		x, err := convert(t.X, names)
		if err != nil {
			return nil, err
		}
		y, err := convert(t.Y, names)
		return Binary{Op: op, X: x, Y: y}, err
	case *ast.CallExpr:
		return convertCall(t, names)
	}
	return nil, fault.New("catalog.formula_of_other_form", "functions", functionNames())
}

func convertCall(t *ast.CallExpr, names resolver) (Node, error) {
	name, ok := t.Fun.(*ast.Ident)
	if !ok {
		return nil, fault.New("catalog.formula_with_other_call", "functions", functionNames())
	}
	switch name.Name {
	case hitRate:
		return convertHitRate(t, names)
	case choose:
		return convertChoice(t, names)
	case assumed, given:
		return convertAssumed(t, name.Name, names)
	}
	arity, ok := functions[name.Name]
	if !ok {
		return nil, fault.New("catalog.unknown_function", "function", name.Name, "known", functionNames())
	}
	if len(t.Args) != arity {
		return nil, fault.New("catalog.function_arguments", "function", name.Name, "count", arity, "given", len(t.Args))
	}
	call := Call{Name: name.Name}
	for _, arg := range t.Args {
		n, err := convert(arg, names)
		if err != nil {
			return nil, err
		}
		call.Args = append(call.Args, n)
	}
	return call, nil
}

// convertAssumed reads assumed(kpi) and given(kpi).
func convertAssumed(t *ast.CallExpr, function string, names resolver) (Node, error) {
	id, ok := onlyName(t)
	if !ok {
		return nil, fault.New("catalog.function_of_one_kpi", "function", function)
	}
	k, err := names.kpiToReplace(id)
	if err != nil {
		return nil, err
	}
	n := Assumed{KPI: k, Of: k.Formula}
	if function == assumed {
		n.Of = Call{Name: Trailing, Args: []Node{k.Formula}}
	}
	return n, nil
}

func onlyName(t *ast.CallExpr) (string, bool) {
	if len(t.Args) != 1 {
		return "", false
	}
	id, ok := t.Args[0].(*ast.Ident)
	if !ok {
		return "", false
	}
	return id.Name, true
}

// convertHitRate reads hit_rate(dimension, of, target).
func convertHitRate(t *ast.CallExpr, names resolver) (Node, error) {
	if len(t.Args) != 3 {
		return nil, fault.New("catalog.hit_rate_arguments", "function", hitRate, "given", len(t.Args))
	}
	dimension, ok := t.Args[0].(*ast.Ident)
	if !ok {
		return nil, fault.New("catalog.hit_rate_dimension", "function", hitRate)
	}
	if err := names.dimension(dimension.Name); err != nil {
		return nil, err
	}
	of, err := convert(t.Args[1], names)
	if err != nil {
		return nil, err
	}
	target, err := convert(t.Args[2], names)
	return &HitRate{Dimension: dimension.Name, Of: of, Target: target}, err
}

func functionNames() []string {
	names := []string{assumed, choose, given, hitRate}
	for name := range functions {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
