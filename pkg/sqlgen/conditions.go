package sqlgen

import "github.com/crmkpi/crm-datasource/pkg/query"

// Conditions are those of filters, groups included; one makes the condition of a filter on a dimension, and its error is returned.
func Conditions(filters []query.Filter, one func(query.Filter) (Condition, error)) ([]Condition, error) {
	var all []Condition
	for _, f := range filters {
		var c Condition
		var err error
		switch {
		case f.Any != nil:
			c.Any, err = Conditions(f.Any, one)
		case f.All != nil:
			c.All, err = Conditions(f.All, one)
		default:
			c, err = one(f)
		}
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}
