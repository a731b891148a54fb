package detect

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// signed finds people whom rows name by a text, an e-mail address or a name, where users have a key of another kind: the text leads to the
// one user who has it. Where two may have it, or somebody has no user, it is only told. Where nobody has one, the people are others, and
// are made of what the rows name them by.
func (f *finder) signed(ctx context.Context) error {
	users := f.suggestion("users")
	if users == nil || users.made != "" || !users.single() {
		return nil
	}
	id := users.field("id").column
	if id.kind != words {
		f.textsAreNoKeys()
	}
	all := slices.DeleteFunc(f.peopleNamed(), func(n namesIn) bool {
		return n.suggestion.table == users.table || f.known.separate(n.suggestion.table, users.table)
	})
	if id.kind == words {
		return f.strangers(ctx, users, all)
	}
	for _, n := range all {
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
	return f.strangers(ctx, users, all)
}

// strangers makes people of the names that rows have where the table of users knows none of them, in whatever column and letters, and nothing
// else leads to it: those who sign in to a program are not those who sell.
func (f *finder) strangers(ctx context.Context, users *Suggestion, all []namesIn) error {
	if len(all) == 0 || f.leadsTo("users") {
		return nil
	}
	for _, n := range all {
		if unknown, err := f.unknownTo(ctx, users, n.column); err != nil || !unknown {
			return err
		}
	}
	delete(f.chosen, "users")
	return f.peopleOf(ctx, all, i18n.T("detect.users_are_others", "table", users.table.Name))
}

// leadsTo reports whether a sure field of another entity leads to one.
func (f *finder) leadsTo(entity string) bool {
	return slices.ContainsFunc(f.Suggestions, func(s Suggestion) bool {
		return s.Entity != entity && s.Confidence >= Sure && slices.ContainsFunc(s.Fields, func(field Field) bool {
			return field.Sure() && fieldOf(s.of, field.Name).To == entity
		})
	})
}

// unknownTo reports whether no user has any of a column's values in any text, or as the whole name; false where that is not known.
func (f *finder) unknownTo(ctx context.Context, users *Suggestion, from *column) (bool, error) {
	var values pq.StringArray
	for _, v := range from.sample.values {
		if len(v) < sampleWidth && len(values) < lookedUp {
			values = append(values, v)
		}
	}
	var texts []string
	for _, c := range users.table.columns {
		if c.readable && c.kind == words {
			texts = append(texts, c.as("t")+"::text")
		}
	}
	if name := users.field("name"); name != nil && name.column == nil && name.Join == "" {
		texts = append(texts, "("+name.SQL+")::text")
	}
	if len(values) == 0 || len(texts) == 0 {
		return false, nil
	}
	for i := range texts {
		texts[i] = "lower(trim(" + texts[i] + "))"
	}
	row, ok, err := f.asks(ctx, postgres.Statement{
		SQL:  fmt.Sprintf("select exists (select from %s), exists (select from %[1]s, unnest($1::text[]) as v where lower(trim(v)) in (%[2]s))", users.table.as("t"), strings.Join(texts, ", ")),
		Args: []any{values},
	})
	return ok && row[0] == true && row[1] == false, err
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
