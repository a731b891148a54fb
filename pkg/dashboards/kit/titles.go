package kit

import (
	"regexp"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// compared takes the name of a comparison apart.
var compared = regexp.MustCompile(`^(.+)_(previous_year|previous_period)(_ratio|_difference)?$`)

// titlesOf are the names that a column can have before the dashboard renames it: its own, and those that the data source gives the
// KPI, dimension or field in each language.
func titlesOf(column string) []string {
	titles := []string{column}
	if k, err := catalog.Default().KPI(column); err == nil {
		return append(titles, k.Title.All()...)
	}
	if of := compared.FindStringSubmatch(column); of != nil {
		if k, err := catalog.Default().KPI(of[1]); err == nil {
			as := "value"
			if of[3] != "" {
				as = of[3][1:]
			}
			return append(titles, i18n.T("answer.as_"+as, "kpi", k.Title, "period", i18n.T("answer."+of[2])).All()...)
		}
	}
	if e, err := query.ParseEntry(column); err == nil && e.Formula.Text != "" {
		if e.Formula.Label != "" {
			return append(titles, e.Formula.Label)
		}
		return append(titles, e.Formula.Text, strings.TrimPrefix(column, "="))
	}
	if message, ok := checked[column]; ok {
		titles = append(titles, i18n.T("check."+message).All()...)
	}
	return append(titles, crm.Reference().Model.Title(column).All()...)
}

// checked are the titles of columns of a check.
var checked = map[string]string{
	"title": "column_title", "meaning": "column_meaning", "severity": "column_severity", "field_title": "column_field_title", "count": "column_count",
	"examples": "column_examples", "rows": "column_rows", "newest_change": "column_newest", "usable_share": "column_usable", "problem": "column_problem",
	"available": "column_available", "reason": "column_reason",
}
