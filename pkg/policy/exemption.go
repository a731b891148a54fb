package policy

import (
	"cmp"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
)

// Exemption lets people whom a rule shows a part of the rows see numbers of all of them: the totals of KPIs, and these KPIs by dimensions.
// Nothing of it is told over less than whole periods, nor of fewer rows and people than it says.
type Exemption struct {
	Who  `yaml:",inline"`
	KPIs []string `yaml:"kpis"`
	// By are the dimensions of the leaderboard, all of them together; none for totals only.
	By []string `yaml:"by"`
	// Grain is the shortest period.
	Grain calendar.Grain `yaml:"grain"`
	// Rows and People are how many rows of others, and of how many people, must at least stand behind a number.
	Rows   int `yaml:"rows"`
	People int `yaml:"people"`
	// Named says that all are called by their names, not only those whose rows may be seen.
	Named bool `yaml:"named"`
}

// What an exemption asks for where it does not say so.
const (
	defaultGrain  = calendar.Month
	defaultRows   = 5
	defaultPeople = 2
)

// mostDimensions bounds those of a leaderboard.
const mostDimensions = 3

// complete gives an exemption its defaults and checks it against the model.
func (e *Exemption) complete(model *crm.Model) error {
	e.Grain, e.Rows, e.People = cmp.Or(e.Grain, defaultGrain), cmp.Or(e.Rows, defaultRows), cmp.Or(e.People, defaultPeople)
	if err := e.Who.check(); err != nil {
		return err
	}
	if len(e.KPIs) == 0 {
		return fault.New("policy.exempt_no_kpi")
	}
	if _, err := calendar.ParseGrain(string(e.Grain)); err != nil || e.Grain == calendar.None || e.Grain == calendar.Hour {
		return fault.New("policy.exempt_grain", "grain", string(e.Grain))
	}
	if e.Rows < 2 || e.People < 1 {
		return fault.New("policy.exempt_least", "rows", e.Rows, "people", e.People)
	}
	if len(e.By) > mostDimensions {
		return fault.New("policy.exempt_dimensions", "most", mostDimensions)
	}
	for i, id := range e.By {
		if _, err := model.Dimension(id); err != nil {
			return err
		}
		if slices.Contains(e.By[:i], id) {
			return fault.New("policy.exempt_twice", "name", id)
		}
	}
	return nil
}

// ofPeople reports whether the groups of the leaderboard are the people themselves.
func (e Exemption) ofPeople(model *crm.Model) bool {
	return slices.ContainsFunc(e.By, func(id string) bool {
		d, err := model.Dimension(id)
		return err == nil && d.Entity == crm.People
	})
}

// CheckKPIs checks the exemptions against the catalogue: of numbers that are not made of rows one by one, such as a median, a state or a
// target, it cannot be said how much of one row is in them. Two exemptions with a number in common would tell more together than either.
func (p *Policy) CheckKPIs(c *catalog.Catalog) error {
	if p == nil {
		return nil
	}
	of := map[string]int{}
	var faults []error
	for i, e := range p.Exempt {
		for _, id := range e.KPIs {
			k, err := c.KPI(id)
			if err == nil {
				err = exemptible(k)
			}
			if err != nil {
				faults = append(faults, ofExemption(i, err))
				continue
			}
			for _, m := range k.Measures() {
				if other := of[m.ID]; other != 0 && other != i+1 {
					faults = append(faults, ofExemption(i, fault.New("policy.exempt_in_two", "kpi", id, "measure", m.ID, "other", other)))
					break
				}
				of[m.ID] = i + 1
			}
		}
	}
	return fault.Join(faults)
}

func exemptible(k *catalog.KPI) error {
	if k.Kind == catalog.ReportKind || k.Uses(catalog.Cumulative) || plan.HasTarget(k.Formula) || len(k.Measures()) == 0 {
		return fault.New("policy.exempt_of_rows", "kpi", k.ID)
	}
	for _, m := range k.Measures() {
		if _, err := m.RowsBehind(); err != nil {
			return fault.At(i18n.Same(k.ID), err)
		}
	}
	return nil
}

// exempt are the exemptions that fit a person.
func (p *Policy) exempt(v plan.Viewer, team string) []Exemption {
	var all []Exemption
	for _, e := range p.Exempt {
		if e.fits(v, team) {
			all = append(all, e)
		}
	}
	return all
}

// Notice tells who reads a number of all rows what it is, and what is left out.
func (e Exemption) Notice(model *crm.Model) i18n.Text {
	if e.ofPeople(model) {
		return i18n.T("policy.exempt", "rows", e.Rows, "grain", string(e.Grain))
	}
	return i18n.T("policy.exempt_people", "rows", e.Rows, "people", e.People, "grain", string(e.Grain))
}
