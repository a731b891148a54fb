package rollup

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// vet finds the columns that decide on the image of a row, and refuses a mapping whose image depends on anything else: on other rows, the time
// of day or a session's settings. PostgreSQL itself judges, by whether it would make an index of it.
func (l log) vet(ctx context.Context, pool *sql.DB, c sqlgen.Context, t table) ([]string, error) {
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return nil, postgres.Explain(err)
	}
	defer tx.Rollback() // it is only a trial
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("create temporary table %s (like %s)", t.alias, t.name)); err != nil {
		return nil, postgres.Explain(err)
	}
	expressions, err := l.Expressions(c)
	if err != nil {
		return nil, err
	}
	for i, e := range expressions {
		if err := indexed(ctx, tx, fmt.Sprintf("crmkpi_vet_%d", i), t.alias, e); err != nil {
			return nil, err
		}
	}
	rows, err := tx.QueryContext(ctx, `select distinct attname, exists (select from pg_catalog.pg_attribute as own where own.attrelid = $1::regclass and own.attname = pg_attribute.attname and own.attgenerated = 'v')
from pg_catalog.pg_depend
join pg_catalog.pg_class as index on index.oid = objid and classid = 'pg_catalog.pg_class'::regclass
join pg_catalog.pg_attribute on attrelid = refobjid and attnum = refobjsubid
where starts_with(index.relname, 'crmkpi_vet_') and index.relnamespace = pg_catalog.pg_my_temp_schema() and refobjsubid > 0
order by 1`, t.name)
	if err != nil {
		return nil, postgres.Explain(err)
	}
	defer rows.Close()
	var columns []string
	for rows.Next() {
		var name string
		var virtual bool // and so not known to triggers
		if err := rows.Scan(&name, &virtual); err != nil {
			return nil, postgres.Explain(err)
		}
		if virtual {
			return nil, fault.New("rollup.virtual_column", "table", t.name, "column", name)
		}
		columns = append(columns, quote(name))
	}
	return columns, postgres.Explain(rows.Err())
}

// indexed makes an index of an expression over a temporary table. What PostgreSQL makes none of depends on more than the row.
func indexed(ctx context.Context, tx *sql.Tx, name, table, expression string) error {
	_, err := tx.ExecContext(ctx, fmt.Sprintf("create index %s on pg_temp.%s (((%s) is null))", quote(name), table, expression))
	if err == nil {
		return nil
	}
	said := err.Error()
	if server := pq.As(err); server != nil {
		said = server.Message
	}
	return fault.New("rollup.depends_on_more", "sql", expression, "reason", said)
}

// vetTimes refuses states whose ends depend on more than the image of a row: a month later is another day in the time zone of each session.
func (k *kept) vetTimes(ctx context.Context, pool *sql.DB, c sqlgen.Context) error {
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return postgres.Explain(err)
	}
	defer tx.Rollback() // it is only a trial
	const image = "crmkpi_image"
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("create temporary table %s as %s with no data", image, k.image)); err != nil {
		return postgres.Explain(err)
	}
	for n, d := range k.rollups {
		for i, end := range []string{d.From, d.To} {
			e, err := expression.Parse(end)
			if end == "" || err != nil {
				continue
			}
			sql, err := sqlgen.Summand(c, d.read(), image, e)
			if err != nil {
				return err
			}
			if err := indexed(ctx, tx, fmt.Sprintf("crmkpi_image_%d_%d", n, i), image, sql+"::timestamptz"); err != nil {
				return err
			}
		}
	}
	return nil
}

// changed is the condition that an update changes one of the columns.
func changed(columns []string) string {
	of := func(row string) string {
		all := make([]string, len(columns))
		for i, c := range columns {
			all[i] = row + "." + c
		}
		return "(" + strings.Join(all, ", ") + ")"
	}
	return of("old") + " is distinct from " + of("new")
}
