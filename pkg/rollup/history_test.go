package rollup_test

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	business "github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/rollup"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// historyPlan keeps the states of deals by their history, by day and by month.
const historyPlan = `rollups:
- {entity: deal_versions, from: valid_from, to: valid_to, keys: [owner, currency, status], values: [amount, deal]}
- {entity: deal_versions, from: valid_from, to: valid_to, keys: [currency, owner, stage, status], values: [amount * probability, amount], grain: month}
`

// openHistory is a company whose deals and versions nothing ties together: there are versions of deals that are not there, of no deal and of
// a blank one, deals of the same id, and deals without a version.
func openHistory(t *testing.T) *company {
	c := open(t)
	c.exec(t,
		`create table crm.offers (id text, owner bigint, phase text, state text, amount numeric, money text, begun timestamptz, ended timestamptz, hidden bool not null default false, note text)`,
		`create table crm.versions (offer text, owner bigint, phase text, state text, amount numeric, money text, chance numeric, since timestamptz, until timestamptz, draft bool not null default false, note text)`,
		`create index on crm.offers (id)`, `create index on crm.versions (offer)`, `create index on crm.versions (since)`, `create index on crm.versions (until)`,
		ratesThatChange,
	)
	var err error
	c.mapping, err = crm.ParseMapping(`entities:
  deals:
    from: crm.offers as o
    where: not o.hidden
    fields: {id: o.id, owner: o.owner, stage: o.phase, status: o.state, amount: o.amount, currency: o.money, created_at: o.begun, closed_at: o.ended}
  deal_history:
    from: crm.versions as v
    where: not v.draft
    fields: {deal: v.offer, owner: v.owner, stage: v.phase, status: v.state, amount: v.amount, currency: v.money, probability: v.chance, valid_from: v.since, valid_to: v.until}
  users: {from: crm.users}
  teams: {from: crm.teams}
  currency_rates: {from: crm.currency_rates}
`)
	require.NoError(t, err)
	c.in(t, "Europe/Berlin", "USD")
	return c
}

// historyWriter writes deals and versions of all kinds.
type historyWriter struct{ stateWriter }

func (w historyWriter) id() string {
	switch w.random.IntN(30) {
	case 0:
		return "null"
	case 1:
		return w.one("''", "' '")
	}
	return fmt.Sprintf("'d%d'", w.random.IntN(60))
}

// what is common to both tables: owner, stage, status, amount and currency.
func (w historyWriter) values() string {
	return strings.Join([]string{w.one("null", "1", "2", "3"), w.one("null", "'a'", "'b'"), w.one("null", "'open'", "'open'", "'won'", "'lost'"),
		w.one("null", fmt.Sprintf("%d.%02d", w.random.IntN(1000), w.random.IntN(100)), "0", "-3.5"), w.one("null", "' '", "'USD'", "'USD'", "'EUR'", "'GBP'")}, ", ")
}

func (w historyWriter) span() string {
	from, to := w.moment(), w.moment()
	if w.random.IntN(6) == 0 {
		to = from
	}
	return from + ", " + to
}

func (w historyWriter) offer(id string) string {
	return fmt.Sprintf("insert into crm.offers (id, owner, phase, state, amount, money, begun, ended, hidden) values (%s, %s, %s, %t)", id, w.values(), w.span(), w.random.IntN(8) == 0)
}

func (w historyWriter) version(id string) string {
	return fmt.Sprintf("insert into crm.versions (offer, owner, phase, state, amount, money, since, until, chance, draft) values (%s, %s, %s, %s, %t)",
		id, w.values(), w.span(), w.one("null", "0.25", "1"), w.random.IntN(8) == 0)
}

