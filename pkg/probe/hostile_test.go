package probe_test

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/lib/pq"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/probe"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// hostile is a database with a table that nothing may change, and functions that try. The role of these tests is a superuser:
// what protects the data is the connection alone.
func hostile(t *testing.T) (*postgres.DB, *sql.DB) {
	dsn := pgtest.DSN(t)
	admin := pgtest.Open(t, dsn)
	_, err := admin.Exec(`
		create table sale (id int primary key, state text, total numeric, closed timestamptz);
		insert into sale values (1, 'won', 100, '2026-01-15'), (2, 'won', 50, '2026-01-16');
		create sequence visits;
		create function gone(id int) returns int language plpgsql volatile as $$ begin delete from sale where sale.id = gone.id; return id; end $$;
		create function harmless(id int) returns int language plpgsql immutable as $$ begin
			perform set_config('transaction_read_only', 'off', true); delete from sale where sale.id = harmless.id; return id; end $$;
		create function forever() returns int language plpgsql as $$ begin loop null; end loop; end $$;`)
	require.NoError(t, err)
	db, err := postgres.OpenDSN(dsn, postgres.Limits{QueryTimeout: 300 * time.Millisecond})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return db, admin
}

func revenue(t *testing.T, db *postgres.DB, m crm.Mapping) (*float64, error) {
	e := engine.New(catalog.Default(), m, plan.Settings{Calendar: calendar.Calendar{Location: time.UTC}, ReportingCurrency: "USD"}, db)
	r, err := take.Figures(e.Ask(t.Context(), query.Question{Version: query.CurrentVersion, Type: query.KPI, KPIs: []string{"revenue"}, Grain: calendar.None}, plan.Request{
		Range: calendar.Range{From: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)},
		Now:   time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC),
	}))
	if err != nil {
		return nil, err
	}
	return r.Values[0][0][0], nil
}

func TestHostileMappingsChangeNothing(t *testing.T) {
	db, admin := hostile(t)
	const from, where, amount = "sale as s", "true", "s.total"
	for name, test := range map[string]struct {
		from, where, amount string
		want                string
		parsed              bool // refused before a database sees it
	}{
		"syntax error":                   {from, where, "s.total + * 2", `syntax error at or near "*"`, false},
		"unclosed quote":                 {from, where, "'s.total", "mapping of deals: field \"amount\": at character 1, a quoted text is not closed", true},
		"second statement":               {from, where + "; delete from sale", amount, "mapping of deals: where: at character 5, a semicolon ends the statement", true},
		"second statement in a field":    {from, where, "1 from sale; drop table sale; --", `field "amount": at character 3, "from" does not belong here`, true},
		"end of the transaction":         {"sale as s; commit; delete from sale", where, amount, "from: at character 10, a semicolon", true},
		"write in a CTE":                 {"(with d as (delete from sale returning *) select * from d) as s", where, amount, "WITH clause containing a data-modifying statement must be at the top level", false},
		"write instead of a SELECT":      {"(delete from sale returning *) as s", where, amount, "syntax error", false},
		"SELECT INTO":                    {from, where, "s.total into stolen", `field "amount": at character 9, "into" does not belong here`, true},
		"SELECT INTO inside":             {"(select * into stolen from sale) as s", where, amount, "SELECT ... INTO is not allowed here", false},
		"lock":                           {from, where + " for update", amount, `where: at character 6, "for" does not belong here`, true},
		"lock inside":                    {"(select * from sale for update) as s", where, amount, "read-only transaction", false},
		"volatile function":              {from, where, "gone(s.id)", "read-only transaction", false},
		"volatile function in where":     {from, "gone(s.id) > 0", amount, "read-only transaction", false},
		"function that lifts the guard":  {from, "harmless(s.id) > 0", amount, "read-write mode", false},
		"sequence":                       {from, where, "nextval('visits')", "read-only transaction", false},
		"closed parenthesis":             {from, "true) or (gone(s.id) > 0", amount, "where: at character 5, a parenthesis closes that was not opened", true},
		"never-ending query":             {"sale as s cross join (select forever()) as f", where, "s.total * f.forever", "ran longer than the query timeout of 300ms", false},
		"never-ending rows":              {"(with recursive r as (select 1::numeric as id union all select id + 1 from r) select id, 'won' as state, id as total, timestamptz '2026-01-15' as closed from r) as s", where, amount, "ran longer than the query timeout of 300ms", false},
		"sleep":                          {"sale as s cross join (select pg_sleep(3600) as p) as f", "f.p::text = ''", amount, "ran longer than the query timeout of 300ms", false},
		"placeholder of somebody else's": {from, "s.state = $1", amount, "where: at character 11, a placeholder such as $1 has no value here", true},
	} {
		t.Run(name, func(t *testing.T) {
			m, err := crm.ParseMapping(fmt.Sprintf("entities:\n  deals:\n    from: %q\n    where: %q\n    fields: {id: s.id, status: s.state, closed_at: s.closed, amount: %q}\n",
				test.from, test.where, test.amount))
			if test.parsed {
				require.ErrorContains(t, err, test.want)
				return
			}
			require.NoError(t, err)
			_, err = revenue(t, db, m)
			require.ErrorContains(t, err, test.want)
			_, err = probe.Read(t.Context(), db, m)
			require.NoError(t, err, "what is wrong with the mapping is a finding")
			_, err = probe.Multiplies(t.Context(), db, m)
			require.NoError(t, err)

			unchanged(t, admin)
		})
	}
}

