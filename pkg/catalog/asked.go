package catalog

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// Operand is a KPI in the formula of a question. Its arguments and its window are its own; it is known by its place in [KPI.Operands].
type Operand struct {
	Number int
	Of     Node
}

func (Operand) node() {}

// defining are the functions of formulas that say what a question may choose, or what the parameters of the whole KPI decide.
var defining = []string{assumed, given, choose, Mature}

// Ask returns the KPI that a formula of a question makes of others, in the language of the formulas of definitions. Each entry that it
// names, such as revenue, csat.target or revenue:rolling=28d, operand gives a meaning. What the label and the unit leave open follows
// from the formula and its operands.
func (c *Catalog) Ask(text, label string, unit Unit, operand func(entry string) (*KPI, error)) (*KPI, error) {
	k := &KPI{
		ID: "=" + text, Kind: Derived, Title: i18n.Same(cmp.Or(label, text)), Description: i18n.T("catalog.asked", "text", text),
		Unit: unit, Definition: text, variants: &variants{},
	}
	plain, entries := withPlaceholders(text)
	names := &operands{catalog: c, kpi: k, entries: entries, resolve: operand, numbers: map[string]int{}}
	n, err := parsed(plain, names)
	if err == nil {
		k.Formula = n
		err = names.check(text)
	}
	if err != nil {
		return nil, inFormula(text, err)
	}
	k.Horizon, k.Better = horizonOf(k.Operands), names.better(n)
	k.EmptyNull = !slices.ContainsFunc(k.Operands, func(o *KPI) bool { return !o.EmptyNull })
	return k, nil
}

// entry is an operand with arguments, which Go's parser cannot read.
var entry = regexp.MustCompile(`[a-z][a-z0-9_.]*(:[a-z][a-z0-9_]*=[A-Za-z0-9_.]+)+`)

// withPlaceholders puts a name in the place of each operand with arguments. It is as long, so that errors tell the right place, and has a
// capital letter, which no KPI has.
func withPlaceholders(text string) (plain string, entries map[string]string) {
	entries = map[string]string{}
	plain = entry.ReplaceAllStringFunc(text, func(found string) string {
		name := fmt.Sprintf("K%d", len(entries))
		name += strings.Repeat("_", max(0, len(found)-len(name)))
		entries[name] = found
		return name
	})
	return plain, entries
}

// operands gives the names in the formula of a question their meaning.
type operands struct {
	catalog *Catalog
	kpi     *KPI
	entries map[string]string // by placeholder
	resolve func(entry string) (*KPI, error)
	numbers map[string]int // by entry
}

func (o *operands) value(name string) (Node, error) {
	if found, ok := o.entries[name]; ok {
		name = found
	}
	number, known := o.numbers[name]
	if !known {
		k, err := o.resolve(name)
		if err != nil {
			return nil, err
		}
		if k.Measured() == ReportKind {
			return nil, fault.New("catalog.report_in_formula", "kpi", name)
		}
		number = len(o.kpi.Operands)
		o.kpi.Operands, o.numbers[name] = append(o.kpi.Operands, k), number
	}
	return Operand{number, o.kpi.Operands[number].Formula}, nil
}

func (o *operands) goal(name string, g Goal) (Node, error) { return o.value(name + "." + string(g)) }

func (o *operands) dimension(id string) error {
	_, err := o.catalog.model.Dimension(id)
	return err
}

func (o *operands) kpiToReplace(string) (*KPI, error) {
	return nil, fault.New("catalog.defining_function", "functions", defining)
}

func (o *operands) choosing(string) error {
	return fault.New("catalog.defining_function", "functions", defining)
}

// check refuses what a formula of a question cannot be.
func (o *operands) check(text string) error {
	k := o.kpi
	if len(k.Operands) == 0 {
		return fault.New("catalog.formula_without_kpi")
	}
	size := len(text)
	for _, operand := range k.Operands {
		size += operand.size
	}
	if size > maxFormula {
		return fault.New("catalog.formula_too_long", "have", size, "most", maxFormula)
	}
	if o.calls(k.Formula, Mature) {
		return fault.New("catalog.defining_function", "functions", defining)
	}
	if err := k.checkTotals(); err != nil {
		return err
	}
	if k.Unit != "" {
		return k.Unit.validate()
	}
	unit, err := o.unit(k.Formula)
	if err == nil && unit == number {
		err = errUnitUnclear
	}
	k.Unit = unit
	return err
}

// calls reports whether the formula itself, not that of an operand, calls a function.
func (o *operands) calls(n Node, function string) bool {
	if call, ok := n.(Call); ok && call.Name == function {
		return true
	}
	if _, ok := n.(Operand); ok {
		return false
	}
	return slices.ContainsFunc(Parts(n), func(part Node) bool { return o.calls(part, function) })
}

// horizonOf is where a formula looks: ahead only if all that it is made of does.
func horizonOf(operands []*KPI) Horizon {
	ahead, horizon := true, Past
	for _, k := range operands {
		ahead = ahead && (k.Horizon == Future || k.Kind == TargetKind)
		if k.Horizon != Past {
			horizon = Current
		}
	}
	if ahead {
		return Future
	}
	return horizon
}

// better is the direction of a formula whose operands all have one and agree; "" for any other.
func (o *operands) better(n Node) Better {
	switch n := n.(type) {
	case Operand:
		return o.kpi.Operands[n.Number].Better
	case Binary:
		x, y := o.better(n.X), o.better(n.Y)
		_, scaled := n.Y.(Number)
		_, scales := n.X.(Number)
		if n.Op == '-' || n.Op == '/' {
			y = opposite(y)
		}
		switch {
		case scaled && !negative(n.Y):
			return x
		case scales && !negative(n.X), x == y:
			return y
		}
	}
	return ""
}

func negative(n Node) bool { v, ok := n.(Number); return ok && v < 0 }

func opposite(b Better) Better {
	switch b {
	case Higher:
		return Lower
	case Lower:
		return Higher
	}
	return ""
}
