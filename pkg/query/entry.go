package query

import (
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/fault"
)

// Entry is a KPI of a question with what holds for it alone: arguments of its parameters, a statistic, a window. It is written as
// revenue, csat.target, sales_cycle:statistic=p90 or revenue:rolling=28d:statistic=median. Or it is a formula over such entries.
type Entry struct {
	KPI       string // "" for a formula
	Formula   Formula
	Arguments map[string]string // by parameter; nil for none
	Window    Window
}

// separator stands before each argument of an entry.
const separator = ":"

var argumentName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// ParseEntry reads an entry; the error says what would be right.
func ParseEntry(text string) (Entry, error) {
	if strings.HasPrefix(strings.TrimSpace(text), formulaSign) {
		f, err := parseFormula(strings.TrimSpace(text))
		return Entry{Formula: f}, err
	}
	parts := strings.Split(text, separator)
	e := Entry{KPI: strings.TrimSpace(parts[0])}
	if e.KPI == "" {
		return e, fault.New("question.entry_without_kpi", "entry", text).In("kpis")
	}
	seen := map[string]bool{}
	for _, part := range parts[1:] {
		name, value, ok := strings.Cut(part, "=")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		if !ok || !argumentName.MatchString(name) || value == "" {
			return e, fault.New("question.not_an_argument", "entry", text, "argument", part).In("kpis")
		}
		if seen[name] {
			return e, fault.New("question.argument_twice", "entry", text, "argument", name).In("kpis")
		}
		seen[name] = true
		window, err := e.Window.set(name, value)
		if err != nil {
			return e, wrong(text, err)
		}
		if window {
			continue
		}
		if e.Arguments == nil {
			e.Arguments = map[string]string{}
		}
		e.Arguments[name] = value
	}
	if err := e.Window.validate(); err != nil {
		return e, wrong(text, err)
	}
	return e, nil
}

// wrong says which entry a fault lies in.
func wrong(entry string, err error) error {
	e := fault.New("fault.at", "place", entry, "reason", err).In("kpis")
	if inner, ok := errors.AsType[*fault.Error](err); ok {
		e.Code = inner.Code
	}
	return e
}

// String writes the entry in its one form, with its arguments in order.
func (e Entry) String() string {
	if e.Formula.Text != "" {
		return e.Formula.String()
	}
	return e.KPI + e.Suffix()
}

// Key tells the columns of a question apart: the entry in its one form, of a formula without what it is called.
func (e Entry) Key() string {
	if e.Formula.Text != "" {
		return e.Formula.key()
	}
	return e.String()
}

// Suffix is what stands behind the KPI in its one form; "" without arguments.
func (e Entry) Suffix() string {
	all := maps.Clone(e.Arguments)
	if all == nil {
		all = map[string]string{}
	}
	maps.Copy(all, e.Window.Arguments())
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(all)) {
		text.WriteString(separator + name + "=" + all[name])
	}
	return text.String()
}

// normal writes an entry in its one form; one that cannot be read stays as it is, to be refused.
func normal(entry string) string {
	e, err := ParseEntry(entry)
	if err != nil {
		return entry
	}
	return e.String()
}
