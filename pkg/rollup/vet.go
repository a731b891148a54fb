package rollup

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// vet finds the columns that decide on the image of a row, and refuses a mapping whose image depends on anything else: on other rows, the time
// of day or a session's settings. PostgreSQL itself judges, by whether it would make an index of it.
func (k *kept) vet(ctx context.Context, pool *sql.DB, c sqlgen.Context, t table) ([]string, error) {
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return nil, postgres.Explain(err)
	}
	defer tx.Rollback() // it is only a trial
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("create temporary table %s (like %s)", t.alias, t.name)); err != nil {
		return nil, postgres.Explain(err)
	}
	expressions, err := sqlgen.ImageExpressions(c, k.entity, k.fields)
	if err != nil {
		return nil, err
	}
	for i, e := range expressions {
		if _, err := tx.ExecContext(ctx, fmt.Sprintf("create index %s on pg_temp.%s (((%s) is null))", quote(fmt.Sprintf("crmkpi_vet_%d", i)), t.alias, e)); err != nil {
			said := err.Error()
			if server := pq.As(err); server != nil {
				said = server.Message
			}
			return nil, fault.New("rollup.depends_on_more", "sql", e, "reason", said)
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
