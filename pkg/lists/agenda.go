package lists

import (
	"context"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// agendaColumns are the columns behind the time.
func agendaColumns(m *crm.Model) []answer.TableColumn {
	return titled(m, "what", "type", "subject", "rep", "account", "deal", "url")
}

var agendaEntries = []entry{
	{
		entity: "activities", time: expression.MustParse("planned_at"), where: expression.MustParse("status = 'planned'"),
		cells: cells{"what": constant("activity"), "type": first("type"), "subject": first("subject"), "rep": nameOf("owner"),
			"account": nameOf("account"), "deal": first("deal.name"), "url": first("url")},
	},
	{
		entity: "commitments", time: expression.MustParse("due_at"), where: expression.MustParse("fulfilled_at is null and cancelled_at is null"),
		cells: cells{"what": constant("commitment"), "type": first("kind"), "subject": first("ticket.subject"), "rep": nameOf("owner"),
			"account": nameOf("account")},
	},
}

// Agenda lists planned activities and open commitments of the range in order of time. An entity that is not mapped, or does
// not have a dimension of the filters, is left out with a notice; without any it is an error.
func Agenda(ctx context.Context, b *plan.Business, db *postgres.DB, q query.Question, r plan.Request) (*answer.Table, error) {
	l, err := newLister(b, db, q, r)
	if err != nil {
		return nil, err
	}
	what := list{columns: withKeys(agendaColumns(b.Mapping.Model))}
	if err := l.addAll(&what, agendaEntries); err != nil {
		return nil, err
	}
	t, err := l.readList(ctx, &what)
	if err != nil {
		return nil, err
	}
	translate(t)
	t.Notices = append(t.Notices, l.notices...)
	return t, nil
}
