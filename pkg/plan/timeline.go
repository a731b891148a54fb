package plan

import (
	"context"
	"fmt"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// timelineColumns are the columns behind the time. Amounts are in the currency of their row.
var timelineColumns = []TableColumn{
	titled("what", crm.Title("what")), titled("event", i18n.Text{En: "Event", Ru: "Событие"}), titled("type", crm.Title("type")),
	titled("subject", crm.Title("subject")), titled("person", i18n.Text{En: "Rep or agent", Ru: "Сотрудник"}),
	{ID: "amount", Title: crm.Title("amount"), Type: crm.Money}, {ID: "currency", Title: crm.Title("currency"), Type: crm.Currency},
	titled("url", crm.Title("url")),
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
func (e *Engine) Timeline(ctx context.Context, q query.Question, r Request) (*Table, error) {
	q.Type = query.Timeline
	p, err := e.list(q, r)
	if err != nil {
		return nil, err
	}
	limit, err := rows(q)
	if err != nil {
		return nil, err
	}
	name, err := p.customer()
	if err != nil {
		return nil, err
	}
	l := list{columns: timelineColumns, rng: r.Range, descending: true, limit: limit}
	if err := p.addAll(&l, timelineEntries); err != nil {
		return nil, err
	}
	found, err := p.one(ctx, name)
	if err != nil {
		return nil, err
	}
	if found != nil && len(found.Rows) == 1 {
		if err := l.of(p.mapping.Model, found.Rows[0][0].(string)); err != nil {
			return nil, err
		}
	}
	t, err := p.readList(ctx, l)
	if err != nil {
		return nil, err
	}
	t.translate()
	t.Notices = append(t.Notices, p.notices...)
	if found != nil {
		t.Statements = append(found.Statements, t.Statements...)
		if len(found.Rows)+len(t.Rows) == 0 {
			t.Notices = append(t.Notices, Notice{Warning: true, Text: i18n.Text{
				En: fmt.Sprintf("No account is called %q.", name), Ru: fmt.Sprintf("Клиента «%s» нет.", name),
			}})
		}
	}
	return t, nil
}

// of keeps the rows of one customer, by key.
func (l *list) of(model *crm.Model, account string) error {
	d, err := model.Dimension("account")
	if err != nil {
		return err
	}
	for i := range l.entries {
		if path, ok := d.Path(l.entries[i].Entity); ok {
			l.entries[i].Of = &sqlgen.Related{Path: path, Entity: d.Entity, Key: account}
		}
	}
	return nil
}

// customer returns the name that the filters give to the customer.
func (p *planner) customer() (string, error) {
	const right = `add a filter on account that equals one name, as shown by the values of account: "Acme", or "Acme #17" where two share it`
	fault := invalid("a timeline is of one customer, and no filter says which; %s", right)
	for _, f := range p.question.Filters {
		if f.Dimension != "account" {
			continue
		}
		switch f = f.Normal(); {
		case f.Operator != query.In:
			fault = invalid("a timeline is of one customer, and the filter on account (%s) may keep several; %s", f.Operator, right)
		case len(f.Values) != 1:
			fault = invalid("a timeline is of one customer, and the filter on account names %d; %s", len(f.Values), right)
		case f.Values[0] == query.None:
			fault = invalid("a timeline is of one customer, and the filter on account asks for rows without one; %s", right)
		default:
			return f.Values[0], nil
		}
	}
	return "", fault
}

// one makes sure that a name is no more than one customer's, so that two stories never mix. Without accounts to look it up in,
// the name is a key, and nil is returned.
func (p *planner) one(ctx context.Context, name string) (*Table, error) {
	for _, field := range []string{"id", "name"} {
		if p.mapping.Available("accounts", field) != nil {
			return nil, nil
		}
	}
	const most = 5
	c, err := p.context(nil, p.axes.main)
	if err != nil {
		return nil, err
	}
	s, err := sqlgen.Named{Entity: "accounts", Name: name, Limit: most}.Statement(c)
	if err != nil {
		return nil, err
	}
	t, err := p.table(ctx, []TableColumn{titled("key", i18n.Text{}), titled("label", i18n.Text{})}, most, s)
	if err != nil || len(t.Rows) <= 1 {
		return t, err
	}
	var names []string
	for _, row := range t.Rows {
		names = append(names, query.Qualified(row[1].(string), row[0].(string)))
	}
	return nil, invalid("several accounts are called %q; filter account by one of %s", name, strings.Join(names, ", "))
}
