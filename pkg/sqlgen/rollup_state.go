package sqlgen

import (
	"fmt"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
)

// Columns that the sums of states have beside those of other sums.
const (
	rolledStartless = `"startless"` // the rows have no start
	rolledBegun     = `"begun"`     // the day of the start, of what is not in the reporting currency; null else

	// Of rows that may be inferred, see [crm.Entity.Inferred]: how many of the rows are, and how many of these have begun, whatever has ended.
	rolledInferred      = `"inferred"`
	rolledInferredBegun = `"inferred begun"`
)

// stateChange is the SQL of how a rollup sums the states of rows: as a change where each begins, and one back where it ends.
type stateChange struct {
	join      string // makes two rows of one: what changes, change.sign, and when, change.at
	where     string // keeps what changes anything: a row that ends when it begins never was
	at        string // the time under which it is summed
	startless string
	begun     string // "" where nothing is converted
}

// change prepares the changes of the rows of a FROM item. The currency is SQL; "" where no amounts are told apart by it.
func (s *fromClause) change(x state, months bool, currency string) stateChange {
	grain := "day"
	if months {
		grain = "month"
	}
	c := stateChange{
		join:      fmt.Sprintf("cross join lateral (values (coalesce(%s, '-infinity'), 1), (%s, -1)) as change(at, sign)", x.start, x.end),
		where:     x.lasts() + " and change.at is not null",
		at:        s.beginningOf(grain, crm.Time, "change.at"),
		startless: x.startless(),
	}
	if currency != "" {
		c.begun = s.begun(x, currency)
	}
	return c
}

// begun is the day whose rate an amount has, where it is to be converted: in another currency it is summed by this day, too.
func (t *text) begun(x state, currency string) string {
	return fmt.Sprintf("case when not (%s) then %s end", t.domestic(currency+"::text"), t.dayOf(x.start, crm.Time)())
}

// StateChange is the SQL of how a rollup sums the states of rows, without placeholders.
type StateChange struct {
	Join      string // behind the FROM item: makes two rows of one
	Where     string
	Time      string // when something changes; -infinity where a row has no start
	Sign      string // 1 where a row begins, -1 where it ends
	At        string // the day or month under which the change is summed
	Startless string // whether it has no start
	Begun     string // the day whose rate it has; "" for rollups without currencies
	Begins    string // the condition that a row begins
	Inferred  string // the condition that it is not recorded; "" where all rows are
}

// StateChanges returns how the states of rows of a FROM item that has the fields are summed by day, or by month.
func StateChanges(c Context, r *crm.Rollup, alias string, months bool) (StateChange, error) {
	t := newText(c)
	s := t.fromEntity(r.Entity, alias)
	x, err := s.rolledState(r)
	if err != nil {
		return StateChange{}, err
	}
	currency := ""
	if r.Rated() {
		currency = s.root.use("currency")
	}
	change := s.change(x, months, currency)
	all := StateChange{Join: change.join, Where: change.where, Time: "change.at", Sign: "change.sign", At: change.at, Startless: change.startless, Begun: change.begun, Begins: "change.sign > 0"}
	if all.Inferred, err = s.inferred(); err != nil {
		return StateChange{}, err
	}
	for _, sql := range []*string{&all.Join, &all.Where, &all.At, &all.Startless, &all.Begun, &all.Inferred} {
		if *sql, err = t.plain(*sql).Literal(); err != nil {
			return StateChange{}, err
		}
	}
	if len(s.joins) > 0 {
		return StateChange{}, fmt.Errorf("%s or %s is not the entity's own", r.From, r.To)
	}
	return all, nil
}

// rolledState is the state of the rows of a FROM item by which a rollup sums them.
func (s *fromClause) rolledState(r *crm.Rollup) (state, error) {
	from, err := expression.Parse(r.From)
	if err != nil {
		return state{}, err
	}
	to, err := expression.Parse(r.To)
	if err != nil {
		return state{}, err
	}
	return s.state(from, to)
}

// rolledChanges writes the FROM item of states with the fields used: what has changed from one instant to the next, whose number is the
// column bucket, by all that tells amounts apart. What comes and goes in between adds up to nothing, and has no amount.
func (s *fromClause) rolledChanges(r *rolled, used []string) (string, error) {
	for _, entity := range s.Mapping.MadeOf(r.Entity) {
		s.reads(entity)
	}
	if err := r.has(used); err != nil {
		return "", err
	}
	parts, err := s.changeParts(r, used)
	if err != nil {
		return "", err
	}
	with, err := s.notedKeys(r.Rollup)
	if err != nil {
		return "", err
	}
	columns := append([]string{fmt.Sprintf(`width_bucket("at", %s) as bucket`, s.instants(r.instants))}, r.apart(used)...)
	all := r.summed(columns, parts, func(value, known string) string { return fmt.Sprintf("sum(%s) <> 0 or sum(%s) <> 0", known, value) })
	if len(with) > 0 {
		all = "with " + strings.Join(with, ",\n") + "\n" + all
	}
	return "(\n  " + indent(all) + "\n)", nil
}

