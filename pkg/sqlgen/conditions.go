package sqlgen

import "github.com/crmkpi/crm-datasource/pkg/query"

// Conditions are those of filters, groups included; key reaches a dimension, and its error is returned.
func Conditions(filters []query.Filter, key func(dimension string) (Key, error)) ([]Condition, error) {
	var all []Condition
	for _, f := range filters {
		var c Condition
		var err error
		switch {
		case f.Any != nil:
			c.Any, err = Conditions(f.Any, key)
		case f.All != nil:
			c.All, err = Conditions(f.All, key)
		default:
			c.Filter = f
			c.Key, err = key(f.Dimension)
		}
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}
