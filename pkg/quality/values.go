package quality

import (
	"regexp"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/plan"
)

var plainColumn = regexp.MustCompile(`^[\w".]+$`)

// converted are the fields of an entity whose values may not be readable: those that SQL makes, and those that are no texts. A text
// in a column is one, and need not be looked at.
func converted(b *plan.Business, entity string) ([]string, error) {
	e, err := b.Mapping.Model.Entity(entity)
	if err != nil {
		return nil, err
	}
	source := b.Mapping.Entities[entity]
	if source.Fields == nil {
		return nil, nil // columns of the model's types
	}
	return slices.DeleteFunc(e.Fields(), func(name string) bool {
		f, _ := e.Field(name)
		sql, mapped := source.Fields[name]
		asItIs := slices.Contains([]crm.Type{crm.Key, crm.String, crm.Currency}, f.Type) || f.To != ""
		return !mapped || asItIs && plainColumn.MatchString(sql)
	}), nil
}
