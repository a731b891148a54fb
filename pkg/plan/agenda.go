package plan

import (
	"context"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// agendaEntry is what an entity adds to an agenda.
type agendaEntry struct {
	entity  string
	time    expression.Expression
	where   expression.Expression
	columns []string // what, type, subject, rep, account, url
}

// agendaColumns are the columns behind the time.
var agendaColumns = []string{"what", "type", "subject", "rep", "account", "url"}

var agendaEntries = []agendaEntry{
	{
		entity: "activities", time: expression.MustParse("planned_at"), where: expression.MustParse("status = 'planned'"),
		columns: []string{"activity", "type", "subject", "owner.name", "account.name", "url"},
	},
	{
		entity: "commitments", time: expression.MustParse("due_at"), where: expression.MustParse("fulfilled_at is null and cancelled_at is null"),
		columns: []string{"commitment", "kind", "ticket.subject", "owner.name", "account.name", ""},
	},
}

// Agenda lists planned activities and open commitments of the range in order of time. An entity that is not mapped, or does
// not have a dimension of the filters, is left out with a notice; without any it is an error.
func (e *Engine) Agenda(ctx context.Context, q query.Question, r Request) (*Table, error) {
	q.Type = query.Agenda
	p, err := e.list(q, r)
	if err != nil {
		return nil, err
	}
	limit, err := rows(q)
	if err != nil {
		return nil, err
	}
	agenda := sqlgen.Agenda{Range: r.Range, Limit: limit + 1}
	var missing error
	for _, entry := range agendaEntries {
		if err := p.agendaAvailable(entry); err != nil {
			missing = err
			p.notices = append(p.notices, Notice{Text: i18n.Text{
				En: "Without " + entry.entity + ": " + err.Error(), Ru: "Без " + entry.entity + ": " + err.Error(),
			}})
			continue
		}
		scope, err := p.filterScope(entry.entity)
		if err != nil {
			missing = err
			continue
		}
		agenda.Entries = append(agenda.Entries, sqlgen.Entry{Scope: scope, Time: entry.time, Where: entry.where, Columns: entry.columns})
	}
	if len(agenda.Entries) == 0 {
		return nil, &InvalidError{Err: missing}
	}
	c, err := p.context(nil, p.axes.main)
	if err != nil {
		return nil, err
	}
	s, err := agenda.Statement(c, agendaColumns)
	if err != nil {
		return nil, err
	}
	columns := []TableColumn{{ID: "time", Title: crm.Title("time"), Type: crm.Time}}
	for _, id := range agendaColumns {
		columns = append(columns, TableColumn{ID: id, Title: crm.Title(id), Type: crm.String})
	}
	t, err := p.table(ctx, columns, limit, s)
	if err == nil {
		t.Notices = append(t.Notices, p.notices...)
	}
	return t, err
}

func (p *planner) agendaAvailable(entry agendaEntry) error {
	for _, x := range []expression.Expression{entry.time, entry.where} {
		for _, path := range x.Paths() {
			if err := p.mapping.Available(entry.entity, path); err != nil {
				return err
			}
		}
	}
	return nil
}
