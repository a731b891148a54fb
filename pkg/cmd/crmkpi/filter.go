package main

import (
	"encoding/csv"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/query"
)

const filterHelp = "keep the rows of a dimension, as region=EMEA; repeat it for several that must all hold, or any(region=EMEA; team=North) for one of them"

// filterForms is for the help of the commands that filter.
const filterForms = `Filters, all of which must hold:
  region=EMEA,APAC    one of these; a value with a comma stands in "quotes"
  region!=EMEA        none of these
  region= (or !=)     rows without a value (with one), also written region=(none)
  account~acme        contains the text, in upper or lower case; !~ does not
  account^=A          starts with the text
  account$=GmbH       ends with the text
  region=~^(N|S)W$    matches the regular expression, which minds upper and lower case; !=~ does not
  amount>=1000        compares a number of the rows, also >, < and <=; as it stands in the row, in its own currency
  created_at<2026-01-31                      compares the day of a time, in the business time zone
  account.created_at between 2026-01-01 and 2026-03-31    from the one to the other, both included

Groups of filters, within each other too:
  any(region=EMEA; all(segment=SMB; account~acme))    one of them must hold; in all(…), each
In a group, a value with a semicolon or a single parenthesis stands in "quotes".

Filters of something alone, groups of them too:
  numerator: region=EMEA     of one side of a ratio; denominator: of the other one
  touches: channel=email     of what a KPI is made of, before it is made: revenue is credited to the touches that are left`

// ofForm is what a filter is of, and the filter.
var ofForm = regexp.MustCompile(`(?s)^\s*(\w+)\s*:(.*)$`)

var filterForm = regexp.MustCompile(`(?s)^\s*(\w+)\s*(!=~|=~|!=|!~|\^=|\$=|=|~)(.*)$`)

var textOperators = map[string]query.Operator{
	"~": query.Contains, "!~": query.NotContains, "^=": query.StartsWith, "$=": query.EndsWith, "=~": query.Matches, "!=~": query.NotMatches,
}

// parseFilter reads one --filter.
func parseFilter(text string) (query.Filter, error) {
	form := ofForm.FindStringSubmatch(text)
	if form == nil {
		return parseCondition(text)
	}
	f, err := parseCondition(form[2])
	f.Of = form[1]
	return f, err
}

// parseCondition reads what a filter of all rows is: a comparison, or a group.
func parseCondition(text string) (query.Filter, error) {
	if group, found, err := parseGroup(text); found {
		return group, err
	}
	parts := filterForm.FindStringSubmatch(text)
	if parts == nil {
		if f, found := parseComparison(text); found {
			return f, nil
		}
		return query.Filter{}, usage("cli.filter", "filter", text)
	}
	f := query.Filter{Dimension: parts[1]}
	if operator, ok := textOperators[parts[2]]; ok {
		if parts[3] == "" {
			return f, usage("cli.filter_text", "filter", text, "operator", parts[2], "dimension", f.Dimension)
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
		return f, usage("cli.filter_values", "filter", text, "dimension", f.Dimension)
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
