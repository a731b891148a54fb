package changes

import (
	"context"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// mark is what is known of a table without reading it.
type mark struct {
	state     string // another one after every change
	announced bool   // triggers tell of its changes
}

// counted reads PostgreSQL's own counters of the rows that were inserted, updated and deleted, which any role may, and the file of the
// table, which is another one after it was emptied or filled anew. A standby counts nothing: there, every commit may be a change, and no trigger
// announces one.
const counted = `
select relation.id::int8, concat_ws(' ', pg_stat_get_tuples_inserted(relation.id), pg_stat_get_tuples_updated(relation.id),
    pg_stat_get_tuples_deleted(relation.id), pg_relation_filenode(relation.id),
    case when pg_is_in_recovery() then pg_last_xact_replay_timestamp() end),
  not pg_is_in_recovery() and exists (select from pg_catalog.pg_trigger as trigger
    where trigger.tgrelid in (select relation.id union select above.relid from pg_catalog.pg_partition_ancestors(relation.id) as above)
      and trigger.tgname = $2 and trigger.tgenabled in ('O', 'A'))
from unnest($1::oid[]) as relation(id)`

// marks returns the mark of each table, by its OID.
func marks(ctx context.Context, db *postgres.DB, tables []Table) (map[int64]mark, error) {
	ids := make(pq.Int64Array, len(tables))
	for i, t := range tables {
		ids[i] = t.ID
	}
	found := map[int64]mark{}
	err := db.Snapshot(ctx, func(s *postgres.Snapshot) error {
		return s.Read(ctx, postgres.Statement{SQL: counted, Args: []any{ids, triggerName}}, func(row postgres.Row) error {
			var id int64
			var m mark
			err := row.Scan(&id, &m.state, &m.announced)
			found[id] = m
			return err
		})
	})
	return found, err
}

// Announced tells of which tables triggers announce the changes, by their OIDs.
func Announced(ctx context.Context, db *postgres.DB, tables []Table) (map[int64]bool, error) {
	found, err := marks(ctx, db, tables)
	announced := map[int64]bool{}
	for id, m := range found {
		announced[id] = m.announced
	}
	return announced, err
}