func unchanged(t *testing.T, admin *sql.DB) {
	var rows, total, visits int
	require.NoError(t, admin.QueryRow(`select count(*), sum(total), (select count(*) from visits where is_called) from sale`).Scan(&rows, &total, &visits))
	require.Equal(t, []int{2, 150, 0}, []int{rows, total, visits})
	require.NoError(t, admin.QueryRow(`select count(*) from pg_class where relname = 'stolen'`).Scan(&rows))
	require.Zero(t, rows)
}

// What conversions are given stays what it is: SQL in its place, and texts.
func TestHostileConversionsChangeNothing(t *testing.T) {
	db, admin := hostile(t)
	const from, status, closed, amount = "sale as s", "s.state", "s.closed", "s.total"
	for name, test := range map[string]struct{ from, status, closed, amount, want string }{
		"volatile function":           {from, status, closed, "{cents: gone(s.id)}", "read-only transaction"},
		"volatile key":                {"{latest: sale, per: gone(id), by: id, as: s}", status, closed, amount, "read-only transaction"},
		"write instead of a table":    {"{latest: (delete from sale returning *) as x, per: id, by: id, as: s}", status, closed, amount, "syntax error"},
		"end of the text in a word":   {from, `{words: s.state, as: {won: ["') then 1; delete from sale; --", won]}}`, closed, amount, ""},
		"end of the text in a format": {from, status, `{text: s.closed, format: "YYYY'); delete from sale; --", zone: UTC}`, amount, `the format "YYYY'); delete from sale; --" has "d"`},
		"letters in a format":         {from, status, `{text: s.closed, format: "YYYY\"'); delete from sale; --\"", zone: UTC}`, amount, "is not of the format YYYY"},
		"end of the text in none":     {from, status, closed, `{number: s.total, decimal: ".", none: ["'); delete from sale; --", "\\'"]}`, ""},
		"zone":                        {from, status, `{local: s.closed::timestamp, zone: "UTC'); delete from sale; --"}`, amount, "unknown time zone"},
	} {
		t.Run(name, func(t *testing.T) {
			m, err := crm.ParseMapping(fmt.Sprintf("entities:\n  deals:\n    from: %s\n    fields: {id: s.id, status: %s, closed_at: %s, amount: %s}\n", test.from, test.status, test.closed, test.amount))
			var value *float64
			if err == nil {
				value, err = revenue(t, db, m)
			}
			if test.want != "" {
				require.ErrorContains(t, err, test.want)
			} else {
				require.NoError(t, err)
				require.Equal(t, 150.0, *value)
			}
			unchanged(t, admin)
		})
	}
}

