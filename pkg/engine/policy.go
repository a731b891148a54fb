package engine

import (
	"context"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// ofEach are the types whose answers are rows, not numbers made of them.
var ofEach = []query.Type{query.Records, query.Agenda, query.Timeline, query.Annotations}

// seenBy returns the engine over what who asks may see, and the question as they may ask it. Whatever answers the question has no other
// mapping than that one, so that no statement reads more.
func (e *Engine) seenBy(ctx context.Context, q query.Question, v plan.Viewer) (*Engine, query.Question, error) {
	if e.Guard == nil {
		return e, q, nil
	}
	scope, err := e.Guard.For(ctx, e.DB, e.Business, v)
	if err != nil {
		return nil, q, err
	}
	if !scope.Rows && slices.Contains(ofEach, q.Type) {
		return nil, q, fault.New("policy.numbers_only").In("queryType")
	}
	seen := *e
	seen.scope = scope
	if scope.Restriction == nil {
		return &seen, q, nil
	}
	if q.Type == query.Check {
		return nil, q, fault.New("policy.no_check").In("queryType")
	}
	seen.Business = e.Business.Restricted(scope.Restriction)
	seen.Given = e.Given.Restricted(scope.Restriction)
	if len(scope.Restriction.Masked[crm.People]) > 0 {
		q.Prefer = ownOnly(q.Prefer, v)
	}
	return &seen, q, nil
}

// tellRestriction says in an answer that it is of a part of the rows, and of which entities it has none, so that 0 is not taken for one.
func (e *Engine) tellRestriction(a *answer.Answer, t query.Type) {
	by := e.Mapping.Restriction()
	if a.Restricted = by.Partial() && !a.Exempt; !a.Restricted || !slices.Contains(ofRows, t) {
		return
	}
	var hidden []i18n.Text
	for _, entity := range a.Entities() {
		if by.Hides(entity) {
			hidden = append(hidden, e.Mapping.Model.Title(entity))
		}
	}
	if len(hidden) > 0 {
		a.Note(answer.Notice{Warning: true, Text: i18n.T("policy.hidden", "entities", i18n.Join(", ", hidden...))})
	}
}

// ownOnly keeps of texts by which people are known those of who asks: to try others would be to read what is masked.
func ownOnly(prefer string, v plan.Viewer) string {
	var kept []string
	for text := range strings.SplitSeq(prefer, ",") {
		if text = strings.TrimSpace(text); slices.ContainsFunc([]string{v.Login, v.Email, v.Name}, func(own string) bool { return strings.EqualFold(own, text) }) {
			kept = append(kept, text)
		}
	}
	return strings.Join(kept, ",")
}
