package oracle

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Settings are the business's settings.
type Settings struct {
	Calendar          calendar.Calendar
	ReportingCurrency string // ISO 4217
}

// Question is a KPI question with all defaults filled in. Its grain must not be auto.
type Question struct {
	query.Question
	Range calendar.Range
	Now   time.Time
}

// Answer is the answer to a question.
type Answer struct {
	Buckets []Bucket
	Groups  []Group
	Columns []string
	Values  map[string][][]*float64 // by column: [group][bucket]
}

// Bucket is a bucket with its marks.
type Bucket struct {
	Start                time.Time
	Range                calendar.Range
	Incomplete, Immature bool
}

// Group is the keys and labels of a group, in the order of the dimensions.
type Group struct{ Keys, Labels []string }

// restLabel is the label of the group that the others are folded into; it has no keys.
const restLabel = "Other"

// Answer computes the answer row by row. It fails for a rate that is missing, and for dimensions that the rows or the scopes of
// targets do not have.
func (c *Company) Answer(s Settings, q Question) (*Answer, error) {
	if early := q.Range.From.Sub(q.Now); early >= 0 && early <= 5*time.Minute { // who asks has a clock that is ahead
		q.Now = q.Range.From.Add(time.Microsecond)
	}
	a := &asking{
		Company: c, settings: s, calendar: s.Calendar, question: q, now: q.Now, whole: q.Range,
		groups: map[string]*group{}, leaves: map[string]map[string][]fact{}, schedules: map[string]*schedule{},
	}
	a.dimensions = slices.Clone(q.GroupBy)
	a.dimensions = append(a.dimensions, filtered(query.Of(q.Filters, ""))...)
	buckets, err := a.calendar.Buckets(q.Range, q.Grain, 0)
	if err != nil {
		return nil, err
	}
	if err := c.refused(s, q); err != nil {
		return nil, err
	}
	answer, err := a.answer(buckets)
	return answer, errors.Join(err, a.err)
}

// refused is the fault of a question about targets that nobody can have by these dimensions. It is one whenever it is asked; where
// nothing of the range has begun, nothing is computed that would find it.
func (c *Company) refused(s Settings, q Question) error {
	if q.Now.After(q.Range.From) || !q.Range.From.Before(q.Range.To) {
		return nil
	}
	q.Now = q.Range.To
	_, err := c.Answer(s, q)
	if errors.Is(err, errNoScope) {
		return err
	}
	return nil
}

func (a *asking) answer(buckets []calendar.Bucket) (*Answer, error) {
	columns := a.columns()
	result := &Answer{Values: map[string][][]*float64{}}
	for _, b := range buckets {
		result.Buckets = append(result.Buckets, a.mark(b))
	}
	for _, c := range columns {
		result.Columns = append(result.Columns, c.id())
	}
	if _, _, err := a.row(columns, buckets, nil); err != nil { // makes the rows of all leaves known
		return nil, err
	}
	if len(a.question.GroupBy) == 0 {
		values, _, err := a.row(columns, buckets, []string{""})
		result.add(Group{}, columns, values)
		return result, err
	}
	rows, found, everyone := map[string][][]*float64{}, []string{}, []string{}
	if a.question.Groups == query.AllGroups {
		everyone = a.everyone()
	}
	for _, key := range slices.Sorted(maps.Keys(a.groups)) {
		values, touched, err := a.row(columns, buckets, []string{key})
		if err != nil {
			return nil, err
		}
		if _, member := slices.BinarySearch(everyone, key); touched || member {
			rows[key], found = values, append(found, key)
		}
	}
	failing, err := a.failing()
	if err != nil {
		return nil, err
	}
	found = slices.DeleteFunc(found, func(key string) bool { return failing[key] })
	labels := a.labels(found)
	slices.SortFunc(found, func(x, y string) int { return a.byLabel(labels, x, y) })
	kept, rest, err := a.limit(found)
	if err != nil {
		return nil, err
	}
	shown := a.labels(kept)
	for _, key := range kept {
		result.add(Group{Keys: a.groups[key].keys(), Labels: shown[key]}, columns, rows[key])
		result.rank(a, key)
	}
	if len(rest) > 0 { // the rest is everybody else who passes, also those whom only the year before the range knows
		rest = slices.DeleteFunc(slices.Sorted(maps.Keys(a.groups)), func(key string) bool { return failing[key] || slices.Contains(kept, key) })
		a.folded = true
		values, _, err := a.row(columns, buckets, rest)
		if err != nil {
			return nil, err
		}
		n := len(a.question.GroupBy)
		result.add(Group{Keys: make([]string, n), Labels: slices.Repeat([]string{restLabel}, n)}, columns, values)
		result.rank(a, "")
	}
	if a.ranked() {
		result.Columns = append(result.Columns, "rank")
	}
	return result, nil
}

