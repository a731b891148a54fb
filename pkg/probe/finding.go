package probe

import (
	"errors"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/quality"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// The findings that make numbers wrong, or impossible.
const (
	DuplicateKey sqlgen.FlawKind = "duplicate_key" // several rows have the same key
	FanOut       sqlgen.FlawKind = "fan_out"       // the relation Field finds several rows of Other
	Unreadable   sqlgen.FlawKind = "unreadable"    // the entity, or the field, cannot be read
	WrongType    sqlgen.FlawKind = "wrong_type"    // the field's SQL has another type than the model wants
	FailingKPI   sqlgen.FlawKind = "failing_kpi"   // all that KPIs need can be read, but not what they ask of it
)

// Finding is something wrong with the data, or with the mapping.
type Finding struct {
	quality.Finding
	Err error // why an entity or field cannot be read, may be read wrongly, or KPIs fail, or why nobody knows whether keys are unique; nil otherwise
}

// Wrong reports whether the finding makes numbers wrong or impossible, rather than only worth a look.
func (f Finding) Wrong() bool {
	if m, ok := errors.AsType[*Misfit](f.Err); ok {
		return !m.Read()
	}
	return f.Kind == Unreadable || f.Fails() || f.Kind == TiedRows && f.Count > 0 || f.Multiplies()
}

// Fails reports whether KPIs of the catalogue fail. A company's own are its to judge.
func (f Finding) Fails() bool { return f.Kind == FailingKPI && f.Other == "" }

// Multiplies reports whether rows count several times.
func (f Finding) Multiplies() bool {
	return (f.Kind == DuplicateKey || f.Kind == FanOut) && f.Err == nil
}

// Severity says in a word how bad the finding is.
func (f Finding) Severity() i18n.Text {
	if f.Wrong() {
		return i18n.T("check.error")
	}
	return i18n.T("check.warning")
}

// Name is where the finding is: entity.field, or the entity.
func (f Finding) Name() string { return Name(f.Entity, f.Field) }

// Name is entity.field, or the one of them that there is.
func Name(entity, field string) string {
	if entity == "" || field == "" {
		return entity + field
	}
	return entity + "." + field
}

// Shown lists the examples, and tells when there are others.
func (f Finding) Shown() i18n.Text {
	var examples []i18n.Text
	for _, x := range f.Examples {
		text := i18n.T("check.none")
		if x.Value != nil {
			text = i18n.Same(*x.Value)
		}
		if x.Day != "" {
			text = i18n.T("check.example_since", "value", text, "day", x.Day)
		}
		examples = append(examples, text)
	}
	if f.More {
		examples = append(examples, i18n.Same("…"))
	}
	return i18n.T("check.examples", "examples", examples)
}

// collect notes all that is wrong, the worst first.
func (r *Result) collect(c Check, repeated []Duplicates, entities []Health, beside []quality.Finding) {
	r.Findings = []Finding{}
	add := func(f quality.Finding, err error) { r.Findings = append(r.Findings, Finding{f, err}) }
	for _, d := range repeated {
		add(quality.Finding{Kind: d.Kind, Entity: d.Entity, Field: d.Field, Other: d.To, Count: d.Count, More: d.More, Examples: shown(d.Keys...)}, d.Err)
	}
	for _, name := range r.Names() {
		if f, why := r.faulty(name); f.Kind != TiedRows || !slices.ContainsFunc(repeated, func(d Duplicates) bool { return d.Kind == TiedRows && d.Entity == name }) {
			add(f, why)
		}
	}
	for _, f := range r.failing(c) {
		add(f.Finding, f.Err)
	}
	for _, m := range r.Misfits {
		add(quality.Finding{Kind: WrongType, Entity: m.Entity, Field: m.Field}, m)
	}
	for _, h := range entities {
		if h.Inspection == nil {
			continue
		}
		for _, f := range h.Findings {
			add(f, nil)
		}
	}
	for _, f := range beside {
		add(f, nil)
	}
	slices.SortStableFunc(r.Findings, func(a, b Finding) int {
		switch {
		case a.Wrong() == b.Wrong():
			return 0
		case a.Wrong():
			return -1
		}
		return 1
	})
}

// faulty is the finding of an entity, or a field, that has a fault.
func (r *Result) faulty(name string) (quality.Finding, error) {
	entity, field, _ := strings.Cut(name, ".")
	why := r.Faults[name]
	f := quality.Finding{Kind: Unreadable, Entity: entity, Field: field}
	if _, ok := errors.AsType[*Misfit](why); ok {
		f.Kind = WrongType
	}
	if u, ok := errors.AsType[*crm.Unreadable](why); ok && u.Value != "" {
		f.Examples = shown(u.Value)
	}
	if t, ok := errors.AsType[*crm.Tied](why); ok {
		f.Kind, f.Examples, f.Count = TiedRows, shown(t.Key), 1
	}
	return f, why
}

// failing are the KPIs that PostgreSQL refuses although all that they need can be read, by what it says.
func (r *Result) failing(c Check) []Finding {
	var all []Finding
	business := plan.New(c.Catalog, r.Mapping, c.Business)
	for _, k := range c.Catalog.KPIs() {
		why := r.trial.Faults[k.ID]
		if why == nil || ofValue(why) || business.Available(k) != nil {
			continue
		}
		of := ""
		if k.Department == catalog.Custom {
			of = string(catalog.Custom)
		}
		i := slices.IndexFunc(all, func(f Finding) bool { return f.Other == of && f.Err.Error() == why.Error() })
		if i < 0 {
			i = len(all)
			all = append(all, Finding{quality.Finding{Kind: FailingKPI, Other: of}, why})
		}
		f := &all[i]
		if f.Count++; len(f.Examples) < quality.MaxExamples {
			f.Examples = append(f.Examples, shown(k.ID)...)
		} else {
			f.More = true
		}
	}
	return all
}

func shown(values ...string) []quality.Example {
	var all []quality.Example
	for _, value := range values {
		all = append(all, quality.Example{Value: &value})
	}
	return all
}
