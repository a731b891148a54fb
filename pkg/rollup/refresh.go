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

// Refresh merges what has been written down into the sums, entity by entity, and builds those that have not been built. Whoever reads sees
// all of it before, or all of it after.
func Refresh(ctx context.Context, db *postgres.DB, c sqlgen.Context) error {
	all, err := read(ctx, db, c)
	if err != nil {
		return err
	}
	for _, s := range all {
		switch {
		case s.other:
			continue
		case !s.Built:
			err = s.build(ctx, db.Pool(), c)
		default:
			err = s.merge(ctx, db.Pool(), c)
		}
		if err != nil {
			return fault.At(place(s.entity), explained(err))
		}
	}
	return nil
}

// Rebuild sums all rows anew.
func Rebuild(ctx context.Context, db *postgres.DB, c sqlgen.Context) error {
	all, err := read(ctx, db, c)
	if err != nil {
		return err
	}
	for _, s := range all {
		if s.other {
			continue
		}
		if err := s.build(ctx, db.Pool(), c); err != nil {
			return fault.At(place(s.entity), explained(err))
		}
	}
	return nil
}

// merge moves the log into the sums by one statement.
func (k *kept) merge(ctx context.Context, pool *sql.DB, c sqlgen.Context) error {
	with := []string{"gone as (delete from " + k.name("log") + " returning *)"}
	for n := range k.rollups {
		s, err := k.sums(c, n)
		if err != nil {
			return err
		}
		for _, to := range k.levels(n) {
			at, err := s.at(to.months, "gone", s.Time)
			if err != nil {
				return err
			}
			columns, changes, err := s.ofRows("gone", at, `gone."sign"`)
			if err != nil {
				return err
			}
			names := strings.Join(s.columns(), ", ")
			with = append(with,
				fmt.Sprintf("new_%s (%s) as (select %s from gone where gone.%s is not null group by %s having %s)", to.name, names, strings.Join(columns, ", "), quote(s.Time), s.by(), changes),
				fmt.Sprintf(`old_%s as (delete from %s as old using (select distinct "at" from new_%s) as touched where old."at" = touched."at" returning old.*)`, to.name, k.name(to.name), to.name),
				fmt.Sprintf(`put_%s as (insert into %s (%s) select %s from (select * from old_%s union all select * from new_%s) as both_of group by %s having sum("rows") <> 0)`,
					to.name, k.name(to.name), names, s.again(), to.name, to.name, s.by()),
			)
		}
	}
	return alone(ctx, pool, nil, "with "+strings.Join(with, ",\n")+"\nselect",
		fmt.Sprintf(`update "crmkpi_rollup"."kept" set "refreshed_at" = now() where "entity" = %s`, pq.QuoteLiteral(k.entity)))
}
