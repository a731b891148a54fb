package rollup

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// patience is how long to wait for a table that others write to: a trigger needs it for itself for a moment.
const patience = `set local lock_timeout = '10s'`

// generous lets a transaction that reads all rows have more memory than the usual 4 MB, unless the server gives more: where most rows refer to nothing, PostgreSQL
// splits a hash join in parallel again and again for want of it, which has taken minutes and gigabytes of files for a join of seconds.
const generous = `select set_config('work_mem', greatest(pg_size_bytes(current_setting('work_mem')), pg_size_bytes('256MB')) / 1024 || 'kB', true)`

// lock is what whoever changes sums holds, so that one at a time does. It is of the database.
const lock = `hashtextextended('crmkpi_rollup', 0)`

// Setting up the schema, which may be there.
var schema = []string{
	`create schema if not exists "crmkpi_rollup"`,
	`create table if not exists "crmkpi_rollup"."kept" (
  "entity" text primary key,
  "id" text not null,
  "definitions" jsonb not null,
  "source" regclass not null,
  "installed_at" timestamptz not null default now(),
  "built_at" timestamptz,
  "refreshed_at" timestamptz
)`,
	`create table if not exists "crmkpi_rollup"."emptied" ("entity" text not null)`,
	`create or replace function "crmkpi_rollup"."refuse"("entity" text) returns bool language plpgsql parallel safe cost 1 as $crmkpi$
begin
  raise undefined_table using message = format('the sums of %s are not to be read before they are refreshed', "entity");
end
$crmkpi$`,
}

// Install makes triggers and tables, and fills these. What there is of the entities in another way is removed. Each entity is installed by
// itself: until it is built, nobody reads it. The triggers need the tables for themselves for a moment; to build reads all rows once, and holds
// nobody up. The readers are roles that may read the sums; "public" is everybody.
func Install(ctx context.Context, db *postgres.DB, p Plan, c sqlgen.Context, readers []string) error {
	all, err := p.of(c)
	if err != nil {
		return err
	}
	for _, k := range all {
		if _, err := k.holding(ctx, db, c); err != nil { // before anything is made
			return fault.At(place(k.entity), err)
		}
		statements, err := k.installing(ctx, db.Pool(), c, readers)
		if err != nil {
			return fault.At(place(k.entity), err)
		}
		if err := postgres.Write(ctx, db.Pool(), nil, statements); err != nil {
			return fault.At(place(k.entity), err)
		}
		if err := k.build(ctx, db, c); err != nil {
			return fault.At(place(k.entity), err)
		}
	}
	return nil
}

// installing are the statements that make the triggers and empty tables.
func (k *kept) installing(ctx context.Context, pool *sql.DB, c sqlgen.Context, readers []string) ([]string, error) {
	statements := append([]string{patience}, schema...)
	statements = append(statements, removing(k.entity)...)
	const noTable = "-" // as PostgreSQL writes it
	source := noTable
	for _, l := range slices.Backward(k.logs) { // what others refer to first, as those who write do
		if k.age() > 0 {
			statements = append(statements, k.aging(l)...)
			continue
		}
		t, err := tableOf(ctx, pool, c, l.Entity)
		if err != nil {
			return nil, err
		}
		made, err := k.noting(ctx, pool, c, l, t)
		if err != nil {
			return nil, err
		}
		statements, source = append(statements, made...), t.name
	}
	if err := k.vetTimes(ctx, pool, c); err != nil {
		return nil, err
	}
	for n := range k.rollups {
		made, err := k.tables(c, n)
		if err != nil {
			return nil, err
		}
		statements = append(statements, made...)
	}
	definitions, err := json.Marshal(k.rollups)
	if err != nil {
		return nil, err
	}
	statements = append(statements, fmt.Sprintf(`insert into "crmkpi_rollup"."kept" ("entity", "id", "definitions", "source") values (%s, %s, %s, %s::regclass)`,
		pq.QuoteLiteral(k.entity), pq.QuoteLiteral(k.id), pq.QuoteLiteral(string(definitions)), pq.QuoteLiteral(source)))
	for _, reader := range readers {
		role := quote(reader)
		if reader == "public" {
			role = reader
		}
		statements = append(statements, `grant usage on schema "crmkpi_rollup" to `+role, `grant select on all tables in schema "crmkpi_rollup" to `+role)
	}
	return statements, nil
}

