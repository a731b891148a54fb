package detect

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// namesIn is a column that holds people's names, and the field that it is.
type namesIn struct {
	suggestion *Suggestion
	field      string
	column     *column
}

// people makes users of the names in other tables' columns where no table has users: of a table that has a row for each such name or,
// without one, of the names themselves.
func (f *finder) people(ctx context.Context) error {
	if f.given("users") || f.suggestion("users") != nil {
		return nil
	}
	return f.peopleOf(ctx, f.peopleNamed(), i18n.T("detect.no_users"))
}

// peopleOf makes users of the names in columns: of a table that has a row for each name in the first or, without one, of the names.
func (f *finder) peopleOf(ctx context.Context, all []namesIn, why i18n.Text) error {
	if len(all) == 0 {
		return nil
	}
	s, err := f.peopleTable(ctx, all[0])
	if err != nil {
		return err
	}
	if s == nil {
		s = namesOf(all)
	}
	s.Entity, s.of = "users", f.entity("users")
	s.Reason = joined(why, s.Reason)
	f.replace(*s)
	for _, n := range all { // the suggestions moved
		where := f.suggestion(n.suggestion.Entity)
		where.offer(Field{Name: n.field, SQL: n.column.as("t"), Confidence: 0.8, column: n.column,
			Reason: joined(i18n.Same(n.column.typeName), i18n.T("detect.names_people"))})
	}
	return nil
}

// peopleNamed are the columns of people's names, those of the first kind of rows that have any before others.
func (f *finder) peopleNamed() []namesIn {
	var all []namesIn
	for _, entity := range []string{"deals", "orders", "tickets", "leads", "accounts", "activities"} {
		s := f.suggestion(entity)
		if s == nil {
			continue
		}
		for _, field := range mappable(s.of) {
			if fieldOf(s.of, field).To != "users" {
				continue
			}
			if col := s.namesFor(field); col != nil {
				all = append(all, namesIn{&Suggestion{Entity: entity, table: s.table, of: s.of}, field, col})
			}
		}
	}
	return all
}

func numeric(v string) bool { return wholeNumeral.MatchString(v) }

// peopleTable finds a table that has one row for each of the names, in a column of the same name; nil for none.
func (f *finder) peopleTable(ctx context.Context, n namesIn) (*Suggestion, error) {
	for _, t := range f.tables {
		key := t.column(n.column.name)
		if t == n.suggestion.table || f.known.separate(t, n.suggestion.table) || key == nil || !key.readable || key.kind != words {
			continue
		}
		if err := f.look(ctx, t); err != nil {
			return nil, err
		}
		if err := f.count(ctx, t, key); err != nil {
			return nil, err
		}
		seen, ok, err := f.lookUp(ctx, n.column, key, t)
		if err != nil {
			return nil, err
		}
		if key.counted != countedUnique || !ok || 10*seen.keys < 9*seen.of {
			continue
		}
		s := &Suggestion{Table: t.Table, table: t, Confidence: 0.75,
			Reason: i18n.T("detect.people_table", "table", t.Name, "column", key.name, "from", n.suggestion.table.Name)}
		s.Fields = []Field{
			{Name: "id", SQL: key.as("t"), Confidence: 0.8, column: key, Reason: keyCounted},
			{Name: "name", SQL: key.as("t"), Confidence: 0.8, column: key, Reason: i18n.T("detect.names_people")},
		}
		return s, f.managersIn(ctx, s, key)
	}
	return nil, nil
}

// managersIn adds who manages whom, and those managers that have no row of their own.
func (f *finder) managersIn(ctx context.Context, s *Suggestion, key *column) error {
	manager := s.table.like(of(words), append([]string{"manager"}, fieldNames("users", "manager")...)...)
	if manager == nil || manager == key {
		return nil
	}
	seen, ok, err := f.lookUp(ctx, manager, key, s.table)
	if err != nil || !ok {
		return err
	}
	field := Field{Name: "manager", SQL: manager.as("t"), Confidence: 0.75, Reason: i18n.T("detect.named", "word", "manager")}
	if seen.keys < seen.of {
		k, m := quoted(key.name), quoted(manager.name)
		s.made = fmt.Sprintf("(select %[1]s, %[2]s from %[3]s union all select distinct %[2]s, null::text from %[3]s where %[2]s is not null and %[2]s not in (select %[1]s from %[3]s))",
			k, m, s.table.sql())
		field.Reason = joined(field.Reason, i18n.T("detect.managers_added"))
	}
	s.Fields = append(s.Fields, field)
	return nil
}

// namesOf makes an entity of names.
func namesOf(all []namesIn) *Suggestion {
	var parts, columns []string
	for _, n := range all {
		name := quoted(n.column.name)
		parts = append(parts, fmt.Sprintf(`select %s as "name" from %s where %s is not null`, name, n.suggestion.table.sql(), name))
		columns = append(columns, n.suggestion.table.Name+"."+n.column.name)
	}
	if len(parts) == 1 {
		parts[0] = strings.Replace(parts[0], "select ", "select distinct ", 1)
	}
	t := all[0].suggestion.table
	why := i18n.T("detect.names_taken")
	return &Suggestion{
		Table: t.Table, table: t, made: "(" + strings.Join(parts, " union ") + ")", Confidence: 0.6,
		Reason: i18n.T("detect.people_of_names", "columns", columns),
		Fields: []Field{{Name: "id", SQL: `t."name"`, Confidence: 0.8, Reason: why}, {Name: "name", SQL: `t."name"`, Confidence: 0.8, Reason: why}},
	}
}

// replace puts a suggestion in the place of one of its entity that is not sure.
func (f *finder) replace(s Suggestion) {
	f.Suggestions = slices.DeleteFunc(f.Suggestions, func(other Suggestion) bool { return other.Entity == s.Entity })
	f.Suggestions = append(f.Suggestions, s)
	slices.SortStableFunc(f.Suggestions, func(a, b Suggestion) int { return cmp.Compare(a.Entity, b.Entity) })
}
