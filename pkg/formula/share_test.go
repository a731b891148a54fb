package formula_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/formula"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// shares is what has been read for the share of each of so many accounts: 1, 2, 3 … of revenue.
func shares(t testing.TB, accounts int) (*plan.Business, *formula.Data) {
	b := plan.New(catalog.Default(), crm.Reference(), plan.Settings{Calendar: calendar.Calendar{Location: time.UTC}, ReportingCurrency: "USD"})
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	q, err := b.Resolve(query.Question{KPIs: []string{"revenue_share"}, GroupBy: []string{"account"}, Grain: calendar.Month},
		plan.Request{Now: from.AddDate(1, 0, 0), Range: calendar.Range{From: from, To: from.AddDate(0, 3, 0)}})
	require.NoError(t, err)
	d := formula.New(b.Rewrite(b.Compile(q)), b.Settings.Calendar)
	for i := range accounts {
		key, value := fmt.Sprintf("%06d", i), float64(i+1)
		group := d.Groups[0].Of([]*string{&key, &key})
		for month := range 3 {
			d.Put(0, month, group, measure.Value{Number: &value})
		}
	}
	return b, d
}

func TestSharesAddUpToOne(t *testing.T) {
	b, d := shares(t, 10_000)
	_, err := d.Order(t.Context())
	require.NoError(t, err)
	r, err := formula.Combine(t.Context(), b, d)
	require.NoError(t, err)
	for month := range 3 {
		var sum float64
		for g := range r.Groups {
			sum += *r.Values[0][g][month]
		}
		require.InDelta(t, 1, sum, 1e-9)
	}
	require.InDelta(t, 2.0/(10_000*10_001), *r.Values[0][0][0], 1e-15, "1 of 1 + 2 + … + 10,000")
}

// Whoever closes a panel stops what is made of its rows, too.
func TestEvaluationStopsWithItsContext(t *testing.T) {
	b, d := shares(t, 100)
	_, err := d.Order(t.Context())
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = formula.Combine(ctx, b, d)
	require.ErrorIs(t, err, context.Canceled)
}

// BenchmarkShares grows with the number of groups, not with its square.
func BenchmarkShares(b *testing.B) {
	for _, accounts := range []int{1_000, 10_000} {
		b.Run(fmt.Sprint(accounts), func(b *testing.B) {
			for b.Loop() {
				business, d := shares(b, accounts)
				_, err := d.Order(b.Context())
				require.NoError(b, err)
				_, err = formula.Combine(b.Context(), business, d)
				require.NoError(b, err)
			}
		})
	}
}
