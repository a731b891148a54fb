package sqlgen

import (
	"fmt"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
)

// Lifetimes aggregates, for each window, all rows up to now of the campaigns that have a cost or a run in it.
type Lifetimes struct {
	Scope
	Lives
	Time       expression.Expression
	TimeType   crm.Type              // crm.Time or crm.Date
	RatedAt    expression.Expression // the instant whose rate holds; empty for Time
	Aggregates []Aggregate
}

// Lives are the campaigns that have a cost or a run in windows.
type Lives struct {
	Of      expression.Expression // a row's campaign
	Windows []calendar.Range
}

// LivesNeed are the entities and fields that tell when a campaign had a cost or a run.
var LivesNeed = [][2]string{{"campaigns", "id"}, {"campaigns", "starts_on"}, {"campaigns", "ends_on"}, {"campaign_costs", "campaign"}, {"campaign_costs", "spent_on"}}

// Statement writes the statement. Its columns are bucket (the number of the window, from 0), a key and a label for each key, the
// aggregates as float8, each with the columns of [Aggregate.Counts], and, with money, [MissingRate].
func (l Lifetimes) Statement(c Context) (Statement, error) {
	t := newText(c)
	s := t.fromEntity(l.Entity, "e")
	at, err := s.expression(l.Time)
	if err != nil {
		return Statement{}, err
	}
	a, rated := newAmounts(s, t.dayOf(at, l.TimeType)), days{last: c.Calendar.Date(c.Now).String()}
	if !l.RatedAt.Empty() {
		day, err := s.expression(l.RatedAt)
		if err != nil {
			return Statement{}, err
		}
		a.day, rated = t.dayOf(day, crm.Time), days{} // it may lie after now
	}
	keys, err := s.keyList(l.Keys)
	if err != nil {
		return Statement{}, err
	}
	columns, by, err := a.selection("life.bucket", keys, l.Aggregates)
	if err != nil {
		return Statement{}, err
	}
	kept, err := s.counted(l.Scope, l.Aggregates)
	if err != nil {
		return Statement{}, err
	}
	if a.suffix, err = l.join(s); err != nil {
		return Statement{}, err
	}
	now, cast := instant(c.Now), "timestamptz"
	if l.TimeType == crm.Date {
		now, cast = c.Calendar.FirstDayAtOrAfter(c.Now).String(), "date"
	}
	body, err := a.grouped(columns, by, both(fmt.Sprintf("%s < %s", at, t.arg(now, cast)), kept))
	if err != nil {
		return Statement{}, err
	}
	return t.statement(body, rated)
}

// join joins the windows that a row's campaign has a cost or a run in, as "life". A cost lies in a window when its day begins in it;
// a run, when some time of its days does. One without a first day is none, one without a last day goes on. Campaigns are compared as
// text: what refers to them need not have their type.
func (l Lives) join(s *fromClause) (string, error) {
	campaign, err := s.expression(l.Of)
	if err != nil {
		return "", err
	}
	costs, err := s.selection("campaign_costs", []string{"campaign", "spent_on"})
	if err != nil {
		return "", err
	}
	runs, err := s.selection("campaigns", []string{"id", "starts_on", "ends_on"})
	if err != nil {
		return "", err
	}
	var ends [3]pq.StringArray
	for _, w := range l.Windows {
		ends[0] = append(ends[0], s.Calendar.FirstDayAtOrAfter(w.From).String())
		ends[1] = append(ends[1], s.Calendar.Date(w.From).String())
		ends[2] = append(ends[2], s.Calendar.FirstDayAtOrAfter(w.To).String())
	}
	return fmt.Sprintf(`
join (
  with pane as (
    select (number - 1)::int as bucket, begins, holds, stops
    from unnest(%s, %s, %s) with ordinality as given(begins, holds, stops, number)
  )
  select pane.bucket, cost.campaign::text as campaign
  from pane
  join %s as cost on cost.spent_on >= pane.begins and cost.spent_on < pane.stops
  union
  select pane.bucket, run.id::text
  from pane
  join %s as run on run.starts_on < pane.stops and (run.ends_on is null or run.ends_on >= greatest(pane.holds, run.starts_on))
) as life on life.campaign = %s::text`, s.arg(ends[0], "date[]"), s.arg(ends[1], "date[]"), s.arg(ends[2], "date[]"), indent(costs), indent(runs), campaign), nil
}
