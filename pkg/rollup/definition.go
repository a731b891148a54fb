// Package rollup keeps sums of a company's rows in its database, so that questions need not read the rows: how many there are and what they
// come to, for each day and each combination of a few keys. Triggers write down what changes, each row as it was and as it is, in the
// transaction that changes it; whoever reads adds that to the sums, in one snapshot, and so has exactly what the rows come to. A refresh
// merges what has been written down into the sums.
//
// Only an owner of the tables installs them, on purpose. The data source reads, see [crm.Rollup] and package sqlgen.
package rollup

import (
	"fmt"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Schema is where all of it is.
const Schema = "crmkpi_rollup"

// Plan is what is to be kept.
type Plan struct {
	Rollups []Definition `yaml:"rollups" json:"rollups"`
}

// Definition says by what the rows of an entity are summed.
type Definition struct {
	Entity string `yaml:"entity" json:"entity"`
	Time   string `yaml:"time,omitempty" json:"time,omitempty"` // the field by whose day in the business time zone; "" for states
	From   string `yaml:"from,omitempty" json:"from,omitempty"` // of states: an expression over fields, since when a row is there
	To     string `yaml:"to,omitempty" json:"to,omitempty"`     // and until when
	// Keys tell sums apart: fields, those of what one of them names, too, as account.region, and conditions on fields, as qualified_at is not null.
	Keys   []string `yaml:"keys,flow" json:"keys,omitempty"`
	Values []string `yaml:"values,flow" json:"values,omitempty"` // expressions over fields, summed and counted
	// Converted keeps amounts in the reporting currency, at the rate of their day: by far fewer sums, which do not tell by what currency they are.
	Converted bool `yaml:"converted,omitempty" json:"converted,omitempty"`
	// Age is how old sums may be that no trigger keeps exact, as 1h: they are those of the last refresh, which answers tell. "" for exact ones.
	Age string `yaml:"age,omitempty" json:"age,omitempty"`
	// Grain is "month" where sums by day would hardly be fewer than the rows; "" for both.
	Grain string `yaml:"grain,omitempty" json:"grain,omitempty"`
}

// Parse reads a plan from YAML and checks its names against the mapping.
func Parse(text []byte, m crm.Mapping) (Plan, error) {
	var p Plan
	if err := crm.Strict(text, &p); err != nil {
		return p, err
	}
	if len(p.Rollups) == 0 {
		return p, fault.New("rollup.none")
	}
	for i, d := range p.Rollups {
		if err := d.check(m); err != nil {
			return p, fault.At(i18n.Same(fmt.Sprintf("rollups[%d]", i)), err)
		}
		for n, key := range d.Keys {
			e, err := expression.Parse(key)
			if err == nil {
				p.Rollups[i].Keys[n], err = sqlgen.KeyCondition(e, sqlgen.Arguments{})
			}
			if err != nil {
				return p, fault.At(i18n.Same(fmt.Sprintf("rollups[%d]", i)), err)
			}
		}
		slices.Sort(p.Rollups[i].Keys)
		slices.Sort(p.Rollups[i].Values)
	}
	return p, nil
}

// Text says by what times rows are summed.
func (d Definition) Text() string {
	return plan.RollupNeed{Time: d.Time, From: d.From, To: d.To}.Text()
}

func (d Definition) check(m crm.Mapping) error {
	if err := d.checkKeys(m); err != nil {
		return err
	}
	if err := d.checkTimes(m); err != nil {
		return err
	}
	if d.Converted && (d.Time == "" || !slices.Contains(d.Keys, "currency") || m.Available("currency_rates", "rate") != nil) {
		return fault.New("rollup.not_converted", "entity", d.Entity)
	}
	if _, err := d.age(); err != nil {
		return err
	}
	if d.Grain != "" && d.Grain != monthly {
		return fault.New("rollup.grain", "grain", d.Grain)
	}
	for _, v := range d.Values {
		if err := d.checkValue(m, v); err != nil {
			return err
		}
	}
	return nil
}

// checkKeys wants fields of the entity itself, or of what one reference names, and conditions on such.
func (d Definition) checkKeys(m crm.Mapping) error {
	for _, key := range d.Keys {
		e, err := expression.Parse(key)
		if err != nil {
			return err
		}
		if err := d.checkKey(m, e); err != nil {
			return err
		}
	}
	if all := crm.References(d.Keys); len(all) > 1 {
		return fault.New("rollup.two_references", "entity", d.Entity, "one", all[0], "other", all[1])
	}
	return nil
}

func (d Definition) checkKey(m crm.Mapping, key expression.Expression) error {
	name := key.String()
	switch {
	case !key.IsPath():
		if !plan.Steady(m, d.Entity, key) {
			return fault.New("rollup.not_a_condition", "entity", d.Entity, "condition", name)
		}
	case strings.Contains(name, "."):
		if fields, err := m.Through(d.Entity, name); err != nil || !slices.Equal(fields, []string{name}) {
			return fault.New("rollup.not_referred", "entity", d.Entity, "field", name)
		}
	default:
		if fields, err := m.Stored(d.Entity, name); err != nil || !slices.Equal(fields, []string{name}) || !m.IsStored(d.Entity, name) {
			return fault.New("rollup.not_a_field", "entity", d.Entity, "field", name)
		}
	}
	return nil
}

// checkTimes wants a time, or both ends of a state.
func (d Definition) checkTimes(m crm.Mapping) error {
	if (d.Time == "") != (d.From != "" && d.To != "") || d.Time != "" && d.From+d.To != "" {
		return fault.New("rollup.time_or_state", "entity", d.Entity)
	}
	if d.Time != "" {
		if !m.IsStored(d.Entity, d.Time) {
			return fault.New("rollup.not_a_field", "entity", d.Entity, "field", d.Time)
		}
		return d.checkTime(m, d.Time, crm.Time, crm.Date)
	}
	for _, end := range []string{d.From, d.To} {
		if err := d.checkValue(m, end, "timezone"); err != nil {
			return err
		}
		if e, err := expression.Parse(end); err != nil || !e.IsPath() {
			continue // of what is computed, the database knows the type
		}
		if err := d.checkTime(m, end, crm.Time); err != nil {
			return err
		}
	}
	return nil
}

func (d Definition) checkTime(m crm.Mapping, field string, allowed ...crm.Type) error {
	if f, err := m.Field(d.Entity, field); err != nil || !slices.Contains(allowed, f.Type) {
		return fault.New("rollup.not_a_time", "entity", d.Entity, "field", field)
	}
	return nil
}

// checkValue wants an expression over fields of the entity itself, which may name some parameters.
func (d Definition) checkValue(m crm.Mapping, text string, parameters ...string) error {
	e, err := expression.Parse(text)
	if err != nil {
		return fault.At(i18n.Same(text), err)
	}
	foreign := func(path string) bool { return strings.Contains(path, ".") }
	unknown := func(name string) bool { return !slices.Contains(parameters, name) }
	if _, err := m.StoredIn(d.Entity, e); err != nil || slices.ContainsFunc(e.Paths(), foreign) || slices.ContainsFunc(e.Parameters(), unknown) {
		return fault.New("rollup.not_a_value", "entity", d.Entity, "value", text)
	}
	return nil
}

// expressions are what is summed, by what times and by what keys it is.
func (d Definition) expressions() []string {
	all := slices.Concat([]string{d.Time, d.From, d.To}, d.Keys, d.Values)
	return slices.DeleteFunc(all, func(text string) bool { return text == "" })
}

// monthly is the grain of sums of which there are none by day.
const monthly = "month"
