package query

import (
	"fmt"
	"strings"
)

// String writes a filter in the words of the command line.
func (f Filter) String() string {
	if of := f.Of; of != "" {
		f.Of = ""
		return of + ": " + f.String()
	}
	switch {
	case f.Any != nil:
		return "any(" + written(f.Any) + ")"
	case f.All != nil:
		return "all(" + written(f.All) + ")"
	case f.Field != "":
		return compared(f.Field, f.Operator, f.Values)
	}
	switch f.Operator {
	case IsNone:
		return f.Dimension + "="
	case IsNotNone:
		return f.Dimension + "!="
	case In, Equals, NotIn, NotEquals:
		values := make([]string, len(f.Values))
		for i, v := range f.Values {
			values[i] = v
			if strings.ContainsAny(v, ",\";()\n") && v != None {
				values[i] = doubled(v)
			}
		}
		sign := "="
		if f.Operator == NotIn || f.Operator == NotEquals {
			sign = "!="
		}
		return f.Dimension + sign + strings.Join(values, ",")
	}
	return f.Dimension + signs[f.Operator] + strings.Join(f.Values, ",")
}

// signs are those of the operators that look for a text.
var signs = map[Operator]string{Contains: "~", NotContains: "!~", StartsWith: "^=", EndsWith: "$=", Matches: "=~", NotMatches: "!=~"}

func written(filters []Filter) string {
	parts := make([]string, len(filters))
	for i, f := range filters {
		parts[i] = f.String()
		if sign, ok := signs[f.Operator]; ok && len(f.Values) == 1 && strings.ContainsAny(f.Values[0], `;()"`) {
			parts[i] = f.Dimension + sign + doubled(f.Values[0])
		}
	}
	return strings.Join(parts, "; ")
}

func doubled(text string) string { return `"` + strings.ReplaceAll(text, `"`, `""`) + `"` }

// String writes a condition in the words of the command line.
func (h Having) String() string { return compared(h.KPI, h.Operator, h.Values) }

func compared(what string, operator Operator, values []string) string {
	if operator == Between {
		return fmt.Sprintf("%s between %s", what, strings.Join(values, " and "))
	}
	return what + string(operator) + strings.Join(values, ",")
}