// statement changes something, of one deal most of the time.
func (w historyWriter) statement() string {
	id := w.id()
	of := func(column string) string { return fmt.Sprintf(" where %s is not distinct from %s", column, id) }
	switch w.random.IntN(17) {
	case 0:
		return w.offer(id)
	case 1, 2:
		return w.version(id)
	case 3:
		return w.offer(id) + "; " + w.version(id)
	case 4:
		return "update crm.versions set until = " + w.moment() + of("offer")
	case 5:
		return "update crm.versions set since = until, until = since" + of("offer")
	case 6:
		return "update crm.versions set amount = coalesce(amount, 0) + 1.25, money = " + w.one("null", "'USD'", "'EUR'") + of("offer")
	case 7:
		return "update crm.versions set offer = " + w.id() + of("offer")
	case 8:
		return "update crm.versions set draft = not draft, owner = 2" + of("offer")
	case 9:
		return "delete from crm.versions" + of("offer")
	case 10:
		return "update crm.offers set ended = " + w.moment() + ", state = " + w.one("null", "'open'", "'won'", "'lost'") + of("id")
	case 11:
		return "update crm.offers set amount = coalesce(amount, 0) + 2.5, owner = " + w.one("null", "1", "2") + of("id")
	case 12:
		return "update crm.offers set id = " + w.id() + of("id")
	case 13:
		return "update crm.offers set hidden = not hidden" + of("id")
	case 14:
		return "delete from crm.offers" + of("id")
	case 15:
		return "update crm.versions set offer = 'd7', chance = 0.5 where offer in ('d1', 'd2')"
	}
	return "update crm.offers set note = 'seen'; update crm.versions set note = 'seen'"
}

func (c *company) fillHistory(t *testing.T, w historyWriter, deals int) {
	var all []string
	for i := range deals {
		id := fmt.Sprintf("'d%d'", i)
		if i%5 != 0 {
			all = append(all, w.offer(id))
		}
		for range i % 4 {
			all = append(all, w.version(id))
		}
	}
	_, err := c.db.Pool().Exec(strings.Join(all, "; "))
	require.NoError(t, err)
}

// recorded is a row of a table, made a version of a deal or not.
type recorded struct {
	id, owner, status, currency, day sql.NullString
	amount                           sql.NullFloat64
	chance                           float64
	from, to                         sql.NullFloat64
	inferred                         bool
}

func rowsOf(t *testing.T, tx *sql.Tx, statement string) (all []recorded) {
	rows, err := tx.Query(statement)
	require.NoError(t, err)
	defer rows.Close()
	for rows.Next() {
		var r recorded
		require.NoError(t, rows.Scan(&r.id, &r.owner, &r.status, &r.amount, &r.currency, &r.chance, &r.from, &r.to, &r.day))
		r.currency.String = strings.TrimSpace(r.currency.String)
		all = append(all, r)
	}
	require.NoError(t, rows.Err())
	return all
}

// naiveVersions finds the versions of all deals: those that are recorded and, of deals that have none, those that their own dates tell.
func naiveVersions(t *testing.T, tx *sql.Tx) (all []recorded) {
	const columns = `select %[1]s, owner::text, state, amount::float8, money, %[2]s, extract(epoch from %[3]s)::float8, extract(epoch from %[4]s)::float8, (%[3]s at time zone 'Europe/Berlin')::date::text from `
	deals := rowsOf(t, tx, fmt.Sprintf(columns, "id", "0", "begun", "ended")+"crm.offers where not hidden")
	closings := rowsOf(t, tx, fmt.Sprintf(columns, "id", "0", "ended", "null::timestamptz")+"crm.offers where not hidden and ended is not null and state in ('won', 'lost')")
	there, covered := map[string]bool{}, map[string]bool{}
	for _, d := range deals {
		there[d.id.String] = d.id.Valid
	}
	for _, v := range rowsOf(t, tx, fmt.Sprintf(columns, "offer", "coalesce(chance, 0)", "since", "until")+"crm.versions where not draft") {
		if strings.TrimSpace(v.id.String) == "" {
			continue
		}
		covered[v.id.String] = true
		if there[v.id.String] {
			all = append(all, v)
		}
	}
	for i := range deals {
		deals[i].status.String = "open"
	}
	for _, d := range append(deals, closings...) {
		if !covered[d.id.String] {
			d.inferred = true
			all = append(all, d)
		}
	}
	return all
}

