package oracle_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/oracle"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/rollup"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// rolledSettings are those that the sums are made for.
var rolledSettings = struct{ zone, currency string }{"Europe/Berlin", "EUR"}

// widest keeps for each entity and time one rollup that has all that is needed of it, however many sums that makes, one for each reference through
// which something is reached, and the same with amounts in the reporting currency.
func widest(needs []plan.RollupNeed) (p rollup.Plan) {
	merge := func(a, b []string) []string {
		all := slices.Concat(a, b)
		slices.Sort(all)
		return slices.Compact(all)
	}
	reference := func(keys []string) string { return strings.Join(crm.References(keys), " ") }
	for _, n := range needs {
		if len(n.Instead) > 0 {
			n.Keys = n.Instead[0]
		}
		converted := n.Time != "" && !n.Currencies && slices.Contains(n.Keys, "currency")
		i := slices.IndexFunc(p.Rollups, func(d rollup.Definition) bool {
			return d.Entity == n.Entity && d.Text() == n.Text() && reference(d.Keys) == reference(n.Keys) && d.Converted == converted
		})
		if i < 0 {
			d := rollup.Definition{Entity: n.Entity, Time: n.Time, From: n.From, To: n.To, Converted: converted}
			if i = len(p.Rollups); i%2 == 1 {
				d.Grain = "month" // of which cut months are read of rows
			}
			p.Rollups = append(p.Rollups, d)
		}
		d := &p.Rollups[i]
		d.Keys, d.Values = merge(d.Keys, n.Keys), merge(d.Values, n.Values)
	}
	return p
}

// rolledUp is the odd company with sums of all that KPIs need, by each of their dimensions, and of what tells who may see a row.
func rolledUp(t *testing.T) world {
	dsn := odd.Copy(t)
	w, err := load(dsn)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, w.db.Close()) })
	c := w.rollupContext(t)
	b := plan.New(catalog.Default(), crm.Reference(), plan.Settings{Calendar: c.Calendar, ReportingCurrency: c.ReportingCurrency})
	questions := map[string]query.Question{}
	var plain []query.Question
	for _, k := range catalog.Default().KPIs() {
		for _, d := range append(b.Dimensions(k), "") {
			q := query.Question{KPIs: []string{k.ID}, Grain: calendar.Month}
			if d != "" {
				q.GroupBy = []string{d}
			} else {
				plain = append(plain, q)
			}
			questions[k.ID+" by "+d] = q
		}
	}
	r := plan.Request{Range: calendar.Range{From: today.AddDate(-1, 0, 0), To: today}, Now: today}
	needs := rollup.Needs(b, slices.Collect(maps.Values(questions)), r)
	for _, s := range sights {
		needs = append(needs, rollup.Needs(b.Restricted(s.restriction(t, b)), plain, r)...)
	}
	p := widest(needs)
	require.NotEmpty(t, p.Rollups)
	require.NoError(t, rollup.Install(t.Context(), w.db, p, c, nil))
	return w
}

func (w world) rollupContext(t *testing.T) sqlgen.Context {
	cal, err := asked{Zone: rolledSettings.zone}.calendar()
	require.NoError(t, err)
	return sqlgen.Context{Mapping: crm.Reference(), Calendar: cal, ReportingCurrency: rolledSettings.currency}
}

// Questions of sums are answered as the rows are, before and after these change, whatever has been merged. CRMKPI_ROLLUP_QUESTIONS says how
// many are asked in each state.
func TestSumsAnswerAsTheRowsDo(t *testing.T) {
	w := rolledUp(t)
	c := w.rollupContext(t)
	ask := func(t *testing.T, state uint64) {
		rollups, err := rollup.Read(t.Context(), w.db, c)
		require.NoError(t, err)
		require.NotEmpty(t, rollups)
		w.mapping = crm.Reference().WithRollups(rollups)
		if state == 0 {
			w.requireReadAsPlanned(t, c)
		}
		var answered, next atomic.Uint64
		var workers sync.WaitGroup
		count := number(t, "CRMKPI_ROLLUP_QUESTIONS", 3)
		for range 2 {
			workers.Go(func() {
				for answered.Load() < count && !t.Failed() {
					n := state*1_000_000 + next.Add(1)
					q := w.generator(everyday+7000, n).any()
					q.Zone, q.Currency = rolledSettings.zone, rolledSettings.currency
					e, err := w.engine(q)
					states := answered.Load()%2 == 1 // every other one at least
					if err != nil || !readsSums(e, q, states) {
						continue
					}
					ok, err := w.agree(q)
					if err != nil {
						text, _ := json.Marshal(q)
						t.Errorf("question %d: %s\n%v", n, text, err)
					}
					if ok {
						answered.Add(1)
					}
				}
			})
		}
		workers.Wait()
		t.Logf("%d of %d questions are answered of sums", answered.Load(), next.Load())
		w.askParts(t, state, (count+3)/4)
	}
	for state, change := range []struct {
		name string
		do   func(t *testing.T)
	}{
		{"as they were built", func(*testing.T) {}},
		{"with changes that are not merged", func(t *testing.T) { w.change(t, changesOfAllKinds) }},
		{"merged, with more changes", func(t *testing.T) {
			require.NoError(t, rollup.Refresh(t.Context(), w.db, c))
			w.change(t, changesOfAllKinds)
		}},
	} {
		t.Run(change.name, func(t *testing.T) {
			change.do(t)
			var err error
			pool := w.db.Pool()
			w.company, err = oracle.Load(t.Context(), pool, "crm")
			require.NoError(t, err)
			ask(t, uint64(state))
			requireExact(t, w, c)
		})
	}
}

