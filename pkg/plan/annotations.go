package plan

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// annotationColumns have the names by which Grafana maps a frame to annotations, and no others: a title in a language would hide them.
var annotationColumns = []TableColumn{
	{ID: "time", Title: i18n.Text{En: "time"}, Type: crm.Time}, {ID: "timeEnd", Title: i18n.Text{En: "timeEnd"}, Type: crm.Time},
	titled("title", i18n.Text{En: "title"}), titled("text", i18n.Text{En: "text"}), titled("tags", i18n.Text{En: "tags"}),
	titled("url", i18n.Text{En: "url"}), titled("id", i18n.Text{En: "id"}),
}

// eventColumns are what is read of an event.
var eventColumns = []TableColumn{
	titled("event", i18n.Text{}), titled("key", i18n.Text{}), titled("subject", i18n.Text{}), titled("account", i18n.Text{}), titled("person", i18n.Text{}),
	{ID: "amount", Type: crm.Money}, {ID: "starts_on", Type: crm.Date}, {ID: "ends_on", Type: crm.Date}, titled("url", i18n.Text{}),
	titled(sqlgen.MissingRate, i18n.Text{}),
}

// eventEntries are the events that come from rows.
var eventEntries = map[string]entry{
	query.WonDeals: {
		entity: "deals", time: expression.MustParse("closed_at"), where: expression.MustParse("status = 'won'"),
		cells: cells{"key": first("id"), "subject": first("name", "id"), "account": nameOf("account"), "person": nameOf("rep"),
			"amount": {Paths: []string{"amount"}, Convert: true, Currency: "currency"}, "url": first("url")},
	},
	query.Campaigns: {
		entity: "campaigns", time: expression.MustParse("starts_on"),
		cells: cells{"key": first("id"), "subject": first("name", "id"), "starts_on": first("starts_on"), "ends_on": first("ends_on")},
	},
	query.Escalations: {
		entity: "tickets", time: expression.MustParse("escalated_at"),
		cells: cells{"key": first("id"), "subject": first("subject", "id"), "account": nameOf("account"), "person": nameOf("agent"), "url": first("url")},
	},
}

// Annotations lists the events of the range that the question names, all that are mapped if it names none: the newest first.
// A filter holds for the events whose entity has the dimension; a notice names the others.
func (e *Engine) Annotations(ctx context.Context, q query.Question, r Request) (*Table, error) {
	q.Type = query.Annotations
	p, err := e.list(q, r)
	if err != nil {
		return nil, err
	}
	limit, err := rows(q)
	if err != nil {
		return nil, err
	}
	if err := p.checkFilters(); err != nil {
		return nil, err
	}
	threshold, err := p.threshold()
	if err != nil {
		return nil, err
	}
	l := list{columns: eventColumns, rng: r.Range, descending: true, limit: limit}
	if err := p.addEvents(&l, threshold); err != nil {
		return nil, err
	}
	t := &Table{Columns: annotationColumns, Rows: [][]any{}}
	if len(l.entries) > 0 {
		if t, err = p.readEventRows(ctx, l); err != nil {
			return nil, err
		}
	}
	if p.wants(query.Definitions) {
		t.Rows = append(t.Rows, p.definitionEvents(p.catalog.KPIs())...)
	}
	slices.SortStableFunc(t.Rows, func(a, b []any) int { return b[0].(time.Time).Compare(a[0].(time.Time)) })
	t.cut(limit)
	t.Notices = append(t.Notices, p.notices...)
	return t, nil
}

// wants reports whether the question asks for events.
func (p *planner) wants(events string) bool {
	return len(p.question.Events) == 0 || slices.Contains(p.question.Events, events)
}

// addEvents adds the events asked for. Those that are asked for by name and not mapped are noted.
func (p *planner) addEvents(l *list, threshold float64) error {
	var out leftOut
	for _, name := range query.Events() {
		e, ok := eventEntries[name]
		if !ok || !p.wants(name) || !p.mapped(e, &out) {
			continue
		}
		scope, err := p.possibleScope(e.entity)
		if err != nil {
			return err
		}
		added := l.add(e, scope)
		added.Cells[0] = constant(name)
		switch name {
		case query.WonDeals:
			added.AtLeast = threshold
		case query.Campaigns:
			added.TimeType = crm.Date
			if p.mapping.Available(e.entity, "ends_on") == nil {
				added.Last = "ends_on"
			}
		}
	}
	if len(l.entries) == 0 && !p.wants(query.Definitions) {
		return out.err()
	}
	if len(p.question.Events) > 0 {
		p.notices = append(p.notices, out.notices()...)
	}
	return nil
}