// noting are the statements that make the log of a table and the triggers that write it.
//
// Who truncates at REPEATABLE READ, having waited for others, does not see what they have written, and cannot write down that it is gone. That is noted
// instead, by a row that nobody else changes: until the sums are built anew, they are refused to whoever reads the log, as if they were not there.
func (k *kept) noting(ctx context.Context, pool *sql.DB, c sqlgen.Context, l log, t table) ([]string, error) {
	name := func(what string) string { return k.name(what + l.suffix) }
	trigger := func(what string) string { return quote(k.plain(what + l.suffix)) }
	row, err := l.rowImage(c, t)
	if err != nil {
		return nil, err
	}
	read, err := l.vet(ctx, pool, c, t)
	if err != nil {
		return nil, err
	}
	columns := make([]string, len(l.Fields))
	for i, f := range l.Fields {
		columns[i] = quote(f)
	}
	list, images := strings.Join(columns, ", "), "image."+strings.Join(columns, ", image.")
	insert := fmt.Sprintf("insert into %s (\"sign\", %s) select %%d, %s from %s(%%s)", name("log"), list, list, name("image"))
	statements := []string{
		k.emptyLog(l),
		fmt.Sprintf("create function %s(\"crmkpi row\" %s) returns setof %s language sql begin atomic\nselect 1::smallint, image.* from (\n%s\n) as image;\nend", name("image"), t.name, name("log"), row),
		fmt.Sprintf(`create function %s() returns trigger language plpgsql security definer set search_path from current as $crmkpi$
begin
  if tg_op <> 'INSERT' then
    %s;
  end if;
  if tg_op <> 'DELETE' then
    %s;
  end if;
  return null;
end
$crmkpi$`, name("note"), fmt.Sprintf(insert, -1, "old"), fmt.Sprintf(insert, 1, "new")),
		fmt.Sprintf(`create function %s() returns trigger language plpgsql security definer set search_path from current as $crmkpi$
begin
  if current_setting('transaction_isolation') in ('repeatable read', 'serializable') then
    insert into "crmkpi_rollup"."emptied" values (%s);
  else
    insert into %s ("sign", %s) select -1, %s from %s as "row" cross join lateral %s("row") as image;
  end if;
  return null;
end
$crmkpi$`, name("empty"), pq.QuoteLiteral(k.entity), name("log"), list, images, t.name, name("image")),
		k.readLog(l, "emptied", ""),
		fmt.Sprintf("create trigger %s after insert or delete on %s for each row execute function %s()", trigger("note"), t.name, name("note")),
		fmt.Sprintf("create trigger %s after update on %s for each row when (%s) execute function %s()", trigger("note_update"), t.name, changed(read), name("note")),
		fmt.Sprintf("create trigger %s before truncate on %s for each statement execute function %s()", trigger("empty"), t.name, name("empty")),
	}
	for _, what := range []string{"note", "note_update", "empty"} { // also for what is replicated
		statements = append(statements, fmt.Sprintf("alter table %s enable always trigger %s", t.name, trigger(what)))
	}
	return statements, nil
}

// emptyLog is the statement that makes a log.
func (k *kept) emptyLog(l log) string {
	return fmt.Sprintf("create table %s as select 1::smallint as \"sign\", image.* from (\n%s\n) as image with no data", k.name("log"+l.suffix), l.image)
}

// readLog is the statement that makes what is read of a log: its rows, or an error as of a table that is missing where one of ours has a row of the entity for which
// a condition holds; "" for any row.
func (k *kept) readLog(l log, table, condition string) string {
	of := `"entity" = ` + pq.QuoteLiteral(k.entity)
	if condition != "" {
		of += " and " + condition
	}
	return fmt.Sprintf(`create view %s as select * from %s union all
(select (null::%[2]s).* from "crmkpi_rollup".%[3]s where case when %[4]s then "crmkpi_rollup"."refuse"("entity") else false end offset 0)`,
		k.name("noted"+l.suffix), k.name("log"+l.suffix), quote(table), of)
}

// tables are the statements that make the empty tables of a rollup.
func (k *kept) tables(c sqlgen.Context, n int) ([]string, error) {
	s, err := k.sums(c, n)
	if err != nil {
		return nil, err
	}
	var statements []string
	for _, l := range k.levels(n) {
		selection, err := k.ofImage(s, l, "1", "")
		if err != nil {
			return nil, err
		}
		statements = append(statements,
			fmt.Sprintf("create table %s (%s) as %s with no data", k.name(l.name), strings.Join(s.columns(), ", "), selection),
			fmt.Sprintf("create index on %s (\"at\")", k.name(l.name)))
	}
	return statements, nil
}

