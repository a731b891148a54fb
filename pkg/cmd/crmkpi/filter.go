package main

import (
	"encoding/csv"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/query"
)

const filterHelp = "repeatable: region=EMEA,APAC  region!=EMEA  account~acme  account!~test  account^=A  account$=GmbH  " +
	"region= or region=(none) for rows without a value, region!= for rows with one; a value with a comma stands in \"quotes\""

var filterForm = regexp.MustCompile(`(?s)^\s*(\w+)\s*(!=|!~|\^=|\$=|=|~)(.*)$`)

var textOperators = map[string]query.Operator{
	"~": query.Contains, "!~": query.NotContains, "^=": query.StartsWith, "$=": query.EndsWith,
}

// parseFilter reads one --filter.
func parseFilter(text string) (query.Filter, error) {
	parts := filterForm.FindStringSubmatch(text)
	if parts == nil {
		return query.Filter{}, usage("--filter: cannot read %q; write region=EMEA, region!=EMEA, account~acme, account!~acme, account^=A or account$=GmbH", text)
	}
	f := query.Filter{Dimension: parts[1]}
	if operator, ok := textOperators[parts[2]]; ok {
		if parts[3] == "" {
			return f, usage("--filter: %q has no text to look for; write it after %s, as in %s%sacme", text, parts[2], f.Dimension, parts[2])
		}
		f.Operator, f.Values = operator, []string{parts[3]}
		return f, nil
	}
	none := query.IsNone
	f.Operator = query.In
	if parts[2] == "!=" {
		f.Operator, none = query.NotIn, query.IsNotNone
	}
	if parts[3] == "" {
		f.Operator = none
		return f, nil
	}
	values := csv.NewReader(strings.NewReader(parts[3]))
	values.LazyQuotes = true // a quote within a value is only a quote
	var err error
	f.Values, err = values.Read()
	if _, more := values.Read(); err != nil || more != io.EOF || slices.Contains(f.Values, "") {
		return f, usage("--filter: cannot read the values of %q; separate them by commas, as in %s=a,b, and put a value with a comma in \"quotes\"", text, f.Dimension)
	}
	return f, nil
}

func parseFilters(texts []string) ([]query.Filter, error) {
	var filters []query.Filter
	for _, text := range texts {
		f, err := parseFilter(text)
		if err != nil {
			return nil, err
		}
		filters = append(filters, f)
	}
	return filters, nil
}
