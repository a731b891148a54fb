package engine

import (
	"context"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/probe"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// answerCheck tells about the database. It is nothing to alert on: the number of rows, or of findings, would be taken for a series.
func answerCheck(e *Engine, q query.Question, r plan.Request) (task, error) {
	if r.Viewer.Alerts {
		return task{}, fault.New("plan.check_is_no_alert").In("queryType")
	}
	return task{apart: true, run: func(ctx context.Context) (*answer.Answer, error) { return e.check(ctx, q, r) }}, nil
}

func (e *Engine) check(ctx context.Context, q query.Question, r plan.Request) (*answer.Answer, error) {
	found, err := probe.Check{DB: e.DB, Catalog: e.Catalog, Business: e.Settings, Mapping: e.Given, Keyed: e.Keyed, Now: r.Now}.Run(ctx, q.About)
	if err != nil {
		return nil, err
	}
	t := found.Table(q.About)
	t.Title = i18n.Text{} // it is the only one
	t.Notices = found.Notices()
	return table(t, nil)
}
