package engine_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/demo/demotest"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// handMade is a company whose figures a person can check in the head.
func handMade(t testing.TB, statements ...string) string {
	dsn := demotest.Empty().Copy(t)
	db := pgtest.Open(t, dsn)
	for _, s := range statements {
		_, err := db.Exec(s)
		require.NoError(t, err, s)
	}
	return dsn
}

// thisMarch is March 2026 in Berlin, asked about in April.
func thisMarch(t testing.TB) plan.Request {
	zone := berlin(t).Location
	return plan.Request{
		Now:   time.Date(2026, 4, 10, 12, 0, 0, 0, zone),
		Range: calendar.Range{From: time.Date(2026, 3, 1, 0, 0, 0, 0, zone), To: time.Date(2026, 4, 1, 0, 0, 0, 0, zone)},
	}
}

// fourDeals closes four deals in March, one of them in euro, and one in April.
const fourDeals = `
	insert into crm.currency_rates (currency, valid_on, rate) values ('EUR', '2026-01-01', 1.25);
	insert into crm.deals (id, name, status, amount, currency, created_at, closed_at) values
		(1, 'one', 'won', 100, 'USD', '2026-02-01', '2026-03-02'), (2, 'two', 'won', 80, 'EUR', '2026-02-01', '2026-03-31 21:59Z'),
		(3, 'three', 'lost', 50, 'USD', '2026-02-01', '2026-03-03'), (4, 'four', 'won', null, 'USD', '2026-02-01', '2026-03-04'),
		(5, 'five', 'won', 7, 'USD', '2026-02-01', '2026-03-31 22:00Z')`

func column(t testing.TB, table *answer.Table, id string) (values []any) {
	for i, c := range table.Columns {
		if c.ID == id {
			for _, row := range table.Rows {
				values = append(values, row[i])
			}
			return values
		}
	}
	t.Fatalf("there is no column %s in %v", id, table.Columns)
	return nil
}

func TestRowsBehindASumSayWhatEachAdds(t *testing.T) {
	e := over(t, handMade(t, fourDeals), crm.Reference())
	tables, err := take.Tables(e.Ask(context.Background(), take.Of(query.Records, query.Question{KPIs: []string{"revenue"}}), thisMarch(t)))
	require.NoError(t, err)
	require.Len(t, tables, 1)
	require.Equal(t, []any{"two", "four", "one"}, column(t, tables[0], "name"), "the newest first; the fifth is of April in Berlin")
	require.Equal(t, []any{100.0, nil, 100.0}, column(t, tables[0], "won_amount"), "80 EUR are 100 USD; no amount adds nothing")
}

func TestBothSidesOfARatioAreShown(t *testing.T) {
	e := over(t, handMade(t, fourDeals), crm.Reference())
	tables, err := take.Tables(e.Ask(context.Background(), take.Of(query.Records, query.Question{KPIs: []string{"win_rate"}}), thisMarch(t)))
	require.NoError(t, err)
	require.Len(t, tables, 1)
	require.Equal(t, []any{1.0, 1.0, nil, 1.0}, column(t, tables[0], "won_deals"))
	require.Equal(t, []any{nil, nil, 1.0, nil}, column(t, tables[0], "lost_deals"))
	tables, err = take.Tables(e.Ask(context.Background(), take.Of(query.Records, query.Question{KPIs: []string{"cac"}}), thisMarch(t)))
	require.NoError(t, err)
	require.Len(t, tables, 2, "costs and customers are rows of two kinds")
}

func TestRowsBehindAnAmountWithoutARateFail(t *testing.T) {
	e := over(t, handMade(t, fourDeals, "delete from crm.currency_rates"), crm.Reference())
	_, err := take.Tables(e.Ask(context.Background(), take.Of(query.Records, query.Question{KPIs: []string{"revenue"}}), thisMarch(t)))
	require.ErrorContains(t, err, "there is no exchange rate for EUR on 2026-03-31")
}

func TestExplainCountsWhatIsLeftOutAndWhy(t *testing.T) {
	e := over(t, handMade(t, fourDeals), crm.Reference())
	table, err := take.Table(e.Ask(context.Background(), take.Of(query.Explain, query.Question{Type: query.Explain, KPIs: []string{"revenue"}}), thisMarch(t)))
	require.NoError(t, err)
	counts := map[string]any{}
	for i, item := range column(t, table, "item") {
		if item == "won_amount" && column(t, table, "count")[i] != nil {
			counts[text(column(t, table, "text")[i])] = column(t, table, "count")[i]
		}
	}
	require.Equal(t, map[string]any{"looked at in the range": 4.0, "left out: the condition is not met": 1.0, "left out: no value": 1.0}, counts)
	require.Contains(t, column(t, table, "text"), any(i18n.New(i18n.Forms{
		"en": "sum of amount, in deals, by closed_at, where status = 'won'", "ru": "сумма amount, в deals, по времени closed_at, где status = 'won'"})))
	require.NotEmpty(t, table.Statements)
}

func TestExplainCountsDurations(t *testing.T) {
	e := over(t, handMade(t, `insert into crm.tickets (id, status, created_at, first_response_at) values
		(1, 'open', '2026-03-02 08:00Z', '2026-03-02 09:00Z'), (2, 'open', '2026-03-02 08:00Z', null), (3, 'open', '2026-03-02 08:00Z', '2026-03-02 07:00Z')`), crm.Reference())
	table, err := take.Table(e.Ask(context.Background(), take.Of(query.Explain, query.Question{Type: query.Explain, KPIs: []string{"first_response_time"}}), thisMarch(t)))
	require.NoError(t, err)
	found := map[string]any{}
	for i, what := range column(t, table, "text") {
		found[text(what)] = column(t, table, "count")[i]
	}
	require.Equal(t, 3.0, found["looked at in the range"])
	require.Equal(t, 1.0, found["left out: no value"])
	require.Equal(t, 1.0, found["left out: negative duration"])
}
