package rollup_test

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	business "github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/rollup"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// convertedPlan keeps amounts in the reporting currency, by day and by month.
const convertedPlan = `rollups:
- {entity: deals, time: closed_at, keys: [account.region, currency, status], values: [amount, id], converted: true}
- {entity: deals, time: closed_at, keys: [account.region, currency, status], values: [amount, id], converted: true, grain: month}
`

// rateWriter writes exchange rates as well, some of days long ago, and deals in a currency without any.
type rateWriter struct{ throughWriter }

func (w rateWriter) statement() string {
	day := fmt.Sprintf("date '2025-09-15' + %d", w.random.IntN(220))
	currency := w.one("'EUR'", "'GBP'", "'USD'", "'CHF'")
	rate := fmt.Sprintf("1.%04d", w.random.IntN(10000))
	switch w.random.IntN(16) {
	case 0, 1:
		return fmt.Sprintf("insert into crm.currency_rates (currency, valid_on, rate) values (%s, %s, %s) on conflict do nothing", currency, day, rate)
	case 2:
		return fmt.Sprintf("update crm.currency_rates set rate = %s where currency = %s and valid_on >= %s", rate, currency, day)
	case 3:
		return fmt.Sprintf("update crm.currency_rates set valid_on = valid_on + 1000 where currency = %s and valid_on >= %s", currency, day)
	case 4:
		return fmt.Sprintf("delete from crm.currency_rates where currency = %s and valid_on > %s", currency, day)
	case 5:
		return fmt.Sprintf("update crm.offers set money = %s where id %% 9 = %d", currency, w.random.IntN(9))
	}
	return w.throughWriter.statement()
}

