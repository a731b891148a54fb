package detect

import (
	"context"
	"fmt"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// firstWon finds since when an account is a customer: the day of its first won deal or, without deals, of its first order.
func (f *finder) firstWon(context.Context) error {
	accounts := f.suggestion("accounts")
	if accounts == nil || accounts.field("first_won_at") != nil || accounts.field("id") == nil || accounts.field("id").column == nil {
		return nil
	}
	for _, of := range []struct{ entity, time string }{{"deals", "closed_at"}, {"orders", "ordered_at"}} {
		s := f.suggestion(of.entity)
		if s == nil || f.known.separate(s.table, accounts.table) || s.field("account") == nil || s.field("account").column == nil || s.field(of.time) == nil {
			continue
		}
		account, at := s.field("account"), s.field(of.time)
		if account.Join != "" || at.Join != "" || !comparable(account.column, accounts.field("id").column) {
			continue
		}
		rows := Suggestion{table: s.table, newest: s.newest, Conditions: s.Conditions}
		first := fmt.Sprintf("min(%s)", at.SQL)
		if status := s.field("status"); of.entity == "deals" {
			if status == nil {
				continue
			}
			rows.Fields = []Field{*status}
			if status.SQL != "'won'" {
				first += fmt.Sprintf(" filter (where %s = 'won')", status.SQL)
			}
		}
		where := ""
		if rows.Where() != "" {
			where = " where " + rows.Where()
		}
		key := account.column.as("t")
		accounts.offer(Field{
			Name: "first_won_at", SQL: `"first"."won_at"`, Confidence: 0.7,
			Join: fmt.Sprintf(`left join (select %s as "key", %s as "won_at" from %s%s group by %s) as "first" on "first"."key" = %s`,
				key, first, rows.From(), where, key, accounts.field("id").column.as("t")),
			Reason: i18n.T("detect.first_won", "table", s.Table.Name, "column", account.column.name),
		})
		return nil
	}
	return nil
}
