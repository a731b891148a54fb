package expression

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/internal/testing/pgparser"
)

// Whatever is accepted keeps its tokens when it is written again, and is one value of a SELECT wherever PostgreSQL takes it.
func FuzzExpression(f *testing.F) {
	pgparser.Start(f)
	f.Fuzz(func(t *testing.T, text string) {
		e, err := Parse(text)
		if err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		path := func(name string, _ bool) (string, error) { return name, nil }
		same, err := e.Render(path, marked(":"))
		require.NoError(t, err)
		again, err := Parse(same)
		require.NoError(t, err)
		require.Len(t, again.tokens, len(e.tokens), "%q became %q", text, same)
		for i, token := range e.tokens {
			require.Equal(t, token.kind, again.tokens[i].kind, "%q became %q", text, same)
			require.Equal(t, token.text, again.tokens[i].text, "%q became %q", text, same)
		}

		sql, err := e.Render(func(string, bool) (string, error) { return `"s"."f"`, nil }, func(string) (string, error) { return "$1::int", nil })
		require.NoError(t, err)
		statements, err := pgparser.Parse("select (" + sql + ") from t as s where true")
		if err != nil || e.Empty() {
			return // PostgreSQL refuses it: no value is read
		}
		require.Len(t, statements, 1, sql)
		statement := statements[0].At("SelectStmt")
		require.ElementsMatch(t, []string{"targetList", "fromClause", "whereClause", "limitOption", "op"}, statement.Names(), sql)
		require.Len(t, statement.At("targetList").List(), 1, sql)
		require.Len(t, statement.At("fromClause").List(), 1, sql)
		require.Contains(t, statement.At("whereClause").Names(), "A_Const", sql)
		require.Equal(t, 1, statements[0].Count("SelectStmt"), "%s has a subquery", sql)
	})
}

func marked(mark string) func(string) (string, error) {
	return func(name string) (string, error) { return mark + name, nil }
}