// Names are whatever they are: the mapping quotes them, and they stay names.
func TestHostileNames(t *testing.T) {
	db, admin := hostile(t)
	for name, given := range map[string]string{
		"quote": `sa"le`, "two quotes": `""`, "apostrophe": "sa'le", "dot": "my.sale", "emoji": "💰", "Cyrillic": "Сделка", "space": " sale ", "reserved": "select",
		"injection": `x" where true; drop table sale; --`, "comment": "sale/*", "placeholder": "$1", "dollars": "$$", "brace": "{deals}", "colon": "a:b",
		"backslash": `sa\le`, "63 bytes": strings.Repeat("n", 63), "63 bytes of two each": strings.Repeat("я", 31) + "x", "newline": "sa\nle",
	} {
		t.Run(name, func(t *testing.T) {
			quoted := pq.QuoteIdentifier(given)
			_, err := admin.Exec(fmt.Sprintf(`create schema %[1]s; create table %[1]s.%[1]s (%[1]s int, state text, total numeric, closed timestamptz, "tenant %%" text);
				insert into %[1]s.%[1]s values (1, 'won', 70, '2026-01-15', $t$%[2]s$t$), (2, 'won', 50, '2026-01-16', 'other')`, quoted, "me "+strings.ReplaceAll(given, "$", "")))
			require.NoError(t, err)
			m, err := crm.Setup{
				Own: fmt.Sprintf("entities:\n  deals:\n    from: %s\n    fields: {id: %s, status: t.state, closed_at: t.closed, amount: t.total}\n",
					yamlText(fmt.Sprintf("%[1]s.%[1]s as t", quoted)), yamlText("t."+quoted)),
				Tenant: crm.Tenant{Column: `t."tenant %"`, Value: "me " + strings.ReplaceAll(given, "$", "")},
			}.Mapping(nil)
			require.NoError(t, err)
			value, err := revenue(t, db, m)
			require.NoError(t, err)
			require.Equal(t, 70.0, *value)
			found, err := probe.Read(t.Context(), db, m)
			require.NoError(t, err)
			require.Empty(t, found.Faults)
			there, err := probe.Tables(t.Context(), db, []crm.Table{{Schema: given, Name: given}, {Schema: given, Name: "other"}})
			require.NoError(t, err)
			require.Equal(t, map[crm.Table]bool{{Schema: given, Name: given}: true}, there)
		})
	}
	var rows int
	require.NoError(t, admin.QueryRow("select count(*) from sale").Scan(&rows))
	require.Equal(t, 2, rows)
}

// A preset in a schema of any name, and a tenant in a column of any name.
func TestHostileSchemaOfAPreset(t *testing.T) {
	db, admin := hostile(t)
	p, err := crm.ParsePreset("shop", []byte(`
title: {en: Shop, ru: Магазин}
versions: "1"
schema: public
tables: [sale]
available: {en: Deals, ru: Сделки}
limits: {en: None, ru: Нет}
entities:
  deals: {from: "{schema}.sale as s", fields: {id: s.id, status: s.state, closed_at: s.closed, amount: s.total}}
`))
	require.NoError(t, err)
	before := crm.Presets
	crm.Presets = func() []*crm.Preset { return []*crm.Preset{p} }
	t.Cleanup(func() { crm.Presets = before })
	for _, schema := range []string{`a".sale; drop table public.sale; --`, "{schema}", "💰.💰", strings.Repeat("s", 63)} {
		_, err := admin.Exec(fmt.Sprintf("create schema %[1]s; create table %[1]s.sale as select * from public.sale where id = 1", pq.QuoteIdentifier(schema)))
		require.NoError(t, err)
		m, err := probe.Mapping(t.Context(), db, crm.Setup{Presets: []crm.Choice{{ID: "shop", Schema: schema}}})
		require.NoError(t, err)
		value, err := revenue(t, db, m)
		require.NoError(t, err, schema)
		require.Equal(t, 100.0, *value)
	}
	_, err = probe.Mapping(t.Context(), db, crm.Setup{Presets: []crm.Choice{{ID: "shop", Schema: "nowhere"}}})
	require.ErrorContains(t, err, `preset shop (schema nowhere): the schema "nowhere" has no table sale`)
}

// yamlText writes a text as YAML.
func yamlText(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(text) + `"`
}
