package engine

import (
	"context"
	"slices"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/exec"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// lookingUp bounds the time that is spent on values of filters: what has not been found out by then is not told.
const lookingUp = 2 * time.Second

// valuesShown bounds the values that a notice names.
const valuesShown = 10

// aboutFilters tells which values of the question's filters do not mean what whoever reads them thinks of. It is no part of the answer:
// where it fails, nothing is told.
func (e *Engine) aboutFilters(ctx context.Context, q query.Question, r plan.Request) (notices []answer.Notice) {
	filters := valued(q)
	if len(filters) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, lookingUp)
	defer cancel()
	_ = exec.Snapshot(ctx, e.DB, func(reader *exec.Reader) error {
		notices = append(e.unknown(ctx, reader, q, filters, r), e.namesakes(ctx, reader, q.Filters, filters, r)...)
		return nil
	})
	return notices
}

// valued are the filters that name values of dimensions, each of them once.
func valued(q query.Question) []query.Filter {
	var all []query.Filter
	for _, f := range query.Comparisons(q.Filters) {
		if f.Field != "" {
			continue
		}
		f = f.Normal()
		f.Values = slices.DeleteFunc(slices.Clone(f.Values), func(v string) bool { return v == query.None })
		known := slices.ContainsFunc(all, func(o query.Filter) bool {
			return o.Dimension == f.Dimension && o.Of == f.Of && slices.Equal(o.Values, f.Values)
		})
		if len(f.Values) == 0 || known || q.Type == query.Timeline && f.Dimension == "account" { // a timeline tells of its account itself
			continue
		}
		all = append(all, f)
	}
	return all
}
