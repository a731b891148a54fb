package engine_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Lines have the currency of their order. Orders without one are in the reporting currency, as all amounts are.
func TestOrderLinesWithoutACurrency(t *testing.T) {
	mapped := func(fields, key string) crm.Mapping {
		m, err := crm.ParseMapping(`entities:
  orders:
    from: (values (1, timestamptz '2026-03-02'), (2, '2026-04-02')) as o(id, at)
    fields: {id: o.id, ordered_at: o.at` + fields + `}
  order_lines:
    from: (values (1, 2, 10), (1, 1, 5), (2, 1, 100)) as l(order_id, quantity, price)
    fields: {` + key + `quantity: l.quantity, unit_price: l.price}
`)
		require.NoError(t, err)
		return m
	}
	q := query.Question{KPIs: []string{"product_sales"}, Grain: calendar.None}
	r := ask(t, over(t, pgtest.DSN(t), mapped("", "order: l.order_id, ")), q, thisMarch(t))
	require.Equal(t, 25.0, *r.Values[0][0][0]) // 2 × 10 + 1 × 5; the other order is of April

	// What leads to the currency must be mapped, and a currency that is mapped must be readable.
	_, err := over(t, pgtest.DSN(t), mapped("", "")).Ask(context.Background(), q, thisMarch(t))
	require.ErrorContains(t, err, "order_lines.order is not mapped")
	_, err = over(t, pgtest.DSN(t), mapped(", currency: o.nothing", "order: l.order_id, ")).Ask(context.Background(), q, thisMarch(t))
	require.ErrorContains(t, err, "orders.currency cannot be read")
}
