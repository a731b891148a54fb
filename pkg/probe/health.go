package probe

import (
	"context"
	"maps"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// Health is what the rows of an entity look like, and what could not be found out.
type Health struct {
	Entity           string
	*plan.Inspection       // nil when the rows could not be looked at
	Err              error // why, or why targets could not be set against sales; nil when all is known
}

// Inspect looks at the rows of every mapped entity, and at sales and targets, which nobody may have. Its error is trouble with the
// connection.
func Inspect(ctx context.Context, db *postgres.DB, engine *plan.Engine, m crm.Mapping, now time.Time) ([]Health, []plan.Finding, error) {
	all := make([]Health, len(m.Entities))
	var sellers []plan.Finding
	var unknown error
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(db.MaxOpenConns())
	for i, entity := range slices.Sorted(maps.Keys(m.Entities)) {
		group.Go(func() error {
			found, err := engine.Inspect(groupCtx, entity, now)
			all[i] = Health{Entity: entity, Inspection: found}
			if refused(err) || timedOut(groupCtx, err) {
				all[i], err = Health{Entity: entity, Err: err}, nil
			}
			return err
		})
	}
	group.Go(func() (err error) {
		sellers, err = engine.Sellers(groupCtx, now)
		if refused(err) || timedOut(groupCtx, err) {
			unknown, err = err, nil
		}
		return err
	})
	if err := group.Wait(); err != nil {
		return nil, nil, err
	}
	var findings []plan.Finding
	for i, h := range all {
		if h.Entity == "targets" && h.Err == nil {
			all[i].Err = unknown
		}
		if h.Inspection != nil {
			findings = append(findings, h.Findings...)
		}
	}
	return all, append(findings, sellers...), nil
}
