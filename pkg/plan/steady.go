package plan

import (
	"regexp"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
)

// Steady reports whether a condition holds of a row of an entity, and of what one reference of it names, as long as these do not change, whoever asks
// and when: it compares fields that are no numbers with each other and with texts, and moves times by seconds.
func Steady(m crm.Mapping, entity string, e expression.Expression) bool {
	var times []crm.Type
	for _, path := range e.Paths() {
		at, err := m.Model.Resolve(entity, path)
		switch {
		case err != nil || at.Type == crm.Number || at.Type == crm.Money || !isKept(m, entity, path):
			return false
		case at.Type == crm.Time || at.Type == crm.Date:
			times = append(times, at.Type)
		}
	}
	if len(crm.References([]string{e.String()})) > 1 || slices.Contains(times, crm.Time) && slices.Contains(times, crm.Date) { // a day begins with its time zone
		return false
	}
	for _, call := range called.FindAllStringSubmatch(e.String(), -1) {
		if !slices.Contains([]string{"and", "or", "not", "in", "coalesce", "least", "greatest"}, call[1]) {
			return false
		}
	}
	return steady.MatchString(e.String()) && !passing.MatchString(e.String())
}

// isKept reports whether a field is one of the row itself, made of such or not, or one that the row which a reference names has itself.
func isKept(m crm.Mapping, entity, path string) bool {
	if strings.Contains(path, ".") {
		fields, err := m.Through(entity, path)
		return err == nil && slices.Equal(fields, []string{path})
	}
	f, err := m.Field(entity, path)
	if err != nil || f.As.Empty() {
		return err == nil && m.IsStored(entity, path)
	}
	other := func(of string) bool { return strings.Contains(of, ".") || !isKept(m, entity, of) }
	return !slices.ContainsFunc(f.As.Paths(), other)
}

var (
	// A text has no digits: a time that is written out is one of a time zone.
	steady  = regexp.MustCompile(`^(?:[a-z0-9_.]+|'[^'0-9]*'|'(?:[0-9]+ seconds|100000 years)'::interval|:window|[-+()<>=, ])+$`)
	passing = regexp.MustCompile(`(?i)'\s*(?:now|today|tomorrow|yesterday)\s*'`)
	called  = regexp.MustCompile(`([a-z0-9_.]+) *\(`)
)
