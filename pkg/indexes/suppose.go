package indexes

import (
	"context"
	"fmt"
	"slices"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// suppose asks what statements would cost with each index, where the extension hypopg is installed: its indexes exist for the planner of this
// session alone, and are nowhere else. What saves little is no candidate any more.
func (f *finder) suppose(ctx context.Context) error {
	schema, err := f.hypothetical(ctx)
	if err != nil || schema == "" {
		return err
	}
	f.Measured = true
	function := func(name string) string { return pq.QuoteIdentifier(schema) + "." + name }
	reset := func() error { return f.call(ctx, "select "+function("hypopg_reset")+"()") }
	for at, c := range f.found {
		refused := f.Attempt(ctx, func() error {
			for _, part := range c.parts {
				sql := fmt.Sprintf("CREATE INDEX ON %s (%s)", quoted(part), c.Key)
				if err := f.call(ctx, "select "+function("hypopg_create_index")+"($1)", sql); err != nil {
					return err
				}
			}
			for i := range c.Uses {
				u := &c.Uses[i]
				root, err := explained(ctx, f.Snapshot, false, u.Statement)
				if err != nil {
					return err
				}
				u.With = &root.Cost
			}
			return nil
		})
		if err := reset(); err != nil {
			return err
		}
		if refused != nil {
			if ctx.Err() != nil || lost(refused) {
				return refused
			}
			f.refuse(c.Table, c.Key, i18n.T("indexes.refused", "reason", refused))
			delete(f.found, at)
			continue
		}
		c.Uses = slices.DeleteFunc(c.Uses, func(u Use) bool { return *u.With > (1-worth)*u.Cost })
		if len(c.Uses) == 0 {
			delete(f.found, at)
		}
	}
	return nil
}

// hypothetical is the schema of the extension hypopg; "" where it is not installed, or not for this role.
func (f *finder) hypothetical(ctx context.Context) (schema string, err error) {
	const statement = `
select namespace.nspname::text from pg_catalog.pg_extension as extension
join pg_catalog.pg_namespace as namespace on namespace.oid = extension.extnamespace
where extension.extname = 'hypopg' and pg_catalog.has_schema_privilege(namespace.oid, 'usage')`
	err = f.Read(ctx, postgres.Statement{SQL: statement}, func(row postgres.Row) error { return row.Scan(&schema) })
	return schema, err
}

func (f *finder) call(ctx context.Context, sql string, args ...any) error {
	return f.Read(ctx, postgres.Statement{SQL: sql, Args: args}, func(postgres.Row) error { return nil })
}
