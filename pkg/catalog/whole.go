package catalog

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
)

// The parts of a definition that make sense only as a whole.

func (f fraction) validate() error {
	if f.Of == "" || f.To == "" {
		return errors.New("give both `of` and `to`")
	}
	return nil
}

func (s Snapshot) validate() error {
	if s.Start.Empty() || s.End.Empty() {
		return errors.New("give both `start` and `end`")
	}
	return nil
}

func (d Duration) validate() error {
	if d.From.Empty() || d.To.Empty() {
		return errors.New("give both `from` and `to`")
	}
	return nil
}

func (o Overlap) validate() error {
	if o.Start.Empty() || o.End.Empty() {
		return errors.New("give both `start` and `end`")
	}
	return nil
}

func (m Members) validate() error {
	if m.Of.Empty() {
		return errors.New("give `of`, the member")
	}
	return nil
}

// supplied are the parameters of an expression that the engine knows by itself.
var supplied = []string{"now", "today", "timezone", "trailing_from", "trailing_to", "range_from", "range_to"}

// fieldsExist checks what an expression reads.
func fieldsExist(entity string, e expression.Expression) error {
	for _, path := range e.Paths() {
		if _, err := crm.Canonical().Resolve(entity, path); err != nil {
			return err
		}
	}
	known := slices.Concat(supplied, ParameterNames())
	for _, name := range e.Parameters() {
		if !slices.Contains(known, name) {
			return fmt.Errorf("there is no parameter :%s; expressions may name :%s", name, strings.Join(known, ", :"))
		}
	}
	return nil
}

// typesFit checks the fields that stand alone, whose types are known; of a computed value only the database knows.
func (m *Measure) typesFit() error {
	var errs []error
	check := func(field string, e expression.Expression, what string, allowed ...crm.Type) {
		if !e.IsPath() {
			return
		}
		if f, err := crm.Canonical().Resolve(m.Entity, e.String()); err == nil && !slices.Contains(allowed, f.Type) {
			errs = append(errs, in(field, fmt.Errorf("%s is a %s, not %s", e, f.Type, what)))
		}
	}
	check("sum", m.Sum, "a number or an amount", crm.Number, crm.Money)
	if s := m.Snapshot; s != nil {
		check("snapshot.start", s.Start, "an instant", crm.Time)
		check("snapshot.end", s.End, "an instant", crm.Time)
	}
	if d := m.Duration; d != nil {
		check("duration.from", d.From, "an instant", crm.Time)
		check("duration.to", d.To, "an instant", crm.Time)
	}
	return errors.Join(append(errs, m.currencyFits())...)
}

// currencyFits checks that it is known what an amount is in: otherwise it would be added up unconverted.
func (m *Measure) currencyFits() error {
	if !m.Currency.Empty() && !m.Currency.IsPath() {
		return in("currency", errors.New("name one field, as in currency or deal.currency"))
	}
	if !m.IsMoney() {
		return nil
	}
	if _, err := crm.Canonical().Resolve(m.Entity, m.CurrencyPath()); err != nil {
		return in("sum", fmt.Errorf("the currency of the amount is not known: %s has no field %q; name it, as in `currency: deal.currency`", m.Entity, m.CurrencyPath()))
	}
	return nil
}

// fitsItsMeasures checks what a KPI takes over from its measures: the unit of a duration, and the parameters that they read.
func (k *KPI) fitsItsMeasures() error {
	var errs []error
	for _, m := range k.Measures() {
		if k.Kind == DurationKind && m.Duration != nil && m.Duration.In != k.Unit {
			errs = append(errs, in("unit", fmt.Errorf("the measure %s is in %s; use the same unit, or define a measure in %s", m.ID, m.Duration.In, k.Unit)))
		}
		for _, e := range m.expressions() {
			for _, name := range e.Parameters() {
				if _, ok := k.Parameters[name]; !ok && !slices.Contains(supplied, name) {
					errs = append(errs, in("parameters", fmt.Errorf("the measure %s reads the parameter %s; give its default, as in {%s: 90d}", m.ID, name, name)))
					k.Parameters[name] = "" // those whose formulas name this KPI take it over
				}
			}
		}
	}
	return errors.Join(errs...)
}
