package versions_test

import (
	"database/sql"

	"github.com/crmkpi/crm-datasource/pkg/demo/demotest"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

// endless is a company, a tenth of the demo, some of whose times and days have no end: of each column, but for those of keys, one
// row in 50 is before all time, and one after.
var endless = pgtest.Source{Name: "infinite times", From: demotest.Company(), Fill: func(db *sql.DB) error {
	_, err := db.Exec(`
do $$
declare
  it record;
begin
  for it in select conrelid::regclass as owner, conname from pg_constraint where connamespace = 'crm'::regnamespace and contype in ('c', 'f') loop
    execute format('alter table %s drop constraint %I', it.owner, it.conname);
  end loop;
  for it in select oid::regclass as owner from pg_class where relnamespace = 'crm'::regnamespace and relkind = 'r' and reltuples > 1000 loop
    execute format('delete from %1$s as t where abs(hashtext(md5(t::text))) %% 10 > 0', it.owner);
  end loop;
  for it in
    select a.attrelid::regclass as owner, a.attname as field, a.atttypid::regtype as kind
    from pg_attribute as a
    join pg_class as c on c.oid = a.attrelid
    where c.relnamespace = 'crm'::regnamespace and c.relkind = 'r' and a.atttypid in ('timestamptz'::regtype, 'date'::regtype)
      and not exists (select from pg_index as i where i.indrelid = a.attrelid and i.indisunique and a.attnum = any(i.indkey::int2[]))
    order by 1, 2
  loop
    execute format($update$
      update %1$s as t set %2$I = (case when chosen.place = 0 then '-infinity' else 'infinity' end)::%4$s
      from (select ctid as at, abs(hashtext(%3$L || md5(t::text))) %% 50 as place from %1$s as t where %2$I is not null) as chosen
      where chosen.at = t.ctid and chosen.place < 2 $update$, it.owner, it.field, it.field, it.kind);
  end loop;
end
$$`)
	return err
}}
