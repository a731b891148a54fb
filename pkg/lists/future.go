package lists

import (
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// futureEvents is one annotation over what of the range has not happened yet, so that charts can shade it; none when all of it has.
func (l *lister) futureEvents() [][]any {
	from, until := l.request.Exact().Now, l.request.Range.To
	if l.request.Range.From.After(from) {
		from = l.request.Range.From
	}
	if !from.Before(until) {
		return nil
	}
	return [][]any{{from, until, titledEvent(query.Future, i18n.Text{}), nil, tag(query.Future), nil, query.Future}}
}
