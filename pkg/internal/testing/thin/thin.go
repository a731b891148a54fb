// Package thin makes the demo company smaller than the smallest it can be seeded with, for tests that ask very much of it.
package thin

import (
	"context"
	"database/sql"
	_ "embed"
	"strconv"
	"strings"
)

//go:embed thin.sql
var deletions string

// Out leaves every keep-th deal, lead, ticket and what hangs on them in the canonical tables; people, accounts and campaigns stay. Foreign
// keys that would make it slow are gone then.
func Out(ctx context.Context, db *sql.DB, keep int) error {
	if _, err := db.ExecContext(ctx, strings.ReplaceAll(deletions, ":keep", strconv.Itoa(keep))); err != nil {
		return err
	}
	_, err := db.ExecContext(ctx, "vacuum (full, analyze)") // else each question reads the pages of all that is gone
	return err
}
