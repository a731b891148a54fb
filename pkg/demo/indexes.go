package demo

import (
	"fmt"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/crm/schema"
)

// Keys and indexes are dropped before the load and built after it: sorting once costs a fraction of keeping them up to
// date row by row, foreign keys are checked with one join each, and the order of loading does not matter.
const (
	constraintsQuery = `
		select quote_ident(t.relname) || '.' || quote_ident(c.conname),
		       format('alter table %I.%I drop constraint %I', n.nspname, t.relname, c.conname),
		       format('alter table %I.%I add constraint %I %s', n.nspname, t.relname, c.conname, pg_get_constraintdef(c.oid))
		from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_namespace n on n.oid = t.relnamespace
		where n.nspname = $1 and t.relname = any($2) and c.contype = any($3)
		order by t.relname, c.conname`
	indexesQuery = `
		select quote_ident(t.relname) || '.' || quote_ident(i.relname),
		       format('drop index %I.%I', n.nspname, i.relname),
		       pg_get_indexdef(i.oid)
		from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
		     join pg_namespace n on n.oid = t.relnamespace
		where n.nspname = $1 and t.relname = any($2)
		order by t.relname, i.relname`
)

// dropIndexes drops them and remembers how to bring them back: keys, then indexes, then the foreign keys that need keys.
func (l *load) dropIndexes() error {
	if _, err := l.tx.ExecContext(l.ctx, `set local maintenance_work_mem = '512MB'`); err != nil {
		return err
	}
	foreign, err := l.drop(constraintsQuery, []string{"f"})
	if err != nil {
		return err
	}
	keys, err := l.drop(constraintsQuery, []string{"p", "u"})
	if err != nil {
		return err
	}
	indexes, err := l.drop(indexesQuery)
	if err != nil {
		return err
	}
	l.restore = append(append(keys, indexes...), foreign...)
	return nil
}

func (l *load) drop(query string, kinds ...[]string) ([]statement, error) {
	names := make([]string, 0, len(columns))
	for _, c := range columns {
		names = append(names, c.table)
	}
	arguments := []any{schema.Name, pq.Array(names)}
	for _, kind := range kinds {
		arguments = append(arguments, pq.Array(kind))
	}
	rows, err := l.tx.QueryContext(l.ctx, query, arguments...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var drops, creates []statement
	for rows.Next() {
		var name, drop, create string
		if err := rows.Scan(&name, &drop, &create); err != nil {
			return nil, err
		}
		drops = append(drops, statement{name, drop})
		creates = append(creates, statement{name, create})
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	for _, s := range drops {
		if _, err := l.tx.ExecContext(l.ctx, s.sql); err != nil {
			return nil, fmt.Errorf("drop %s for the load (the user must own the tables): %w", s.what, err)
		}
	}
	return creates, nil
}

func (l *load) createIndexes(progress func(string, int64, int64)) error {
	// The checks of the foreign keys are planned with the statistics, as are the first questions later.
	for i, t := range l.tables {
		progress("statistics", int64(i), int64(len(l.tables)))
		if _, err := l.tx.ExecContext(l.ctx, "analyze "+qualified(t.name)); err != nil {
			return err
		}
	}
	total := int64(len(l.restore))
	for i, s := range l.restore {
		progress("indexes", int64(i), total)
		if _, err := l.tx.ExecContext(l.ctx, s.sql); err != nil {
			return fmt.Errorf("create %s: %w", s.what, err)
		}
	}
	progress("indexes", total, total)
	return nil
}
