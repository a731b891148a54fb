package detect

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/terminal"
)

// numberTimeout is for each of the first numbers.
const numberTimeout = 3 * time.Second

// Number is one of the first numbers that a proposal would show: a person sees at once whether they are right.
type Number struct {
	Of       string    // the preset, as the flag --preset takes it; "" for the proposed mapping
	Title    i18n.Text // of what, and when
	Value    *float64  // nil where it is not known
	Unit     catalog.Unit
	Currency string
	Note     i18n.Text // why it is not known, or what to know about it
}

// Shown is the value with its unit.
func (n Number) Shown() string { return terminal.Format(n.Value, n.Unit, n.Currency) }

// Text is the number in a sentence.
func (n Number) Text() i18n.Text {
	id := "detect.number"
	if n.Of != "" {
		id = "detect.number_of_preset"
	}
	text := i18n.T(id, "title", n.Title, "value", n.Shown(), "preset", n.Of)
	if n.Note != (i18n.Text{}) {
		text = joined(text, n.Note)
	}
	return text
}

// first is a number that is told first.
type first struct {
	kpi    string
	entity string
	at     string // the field of the time in whose last full period that has rows the number is told; "" for now
	only   string // a condition on `"status"` for the rows whose time counts; "" for all
	each   calendar.Grain
}

var firsts = []first{
	{kpi: "revenue", entity: "deals", at: "closed_at", only: "won", each: calendar.Year},
	{kpi: "open_deals", entity: "deals"},
	{kpi: "orders", entity: "orders", at: "ordered_at", each: calendar.Year},
	{kpi: "order_value", entity: "orders", at: "ordered_at", each: calendar.Year},
	{kpi: "average_order_value", entity: "orders", at: "ordered_at", each: calendar.Year},
	{kpi: "accounts", entity: "accounts"},
	{kpi: "customers", entity: "accounts"},
	{kpi: "new_leads", entity: "leads", at: "created_at", each: calendar.Month},
	{kpi: "marketing_cost", entity: "campaign_costs", at: "spent_on", each: calendar.Year},
	{kpi: "tickets_created", entity: "tickets", at: "created_at", each: calendar.Month},
	{kpi: "open_tickets", entity: "tickets"},
}

// numbers computes the first numbers of each recognised preset and of the mapping that is proposed.
func (r *Detection) numbers(ctx context.Context, db *postgres.DB) error {
	for _, p := range r.Presets {
		if p.Confidence < Sure {
			continue
		}
		if err := r.numbersOf(ctx, db, p.Name(), p.mapping); err != nil {
			return err
		}
	}
	m, err := r.mapping()
	if err != nil {
		return err
	}
	return r.numbersOf(ctx, db, "", m)
}

// numbersOf computes the first numbers of a mapping.
func (r *Detection) numbersOf(ctx context.Context, db *postgres.DB, preset string, m crm.Mapping) error {
	if len(m.Entities) == 0 {
		return nil
	}
	n := &counting{until: r.end, now: time.Now(), mapping: m, db: db}
	if err := n.open(ctx); err != nil {
		return err
	}
	for _, f := range firsts {
		if _, mapped := n.engine.Mapping.Entities[f.entity]; !mapped {
			continue
		}
		number := Number{Of: preset}
		err := n.number(ctx, f, &number)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, errNothing):
			continue
		case err != nil:
			number.Note = said(err)
		}
		r.Numbers = append(r.Numbers, number)
	}
	return nil
}

// counting computes the first numbers of one mapping.
type counting struct {
	db       *postgres.DB
	until    time.Time
	now      time.Time
	mapping  crm.Mapping
	engine   *engine.Engine
	currency string // the most common one of amounts; "" where none has one
}

var utcCalendar = calendar.Calendar{Location: time.UTC, WeekStart: time.Monday}

func (n *counting) open(ctx context.Context) error {
	for _, entity := range []string{"deals", "orders"} {
		if sql, ok := n.rows(entity, "currency"); ok && n.currency == "" {
			row, err := n.ask(ctx, fmt.Sprintf(`select "currency"::text from (%s limit 10000) as rows where "currency" is not null group by 1 order by count(*) desc, 1 limit 1`, sql))
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err == nil && len(row) == 1 { // what keeps it from being read, the numbers tell
				n.currency, _ = row[0].(string)
			}
		}
	}
	settings := plan.Settings{Calendar: utcCalendar, ReportingCurrency: n.currency}
	var err error
	n.engine, err = engine.Open(ctx, catalog.Over(n.mapping.Model), n.mapping, settings, n.db)
	return err
}