// readsSums reports whether a question is answered of sums, or of those of states.
func readsSums(e *engine.Engine, q asked, states bool) bool {
	p, err := e.Plan(q.Question, plan.Request{Range: q.span(), Now: q.Now})
	if err != nil {
		return false
	}
	for _, s := range p.Scans {
		if s.Rollup != nil && (!states || s.Rollup.From != "") {
			return true
		}
	}
	return false
}

// requireReadAsPlanned checks that whatever a plan reads of sums is read of them, of every KPI over whole months.
func (w world) requireReadAsPlanned(t *testing.T, c sqlgen.Context) {
	t.Helper()
	e := engine.New(catalog.Default(), w.mapping, plan.Settings{Calendar: c.Calendar, ReportingCurrency: c.ReportingCurrency}, w.db)
	first := time.Date(today.Year(), today.Month(), 1, 0, 0, 0, 0, c.Calendar.Location)
	r := plan.Request{Range: calendar.Range{From: first.AddDate(-1, 0, 0), To: first}, Now: today}
	planned := 0
	for _, k := range catalog.Default().KPIs() {
		q := query.Question{KPIs: []string{k.ID}, Grain: calendar.Month}
		p, err := e.Plan(q, r)
		if err != nil || !slices.ContainsFunc(p.Scans, func(s plan.Scan) bool { return s.Rollup != nil }) {
			continue
		}
		planned++
		found, err := take.Figures(e.Ask(t.Context(), q, r))
		require.NoError(t, err, k.ID)
		require.True(t, slices.ContainsFunc(found.Statements, func(s answer.Statement) bool { return strings.Contains(s.SQL, rollup.Schema) }), "%s reads rows, although its plan says sums", k.ID)
	}
	require.Greater(t, planned, 40)
}

// requireExact compares all sums with the rows.
func requireExact(t *testing.T, w world, c sqlgen.Context) {
	t.Helper()
	states, err := rollup.States(t.Context(), w.db, c)
	require.NoError(t, err)
	require.NotEmpty(t, states)
	for _, s := range states {
		size, err := s.Measure(t.Context(), w.db, c, true)
		require.NoError(t, err)
		require.Zero(t, size.Wrong, s.Entity)
		require.True(t, s.Noted && s.Built && !s.Other, s.Entity)
	}
}

// changesOfAllKinds move rows between days, keys and currencies, take values away, and delete and insert rows.
var changesOfAllKinds = []string{
	`update crm.deals set amount = amount * 1.5 where id % 5 = 0`,
	`update crm.deals set closed_at = closed_at + interval '40 days' where id % 7 = 1`,
	`update crm.deals set created_at = created_at - interval '3 hours' where id % 3 = 1`,
	`update crm.deals set owner = (select min(id) from crm.users), currency = 'USD' where id % 11 = 2`,
	`update crm.deals set amount = null where id % 13 = 3`,
	`update crm.deals set status = 'lost' where id % 17 = 4 and status = 'won'`,
	`update crm.tickets set solved_at = null where id % 9 = 0`,
	`update crm.tickets set channel = 'chat', created_at = created_at + interval '1 day' where id % 8 = 1`,
	`delete from crm.activities where id % 6 = 0`,
	`insert into crm.activities select * from (select (jsonb_populate_record(a, jsonb_build_object('id', a.id + (select max(id) from crm.activities)))).* from crm.activities as a where id % 10 = 1) as more`,
	`update crm.orders set amount = -amount where id % 10 = 0`,
	`update crm.leads set converted_at = null, qualified_at = null where id % 4 = 0`,
	`delete from crm.campaign_costs where amount < 100`,
	`delete from crm.deal_history where deal % 9 = 4`,
	`update crm.deal_history set amount = amount + 12.34, owner = (select max(id) from crm.users) where id % 5 = 2`,
	`update crm.accounts set region = case when id % 2 = 0 then 'Elsewhere' end, segment = industry where id % 4 = 1`,
	`update crm.accounts set owner = (select min(id) from crm.users) where id % 5 = 3`,
	`update crm.currency_rates set rate = rate * 1.1 where valid_on > date '2026-01-15'`,
	`delete from crm.currency_rates where valid_on between date '2025-06-01' and date '2025-07-31'`,
	`update crm.campaigns set channel = 'events' where id % 3 = 0`,
	`update crm.deals set account = (select max(id) from crm.accounts) where id % 19 = 5`,
	`update crm.deal_history set valid_to = valid_to - (valid_to - valid_from) / 3 where id % 7 = 3 and isfinite(valid_to) and isfinite(valid_from)`,
}

func (w world) change(t *testing.T, statements []string) {
	t.Helper()
	for _, s := range statements {
		_, err := w.db.Pool().ExecContext(t.Context(), s)
		require.NoError(t, err, s)
	}
}
