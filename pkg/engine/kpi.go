package engine

import (
	"context"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/exec"
	"github.com/crmkpi/crm-datasource/pkg/formula"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// answerKPIs is a question's way: resolve, compile, rewrite, and when it is its turn, execute and combine.
func answerKPIs(e *Engine, question query.Question, r plan.Request) (task, error) {
	p, err := e.Plan(question, r)
	if err != nil {
		return task{}, err
	}
	return task{bytes: e.kpiBytes(p), run: func(ctx context.Context) (*answer.Answer, error) { return e.execute(ctx, p) }}, nil
}

func (e *Engine) execute(ctx context.Context, p *plan.Plan) (*answer.Answer, error) {
	var data *formula.Data
	var statements []answer.Statement
	err := exec.Snapshot(ctx, e.DB, func(r *exec.Reader) (err error) {
		data, err = exec.New(e.Business, p, r).Run(ctx)
		statements = r.Statements
		return err
	})
	if err != nil {
		return nil, err
	}
	result, err := formula.Combine(ctx, e.Business, data)
	if err != nil {
		return nil, err
	}
	result.Statements, result.Plan = statements, p
	return &answer.Answer{Result: result}, nil
}

// Plan returns how a KPI question is read and computed, without reading anything. An error is the asker's.
func (e *Engine) Plan(question query.Question, r plan.Request) (*plan.Plan, error) {
	q, err := e.Resolve(question, r)
	if err != nil {
		return nil, err
	}
	p := plan.Rewrite(e.Compile(q))
	return p, e.Bound(p, 0, 1)
}
