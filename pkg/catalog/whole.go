package catalog

import (
	"errors"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/fault"
)

// The parts of a definition that make sense only as a whole.

func (f fraction) validate() error {
	if f.Of == "" || f.To == "" {
		return fault.New("catalog.both_fields", "one", "of", "another", "to")
	}
	return nil
}

// supplied are the parameters of an expression that the engine knows by itself.
var supplied = []string{"now", "today", "timezone", "trailing_from", "trailing_to", "range_from", "range_to"}

// fieldsExist checks what an expression reads.
func (l *loader) fieldsExist(entity string, e expression.Expression) error {
	for _, path := range e.Paths() {
		if _, err := l.model.Resolve(entity, path); err != nil {
			return err
		}
	}
	instant := func(path string) bool {
		f, err := l.model.Resolve(entity, path)
		return err == nil && f.Type == crm.Time
	}
	if path := e.Unzoned(instant); path != "" {
		return fault.New("catalog.no_zone", "path", path)
	}
	known := slices.Concat(supplied, ParameterNames())
	for _, name := range e.Parameters() {
		if !slices.Contains(known, name) {
			return fault.New("catalog.unknown_parameter_in_expression", "parameter", name, "known", known)
		}
	}
	return nil
}

// fitsItsMeasures checks what a KPI takes over from its measures: the unit of a duration, and the parameters that they read.
func (k *KPI) fitsItsMeasures() error {
	var errs []error
	for _, m := range k.Measures() {
		if unit := m.Unit(); k.Kind == DurationKind && unit != "" && string(unit) != string(k.Unit) {
			errs = append(errs, in("unit", fault.New("catalog.unit_of_measure", "measure", m.ID, "unit", unit, "wanted", k.Unit)))
		}
		for _, e := range m.Expressions() {
			for _, name := range e.Parameters() {
				if _, ok := k.Parameters[name]; !ok && !slices.Contains(supplied, name) {
					errs = append(errs, in("parameters", fault.New("catalog.no_default", "measure", m.ID, "parameter", name)))
					k.Parameters[name] = "" // those whose formulas name this KPI take it over
				}
			}
		}
	}
	return errors.Join(errs...)
}

// used refuses a parameter that nothing in the KPI's formula reads: whoever sets it would be shown a number that does not obey it, as the
// sum in place of a median. What stands in for a measure must read what the measure reads.
func (l *loader) used(k *KPI, parameter string) error {
	if _, known := readers[parameter]; !known && choices[parameter] == nil {
		return nil // the fault of the value, or of what is to be replaced
	}
	found := parameter == "window" && k.Uses(Mature)
	Walk(k.Formula, func(n Node) {
		if c, ok := n.(*Choice); ok && c.Parameter == parameter {
			found = true
		}
	})
	for _, m := range k.Measures() {
		if !m.Reads(parameter) {
			continue
		}
		found = true
		for other := l.catalog.measures[m.Otherwise]; other != nil; other = l.catalog.measures[other.Otherwise] {
			if !other.Reads(parameter) {
				return fault.New("catalog.parameter_not_read_by_stand_in", "parameter", parameter, "measure", m.ID, "other", other.ID)
			}
		}
	}
	if found {
		return nil
	}
	return fault.New("catalog.parameter_not_read", "parameter", parameter, "measures", measureNames(k))
}

func measureNames(k *KPI) []string {
	var names []string
	for _, m := range k.Measures() {
		names = append(names, m.ID)
	}
	return names
}
