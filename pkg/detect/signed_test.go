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
