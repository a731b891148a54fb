package detect

import (
	"context"
	"fmt"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// ways are relations that a table may lack while a row it leads to has them, and does not have them differently.
var ways = []struct{ entity, field, via, as string }{
	{"deals", "pipeline", "stages", "stage"},
	{"deals", "account", "contacts", "contact"},
	{"tickets", "account", "contacts", "contact"},
	{"payments", "account", "orders", "order"},
	{"surveys", "account", "tickets", "ticket"},
	{"surveys", "agent", "tickets", "ticket"},
	{"deals", "owner", "accounts", "customer"},
	{"orders", "owner", "accounts", "customer"},
}

// steps finds relations that are one step away.
func (f *finder) steps(context.Context) error {
	for _, way := range ways {
		from, via := f.suggestion(way.entity), f.suggestion(way.via)
		if from == nil || via == nil || from.made != "" || via.made != "" || from.field(way.field) != nil || via.table == from.table || f.known.separate(via.table, from.table) {
			continue
		}
		there := via.field(way.field)
		if there == nil || there.column == nil || there.Join != "" || !via.single() {
			continue
		}
		id := via.field("id")
		key := keyTo(from, via, id.column)
		if key == nil {
			continue
		}
		alias := quoted(way.as)
		what, fit, _ := fitting(way.entity, fieldOf(from.of, way.field), there.column, alias)
		from.offer(Field{
			Name: way.field, SQL: what.sql, Conversion: what.text, Join: join(via.table, alias, fmt.Sprintf("%s = %s", id.column.as(alias), key.as("t"))),
			Confidence: 0.75 * fit,
			Reason:     i18n.T("detect.one_step", "table", from.table.Name, "column", key.name, "via", via.table.Name, "label", there.column.name),
		})
	}
	return nil
}

// single reports whether at most one row is found by the key of a suggestion, because a key of its table says so, or a count of its rows.
func (s *Suggestion) single() bool {
	id := s.field("id")
	return id != nil && id.column != nil && s.newest == nil && (id.column.primary || id.column.unique || id.column.counted == countedUnique)
}

// keyTo is the column of a suggestion that leads to another entity: what its fields found, or a foreign key.
func keyTo(s, via *Suggestion, id *column) *column {
	for _, f := range s.Fields {
		if f.Sure() && f.column != nil && fieldOf(s.of, f.Name).To == via.Entity && comparable(f.column, id) {
			return f.column
		}
	}
	for _, c := range s.table.columns {
		if c.readable && c.refers == via.Table && c.refersTo == id.name && comparable(c, id) {
			return c
		}
	}
	return nil
}