// apart are the columns that tell changes apart, beside the time.
func (r *rolled) apart(keys []string) []string {
	all := make([]string, 0, len(keys)+2)
	for _, name := range keys {
		all = append(all, quote(name))
	}
	all = append(all, rolledStartless)
	if r.rated {
		all = append(all, rolledBegun)
	}
	return all
}

// changeParts selects the changes up to the last instant: of whole months and days from the sums and what is logged, of others from the rows.
func (s *fromClause) changeParts(r *rolled, keys []string) ([]string, error) {
	cuts := r.cutUntil(s.Calendar)
	var parts []string
	for _, sums := range []struct {
		within []calendar.Range
		table  string
		months bool
	}{{cuts.months, r.Months, true}, {cuts.days, r.Days, false}} {
		if len(sums.within) == 0 {
			continue
		}
		logged, err := s.loggedChanges(r, keys, sums.within, sums.months)
		if err != nil {
			return nil, err
		}
		columns := append([]string{`"at"`}, append(r.apart(keys), r.summaryColumns()...)...)
		at := bounded{`"at"`, func(point string) string { return s.arg(point, r.cast()) }}
		parts = append(parts, "select "+strings.Join(columns, ", ")+"\nfrom "+sums.table+" as summary\nwhere "+s.during(r, at, sums.within), logged)
	}
	if len(cuts.rows) > 0 {
		for _, begins := range []bool{true, false} { // apart, each by an index on its time
			part, err := s.unrolledChanges(r, keys, cuts.rows, begins)
			if err != nil {
				return nil, err
			}
			parts = append(parts, part)
		}
	}
	return parts, nil
}

// cutUntil splits the time up to each instant. What changes at an instant shows from the next one on.
func (r *rolled) cutUntil(c calendar.Calendar) cuts {
	first := r.instants[0]
	month, day := c.Floor(first, calendar.Month), c.Floor(first, calendar.Day)
	var between []calendar.Range
	for i, at := range r.instants[1:] {
		between = append(between, calendar.Range{From: r.instants[i], To: at})
	}
	all := r.cut(c, between)
	days := calendar.Range{From: month, To: day}
	if r.Days == "" {
		all.rows = append(all.rows, days)
	} else {
		all.days = append(all.days, days)
	}
	// A range without a beginning is the first one, and is not merged with others.
	return cuts{append([]calendar.Range{{To: month}}, merged(all.months)...), merged(all.days), merged(append(all.rows, calendar.Range{From: day, To: first}))}
}

// loggedChanges selects what has been written of changes since the sums were made.
func (s *fromClause) loggedChanges(r *rolled, keys []string, within []calendar.Range, months bool) (string, error) {
	log := &fromClause{text: s.text, root: &table{entity: r.Entity, alias: "log", rolled: r}}
	x, err := log.rolledState(r.Rollup)
	if err != nil {
		return "", err
	}
	change := log.change(x, months, r.currency(log.root))
	columns, err := log.changeColumns(r, keys, change.at, x, `log."sign" * change.sign`, "change.sign > 0")
	if err != nil {
		return "", err
	}
	at := bounded{"change.at", func(point string) string { return s.arg(point, r.cast()) }}
	from, err := s.notedRows(r.Rollup, log.root.used)
	return "select " + strings.Join(columns, ", ") + "\nfrom " + from + " as log\n" + change.join + "\nwhere " + both(s.during(r, at, within), x.lasts()), err
}

// unrolledChanges selects the changes of rows that begin, or end, within ranges.
func (s *fromClause) unrolledChanges(r *rolled, keys []string, within []calendar.Range, begins bool) (string, error) {
	rows := s.fromEntity(r.Entity, "whole")
	x, err := rows.rolledState(r.Rollup)
	if err != nil {
		return "", err
	}
	text, sql, sign := r.From, x.start, "1"
	if !begins {
		text, sql, sign = r.To, x.end, "-1"
	}
	time, err := expression.Parse(text)
	if err != nil {
		return "", err
	}
	at, err := rows.bounded(time, sql, crm.Time, r.cast())
	if err != nil {
		return "", err
	}
	columns, err := rows.changeColumns(r, keys, sql, x, sign, fmt.Sprint(begins))
	if err != nil {
		return "", err
	}
	where := both(s.during(r, at, within), x.lasts())
	from, err := rows.from()
	return "select " + strings.Join(columns, ", ") + "\n" + from + "\nwhere " + where, err
}

