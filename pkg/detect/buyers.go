package detect

import (
	"context"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// buyers finds who ordered where only a user is named: in a shop the users are the customers, not the people who sell.
func (f *finder) buyers(ctx context.Context) error {
	orders := f.suggestion("orders")
	if orders == nil || orders.field("account") != nil || f.given("accounts") {
		return nil
	}
	var user *column
	for _, col := range orders.table.columns {
		if col.readable && slices.Equal(withoutReference(col.tokens), []string{"user"}) {
			user = col
		}
	}
	if user == nil {
		return nil
	}
	users, accounts := f.suggestion("users"), f.suggestion("accounts")
	switch owner := orders.field("owner"); {
	case accounts == nil && users != nil && owner != nil && owner.column == user:
		f.usersAreCustomers(users)
	case accounts != nil && !f.known.separate(accounts.table, orders.table) && users == nil && user.refers == (crm.Table{}):
		id := accounts.table.identity()
		if id == nil || !comparable(user, id) {
			return nil
		}
		seen, ok, err := f.lookUp(ctx, user, id, accounts.table)
		if err != nil {
			return err
		}
		if ok && seen.keys == seen.of {
			f.suggestion("orders").offer(Field{Name: "account", SQL: user.as("t"), Confidence: 0.6, column: user,
				Reason: joined(i18n.Same(user.typeName), i18n.T("detect.user_is_customer", "column", user.name), i18n.T("detect.keys_found", "found", seen.keys, "count", seen.of, "table", accounts.table.Name))})
		}
	}
	return nil
}

// usersAreCustomers takes the table of users for that of customers.
func (f *finder) usersAreCustomers(users *Suggestion) {
	why := i18n.T("detect.users_are_customers", "table", users.table.Name)
	users.Confidence, users.Reason = 0.4, joined(users.Reason, why)
	c := &candidate{entity: f.entity("accounts"), table: users.table, word: users.table.Name}
	s := Suggestion{Entity: "accounts", Table: users.Table, table: users.table, of: c.entity, Confidence: 0.6, Reason: why, Fields: c.fields(f.chosen), newest: users.newest}
	s.deleted()
	f.chosen["accounts"] = c
	delete(f.chosen, "users")
	f.replace(s)
	for i := range f.Suggestions {
		for j := range f.Suggestions[i].Fields {
			field := &f.Suggestions[i].Fields[j]
			if to := fieldOf(f.Suggestions[i].of, field.Name).To; to != "users" || !field.Sure() {
				continue
			}
			field.Confidence, field.Reason = refusal, joined(field.Reason, why)
			if f.Suggestions[i].Entity == "orders" && field.Name == "owner" {
				f.Suggestions[i].offer(Field{Name: "account", SQL: field.SQL, Confidence: 0.65, column: field.column, Reason: joined(i18n.Same(field.column.typeName), why)})
			}
		}
	}
}
