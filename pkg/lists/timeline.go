package lists

import (
	"context"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// timelineColumns are the columns behind the time. Amounts are in the currency of their row.
func timelineColumns(m *crm.Model) []answer.TableColumn {
	columns := titled(m, "what", "event", "type", "subject", "person", "amount", "currency", "url")
	columns[1].Title, columns[4].Title = i18n.T("lists.event"), i18n.T("lists.person")
	columns[5].Type, columns[6].Type = crm.Money, crm.Currency
	return columns
}

var timelineEntries = []entry{
	{
		entity: "orders", time: expression.MustParse("ordered_at"),
		cells: cells{"what": constant("order"), "event": constant("placed"), "type": first("status"), "subject": first("deal.name", "id"),
			"person": nameOf("owner"), "amount": first("amount"), "currency": first("currency"), "url": first("deal.url")},
	},
	{
		entity: "deals", time: expression.MustParse("created_at"),
		cells: cells{"what": constant("deal"), "event": constant("created"), "type": first("type"), "subject": first("name", "id"),
			"person": nameOf("owner"), "amount": first("amount"), "currency": first("currency"), "url": first("url")},
	},
	{
		entity: "deals", time: expression.MustParse("closed_at"), where: expression.MustParse("status in ('won', 'lost')"),
		cells: cells{"what": constant("deal"), "event": first("status"), "type": first("type"), "subject": first("name", "id"),
			"person": nameOf("rep"), "amount": first("amount"), "currency": first("currency"), "url": first("url")},
	},
	{
		entity: "tickets", time: expression.MustParse("created_at"),
		cells: cells{"what": constant("ticket"), "event": constant("created"), "type": first("kind"), "subject": first("subject", "id"),
			"person": nameOf("agent"), "url": first("url")},
	},
	{
		entity: "tickets", time: expression.MustParse("solved_at"),
		cells: cells{"what": constant("ticket"), "event": constant("solved"), "type": first("kind"), "subject": first("subject", "id"),
			"person": nameOf("agent"), "url": first("url")},
	},
	{
		entity: "ticket_events", time: expression.MustParse("occurred_at"), where: expression.MustParse("kind in ('public_reply', 'internal_note')"),
		cells: cells{"what": constant("message"), "event": first("kind"), "type": first("actor"), "subject": first("summary", "ticket.subject", "ticket"),
			"person": nameOf("actor_user"), "url": first("ticket.url")},
	},
	{
		entity: "activities", time: expression.MustParse("completed_at"), where: expression.MustParse("status = 'done'"),
		cells: cells{"what": constant("activity"), "event": constant("done"), "type": first("type"), "subject": first("subject", "id"),
			"person": nameOf("owner"), "url": first("url")},
	},
	{
		entity: "activities", time: expression.MustParse("planned_at"), where: expression.MustParse("status = 'planned'"),
		cells: cells{"what": constant("activity"), "event": constant("planned"), "type": first("type"), "subject": first("subject", "id"),
			"person": nameOf("owner"), "url": first("url")},
	},
	{
		entity: "surveys", time: expression.MustParse("responded_at"),
		cells: cells{"what": constant("survey"), "event": constant("answered"), "type": first("kind"), "subject": first("comment", "ticket.subject", "ticket"),
			"person": nameOf("agent"), "url": first("ticket.url")},
	},
	{
		entity: "feedback", time: expression.MustParse("received_at"),
		cells: cells{"what": constant("feedback"), "event": constant("received"), "type": first("kind"), "subject": first("category", "ticket.subject"),
			"person": nameOf("ticket.agent"), "url": first("ticket.url")},
	},
	{
		entity: "quotes", time: expression.MustParse("sent_at"),
		cells: cells{"what": constant("quote"), "event": constant("sent"), "type": first("status"), "subject": first("deal.name", "id"),
			"person": nameOf("owner"), "amount": first("amount"), "currency": first("currency"), "url": first("deal.url")},
	},
	{
		entity: "payments", time: expression.MustParse("paid_at"),
		cells: cells{"what": constant("payment"), "event": constant("received"), "subject": first("order.deal.name", "order", "id"),
			"person": nameOf("order.owner"), "amount": first("amount"), "currency": first("currency"), "url": first("order.deal.url")},
	},
}

// Timeline tells what happened with one customer in the range, the newest first. The customer is named by a filter on account;
// an entity that is not mapped, or does not have a dimension of the filters, is left out with a notice.
func Timeline(ctx context.Context, b *plan.Business, db *postgres.DB, q query.Question, r plan.Request) (*answer.Table, error) {
	l, err := newLister(b, db, q, r)
	if err != nil {
		return nil, err
	}
	name, err := l.customer()
	if err != nil {
		return nil, err
	}
	what := list{columns: withKeys(timelineColumns(b.Mapping.Model)), descending: true}
	if err := l.addAll(&what, timelineEntries); err != nil {
		return nil, err
	}
	found, err := l.one(ctx, name)
	if err != nil {
		return nil, err
	}
	if found != nil && len(found.Rows) == 1 {
		if err := l.of(&what, found.Rows[0][0].(string)); err != nil {
			return nil, err
		}
	}
	t, err := l.readList(ctx, &what)
	if err != nil {
		return nil, err
	}
	translate(t)
	t.Notices = append(t.Notices, l.notices...)
	if found != nil {
		t.Statements = append(found.Statements, t.Statements...)
		if len(found.Rows)+len(t.Rows) == 0 {
			t.Notices = append(t.Notices, answer.Notice{Warning: true, Text: i18n.T("notice.no_account", "name", name)})
		}
	}
	return t, nil
}

// of keeps the rows of one customer, by key.
func (l *lister) of(what *list, account string) error {
	d, err := l.Dimension("account")
	if err != nil {
		return err
	}
	for i := range what.entries {
		if path, ok := d.Path(what.entries[i].Entity); ok {
			what.entries[i].Of = &sqlgen.Related{Path: path, Entity: d.Entity, Key: account}
		}
	}
	return nil
}

// customer returns the name that the filters give to the customer.
func (l *lister) customer() (string, error) {
	wrong := fault.New("lists.no_customer")
	for _, f := range query.Required(l.question.Filters) {
		if f.Dimension != "account" {
			continue
		}
		switch f = f.Normal(); {
		case f.Operator != query.In:
			wrong = fault.New("lists.several_customers", "operator", string(f.Operator))
		case len(f.Values) != 1:
			wrong = fault.New("lists.names_customers", "customers", len(f.Values))
		case f.Values[0] == query.None:
			wrong = fault.New("lists.without_customer")
		default:
			return f.Values[0], nil
		}
	}
	return "", wrong.In("filters")
}

// one makes sure that a name is no more than one customer's, so that two stories never mix. Without accounts to look it up in,
// the name is a key, and nil is returned.
func (l *lister) one(ctx context.Context, name string) (*answer.Table, error) {
	for _, field := range []string{"id", "name"} {
		if l.Mapping.Available("accounts", field) != nil {
			return nil, nil
		}
	}
	const most = 5
	s, err := sqlgen.Named{Entity: "accounts", Name: name, Limit: most}.Statement(l.context())
	if err != nil {
		return nil, err
	}
	t, err := l.table(ctx, untitled("key", "label"), nil, most, s)
	if err != nil || len(t.Rows) <= 1 {
		return t, err
	}
	var names []string
	for _, row := range t.Rows {
		names = append(names, query.Qualified(row[1].(string), row[0].(string)))
	}
	return nil, fault.New("lists.ambiguous_customer", "name", name, "names", names).In("filters")
}
