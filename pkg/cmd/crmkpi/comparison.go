package main

import (
	"regexp"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/query"
)

var (
	comparisonForm = regexp.MustCompile(`^\s*([\w.]+)\s*(>=|<=|>|<)\s*(\S.*?)\s*$`)
	betweenForm    = regexp.MustCompile(`^\s*([\w.]+)\s+between\s+(\S+)\s+and\s+(\S+)\s*$`)
	entryForm      = regexp.MustCompile(`^\s*([^<>\s]+)\s*(>=|<=|>|<|\s+between\s+)\s*(\S.*?)\s*$`)
	andForm        = regexp.MustCompile(`\s+and\s+`)
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

// parseHaving reads each --having, as win_rate<80% or revenue:offset=1y between 100 and 200.
func parseHaving(texts []string) ([]query.Having, error) {
	var all []query.Having
	for _, text := range texts {
		parts := entryForm.FindStringSubmatch(text)
		if parts == nil {
			return nil, usage("cli.having", "having", text)
		}
		h := query.Having{KPI: parts[1], Operator: query.Operator(strings.TrimSpace(parts[2])), Values: parts[3:]}
		if h.Operator == query.Between {
			h.Values = andForm.Split(parts[3], -1)
		}
		all = append(all, h)
	}
	return all, nil
}
