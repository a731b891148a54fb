// Package agreement finds numbers on one screen that contradict each other: what a reader divides, subtracts or adds up has to give
// the number that stands beside it.
package agreement

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Figure is a number that a panel shows.
type Figure struct {
	Panel string
	KPI   string // as the panel asks for it
	Basis string // what else it depends on: range, filters and parameters
	Group string // the values of its dimensions, each with the dimension; "" for the whole
	Time  string // the bucket; "" without a grain
	Value float64

	Dimensions []string
	Funnel     string // the group without its last dimension, along which the steps of a funnel follow each other
	Whole      bool   // all groups of its question are shown
	Told       bool   // its panel says that it goes by whole target periods
	formula    catalog.Node
	periods    bool // it does
}

// Screen are the figures that a reader sees at once.
type Screen []Figure

// Read gives figures their meaning: the formulas of what they ask for. Those with arguments or a window of their own have none.
func (s Screen) Read() error {
	meanings := map[string]*catalog.KPI{}
	for i, f := range s {
		k, known := meanings[f.KPI]
		if !known {
			var err error
			if k, err = meaning(f.KPI); err != nil {
				return fmt.Errorf("%s: %w", f.Panel, err)
			}
			meanings[f.KPI] = k
		}
		if k != nil {
			s[i].formula, s[i].periods = bare(k.Formula), k.Uses(catalog.WholePeriods)
		}
	}
	return nil
}

// meaning is the KPI that an entry asks for; nil for one with arguments.
func meaning(text string) (*catalog.KPI, error) {
	e, err := query.ParseEntry(text)
	if err != nil {
		return nil, err
	}
	switch {
	case e.Formula.Text != "":
		return catalog.Default().Ask(e.Formula.Text, e.Formula.Label, catalog.Unit(e.Formula.Unit), operand)
	case plain(e):
		return catalog.Default().KPI(e.KPI)
	}
	return nil, nil
}

// operand is what an entry of a formula means: without what stands behind it, a measure of nobody.
func operand(text string) (*catalog.KPI, error) {
	e, err := query.ParseEntry(text)
	if err != nil {
		return nil, err
	}
	k, err := catalog.Default().KPI(e.KPI)
	if err != nil || plain(e) {
		return k, err
	}
	own := *k
	own.Formula = catalog.Call{Name: text, Args: []catalog.Node{k.Formula}}
	return &own, nil
}

func plain(e query.Entry) bool { return len(e.Arguments) == 0 && reflect.ValueOf(e.Window).IsZero() }

// bare takes off what says only over which periods a part is asked, or that it may be replaced: a reader takes the number that stands there.
func bare(n catalog.Node) catalog.Node {
	switch n := n.(type) {
	case catalog.Operand:
		return bare(n.Of)
	case catalog.Assumed:
		return bare(n.Of)
	case catalog.Binary:
		n.X, n.Y = bare(n.X), bare(n.Y)
		return n
	case catalog.Call:
		if n.Name == catalog.WholePeriods {
			return bare(n.Args[0])
		}
		n.Args = slices.Clone(n.Args)
		for i, arg := range n.Args {
			n.Args[i] = bare(arg)
		}
		return n
	case *catalog.Attained:
		return &catalog.Attained{Of: bare(n.Of), Target: bare(n.Target), Lower: n.Lower, Steady: n.Steady}
	}
	return n
}

// String names the figure, so that people find it.
func (f Figure) String() string {
	return strings.Join(slices.DeleteFunc([]string{fmt.Sprintf("%q", f.Panel), f.KPI, f.Group, f.Time}, func(s string) bool { return s == "" }), " ")
}

// Counts reports whether the figure is a sum or a count of rows, not made of other figures.
func (f Figure) Counts() bool {
	_, ok := f.formula.(catalog.Ref)
	return ok
}

// HasState reports whether a question asks for what there is at an instant.
func HasState(q query.Question) bool {
	return slices.ContainsFunc(q.KPIs, func(text string) bool {
		e, err := query.ParseEntry(text)
		if err != nil || e.KPI == "" {
			return false
		}
		k, err := catalog.Default().KPI(e.KPI)
		return err == nil && slices.ContainsFunc(k.Measures(), func(m *catalog.Measure) bool { return m.Timing.Kind() == "snapshot" })
	})
}
