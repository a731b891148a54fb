package exec

import (
	"context"
	"maps"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Namesakes are what several rows of an entity are named by.
type Namesakes map[string]Shared

// Shared is what a value means that names several rows.
type Shared struct {
	Rows int
	One  string // the value that names one of them alone
}

// Namesakes finds out which values, by entity, name several of the rows that a question's filters leave to tell apart; see
// [plan.Business.Within]. Without values nothing is read.
func (r *Reader) Namesakes(ctx context.Context, b *plan.Business, request plan.Request, filters []query.Filter, values map[string][]string) (map[string]Namesakes, error) {
	var asked []sqlgen.Names
	found := map[string]Namesakes{}
	for _, entity := range slices.Sorted(maps.Keys(values)) {
		if each := slices.Compact(slices.Sorted(slices.Values(values[entity]))); len(each) > 0 {
			within, err := b.Within(entity, filters)
			if err != nil {
				return nil, err
			}
			asked, found[entity] = append(asked, sqlgen.Names{Entity: entity, Within: within, Values: each}), Namesakes{}
		}
	}
	if len(asked) == 0 {
		return found, nil
	}
	s, err := sqlgen.Namesakes(b.Context(request), asked)
	if err != nil {
		return nil, err
	}
	return found, r.Read(ctx, s, func(row measure.Row) error {
		var names int
		var value string
		var shared Shared
		err := row.Scan(&names, &value, &shared.Rows, &shared.One)
		if err == nil {
			found[asked[names].Entity][value] = shared
		}
		return err
	})
}

// Has reports whether a value names several rows.
func (n Namesakes) Has(value string) bool {
	_, found := n[value]
	return found
}

// tellApart finds out which labels of the answer's groups mean others as well, be these in the answer or not.
func (x *Execution) tellApart(ctx context.Context) error {
	groups, by := x.data.Groups[0], x.plan.Query.Question.GroupBy
	entities, labels := make([]string, len(by)), map[string][]string{}
	for i, id := range by {
		if d, err := x.business.Dimension(id); err == nil && x.business.Named(d.Entity) {
			entities[i] = d.Entity
			labels[d.Entity] = append(labels[d.Entity], groups.LabelsOf(i, x.data.Ordered)...)
		}
	}
	shared, err := x.Namesakes(ctx, x.business, x.plan.Query.Request, x.plan.Query.Question.Filters, labels)
	if err != nil {
		return err
	}
	for i, entity := range entities {
		groups.Share(i, slices.Collect(maps.Keys(shared[entity])))
	}
	return nil
}
