package probe

import (
	"context"
	"maps"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// TiedRows is the finding of keys that have several newest rows, or first ones, of which a question may take none.
const TiedRows sqlgen.FlawKind = "tied_rows"

// readTies looks for them. An entity that has any is a fault.
func (r *Result) readTies(ctx context.Context, c Check) ([]Duplicates, error) {
	var all []Duplicates
	for _, entity := range slices.Sorted(maps.Keys(c.Mapping.Entities)) {
		source := c.Mapping.Entities[entity]
		fault := r.Faults[entity]
		if source.Ties == "" || fault != nil && !ofValue(fault) {
			continue
		}
		source.From = source.Ties
		var s selection
		d := Duplicates{Kind: TiedRows, Entity: entity}
		found, err := d.found(ctx, c.DB, repeated(s.rows(source, crm.TieKey+" as key")), s.args)
		if err != nil {
			return nil, err
		}
		if len(found) > 0 && found[0].Count > 0 && fault == nil {
			if err := r.drop(entity, &crm.Tied{Entity: entity, Key: found[0].Keys[0]}); err != nil {
				return nil, err
			}
		}
		all = append(all, found...)
	}
	return all, nil
}
