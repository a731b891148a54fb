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

// readRows looks at the rows of every entity, side by side; for findings also at keys that several have, and at sales and
// targets, which nobody may have.
func (r *Result) readRows(ctx context.Context, c Check, business *plan.Business, findings bool) error {
	all := make([]Health, len(r.Mapping.Entities))
	var duplicates []Duplicates
	var sellers []quality.Finding
	var noSellers error
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(c.DB.MaxOpenConns())
	for i, entity := range slices.Sorted(maps.Keys(r.Mapping.Entities)) {
		group.Go(func() error {
			found, err := quality.Inspect(groupCtx, business, c.DB, entity, c.Now, findings, r.textNumbers(entity))
			all[i] = Health{Entity: entity, Inspection: found}
			if why := unknown(groupCtx, err); why != nil {
				all[i], err = Health{Entity: entity, Err: why}, nil
			}
			return err
		})
	}
	if findings {
		group.Go(func() (err error) {
			if sellers, err = quality.Sellers(groupCtx, business, c.DB, c.Now); err == nil {
				var goals []quality.Finding
				goals, err = quality.Goals(groupCtx, business, c.DB, c.Now)
				sellers = append(sellers, goals...)
			}
			if noSellers = unknown(groupCtx, err); noSellers != nil {
				err = nil
			}
			return err
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
	if findings {
		r.collect(duplicates, all, sellers)
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
