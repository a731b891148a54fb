package oracle_test

import (
	"strings"
	"sync"

	"github.com/crmkpi/crm-datasource/pkg/query"
)

// kinds are what a question can ask for, each with how to tell that it does. A run must draw all of them, so that none drops out unseen.
var kinds = map[string]func(query.Question) bool{
	"statistic":          entryWith(":statistic="),
	"offset":             entryWith(":offset="),
	"rolling window":     entryWith(":rolling="),
	"to date":            entryWith(":to_date="),
	"goal":               entryWith(".target", ".pace", ".attainment"),
	"formula":            entryWith("="),
	"condition":          func(q query.Question) bool { return len(q.Having) > 0 },
	"field compared":     filterWith(func(f query.Filter) bool { return f.Field != "" }),
	"any of filters":     filterWith(func(f query.Filter) bool { return f.Any != nil }),
	"all of filters":     filterWith(func(f query.Filter) bool { return f.All != nil }),
	"regular expression": filterWith(func(f query.Filter) bool { return f.Operator == query.Matches || f.Operator == query.NotMatches }),
	"limit":              limitWith(func(l query.Limit) bool { return l.Top > 0 }),
	"order of all":       limitWith(func(l query.Limit) bool { return l.Top == 0 }),
	"rest":               limitWith(func(l query.Limit) bool { return l.Rest }),
	"second key":         limitWith(func(l query.Limit) bool { return l.Then != "" && l.ThenAscending != nil }),
	"places":             limitWith(func(l query.Limit) bool { return l.Rank }),
	"all groups":         func(q query.Question) bool { return q.Groups == query.AllGroups },
	"previous period":    func(q query.Question) bool { return q.Compare == query.PreviousPeriod },
	"previous year":      func(q query.Question) bool { return q.Compare == query.PreviousYear },
	"running total":      func(q query.Question) bool { return q.Transform == query.RunningTotal },
	"parameters":         func(q query.Question) bool { return len(q.Parameters) > 0 },
}

// entryWith tells whether a KPI of a question has one of some arguments or goals, "=" whether it is a formula.
func entryWith(signs ...string) func(query.Question) bool {
	return func(q query.Question) bool {
		for _, entry := range q.KPIs {
			for _, sign := range signs {
				if formula := strings.HasPrefix(entry, "="); formula && sign == "=" || !formula && sign != "=" && strings.Contains(entry, sign) {
					return true
				}
			}
		}
		return false
	}
}

// filterWith tells whether a question has such a filter, in a group or not.
func filterWith(is func(query.Filter) bool) func(query.Question) bool {
	var among func([]query.Filter) bool
	among = func(filters []query.Filter) bool {
		for _, f := range filters {
			if is(f) || among(f.Any) || among(f.All) {
				return true
			}
		}
		return false
	}
	return func(q query.Question) bool { return among(q.Filters) }
}

func limitWith(is func(query.Limit) bool) func(query.Question) bool {
	return func(q query.Question) bool { return q.Limit != nil && is(*q.Limit) }
}

// tally counts the questions that are answered by kind. It is safe for concurrent use.
type tally struct {
	sync.Mutex
	answered map[string]int
}

func (t *tally) add(q query.Question) {
	t.Lock()
	defer t.Unlock()
	if t.answered == nil {
		t.answered = map[string]int{}
	}
	for kind, is := range kinds {
		if is(q) {
			t.answered[kind]++
		}
	}
}
