package sqlgen

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
)

// Events aggregates rows by their own event: each row falls into the window that holds its time.
type Events struct {
	Scope
	Time       expression.Expression
	TimeType   crm.Type              // crm.Time or crm.Date
	RatedAt    expression.Expression // the instant whose rate holds; empty for Time
	Within     *Within               // keeps the rows that lie within so much open time from now; nil for all
	Windows    []calendar.Range      // in order; gaps and overlaps are allowed, empty windows are skipped
	Aggregates []Aggregate
	Top        *Top // of one window, by an aggregate that adds up; nil for all groups
	// Rollup has the sums that are read instead of rows; nil for none. It has all that the statement uses, and its time.
	Rollup *crm.Rollup
}

// breaks are the boundaries that cut the time axis. A row's bucket is the number of boundaries at or before its time.
type breaks struct {
	points  []string
	windows []int // the window that begins at each boundary, -1 for a gap
	runs    [][2]string
	cast    string
	panes   *panes // where windows overlap, so that a row lies in several; nil else
}

// Numbering returns a function that gives the index of the window a bucket number of the statement stands for, -1 for a gap.
func (e Events) Numbering(c Context) func(bucket int) int {
	if e.overlap() {
		return func(bucket int) int { return bucket }
	}
	windows := e.breaks(c.Calendar).windows
	return func(bucket int) int {
		if bucket < 1 || bucket > len(windows) {
			return -1
		}
		return windows[bucket-1]
	}
}

// points returns how a boundary is written that times are compared with, and as what.
func (e Events) points(c calendar.Calendar) (point func(time.Time) string, cast string) {
	if e.TimeType == crm.Date {
		return func(at time.Time) string { return c.FirstDayAtOrAfter(at).String() }, "date"
	}
	return instant, "timestamptz"
}

// breaks cuts instants by instants, and days by the first day at or after each instant: a day lies in a window when its
// local midnight does.
func (e Events) breaks(c calendar.Calendar) breaks {
	point, cast := e.points(c)
	b := breaks{cast: cast}
	if e.overlap() {
		return e.stretches(b, point)
	}
	for i, w := range e.Windows {
		from, to := point(w.From), point(w.To)
		if from == to {
			continue
		}
		if last := len(b.runs) - 1; last >= 0 && b.runs[last][1] == from {
			b.runs[last][1] = to
			b.windows[len(b.windows)-1] = i // the boundary that ended the run begins this window
		} else {
			b.points, b.windows = append(b.points, from), append(b.windows, i)
			b.runs = append(b.runs, [2]string{from, to})
		}
		b.points, b.windows = append(b.points, to), append(b.windows, -1)
	}
	return b
}

// bucket is the number of what a time within the windows lies in. In a single one it is no computation, by which PostgreSQL would expect as many groups as rows,
// and sort these.
func (b breaks) bucket(t *text, at string) string {
	if b.panes == nil && len(b.points) == 2 {
		return "1"
	}
	return fmt.Sprintf("width_bucket(%s, %s)", at, t.arg(pq.StringArray(b.points), b.cast+"[]"))
}

// Empty reports whether no row can fall into any window, so that there is nothing to ask.
func (e Events) Empty(c Context) bool {
	point, _ := e.points(c.Calendar)
	return !slices.ContainsFunc(e.Windows, func(w calendar.Range) bool { return point(w.From) != point(w.To) })
}

// Statement writes the statement. Its columns are bucket, a key and a label for each key, the aggregates as float8, each with the columns
// of [Aggregate.Counts], and, with money, [MissingRate].
func (e Events) Statement(c Context) (Statement, error) {
	t := newText(c)
	s := t.fromEntity(e.Entity, "e")
	if e.rolls(c) {
		s.root.rolled = &rolled{Rollup: e.Rollup, kind: e.TimeType, windows: e.Windows}
	}
	at, err := s.time(e.Time)
	if err != nil {
		return Statement{}, err
	}
	b := e.breaks(c.Calendar)
	a := newAmounts(s, t.dayOf(at, e.TimeType))
	first, last := e.Windows[0].From, calendar.LastEnd(e.Windows)
	rated := days{first: c.Calendar.Date(first).String(), last: c.Calendar.Date(last).String()}
	if !e.RatedAt.Empty() {
		day, err := s.expression(e.RatedAt)
		if err != nil {
			return Statement{}, err
		}
		a.day, rated = t.dayOrBeginning(day), days{}
	}
	if a.suffix, err = s.hours(e.hours()); err != nil {
		return Statement{}, err
	}
	bucket := b.bucket(t, at)
	a.parts = b.panes != nil && mergeable(e.Aggregates)
	if b.panes != nil && !a.parts {
		a.suffix = b.panes.join(t, bucket) + a.suffix
		bucket = "pane.number"
	}
	groups, err := s.labels(e.Keys, b.panes == nil)
	if err != nil {
		return Statement{}, err
	}
	columns, by, err := a.selection(bucket, groups.columns, e.Aggregates)
	if err != nil {
		return Statement{}, err
	}
	where, err := e.where(s, at, b)
	if err != nil {
		return Statement{}, err
	}
	body, err := a.grouped(columns, by, where)
	if err != nil {
		return Statement{}, err
	}
	money, ranked := len(a.missing) > 0, ""
	if a.parts {
		body = b.panes.merge(t, body, by, e.Aggregates, money)
	}
	if e.Top != nil {
		ranked, body = e.Top.cut(t, body, groups.names, e.Aggregates, money)
	}
	values, _ := valueColumns(e.Aggregates, money)
	return t.statement(groups.label(body, values), rated, ranked)
}

