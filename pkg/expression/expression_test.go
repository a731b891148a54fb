package expression

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
	_ "github.com/crmkpi/crm-datasource/pkg/internal/testing/property" // the same draws in each run
)

func render(t *testing.T, text string) string {
	e, err := Parse(text)
	require.NoError(t, err)
	sql, err := e.Render(
		func(path string, _ bool) (string, error) { return "<" + path + ">", nil },
		func(name string) (string, error) { return "$" + name, nil })
	require.NoError(t, err)
	return sql
}

func TestRenderTellsFieldsFromEverythingElse(t *testing.T) {
	for text, want := range map[string]string{
		"status = 'won'":                                             "<status> = 'won'",
		"closed_at < created_at + :window":                           "<closed_at> < <created_at> + $window",
		"deal.account.region is not null":                            "<deal.account.region> is not null",
		"case when status in ('won', 'lost') then a else null end":   "case when <status> in ('won', 'lost') then <a> else null end",
		"(valid_until + 1)::timestamp at time zone :timezone":        "(<valid_until> + 1)::timestamp at time zone $timezone",
		"name = 'it''s status, :now and (amount)'":                   "<name> = 'it''s status, :now and (amount)'",
		"coalesce (starts_at, due_at)":                               "coalesce (<starts_at>, <due_at>)",
		"score >= 0.8*scale_max":                                     "<score> >= 0.8*<scale_max>",
		"date = 'x'":                                                 "date = 'x'",
		"is_open and:window > '1 day'::interval":                     "<is_open> and $window > '1 day'::interval",
		"extract(epoch from closed_at - created_at) > 0 and is_open": "extract(epoch from <closed_at> - <created_at>) > 0 and <is_open>",
	} {
		require.Equal(t, want, render(t, text), text)
	}
}

func TestParseRefusesWhatIsNoExpression(t *testing.T) {
	for text, want := range map[string]string{
		"status = 'won'; drop table x":   `";" is not allowed`,
		"status = 'won' -- all":          `"-" is not allowed`,
		"1 /* x */":                      `"/" is not allowed`,
		`"status" = 'won'`:               `is not allowed`,
		"status = $$won$$":               `"$" is not allowed`,
		"id in (select id from deals)":   `"select" is not allowed`,
		`status = E'\' or '`:             `"E'" is not allowed`,
		`amount::e'\' or '`:              `"e'" is not allowed`,
		"status = 'won":                  "a quoted text is not closed",
		"(status":                        "a parenthesis is not closed",
		"status) or (true":               "a parenthesis closes that was not opened",
		"amount, 1":                      "a comma begins a second expression",
		"status\u00a0= 'won'":            "U+00A0",
		"amount > 1and is_open":          "follows the number 1 at once",
		"name = 'a'\n'b'":                "a quoted text follows another",
		"name = '\x00'":                  "NUL",
		"name = '\xff'":                  "no character",
		"amount::u&amount":               `"u&" is not allowed`,
		"id in (1) UNION all (values 2)": `"union" is not allowed`,
	} {
		_, err := Parse(text)
		require.ErrorContains(t, err, want, text)
	}
}

func TestFaultsAreInBothLanguages(t *testing.T) {
	for text, want := range map[string]string{
		"a; b":     `выражение "a; b": ";" в выражении не разрешено; пишите условие или значение из имён полей`,
		"a = 'b":   `выражение "a = 'b": текст в кавычках не закрыт; закончите его одинарной кавычкой`,
		"a = E'b'": `выражение "a = E'b'": "E'" в выражении не разрешено; пишите обычный текст в кавычках`,
	} {
		_, err := Parse(text)
		require.Equal(t, want, i18n.Of(err).In(i18n.Russian))
		require.NotEqual(t, want, err.Error())
	}
}

func TestPathsAndParametersAreDistinctAndInOrder(t *testing.T) {
	e := MustParse("b > :now and a.c > b and :now > :today")
	require.Equal(t, []string{"b", "a.c"}, e.Paths())
	require.Equal(t, []string{"now", "today"}, e.Parameters())
	require.True(t, MustParse(" a.c ").IsPath())
	require.False(t, e.IsPath())
	require.True(t, Expression{}.Empty())
}

// Whatever is written in it, an expression is refused or keeps every character that is not a field, a parameter or white space.
func TestParseNeverPanics(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("ab1.:'() =<-/*;\"$é\n"))).Draw(t, "text")
		e, err := Parse(text)
		if err != nil {
			return
		}
		sql, err := e.Render(func(name string, _ bool) (string, error) { return name, nil }, func(name string) (string, error) { return ":" + name, nil })
		if err != nil {
			t.Fatal(err)
		}
		if again, err := Parse(sql); err != nil || again.String() == "" && !e.Empty() {
			t.Fatalf("%q became %q: %v", text, sql, err)
		}
	})
}

func TestRenderTellsPathsThatAreCompared(t *testing.T) {
	for text, want := range map[string]string{
		"status = 'won'":                         "status",
		"lead is not null":                       "",
		"status in ('a') or kind IN ('b')":       "status kind",
		"status not in ('a') and kind <> 'b'":    "",
		"coalesce(owner, agent) = 'x'":           "",
		"case when deal.status = a then b end":   "deal.status",
		"is_open and not (status='won') or lead": "status",
	} {
		e, err := Parse(text)
		require.NoError(t, err)
		var compared []string
		_, err = e.Render(func(name string, is bool) (string, error) {
			if is {
				compared = append(compared, name)
			}
			return name, nil
		}, nil)
		require.NoError(t, err)
		assert.Equal(t, want, strings.Join(compared, " "), text)
	}
}
