package crm

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSQLStaysInItsPlace(t *testing.T) {
	for _, text := range []string{
		`a.b is distinct from c.d`, `case when x = ')' then 1 else 2 end`, `"from" || 'union; ('`, `(select max(x) from t where y = 1 limit 1)`,
		`E'it\'s; ('`, `'it''s'`, `$$;($$`, `$tag$ $$ ; ( $tag$`, `x /* ; ( /* nested */ */ + 1`, `x -- ; (`, `arr[1]`, `extract(epoch from at)::int`,
		`"ключ""(" + "🏢"`, `x::numeric(10,2)`, `data->>'a' ? 'b'`, `name'x'`,
	} {
		require.NoError(t, fieldClause.check(text), text)
	}
	for text, want := range map[string]string{
		`x; delete from t`:          "at character 2, a semicolon ends the statement",
		`x, y`:                      "at character 2, a comma begins a second expression",
		`1 from u where true --`:    `at character 3, "from" does not belong here`,
		`x) from t --`:              "at character 2, a parenthesis closes",
		`(x`:                        "a parenthesis is not closed",
		`'x`:                        "at character 1, a quotation mark ' is not closed",
		`ключ || "x`:                `at character 9, a quotation mark " is not closed`,
		`$$ x`:                      "the text that begins with $$ is not closed",
		`x /* y`:                    "a comment is not closed",
		`$1`:                        "a placeholder such as $1",
		"x union select y":          `"union" does not belong here; give one expression`,
		"x INTO secrets":            `"into" does not belong here`,
		`case when E'\' then 1 end`: "is not closed",
	} {
		require.ErrorContains(t, fieldClause.check(text), want, text)
	}
	require.NoError(t, fromClause.check("a, b as c join d using (x) cross join lateral (select 1 where true limit 1) as e"))
	require.ErrorContains(t, fromClause.check("t where x"), `"where" does not belong here; give a table`)
	require.ErrorContains(t, whereClause.check("x group by y"), "give one condition")
}
