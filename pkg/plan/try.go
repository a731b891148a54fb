package plan

import (
	"context"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Check says whether a question can be answered under the mapping: nil, or the [*InvalidError] that [Engine.Answer] would return
// before it asks the database.
func (e *Engine) Check(q query.Question, r Request) error {
	_, err := e.plan(q.WithDefaults(), r)
	return err
}

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
