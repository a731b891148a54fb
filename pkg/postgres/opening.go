package postgres

import (
	"context"
	"database/sql/driver"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"
)

// opening is what the transaction of a snapshot begins with: that it only reads, its settings, and for whom it reads, all in one message. Where
// BEGIN fails, PostgreSQL leaves the rest of a message out.
type opening struct {
	message string
	most    time.Duration // of each statement, once the transaction has begun
}

type openingKey struct{}

// How long a statement waits for a lock, which only a change of a table holds against it, and how long a transaction may wait for its
// next statement: a plugin that hangs must keep no table from being vacuumed.
const (
	lockTimeout = 10 * time.Second
	idleTimeout = 5 * time.Minute
)

// open returns what begins a transaction within limits. Each timeout is the smaller of the server's, which an administrator has set for this
// user, database or server, and ours. The message is one of the protocol's simple form, which has no placeholders: all that it says by itself
// are numbers, and texts in hexadecimal digits, which end nothing.
func (l Limits) open(ctx context.Context) *opening {
	set := func(name, value string) string { return "set_config(" + name + ", " + value + ", true)" }
	stricter := func(name string, ours time.Duration) string {
		return fmt.Sprintf("least(%s::bigint, nullif((extract(epoch FROM current_setting('%s')::interval) * 1000)::bigint, 0))", milliseconds(ours), name)
	}
	columns := []string{
		"timeout.most", "current_setting('transaction_read_only')",
		set("'statement_timeout'", "timeout.most::text"),
		set("'lock_timeout'", stricter("lock_timeout", lockTimeout)+"::text"),
		set("'idle_in_transaction_session_timeout'", stricter("idle_in_transaction_session_timeout", idleTimeout)+"::text"),
		set("'TimeZone'", "'UTC'"),
		set("'jit'", "'off'"),                        // compiling a statement takes longer than most of them run
		set("'standard_conforming_strings'", "'on'"), // where a quoted text ends must not depend on the server
		whileAsked,
	}
	identity := identityIn(ctx)
	for _, name := range slices.Sorted(maps.Keys(identity)) {
		columns = append(columns, set(asHex(name), asHex(identity[name])))
	}
	return &opening{message: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; " + originIn(ctx) + "SELECT " + strings.Join(columns, ", ") +
		" FROM (SELECT " + stricter("statement_timeout", l.QueryTimeout) + " AS most OFFSET 0) AS timeout"}
}

// whileAsked has the server look every other second whether the client is still there: else a statement outlives a plugin that is killed,
// or a network that is cut, until it has something to send. Servers can do that on Linux and since PostgreSQL 14, and an administrator's
// own setting stays.
const whileAsked = `CASE WHEN version() LIKE '%linux%' AND current_setting('client_connection_check_interval', true) = '0'
		THEN set_config('client_connection_check_interval', '2s', true) END`

// asHex writes a text of others in hexadecimal digits.
func asHex(text string) string {
	return "convert_from(decode('" + hex.EncodeToString([]byte(text)) + "', 'hex'), 'UTF8')"
}

// limits are those that hold in the transaction: its statements' time may be that of the server.
func (o *opening) limits(given Limits) Limits {
	if o.most < max(given.QueryTimeout.Truncate(time.Millisecond), time.Millisecond) {
		given.QueryTimeout, given.ofServer = o.most, true
	}
	return given
}

// errNotBegun is an answer to an opening that says nothing of a transaction which only reads.
var errNotBegun = errors.New("the server has not begun a transaction that only reads")

// read takes the answer: without it, nothing else is asked.
func (o *opening) read(rows driver.Rows) error {
	values := make([]driver.Value, len(rows.Columns()))
	if err := rows.Next(values); err != nil {
		if errors.Is(err, io.EOF) {
			return errNotBegun
		}
		return err
	}
	most, known := values[0].(int64)
	if !known || fmt.Sprintf("%s", values[1]) != "on" {
		return errNotBegun
	}
	o.most = time.Duration(most) * time.Millisecond
	return nil
}
