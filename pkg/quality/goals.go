package quality

import (
	"context"
	"slices"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/exec"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// highestShare is the greatest target of a share that somebody may have meant: a return of ten times the cost.
const highestShare = 10

// Goals finds targets that no KPI can be set against: of metrics that are no KPIs, and of shares that are written as percentages.
func Goals(ctx context.Context, b *plan.Business, db *postgres.DB, now time.Time) ([]Finding, error) {
	for _, field := range []string{"metric", "value"} {
		if b.Mapping.Available("targets", field) != nil {
			return nil, nil
		}
	}
	unknown := Finding{Kind: UnknownMetric, Entity: "targets", Field: "metric"}
	percent := Finding{Kind: PercentForShare, Entity: "targets", Field: "value"}
	err := exec.Snapshot(ctx, db, func(r *exec.Reader) error {
		s, err := sqlgen.TargetMetrics{Above: highestShare}.Statement(b.Context(lastYear(now)))
		if err != nil {
			return err
		}
		return r.Read(ctx, s, func(row measure.Row) error {
			var metric string
			var targets, above float64
			if err := row.Scan(&metric, &targets, &above); err != nil {
				return err
			}
			k, err := b.Catalog.KPI(metric)
			switch {
			case err != nil || k.Of != nil: // a goal of a KPI has no targets itself
				unknown.Count += targets
				unknown.add(Example{Value: &metric})
			case k.Unit == catalog.Percent && above > 0:
				percent.Count += above
				percent.add(Example{Value: &metric})
			}
			return nil
		})
	})
	return slices.DeleteFunc([]Finding{unknown, percent}, func(f Finding) bool { return f.Count == 0 }), err
}
