package engine

import (
	"context"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/exec"
	"github.com/crmkpi/crm-datasource/pkg/formula"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/policy"
)

// exemption returns the one by which who asks is answered of all rows. Where one is of KPIs of the question but does not cover it, the
// error says why; both are nil where there is none, or nothing of what is read is hidden.
func (e *Engine) exemption(p *plan.Plan) (*policy.Exemption, error) {
	by := e.Mapping.Restriction()
	hides := func(s plan.Scan) bool {
		_, rows := s.Subject.(plan.Rows)
		return rows && !by.Rows[s.Columns[0].Entity].All
	}
	if len(e.scope.Exempt) == 0 || !slices.ContainsFunc(p.Scans, hides) {
		return nil, nil
	}
	for _, x := range e.scope.Exempt {
		if x.Concerns(p.Query) {
			if err := x.Covers(e.Business, p); err != nil {
				return nil, err
			}
			return &x, nil
		}
	}
	return nil, nil
}

// executeWhole answers of all rows, but for what is not told of so few of them.
func (e *Engine) executeWhole(ctx context.Context, p *plan.Plan, x policy.Exemption) (*answer.Answer, error) {
	whole := e.Restricted(e.Mapping.Restriction().Whole(x.Named))
	p = ranked(p)
	var data *formula.Data
	var released *policy.Released
	var statements []answer.Statement
	err := exec.Together(ctx, e.DB, func(r *exec.Reader) (err error) {
		if data, err = exec.New(whole, p, r).Run(ctx); err != nil {
			return err
		}
		statements = slices.Clone(r.Statements) // and not those of the sizes: how many rows these find tells of the people
		released, err = x.Release(ctx, whole, e.Business, p, r)
		return err
	})
	if err != nil {
		return nil, err
	}
	withheld, err := data.Withhold(ctx, released.Tells)
	if err != nil {
		return nil, err
	}
	a, err := combined(ctx, whole, p, data, statements)
	if err != nil {
		return nil, err
	}
	a.Exempt = true
	a.Note(answer.Notice{Text: x.Notice(e.Mapping.Model)})
	if withheld {
		a.Note(answer.Notice{Warning: true, Text: i18n.T("policy.withheld")})
	}
	return a, nil
}

// ranked is the plan whose limit is found here, by what is told of each group, and not by the database.
func ranked(p *plan.Plan) *plan.Plan {
	other := *p
	other.Scans = slices.Clone(p.Scans)
	for i := range other.Scans {
		s := &other.Scans[i]
		s.Top = nil
		if s.Rollup != nil && s.Rollup.Age > 0 { // how many rows it is of is counted of what there is now
			s.Rollup = nil
		}
	}
	return &other
}