// versionKey is a group of open deals.
type versionKey struct {
	owner   string
	instant int
}

// pipeline is what is open of a group.
type pipeline struct {
	open, amounts    int
	amount, weighted float64
}

// naivePipeline adds the open deals up one by one, instant by instant, and tells how many of them are not recorded.
func naivePipeline(t *testing.T, tx *sql.Tx, instants []time.Time) (found map[versionKey]pipeline, inferred int) {
	found = map[versionKey]pipeline{}
	at := func(i int) float64 { return float64(instants[i].UnixMicro()) / 1e6 }
	for _, v := range naiveVersions(t, tx) {
		if v.status.String != "open" || v.from.Valid && v.to.Valid && v.from.Float64 >= v.to.Float64 {
			continue
		}
		for i := range instants {
			if v.from.Valid && v.from.Float64 >= at(i) || v.to.Valid && v.to.Float64 < at(i) {
				continue
			}
			p := found[versionKey{v.owner.String, i}]
			p.open++
			if v.amount.Valid {
				worth := v.amount.Float64 * rateOf(v.currency.String, v.day)
				p.amounts++
				p.amount += worth
				p.weighted += worth * v.chance
			}
			found[versionKey{v.owner.String, i}] = p
		}
		if v.inferred && (!v.from.Valid || v.from.Float64 < at(len(instants)-1)) && (!v.to.Valid || v.to.Float64 >= at(0)) {
			inferred++
		}
	}
	return found, inferred
}

// summedPipeline asks the sums for the same, or the rows without any.
func (c *company) summedPipeline(t *testing.T, tx *sql.Tx, r *crm.Rollup, value string, instants []time.Time) (found map[versionKey]pipeline, inferred int) {
	in := c.context
	in.Now = instants[len(instants)-1]
	statement, err := sqlgen.Snapshots{
		Scope: sqlgen.Scope{Entity: "deal_versions", Keys: []sqlgen.Key{{Path: "owner"}}},
		Start: expression.MustParse("valid_from"), End: expression.MustParse("valid_to"), Instants: instants, Rollup: r,
		Aggregates: []sqlgen.Aggregate{{Name: "amount", Function: &measure.Sum{}, Value: expression.MustParse(value), Currency: "currency", Where: expression.MustParse("status = 'open'")}},
	}.Statement(in)
	require.NoError(t, err)
	require.Equal(t, r != nil, strings.Contains(statement.SQL, rollup.Schema))
	require.Equal(t, []string{"currency_rates", "deal_history", "deals"}, statement.Entities)
	rows, err := tx.Query(statement.SQL, statement.Args...)
	require.NoError(t, err, statement.SQL)
	defer rows.Close()
	type change struct {
		bucket int
		pipeline
	}
	changes := map[string][]change{}
	for rows.Next() {
		var owner, label, missing sql.NullString
		var startless, made, counted, known float64
		var x change
		require.NoError(t, rows.Scan(&x.bucket, &owner, &label, &startless, &made, &x.open, &x.amount, &counted, &known, &missing))
		require.False(t, missing.Valid, missing.String)
		x.amounts = int(known)
		inferred += int(made)
		changes[owner.String] = append(changes[owner.String], x)
	}
	require.NoError(t, rows.Err())
	found = map[versionKey]pipeline{}
	for owner, all := range changes {
		for _, x := range all { // in the order of the instants
			for i := x.bucket; i < len(instants); i++ {
				if found[versionKey{owner, i}] = x.pipeline; x.open == 0 {
					delete(found, versionKey{owner, i})
				}
			}
		}
	}
	return found, inferred
}

