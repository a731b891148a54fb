package exec

import (
	"context"

	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

type rehearsalKey struct{}

// Rehearse returns a context in which readers run no statement: note is told of each, which then has no rows. What waits for the rows of another
// statement is written as if there were none. note is called by whoever reads, by several at once where several do.
func Rehearse(ctx context.Context, note func(sqlgen.Statement)) context.Context {
	return context.WithValue(ctx, rehearsalKey{}, note)
}

// rehearsing is what is told of statements that are not run; nil where they are.
func rehearsing(ctx context.Context) func(sqlgen.Statement) {
	note, _ := ctx.Value(rehearsalKey{}).(func(sqlgen.Statement))
	return note
}
