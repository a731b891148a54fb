package crm

import (
	"errors"
	"strings"
)

// rule is a conversion that a mapping may name. It writes SQL only: what a value cannot be converted to is PostgreSQL's error,
// never a null or another value.
type rule struct {
	gives   string   // in words
	types   []Type   // of the fields it is for; nil for all
	options []string // beside its subject
	sql     func(conversion) (string, error)
}

// conversions turn what companies' tables often hold into what the model wants.
var conversions map[string]rule

func init() { // not where it is declared: what a formula reads refers to it
	instant, amount := []Type{Time, Date}, []Type{Money, Number}
	conversions = map[string]rule{
		"epoch":    {"a time", instant, []string{"zone"}, epoch("")},
		"epoch_ms": {"a time", instant, []string{"zone"}, epoch("::numeric / 1000")},
		"epoch_us": {"a time", instant, []string{"zone"}, epoch("::numeric / 1000000")},
		"local":    {"a time", []Type{Time}, []string{"zone"}, local},
		"text":     {"a time or a day", instant, []string{"format", "zone", "none"}, textTime},
		"cents":    {"a number", amount, nil, fraction("100")},
		"micros":   {"a number", amount, nil, fraction("1000000")},
		"number":   {"a number", amount, []string{"decimal", "none"}, textNumber},
		"words":    {"a word", []Type{String}, []string{"as", "else"}, statusWord},
		"first":    {"the first value there is", nil, nil, first},
	}
}

// allowed says what a conversion takes beside its subject.
func (r rule) allowed() string {
	if len(r.options) == 0 {
		return "it has no options"
	}
	return "its options are " + strings.Join(r.options, ", ")
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
		return "", errors.New("give a list of SQL or conversions, as in {first: [t.nick_name, t.name]}")
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
