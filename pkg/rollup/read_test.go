package rollup_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/rollup"
)

// Sums are read where they are those of the question, and rows wherever they are not, or not any more.
func TestWhenSumsAreRead(t *testing.T) {
	c := open(t)
	rows := c.engine(t)
	expected := c.revenue(t, rows)
	require.False(t, readsSums(expected))
	c.install(t, plan)
	sums := c.engine(t)
	found := c.revenue(t, sums)
	require.True(t, readsSums(found))
	require.Equal(t, expected.Groups, found.Groups)
	require.Equal(t, expected.Values, found.Values)

	c.in(t, "America/New_York", "USD")
	require.False(t, readsSums(c.revenue(t, c.engine(t))), "days are others in another zone")
	c.in(t, "Europe/Berlin", "EUR")
	require.False(t, readsSums(c.revenue(t, c.engine(t))), "months hold other amounts by day in another currency")
	c.in(t, "Europe/Berlin", "USD")
	_, err := c.db.Pool().Exec(`alter table crm.deals disable trigger user`)
	require.NoError(t, err)
	require.False(t, readsSums(c.revenue(t, c.engine(t))), "what changes is not written down")
	states, err := rollup.States(t.Context(), c.db, c.context)
	require.NoError(t, err)
	require.False(t, states[1].Noted)

	c.install(t, plan)
	require.True(t, readsSums(c.revenue(t, c.engine(t))))
	require.NoError(t, rollup.Remove(t.Context(), c.db.Pool()))
	require.Equal(t, expected.Values, c.revenue(t, sums).Values, "who knows them from before reads rows")
	left := 0
	require.NoError(t, c.db.Pool().QueryRow(`select count(*) from pg_trigger where tgname like 'deals\_%' or tgname like 'activities\_%'`).Scan(&left))
	require.Zero(t, left)
}

// Who sees a part reads sums where these tell whose a row is, and has what the rows come to in any case.
func TestSumsOfWhoSeesAPart(t *testing.T) {
	c := open(t)
	rows := c.engine(t)
	c.install(t, plan)
	all := crm.Visible{All: true}
	of := func(path string, values ...string) crm.Visible {
		return crm.Visible{Any: []crm.Grant{{Among: []crm.Among{{Path: path, Values: values}}}}}
	}
	team := crm.Visible{Any: []crm.Grant{{Filters: []query.Filter{{Dimension: "team", Operator: query.NotIn, Values: []string{query.None}}}}}}
	everything := c.revenue(t, rows).Values
	for name, test := range map[string]struct {
		deals  crm.Visible
		change func(*crm.Restriction)
		sums   bool
		same   bool // as who sees everything
	}{
		"everything":             {all, nil, true, true},
		"nothing":                {crm.Visible{}, nil, true, false},
		"own":                    {of("rep", "3", "4"), nil, true, false},
		"a team":                 {team, nil, true, false},
		"by what sums lack":      {of("account", "1"), nil, false, false},
		"a tenant":               {all, func(r *crm.Restriction) { r.Tenant = "1" }, false, true},
		"a mask on what is read": {all, func(r *crm.Restriction) { r.Masked = map[string][]string{"deals": {"status"}} }, false, false},
		"a mask on another":      {all, func(r *crm.Restriction) { r.Masked = map[string][]string{"deals": {"name"}} }, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			seen := &crm.Restriction{Rows: map[string]crm.Visible{"deals": test.deals, "users": all, "teams": all, "currency_rates": all, "accounts": all}}
			if test.change != nil {
				test.change(seen)
			}
			under := func(e *engine.Engine) *answer.Result {
				restricted := *e
				restricted.Business = e.Restricted(seen)
				return c.revenue(t, &restricted)
			}
			found, expected := under(c.engine(t)), under(rows)
			require.Equal(t, test.sums, readsSums(found))
			require.Equal(t, expected.Groups, found.Groups)
			require.Equal(t, expected.Values, found.Values)
			if test.same {
				require.Equal(t, everything, found.Values)
			} else {
				require.NotEqual(t, everything, found.Values)
			}
		})
	}
}

