package catalog

import (
	"cmp"
	"errors"

	"github.com/crmkpi/crm-datasource/pkg/fault"
)

// define gives a KPI its kind and formula.
func (l *loader) define(k *KPI, d kpiYAML) error {
	kinds := 0
	set := func(kind Kind, definition, formula string) error {
		kinds++
		k.Kind, k.Definition = kind, definition
		var err error
		k.Formula, err = parseFormula(formula, names{l, k})
		return err
	}
	var errs []error
	if d.Measure != "" {
		errs = append(errs, set(Simple, d.Measure, d.Measure))
		k.Kind = l.kindOf(d.Measure)
	}
	if f := d.Ratio; f != nil {
		errs = append(errs, set(Ratio, f.Of+" / "+f.To, f.Of+" / "+f.To))
	}
	if f := d.Conversion; f != nil {
		errs = append(errs, set(Conversion, f.Of+" / "+f.To, Mature+"("+f.Of+" / "+f.To+")"))
	}
	if d.Derived != "" {
		errs = append(errs, set(Derived, d.Derived, d.Derived))
	}
	if d.Share != "" {
		errs = append(errs, set(ShareOfTotal, Share+"("+d.Share+")", Share+"("+d.Share+")"))
	}
	if d.Cumulative != "" {
		errs = append(errs, set(CumulativeSum, Cumulative+"("+d.Cumulative+")", Cumulative+"("+d.Cumulative+")"))
	}
	if d.Target != "" {
		kinds++
		k.Kind, k.Definition = TargetKind, "target of "+d.Target
		k.Formula = Target{Metric: d.Target, Money: d.Unit == Money}
	}
	if d.Report != "" {
		kinds++
		k.Kind, k.Report, k.Definition = ReportKind, d.Report, string(d.Report)
		k.Formula, errs = d.Report.formula(errs)
	}
	if kinds != 1 {
		return fault.New("catalog.one_definition")
	}
	return errors.Join(errs...)
}

// checkTotals refuses shares and running totals of what does not add up.
func (k *KPI) checkTotals() error {
	var errs []error
	Walk(k.Formula, func(n Node) {
		call, ok := n.(Call)
		if !ok || call.Name != Share && call.Name != Cumulative {
			return
		}
		Walk(call, func(n Node) {
			ref, ok := n.(Ref)
			switch {
			case !ok:
			case !ref.Measure.Additive():
				errs = append(errs, fault.New("catalog.no_totals", "measure", ref.Measure.ID))
			case call.Name == Cumulative && !ref.Measure.AddsUpOverTime():
				errs = append(errs, fault.New("catalog.no_running_totals", "measure", ref.Measure.ID))
			}
		})
	})
	if len(errs) == 0 {
		return nil
	}
	return errs[0]
}

// names resolves what the formula of a KPI names: other KPIs, whose parameters the KPI takes over, and measures.
type names struct {
	*loader
	of *KPI
}

func (n names) value(name string) (Node, error) {
	if _, ok := n.definitions[name]; ok {
		other, err := n.take(name)
		if err != nil {
			return nil, err
		}
		return other.Formula, nil
	}
	if m := n.catalog.measures[name]; m != nil {
		return Ref{Measure: m}, nil
	}
	return nil, fault.New("catalog.unknown_name", "name", name)
}

func (n names) goal(name string, g Goal) (Node, error) {
	if _, ok := n.definitions[name]; !ok {
		return nil, fault.New("catalog.unknown_name", "name", name)
	}
	of, err := n.take(name)
	if err != nil {
		return nil, err
	}
	goal, err := n.catalog.Goal(of, g)
	if err != nil {
		return nil, err
	}
	return goal.Formula, nil
}

func (n names) dimension(id string) error {
	_, err := n.model.Dimension(id)
	return err
}

func (n names) kpiToReplace(id string) (*KPI, error) {
	if _, ok := n.definitions[id]; !ok {
		return nil, fault.New("catalog.unknown_kpi_to_replace", "kpi", id)
	}
	k, err := n.take(id)
	n.of.Parameters[id] = ""
	return k, err
}

func (n names) choosing(parameter string) error {
	_, own := n.definitions[n.of.ID].Parameters[parameter]
	if _, taken := n.of.Parameters[parameter]; !own && !taken {
		return fault.New("catalog.choose_without_default", "parameter", parameter)
	}
	return nil
}

// take returns another KPI after its parameters have been taken over.
func (n names) take(id string) (*KPI, error) {
	other, err := n.kpi(id)
	if err != nil {
		return nil, err
	}
	for parameter, value := range other.Parameters {
		if before, ok := n.of.Parameters[parameter]; ok && before != value {
			return nil, fault.New("catalog.two_defaults", "parameter", parameter, "one", before, "another", value)
		}
		n.of.Parameters[parameter] = value
	}
	return other, nil
}

func (l *loader) kindOf(measure string) Kind {
	m := l.catalog.measures[measure]
	if m == nil || m.Timing == nil {
		return Derived
	}
	return cmp.Or(Kind(m.Kind()), Simple)
}
