package sqlgen

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Placeholders are moved up, and nothing that only looks like one.
func TestTogether(t *testing.T) {
	s, err := Together([]Statement{
		{SQL: `select $1::text, '$1', "$1", $$ $1 $$ -- $1`, Args: []any{"a"}, Entities: []string{"deals", "users"}},
		{SQL: `select $2::int + $1::int /* $1 */`, Args: []any{1, 2}, Entities: []string{"accounts", "deals"}},
	})
	require.NoError(t, err)
	require.Equal(t, `with "answer 0" as materialized (
select $1::text, '$1', "$1", $$ $1 $$ -- $1
), "answer 1" as materialized (
select $3::int + $2::int /* $1 */
)
select 0 as statement, "answer 0"::text as row from "answer 0"
union all
select 1 as statement, "answer 1"::text as row from "answer 1"`, s.SQL)
	require.Equal(t, []any{"a", 1, 2}, s.Args)
	require.Equal(t, []string{"accounts", "deals", "users"}, s.Entities)

	_, err = Together([]Statement{{SQL: `select 'without an end`}})
	require.Error(t, err)
}