// requireConverted compares sums with rows in one snapshot, also what of them has no rate.
func (c *company) requireConverted(t *testing.T, random *rand.Rand) {
	t.Helper()
	rollups, err := rollup.Read(t.Context(), c.db, c.context)
	require.NoError(t, err)
	require.Len(t, rollups, 2)
	instants := c.someInstants(random)
	instants = append([]time.Time{instants[0].AddDate(0, -2, 0)}, instants...) // of which some is not cut
	tx, err := c.db.Pool().BeginTx(t.Context(), &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	require.NoError(t, err)
	defer func() { require.NoError(t, tx.Rollback()) }()
	_, err = tx.Exec("lock table crm.offers, crm.customers, crm.currency_rates in access share mode") // to an older snapshot, what is truncated is empty
	require.NoError(t, err)
	won := expression.MustParse("status = 'won'")
	ask := func(r *crm.Rollup) map[throughKey]map[string]any {
		return c.answerThrough(t, tx, sqlgen.Events{
			Time: expression.MustParse("closed_at"), Rollup: r,
			Aggregates: []sqlgen.Aggregate{
				{Name: "count", Function: &measure.Count{}, Value: expression.MustParse("id"), Where: won},
				{Name: "amount", Function: &measure.Sum{}, Value: expression.MustParse("amount"), Currency: "currency", Where: won},
			},
		}, instants)
	}
	expected := ask(nil)
	for _, r := range rollups {
		require.Equal(t, expected, ask(&r), "by month only: %t", r.Days == "")
	}
}

// Amounts in the reporting currency are those of the rows, whatever is written of these and of the rates, and whatever has been merged.
func TestConvertedSums(t *testing.T) {
	c := openThrough(t)
	w := rateWriter{throughWriter{stateWriter{rand.New(rand.NewPCG(3, 12)), moments(c.settings.Calendar.Location)}}}
	c.fillThrough(t, w.throughWriter, 200)
	c.install(t, convertedPlan)
	for round := range 30 {
		c.requireConverted(t, w.random)
		c.writeSome(t, 1+w.random.IntN(4), w.statement)
		if round%3 == 2 {
			c.requireExactMerging(t, func() { c.requireConverted(t, w.random) })
		}
	}
	for _, statement := range []string{"truncate crm.currency_rates", ratesThatChange, "truncate crm.offers"} {
		c.exec(t, statement)
		c.requireExactMerging(t, func() { c.requireConverted(t, w.random) })
	}
}

// Who writes a deal and who writes its rate do not see each other.
func TestConvertedSumsAreExactWhileOthersWrite(t *testing.T) {
	c := openThrough(t)
	all := moments(c.settings.Calendar.Location)
	looking := rand.New(rand.NewPCG(4, 12))
	c.fillThrough(t, throughWriter{stateWriter{looking, all}}, 150)
	c.install(t, convertedPlan)
	writing := func(writer uint64) func(context.Context) error {
		w := rateWriter{throughWriter{stateWriter{rand.New(rand.NewPCG(writer, 13)), all}}}
		return func(ctx context.Context) error {
			return c.transaction(ctx, someIsolation(w.random), w.random, 4, w.statement)
		}
	}
	c.requireExactBesideWriters(t, writing, func() { c.requireConverted(t, looking) })
}

// A question by currency is asked of rows, and says why; under another source of rates, the sums are others.
func TestWhatConvertedSumsDoNotTell(t *testing.T) {
	c := open(t)
	c.install(t, `rollups:
- {entity: deals, time: closed_at, keys: [currency, owner, closed_by, status], values: [amount, id], converted: true}
`)
	e := c.engine(t)
	now := time.Date(2026, 3, 18, 12, 30, 0, 0, c.settings.Calendar.Location)
	year := business.Request{Range: calendar.Range{From: now.AddDate(-1, 0, 0), To: now}, Now: now}
	why := func(q query.Question) string {
		p, err := e.Plan(q, year)
		require.NoError(t, err)
		return p.Scans[0].Why
	}
	revenue := query.Question{KPIs: []string{"revenue", "average_deal_size"}, GroupBy: []string{"team"}, Grain: calendar.Month}
	require.Empty(t, why(revenue))
	byCurrency := revenue
	byCurrency.GroupBy = []string{"currency"}
	require.Equal(t, "it depends on the currencies of amounts, which its sums have in the reporting currency", why(byCurrency))
	of := revenue
	of.Filters = []query.Filter{{Dimension: "currency", Operator: query.In, Values: []string{"EUR"}}}
	require.Contains(t, why(of), "it depends on the currencies")

	c.mapping.Entities = maps.Clone(c.mapping.Entities)
	c.mapping.Entities["currency_rates"] = crm.Source{From: "crm.currency_rates as r", Fields: map[string]string{"currency": "r.currency", "valid_on": "r.valid_on", "rate": "r.rate * 2"}}
	c.in(t, "Europe/Berlin", "USD")
	states, err := rollup.States(t.Context(), c.db, c.context)
	require.NoError(t, err)
	require.Len(t, states, 1)
	require.True(t, states[0].Other)
}

// Where the reporting currency has rates, too, a new one of them changes what is of its month or later, as one of another currency does. Its first one changes
// everything, and so does losing the last.
func TestRatesOfTheReportingCurrency(t *testing.T) {
	c := openThrough(t)
	looking := rand.New(rand.NewPCG(5, 12))
	c.fillThrough(t, throughWriter{stateWriter{looking, moments(c.settings.Calendar.Location)}}, 150)
	c.install(t, convertedPlan)
	rollups, err := rollup.Read(t.Context(), c.db, c.context)
	require.NoError(t, err)
	for _, step := range []struct{ write, holds string }{
		{"update crm.currency_rates set rate = rate", "none"},
		{"insert into crm.currency_rates (currency, valid_on, rate) values ('USD', '2026-02-10', 1.1)", "everything"},
		{"insert into crm.currency_rates (currency, valid_on, rate) values ('USD', '2026-03-03', 1.2)", "2026-03-01"},
		{"insert into crm.currency_rates (currency, valid_on, rate) values ('USD', '2026-01-20', 1.3)", "2026-01-01"},
		{"update crm.currency_rates set rate = 1.4 where currency = 'USD' and valid_on = '2026-02-10'", "2026-02-01"},
		{"delete from crm.currency_rates where currency = 'USD' and valid_on < '2026-03-01'", "2026-01-01"},
		{"delete from crm.currency_rates where currency = 'USD'", "everything"},
		{"insert into crm.currency_rates (currency, valid_on, rate) values ('EUR', '2026-01-20', 1.3)", "2026-01-01"},
	} {
		c.exec(t, step.write)
		until, changed, err := sqlgen.RatesHold(c.context, &rollups[0])
		require.NoError(t, err)
		var found string
		require.NoError(t, c.db.Pool().QueryRow(fmt.Sprintf(`select case when not %s then 'none' when %s = '-infinity' then 'everything' else to_char(%[2]s at time zone 'Europe/Berlin', 'YYYY-MM-DD') end`,
			changed, until)).Scan(&found))
		require.Equal(t, step.holds, found, step.write)
		c.requireExactMerging(t, func() { c.requireConverted(t, looking) })
	}
}
