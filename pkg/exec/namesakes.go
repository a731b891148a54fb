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
	part, found, err := NamesakesOf(b, request, filters, values)
	if err != nil || part == nil {
		return found, err
	}
	return found, r.Read(ctx, part.Statement, part.Row)
}

// NamesakesOf is the statement of [Reader.Namesakes], and where it puts what it finds; nil without values.
func NamesakesOf(b *plan.Business, request plan.Request, filters []query.Filter, values map[string][]string) (*measure.Part, map[string]Namesakes, error) {
	var asked []sqlgen.Names
	for _, entity := range slices.Sorted(maps.Keys(values)) {
		if each := slices.Compact(slices.Sorted(slices.Values(values[entity]))); len(each) > 0 {
			asked = append(asked, sqlgen.Names{Entity: entity, Values: each})
		}
	}
	return namesakes(b, request, filters, asked)
}

// ReadNamed runs a statement that names rows of entities in some of its columns, and returns which of the names are those of several. It does
// both in one trip; false says that statements are sent alone.
func (r *Reader) ReadNamed(ctx context.Context, b *plan.Business, request plan.Request, filters []query.Filter, of measure.Part, columns map[string][]string) (map[string]Namesakes, bool, error) {
	if !r.together {
		return nil, false, nil
	}
	var asked []sqlgen.Names
	for _, entity := range slices.Sorted(maps.Keys(columns)) {
		names := sqlgen.Names{Entity: entity}
		for _, column := range columns[entity] {
			names.In = append(names.In, sqlgen.Cells{Column: column})
		}
		asked = append(asked, names)
	}
	part, found, err := namesakes(b, request, filters, asked)
	if err != nil {
		return nil, true, err
	}
	parts := []measure.Part{of}
	if part != nil {
		parts = append(parts, *part)
	}
	return found, true, r.ReadAll(ctx, parts, nil)
}

func namesakes(b *plan.Business, request plan.Request, filters []query.Filter, asked []sqlgen.Names) (*measure.Part, map[string]Namesakes, error) {
	found := map[string]Namesakes{}
	for i := range asked {
		within, err := b.Within(asked[i].Entity, filters)
		if err != nil {
			return nil, nil, err
		}
		asked[i].Within, found[asked[i].Entity] = within, Namesakes{}
	}
	if len(asked) == 0 {
		return nil, found, nil
	}
	s, err := sqlgen.Namesakes(b.Context(request), asked)
	return &measure.Part{Statement: s, Row: func(row measure.Row) error {
		var names int
		var value string
		var shared Shared
		err := row.Scan(&names, &value, &shared.Rows, &shared.One)
		if err == nil {
			found[asked[names].Entity][value] = shared
		}
		return err
	}}, found, err
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
