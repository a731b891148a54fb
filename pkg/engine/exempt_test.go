package engine_test

import (
	"database/sql"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/policy"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

const (
	ownRows = "rules: [{roles: [Admin], see: everything, unmasked: true}, {roles: [Viewer], see: own}]\n"
	anna    = "anna@meridian-devices.example"
	// least is how many rows of others must stand behind a number here, about as many as a seller wins in a month.
	least = 15
)

var leaderboard = ownRows + fmt.Sprintf("exempt: [{kpis: [deals_won, revenue, average_deal_size], by: [rep], rows: %d}]", least)

func asAnna(t *testing.T) plan.Request { return by(t, "anna", anna, "Viewer") }

// times is how often something is tried: at night, when CRMKPI_POLICY_QUESTIONS is set, more often than by day.
func times(t *testing.T, day, night int) int {
	if os.Getenv("CRMKPI_POLICY_QUESTIONS") == "" {
		return day
	}
	t.Logf("%d times", night)
	return night
}

// said are the notices of an answer.
func said(r *answer.Result) string {
	var all []string
	for _, n := range r.Notices {
		all = append(all, n.Text.In(i18n.English))
	}
	return strings.Join(all, "\n")
}

const (
	ofAll  = "numbers of the whole company"
	ofPart = "numbers of what you see, not of the whole company"
)

// numbersOf are the values of an answer by column, group and bucket.
func numbersOf(r *answer.Result) map[string]*float64 {
	all := map[string]*float64{}
	for c, column := range r.Columns {
		for g, group := range r.Groups {
			for b, bucket := range r.Buckets {
				all[fmt.Sprint(column.ID, group.Keys, bucket.Start.UTC())] = r.Values[c][g][b]
			}
		}
	}
	return all
}

// sold is a won deal, as a naive reader of the tables sees it.
type sold struct {
	seller, team string
	month        int // since the year 0
}

func soldDeals(t *testing.T) (all []sold, self string) {
	db, err := sql.Open("postgres", companyDSN(t))
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	require.NoError(t, db.QueryRow("select id::text from crm.users where email = $1", anna).Scan(&self))
	rows, err := db.Query("select coalesce(closed_by, owner)::text, team::text, closed_at from crm.deals d left join crm.users u on u.id = coalesce(closed_by, owner) where status = 'won'")
	require.NoError(t, err)
	defer func() { require.NoError(t, rows.Close()) }()
	for rows.Next() {
		var seller, team sql.NullString
		var at time.Time
		require.NoError(t, rows.Scan(&seller, &team, &at))
		at = at.In(berlin(t).Location)
		all = append(all, sold{seller.String, team.String, at.Year()*12 + int(at.Month()) - 1})
	}
	require.NoError(t, rows.Err())
	return all, self
}

// span is a range of whole months from a year on.
func span(t *testing.T, year, month, months int) calendar.Range {
	zone := berlin(t).Location
	return calendar.Range{From: time.Date(year, time.Month(month), 1, 0, 0, 0, 0, zone), To: time.Date(year, time.Month(month+months), 1, 0, 0, 0, 0, zone)}
}

func TestExemptNumbersAreOfAllRowsAndAllOthersOfThePartThatIsSeen(t *testing.T) {
	all, exempt, part := company(t), guarded(t, leaderboard), guarded(t, ownRows)
	random := rand.New(rand.NewPCG(1, 2))
	one := func(of ...string) string { return of[random.IntN(len(of))] }
	told, ofOwn, withheld := 0, 0, 0
	for n := range times(t, 50, 1000) {
		q := query.Question{KPIs: query.Entries{one("deals_won", "revenue", "average_deal_size", "=revenue / deals_won", "=deals_won / share(deals_won)")}, Grain: calendar.Grain(one("none", "month", "quarter", "year"))}
		r := asAnna(t)
		r.Range = span(t, 2024+random.IntN(2), 1+random.IntN(12), 1+random.IntN(15))
		covered := true
		if random.IntN(2) == 0 {
			q.GroupBy = []string{"rep"}
		}
		switch random.IntN(12) {
		case 0:
			q.GroupBy, covered = []string{one("team", "region", "rep", "account")}, false
			q.GroupBy = append(q.GroupBy, "pipeline")
		case 1:
			q.Filters, covered = []query.Filter{{Dimension: "rep", Operator: query.In, Values: []string{"Anna Wright", "Ben Adler"}}}, false
		case 2:
			q.Grain, covered = calendar.Grain(one("week", "day")), false
		case 3:
			r.Range.To, covered = r.Range.To.Add(-time.Duration(1+random.IntN(1000))*time.Minute), false
		case 4:
			q.KPIs, covered = append(q.KPIs, "deals_lost"), false
		case 5:
			q.Having, covered = []query.Having{{KPI: "deals_won", Operator: query.Above, Values: []string{"3"}}}, false
		case 6:
			q.Limit = &query.Limit{Top: 1 + random.IntN(4), By: q.KPIs[0], Rank: true}
			covered = len(q.GroupBy) > 0
		case 7:
			q.Compare = query.PreviousYear
		}
		if q.Grain == "quarter" || q.Grain == "year" {
			q.Compare = "" // whose periods may be cut
		}
		if q.Compare != "" && r.Range.Contains(r.Now) { // of which only a part is compared
			covered = false
		}
		got, err := take.Figures(exempt.Ask(t.Context(), q, r))
		if err != nil {
			_, other := take.Figures(part.Ask(t.Context(), q, r))
			require.Error(t, other, "question %d: %v", n, err)
			require.Equal(t, other.Error(), err.Error(), "question %d", n)
			continue
		}
		if !covered {
			want := ask(t, part, q, r)
			require.Equal(t, numbersOf(want), numbersOf(got), "question %d: %+v", n, q)
			require.Contains(t, said(got), ofPart)
			ofOwn++
			continue
		}
		require.Contains(t, said(got), ofAll, "question %d: %+v", n, q)
		if q.Limit != nil {
			continue // what is not told is without a place
		}
		want := numbersOf(ask(t, all, q, r))
		figures := numbersOf(got)
		require.Len(t, figures, len(want))
		for at, value := range figures {
			switch {
			case value != nil:
				require.NotNil(t, want[at], at)
				require.InDelta(t, *want[at], *value, math.Abs(*want[at])*1e-9, "question %d: %s", n, at)
				told++
			case want[at] != nil:
				require.Contains(t, said(got), "left empty because too few rows")
				withheld++
			}
		}
	}
	require.Greater(t, told, 50)
	require.Greater(t, withheld, 50)
	require.Greater(t, ofOwn, 10)
}

// system are equations of what somebody has been told: each says of which cells the sum is known. It answers what follows from them.
type system [][]float64

// reduce subtracts known sums from one; what is left is nothing where it follows from these.
func (s system) reduce(row []float64) []float64 {
	row = slices.Clone(row)
	for _, known := range s {
		first := slices.IndexFunc(known, func(x float64) bool { return math.Abs(x) > 1e-9 })
		if factor := row[first] / known[first]; math.Abs(factor) > 1e-12 {
			for i := range row {
				row[i] -= factor * known[i]
			}
		}
	}
	return row
}

func (s system) follows(row []float64) bool {
	return !slices.ContainsFunc(s.reduce(row), func(x float64) bool { return math.Abs(x) > 1e-6 })
}

func (s *system) learn(row []float64) {
	if left := s.reduce(row); slices.ContainsFunc(left, func(x float64) bool { return math.Abs(x) > 1e-6 }) {
		*s = append(*s, left)
	}
}

// Whoever subtracts answers from one another, over whatever periods and groups, learns no number of fewer rows than the policy says.
func TestNoDifferenceOfExemptNumbersTellsOfFewRows(t *testing.T) {
	for _, test := range []struct {
		by    string
		group func(sold) string
		least float64
	}{
		{"rep", func(d sold) string { return d.seller }, 15},
		{"team", func(d sold) string { return d.team }, 45}, // so that often one of three is told nothing of
	} {
		t.Run(test.by, func(t *testing.T) {
			deals, self := soldDeals(t)
			months := times(t, 9, 14)
			a := attack{by: test.by, months: months, hidden: map[place]float64{}}
			for _, d := range deals {
				if month := d.month - attacked*12; month >= 0 && month < months && d.seller != self { // own rows are known beforehand
					a.hidden[place{test.group(d), month}]++
					if !slices.Contains(a.groups, test.group(d)) {
						a.groups = append(a.groups, test.group(d))
					}
				}
			}
			text := fmt.Sprintf("exempt: [{kpis: [deals_won], by: [%s], rows: %v, people: 1}]", test.by, test.least)
			a.ask(t, guarded(t, ownRows+text))
			a.judge(t, test.least)
		})
	}
}

// attacked is the year that attacks begin with.
const attacked = 2025

// place is a group of a leaderboard in a month.
type place struct {
	group string
	month int
}

// attack is what somebody finds out who asks for all that there is.
type attack struct {
	by      string
	months  int
	groups  []string
	hidden  map[place]float64 // rows of others
	learned system
}

// equation is 1 in the places that hold hidden rows and are among those.
func (a *attack) equation(among func(place) bool) (row []float64, rows float64) {
	for _, group := range a.groups {
		for month := range a.months {
			at, x := place{group, month}, 0.0
			if n := a.hidden[at]; n > 0 && among(at) {
				x, rows = 1, rows+n
			}
			row = append(row, x)
		}
	}
	return row, rows
}

func (a *attack) ask(t *testing.T, e *engine.Engine) {
	for from := range a.months {
		for length := 1; from+length <= a.months; length += 1 + length/3 {
			for _, q := range []query.Question{
				{Grain: calendar.None}, {Grain: calendar.None, GroupBy: []string{a.by}},
				{Grain: calendar.Month, GroupBy: []string{a.by}, Compare: query.PreviousPeriod},
			} {
				q.KPIs = query.Entries{"deals_won"}
				r := asAnna(t)
				r.Range = span(t, attacked, 1+from, length)
				if found := ask(t, e, q, r); strings.Contains(said(found), ofAll) {
					a.hear(t, found)
				}
			}
		}
	}
}

// hear learns from the numbers of an answer.
func (a *attack) hear(t *testing.T, r *answer.Result) {
	for g, group := range r.Groups {
		for b, bucket := range r.Buckets {
			if r.Values[0][g][b] == nil {
				continue
			}
			row, _ := a.equation(func(at place) bool {
				day := time.Date(attacked, time.Month(1+at.month), 1, 12, 0, 0, 0, berlin(t).Location)
				return bucket.Range.Contains(day) && (len(group.Keys) == 0 || group.Keys[0] == at.group)
			})
			a.learned.learn(row)
		}
	}
}

// judge requires that no number of so few rows follows from what has been learned.
func (a *attack) judge(t *testing.T, least float64) {
	require.Greater(t, len(a.learned), a.months, "too little is told to prove anything")
	small := 0
	for month := range a.months {
		for set := 1; set < 1<<len(a.groups); set++ {
			row, rows := a.equation(func(at place) bool { return at.month == month && set>>slices.Index(a.groups, at.group)&1 == 1 })
			if rows == 0 || rows >= least {
				continue
			}
			small++
			require.False(t, a.learned.follows(row), "the %v rows of some of %v in month %d are found out: %b", rows, a.groups, month, set)
		}
	}
	require.Positive(t, small)
	t.Logf("%d independent numbers, %d sets of too few rows", len(a.learned), small)
}

// A number is of several people, and so is what is left of the total when all numbers that are told are taken away.
func TestNumbersOfOnePersonAreNotTold(t *testing.T) {
	deals, self := soldDeals(t)
	behind := map[place]map[string]float64{}
	for _, d := range deals {
		at := place{d.team, d.month}
		if behind[at] == nil {
			behind[at] = map[string]float64{}
		}
		if d.seller != self {
			behind[at][d.seller]++
		}
	}
	enough := func(sellers map[string]float64) bool {
		rows := 0.0
		for _, n := range sellers {
			rows += n
		}
		return rows == 0 || rows >= 5 && len(sellers) >= 2
	}
	r := asAnna(t)
	r.Range = span(t, attacked, 1, 15)
	a := ask(t, guarded(t, ownRows+"exempt: [{kpis: [deals_won], by: [team]}]"), query.Question{KPIs: query.Entries{"deals_won"}, GroupBy: []string{"team"}, Grain: calendar.Month}, r)
	require.Contains(t, said(a), "fewer than 2 people")
	told, kept := 0, 0
	for b, bucket := range a.Buckets {
		rest := map[string]float64{}
		for g, group := range a.Groups {
			of := behind[place{group.Keys[0], bucket.Start.Year()*12 + int(bucket.Start.Month()) - 1}]
			if a.Values[0][g][b] == nil {
				maps.Copy(rest, of) // nobody is in two teams
				kept++
				continue
			}
			require.True(t, enough(of), "%v in %v is told: %v", group.Labels, bucket.Start, of)
			told++
		}
		require.True(t, enough(rest), "%v: %v can be reckoned", bucket.Start, rest)
	}
	require.Greater(t, told, 20)
	require.Positive(t, kept)
}

func TestNothingButWholeNumbersIsExempt(t *testing.T) {
	exempt, part := guarded(t, leaderboard), guarded(t, ownRows)
	q := func(change func(*query.Question)) query.Question {
		q := query.Question{KPIs: query.Entries{"revenue"}, GroupBy: []string{"rep"}, Grain: calendar.Month}
		change(&q)
		return q
	}
	for name, hostile := range map[string]query.Question{
		"a filter on a seller": q(func(q *query.Question) {
			q.Filters = []query.Filter{{Dimension: "rep", Operator: query.In, Values: []string{"Anna Wright"}}}
		}),
		"a filter on all but one": q(func(q *query.Question) {
			q.Filters = []query.Filter{{Dimension: "rep", Operator: query.NotIn, Values: []string{"Ben Adler"}}}
		}),
		"a filter on an amount": q(func(q *query.Question) {
			q.Filters = []query.Filter{{Field: "amount", Operator: query.Above, Values: []string{"9000"}}}
		}),
		"a filter on a group of any": q(func(q *query.Question) {
			q.Filters = []query.Filter{{Any: []query.Filter{{Dimension: "region", Operator: query.In, Values: []string{"EMEA"}}}}}
		}),
		"a side of a ratio": q(func(q *query.Question) {
			q.KPIs = query.Entries{"average_deal_size"}
			q.Filters = []query.Filter{{Of: query.Numerator, Dimension: "region", Operator: query.In, Values: []string{"EMEA"}}}
		}),
		"a condition": q(func(q *query.Question) {
			q.Having = []query.Having{{KPI: "revenue", Operator: query.Above, Values: []string{"1"}}}
		}),
		"a window":              q(func(q *query.Question) { q.KPIs = query.Entries{"revenue:rolling=7d"}; q.Grain = calendar.Month }),
		"an offset":             q(func(q *query.Question) { q.KPIs = query.Entries{"revenue:offset=1d"} }),
		"hours":                 q(func(q *query.Question) { q.Grain = calendar.Hour; q.GroupBy = nil }),
		"days":                  q(func(q *query.Question) { q.Grain = calendar.Day }),
		"a maximum":             q(func(q *query.Question) { q.KPIs = query.Entries{"revenue:statistic=max"} }),
		"a minimum":             q(func(q *query.Question) { q.KPIs = query.Entries{"revenue:statistic=min"} }),
		"a percentile":          q(func(q *query.Question) { q.KPIs = query.Entries{"revenue:statistic=p99"} }),
		"different values":      q(func(q *query.Question) { q.KPIs = query.Entries{"revenue:statistic=distinct"} }),
		"a formula with others": q(func(q *query.Question) { q.KPIs = query.Entries{"=revenue / (deals_won + deals_lost)"} }),
		"another KPI beside":    q(func(q *query.Question) { q.KPIs = query.Entries{"revenue", "deals_lost"} }),
		"a running total":       q(func(q *query.Question) { q.Transform = query.RunningTotal }),
		"the rest of a limit":   q(func(q *query.Question) { q.Limit = &query.Limit{Top: 2, By: "revenue", Rest: true} }),
		"sizes of groups":       q(func(q *query.Question) { q.Details = true }),
		"another group":         q(func(q *query.Question) { q.GroupBy = []string{"rep", "account"} }),
		"customers":             q(func(q *query.Question) { q.GroupBy = []string{"account"} }),
		"weekdays":              q(func(q *query.Question) { q.GroupBy = []string{"rep", "weekday"} }),
		"a parameter": q(func(q *query.Question) {
			q.KPIs = query.Entries{"revenue"}
			q.Parameters = map[string]string{"statistic": "max"}
		}),
	} {
		t.Run(name, func(t *testing.T) {
			r := asAnna(t)
			if hostile.Grain == calendar.Hour {
				r.Range = span(t, 2026, 3, 1)
			}
			got, err := take.Figures(exempt.Ask(t.Context(), hostile, r))
			want, other := take.Figures(part.Ask(t.Context(), hostile, r))
			if other != nil {
				require.Error(t, err)
				require.Equal(t, other.Error(), err.Error())
				return
			}
			require.NoError(t, err)
			require.Equal(t, numbersOf(want), numbersOf(got))
			require.NotContains(t, said(got), ofAll)
			require.Contains(t, said(got), ofPart)
		})
	}
	for _, q := range []query.Question{
		{Type: query.Records, KPIs: query.Entries{"revenue"}}, {Type: query.Explain, KPIs: query.Entries{"revenue"}},
		{Type: query.Values, Dimension: "rep"}, {Type: query.Annotations}, {Type: query.Agenda},
	} {
		got, err := take.Table(exempt.Ask(t.Context(), q, asAnna(t)))
		require.NoError(t, err)
		want, err := take.Table(part.Ask(t.Context(), q, asAnna(t)))
		require.NoError(t, err)
		require.Equal(t, len(want.Rows), len(got.Rows), q.Type)
	}
	nobody := thisYear(t)
	some := guarded(t, leaderboard+"\nservice: {see: {region: [EMEA]}}")
	require.Equal(t, won(t, guarded(t, ownRows+"service: {see: {region: [EMEA]}}"), nobody), won(t, some, nobody), "nobody is exempt")
}

// A leaderboard calls others by their keys, unless the exemption names them; what is masked stays so.
func TestALeaderboardNamesOthersWhereItSaysSo(t *testing.T) {
	labels := func(text string) []string {
		q := query.Question{KPIs: query.Entries{"deals_won"}, GroupBy: []string{"rep"}, Grain: calendar.None}
		a := ask(t, guarded(t, text), q, asAnna(t))
		require.Contains(t, said(a), ofAll)
		require.Len(t, a.Statements, len(ask(t, company(t), q, thisYear(t)).Statements), "what the sizes are read by tells how many people there are")
		var all []string
		for _, g := range a.Groups {
			all = append(all, g.Labels[0])
		}
		return all
	}
	isName := func(label string) bool { return strings.Contains(label, " ") || label == query.None }
	few := labels(leaderboard)
	require.Contains(t, few, "Anna Wright")
	require.Equal(t, []string{"Anna Wright"}, slices.DeleteFunc(slices.Clone(few), func(l string) bool { return l == query.None || !isName(l) }))
	named := labels(strings.Replace(leaderboard, "by: [rep]", "by: [rep], named: true", 1))
	require.Len(t, named, len(few))
	require.True(t, !slices.ContainsFunc(named, func(l string) bool { return !isName(l) }), named)
	masked := labels(strings.Replace(leaderboard, "by: [rep]", "by: [rep], named: true", 1) + "\npersonal: {users: [name]}")
	require.True(t, !slices.ContainsFunc(masked, func(l string) bool { return l != query.None && !strings.HasPrefix(l, crm.Mask) }), masked)
}

func TestAnExemptionIsOfOneTenant(t *testing.T) {
	shared := "entities:\n"
	for name := range crm.Reference().Entities {
		shared += fmt.Sprintf("  %s: {from: among.%s}\n", name, name)
	}
	mapping, err := crm.Setup{Own: shared, Tenant: crm.Tenant{Column: "company ID", All: true}}.Mapping(nil)
	require.NoError(t, err)
	e := over(t, companyDSN(t), mapping)
	p, err := policy.Parse("rules: [{logins: [seven], see: {region: [EMEA]}, tenant: 7}, {see: everything, unmasked: true}]\nexempt: [{kpis: [deals_won], grain: year, rows: 2, people: 1}]", mapping.Model)
	require.NoError(t, err)
	e.Guard = policy.NewGuard(p)
	alone, _ := tenants(t)
	ever := func(login string) plan.Request {
		r := by(t, login, "", "Viewer")
		r.Range.From = r.Range.From.AddDate(-10, 0, 0)
		return r
	}
	one := won(t, alone, ever(""))
	require.Positive(t, one)
	require.Equal(t, one, won(t, e, ever("seven")))
	require.Equal(t, 2*one, won(t, e, ever("other")))
}

// What is wrong with rows that somebody does not see is not told to them: the part that they see is.
func TestWhatIsWrongWithHiddenRowsIsNotTold(t *testing.T) {
	m := crm.Reference()
	m.Entities["deals"] = crm.Source{From: `(select (jsonb_populate_record(d, jsonb_build_object('currency', case when u.email = '` + anna +
		`' then 'USD' else 'XTS' end))).* from crm.deals d left join crm.users u on u.id = coalesce(d.closed_by, d.owner))`}
	e := over(t, companyDSN(t), m)
	revenue := query.Question{KPIs: query.Entries{"revenue"}, Grain: calendar.None}
	_, err := e.Ask(t.Context(), revenue, asAnna(t))
	require.ErrorContains(t, err, "no exchange rate for XTS on")
	p, err := policy.Parse(leaderboard, m.Model)
	require.NoError(t, err)
	e.Guard = policy.NewGuard(p)
	a := ask(t, e, revenue, asAnna(t))
	require.Positive(t, *a.Values[0][0][0])
	require.Contains(t, said(a), ofPart)
	require.NotContains(t, said(a), "XTS")
}
