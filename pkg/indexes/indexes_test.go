package indexes_test

import (
	"database/sql"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/indexes"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// fill makes a large table without an index but that of its key, a small one, and what else rows are read through.
func fill(db *sql.DB) error {
	_, err := db.Exec(`
		create schema "Sales";
		create table "Sales".deal (id int primary key, "Owner" int, account int, state varchar(10), closed timestamptz, made timestamp, note char(80))
			with (autovacuum_enabled = false);
		insert into "Sales".deal
			select i, i % 100, i % 5000, (array['won', 'lost', 'open'])[1 + i % 3], timestamptz '2020-01-01Z' + i * interval '30 min', timestamp '2020-01-01' + i * interval '30 min', ''
			from generate_series(1, 90000) as i;
		create table owner (id int primary key, name text);
		insert into owner select i, 'n' || i from generate_series(0, 99) as i;
		create view plain as select d.id, d.closed as done from "Sales".deal as d;
		create view grouped as select account, max(closed) as done from "Sales".deal group by account;
		create table stale (id int, closed timestamptz, note char(200)) with (autovacuum_enabled = false);
		insert into stale select i, now(), '' from generate_series(1, 40000) as i;
		create table part (id int, account int, closed timestamptz, note char(80)) partition by range (closed);
		create table part_old partition of part for values from (minvalue) to ('2022-01-01Z') with (autovacuum_enabled = false);
		create table part_new partition of part for values from ('2022-01-01Z') to (maxvalue) with (autovacuum_enabled = false);
		insert into part select id, account, closed, note from "Sales".deal;
		analyze "Sales".deal, owner, part, part_old, part_new`)
	return err
}

const (
	february = `select count(*) from "Sales".deal as "e" where "e".closed >= $1::timestamptz and "e".closed < $2::timestamptz and "e".state = 'won'`
	deals    = `CREATE INDEX CONCURRENTLY ON "Sales"."deal" `
)

func inFebruary() postgres.Statement {
	return postgres.Statement{SQL: february, Args: []any{time.Date(2022, 2, 1, 0, 0, 0, 0, time.UTC), time.Date(2022, 3, 1, 0, 0, 0, 0, time.UTC)}}
}

func statement(sql string) postgres.Statement { return postgres.Statement{SQL: sql} }

// company is a copy of the tables, after some statements.
func company(t *testing.T, statements ...string) (*postgres.DB, *sql.DB) {
	t.Helper()
	dsn := pgtest.Template(t, "indexes", fill)
	db, err := postgres.OpenDSN(dsn, postgres.Limits{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	admin := pgtest.Open(t, dsn)
	for _, s := range statements {
		_, err := admin.Exec(s)
		require.NoError(t, err)
	}
	return db, admin
}

func find(t *testing.T, db *postgres.DB, statements ...postgres.Statement) *indexes.Advice {
	t.Helper()
	var asked []indexes.Asked
	for _, s := range statements {
		asked = append(asked, indexes.Asked{Statement: s, By: []string{"somebody"}})
	}
	advice, err := indexes.Find(t.Context(), db, asked, 0)
	require.NoError(t, err)
	require.Zero(t, advice.Failed)
	return advice
}

func proposed(a *indexes.Advice) []string {
	var all []string
	for _, i := range a.Indexes {
		all = append(all, i.SQL())
	}
	return all
}

func refused(a *indexes.Advice) string {
	var all []string
	for _, r := range a.Refused {
		all = append(all, r.Table.Schema+"."+r.Table.Name+" "+r.Key+": "+r.Reason.In(i18n.English))
	}
	return strings.Join(all, "\n")
}

// What is proposed is what the scan is about, and once it is made, PostgreSQL uses it and nothing else is proposed.
func TestProposals(t *testing.T) {
	for name, test := range map[string]struct {
		statement postgres.Statement
		want      string
	}{
		"the time of a range":     {inFebruary(), deals + `("closed")`},
		"a key":                   {statement(`select * from "Sales".deal e where e.account = 7`), deals + `("account")`},
		"one of several keys":     {statement(`select * from "Sales".deal e where e."Owner" in (1, 2)`), deals + `("Owner")`},
		"a time in a time zone":   {statement(`select count(*) from "Sales".deal e where e.made at time zone 'UTC' between '2022-02-01Z' and '2022-02-02Z'`), deals + `((made AT TIME ZONE 'UTC'::text))`},
		"what is joined":          {statement(`select count(*) from "Sales".deal d join owner o on o.id = d."Owner" where o.name = 'n7'`), deals + `("Owner")`},
		"a view of a table":       {statement(`select count(*) from plain where done >= '2022-02-01Z' and done < '2022-03-01Z'`), deals + `("closed")`},
		"what no row has":         {statement(`select count(*) from "Sales".deal where closed is null`), deals + `("closed")`},
		"a text of another type":  {statement(`select count(*) from "Sales".deal where state = 'none'`), deals + `("state")`},
		"a table of partitions":   {statement(`select * from part where account = 7`), `CREATE INDEX ON "public"."part" ("account")`},
		"a small table":           {statement(`select * from owner where name = 'n7'`), ""},
		"a great part of a table": {statement(`select count(*) from "Sales".deal where state = 'won'`), ""},
		"most of a table":         {statement(`select count(*) from "Sales".deal where closed >= '2020-02-01Z'`), ""},
		"all of a left side":      {statement(`select count(*) from "Sales".deal d left join owner o on o.id = d."Owner" where coalesce(o.name, '') <> 'n7'`), ""},
		"the beginning":           {statement(`select * from "Sales".deal where "Owner" = 3 limit 1`), ""},
	} {
		t.Run(name, func(t *testing.T) {
			db, admin := company(t)
			before := count(t, admin)
			advice := find(t, db, test.statement)
			require.Equal(t, before, count(t, admin), "nothing is created")
			if test.want == "" {
				require.Empty(t, proposed(advice))
				return
			}
			require.Equal(t, []string{test.want}, proposed(advice))
			use := advice.Indexes[0].Uses[0]
			require.False(t, advice.Measured)
			require.Nil(t, use.Saved())
			require.Positive(t, *use.Scan)
			require.LessOrEqual(t, *use.Scan, *use.Time)
			_, err := admin.Exec(test.want)
			require.NoError(t, err)
			_, err = admin.Exec("analyze") // an index of an expression has statistics of its own
			require.NoError(t, err)
			require.Empty(t, proposed(find(t, db, test.statement)))
			require.NotContains(t, plan(t, admin, test.statement), `Seq Scan on "Sales".deal`)
		})
	}
}

func count(t *testing.T, admin *sql.DB) (n int) {
	require.NoError(t, admin.QueryRow("select count(*) from pg_index").Scan(&n))
	return n
}

func plan(t *testing.T, admin *sql.DB, s postgres.Statement) string {
	var text string
	require.NoError(t, admin.QueryRow("explain (format json) "+s.SQL, s.Args...).Scan(&text))
	require.True(t, json.Valid([]byte(text)))
	return text
}

// The part of the rows that is told is what PostgreSQL expects, near to what there is.
func TestPartOfTheRows(t *testing.T) {
	db, admin := company(t)
	use := find(t, db, inFebruary()).Indexes[0].Uses[0]
	var ofTime, ofAll float64
	require.NoError(t, admin.QueryRow(`select avg((closed >= '2022-02-01Z' and closed < '2022-03-01Z')::int),
		avg((closed >= '2022-02-01Z' and closed < '2022-03-01Z' and state = 'won')::int) from "Sales".deal`).Scan(&ofTime, &ofAll))
	require.InDelta(t, ofTime, use.Kept, 0.005, "that of the key alone")
	require.InDelta(t, ofAll, *use.Found, 1e-9, "that of the whole condition")
}

func TestWhatIsNotProposed(t *testing.T) {
	for name, test := range map[string]struct {
		before    []string
		statement postgres.Statement
		want      string
	}{
		"an index that begins with the column": {[]string{`create index known on "Sales".deal (closed, "Owner")`}, statement(`select count(*) from "Sales".deal where "Owner" = 3 and closed >= '2020-01-01Z'`), ""},
		"a partial one": {[]string{`create index known on "Sales".deal (account) where state = 'open'`}, statement(`select * from "Sales".deal where account = 7`),
			`Sales.deal "account": there is the index known already, which PostgreSQL does not use here`},
		"one that failed": {[]string{`create index known on "Sales".deal (account)`, `update pg_index set indisvalid = false where indexrelid = '"Sales".known'::regclass`},
			statement(`select * from "Sales".deal where account = 7`), `Sales.deal "account": there is the index known, but it is not valid: rebuild it`},
		"a view of groups": {nil, statement(`select count(*) from grouped where done >= '2025-02-18Z' and done < '2025-02-19Z'`),
			`Sales.deal : all rows are read before the condition`},
	} {
		t.Run(name, func(t *testing.T) {
			db, _ := company(t, test.before...)
			advice := find(t, db, test.statement)
			if test.want == "" {
				require.Equal(t, []string{deals + `("Owner")`}, proposed(advice), "the second column of an index is none to find rows by")
				return
			}
			require.Empty(t, proposed(advice))
			require.Contains(t, refused(advice), test.want)
		})
	}
}

func TestTablesWithoutStatistics(t *testing.T) {
	db, _ := company(t)
	advice := find(t, db, statement(`select * from stale where id = 7`))
	require.Empty(t, proposed(advice))
	require.Len(t, advice.Stale, 1)
	require.Equal(t, "stale", advice.Stale[0].Name)
}

// What a table has become since its statistics were made shows when the statement is run.
func TestStatisticsThatAreOutOfDate(t *testing.T) {
	db, _ := company(t, `update "Sales".deal set account = 7`)
	advice := find(t, db, statement(`select * from "Sales".deal where account = 7`))
	require.Empty(t, proposed(advice))
	require.Contains(t, refused(advice), "run ANALYZE on Sales.deal")
}

// With hypopg, the cost that is told with an index is that of PostgreSQL once it is there.
func TestGainIsMeasured(t *testing.T) {
	db, admin := company(t)
	var available bool
	require.NoError(t, admin.QueryRow("select exists (select from pg_available_extensions where name = 'hypopg')").Scan(&available))
	if !available {
		t.Skip("skipped: the server has no extension hypopg (Debian: postgresql-15-hypopg)")
	}
	_, err := admin.Exec("create schema extensions; create extension hypopg schema extensions")
	require.NoError(t, err)
	unchangeable := statement(`select count(*) from "Sales".deal where made::timestamptz = '2022-02-01Z'`)
	advice := find(t, db, inFebruary(), statement(`select * from "Sales".deal where account = 7`), unchangeable)
	require.True(t, advice.Measured)
	require.ElementsMatch(t, []string{deals + `("closed")`, deals + `("account")`}, proposed(advice))
	require.Contains(t, refused(advice), "must be marked IMMUTABLE")
	for _, i := range advice.Indexes {
		use := i.Uses[0]
		require.Greater(t, *use.Saved(), 0.5)
		_, err := admin.Exec(i.SQL())
		require.NoError(t, err)
		var plans []struct {
			Plan struct {
				Cost float64 `json:"Total Cost"`
			}
		}
		require.NoError(t, json.Unmarshal([]byte(plan(t, admin, use.Statement)), &plans))
		require.InEpsilon(t, plans[0].Plan.Cost, *use.With, 0.2)
	}
	var left int
	require.NoError(t, db.Pool().QueryRow("select count(*) from extensions.hypopg()").Scan(&left))
	require.Zero(t, left, "the session has no hypothetical indexes any more")
}

// What there is no time for is said.
func TestBudget(t *testing.T) {
	db, _ := company(t)
	advice, err := indexes.Find(t.Context(), db, []indexes.Asked{{Statement: inFebruary()}}, time.Nanosecond)
	require.NoError(t, err)
	require.Equal(t, []string{deals + `("closed")`}, proposed(advice))
	require.Nil(t, advice.Indexes[0].Uses[0].Time)
	require.Equal(t, 1, advice.Untimed)
	require.Contains(t, advice.Table().Notices[1].Text.In(i18n.English), "within 1ns: 1")
}

// A statement that PostgreSQL refuses keeps none of the others from being looked at.
func TestStatementsThatFail(t *testing.T) {
	db, _ := company(t)
	advice, err := indexes.Find(t.Context(), db, []indexes.Asked{{Statement: statement("select nothing")}, {Statement: inFebruary()}}, 0)
	require.NoError(t, err)
	require.Equal(t, 1, advice.Failed)
	require.Equal(t, []string{deals + `("closed")`}, proposed(advice))
}
