package probe

import (
	"context"
	"errors"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/exec"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// KPIs lets PostgreSQL plan the statements of KPIs that are available under the mapping, and returns what is wrong with them by
// id. Built-in KPIs need no such trial; of a company's own, only the database knows whether types and functions fit.
func KPIs(ctx context.Context, db *postgres.DB, b *plan.Business, kpis []*catalog.KPI) (map[string]error, error) {
	faults := map[string]error{}
	for _, k := range kpis {
		if b.Available(k) != nil {
			continue
		}
		err := tryKPI(ctx, db, b, k)
		if wrong, ok := errors.AsType[*fault.Error](err); ok {
			faults[k.ID] = wrong
		} else if refused(err) {
			faults[k.ID] = said(err)
		} else if err != nil {
			return nil, err
		}
	}
	return faults, nil
}

func tryKPI(ctx context.Context, db *postgres.DB, b *plan.Business, k *catalog.KPI) error {
	now := time.Now()
	q, err := b.Resolve(query.Question{KPIs: []string{k.ID}, Grain: calendar.None}, plan.Request{Now: now, Range: calendar.Range{From: now.Add(-time.Hour), To: now}})
	if err != nil {
		return err
	}
	return exec.Try(ctx, db, b, plan.Rewrite(b.Compile(q)))
}
