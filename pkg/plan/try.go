package plan

import (
	"context"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Try lets PostgreSQL plan the statements of a KPI and runs none of them: nil, or what it has against them, such as a text
// compared with a number.
func (e *Engine) Try(ctx context.Context, id string, r Request) error {
	p, err := e.plan(query.Question{KPIs: []string{id}, Grain: calendar.None}.WithDefaults(), r)
	if err != nil {
		return err
	}
	return e.db.Snapshot(ctx, func(db *postgres.Snapshot) error {
		p.db = &recorder{snapshot: db, tries: true}
		return p.run(ctx)
	})
}
