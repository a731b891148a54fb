package quality

import (
	"context"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/exec"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// ShortHistory is the finding of deals that have no history, while others do.
const ShortHistory sqlgen.FlawKind = "short_history"

// History finds the deals that no version of the history is about; nil for none, and where there is no history.
func History(ctx context.Context, b *plan.Business, db *postgres.DB, now time.Time) ([]Finding, error) {
	if b.Mapping.Available("deals", "id") != nil || b.Mapping.Available("deal_history", "deal") != nil {
		return nil, nil
	}
	f := Finding{Kind: ShortHistory, Entity: "deal_history", Field: "deal", Other: "deals"}
	err := exec.Snapshot(ctx, db, func(r *exec.Reader) error {
		s, err := sqlgen.Uncovered{Entity: "deals", History: "deal_history", Field: "deal", Limit: MaxExamples + 1}.Statement(b.Context(lastYear(now)))
		if err != nil {
			return err
		}
		return r.Read(ctx, s, func(row measure.Row) error {
			var key string
			err := row.Scan(&key, &f.Count)
			f.add(Example{Value: &key})
			return err
		})
	})
	if err != nil || f.Count == 0 {
		return nil, err
	}
	return []Finding{f}, nil
}
