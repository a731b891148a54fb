package schema_test

import (
	"context"
	"database/sql"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/crm/schema"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func migrated(t *testing.T) *sql.DB {
	dsn := pgtest.Template(t, "crm", func(db *sql.DB) error {
		_, err := schema.Migrate(context.Background(), db)
		return err
	})
	return pgtest.Open(t, dsn)
}

func TestMigrateAppliesEachMigrationOnce(t *testing.T) {
	db, ctx := pgtest.DB(t), context.Background()

	current, latest, err := schema.Version(ctx, db)
	require.NoError(t, err)
	assert.Zero(t, current)
	assert.Positive(t, latest)

	applied, err := schema.Migrate(ctx, db)
	require.NoError(t, err)
	assert.Len(t, applied, int(latest))
	assert.Equal(t, "0001_people.sql", applied[0])

	again, err := schema.Migrate(ctx, db)
	require.NoError(t, err)
	assert.Empty(t, again)

	current, _, err = schema.Version(ctx, db)
	require.NoError(t, err)
	assert.Equal(t, latest, current)
}

func TestVersionDoesNotWrite(t *testing.T) {
	db := pgtest.DB(t)
	_, _, err := schema.Version(context.Background(), db)
	require.NoError(t, err)

	var schemas int
	require.NoError(t, db.QueryRow(`select count(*) from pg_namespace where nspname = 'crm'`).Scan(&schemas))
	assert.Zero(t, schemas)
}

func TestMigrateTwiceAtOnce(t *testing.T) {
	db, ctx := pgtest.DB(t), context.Background()
	var group errgroup.Group
	applied := make([][]string, 3)
	for i := range applied {
		group.Go(func() (err error) {
			applied[i], err = schema.Migrate(ctx, db)
			return err
		})
	}
	require.NoError(t, group.Wait())

	_, latest, err := schema.Version(ctx, db)
	require.NoError(t, err)
	assert.Equal(t, int(latest), len(applied[0])+len(applied[1])+len(applied[2]))
}

func TestMigrateWithoutPrivilegeSaysWhatIsMissing(t *testing.T) {
	db, ctx := pgtest.DB(t), context.Background()
	conn, err := db.Conn(ctx)
	require.NoError(t, err)
	defer func() { _ = conn.Close() }()
	db.SetMaxOpenConns(1)
	_, err = conn.ExecContext(ctx, `set role pg_monitor`)
	require.NoError(t, err)
	require.NoError(t, conn.Close())

	_, err = schema.Migrate(ctx, db)
	assert.ErrorContains(t, err, "the user needs the CREATE privilege on the database")
}

// sqlTypes are the column types that a canonical field may have.
var sqlTypes = map[crm.Type][]string{
	crm.Key: {"bigint"}, crm.String: {"text", "time without time zone"}, crm.Number: {"numeric", "integer", "smallint"},
	crm.Money: {"numeric"}, crm.Currency: {"text"}, crm.Bool: {"boolean"}, crm.Time: {"timestamp with time zone"}, crm.Date: {"date"},
}

// The reference schema is mapped as it is: an entity is a table, a field a column.
func TestTablesAreTheModel(t *testing.T) {
	columns := map[string]map[string]string{}
	rows, err := migrated(t).Query(`select table_name, column_name, data_type from information_schema.columns
		where table_schema = 'crm' and table_name <> 'schema_version'`)
	require.NoError(t, err)
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var table, column, sqlType string
		require.NoError(t, rows.Scan(&table, &column, &sqlType))
		if columns[table] == nil {
			columns[table] = map[string]string{}
		}
		columns[table][column] = sqlType
	}
	require.NoError(t, rows.Err())

	model := crm.Reference().Model
	for _, name := range model.Entities() {
		entity, err := model.Entity(name)
		require.NoError(t, err)
		if entity.Derived() {
			continue
		}
		for _, field := range entity.Fields() {
			f, _ := entity.Field(field)
			if f.As.Empty() {
				assert.Contains(t, sqlTypes[f.Type], columns[name][field], "%s.%s", name, field)
			}
			delete(columns[name], field)
		}
		delete(columns[name], "id") // numbers the rows where the model has no identifier
		assert.Empty(t, columns[name], "columns of %s that the model does not have", name)
		delete(columns, name)
	}
	assert.Empty(t, columns, "tables that the model does not have")
}

func TestEverythingIsDocumented(t *testing.T) {
	var missing []string
	rows, err := migrated(t).Query(`
		select c.relname || coalesce('.' || a.attname, '')
		from pg_class c left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
		where c.relnamespace = 'crm'::regnamespace and c.relkind = 'r' and c.relname <> 'schema_version'
		  and (col_description(c.oid, a.attnum) is null or obj_description(c.oid, 'pg_class') is null)`)
	require.NoError(t, err)
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var name string
		require.NoError(t, rows.Scan(&name))
		missing = append(missing, name)
	}
	require.NoError(t, rows.Err())
	assert.Empty(t, missing)
}