// What triggers of one table cannot follow is not kept.
func TestWhatCannotBeKept(t *testing.T) {
	const definition = "rollups:\n- {entity: deals, time: closed_at, keys: [status], values: [amount]}\n"
	for _, refused := range []struct{ name, mapping, sql, code string }{
		{"a join", "entities:\n  deals: {from: crm.deals as d join crm.users as u on u.id = d.owner, fields: {id: d.id, status: d.status, amount: d.amount, closed_at: d.closed_at}}", "", "rollup.not_one_table"},
		{"another table in a condition", "entities:\n  deals: {from: crm.deals as d, where: d.owner in (select id from crm.users), fields: {id: d.id, status: d.status, amount: d.amount, closed_at: d.closed_at}}", "", "rollup.depends_on_more"},
		{"the time of day", "entities:\n  deals: {from: crm.deals as d, fields: {id: d.id, status: \"case when d.closed_at < now() then 'won' end\", amount: d.amount, closed_at: d.closed_at}}", "", "rollup.depends_on_more"},
		{"a view", "entities:\n  deals: {from: crm.deals_seen as d, fields: {id: d.id, status: d.status, amount: d.amount, closed_at: d.closed_at}}", "create view crm.deals_seen as table crm.deals", "rollup.no_plain_table"},
		{"a partitioned table", "entities:\n  deals: {from: crm.parts as d, fields: {id: d.id, status: d.status, amount: d.amount, closed_at: d.closed_at}}", "create table crm.parts (like crm.deals) partition by range (id)", "rollup.no_plain_table"},
		{"a column that is computed when it is read", "entities:\n  deals: {from: crm.doubled as d, fields: {id: d.id, status: d.status, amount: d.twice, closed_at: d.closed_at}}", "create table crm.doubled (id int, status text, amount numeric, twice numeric generated always as (amount * 2) virtual, closed_at timestamptz)", "rollup.virtual_column"},
		{"row level security", "entities:\n  deals: {from: crm.deals as d, fields: {id: d.id, status: d.status, amount: d.amount, closed_at: d.closed_at}}", "alter table crm.deals enable row level security", "rollup.row_security"},
	} {
		t.Run(refused.name, func(t *testing.T) {
			c := open(t)
			var version int
			require.NoError(t, c.db.Pool().QueryRow("select current_setting('server_version_num')::int").Scan(&version))
			if refused.code == "rollup.virtual_column" && version < 180000 {
				t.Skip("PostgreSQL 18 brings such columns")
			}
			_, err := c.db.Pool().Exec(refused.sql)
			require.NoError(t, err)
			c.mapping, err = crm.ParseMapping(refused.mapping)
			require.NoError(t, err)
			c.in(t, "Europe/Berlin", "USD")
			p, err := rollup.Parse([]byte(definition), c.context.Mapping)
			require.NoError(t, err)
			require.Equal(t, refused.code, codeOf(t, rollup.Install(t.Context(), c.db, p, c.context, nil)))
			states, err := rollup.States(t.Context(), c.db, c.context)
			require.NoError(t, err)
			require.Empty(t, states)
		})
	}
}

// Another mapping of a table of the company's own, with columns of other names and types, is kept as the reference schema is.
func TestSumsOfATableOfTheCompanysOwn(t *testing.T) {
	c := open(t)
	_, err := c.db.Pool().Exec(`create table crm.opportunity as select id as no, owner as seller, status::text as state, (amount * 100)::bigint as cents, currency as money,
  closed_at at time zone 'UTC' as ended, created_at as begun from crm.deals`)
	require.NoError(t, err)
	c.mapping, err = crm.ParseMapping(`base: reference
entities:
  deals:
    from: crm.opportunity as o
    where: o.no % 2 = 0
    fields: {id: o.no, owner: o.seller, status: o.state, amount: o.cents / 100.0, currency: o.money, closed_at: o.ended, created_at: o.begun}
`)
	require.NoError(t, err)
	c.in(t, "Europe/Berlin", "USD")
	rows := c.engine(t)
	c.install(t, "rollups:\n- {entity: deals, time: closed_at, keys: [owner, status, currency], values: [id, amount]}\n")
	sums := c.engine(t)
	for _, change := range []string{`select`, `update crm.opportunity set cents = cents + 1, ended = ended + interval '9 days' where no % 6 = 0`, `delete from crm.opportunity where no % 10 = 0`} {
		_, err := c.db.Pool().Exec(change)
		require.NoError(t, err)
		found := c.revenue(t, sums)
		require.True(t, readsSums(found))
		require.Equal(t, c.revenue(t, rows).Values, found.Values)
		c.requireExact(t)
	}
	_, err = c.db.Pool().Exec(`alter table crm.opportunity rename column cents to cent`)
	require.NoError(t, err)
	_, err = c.db.Pool().Exec(`update crm.opportunity set cent = 5 where no = 4`)
	require.NoError(t, err, "writing goes on")
	_, err = c.db.Pool().Exec(`alter table crm.opportunity drop column cent`)
	require.ErrorContains(t, err, "other objects depend on it")
}

// codeOf is the code of a fault.
func codeOf(t *testing.T, err error) string {
	t.Helper()
	found, ok := errors.AsType[*fault.Error](err)
	require.True(t, ok, "%v", err)
	return found.Code
}

// The server and we count days alike in zones of all kinds; where it would not, its sums are not ours: as in St. John's, where the clock was put
// back at a minute past midnight until 2011.
func TestDaysOfTheServer(t *testing.T) {
	c := open(t)
	for zone, same := range map[string]bool{"Europe/Berlin": true, "America/Sao_Paulo": true, "Asia/Kathmandu": true, "America/Havana": true, "UTC": true, "Pacific/Apia": true, "America/St_Johns": false} {
		location, err := calendar.LoadZone(zone)
		require.NoError(t, err)
		require.Equal(t, same, rollup.SameDays(t, c.db, location), zone)
	}
	const older = 3600 // without summer time
	require.False(t, rollup.SameDays(t, c.db, time.FixedZone("Europe/Berlin", older)))
}
