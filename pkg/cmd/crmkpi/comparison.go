package main

import (
	"regexp"

	"github.com/crmkpi/crm-datasource/pkg/query"
)

var (
	comparisonForm = regexp.MustCompile(`^\s*([\w.]+)\s*(>=|<=|>|<)\s*(\S.*?)\s*$`)
	betweenForm    = regexp.MustCompile(`^\s*([\w.]+)\s+between\s+(\S+)\s+and\s+(\S+)\s*$`)
)

// parseComparison reads a comparison of a number or a day, as amount>=1000; false for a text that is none.
func parseComparison(text string) (f query.Filter, found bool) {
	if parts := betweenForm.FindStringSubmatch(text); parts != nil {
		return query.Filter{Field: parts[1], Operator: query.Between, Values: parts[2:]}, true
	}
	parts := comparisonForm.FindStringSubmatch(text)
	if parts == nil {
		return f, false
	}
	return query.Filter{Field: parts[1], Operator: query.Operator(parts[2]), Values: parts[3:]}, true
}
