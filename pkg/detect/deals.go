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
		won.reads(plain(fmt.Sprintf("case when %s = 'cancelled' then 'lost' else 'won' end", state.SQL)))
		won.Join, won.Reason = state.Join, i18n.T("detect.order_won_unless_cancelled")
		if cancelled, others := f.cancelled(state); len(cancelled) > 0 {
			won.reads(converted("deals", fieldOf(s.of, "status"), "words", state.column.as("t"), option{"as", "{lost: " + flowList(cancelled) + "}"}, option{"else", "won"}))
			if len(others) > 0 {
				won.Reason = joined(won.Reason, i18n.T("detect.order_won_unknown", "values", shown(others)))
			}
		}
	case state.column != nil && len(state.column.sample.values) > 1:
		s.Confidence = 0.45
		s.Reason = joined(s.Reason, i18n.T("detect.order_cancelled_unknown", "column", state.column.name))
		won.Reason = i18n.T("detect.fill_in_cancelled", "column", state.column.as("t"), "values", shown(state.column.sample.values))
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

// cancelled are the values of a column of orders' states that mean a cancelled order, and those whose meaning is not known. None where the
// states are not those of one column of the orders themselves.
func (f *finder) cancelled(state Field) (cancelled, unknown []string) {
	if state.column == nil || state.Join != "" {
		return nil, nil
	}
	known := vocabulary("orders", fieldOf(f.entity("orders"), "status"))
	for _, value := range state.column.sample.values {
		switch wordOf(known, state.column.meaning(value)) {
		case "cancelled":
			cancelled = append(cancelled, value)
		case "":
			unknown = append(unknown, value)
		}
	}
	return distinctly(cancelled), unknown
}
