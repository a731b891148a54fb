package rollup

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/changes"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/exec"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Where no trigger may be, or where none sees all that changes, as of a view, sums can have an age: each refresh sums all rows anew, and until the next one
// the sums are those of that moment. Answers tell it. Sums that are older than they may be are refused, and rows are read.

// leastAge is the least that sums may become old.
const leastAge = time.Minute

// age is how old the sums may be; 0 for exact ones.
func (d Definition) age() (time.Duration, error) {
	if d.Age == "" {
		return 0, nil
	}
	age, err := time.ParseDuration(d.Age)
	if err != nil || age < leastAge {
		return 0, fault.New("rollup.age", "age", d.Age, "least", leastAge)
	}
	return age, nil
}

// age is how old what is kept may be; 0 where triggers keep it exact. All of an entity are of one age.
func (k *kept) age() time.Duration {
	if len(k.rollups) == 0 {
		return 0
	}
	age, _ := k.rollups[0].age() // which has been checked
	return age
}

// aging are the statements that make what stands in the place of a log: it stays empty, and refuses sums that are too old.
func (k *kept) aging(l log) []string {
	return []string{
		k.emptyLog(l),
		k.readLog(l, "kept", fmt.Sprintf(`coalesce("refreshed_at", '-infinity') < now() - interval '%d seconds'`, int(k.age().Seconds()))),
	}
}

// holdingAll is [kept.holding] for sums that have an age, whose rows may come from views and joins, as far as who refreshes may read the tables below them. It
// refuses tables that show different rows to different people: sums of all rows do not.
func (k *kept) holdingAll(ctx context.Context, db *postgres.DB, c sqlgen.Context) ([]string, error) {
	m := c.Mapping
	m.Entities = map[string]crm.Source{}
	for _, l := range k.logs {
		m.Entities[l.Entity] = c.Mapping.Entities[l.Entity]
	}
	all, err := changes.Tables(ctx, db, m)
	if err != nil {
		return nil, err
	}
	var holding []string
	for _, t := range all {
		var kind string
		var secured, readable bool
		const of = `select relkind::text, has_table_privilege(oid, 'select'), exists (select from pg_catalog.pg_class as any_of where any_of.oid = any($2::oid[]) and any_of.relrowsecurity)
from pg_catalog.pg_class as found where oid = $1`
		switch err := db.Pool().QueryRowContext(ctx, of, t.ID, pq.Int64Array(slices.Concat(t.Over, []int64{t.ID}))).Scan(&kind, &readable, &secured); {
		case err != nil:
			return nil, postgres.Explain(err)
		case secured:
			return nil, fault.New("rollup.row_security", "table", t.Schema+"."+t.Name)
		case readable && (kind == "r" || kind == "p"):
			holding = append(holding, "lock table "+quote(t.Schema)+"."+quote(t.Name)+" in access share mode")
		}
	}
	return holding, nil
}

// AsOf is when the oldest of the sums were made that a plan reads and that nothing keeps exact, of the state that the reader reads; zero where it reads none.
func AsOf(ctx context.Context, r *exec.Reader, p *plan.Plan) (time.Time, error) {
	var entities pq.StringArray
	for _, s := range p.Scans {
		if s.Rollup != nil && s.Rollup.Age > 0 {
			entities = append(entities, s.Rollup.Entity)
		}
	}
	if len(entities) == 0 {
		return time.Time{}, nil
	}
	var at sql.NullTime
	const oldest = `select min("refreshed_at") from "crmkpi_rollup"."kept" where "entity" = any($1)`
	err := r.Read(ctx, sqlgen.Statement{SQL: oldest, Args: []any{entities}}, func(row measure.Row) error { return row.Scan(&at) })
	return at.Time, err
}
