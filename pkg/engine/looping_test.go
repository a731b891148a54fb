package engine_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// node is one of a plan, as EXPLAIN writes it.
type node struct {
	Type     string  `json:"Node Type"`
	Relation string  `json:"Relation Name"`
	Index    string  `json:"Index Name"`
	Loops    float64 `json:"Actual Loops"`
	Plans    []node  `json:"Plans"`
}

// most is how often any node of a type is run.
func (n node) most(kind string) (loops float64) {
	if n.Type == kind {
		loops = n.Loops
	}
	for _, p := range n.Plans {
		loops = max(loops, p.most(kind))
	}
	return loops
}

// Conditions of which the planner knows nothing, of parts of a time and of who sees a row, must not have it believe that no row is left: it
// would read the derived steps of all deals anew for each of those that there are.
func TestDerivedRowsAreReadOnce(t *testing.T) {
	e := guarded(t, `
contact: the CRM team
rules:
  - {roles: [Viewer], see: reports}`)
	in := func(dimension string, values ...string) query.Filter {
		return query.Filter{Dimension: dimension, Operator: query.In, Values: values}
	}
	q := query.Question{KPIs: []string{"stage_reach_rate"}, GroupBy: []string{"stage"}, Grain: calendar.None, Filters: []query.Filter{
		in("quarter_of_year", "Q1", "Q2"), in("weekday", "Monday", "Tuesday", "Wednesday"), in("day_of_month", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12")}}
	db := pgtest.Open(t, companyDSN(t))
	var email string
	require.NoError(t, db.QueryRow(`select m.email from crm.users m join crm.users u on u.manager = m.id join crm.deals d on d.owner = u.id
		where m.email is not null group by m.email order by count(*) desc, m.email limit 1`).Scan(&email))
	lastYear := by(t, "boss", email, "Viewer")
	lastYear.Range.From, lastYear.Range.To = lastYear.Range.From.AddDate(-1, 0, 0), lastYear.Range.From
	a := ask(t, e, q, lastYear)
	require.NotEmpty(t, a.Groups)
	for _, s := range a.Statements {
		var text string
		require.NoError(t, db.QueryRow("explain (analyze, timing off, format json) "+s.SQL, s.Args...).Scan(&text))
		var plans []struct{ Plan node }
		require.NoError(t, json.Unmarshal([]byte(text), &plans))
		require.LessOrEqual(t, plans[0].Plan.most("Append"), 4.0, "%s", s.SQL) // one for each process at work
	}
}
