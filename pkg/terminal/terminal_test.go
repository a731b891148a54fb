package terminal_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/terminal"
)

func TestFormat(t *testing.T) {
	for _, c := range []struct {
		value    float64
		unit     catalog.Unit
		currency string
		want     string
	}{
		{1234567.891, catalog.Money, "EUR", "1,234,567.89 EUR"},
		{-0.001, catalog.Money, "USD", "0.00 USD"},
		{-1200, catalog.Money, "", "-1,200.00"},
		{12345, catalog.Count, "USD", "12,345"},
		{12.3456, catalog.Count, "", "12.35"},
		{0.4251, catalog.Percent, "", "42.5%"},
		{-0.05, catalog.Percent, "", "-5.0%"},
		{87.65, catalog.Score, "", "87.7"},
		{2.345, catalog.Times, "", "2.35×"},
		{41.02, catalog.Days, "", "41.0 d"},
		{7.5, catalog.Hours, "", "7.5 h"},
		{90, catalog.Minutes, "", "90.0 min"},
		{math.NaN(), catalog.Count, "", terminal.Null},
	} {
		require.Equal(t, c.want, terminal.Format(&c.value, c.unit, c.currency))
	}
	require.Equal(t, terminal.Null, terminal.Format(nil, catalog.Money, "EUR"))
}

func series(values ...float64) []*float64 {
	var pointers []*float64
	for _, v := range values {
		pointers = append(pointers, &v)
	}
	return pointers
}

func TestSparkline(t *testing.T) {
	require.Equal(t, "▁▃▅█", terminal.Sparkline(series(0, 2, 4, 7)))
	require.Equal(t, "██", terminal.Sparkline(series(5, 5)), "in proportion to 0")
	require.Equal(t, "▁█", terminal.Sparkline(series(-3, 0)))
	require.Equal(t, "▁▁", terminal.Sparkline(series(0, 0)))
	require.Equal(t, "▁ █", terminal.Sparkline([]*float64{new(float64), nil, series(1)[0]}))
	require.Empty(t, terminal.Sparkline(nil))
}