// build sums all rows anew. What the log has of them is of the same snapshot, and goes; what others write meanwhile stays there.
func (k *kept) build(ctx context.Context, db *postgres.DB, c sqlgen.Context) error {
	statements, err := k.holding(ctx, db, c)
	if err != nil {
		return err
	}
	statements = append(statements, generous)
	for n := range k.rollups {
		s, err := k.sums(c, n)
		if err != nil {
			return err
		}
		levels := k.levels(n)
		for i, l := range levels {
			var selection string
			if i == 0 {
				selection, err = k.ofImage(s, l, "1", "")
			} else { // the rows are read once
				selection, err = s.ofDays(k.name(levels[0].name))
			}
			if err != nil {
				return err
			}
			statements = append(statements, "delete from "+k.name(l.name), "insert into "+k.name(l.name)+" "+selection)
		}
	}
	for _, l := range k.logs {
		statements = append(statements, "delete from "+k.name("log"+l.suffix))
	}
	entity := pq.QuoteLiteral(k.entity)
	statements = append(statements, `delete from "crmkpi_rollup"."emptied" where "entity" = `+entity,
		fmt.Sprintf(`update "crmkpi_rollup"."kept" set "built_at" = now(), "refreshed_at" = now() where "entity" = %s`, entity))
	if err := alone(ctx, db.Pool(), &sql.TxOptions{Isolation: sql.LevelRepeatableRead}, statements...); err != nil {
		return err
	}
	return k.analyze(ctx, db.Pool())
}

// analyze lets the planner know the tables.
func (k *kept) analyze(ctx context.Context, pool *sql.DB) error {
	for n := range k.rollups {
		for _, l := range k.levels(n) {
			if _, err := pool.ExecContext(ctx, "analyze "+k.name(l.name)); err != nil {
				return postgres.Explain(err)
			}
		}
	}
	return nil
}

// alone runs statements in a transaction while nobody else changes sums. The snapshot is taken when that is so.
func alone(ctx context.Context, pool *sql.DB, options *sql.TxOptions, statements ...string) error {
	connection, err := pool.Conn(ctx)
	if err != nil {
		return postgres.Explain(err)
	}
	defer connection.Close()
	if _, err := connection.ExecContext(ctx, "select pg_advisory_lock("+lock+")"); err != nil {
		return postgres.Explain(err)
	}
	defer connection.ExecContext(context.WithoutCancel(ctx), "select pg_advisory_unlock("+lock+")") // or the end of the connection does
	return postgres.Write(ctx, connection, options, statements)
}

// removing are the statements that remove what is kept of an entity; "" for all of them.
func removing(entity string) []string {
	where := ""
	if entity != "" {
		where = ` where "entity" = ` + pq.QuoteLiteral(entity)
	}
	return []string{fmt.Sprintf(`do $crmkpi$
declare
  one record;
  thing record;
begin
  for one in select * from "crmkpi_rollup"."kept"%s loop
    for thing in select "tgname", "tgrelid"::regclass as "on" from "pg_catalog"."pg_trigger"
      join "pg_catalog"."pg_proc" on "pg_proc"."oid" = "tgfoid"
      where "pronamespace" = '"crmkpi_rollup"'::regnamespace and starts_with("tgname", left(one."entity", 40) || '_' || one."id" || '_') loop
      execute format('drop trigger %%I on %%s', thing."tgname", thing."on");
    end loop;
    for thing in select "oid"::regprocedure as "name" from "pg_catalog"."pg_proc"
      where "pronamespace" = '"crmkpi_rollup"'::regnamespace and starts_with("proname", left(one."entity", 40) || '_' || one."id" || '_') loop
      execute format('drop function %%s', thing."name");
    end loop;
    for thing in select "oid"::regclass as "name", case "relkind" when 'v' then 'view' else 'table' end as "kind" from "pg_catalog"."pg_class"
      where "relnamespace" = '"crmkpi_rollup"'::regnamespace and "relkind" in ('r', 'v') and starts_with("relname", left(one."entity", 40) || '_' || one."id" || '_')
      order by "relkind" desc loop -- views before what they read
      execute format('drop %%s %%s', thing."kind", thing."name");
    end loop;
  end loop;
  delete from "crmkpi_rollup"."kept"%s;
end
$crmkpi$`, where, where)}
}

// Remove removes all that is kept, and the schema.
func Remove(ctx context.Context, pool *sql.DB) error {
	var there bool
	if err := pool.QueryRowContext(ctx, `select to_regclass('"crmkpi_rollup"."kept"') is not null`).Scan(&there); err != nil {
		return postgres.Explain(err)
	}
	if !there {
		return nil
	}
	statements := append([]string{patience}, removing("")...)
	return postgres.Write(ctx, pool, nil, append(statements, `drop table if exists "crmkpi_rollup"."emptied"`, `drop function if exists "crmkpi_rollup"."refuse"`,
		`drop table "crmkpi_rollup"."kept"`, `drop schema "crmkpi_rollup"`))
}
