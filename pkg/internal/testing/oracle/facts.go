package oracle

import (
	"fmt"
	"slices"
	"sort"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

// fact is a row that a KPI looks at: an event, or a state that lasts a while.
type fact struct {
	subject
	from     time.Time // of a state that was always there: ever
	event    event     // whether from is when something happened
	until    time.Time // of a state; never while it lasts
	value    float64   // what it adds to a sum, or the length of a duration
	measured bool      // it has a duration
	unknown  bool      // the row has no value
	lacks    error     // why value cannot be told in the reporting currency
	member   any       // whose doing it is, of those who are counted once: an account, a deal, a user
	done     bool      // of a cohort's member: it did what is asked for in time
}

// leaf lists the rows that something counts. It is asked once per question.
type leaf struct {
	name string
	rows func(a *asking) []fact
}

// group is the values of the dimensions that rows share.
type group struct {
	values []value
}

// asking is a question on its way to the answer.
type asking struct {
	*Company
	settings   Settings
	calendar   calendar.Calendar
	question   Question
	now        time.Time
	whole      calendar.Range
	dimensions []string
	ranking    bool                // groups are ranked by totals
	folded     bool                // the groups that a limit leaves out are looked at together
	places     map[string]*float64 // of groups that a limit has ranked
	own        askedFor            // whose value is computed
	side       string              // of a ratio, whose value is computed; "" for a whole

	groups    map[string]*group
	leaves    map[string]map[string][]fact // by name of the leaf and group, in order of time
	schedules map[string]*schedule         // by metric
	quotas    map[string]*schedule         // by group, each by rep; nil until asked for
	err       error                        // why there is no answer
}

// facts are the rows of a leaf that pass the filters, by group.
func (a *asking) facts(l *leaf) map[string][]fact {
	name := l.name + a.own.suffix() + a.side
	if found, ok := a.leaves[name]; ok {
		return found
	}
	byGroup := map[string][]fact{}
	for _, f := range l.rows(a) {
		if key, ok := a.groupOf(occurrence{f, a.calendar}); ok {
			byGroup[key] = append(byGroup[key], f)
		}
	}
	for _, facts := range byGroup {
		slices.SortFunc(facts, func(x, y fact) int { return x.from.Compare(y.from) })
	}
	a.leaves[name] = byGroup
	return byGroup
}

// groupOf tells whether a row passes the filters and which group it belongs to.
func (a *asking) groupOf(s subject) (string, bool) {
	if !a.passes(s) {
		return "", false
	}
	values := make([]value, len(a.question.GroupBy))
	for i, d := range a.question.GroupBy {
		values[i] = a.dimension(s, d)
	}
	return a.group(values), true
}

func (a *asking) dimension(s subject, id string) value {
	if own, ok := a.ownDimension(s, id); ok {
		return own
	}
	v, ok := s.dimension(id)
	if !ok {
		a.err = fmt.Errorf("rows that a KPI of the question looks at have no dimension %s", id)
	}
	return v
}

// during are the facts that begin in a range.
func during(facts []fact, r calendar.Range) []fact {
	first := sort.Search(len(facts), func(i int) bool { return !facts[i].from.Before(r.From) })
	after := sort.Search(len(facts), func(i int) bool { return !facts[i].from.Before(r.To) })
	if after < first {
		return nil
	}
	return facts[first:after]
}

// holding are the states that hold just before an instant.
func holding(facts []fact, t time.Time) (found []fact) {
	for _, f := range facts {
		if !f.from.Before(t) {
			break
		}
		if !f.until.Before(t) {
			found = append(found, f)
		}
	}
	return found
}

// state is a fact that holds from an instant to another, nil for still.
func (a *asking) state(s subject, from time.Time, until *time.Time) fact {
	f := fact{subject: s, from: from, until: never}
	if until != nil {
		f.until = *until
	}
	return f
}

// midnight is when a day begins; of an infinite one and the days around it, it is as infinite.
func (a *asking) midnight(d calendar.Date) time.Time {
	switch {
	case isDay(d):
		return d.Start(a.calendar.Location)
	case d.Before(lastOfAll):
		return ever
	}
	return never
}

// trailing is the year before a range.
func (a *asking) trailing(r calendar.Range) calendar.Range {
	return calendar.Range{From: a.calendar.Back(r.From, calendar.Shift{Months: 12}), To: r.From}
}

// percentile interpolates between the two nearest ranks; nil of nothing.
func percentile(values []float64, p float64) *float64 {
	if len(values) == 0 {
		return nil
	}
	sorted := slices.Sorted(slices.Values(values))
	rank := p * float64(len(sorted)-1)
	below := int(rank)
	v := sorted[below]
	if below+1 < len(sorted) {
		v += (rank - float64(below)) * (sorted[below+1] - sorted[below])
	}
	return &v
}
