package engine

import (
	"context"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/lists"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

func init() { answers[query.Records] = answerRecords }

func answerRecords(ctx context.Context, e *Engine, q query.Question, r plan.Request) (*answer.Answer, error) {
	return tables(lists.Records(ctx, e.Business, e.DB, q, r))
}
