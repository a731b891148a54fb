package oracle

import (
	"context"
	"database/sql"
	"reflect"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

// read adds all rows of a table to a slice of pointers to structs. Columns that have no field are left out.
func read(ctx context.Context, db *sqlx.DB, table string, rows reflect.Value) (err error) {
	found, err := db.QueryContext(ctx, "select * from "+table)
	if err != nil {
		return err
	}
	defer func() { _ = found.Close() }()
	columns, err := found.Columns()
	if err != nil {
		return err
	}
	kind := rows.Type().Elem().Elem()
	places := db.Mapper.TraversalsByName(kind, columns)
	for found.Next() {
		row, into := reflect.New(kind), make([]any, len(columns))
		for i, place := range places {
			into[i] = new(any)
			if len(place) > 0 {
				into[i] = destination(row.Elem().FieldByIndex(place))
			}
		}
		if err := found.Scan(into...); err != nil {
			return err
		}
		rows.Set(reflect.Append(rows, row))
	}
	return found.Err()
}

// destination is where a column of a field is read into.
func destination(field reflect.Value) any {
	switch at := field.Addr().Interface().(type) {
	case *time.Time:
		return inTime[time.Time]{func(t time.Time) { *at = t }, ever, never}
	case **time.Time:
		return inTime[time.Time]{func(t time.Time) { *at = &t }, ever, never}
	case *calendar.Date:
		return inTime[calendar.Date]{func(d calendar.Date) { *at = d }, firstOfAll, lastOfAll}
	case **calendar.Date:
		return inTime[calendar.Date]{func(d calendar.Date) { *at = &d }, firstOfAll, lastOfAll}
	default:
		return at
	}
}

// inTime reads an instant or a day, which may be an infinite one.
type inTime[T any] struct {
	set         func(T)
	first, last T
}

// Scan reads a column; the driver shows infinite times as texts.
func (in inTime[T]) Scan(value any) error {
	if text, ok := value.([]byte); ok {
		switch string(text) {
		case "-infinity":
			in.set(in.first)
			return nil
		case "infinity":
			in.set(in.last)
			return nil
		}
	}
	var v sql.Null[T]
	err := v.Scan(value)
	if v.Valid {
		in.set(v.V)
	}
	return err
}
