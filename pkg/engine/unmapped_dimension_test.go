package engine_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Orders have a status in the model, but not under this mapping: the error says what to map. A stage they never have.
func TestAnUnmappedDimensionSaysWhatToMap(t *testing.T) {
	m := crm.Reference()
	m.Entities["orders"] = crm.Source{From: "crm.orders o", Fields: map[string]string{"id": "o.id", "ordered_at": "o.ordered_at"}}
	e := over(t, handMade(t, ""), m)
	for dimension, want := range map[string]string{
		"order_status": `orders cannot be filtered by order_status yet: orders.status is not mapped; add the field "status" to the entity "orders" of the mapping`,
		"stage":        `orders cannot be filtered by stage; it can be by`,
	} {
		q := query.Question{KPIs: []string{"orders"}, Grain: calendar.None, Filters: []query.Filter{{Dimension: dimension, Operator: query.NotEquals, Values: []string{"cancelled"}}}}
		_, err := e.Ask(t.Context(), q, thisMarch(t))
		require.ErrorContains(t, err, want)
	}
	_, err := e.Ask(t.Context(), query.Question{KPIs: []string{"orders"}, Grain: calendar.None, GroupBy: []string{"order_status"}}, thisMarch(t))
	require.ErrorContains(t, err, `orders cannot be grouped by order_status yet: orders.status is not mapped`)
}