// rows selects fields of an entity, each by its name; false where one is not mapped.
func (n *counting) rows(entity string, fields ...string) (string, bool) {
	source, ok := n.mapping.Entities[entity]
	if !ok || source.Condition(func(string) string { return "" }) != source.Where {
		return "", false // with the tenant's parameter: only a person's own mapping has one
	}
	list := ""
	for _, field := range fields {
		sql := quoted(field)
		if source.Fields != nil {
			sql, ok = source.Fields[field]
		}
		if !ok {
			return "", false
		}
		list += ", " + sql + " as " + quoted(field)
	}
	where := ""
	if source.Where != "" {
		where = " where " + source.Where
	}
	return "select " + list[2:] + " from " + source.From + where, true
}

var (
	errNothing = errors.New("nothing to tell")
	errNoRows  = fault.New("detect.number_no_rows")
	errLate    = fault.New("detect.number_late")
)

// number computes one of the first numbers.
func (n *counting) number(ctx context.Context, f first, number *Number) error {
	k, err := n.engine.Catalog.KPI(f.kpi)
	if err != nil {
		return err
	}
	number.Title, number.Unit, number.Currency = k.Title, k.Unit, n.currency
	switch err := n.engine.Available(k); {
	case err != nil && f.at == "":
		return errNothing // of what there is now, the other numbers say enough
	case err != nil:
		return err
	}
	if source := n.engine.Mapping.Entities[f.entity]; f.kpi == "open_deals" && source.Fields["created_at"] == source.Fields["closed_at"] {
		return errNothing // they are orders: none is ever open
	}
	if f.at == "" {
		return n.kpi(ctx, f, number, calendar.Range{From: n.now.Add(-time.Hour), To: n.now})
	}
	found, err := n.extent(ctx, f)
	if err != nil {
		return err
	}
	period, whole := found.lastFull(f.each, n.now)
	number.Title = i18n.T("detect.number_in", "title", number.Title, "period", period.From.Format(periodFormats[f.each]))
	if !whole {
		number.Note = i18n.T("detect.number_part", "from", found.from.Format(time.DateOnly), "to", found.to.Format(time.DateOnly))
	}
	return n.kpi(ctx, f, number, period)
}

// periodFormats write a period by its beginning.
var periodFormats = map[calendar.Grain]string{calendar.Year: "2006", calendar.Month: "2006-01"}

// kpi asks for a KPI over a period.
func (n *counting) kpi(ctx context.Context, f first, number *Number, period calendar.Range) error {
	limited, cancel := limit(ctx, n.until, numberTimeout)
	defer cancel()
	a, err := n.engine.Ask(limited, query.Question{KPIs: []string{f.kpi}, Grain: calendar.None}, plan.Request{Range: period, Now: n.now})
	switch {
	case limited.Err() != nil && ctx.Err() == nil:
		return errLate
	case err != nil:
		return err
	}
	number.Value = a.Figures().Values[0][0][0]
	return nil
}

// ask reads one row.
func (n *counting) ask(ctx context.Context, sql string) ([]any, error) {
	limited, cancel := limit(ctx, n.until, numberTimeout)
	defer cancel()
	result, err := n.db.Query(limited, postgres.Statement{SQL: sql})
	switch {
	case limited.Err() != nil && ctx.Err() == nil:
		return nil, errLate
	case err != nil || len(result.Rows) == 0:
		return nil, err
	}
	return result.Rows[0], nil
}

// extent is from when to when an entity has rows.
type extent struct{ from, to time.Time }

// extent looks at the times of the rows that count.
func (n *counting) extent(ctx context.Context, f first) (extent, error) {
	fields := []string{f.at}
	only := ""
	if f.only != "" {
		fields = append(fields, "status")
		only = ` and "status" = '` + f.only + "'"
	}
	sql, ok := n.rows(f.entity, fields...)
	if !ok {
		return extent{}, errNothing
	}
	row, err := n.ask(ctx, fmt.Sprintf(`select min("%[1]s")::timestamptz, max("%[1]s")::timestamptz from (%[2]s) as rows where isfinite("%[1]s") and "%[1]s" <= now()%[3]s`, f.at, sql, only))
	if err != nil {
		return extent{}, err
	}
	from, some := row[0].(time.Time)
	to, _ := row[1].(time.Time)
	if !some {
		return extent{}, errNoRows
	}
	return extent{from.UTC(), to.UTC()}, nil
}

// lastFull is the last year or month that has rows to its end, and whether it has: the only one there is may lack a part.
func (e extent) lastFull(each calendar.Grain, now time.Time) (calendar.Range, bool) {
	from := utcCalendar.Floor(e.to, each)
	to := utcCalendar.Next(from, each)
	missing := to.Sub(e.to)
	if to.After(now) || missing > to.Sub(from)/10 {
		before := utcCalendar.Floor(from.Add(-time.Hour), each)
		if before.Before(utcCalendar.Floor(e.from, each)) {
			return calendar.Range{From: from, To: to}, false
		}
		from, to = before, from
	}
	return calendar.Range{From: from, To: to}, e.from.Sub(from) <= to.Sub(from)/10
}
