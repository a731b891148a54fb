package detect_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// supported are tickets that name their agents by a text; people have numbers.
const supported = `
	create table employees (employee_id int primary key, full_name text, email text);
	insert into employees values (1, 'Ann Lee', 'ann@x.example'), (2, 'Bob Ray', 'bob@x.example');
	create table tickets (ticket_id int primary key, subject text, priority text, status text, agent text, created_at timestamptz, solved_at timestamptz);
	insert into tickets values (1, 'a', 'high', 'open', 'bob@x.example', now(), null), (2, 'b', 'low', 'solved', 'bob@x.example', now(), now()),
		(3, 'c', 'low', 'solved', 'ann@x.example', now(), now()), (4, 'd', 'low', 'open', null, now(), null);`

func TestPeopleNamedByATextAreThoseWhoHaveIt(t *testing.T) {
	byName := strings.NewReplacer("'bob@x.example', now()", "'Bob Ray', now()", "'ann@x.example', now()", "'Ann Lee', now()").Replace(supported)
	for _, tables := range []string{supported, byName} {
		dsn := filled(t, tables)
		_, m := read(t, dsn)
		require.Equal(t, "1,2,2,-", value(t, dsn, m, "tickets", "string_agg(coalesce(("+m.Entities["tickets"].Fields["agent"]+")::text, '-'), ',' order by ("+m.Entities["tickets"].Fields["agent"]+"))"))
		require.Equal(t, "4", value(t, dsn, m, "tickets", "count(*)"), "no row is lost or multiplied")
	}
}

// Two people of one name, or a name that nobody has, are not guessed at.
func TestDoubtfulPeopleAreNotGuessed(t *testing.T) {
	for name, more := range map[string]string{
		"two of one address": `insert into employees values (3, 'Cem Oz', 'bob@x.example')`,
		"somebody unknown":   `insert into tickets values (5, 'e', 'low', 'open', 'zoe@x.example', now(), null)`,
	} {
		_, m := read(t, filled(t, supported, more))
		require.NotContains(t, m.Entities["tickets"].Fields, "agent", name)
	}
}

// Those who sign in to a program are not those whom tickets name: the people are made of the names.
func TestPeopleWhomNobodyKnowsAreTheirNames(t *testing.T) {
	const sql = `
		create table users (id KEY primary key, login text, email text);
		insert into users values ('1', 'root', 'root@x.example');
		create table tickets (ticket_id int primary key, subject text, priority text, status text, agent text, created_at timestamptz, solved_at timestamptz);
		insert into tickets values (1, 'a', 'high', 'open', 'Ann Lee', now(), null), (2, 'b', 'low', 'solved', 'Bob Ray', now(), now()), (3, 'c', 'low', 'open', 'Ann Lee', now(), null)`
	for _, key := range []string{"int", "text"} {
		dsn := filled(t, replaced(strings.Replace(sql, "'1',", map[string]string{"int": "1,", "text": "'u1',"}[key], 1), "KEY", key))
		_, m := read(t, dsn)
		require.Equal(t, "Ann Lee, Bob Ray", value(t, dsn, m, "users", `string_agg(`+m.Entities["users"].Fields["name"]+`, ', ' order by `+m.Entities["users"].Fields["name"]+`)`), key)
		require.Equal(t, `t."agent"`, m.Entities["tickets"].Fields["agent"], key)
		requireSingle(t, dsn, m)
	}
}

// Users to whom something else leads, or whose names in two parts are those of the rows, stay.
func TestKnownUsersStay(t *testing.T) {
	for name, more := range map[string]string{
		"customers have owners": `create table customers (id int primary key, name text, owner_id int references users); insert into customers values (1, 'c', 1);`,
		"names in two parts":    `alter table users add column first_name text, add column last_name text; update users set first_name = 'ann', last_name = 'Lee';`,
	} {
		_, m := read(t, filled(t, `create table users (id int primary key, email text); insert into users values (1, 'root@x.example');
			create table tickets (ticket_id int primary key, subject text, priority text, status text, agent text, created_at timestamptz, solved_at timestamptz);
			insert into tickets values (1, 'a', 'high', 'open', 'Ann Lee', now(), null), (2, 'b', 'low', 'solved', 'Bob Ray', now(), now());`+more))
		require.Equal(t, `"public"."users" as t`, m.Entities["users"].From, name)
		require.NotContains(t, m.Entities["tickets"].Fields, "agent", name)
	}
}
