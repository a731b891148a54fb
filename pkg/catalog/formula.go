package catalog

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// Node is a part of a KPI's formula. KPIs named in a formula are already replaced by their own formulas, so that only
// measures and targets are left.
type Node interface{ node() }

type (
	// Number is a constant.
	Number float64
	// Ref is the value of a measure.
	Ref struct{ Measure *Measure }
	// Target is the sum of the targets set for a metric.
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
)

func (Number) node() {}
func (Ref) node()    {}
func (Target) node() {}
func (Binary) node() {}
func (Call) node()   {}

// The functions of a formula.
const (
	Ceil         = "ceil"          // the least integer not below
	Max          = "max"           // the greater of two
	CappedRatio  = "capped_ratio"  // of(x, y, cap): x / y, at most cap, and cap where y is 0 and x is not
	Share        = "share"         // of all groups' total
	Cumulative   = "cumulative"    // running total from the start of the range
	Mature       = "mature"        // of cohorts; members younger than the window are left out of a total
	ToDate       = "to_date"       // of the part of the range that has elapsed
	WholePeriods = "whole_periods" // of all target periods that the range touches
	Trailing     = "trailing"      // of the 12 months before the range
)

// functions gives the number of arguments of each function.
var functions = map[string]int{Ceil: 1, Max: 2, CappedRatio: 3, Share: 1, Cumulative: 1, Mature: 1, ToDate: 1, WholePeriods: 1, Trailing: 1}

// Walk calls visit for a node and everything below it.
func Walk(n Node, visit func(Node)) {
	visit(n)
	switch n := n.(type) {
	case Binary:
		Walk(n.X, visit)
		Walk(n.Y, visit)
	case Call:
		for _, arg := range n.Args {
			Walk(arg, visit)
		}
	}
}

// parseFormula reads a formula: + - * /, parentheses, numbers, functions, and names that resolve gives a meaning.
// The syntax is that of Go expressions, so Go's own parser reads it.
func parseFormula(text string, resolve func(name string) (Node, error)) (Node, error) {
	tree, err := parser.ParseExpr(text)
	if err != nil {
		return nil, fmt.Errorf("formula %q: %w", text, err)
	}
	n, err := convert(tree, resolve)
	if err != nil {
		return nil, fmt.Errorf("formula %q: %w", text, err)
	}
	return n, nil
}

var operators = map[token.Token]byte{token.ADD: '+', token.SUB: '-', token.MUL: '*', token.QUO: '/'}

func convert(tree ast.Expr, resolve func(string) (Node, error)) (Node, error) {
	switch t := tree.(type) {
	case *ast.ParenExpr:
		return convert(t.X, resolve)
	case *ast.Ident:
		return resolve(t.Name)
	case *ast.BasicLit:
		value, err := strconv.ParseFloat(t.Value, 64)
		if err != nil {
			return nil, fmt.Errorf("%q is not a number", t.Value)
		}
		return Number(value), nil
	case *ast.BinaryExpr:
		op, ok := operators[t.Op]
		if !ok {
			return nil, fmt.Errorf("there is no operator %q; use + - * /", t.Op)
		}
		x, err := convert(t.X, resolve)
		if err != nil {
			return nil, err
		}
		y, err := convert(t.Y, resolve)
		return Binary{Op: op, X: x, Y: y}, err
	case *ast.CallExpr:
		return convertCall(t, resolve)
	}
	return nil, fmt.Errorf("use names, numbers, + - * /, parentheses and the functions %s", functionNames())
}

func convertCall(t *ast.CallExpr, resolve func(string) (Node, error)) (Node, error) {
	name, ok := t.Fun.(*ast.Ident)
	if !ok {
		return nil, fmt.Errorf("use the functions %s", functionNames())
	}
	arity, ok := functions[name.Name]
	if !ok {
		return nil, fmt.Errorf("there is no function %q; the functions are %s", name.Name, functionNames())
	}
	if len(t.Args) != arity {
		return nil, fmt.Errorf("%s takes %d arguments, not %d", name.Name, arity, len(t.Args))
	}
	call := Call{Name: name.Name}
	for _, arg := range t.Args {
		n, err := convert(arg, resolve)
		if err != nil {
			return nil, err
		}
		call.Args = append(call.Args, n)
	}
	return call, nil
}

func functionNames() string {
	var names []string
	for name := range functions {
		names = append(names, name)
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}
