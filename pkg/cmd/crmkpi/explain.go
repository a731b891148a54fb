package main

import (
	"database/sql/driver"
	"fmt"

	"github.com/lib/pq"
)

// literal writes the argument of a statement the way PostgreSQL reads it.
func literal(arg any) string {
	if v, ok := arg.(driver.Valuer); ok {
		if value, err := v.Value(); err == nil {
			arg = value
		}
	}
	switch v := arg.(type) {
	case nil:
		return "NULL"
	case string:
		return pq.QuoteLiteral(v)
	case []byte:
		return pq.QuoteLiteral(string(v))
	}
	return fmt.Sprint(arg)
}
