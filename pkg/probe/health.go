package probe

import (
	"context"
	"maps"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/quality"
)

// Health is what the rows of an entity look like, and what could not be found out.
type Health struct {
	Entity              string
	*quality.Inspection       // nil when the rows could not be looked at
	Err                 error // why, or why targets could not be set against sales; nil when all is known
}

// Problem says what could not be found out; empty when all is known.
func (h Health) Problem() i18n.Text { return i18n.Of(h.Err) }

// Share is the part of the rows that is usable; nil when that is not known, or there are no rows.
func (h Health) Share() *float64 {
	if h.Inspection == nil || h.Rows == 0 {
		return nil
	}
	share := h.Usable / h.Rows
	return &share
}

// readRows looks at the rows of every entity, side by side; for findings also at keys that several have, at sales and targets, which
// nobody may have, at the history of deals and at whose rows they are.
func (r *Result) readRows(ctx context.Context, c Check, findings bool) error {
	var ties []Duplicates
	var err error
	if findings {
		if ties, err = r.readTies(ctx, c); err != nil {
			return err
		}
	}
	business := plan.New(c.Catalog, r.selectable, c.Business)
	all := make([]Health, len(r.Mapping.Entities))
	var duplicates []Duplicates
	var beside [4][]quality.Finding // from the questions beside the entities, in their order
	var noSellers error
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(c.DB.MaxOpenConns())
	for i, entity := range slices.Sorted(maps.Keys(r.Mapping.Entities)) {
		group.Go(func() (err error) {
			all[i], err = r.inspect(groupCtx, c, business, entity, findings)
			return err
		})
	}
	if findings {
		ask := func(i int, failed *error, find func() ([]quality.Finding, error)) {
			group.Go(func() (err error) {
				beside[i], err = find()
				if why := unknown(groupCtx, err); why != nil {
					*failed, err = why, nil
				}
				return err
			})
		}
		var ignored [3]error // what keeps these from being known is told of the entities, too
		ask(0, &noSellers, func() ([]quality.Finding, error) { return quality.Sellers(groupCtx, business, c.DB, c.Now) })
		ask(1, &ignored[0], func() ([]quality.Finding, error) { return quality.History(groupCtx, business, c.DB, c.Now) })
		ask(3, &ignored[2], func() ([]quality.Finding, error) { return quality.Goals(groupCtx, business, c.DB, c.Now) })
		ask(2, &ignored[1], func() ([]quality.Finding, error) {
			found, err := Tenants(groupCtx, c.DB, r.Mapping)
			if found == nil {
				return nil, err
			}
			return []quality.Finding{*found}, err
		})
		if !c.Keyed {
			group.Go(func() (err error) {
				duplicates, err = Multiplies(groupCtx, c.DB, r.Mapping)
				return err
			})
		}
	}
	if err := group.Wait(); err != nil {
		return err
	}
	if all, err = r.again(ctx, c, all, findings); err != nil {
		return err
	}
	if findings {
		r.collect(c, append(ties, duplicates...), all, slices.Concat(beside[:]...))
	}
	for i := range all {
		if all[i].Entity == "targets" && all[i].Err == nil {
			all[i].Err = noSellers
		}
	}
	for _, name := range r.Names() {
		if !strings.Contains(name, ".") {
			all = append(all, Health{Entity: name, Err: r.Faults[name]})
		}
	}
	slices.SortFunc(all, func(a, b Health) int { return strings.Compare(a.Entity, b.Entity) })
	r.Entities = all
	return nil
}

// inspect looks at the rows of an entity. Its error is trouble with the connection.
func (r *Result) inspect(ctx context.Context, c Check, business *plan.Business, entity string, findings bool) (Health, error) {
	found, err := quality.Inspect(ctx, business, c.DB, entity, c.Now, findings, r.textNumbers(entity))
	if why := unknown(ctx, err); why != nil {
		return Health{Entity: entity, Err: why}, nil
	}
	return Health{Entity: entity, Inspection: found}, err
}

// again looks once more at the entities whose rows have values that cannot be read, without these, which become faults.
func (r *Result) again(ctx context.Context, c Check, all []Health, findings bool) ([]Health, error) {
	var kept []Health
	for _, h := range all {
		if !ofValues(h.Err) {
			kept = append(kept, h)
			continue
		}
		faults, _, err := r.misread(ctx, c.DB, h.Entity, 0)
		if err != nil {
			return nil, err
		}
		for _, name := range slices.Sorted(maps.Keys(faults)) {
			if err := r.drop(name, faults[name]); err != nil {
				return nil, err
			}
		}
		if r.Faults[h.Entity] != nil {
			continue // all of it is a fault
		}
		if len(faults) > 0 {
			if h, err = r.inspect(ctx, c, plan.New(c.Catalog, r.selectable, c.Business), h.Entity, findings); err != nil {
				return nil, err
			}
		}
		kept = append(kept, h)
	}
	return kept, nil
}