// add appends a group with its values by column and bucket.
func (r *Answer) add(g Group, columns []column, values [][]*float64) {
	r.Groups = append(r.Groups, g)
	for i, c := range columns {
		r.Values[c.id()] = append(r.Values[c.id()], values[i])
	}
}

// ranked tells whether the question asks for the places of groups.
func (a *asking) ranked() bool { return a.question.Limit != nil && a.question.Limit.Rank }

// rank appends the place of a group, the same in each bucket; the rest has none.
func (r *Answer) rank(a *asking, key string) {
	if a.ranked() {
		r.Values["rank"] = append(r.Values["rank"], slices.Repeat([]*float64{a.places[key]}, len(r.Buckets)))
	}
}

// row computes the values of groups together, by column and bucket, and whether there was any row behind them.
func (a *asking) row(columns []column, buckets []calendar.Bucket, keys []string) (values [][]*float64, touched bool, err error) {
	for _, col := range columns {
		var series []*float64
		for _, b := range buckets {
			now, rows, fault := a.value(col.kpi, b, keys, "")
			touched, err = touched || rows, errors.Join(err, fault)
			if col.compare != "" {
				then, rows, fault := a.value(col.kpi, b, keys, col.compare)
				touched, err = touched || rows, errors.Join(err, fault)
				now = col.show(now, then)
			}
			series = append(series, now)
		}
		values = append(values, series)
	}
	return values, touched, err
}

// value computes one value. A KPI that does not look ahead has none in a bucket that has not begun, unless it is a figure of whole
// target periods, and nothing can be compared with what has not begun.
func (a *asking) value(id string, b calendar.Bucket, keys []string, compare query.Compare) (v *float64, touched bool, err error) {
	if f, ok := formulaOf(id); ok {
		return a.valueOfFormula(f, b, keys, compare)
	}
	e := entryOf(id)
	a.of(e, func() { v, touched, err = a.valueOf(e, b, keys, compare) })
	return v, touched, err
}

func (a *asking) valueOf(e askedFor, b calendar.Bucket, keys []string, compare query.Compare) (*float64, bool, error) {
	k := kpiOf(e.kpi)
	c := &cell{asking: a, part: a.part(k, b, compare), keys: keys}
	if !c.part.begun && (compare != "" || e.hasWindow()) {
		return nil, false, nil
	}
	v := c.valueOf(e.kpi)
	if !c.part.begun && !k.figure && (k.horizon == past || k.horizon == current) {
		v = nil
	}
	return v, c.touched, c.err
}

func (a *asking) mark(b calendar.Bucket) Bucket {
	marked := Bucket{Start: b.Start, Range: b.Range}
	running := !a.now.Before(b.Start) && a.now.Before(b.End)
	marked.Incomplete = running || b.Range.From.After(b.Start) || b.Range.To.Before(b.End)
	for _, id := range a.asked() {
		e := entryOf(id)
		if !kpiOf(e.kpi).cohort {
			continue
		}
		var window time.Duration
		var ends bool
		a.of(e, func() { window, ends = a.window() })
		if !ends || a.question.Grain != calendar.None && b.Range.To.After(a.now.Add(-window)) {
			marked.Immature = true
		}
	}
	return marked
}

// parameter is the value given for a parameter: to the KPI itself, or to all of the question.
func (a *asking) parameter(name, otherwise string) string {
	return cmp.Or(a.own.arguments[name], a.question.Parameters[name], otherwise)
}

// window is how long cohorts have; false for ever.
func (a *asking) window() (d time.Duration, ends bool) {
	text := a.parameter("window", "90d")
	if text == "ever" {
		return 0, false
	}
	return length(text), true
}

// length reads a length of time; the engine has checked how it is written.
func length(text string) time.Duration {
	d, err := measure.ParseSpan(text)
	if err != nil {
		panic(err)
	}
	return d
}
