package detect

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// dealsFromOrders proposes orders as deals that were won on their day, where a company keeps no deals: it sells from stock, or they
// are kept elsewhere.
func (f *finder) dealsFromOrders(context.Context) error {
	orders := f.suggestion("orders")
	if orders == nil || f.suggestion("deals") != nil || f.given("deals") {
		return nil
	}
	for _, needed := range []string{"id", "ordered_at", "amount"} {
		if orders.field(needed) == nil {
			return nil
		}
	}
	s := Suggestion{
		Entity: "deals", Table: orders.Table, of: f.entity("deals"), table: orders.table, newest: orders.newest, Conditions: orders.Conditions, Confidence: 0.6,
		Reason: i18n.T("detect.deals_from_orders"),
	}
	from := func(field, orderField string) {
		if o := orders.field(orderField); o != nil {
			copied := *o
			copied.Name = field
			copied.Confidence = max(Sure, round(0.9*o.Confidence))
			s.offer(copied)
		}
	}
	for _, same := range []string{"id", "account", "owner", "campaign", "amount", "currency"} {
		from(same, same)
	}
	from("created_at", "ordered_at")
	from("closed_at", "ordered_at")
	won := Field{Name: "status", SQL: "'won'", Confidence: 0.6, Reason: i18n.T("detect.order_won")}
	state := Field{}
	if i := slices.IndexFunc(orders.Fields, func(f Field) bool { return f.Name == "status" }); i >= 0 {
		state = orders.Fields[i]
	}
	switch {
	case state.Sure():
		won.SQL, won.Join = fmt.Sprintf("case when %s = 'cancelled' then 'lost' else 'won' end", state.SQL), state.Join
		won.Reason = i18n.T("detect.order_won_unless_cancelled")
	case state.column != nil && len(state.column.sample.values) > 1:
		s.Confidence = 0.45
		s.Reason = joined(s.Reason, i18n.T("detect.order_cancelled_unknown", "column", state.column.name))
	}
	s.offer(won)
	id := *orders.field("id")
	id.Name, id.Confidence = "deal", s.Confidence
	id.Reason = i18n.T("detect.order_is_deal")
	orders.offer(id)
	if unsure := slices.IndexFunc(f.Suggestions, func(s Suggestion) bool { return s.Entity == "deals" }); unsure >= 0 {
		s.Reason = joined(s.Reason, i18n.T("detect.instead_of", "table", f.Suggestions[unsure].Table.Name))
		f.Suggestions = slices.Delete(f.Suggestions, unsure, unsure+1)
	}
	f.Suggestions = append(f.Suggestions, s)
	slices.SortStableFunc(f.Suggestions, func(a, b Suggestion) int { return cmp.Compare(a.Entity, b.Entity) })
	return nil
}