// rolls reports whether a rollup saves reading rows: where some day is whole. Windows that overlap count rows more than once.
func (e Events) rolls(c Context) bool {
	if e.Rollup == nil || e.overlap() {
		return false
	}
	all := (&rolled{Rollup: e.Rollup, kind: e.TimeType}).cut(c.Calendar, e.Windows)
	return len(all.days)+len(all.months) > 0
}

// time returns the SQL of the time by which rows are put into windows.
func (s *fromClause) time(e expression.Expression) (string, error) {
	if s.root.rolled != nil {
		return quote(s.root.alias) + "." + quote(e.String()), nil
	}
	return s.expression(e)
}

// Within is a length of open time from now on.
type Within struct {
	Hours *BusinessHours
	Open  time.Duration
}

// hours returns the business hours that the statement measures by; nil for none.
func (e Events) hours() *BusinessHours {
	if e.Within != nil {
		return e.Within.Hours
	}
	for _, g := range e.Aggregates {
		if g.Hours != nil {
			return g.Hours
		}
	}
	return nil
}

// Bounds writes a statement that tells from when to when the durations of its rows last: the first and the last instant, null
// without rows.
func (e Events) Bounds(c Context) (Statement, error) {
	t := newText(c)
	s := t.fromEntity(e.Entity, "e")
	at, err := s.expression(e.Time)
	if err != nil {
		return Statement{}, err
	}
	var instants []string
	for _, g := range e.Aggregates {
		from, to, err := newAmounts(s, nil).ends(g)
		if err != nil {
			return Statement{}, err
		}
		instants = append(instants, from, to)
	}
	for i, at := range instants {
		instants[i] = fmt.Sprintf("case when %s then %s end", finite(at), at)
	}
	where, err := e.where(s, at, e.breaks(c.Calendar))
	if err != nil {
		return Statement{}, err
	}
	from, err := s.from()
	if err != nil {
		return Statement{}, err
	}
	list := strings.Join(instants, ", ")
	return t.statement(fmt.Sprintf("select min(least(%s)) as first, max(greatest(%s)) as last\n%s\nwhere %s", list, list, from, where), days{})
}

func (e Events) where(s *fromClause, at string, b breaks) (string, error) {
	if s.root.rolled != nil { // which has looked at the times
		return s.counted(e.Scope, e.Aggregates)
	}
	time, err := s.bounded(e.Time, at, e.TimeType, b.cast)
	if err != nil {
		return "", err
	}
	runs := make([]string, len(b.runs))
	for i, run := range b.runs {
		runs[i] = time.within(run[0], run[1])
	}
	times := strings.Join(runs, " and ")
	if len(runs) > 1 {
		times = "(" + strings.Join(bracket(runs), " or ") + ")"
	}
	near := e.near(s, at)
	kept, err := s.counted(e.Scope, e.Aggregates)
	return both(times, near, kept), err
}

// near returns the condition that a row's time lies within the open time from now; "" where nothing is asked.
func (e Events) near(s *fromClause, at string) string {
	if e.Within == nil {
		return ""
	}
	return fmt.Sprintf("%s - %s < %s", openUntil(at), openUntil(s.instant(s.Now)), s.arg(e.Within.Open.Seconds(), "float8"))
}

// grouped puts a SELECT together whose first columns are those to group by.
func (a *amounts) grouped(columns []string, by int, where string) (string, error) {
	from, err := a.from()
	if err != nil {
		return "", err
	}
	numbers := make([]string, by)
	for i := range numbers {
		numbers[i] = fmt.Sprint(i + 1)
	}
	if where != "" {
		from += "\nwhere " + where
	}
	return "select\n  " + strings.Join(columns, ",\n  ") + "\n" + from + "\ngroup by " + strings.Join(numbers, ", "), nil
}

// statement puts the WITH clause before the body: that of the rates, and other tables.
func (t *text) statement(body string, needed days, others ...string) (Statement, error) {
	rates, err := t.rateTables(needed)
	with := slices.DeleteFunc(append([]string{rates}, others...), func(table string) bool { return table == "" })
	if len(with) > 0 {
		body = "with " + strings.Join(with, ",\n") + "\n" + body
	}
	return t.plain(body), err
}
