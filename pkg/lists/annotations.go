package lists

import (
	"context"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// annotationColumns have the names by which Grafana maps a frame to annotations, and no others: a title in a language would hide them.
var annotationColumns = func() []answer.TableColumn {
	columns := untitled("time", "timeEnd", "title", "text", "tags", "url", "id")
	for i := range columns {
		columns[i].Title = i18n.Untranslated(columns[i].ID)
	}
	columns[0].Type, columns[1].Type = crm.Time, crm.Time
	return columns
}()

// eventColumns are what is read of an event.
var eventColumns = func() []answer.TableColumn {
	columns := untitled("event", "key", "subject", "account", "person", "amount", "starts_on", "ends_on", "url", sqlgen.MissingRate)
	columns[5].Type, columns[6].Type, columns[7].Type = crm.Money, crm.Date, crm.Date
	return columns
}()

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
func Annotations(ctx context.Context, b *plan.Business, db *postgres.DB, q query.Question, r plan.Request) (*answer.Table, error) {
	l, err := newLister(b, db, q, r)
	if err != nil {
		return nil, err
	}
	if err := l.checkFilters(); err != nil {
		return nil, err
	}
	threshold, err := l.threshold()
	if err != nil {
		return nil, err
	}
	what := list{columns: withKeys(eventColumns), descending: true}
	if err := l.addEvents(&what, threshold); err != nil {
		return nil, err
	}
	t := &answer.Table{Columns: annotationColumns, Rows: [][]any{}}
	if len(what.entries) > 0 {
		if t, err = l.readEventRows(ctx, &what); err != nil {
			return nil, err
		}
	}
	if l.wants(query.Definitions) {
		t.Rows = append(t.Rows, l.definitionEvents(b.Catalog.KPIs())...)
	}
	if l.wants(query.Future) {
		t.Rows = append(t.Rows, l.futureEvents()...)
	}
	slices.SortStableFunc(t.Rows, func(a, b []any) int { return b[0].(time.Time).Compare(a[0].(time.Time)) })
	t.Cut(l.limit)
	t.Notices = append(t.Notices, l.notices...)
	return t, nil
}

// wants reports whether the question asks for events.
func (l *lister) wants(events string) bool {
	return len(l.question.Events) == 0 && events != query.Future || slices.Contains(l.question.Events, events)
}

// addEvents adds the events asked for. Those that are asked for by name and not mapped are noted.
func (l *lister) addEvents(what *list, threshold float64) error {
	out := omissions{model: l.Mapping.Model}
	for _, name := range query.Events() {
		e, ok := eventEntries[name]
		if !ok || !l.wants(name) || !l.mapped(e, &out) {
			continue
		}
		scope, err := l.possibleScope(e.entity)
		if err != nil {
			return err
		}
		added := what.add(e, scope)
		added.Cells[0] = constant(name)
		switch name {
		case query.WonDeals:
			added.AtLeast = threshold
		case query.Campaigns:
			added.TimeType = crm.Date
			if l.Mapping.Available(e.entity, "ends_on") == nil {
				added.Last = "ends_on"
			}
		}
	}
	if len(what.entries) == 0 && !l.wants(query.Definitions) && !l.wants(query.Future) {
		return out.err()
	}
	if len(l.question.Events) > 0 {
		l.notices = append(l.notices, out.notices()...)
	}
	return nil
}

// possibleScope restricts an entity by the filters it has a dimension for; the others are noted.
func (l *lister) possibleScope(entity string) (sqlgen.Scope, error) {
	lacking := l.lacking(entity)
	if len(lacking) > 0 {
		l.notices = append(l.notices, answer.Notice{Text: i18n.T("notice.not_filtered_by", "dimensions", dimensionNames(l.Mapping.Model, lacking), "entity", entityName(l.Mapping.Model, entity))})
	}
	possible := query.Known(l.question.Filters, func(f query.Filter) bool { return !slices.Contains(lacking, f.Dimension) })
	return l.Scope(entity, nil, possible)
}

// threshold reads the amount from which on won deals are marked. No other parameter means anything here.
func (l *lister) threshold() (float64, error) {
	for name, value := range l.question.Parameters {
		if name != "threshold" && value != "" {
			return 0, fault.New("lists.no_parameter", "parameter", name).In("parameters")
		}
	}
	text := strings.TrimSpace(l.question.Parameters["threshold"])
	if text == "" {
		return 0, nil
	}
	amount, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(amount) || math.IsInf(amount, 0) || amount < 0 {
		return 0, fault.New("lists.wrong_threshold", "value", text, "currency", l.Settings.ReportingCurrency).In("parameters.threshold")
	}
	return amount, nil
}

// readEventRows reads events and words them as annotations.
func (l *lister) readEventRows(ctx context.Context, what *list) (*answer.Table, error) {
	t, err := l.readList(ctx, what)
	if err != nil {
		return nil, err
	}
	for i, row := range t.Rows {
		found := map[string]any{}
		for column, c := range t.Columns {
			found[c.ID] = row[column]
		}
		if missing, ok := found[sqlgen.MissingRate].(string); ok {
			return nil, measure.MissingRate(missing)
		}
		t.Rows[i] = l.annotation(found)
	}
	t.Columns = annotationColumns
	return t, nil
}

// titled names an event and its subject.
func titledEvent(event string, subject i18n.Text) i18n.Text {
	what := i18n.T("lists.happened_" + event)
	if subject == (i18n.Text{}) {
		return what
	}
	return i18n.T("lists.event_of", "event", what, "subject", subject)
}

// tag is the word by which events of a kind are found.
func tag(event string) i18n.Text { return i18n.T("lists.tag_" + event) }

// annotation words an event.
func (l *lister) annotation(found map[string]any) []any {
	event := found["event"].(string)
	at, end, details := found["time"], any(nil), []string{}
	if day, ok := found["starts_on"].(time.Time); ok { // a region: whole days
		zone, starts, last := l.Settings.Calendar.Location, calendar.DateOf(day), "…"
		at = starts.Start(zone)
		if until, ok := found["ends_on"].(time.Time); ok {
			ends := calendar.DateOf(until)
			end, last = ends.Add(1).Start(zone), ends.String()
		} else if l.Mapping.Available("campaigns", "ends_on") == nil {
			end = l.request.Range.To // it goes on
		}
		details = append(details, starts.String()+" – "+last)
	}
	if amount, ok := found["amount"].(float64); ok {
		details = append(details, strconv.FormatFloat(amount, 'f', 2, 64)+" "+l.Settings.ReportingCurrency)
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
	return []any{at, end, titledEvent(event, i18n.Same(subject)), strings.Join(details, " · "), tag(event), found["url"], id}
}
