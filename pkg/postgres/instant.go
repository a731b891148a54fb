package postgres

import (
	"database/sql"
	"fmt"
	"time"
)

// Instant is a time or a day of an answer. PostgreSQL knows infinite ones, which stand for never or always: they are no instant that
// could be shown or counted with, and are told apart from null.
type Instant struct {
	At       *time.Time // nil for null and for what is infinite
	Infinite bool
}

var _ sql.Scanner = (*Instant)(nil)

// Scan reads what the driver gives for a time.
func (i *Instant) Scan(value any) error {
	*i = Instant{}
	switch v := value.(type) {
	case nil:
	case time.Time:
		i.At = &v
	case []byte: // all that the driver does not make a time of
		if text := string(v); text != "infinity" && text != "-infinity" {
			return fmt.Errorf("%q is no time", text)
		}
		i.Infinite = true
	default:
		return fmt.Errorf("a %T is no time", value)
	}
	return nil
}
