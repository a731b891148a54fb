package postgres

import (
	"context"
	"database/sql"
)

// beginner is a pool, or a connection of one.
type beginner interface {
	BeginTx(context.Context, *sql.TxOptions) (*sql.Tx, error)
}

// Write runs statements in one transaction, for commands that change the database on purpose. Its error is an [*Error].
func Write(ctx context.Context, on beginner, options *sql.TxOptions, statements []string) error {
	tx, err := on.BeginTx(ctx, options)
	if err != nil {
		return Explain(err)
	}
	defer tx.Rollback() // what fails leaves nothing behind
	for _, s := range statements {
		if _, err := tx.ExecContext(ctx, s); err != nil {
			return Explain(err)
		}
	}
	return Explain(tx.Commit())
}
