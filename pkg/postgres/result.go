package postgres

import (
	"context"
	"database/sql"
	"strconv"
	"time"
)

// Column is a column of an answer.
type Column struct {
	Name string
	Type string // PostgreSQL's name in capitals: INT8, FLOAT8, NUMERIC, TEXT, BOOL, TIMESTAMPTZ, …
}

// Result is a whole answer. A value is nil, bool, int64, float64, string, []byte or a [time.Time]
// in UTC: numeric is float64, infinite times are nil, and types that Go lacks are text.
type Result struct {
	Columns []Column
	Rows    [][]any
}

// Query runs one statement in a snapshot of its own.
func (db *DB) Query(ctx context.Context, statement Statement) (*Result, error) {
	var result *Result
	err := db.Snapshot(ctx, func(s *Snapshot) (err error) {
		result, err = s.Query(ctx, statement)
		return err
	})
	return result, err
}

// Query runs a statement and returns its answer.
func (s *Snapshot) Query(ctx context.Context, statement Statement) (*Result, error) {
	result := &Result{}
	header := func(rows *sql.Rows) error {
		types, err := rows.ColumnTypes()
		for _, t := range types {
			result.Columns = append(result.Columns, Column{Name: t.Name(), Type: t.DatabaseTypeName()})
		}
		return err
	}
	each := func(rows *sql.Rows) error {
		values, pointers := make([]any, len(result.Columns)), make([]any, len(result.Columns))
		for i := range values {
			pointers[i] = &values[i]
		}
		if err := rows.Scan(pointers...); err != nil {
			return err
		}
		for i, column := range result.Columns {
			var err error
			if values[i], err = plain(values[i], column.Type); err != nil {
				return err
			}
		}
		result.Rows = append(result.Rows, values)
		return nil
	}
	if err := s.read(ctx, statement, each, header); err != nil {
		return nil, err
	}
	return result, nil
}

// plain turns what the driver left as bytes into a Go value.
func plain(value any, columnType string) (any, error) {
	switch v := value.(type) {
	case time.Time:
		return v.UTC(), nil
	case []byte:
		switch columnType {
		case "BYTEA":
			return v, nil
		case "NUMERIC":
			return strconv.ParseFloat(string(v), 64)
		case "TIMESTAMPTZ", "TIMESTAMP", "DATE": // infinity and -infinity
			return nil, nil
		}
		return string(v), nil
	}
	return value, nil
}
