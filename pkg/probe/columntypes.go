package probe

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// typesOf returns the types of a statement's columns, "" for those that an extension or the company has made. It is planned and gives no rows.
func typesOf(ctx context.Context, db *postgres.DB, s postgres.Statement) ([]crm.ColumnType, error) {
	result, err := db.Query(ctx, s)
	if err != nil {
		return nil, err
	}
	types := make([]crm.ColumnType, len(result.Columns))
	for i, c := range result.Columns {
		types[i] = crm.ColumnType(strings.ToLower(c.Type))
	}
	return types, nil
}

// described says what the type of e.value, or what it is made of where it is a domain: its name, and the labels of an enum.
const described = `(select array_cat(array[own.typname::text], (select array_agg(label.enumlabel::text) from pg_catalog.pg_enum as label
    where label.enumtypid = own.oid))
  from pg_catalog.pg_type as given join pg_catalog.pg_type as own on own.oid = coalesce(nullif(given.typbasetype, 0), given.oid)
  where given.oid = pg_typeof(e%d.value))`

// name asks for the names of the types that the driver does not know.
func name(ctx context.Context, db *postgres.DB, model *crm.Model, all map[string]*readable) error {
	var s selection
	var columns, joins []string
	var fields []func(names []string)
	for _, entity := range slices.Sorted(maps.Keys(all)) {
		r := all[entity]
		e, err := model.Entity(entity)
		if err != nil {
			return err
		}
		for i, name := range r.names {
			if known, ok := r.source.Types[name]; !ok || known != "" {
				continue
			}
			columns = append(columns, fmt.Sprintf(described, len(fields)))
			joins = append(joins, fmt.Sprintf("\nleft join (%s limit 0) as e%d(value) on true", s.rows(r.source, r.expressions[i]), len(fields)))
			f, _ := e.Field(name)
			fields = append(fields, func(names []string) { r.source.Types[name] = columnType(f, names) })
		}
	}
	if len(fields) == 0 {
		return nil
	}
	sql := "select " + strings.Join(columns, ",\n") + "\nfrom (select) as one" + strings.Join(joins, "")
	return db.Snapshot(ctx, func(snapshot *postgres.Snapshot) error {
		return snapshot.Read(ctx, postgres.Statement{SQL: sql, Args: s.args}, func(row postgres.Row) error {
			found, into := make([]pq.StringArray, len(fields)), make([]any, len(fields))
			for i := range found {
				into[i] = &found[i]
			}
			if err := row.Scan(into...); err != nil {
				return err
			}
			for i, names := range found {
				fields[i](names)
			}
			return nil
		})
	})
}

// columnType is the type of a field with a name and, where it is an enum, labels.
func columnType(f *crm.Field, names []string) crm.ColumnType {
	if len(names) == 0 {
		return ""
	}
	lacks := func(word string) bool { return !slices.Contains(names[1:], word) }
	if len(names) > 1 && f.Words.Fixed() && !slices.ContainsFunc(f.Words.Allowed, lacks) {
		return crm.Enum
	}
	return crm.ColumnType(names[0])
}
