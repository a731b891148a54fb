package detect_test

import (
	"context"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/detect"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/probe"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// filled returns a database, read-only, in which some SQL was run.
func filled(t testing.TB, statements ...string) string {
	dsn := pgtest.DSN(t)
	db := pgtest.Open(t, dsn)
	for _, s := range append(statements, `do $$ begin execute format('alter database %I set default_transaction_read_only = on', current_database()); end $$`) {
		conn, err := db.Conn(t.Context()) // of its own: a preset's SQL may set the search path
		require.NoError(t, err)
		_, err = conn.ExecContext(t.Context(), s)
		require.NoError(t, err)
		_, err = conn.ExecContext(t.Context(), "reset all")
		require.NoError(t, err)
		require.NoError(t, conn.Close())
	}
	return dsn
}

func open(t testing.TB, dsn string) *postgres.DB {
	db, err := postgres.OpenDSN(dsn, postgres.Limits{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return db
}

// read detects, and checks that the proposal parses and that PostgreSQL takes all of it.
// commented are the lines of a proposal that are not sure, as far as the sign that makes each a comment.
var commented = regexp.MustCompile(`(?m)^( *)# `)

func read(t testing.TB, dsn string) (*detect.Detection, crm.Mapping) {
	t.Helper()
	db := open(t, dsn)
	r, err := detect.Read(t.Context(), db, crm.Reference().Model)
	require.NoError(t, err)
	var m crm.Mapping
	for _, language := range []i18n.Language{i18n.English, i18n.Russian} {
		text := r.YAML(language)
		m, err = crm.ParseMapping(text)
		require.NoError(t, err, text)
		_, err := crm.ParseMapping(commented.ReplaceAllString(text, "$1"))
		require.NoError(t, err, "however much is taken out of its comments: "+text)
	}
	found, err := probe.Read(t.Context(), db, m)
	require.NoError(t, err)
	require.Empty(t, found.Faults)
	for _, p := range r.Presets {
		require.True(t, p.Confidence >= 0 && p.Confidence <= 1)
		require.NotEmpty(t, p.Reason.In(i18n.English))
		require.Empty(t, p.Reason.Missing())
	}
	for _, s := range r.Suggestions {
		require.True(t, s.Confidence >= 0 && s.Confidence <= 1)
		require.Empty(t, s.Reason.Missing())
		for _, f := range s.Fields {
			require.True(t, f.Confidence >= 0 && f.Confidence <= 1)
			require.NotEmpty(t, f.Reason.In(i18n.English))
			require.Empty(t, f.Reason.Missing())
		}
	}
	return r, m
}

// written is the SQL of a conversion that a mapping gives for entity.field.
func written(t testing.TB, name, yaml string) string {
	t.Helper()
	entity, field, _ := strings.Cut(name, ".")
	e, err := crm.Reference().Model.Entity(entity)
	require.NoError(t, err)
	f, ok := e.Field(field)
	require.True(t, ok, name)
	sql, err := f.Written(entity, yaml)
	require.NoError(t, err)
	return sql
}

func schemaOf(t testing.TB, preset string) string {
	text, err := os.ReadFile(filepath.Join("..", "crm", "presets", "testdata", preset, "schema.sql"))
	require.NoError(t, err)
	return string(text)
}

func TestTwoPresetsAreRecognised(t *testing.T) {
	r, m := read(t, filled(t, schemaOf(t, "chatwoot"), schemaOf(t, "hubspot_fivetran")))
	found := map[string]float64{}
	for _, p := range r.Presets {
		found[p.Name()] = p.Confidence
		require.Contains(t, p.Reason.In(i18n.English), "required tables")
		require.Contains(t, p.Reason.In(i18n.English), "fields find their columns")
	}
	require.Equal(t, map[string]float64{"chatwoot=public": 1, "hubspot_fivetran=hubspot": 1}, found)
	require.Empty(t, r.Suggestions, "presets know these schemas better")
	require.Empty(t, m.Entities)
	require.Contains(t, r.YAML(i18n.English), "--preset 'chatwoot=public'")
	require.Contains(t, r.Notes[len(r.Notes)-1].In(i18n.English), "both give")
}

func TestEveryPresetIsRecognisedByItsTables(t *testing.T) {
	for _, p := range crm.Presets() {
		t.Run(p.ID, func(t *testing.T) {
			r, _ := read(t, filled(t, schemaOf(t, p.ID)))
			require.NotEmpty(t, r.Presets)
			require.Equal(t, p.ID, r.Presets[0].ID)
			require.GreaterOrEqual(t, r.Presets[0].Confidence, 0.9, r.Presets[0].Reason.In(i18n.English))
			for _, other := range r.Presets[1:] {
				require.Less(t, other.Confidence, detect.Sure, "%s: %s", other.ID, other.Reason.In(i18n.English))
			}
		})
	}
}

func TestPresetOfOtherColumnsIsNotSure(t *testing.T) {
	r, _ := read(t, filled(t, `create schema z; create table z.ticket (a int); create table z.ticket_comment (a int); create table z.ticket_field_history (a int);
		create table z.ticket_tag (a int); create table z."user" (a int); create table z.organization (a int); create table z."group" (a int)`))
	require.Len(t, r.Presets, 1)
	require.Equal(t, "zendesk_fivetran", r.Presets[0].ID)
	require.Less(t, r.Presets[0].Confidence, detect.Sure)
	require.Contains(t, r.Presets[0].Reason.In(i18n.English), "does not exist")
}

const trade = `
create table customers (customer_id varchar primary key, company_name varchar not null, contact_name varchar, region varchar, country varchar);
create table employees (employee_id smallint primary key, last_name varchar, first_name varchar, title varchar, birth_date date, hire_date date, reports_to smallint);
create table orders (order_id smallint primary key, customer_id varchar references customers, employee_id smallint references employees, order_date date,
  required_date date, shipped_date date, ship_via smallint, ship_country varchar);
create table products (product_id smallint primary key, product_name varchar, unit_price real);
create table order_details (order_id smallint references orders, product_id smallint references products, unit_price real, quantity smallint, discount real,
  primary key (order_id, product_id));
insert into customers values ('ALFKI', 'Alfreds', 'Maria', null, 'Germany');
insert into employees values (1, 'Davolio', 'Nancy', 'Rep', '1948-12-08', '1992-05-01', null), (2, 'Fuller', 'Andrew', 'VP', '1952-02-19', '1992-08-14', 1);
insert into orders values (1, 'ALFKI', 1, '1996-07-04', '1996-08-01', null, 3, 'Germany');
insert into products values (1, 'Chai', 18);
insert into order_details values (1, 1, 18, 2, 0)`

func TestTradeIsSuggested(t *testing.T) {
	r, m := read(t, filled(t, trade))
	require.Empty(t, r.Presets)
	requireTrade(t, m)
	require.NotContains(t, m.Entities["orders"].Fields, "amount", "what the discount of a line means, a person must say")
	require.NotContains(t, m.Entities["users"].Fields, "left_at", "a date of birth is none of leaving")
	text := r.YAML(i18n.English)
	require.Contains(t, text, "there is a discount, discount, whose meaning what was seen does not tell")
	require.Contains(t, text, "a foreign key to customers")
	require.Contains(t, text, "a day, taken for its midnight in UTC")
	require.Contains(t, text, "null in 50 % of 2 rows seen")
}

func TestLinesWithoutADiscountAreSummedUp(t *testing.T) {
	_, m := read(t, filled(t, strings.Replace(strings.Replace(trade, ", discount real", "", 1), "values (1, 1, 18, 2, 0)", "values (1, 1, 18, 2)", 1)))
	require.Equal(t, `"lines"."amount"`, m.Entities["orders"].Fields["amount"])
	require.Contains(t, m.Entities["orders"].From, `left join (select l."order_id" as "key", sum(l."unit_price" * l."quantity") as "amount" from "public"."order_details" as l group by l."order_id") as "lines" on "lines"."key" = t."order_id"`)
}

// requireTrade checks the entities and keys that a shop's orders, customers and employees are.
func requireTrade(t testing.TB, m crm.Mapping) {
	t.Helper()
	for entity, want := range map[string]struct {
		from   string
		fields map[string]string
	}{
		"accounts": {`"public"."customers" as t`, map[string]string{"id": `t."customer_id"`, "name": `t."company_name"`, "country": `t."country"`}},
		"users": {`"public"."employees" as t`, map[string]string{"id": `t."employee_id"`, "name": `concat_ws(' ', t."first_name", t."last_name")`,
			"manager": `t."reports_to"`, "hired_at": written(t, "users.hired_at", `{local: t."hire_date", zone: UTC}`)}},
		"orders": {`"public"."orders" as t`, map[string]string{"id": `t."order_id"`, "account": `t."customer_id"`, "owner": `t."employee_id"`,
			"ordered_at": written(t, "orders.ordered_at", `{local: t."order_date", zone: UTC}`)}},
		"order_lines": {`"public"."order_details" as t`, map[string]string{"order": `t."order_id"`, "product": `t."product_id"`, "quantity": `t."quantity"`, "unit_price": `t."unit_price"`}},
		"products":    {`"public"."products" as t`, map[string]string{"id": `t."product_id"`, "name": `t."product_name"`}},
	} {
		table, _, _ := strings.Cut(m.Entities[entity].From, "\nleft join")
		require.Equal(t, want.from, table, entity)
		for field, sql := range want.fields {
			require.Equal(t, sql, m.Entities[entity].Fields[field], "%s.%s", entity, field)
		}
	}
}

func TestStatusWordsAndTypesAreRead(t *testing.T) {
	_, m := read(t, filled(t, `
		create table "tblOpportunities" ("OpportunityId" uuid primary key default gen_random_uuid(), "Title" text, "Stage" text, "Status" text, "DealValue" text,
			"createdAt" bigint, "closedAt" text, "CurrencyCode" char(3));
		insert into "tblOpportunities" ("Title", "Status", "DealValue", "createdAt", "closedAt", "CurrencyCode") values
			('a', 'Closed Won', '10.50', 1700000000, '2024-01-02', 'EUR'), ('b', 'Closed-Lost', '7', 1700000001, '2024-01-03', 'USD'), ('c', 'it''s new', null, 1700000002, null, 'EUR')`))
	deals := m.Entities["deals"]
	require.Equal(t, `"public"."tblOpportunities" as t`, deals.From)
	for field, want := range map[string]string{
		"id":         `t."OpportunityId"`,
		"amount":     `{number: t."DealValue", decimal: '.'}`,
		"created_at": `{epoch: t."createdAt"}`,
		"currency":   `t."CurrencyCode"`,
		"closed_at":  `{text: t."closedAt", format: YYYY-MM-DD, zone: UTC}`,
		"status":     `{words: t."Status", as: {won: [Closed Won], lost: [Closed-Lost]}, else: open}`,
	} {
		require.Equal(t, written(t, "deals."+field, want), deals.Fields[field], field)
	}
}

func TestLargeTableIsSampled(t *testing.T) {
	_, m := read(t, filled(t, `
		create table tickets as select n as id, case when n % 2 = 0 then 'resolved' else 'waiting' end as status, now() as created_at from generate_series(1, 150000) as n;
		analyze tickets`))
	require.Equal(t, written(t, "tickets.status", `{words: t."status", as: {pending: waiting, solved: resolved}, else: open}`), m.Entities["tickets"].Fields["status"])
}

func TestRussianAndGermanNames(t *testing.T) {
	_, m := read(t, filled(t, `
		create table "Сделки" ("Код" int primary key, "Название" text, "Сумма" numeric, "Статус" text, "Дата создания" timestamptz, "Дата закрытия" timestamptz);
		insert into "Сделки" values (1, 'x', 5, 'Выиграна', now(), now()), (2, 'y', 6, 'В работе', now(), null);
		create table "Kunden" ("KundenNr" int primary key, "Firmenname" text, "Branche" text)`))
	require.Equal(t, `t."Сумма"`, m.Entities["deals"].Fields["amount"])
	require.Equal(t, `t."Дата закрытия"`, m.Entities["deals"].Fields["closed_at"])
	require.Equal(t, written(t, "deals.status", `{words: t."Статус", as: {won: Выиграна}, else: open}`), m.Entities["deals"].Fields["status"])
	require.Equal(t, `t."Firmenname"`, m.Entities["accounts"].Fields["name"])
	require.Equal(t, `t."Branche"`, m.Entities["accounts"].Fields["industry"])
}

func TestHostileIdentifiers(t *testing.T) {
	long := strings.Repeat("x", 57) + "_deals"
	require.Len(t, long, 63)
	_, m := read(t, filled(t, `
		create schema "a.b ""c"": # 😀";
		create table "a.b ""c"": # 😀"."customers" (id int primary key, "na""me.😀 # company: name" text, "region
			" text);
		create table "a.b ""c"": # 😀"."`+long+`" (id int primary key, "status" text, amount numeric, created_at timestamptz, "owner`+"\x7f\u2028"+`id" int);
		create table "a.b ""c"": # 😀"."'; drop table customers; --" (id int primary key)`))
	schema := `"a.b ""c"": # 😀".`
	require.Equal(t, schema+`"customers" as t`, m.Entities["accounts"].From)
	require.Equal(t, schema+`"`+long+`" as t`, m.Entities["deals"].From)
	require.Equal(t, "t.\"region\n\t\t\t\"", m.Entities["accounts"].Fields["region"])
	require.Equal(t, `t."na""me.😀 # company: name"`, m.Entities["accounts"].Fields["name"])
}

func TestEmptyDatabase(t *testing.T) {
	r, m := read(t, pgtest.DSN(t))
	require.Empty(t, m.Entities)
	require.Len(t, r.Notes, 1)
	require.Contains(t, r.Notes[0].In(i18n.English), "The database has no tables; name the one that holds the company's data")
}

func TestDatabaseOfSomethingElse(t *testing.T) {
	r, m := read(t, filled(t, `create table sensors (id int primary key, voltage real); create table readings (sensor_id int references sensors, at timestamptz, value real)`))
	require.Empty(t, m.Entities)
	require.Empty(t, r.Presets)
}

func TestRoleThatMayReadLittle(t *testing.T) {
	dsn := pgtest.DSN(t)
	db := pgtest.Open(t, dsn)
	role := "detect_" + strings.ToLower(time.Now().Format("150405000000000"))
	_, err := db.Exec(trade + `; create role ` + role + `; grant select on customers to ` + role)
	require.NoError(t, err)
	t.Cleanup(func() {
		_, err := db.ExecContext(context.Background(), `drop owned by `+role+`; drop role `+role)
		require.NoError(t, err)
	})
	before := state(t, db)
	r, m := read(t, as(dsn, role))
	require.Len(t, m.Entities, 1)
	require.Equal(t, `"public"."customers" as t`, m.Entities["accounts"].From)
	require.Contains(t, r.Notes[0].In(i18n.English), "This role may not read 4 of the 5 tables")
	require.Equal(t, before, state(t, db), "nothing is written")
}

// as is a connection string for a role, read-only.
func as(dsn, role string) string {
	options := "-c role=" + role + " -c default_transaction_read_only=on"
	if strings.Contains(dsn, "://") {
		return dsn + "&options=" + url.PathEscape(options)
	}
	return dsn + " options='" + options + "'"
}

// state is what a write would change.
func state(t testing.TB, db *sql.DB) (s string) {
	require.NoError(t, db.QueryRow(`select (select count(*) from pg_class)::text || ' ' || (select sum(relfilenode::int8) from pg_class)
		|| ' ' || (select count(*) from customers) || (select count(*) from orders)`).Scan(&s))
	return s
}

func TestStoppedByItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := detect.Read(ctx, open(t, pgtest.DSN(t)), crm.Reference().Model)
	require.Error(t, err)
}
