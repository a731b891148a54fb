package probe_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/probe"
)

// A fault says where it is in the SQL of the mapping, not in the statement that was tried.
func TestFaultsSayWhere(t *testing.T) {
	dsn := pgtest.DSN(t)
	_, err := pgtest.Open(t, dsn).Exec(`create table "продажа" (no int, state text, company int)`)
	require.NoError(t, err)
	db := open(t, dsn)
	const from, where, status = `"продажа" as s`, "s.no > 0", "s.state"
	for name, test := range map[string]struct{ from, where, status, fault, want string }{
		"field":           {from, where, "upper('ж') || s.stat", "deals.status", "column s.stat does not exist (at character 15 of its SQL)"},
		"end of a field":  {from, where, "s.state =", "deals.status", `syntax error at or near "from" (at character 10 of its SQL)`},
		"table":           {`"продажа" as s join stage as g on true`, where, status, "deals", "relation \"stage\" does not exist (at character 21 of `from`)"},
		"condition":       {from, "s.no > 0 and s.gone", status, "deals", "column s.gone does not exist (at character 14 of `where`)"},
		"start of a part": {"nowhere as s", where, status, "deals", "relation \"nowhere\" does not exist (at character 1 of `from`)"},
		"no place":        {from, where, "1 / 0", "deals.status", "division by zero"},
	} {
		for _, tenant := range []string{"", ", tenant: s.company"} {
			value := ""
			if tenant != "" {
				value = "7"
			}
			m, err := crm.Setup{Own: fmt.Sprintf("entities: {deals: {from: %q, where: %q%s, fields: {id: s.no, status: %q}}}", test.from, test.where, tenant, test.status),
				Tenant: crm.Tenant{Value: value}}.Mapping(nil)
			require.NoError(t, err)
			found, err := probe.Read(t.Context(), db, m)
			require.NoError(t, err)
			require.Equal(t, []string{test.fault}, found.Names(), name)
			field := "id"
			if test.fault == "deals.status" {
				field = "status"
			}
			require.EqualError(t, found.Reason(found.Mapping.Available("deals", field)), test.fault+": "+test.want, name)
			require.ErrorContains(t, found.Faults[test.fault], "PostgreSQL: ", name)
		}
	}
}

// A question's error is told as the mapping's, where PostgreSQL finds the same fault in it.
func TestPlaceOfAQuestionsError(t *testing.T) {
	dsn := pgtest.DSN(t)
	_, err := pgtest.Open(t, dsn).Exec(`create table sale (id int, total text, closed timestamptz); insert into sale values (1, 'n/a', '2026-01-15')`)
	require.NoError(t, err)
	db := open(t, dsn)
	for amount, want := range map[string]string{
		"s.totl":           "deals.amount: PostgreSQL: column s.totl does not exist. ",
		"s.total::numeric": `deals.amount: the value "n/a" cannot be read: PostgreSQL: invalid input syntax for type numeric: "n/a"`,
		"s.total":          "Perhaps: deals.amount: its type is text, but numeric is needed; convert it in the mapping",
	} {
		m, err := crm.ParseMapping(fmt.Sprintf("entities: {deals: {from: sale as s, fields: {id: s.id, status: \"'won'\", closed_at: s.closed, amount: %q}}}", amount))
		require.NoError(t, err)
		_, err = revenue(t, db, m)
		require.Error(t, err)
		placed := probe.Place(t.Context(), db, m, err)
		require.ErrorContains(t, placed, want)
		_, known := errors.AsType[*postgres.Error](placed)
		require.True(t, known, "it stays the database's")
		require.Regexp(t, `^(deals.amount: )?(значение "n/a" не удаётся прочитать: )?PostgreSQL: «[^»]+»`, i18n.Of(placed).In(i18n.Russian))
	}
}

// Of the fields with a type that does not fit, only those that the question reads may be why it fails.
func TestFieldsThatAQuestionDoesNotReadAreNotBlamed(t *testing.T) {
	dsn := pgtest.DSN(t)
	_, err := pgtest.Open(t, dsn).Exec(`create table sale (id int, total text, chance text, due text, closed timestamptz); create table visit (id int, at text, cost text)`)
	require.NoError(t, err)
	db := open(t, dsn)
	m, err := crm.ParseMapping(`entities:
  deals: {from: sale as s, fields: {id: s.id, status: "'won'", closed_at: s.closed, amount: s.total, probability: s.chance, expected_close_on: s.due}}
  leads: {from: visit as v, fields: {id: v.id, created_at: v.at}}
  orders: {from: visit as v, fields: {id: v.id, ordered_at: v.at, amount: v.cost}}`)
	require.NoError(t, err)
	_, err = revenue(t, db, m)
	require.Error(t, err)
	placed := probe.Place(t.Context(), db, m, err)
	require.ErrorContains(t, placed, "Perhaps: deals.amount: its type is text")
	for _, other := range []string{"probability", "expected_close_on", "leads", "orders"} {
		require.NotContains(t, placed.Error(), other)
	}
}
