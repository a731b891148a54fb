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
		Reason: i18n.Text{
			En: "no table has deals: an order is taken for a deal that was won on its day. Revenue is right then, while without lost deals the win rate is 100 % and the sales cycle is zero days",
			Ru: "таблицы сделок нет: заказ считается сделкой, выигранной в свой день. Выручка тогда верна, но без проигранных сделок доля выигранных — 100 %, а цикл сделки — ноль дней",
		},
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
	won := Field{Name: "status", SQL: "'won'", Confidence: 0.6, Reason: i18n.Text{En: "every order is a won deal", Ru: "каждый заказ — выигранная сделка"}}
	state := Field{}
	if i := slices.IndexFunc(orders.Fields, func(f Field) bool { return f.Name == "status" }); i >= 0 {
		state = orders.Fields[i]
	}
	switch {
	case state.Sure():
		won.SQL, won.Join = fmt.Sprintf("case when %s = 'cancelled' then 'lost' else 'won' end", state.SQL), state.Join
		won.Reason = i18n.Text{En: "an order is a won deal unless it was cancelled", Ru: "заказ — выигранная сделка, если не отменён"}
	case state.column != nil && len(state.column.sample.values) > 1:
		s.Confidence = 0.45
		s.Reason = joined(s.Reason, i18n.Text{
			En: fmt.Sprintf("but which values of %s mean that an order was cancelled is not known", state.column.name),
			Ru: fmt.Sprintf("но неизвестно, какие значения %s означают отменённый заказ", state.column.name),
		})
	}
	s.offer(won)
	id := *orders.field("id")
	id.Name, id.Confidence = "deal", s.Confidence
	id.Reason = i18n.Text{En: "the order itself, as it is the deal", Ru: "сам заказ, ведь он и есть сделка"}
	orders.offer(id)
	if unsure := slices.IndexFunc(f.Suggestions, func(s Suggestion) bool { return s.Entity == "deals" }); unsure >= 0 {
		s.Reason = joined(s.Reason, i18n.Text{
			En: fmt.Sprintf("instead of %s, which is hardly a table of deals", f.Suggestions[unsure].Table.Name),
			Ru: fmt.Sprintf("вместо %s, едва ли таблицы сделок", f.Suggestions[unsure].Table.Name),
		})
		f.Suggestions = slices.Delete(f.Suggestions, unsure, unsure+1)
	}
	f.Suggestions = append(f.Suggestions, s)
	slices.SortStableFunc(f.Suggestions, func(a, b Suggestion) int { return cmp.Compare(a.Entity, b.Entity) })
	return nil
}
