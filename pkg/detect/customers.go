package detect

import (
	"context"
	"fmt"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// customers makes accounts of the keys, or the names, by which deals and orders tell customers apart where no table has them.
func (f *finder) customers(context.Context) error {
	if f.given("accounts") || f.suggestion("accounts") != nil {
		return nil
	}
	for _, entity := range []string{"deals", "orders"} {
		s := f.suggestion(entity)
		if s == nil {
			continue
		}
		col := s.customer()
		if col == nil {
			continue
		}
		why := i18n.T("detect.customers_of_keys", "table", s.table.Name, "column", col.name)
		name := col.as("t")
		if col.kind != words {
			name += "::text"
		}
		key := quoted(col.name)
		f.replace(Suggestion{
			Entity: "accounts", Table: s.Table, table: s.table, of: f.entity("accounts"), Confidence: 0.55, Reason: why,
			made:   fmt.Sprintf("(select distinct %s from %s where %[1]s is not null)", key, s.table.sql()),
			Fields: []Field{{Name: "id", SQL: col.as("t"), Confidence: 0.8, column: col, Reason: why}, {Name: "name", SQL: name, Confidence: 0.6, column: col, Reason: why}},
		})
		f.suggestion(entity).offer(Field{Name: "account", SQL: col.as("t"), Confidence: 0.7, column: col, Reason: joined(i18n.Same(col.typeName), why)})
		return nil
	}
	return nil
}

// customer is the column by which rows tell their customers apart, which repeats; nil for none.
func (s *Suggestion) customer() *column {
	c := &candidate{entity: s.of, table: s.table}
	var found *column
	for _, col := range s.table.columns {
		if found != nil && (last(found.tokens) == "id" || last(col.tokens) != "id") {
			continue // an account_number may be the customer's or a bank's; an id is a key
		}
		if score, _ := c.best(withoutReference(col.tokens), "account"); score >= 0.85 && col.readable && of(whole, words, uuid)(col) && s.table.repeats(col) && !s.uses(col) {
			found = col
		}
	}
	return found
}
