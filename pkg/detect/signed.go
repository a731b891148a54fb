package detect

import (
	"context"
	"fmt"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// signed finds people whom rows name by a text, an e-mail address or a name, where users have a key of another kind: the text leads to the
// one user who has it. Where two may have it, or somebody has no user, it is only told.
func (f *finder) signed(ctx context.Context) error {
	users := f.suggestion("users")
	if users == nil || users.made != "" || !users.single() {
		return nil
	}
	id := users.field("id").column
	if id.kind == words {
		return nil
	}
	f.textsAreNoKeys()
	for _, n := range f.peopleNamed() {
		if n.suggestion.table == users.table || f.known.separate(n.suggestion.table, users.table) {
			continue
		}
		for _, by := range []string{"email", "name"} {
			there := users.field(by)
			if there == nil || there.column == nil || there.Join != "" || there.column.kind != words {
				continue
			}
			if err := f.count(ctx, users.table, there.column); err != nil {
				return err
			}
			seen, ok, err := f.lookUp(ctx, n.column, there.column, users.table)
			if err != nil {
				return err
			}
			if !ok || seen.keys == 0 || there.column.counted != countedUnique {
				continue
			}
			alias := quoted(n.field)
			offered := Field{
				Name: n.field, SQL: id.as(alias), Join: join(users.table, alias, fmt.Sprintf("%s = %s", there.column.as(alias), n.column.as("t"))), Confidence: 0.75,
				Reason: joined(i18n.T("detect.signed", "column", n.column.name, "table", users.table.Name, "by", there.column.name),
					i18n.T("detect.keys_found", "found", seen.keys, "count", seen.of, "table", users.table.Name)),
			}
			if seen.keys < seen.of {
				offered.Confidence = 0.45
			}
			f.suggestion(n.suggestion.Entity).offer(offered)
			break
		}
	}
	return nil
}

// textsAreNoKeys lowers the confidence in texts as keys of users, whose key is of another kind: PostgreSQL would not compare them.
func (f *finder) textsAreNoKeys() {
	for i := range f.Suggestions {
		s := &f.Suggestions[i]
		for j := range s.Fields {
			if field := &s.Fields[j]; fieldOf(s.of, field.Name).To == "users" && field.column != nil && field.column.kind == words && field.Join == "" {
				field.Confidence = min(field.Confidence, refusal)
			}
		}
	}
}
