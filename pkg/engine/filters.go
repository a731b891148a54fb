package engine

import (
	"context"
	"slices"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/exec"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// lookingUp bounds the time that is spent on values of filters: what has not been found out by then is not told.
const lookingUp = 2 * time.Second

// valuesShown bounds the values that a notice names.
const valuesShown = 10

// lookup is what is read of the values of filters, and what is told of that.
type lookup struct {
	part *measure.Part // nil where there is nothing to read
	tell func(read bool) []answer.Notice
}

// aboutFilters tells which values of the question's filters do not mean what whoever reads them thinks of. It is no part of the answer:
// where it fails, nothing is told.
func (e *Engine) aboutFilters(ctx context.Context, q query.Question, r plan.Request) (notices []answer.Notice) {
	filters := valued(q)
	if len(filters) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, lookingUp)
	defer cancel()
	lookups := []lookup{e.unknown(q, filters, r), e.namesakes(q.Filters, filters, r)}
	var parts []measure.Part
	for _, l := range lookups {
		if l.part != nil {
			parts = append(parts, *l.part)
		}
	}
	read := 0
	if len(parts) > 0 {
		_ = exec.Together(ctx, e.DB, func(reader *exec.Reader) error {
			return reader.ReadAll(ctx, parts, func(n int) error {
				read = n
				return nil
			})
		})
	}
	for _, l := range lookups {
		told := l.part != nil && read > 0
		if told {
			read--
		}
		notices = append(notices, l.tell(told)...)
	}
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
