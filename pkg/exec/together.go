package exec

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// readTogether runs statements as one. Each is noted as it is by itself, with the time from the last row of the one before to its own.
func (r *Reader) readTogether(ctx context.Context, parts []part, read func(int) error) error {
	statements := make([]sqlgen.Statement, len(parts))
	for i, part := range parts {
		statements[i] = part.Statement
	}
	all, err := sqlgen.Together(statements)
	if err != nil {
		return err
	}
	now, rows, began := 0, 0, time.Now()
	until := func(next int) error { // all statements before the next one have been read
		for ; now < next; now++ {
			s := parts[now].Statement
			r.Statements = append(r.Statements, answer.Statement{SQL: s.SQL, Args: s.Args, Entities: s.Entities, Rows: rows, Duration: time.Since(began)})
			rows, began = 0, time.Now()
			if err := read(now + 1); err != nil {
				return err
			}
		}
		return nil
	}
	if err := read(0); err != nil {
		return err
	}
	err = r.snapshot.Read(ctx, postgres.Statement{SQL: all.SQL, Args: all.Args}, func(row postgres.Row) error {
		var number int
		var text string
		if err := row.Scan(&number, &text); err != nil {
			return err
		}
		if number < now {
			return fmt.Errorf("a row of statement %d came after those of %d", number, now)
		}
		if err := until(number); err != nil {
			return err
		}
		rows++
		cells, err := postgres.ParseRecord(text)
		if err != nil {
			return err
		}
		return named(parts[number].of, parts[number].Row(cells))
	})
	if err == nil {
		return until(len(parts))
	}
	if e, ok := errors.AsType[*postgres.Error](err); ok && e.Kind != postgres.KindCancelled && e.Kind != postgres.KindUnreachable {
		r.refused = true
	}
	return err
}