// changeColumns are the columns of changes of rows, each of which counts as often as its sign says. Whether it is a start is a condition.
func (s *fromClause) changeColumns(r *rolled, keys []string, at string, x state, sign, begins string) ([]string, error) {
	columns := []string{at + ` as "at"`}
	list, err := s.summedColumns(r.Rollup, keys)
	if err != nil {
		return nil, err
	}
	columns = append(append(columns, list...), x.startless()+" as "+rolledStartless)
	if currency := r.currency(s.root); currency != "" {
		columns = append(columns, s.begun(x, currency)+" as "+rolledBegun)
	}
	columns = append(columns, sign+" as "+rolledRows)
	if r.inferred {
		inferred, err := s.inferred()
		if err != nil {
			return nil, err
		}
		columns = append(columns, fmt.Sprintf("case when %s then %s else 0 end as %s", inferred, sign, rolledInferred),
			fmt.Sprintf("case when %s and %s then %s else 0 end as %s", inferred, begins, sign, rolledInferredBegun))
	}
	for i, v := range r.values {
		value, err := s.stored(v)
		if err != nil {
			return nil, err
		}
		columns = append(columns, fmt.Sprintf("%s * %s as %s", sign, value.number(""), rolledValue(i+1)), fmt.Sprintf("case when %s is not null then %s else 0 end as %s", value.sql, sign, rolledKnown(i+1)))
	}
	return columns, nil
}

// currency is the SQL of the currency by which changes are told apart; "" where they are not.
func (r *rolled) currency(of *table) string {
	if !r.rated {
		return ""
	}
	return of.use("currency")
}

// summedChanges selects the changes of what a rollup has summed, as [Snapshots.changes] does those of rows.
func (n Snapshots) summedChanges(t *text) (sql string, money bool, err error) {
	s := t.fromEntity(n.Entity, "e")
	inferred, err := s.infers(n.Entity)
	if err != nil {
		return "", false, err
	}
	r := &rolled{Rollup: n.Rollup, kind: crm.Time, instants: n.Instants, inferred: inferred}
	s.root.rolled = r
	a := newAmounts(s, func() string {
		t.beginnings = true
		return fmt.Sprintf("coalesce(%s.%s, %s)", quote(s.root.alias), rolledBegun, beginning)
	})
	keys, err := s.keyList(n.Keys)
	if err != nil {
		return "", false, err
	}
	rows, bucket := a.summary(rolledRows), a.summary("bucket")
	remark := func(value, where, name string) string {
		return fmt.Sprintf("coalesce(sum(%s)%s, 0)::float8 as %s", value, filter(where), quote(name))
	}
	columns := append(append([]string{bucket + " as bucket"}, keys...), remark(rows, both(a.summary(rolledStartless), bucket+" = 0"), Startless))
	if r.inferred { // those that are there at the first instant, and those that begin later
		columns = append(columns, remark(fmt.Sprintf("case when %s = 0 then %s else %s end", bucket, a.summary(rolledInferred), a.summary(rolledInferredBegun)), "", Inferred))
	} else {
		columns = append(columns, "0::float8 as "+quote(Inferred))
	}
	columns = append(columns, fmt.Sprintf("sum(%s) as %s", rows, quote(OpenRows)))
	for i, g := range n.Aggregates {
		column, err := n.summedChange(a, g, i)
		if err != nil {
			return "", false, err
		}
		columns = append(columns, column...)
	}
	if missing := a.missingRate(); missing != "" {
		columns = append(columns, missing)
	}
	where, err := s.counted(n.Scope, n.Aggregates)
	if err != nil {
		return "", false, err
	}
	r.rated = len(a.missing) > 0
	sql, err = a.grouped(columns, 1+len(keys), where)
	return sql, len(a.missing) > 0, err
}

// summedChange returns the changes of an aggregate, and of what [Aggregate.Counts] counts.
func (n Snapshots) summedChange(a *amounts, g Aggregate, number int) ([]string, error) {
	if _, ok := g.Function.(SumFunction); !ok {
		return nil, fmt.Errorf("%s is no sum of changes", g.Name)
	}
	where, err := a.of(g, g.Where)
	if err != nil {
		return nil, err
	}
	if sameWhere(n.Aggregates) {
		where = ""
	}
	value, known, err := a.summedValue(g)
	if err != nil {
		return nil, err
	}
	columns := []string{fmt.Sprintf("sum(coalesce(%s, 0))%s as %s", value, filter(where), quote(g.Name))}
	if g.Counts() {
		rows, knownRows := counts(number)
		columns = append(columns, fmt.Sprintf("sum(%s)%s as %s", a.summary(rolledRows), filter(where), rows), fmt.Sprintf("sum(%s)%s as %s", known, filter(where), knownRows))
	}
	return columns, nil
}

// summedValue returns the SQL of what an aggregate's values come to, and of how many rows have one.
func (a *amounts) summedValue(g Aggregate) (value, known string, err error) {
	n, err := a.root.rolled.number(g.Value)
	if err != nil {
		return "", "", err
	}
	known = a.summary(rolledKnown(n))
	if g.Function.Operand() == Plain { // what is counted
		return a.known(g, n), known, nil
	}
	value, err = a.value(g)
	return value, known, err
}
