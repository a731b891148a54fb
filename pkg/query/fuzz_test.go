package query

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// Whatever is accepted is the same question when it is written and read again.
func FuzzQuestion(f *testing.F) {
	f.Fuzz(func(t *testing.T, text []byte) {
		q, err := Parse(text)
		if err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		require.NoError(t, q.Validate())
		written, err := json.Marshal(q)
		require.NoError(t, err)
		again, err := Parse(written)
		require.NoError(t, err, "%s", written)
		rewritten, err := json.Marshal(again)
		require.NoError(t, err)
		require.Equal(t, string(written), string(rewritten))
	})
}

// Whatever is accepted as a column of a question, a formula too, is the same column when it is written and read again, and asks for the same.
func FuzzEntry(f *testing.F) {
	for _, seed := range []string{
		"revenue", "csat.target", "sales_cycle:statistic=p90", " revenue : rolling = 28d : statistic = median ", "revenue:to_date=month:offset=1y", "a:rolling=99999y", "a:b=c:b=d", ":a=b", "a:=", "=",
		`=revenue / new_customers as "Per new \"customer\"" in money`, `= (a - b)  /  max(c,1) in percent`, `=a as "x" as "y"`, `=a in b in c`, "=a as \"\xff\"", `=a as "\ud800"`, "=a\n+\tb", "=\u00a0a as \"\u2028\"",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e, err := ParseEntry(text)
		if err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		again, err := ParseEntry(e.String())
		require.NoError(t, err, "%q is written %q", text, e.String())
		require.Equal(t, e.String(), again.String())
		require.Equal(t, e.Key(), again.Key())
	})
}
