package crm

import (
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// rule is a conversion that a mapping may name. It writes SQL only: what a value cannot be converted to is PostgreSQL's error,
// never a null or another value.
type rule struct {
	gives   i18n.Text // in words, of those with types
	types   []Type    // of the fields it is for; nil for all
	options []string  // beside its subject
	sql     func(conversion) (string, error)
}

// conversions turn what companies' tables often hold into what the model wants.
var conversions map[string]rule

func init() { // not where it is declared: what a formula reads refers to it
	aTime, aNumber := i18n.T("mapping.gives_time"), i18n.T("mapping.gives_number")
	instant, amount := []Type{Time, Date}, []Type{Money, Number}
	conversions = map[string]rule{
		"epoch":    {aTime, instant, []string{"zone"}, epoch("")},
		"epoch_ms": {aTime, instant, []string{"zone"}, epoch("::numeric / 1000")},
		"epoch_us": {aTime, instant, []string{"zone"}, epoch("::numeric / 1000000")},
		"local":    {aTime, []Type{Time}, []string{"zone"}, local},
		"text":     {i18n.T("mapping.gives_time_or_day"), instant, []string{"format", "zone", "none"}, textTime},
		"cents":    {aNumber, amount, nil, fraction("100")},
		"micros":   {aNumber, amount, nil, fraction("1000000")},
		"number":   {aNumber, amount, []string{"decimal", "none"}, textNumber},
		"words":    {i18n.T("mapping.gives_word"), []Type{String}, []string{"as", "else"}, statusWord},
		"first":    {i18n.Text{}, nil, nil, first},
	}
}

// allowed says what a conversion takes beside its subject.
func (r rule) allowed() i18n.Text {
	if len(r.options) == 0 {
		return i18n.T("mapping.has_no_options")
	}
	return i18n.T("mapping.has_options", "options", r.options)
}

// fraction counts a part of the currency's unit.
func fraction(parts string) func(conversion) (string, error) {
	return func(c conversion) (string, error) {
		sql, err := c.subject()
		return sql + "::numeric / " + parts, err
	}
}

// first takes the first of several formulas that is not null. Of texts, one of blanks only is none.
func first(c conversion) (string, error) {
	var formulas []formula
	node := c.options["first"]
	if err := node.Decode(&formulas); err != nil || len(formulas) == 0 {
		return "", fault.New("mapping.no_formulas")
	}
	var all []string
	for _, f := range formulas {
		sql, err := f.render(c.entity, c.field)
		if err != nil {
			return "", err
		}
		if c.field.Type == String {
			sql = "nullif(trim((" + sql + ")::text), '')"
		}
		all = append(all, sql)
	}
	return "coalesce(" + strings.Join(all, ", ") + ")", nil
}