// possibleScope restricts an entity by the filters it has a dimension for; the others are noted.
func (p *planner) possibleScope(entity string) (sqlgen.Scope, error) {
	lacking := p.lacking(entity)
	if len(lacking) > 0 {
		name, dimensions := entityName(entity), joined(dimensionNames(lacking))
		p.notices = append(p.notices, Notice{Text: i18n.Text{
			En: "Not filtered by " + dimensions.En + ", which they do not have: " + name.En + ".",
			Ru: "Фильтр по " + dimensions.Ru + " не действует, такого измерения у них нет: " + name.Ru + ".",
		}})
	}
	possible := *p
	possible.question.Filters = slices.DeleteFunc(slices.Clone(p.question.Filters), func(f query.Filter) bool { return slices.Contains(lacking, f.Dimension) })
	return possible.scope(entity, nil)
}

// threshold reads the amount from which on won deals are marked. No other parameter means anything here.
func (p *planner) threshold() (float64, error) {
	for name, value := range p.question.Parameters {
		if name != "threshold" && value != "" {
			return 0, invalid("annotations have no parameter %q; the only one is threshold, the amount from which on won deals are marked", name)
		}
	}
	text := strings.TrimSpace(p.question.Parameters["threshold"])
	if text == "" {
		return 0, nil
	}
	amount, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(amount) || math.IsInf(amount, 0) || amount < 0 {
		return 0, invalid("parameter threshold is %q; give an amount in %s, as in 50000, or 0 for all won deals", text, p.settings.ReportingCurrency)
	}
	return amount, nil
}

// readEventRows reads events and words them as annotations.
func (p *planner) readEventRows(ctx context.Context, l list) (*Table, error) {
	t, err := p.readList(ctx, l)
	if err != nil {
		return nil, err
	}
	for i, row := range t.Rows {
		found := map[string]any{}
		for column, c := range t.Columns {
			found[c.ID] = row[column]
		}
		if missing, ok := found[sqlgen.MissingRate].(string); ok {
			return nil, missingRate(missing)
		}
		t.Rows[i] = p.annotation(found)
	}
	t.Columns = annotationColumns
	return t, nil
}

// eventWords are the title that stands before an event's subject, and its tag.
var eventWords = map[string][2]i18n.Text{
	query.WonDeals:    {{En: "Deal won", Ru: "Выиграна сделка"}, {En: "deal", Ru: "сделка"}},
	query.Campaigns:   {{En: "Campaign", Ru: "Кампания"}, {En: "campaign", Ru: "кампания"}},
	query.Escalations: {{En: "Ticket escalated", Ru: "Эскалация обращения"}, {En: "escalation", Ru: "эскалация"}},
	query.Definitions: {{En: "Definition changed", Ru: "Изменено определение"}, {En: "definition", Ru: "определение"}},
}

// annotation words an event.
func (p *planner) annotation(found map[string]any) []any {
	event := found["event"].(string)
	at, end, details := found["time"], any(nil), []string{}
	if day, ok := found["starts_on"].(time.Time); ok { // a region: whole days
		zone, starts, last := p.settings.Calendar.Location, calendar.DateOf(day), "…"
		at = starts.Start(zone)
		if until, ok := found["ends_on"].(time.Time); ok {
			ends := calendar.DateOf(until)
			end, last = ends.Add(1).Start(zone), ends.String()
		} else if p.mapping.Available("campaigns", "ends_on") == nil {
			end = p.request.Range.To // it goes on
		}
		details = append(details, starts.String()+" – "+last)
	}
	if amount, ok := found["amount"].(float64); ok {
		details = append(details, strconv.FormatFloat(amount, 'f', 2, 64)+" "+p.settings.ReportingCurrency)
	}
	for _, column := range []string{"account", "person"} {
		if name, ok := found[column].(string); ok {
			details = append(details, name)
		}
	}
	id := event
	if key, ok := found["key"].(string); ok {
		id += ":" + key
	}
	subject, _ := found["subject"].(string)
	words := eventWords[event]
	title := i18n.Text{En: titleOf(words[0].En, subject), Ru: titleOf(words[0].Ru, subject)}
	return []any{at, end, title, strings.Join(details, " · "), words[1], found["url"], id}
}

func titleOf(what, subject string) string {
	if subject == "" {
		return what
	}
	return fmt.Sprintf("%s: %s", what, subject)
}
