package probe

import (
	"errors"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/quality"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// The findings that make numbers wrong, or impossible.
const (
	DuplicateKey sqlgen.FlawKind = "duplicate_key" // several rows have the same key
	FanOut       sqlgen.FlawKind = "fan_out"       // the relation Field finds several rows of Other
	Unreadable   sqlgen.FlawKind = "unreadable"    // the entity, or the field, cannot be read
	WrongType    sqlgen.FlawKind = "wrong_type"    // the field's SQL has another type than the model wants
)

// Finding is something wrong with the data, or with the mapping.
type Finding struct {
	quality.Finding
	Err error // why an entity or field cannot be read, or may be read wrongly, or why nobody knows whether keys are unique; nil otherwise
}

// Wrong reports whether the finding makes numbers wrong or impossible, rather than only worth a look.
func (f Finding) Wrong() bool {
	if m, ok := errors.AsType[*Misfit](f.Err); ok {
		return !m.Read()
	}
	return f.Kind == Unreadable || f.Multiplies()
}

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
func (f Finding) Name() string {
	if f.Field == "" {
		return f.Entity
	}
	return f.Entity + "." + f.Field
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
func (r *Result) collect(duplicates []Duplicates, entities []Health, sellers []quality.Finding) {
	r.Findings = []Finding{}
	add := func(f quality.Finding, err error) { r.Findings = append(r.Findings, Finding{f, err}) }
	for _, d := range duplicates {
		f := quality.Finding{Kind: DuplicateKey, Entity: d.Entity, Field: d.Field, Other: d.To, Count: d.Count, More: d.More}
		if d.To != "" {
			f.Kind = FanOut
		}
		for _, key := range d.Keys {
			f.Examples = append(f.Examples, quality.Example{Value: &key})
		}
		add(f, d.Err)
	}
	for _, name := range r.Names() {
		entity, field, _ := strings.Cut(name, ".")
		kind := Unreadable
		if _, ok := errors.AsType[*Misfit](r.Faults[name]); ok {
			kind = WrongType
		}
		add(quality.Finding{Kind: kind, Entity: entity, Field: field}, r.Faults[name])
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
	for _, f := range sellers {
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
