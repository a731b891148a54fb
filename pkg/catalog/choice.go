package catalog

import (
	"go/ast"
	"slices"
	"strings"
	"sync"

	"github.com/crmkpi/crm-datasource/pkg/fault"
)

// Choice is one of several formulas, by the value of a parameter that chooses from a list: there is one for each of its options.
type Choice struct {
	Parameter string
	Of        []Node
}

func (*Choice) node() {}

// convertChoice reads choose(parameter, …).
func convertChoice(t *ast.CallExpr, names resolver) (Node, error) {
	parameter := ""
	if len(t.Args) > 0 {
		if name, ok := t.Args[0].(*ast.Ident); ok {
			parameter = name.Name
		}
	}
	options := choices[parameter]
	if options == nil {
		return nil, fault.New("catalog.choose_parameter", "function", choose)
	}
	if len(t.Args) != 1+len(options) {
		return nil, fault.New("catalog.choose_arguments", "function", choose, "parameter", parameter, "options", options)
	}
	if err := names.choosing(parameter); err != nil {
		return nil, err
	}
	choice := &Choice{Parameter: parameter}
	for _, arg := range t.Args[1:] {
		n, err := convert(arg, names)
		if err != nil {
			return nil, err
		}
		choice.Of = append(choice.Of, n)
	}
	return choice, nil
}

// variants are a KPI's formulas with their choices made, by the options chosen. They are few, and made once, so that what is known of
// a KPI can be kept for each.
type variants struct{ known sync.Map }

// With returns the KPI with the choices of its formula made by the values of its parameters: itself where it has none.
func (k *KPI) With(arguments map[string]string) *KPI {
	var chosen []string
	Walk(k.Formula, func(n Node) {
		if c, ok := n.(*Choice); ok {
			chosen = append(chosen, c.Parameter+"="+arguments[c.Parameter])
		}
	})
	if chosen == nil {
		return k
	}
	id := strings.Join(chosen, " ")
	if known, ok := k.variants.known.Load(id); ok {
		return known.(*KPI)
	}
	variant := *k
	variant.Formula = chosenOf(k.Formula, arguments)
	known, _ := k.variants.known.LoadOrStore(id, &variant)
	return known.(*KPI)
}

// chosenOf is a formula with its choices made.
func chosenOf(n Node, arguments map[string]string) Node {
	switch n := n.(type) {
	case *Choice:
		return chosenOf(n.Of[max(0, slices.Index(choices[n.Parameter], arguments[n.Parameter]))], arguments)
	case Binary:
		n.X, n.Y = chosenOf(n.X, arguments), chosenOf(n.Y, arguments)
		return n
	case Call:
		n.Args = slices.Clone(n.Args)
		for i, arg := range n.Args {
			n.Args[i] = chosenOf(arg, arguments)
		}
		return n
	case Assumed:
		n.Of = chosenOf(n.Of, arguments)
		return n
	case *Attained:
		return &Attained{Of: chosenOf(n.Of, arguments), Target: chosenOf(n.Target, arguments), Lower: n.Lower, Steady: n.Steady}
	case *HitRate:
		return &HitRate{Dimension: n.Dimension, Of: chosenOf(n.Of, arguments), Target: chosenOf(n.Target, arguments)}
	}
	return n
}
