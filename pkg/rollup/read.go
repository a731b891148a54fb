package rollup

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Status is what there is of an entity.
type Status struct {
	Entity      string
	Definitions []Definition
	Built       bool
	Refreshed   time.Time // zero before the first time
	// Noted says whether all triggers are there and fire. Without one of them, the sums are not what the rows come to.
	Noted bool
	// Other says that it is of another mapping, time zone or currency, and is not read.
	Other bool
	// Days says whether the server counts the days of the time zone as we do. Else sums are not read.
	Days bool
	// Age is how old the sums may be that no trigger keeps exact, 0 for exact ones. Old says that they are older: they are not read before they are refreshed.
	Age time.Duration
	Old bool

	*kept // under the mapping
}

// Read returns the rollups of a database that can be read in place of rows under a mapping, none where there are none.
func Read(ctx context.Context, db *postgres.DB, c sqlgen.Context) ([]crm.Rollup, error) {
	all, err := States(ctx, db, c)
	var rollups []crm.Rollup
	for _, s := range all {
		if s.Other || !s.Built || !s.Noted || !s.Days {
			continue
		}
		for n := range s.rollups {
			rollups = append(rollups, s.rollup(n))
		}
	}
	return rollups, err
}

// triggers is how many a table has.
const triggers = 3

// States tells what there is.
func States(ctx context.Context, db *postgres.DB, c sqlgen.Context) ([]Status, error) {
	var all []Status
	err := db.Snapshot(ctx, func(snapshot *postgres.Snapshot) error {
		there := false
		err := snapshot.Read(ctx, postgres.Statement{SQL: `select true where has_schema_privilege(to_regnamespace($1)::oid, 'usage') and has_table_privilege(to_regclass($2)::oid, 'select')
  and has_table_privilege(to_regclass($3)::oid, 'select')`, Args: []any{`"crmkpi_rollup"`, `"crmkpi_rollup"."kept"`, `"crmkpi_rollup"."emptied"`}}, func(row postgres.Row) error { return row.Scan(&there) })
		if err != nil || !there {
			return err
		}
		const list = `select "entity", "id", "definitions"::text, "built_at" is not null and "entity" not in (select "entity" from "crmkpi_rollup"."emptied"), coalesce("refreshed_at", '-infinity') > '-infinity', coalesce("refreshed_at", now()), now(),
  (select count(*) from "pg_catalog"."pg_trigger" join "pg_catalog"."pg_proc" on "pg_proc"."oid" = "tgfoid"
    where "pronamespace" = to_regnamespace($1) and starts_with("tgname", left("entity", 40) || '_' || "id" || '_') and "tgenabled" = 'A')
from "crmkpi_rollup"."kept" order by 1`
		days, err := sameDays(ctx, snapshot, c.Calendar.Location)
		if err != nil {
			return err
		}
		return snapshot.Read(ctx, postgres.Statement{SQL: list, Args: []any{`"crmkpi_rollup"`}}, func(row postgres.Row) error {
			var s Status
			var id, definitions string
			var refreshed bool
			var at, now time.Time
			var firing int
			if err := row.Scan(&s.Entity, &id, &definitions, &s.Built, &refreshed, &at, &now, &firing); err != nil {
				return err
			}
			if refreshed {
				s.Refreshed = at
			}
			s.Days = days
			if err := json.Unmarshal([]byte(definitions), &s.Definitions); err != nil {
				return err
			}
			s.kept = &kept{entity: s.Entity, rollups: s.Definitions}
			s.Other = s.kept.read(c) != nil || s.kept.id != id
			s.Age = s.age()
			s.Old = s.Age > 0 && (!refreshed || now.Sub(at) > s.Age)
			s.Noted = s.Age > 0 || firing == triggers*max(1, len(s.kept.logs))
			all = append(all, s)
			return nil
		})
	})
	return all, err
}

// Gone reports whether an error is that sums are no longer there, or no longer to be read: somebody has removed them since [Read].
func Gone(err error) bool {
	e, ok := errors.AsType[*postgres.Error](err)
	return ok && (e.Kind == postgres.KindMissingObject || e.Kind == postgres.KindPermission) && strings.Contains(e.SQL, `"`+Schema+`"`)
}
