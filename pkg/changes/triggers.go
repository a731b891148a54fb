package changes

import (
	"context"
	"slices"
	"strings"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// Names in the company's database. The channel is one for all schemas; what is sent on it is the OID of the table.
const (
	channel      = "crm_changes"
	triggerName  = "crmkpi_announce_change"
	functionName = "crmkpi_announce_change"
)

// patience is how long to wait for a table that others write to: a trigger needs it for itself for a moment.
const patience = `set local lock_timeout = '10s'`

// Installing are the statements, to be run in one transaction, after which writing to tables announces the change. They may be run
// again. The owner of the tables runs them, once and on purpose.
func Installing(tables []crm.Table) []string {
	statements := []string{patience}
	for _, schema := range schemasOf(tables) {
		statements = append(statements, "create or replace function "+named(schema, functionName)+`() returns trigger language plpgsql as $$
begin
  perform pg_catalog.pg_notify('`+channel+`', tg_relid::pg_catalog.text);
  return null;
end
$$`)
	}
	for _, t := range tables {
		statements = append(statements, dropping(t), "create trigger "+pq.QuoteIdentifier(triggerName)+" after insert or update or delete or truncate on "+
			named(t.Schema, t.Name)+"\nfor each statement execute function "+named(t.Schema, functionName)+"()")
	}
	return statements
}

// Removing are the statements that undo [Installing] for the tables that have triggers.
func Removing(tables []crm.Table) []string {
	if len(tables) == 0 {
		return nil
	}
	statements := []string{patience}
	for _, t := range tables {
		statements = append(statements, dropping(t))
	}
	for _, schema := range schemasOf(tables) {
		statements = append(statements, "drop function if exists "+named(schema, functionName)+"()")
	}
	return statements
}

func dropping(t crm.Table) string {
	return "drop trigger if exists " + pq.QuoteIdentifier(triggerName) + " on " + named(t.Schema, t.Name)
}

// Installable are the tables that can have triggers: those that entities read, and the partitioned tables above them, sorted.
func Installable(ctx context.Context, db *postgres.DB, tables []Table) ([]crm.Table, error) {
	const writable = `
select namespace.nspname::text, relation.relname::text
from pg_catalog.pg_class as relation
join pg_catalog.pg_namespace as namespace on namespace.oid = relation.relnamespace
where relation.oid = any($1::oid[]) and relation.relkind in ('r', 'p')
order by 1, 2`
	ids := pq.Int64Array{}
	for _, t := range tables {
		ids = append(append(ids, t.ID), t.Over...)
	}
	return tablesIn(ctx, db, postgres.Statement{SQL: writable, Args: []any{ids}})
}

// Installed are the tables of the database that have triggers, sorted.
func Installed(ctx context.Context, db *postgres.DB) ([]crm.Table, error) {
	const triggered = `
select namespace.nspname::text, relation.relname::text
from pg_catalog.pg_trigger as trigger
join pg_catalog.pg_class as relation on relation.oid = trigger.tgrelid
join pg_catalog.pg_namespace as namespace on namespace.oid = relation.relnamespace
where trigger.tgname = $1
order by 1, 2`
	return tablesIn(ctx, db, postgres.Statement{SQL: triggered, Args: []any{triggerName}})
}

func tablesIn(ctx context.Context, db *postgres.DB, s postgres.Statement) ([]crm.Table, error) {
	var found []crm.Table
	err := db.Snapshot(ctx, func(snapshot *postgres.Snapshot) error {
		return snapshot.Read(ctx, s, func(row postgres.Row) error {
			var t crm.Table
			err := row.Scan(&t.Schema, &t.Name)
			found = append(found, t)
			return err
		})
	})
	return found, err
}

func schemasOf(tables []crm.Table) []string {
	var schemas []string
	for _, t := range tables {
		schemas = append(schemas, t.Schema)
	}
	slices.Sort(schemas)
	return slices.Compact(schemas)
}

func named(parts ...string) string {
	quoted := make([]string, len(parts))
	for i, p := range parts {
		quoted[i] = pq.QuoteIdentifier(p)
	}
	return strings.Join(quoted, ".")
}