// requireHistory compares sums, rows and what the oracle finds in one snapshot, at instants of each kind.
func (c *company) requireHistory(t *testing.T, random *rand.Rand) {
	t.Helper()
	rollups, err := rollup.Read(t.Context(), c.db, c.context)
	require.NoError(t, err)
	require.Len(t, rollups, 2)
	instants := c.someInstants(random)
	tx, err := c.db.Pool().BeginTx(t.Context(), &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	require.NoError(t, err)
	defer func() { require.NoError(t, tx.Rollback()) }()
	_, err = tx.Exec("lock table crm.offers, crm.versions in access share mode") // to an older snapshot, what is truncated is empty
	require.NoError(t, err)
	expected, inferred := naivePipeline(t, tx, instants)
	for _, r := range []*crm.Rollup{nil, &rollups[0], &rollups[1]} {
		value := "amount"
		if r == &rollups[1] && random.IntN(2) == 0 {
			value = "amount * probability"
		}
		found, told := c.summedPipeline(t, tx, r, value, instants)
		require.Equal(t, inferred, told, "deals that are not recorded, sums: %t", r != nil)
		require.Len(t, found, len(expected))
		for key, want := range expected {
			got := found[key]
			require.Equal(t, want.open, got.open, "%s at %s", key.owner, instants[key.instant])
			if value == "amount" {
				require.Equal(t, want.amounts, got.amounts, "%s at %s", key.owner, instants[key.instant])
				require.InDelta(t, want.amount, got.amount, 1e-6, "%s at %s", key.owner, instants[key.instant])
			} else {
				require.InDelta(t, want.weighted, got.amount, 1e-6, "%s at %s", key.owner, instants[key.instant])
			}
		}
	}
}

// Sums of a history are what its versions and the deals without any come to, whatever is written of one and of the other, and whatever
// has been merged.
func TestStatesOfAHistory(t *testing.T) {
	c := openHistory(t)
	w := historyWriter{stateWriter{rand.New(rand.NewPCG(6, 4)), moments(c.settings.Calendar.Location)}}
	c.fillHistory(t, w, 60)
	c.install(t, historyPlan)
	for round := range 40 {
		for range 2 {
			c.requireHistory(t, w.random)
		}
		c.writeSome(t, 1+w.random.IntN(6), w.statement)
		switch {
		case round%4 == 3:
			c.requireHistory(t, w.random)
			require.NoError(t, rollup.Refresh(t.Context(), c.db, c.context))
			c.requireExact(t)
		case round%10 == 4:
			c.requireExact(t)
		}
	}
	for _, statement := range []string{"truncate crm.versions", "truncate crm.offers", "truncate crm.versions, crm.offers"} {
		c.fillHistory(t, w, 30)
		c.requireHistory(t, w.random)
		c.exec(t, statement)
		c.requireExactMerging(t, func() { c.requireHistory(t, w.random) })
	}
}

// Whatever several connections write side by side, of a deal and of its first version, sums are those of the rows in each snapshot.
func TestHistoriesAreExactWhileOthersWrite(t *testing.T) {
	c := openHistory(t)
	all := moments(c.settings.Calendar.Location)
	looking := rand.New(rand.NewPCG(1, 5))
	c.fillHistory(t, historyWriter{stateWriter{looking, all}}, 60)
	c.install(t, historyPlan)
	writing := func(writer uint64) func(context.Context) error {
		w := historyWriter{stateWriter{rand.New(rand.NewPCG(writer, 3)), all}}
		return func(ctx context.Context) error { return c.writeHistory(ctx, w) }
	}
	c.requireExactBesideWriters(t, writing, func() { c.requireHistory(t, looking) })
}

// writeHistory runs a transaction of some random statements, sometimes after it has emptied a table.
func (c *company) writeHistory(ctx context.Context, w historyWriter) error {
	var first []string
	if w.random.IntN(60) == 0 {
		first = append(first, w.one("truncate crm.versions", "truncate crm.offers"))
	}
	return c.transaction(ctx, nil, w.random, 4, w.statement, first...)
}

// Open deals and pipelines by a history are those of the rows, by who had a deal then and by what is reached from there, where all deals have
// a history and where some have none; what is told of these is the same.
func TestPipelinesAreAnsweredAsTheRowsAre(t *testing.T) {
	c := open(t)
	_, err := c.db.Pool().Exec("delete from crm.deal_history where deal % 6 = 0")
	require.NoError(t, err)
	rows := c.engine(t)
	c.install(t, `rollups:
- {entity: deal_versions, from: valid_from, to: valid_to, keys: [owner, stage, status, currency], values: [deal, amount, amount * probability]}
`)
	sums := c.engine(t)
	now := time.Date(2026, 3, 18, 12, 30, 0, 0, c.settings.Calendar.Location)
	year := business.Request{Range: calendar.Range{From: now.AddDate(-1, 0, 0), To: now}, Now: now}
	month := business.Request{Range: calendar.Range{From: now.AddDate(0, -1, 0), To: now}, Now: now}
	questions := []struct {
		query.Question
		business.Request
	}{
		{query.Question{KPIs: []string{"open_deals", "pipeline_value", "weighted_pipeline"}, Grain: calendar.Month}, year},
		{query.Question{KPIs: []string{"pipeline_value", "open_deals"}, GroupBy: []string{"team"}, Grain: calendar.Quarter, Compare: query.PreviousYear}, year},
		{query.Question{KPIs: []string{"weighted_pipeline"}, GroupBy: []string{"currency", "rep"}, Grain: calendar.Week}, month},
		{query.Question{KPIs: []string{"open_deals"}, GroupBy: []string{"stage"}, Grain: calendar.None, Groups: query.AllGroups}, year},
		{query.Question{KPIs: []string{"pipeline_value"}, Grain: calendar.Day, Filters: []query.Filter{{Dimension: "team", Operator: query.IsNotNone}}}, month},
	}
	for _, change := range []string{
		`select`,
		`update crm.deals set closed_at = closed_at + interval '20 days', amount = amount * 2 where id % 3 = 0; update crm.deal_history set amount = amount + 0.01, owner = (select max(id) from crm.users) where id % 4 = 0`,
		`delete from crm.deal_history where deal % 5 = 0; insert into crm.deal_history (deal, valid_from, stage, owner, status, amount, currency) select id, created_at, stage, owner, 'open', amount, currency from crm.deals where id % 30 = 0`,
	} {
		_, err := c.db.Pool().Exec(change)
		require.NoError(t, err)
		for _, q := range questions {
			found := requireAnsweredAsRows(t, rows, sums, q.Question, q.Request)
			require.NotEmpty(t, found.Notices, "some deals have no history")
		}
		c.requireExact(t)
		require.NoError(t, rollup.Refresh(t.Context(), c.db, c.context))
	}
}

// While a trigger of either table is missing, rows are read.
func TestBothTablesOfAHistoryAreNoted(t *testing.T) {
	c := openHistory(t)
	for _, table := range []string{"offers", "versions"} {
		c.install(t, historyPlan)
		rollups, err := rollup.Read(t.Context(), c.db, c.context)
		require.NoError(t, err)
		require.Len(t, rollups, 2)
		_, err = c.db.Pool().Exec("alter table crm." + table + " disable trigger user")
		require.NoError(t, err)
		rollups, err = rollup.Read(t.Context(), c.db, c.context)
		require.NoError(t, err)
		require.Empty(t, rollups, table)
	}
	require.NoError(t, rollup.Remove(t.Context(), c.db.Pool()))
	left := 0
	require.NoError(t, c.db.Pool().QueryRow(`select count(*) from pg_trigger where tgname like 'deal\_versions\_%'`).Scan(&left))
	require.Zero(t, left)
}

// A history without the deals counts by itself.
func TestAHistoryWithoutDeals(t *testing.T) {
	c := openHistory(t)
	w := historyWriter{stateWriter{rand.New(rand.NewPCG(6, 8)), moments(c.settings.Calendar.Location)}}
	c.fillHistory(t, w, 40)
	c.mapping.Entities = maps.Clone(c.mapping.Entities)
	delete(c.mapping.Entities, "deals")
	c.in(t, "Europe/Berlin", "USD")
	c.install(t, historyPlan)
	for range 10 {
		for range 4 {
			_, err := c.db.Pool().Exec(w.statement())
			require.NoError(t, err)
		}
		c.requireExact(t)
		require.NoError(t, rollup.Refresh(t.Context(), c.db, c.context))
		c.requireExact(t)
	}
}

// A history of which one row depends on others is not kept.
func TestWhatIsNoHistoryOfOneTable(t *testing.T) {
	c := openHistory(t)
	c.mapping.Entities = maps.Clone(c.mapping.Entities)
	history := c.mapping.Entities["deal_history"]
	history.From = `(select offer, owner, phase, state, amount, money, chance, since, lead(since) over (partition by offer order by since) as until, draft from crm.versions) as v`
	c.mapping.Entities["deal_history"] = history
	c.in(t, "Europe/Berlin", "USD")
	p, err := rollup.Parse([]byte(historyPlan), c.context.Mapping)
	require.NoError(t, err)
	require.Equal(t, "rollup.not_one_table", codeOf(t, rollup.Install(t.Context(), c.db, p, c.context, nil)))
}

// What a deal without a history was worth that came and went between two instants needs no rate, but the deal is told of; what is open at one
// of them misses its rate.
func TestRatesThatAHistoryMisses(t *testing.T) {
	c := openHistory(t)
	_, err := c.db.Pool().Exec(`insert into crm.offers (id, owner, state, amount, money, begun, ended) values ('a', 1, 'won', 5, 'XXX', '2025-11-10 12:00Z', '2025-11-20 12:00Z');
insert into crm.offers (id, owner, state, begun) values ('b', 1, 'open', '2025-01-01 12:00Z');
insert into crm.versions (offer, state, amount, money, since, until) values ('b', 'open', 7, 'XXX', '2025-11-10 12:00Z', '2025-11-11 12:00Z')`)
	require.NoError(t, err)
	c.install(t, historyPlan)
	rollups, err := rollup.Read(t.Context(), c.db, c.context)
	require.NoError(t, err)
	for _, at := range []struct {
		days    []string
		missing int
	}{{[]string{"2025-11-01", "2026-01-01"}, 0}, {[]string{"2025-11-01", "2025-11-15", "2026-01-01"}, 1}} {
		var instants []time.Time
		for _, day := range at.days {
			instant, err := time.ParseInLocation(time.DateOnly, day, c.settings.Calendar.Location)
			require.NoError(t, err)
			instants = append(instants, instant)
		}
		for _, r := range []*crm.Rollup{&rollups[0], nil} {
			statement, err := sqlgen.Snapshots{
				Scope: sqlgen.Scope{Entity: "deal_versions"}, Start: expression.MustParse("valid_from"), End: expression.MustParse("valid_to"), Instants: instants, Rollup: r,
				Aggregates: []sqlgen.Aggregate{{Name: "amount", Function: &measure.Sum{}, Value: expression.MustParse("amount"), Currency: "currency", Where: expression.MustParse("status = 'open'")}},
			}.Statement(c.context)
			require.NoError(t, err)
			var missing, inferred int
			require.NoError(t, c.db.Pool().QueryRow("select count(distinct missing_rate), sum(inferred) from ("+statement.SQL+") as answer", statement.Args...).Scan(&missing, &inferred))
			require.Equal(t, []int{at.missing, 1}, []int{missing, inferred}, "%v, sums: %t", at.days, r != nil)
		}
	}
}
