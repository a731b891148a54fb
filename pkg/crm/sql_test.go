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
		`x is not distinct from y`, `to_jsonb(t.*)`, `(select t.* from u as t)`, `U&'\0441'`, `a.b$c$`, `1.5e3 - .5`, `имя`, "x\f+\r1",
	} {
		require.NoError(t, fieldClause.check(text), text)
	}
	for text, want := range map[string]string{
		`x; delete from t`:            "at character 2, a semicolon ends the statement",
		`x, y`:                        "at character 2, a comma begins a second expression",
		`1 from u where true --`:      `at character 3, "from" does not belong here`,
		`x) from t --`:                "at character 2, a parenthesis closes",
		`(x`:                          "a parenthesis is not closed",
		`'x`:                          "at character 1, a quoted text is not closed",
		`ключ || "x`:                  `at character 9, a quotation mark " is not closed`,
		`$$ x`:                        "the text that begins with $$ is not closed",
		`x /* y`:                      "a comment is not closed",
		`$1`:                          "a placeholder such as $1",
		"x union select y":            `"union" does not belong here; give one expression`,
		"x INTO secrets":              `"into" does not belong here`,
		`case when E'\' then 1 end`:   "is not closed",
		"x\u00a0+ 1":                  "at character 2, the character U+00A0 looks like a space",
		"имя\u200b":                   "at character 4, the character U+200B",
		"x\v+ 1":                      "at character 2, the character U+000B",
		"x -- a\r, y":                 "at character 8, a comma begins a second expression",
		"x$e'\\', y, ' '":             "at character 7, a comma begins",
		"E'a'\n'\\', y, '":            "at character 6, a quoted text follows another",
		"$\u0663$ x $\u0663$ from $$": "the text that begins with $$",
		"1from t":                     "at character 1, something follows the number 1 at once",
		"x = '\x00'":                  "at character 6, the character NUL",
		"x = '\xff'":                  "at character 6, the byte FF",
		"(x]":                         "at character 3, a bracket closes that was not opened",
		"[x":                          "a bracket is not closed",
		"-- x":                        "there are only comments; give one expression",
		"t.":                          "at character 2, a dot ends it",
		"t.*":                         "at character 3, a star behind a dot is several columns",
		"((t.*))":                     "a star behind a dot is several columns",
		"distinct x":                  `"distinct" does not belong here`,
		"all x":                       `"all" does not belong here`,
		"x as y":                      `"as" does not belong here`,
		"1 as distinct from t":        `"as" does not belong here`,
		"t.distinct from u":           `"distinct" does not belong here`,
	} {
		require.ErrorContains(t, fieldClause.check(text), want, text)
	}
	require.NoError(t, fromClause.check("a, b as c join d using (x) cross join lateral (select 1 where true limit 1) as e"))
	require.ErrorContains(t, fromClause.check("t where x"), `"where" does not belong here; give a table`)
	require.ErrorContains(t, whereClause.check("x group by y"), "give one condition")
}
