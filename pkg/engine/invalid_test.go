package engine_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/demo/demotest"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// pgtestEmpty returns the DSN of a database with the reference schema and no rows.
func pgtestEmpty(t testing.TB) string {
	return demotest.Empty().Shared(t)
}

func TestInvalidQuestionsSayWhatWouldBeRight(t *testing.T) {
	e, r := over(t, pgtestEmpty(t), crm.Reference()), thisYear(t)
	many := make([]string, 10_000)
	for i := range many {
		many[i] = fmt.Sprint("value ", i)
	}
	backwards := r
	backwards.Range.From, backwards.Range.To = r.Range.To, r.Range.From
	long := r
	long.Range.From = r.Range.From.AddDate(-120, 0, 0)
	revenue := []string{"revenue"}
	for want, test := range map[string]struct {
		question query.Question
		request  plan.Request
	}{
		`there is no KPI "revenues"; did you mean`:                                                    {query.Question{KPIs: []string{"revenues"}}, r},
		"revenue cannot be grouped by priority; it can be by account":                                 {query.Question{KPIs: revenue, GroupBy: []string{"priority"}}, r},
		`there is no dimension "colour"; the dimensions are account`:                                  {query.Question{KPIs: revenue, GroupBy: []string{"colour"}}, r},
		"revenue_attainment cannot be grouped by segment; it can be by":                               {query.Question{KPIs: []string{"revenue_attainment"}, GroupBy: []string{"segment"}}, r},
		"cannot be grouped and filtered by region and team at once":                                   {query.Question{KPIs: []string{"revenue_target"}, GroupBy: []string{"region", "team"}}, r},
		"10000 values are too many, at most 1000; use a coarser dimension":                            {query.Question{KPIs: revenue, Filters: []query.Filter{{Dimension: "account", Operator: query.In, Values: many}}}, r},
		"grain hour cuts the range into 1060680 buckets, more than the 10000 allowed: use grain week": {query.Question{KPIs: revenue, Grain: calendar.Hour}, long},
		"leads_needed is a single figure, not a series by month; use grain none":                      {query.Question{KPIs: []string{"leads_needed"}, Grain: calendar.Month}, r},
		`parameter window: "soon" is not a length of time; write a number and m, h, d`:                {query.Question{KPIs: []string{"win_rate_cohort"}, Parameters: map[string]string{"window": "soon"}}, r},
		`parameter statistic: there is no statistic "mode"; it can be median, `:                       {query.Question{KPIs: []string{"sales_cycle"}, Parameters: map[string]string{"statistic": "mode"}}, r},
		`no KPI of the question has a parameter "window"`:                                             {query.Question{KPIs: revenue, Parameters: map[string]string{"window": "90d"}}, r},
		"sales_cycle has no running total: won_deal_age does not add up over time":                    {query.Question{KPIs: []string{"sales_cycle"}, Transform: query.RunningTotal}, r},
		`limit.by names "deals_won", which is not a KPI of the question; it has revenue`:              {query.Question{KPIs: revenue, GroupBy: []string{"rep"}, Limit: &query.Limit{Top: 3, By: "deals_won"}}, r},
	} {
		t.Run(want, func(t *testing.T) {
			_, err := take.Figures(e.Ask(context.Background(), test.question, test.request))
			var invalid *fault.Error
			require.ErrorAs(t, err, &invalid)
			require.ErrorContains(t, err, want)
			require.False(t, i18n.Of(err).Guarded(), "it helps whoever asked, and nobody else: %s", i18n.Of(err).Open().In(i18n.English))
		})
	}
	t.Run("inverted range", func(t *testing.T) {
		_, err := take.Figures(e.Ask(context.Background(), query.Question{KPIs: revenue}, backwards))
		var invalid *fault.Error
		require.ErrorAs(t, err, &invalid)
		t.Log(err)
	})
}

// A table that is missing is the database's fault, and the error names it.
func TestDatabaseFaultsKeepTheirKind(t *testing.T) {
	for name, test := range map[string]struct {
		dsn  string
		kind postgres.Kind
	}{
		"no reference schema": {pgtest.DSN(t), postgres.KindMissingObject},
		"nobody listens":      {"postgres://nobody@127.0.0.1:1/none?sslmode=disable", postgres.KindUnreachable},
	} {
		t.Run(name, func(t *testing.T) {
			db, err := postgres.OpenDSN(test.dsn, postgres.Limits{})
			require.NoError(t, err)
			defer func() { require.NoError(t, db.Close()) }()
			e, err := engine.Open(context.Background(), catalog.Default(), crm.Reference(), settings(t), db)
			if err == nil { // the mapping has been asked for, and the fault is that of what the question needs
				_, err = e.Ask(context.Background(), query.Question{KPIs: []string{"revenue"}}, thisYear(t))
			}
			var fault *postgres.Error
			require.ErrorAs(t, err, &fault)
			require.Equal(t, test.kind, fault.Kind)
			t.Log(err)
		})
	}
}

func TestCancelledQuestionEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := take.Figures(over(t, pgtestEmpty(t), crm.Reference()).Ask(ctx, query.Question{KPIs: []string{"revenue"}}, thisYear(t)))
	require.ErrorIs(t, err, context.Canceled)
}

// An empty company is no error: counts and sums are 0, the rest is unknown.
func TestEmptyDatabase(t *testing.T) {
	e := over(t, pgtestEmpty(t), crm.Reference())
	result := ask(t, e, query.Question{KPIs: []string{"revenue", "win_rate", "sales_cycle", "open_deals", "revenue_target", "cltv"}, Grain: calendar.None}, thisYear(t))
	require.Len(t, result.Groups, 1)
	require.Equal(t, 0.0, *result.Values[0][0][0])
	require.Nil(t, result.Values[1][0][0])
	require.Nil(t, result.Values[2][0][0])
	require.Equal(t, 0.0, *result.Values[3][0][0])
	require.Nil(t, result.Values[4][0][0])
	require.Nil(t, result.Values[5][0][0])
	grouped := ask(t, e, query.Question{KPIs: []string{"revenue"}, GroupBy: []string{"team"}, Grain: calendar.None}, thisYear(t))
	require.Empty(t, grouped.Groups)
}

func TestMissingRateNamesCurrencyAndDay(t *testing.T) {
	dsn := handMade(t, `
			insert into crm.currency_rates (currency, valid_on, rate) values ('JPY', '2026-02-10', 0.0065);
			insert into crm.pipelines (id, name) values (1, 'P');
			insert into crm.deals (id, name, pipeline, status, amount, currency, created_at, closed_at)
			values (1, 'D', 1, 'won', 100000, 'JPY', '2026-01-01', '2026-02-09 12:00Z')`)
	e, r := over(t, dsn, crm.Reference()), thisYear(t)
	_, err := take.Figures(e.Ask(context.Background(), query.Question{KPIs: []string{"revenue"}, Grain: calendar.None}, r))
	var invalid *fault.Error
	require.ErrorAs(t, err, &invalid)
	require.ErrorContains(t, err, "there is no exchange rate for JPY on 2026-02-09")
	require.ErrorContains(t, err, "currency_rates")

	r.Range.From = time.Date(2026, 2, 10, 0, 0, 0, 0, time.UTC)
	require.Equal(t, 0.0, *ask(t, e, query.Question{KPIs: []string{"revenue"}, Grain: calendar.None}, r).Values[0][0][0])
}

// The company's rates are in a currency of its choice. Where the reporting currency has a rate, amounts go through it.
func TestReportingCurrencyWithARateOfItsOwn(t *testing.T) {
	dsn := handMade(t, `
			insert into crm.currency_rates (currency, valid_on, rate) values
				('EUR', '2026-01-05', 1.25), ('EUR', '2026-02-01', 1.20), ('GBP', '2026-01-01', 1.50), ('USD', '2026-01-01', 1);
			insert into crm.pipelines (id, name) values (1, 'P');
			insert into crm.deals (id, name, pipeline, status, amount, currency, created_at, closed_at) values
				(1, 'in euro', 1, 'won', 10, 'EUR', '2026-01-01', '2026-01-10 12:00Z'),
				(2, 'in pounds', 1, 'won', 100, 'GBP', '2026-01-01', '2026-01-10 12:00Z'),
				(3, 'in dollars', 1, 'won', 1000, 'USD', '2026-01-01', '2026-02-10 12:00Z'),
				(4, 'in no currency', 1, 'won', 7, null, '2026-01-01', '2026-02-10 12:00Z')`)
	db, err := postgres.OpenDSN(dsn, postgres.Limits{})
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	r := thisYear(t)
	for currency, want := range map[string]float64{
		"USD": 10*1.25 + 100*1.5 + 1000 + 7,
		"EUR": 10 + 100*1.5/1.25 + 1000/1.20 + 7,
	} {
		s := settings(t)
		s.ReportingCurrency = currency
		result := ask(t, engine.New(catalog.Default(), crm.Reference(), s, db), query.Question{KPIs: []string{"revenue"}, Grain: calendar.None}, r)
		require.InEpsilon(t, want, *result.Values[0][0][0], 1e-12, currency)
	}

	s := settings(t)
	s.ReportingCurrency = "EUR"
	_, err = db.Pool().Exec(`update crm.deals set closed_at = '2026-01-04 12:00Z' where id = 2`)
	require.NoError(t, err)
	_, err = take.Figures(engine.New(catalog.Default(), crm.Reference(), s, db).Ask(context.Background(), query.Question{KPIs: []string{"revenue"}, Grain: calendar.None}, r))
	require.ErrorContains(t, err, "there is no exchange rate for GBP on 2026-01-04", "the euro has no rate that early")
}
