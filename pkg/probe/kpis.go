package probe

import (
	"context"
	"errors"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/plan"
)

// KPIs lets PostgreSQL plan the statements of KPIs that are available under the mapping, and returns what is wrong with them by
// id. Built-in KPIs need no such trial; of a company's own, only the database knows whether types and functions fit.
func KPIs(ctx context.Context, engine *plan.Engine, kpis []*catalog.KPI) (map[string]error, error) {
	faults := map[string]error{}
	now := time.Now()
	for _, k := range kpis {
		if engine.Available(k) != nil {
			continue
		}
		err := engine.Try(ctx, k.ID, plan.Request{Now: now, Range: calendar.Range{From: now.Add(-time.Hour), To: now}})
		if _, invalid := errors.AsType[*plan.InvalidError](err); invalid {
			faults[k.ID] = err
		} else if refused(err) {
			faults[k.ID] = said(err)
		} else if err != nil {
			return nil, err
		}
	}
	return faults, nil
}
