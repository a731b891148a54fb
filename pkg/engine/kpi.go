package engine

import (
	"context"
	"errors"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/exec"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/formula"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/rollup"
)

// answerKPIs is a question's way: resolve, compile, rewrite, and when it is its turn, execute and combine.
func answerKPIs(e *Engine, question query.Question, r plan.Request) (task, error) {
	p, err := e.Plan(question, r)
	if err != nil {
		return task{}, err
	}
	exempt, why := e.exemption(p)
	bytes := e.kpiBytes(p)
	if exempt != nil {
		bytes *= 2 // with the sizes of what it shows
	}
	return task{bytes: bytes, run: func(ctx context.Context) (*answer.Answer, error) {
		if exempt != nil {
			a, err := e.executeWhole(ctx, p, *exempt)
			if _, faulty := errors.AsType[*fault.Error](err); !faulty {
				return a, err
			}
			why = fault.New("policy.not_answered") // what is wrong may be with rows that who asks does not see
		}
		a, err := e.execute(ctx, p)
		if err == nil && why != nil {
			a.Note(answer.Notice{Text: i18n.T("policy.of_part", "reason", why)})
		}
		return a, err
	}}, nil
}

func (e *Engine) execute(ctx context.Context, p *plan.Plan) (*answer.Answer, error) {
	var data *formula.Data
	var statements []answer.Statement
	var asOf time.Time
	err := exec.Together(ctx, e.DB, func(r *exec.Reader) (err error) {
		if data, err = exec.New(e.Business, p, r).Run(ctx); err == nil {
			asOf, err = rollup.AsOf(ctx, r, p)
		}
		statements = r.Statements
		return err
	})
	if err != nil {
		return nil, err
	}
	a, err := combined(ctx, e.Business, p, data, statements)
	if err == nil && !asOf.IsZero() {
		a.AsOf = asOf
		a.Note(answer.Notice{Text: i18n.T("notice.as_of", "time", asOf.In(e.Settings.Calendar.Location).Format("2006-01-02 15:04"))})
	}
	return a, err
}

// combined is the answer that data make.
func combined(ctx context.Context, b *plan.Business, p *plan.Plan, data *formula.Data, statements []answer.Statement) (*answer.Answer, error) {
	result, err := formula.Combine(ctx, b, data)
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
	p := e.Rewrite(e.Compile(q))
	return p, e.Bound(p, 0, 1)
}
