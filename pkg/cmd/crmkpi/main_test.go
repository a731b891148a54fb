package main

import (
	"bytes"
	"context"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/demo/demotest"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// now is when the demo company of these tests ends.
const now = "2026-03-18T14:25:07Z"

// company returns the connection string of the small demo company, read-only.
func company(t testing.TB) string { return demotest.Company().Shared(t) }

// writable is a company of the test's own.
func writable(t testing.TB) string { return demotest.Company().Copy(t) }

// ran is what a command line did.
type ran struct {
	stdout, stderr string
	status         int
}

// command runs a command line in this process, with no database in the environment.
func command(t testing.TB, args ...string) ran {
	t.Helper()
	return commandIn(t.Context(), args...)
}

func commandIn(ctx context.Context, args ...string) ran {
	var stdout, stderr bytes.Buffer
	status := run(ctx, args, &stdout, &stderr)
	return ran{stdout.String(), stderr.String(), status}
}

// succeed is [command] for a command line that must.
func succeed(t testing.TB, args ...string) ran {
	t.Helper()
	r := command(t, args...)
	require.Zero(t, r.status, r.stderr)
	return r
}

type answerJSON struct {
	Columns    []string
	Rows       [][]any
	Notices    []string
	Statements []struct {
		SQL          string
		Args         []any
		Rows         int
		Milliseconds float64
	}
}

// ask answers a question about the demo company, in JSON.
func ask(t testing.TB, args ...string) answerJSON {
	t.Helper()
	r := succeed(t, append(args, "--dsn", company(t), "--now", now, "--format", "json")...)
	require.Empty(t, r.stderr)
	var answer answerJSON
	require.NoError(t, json.Unmarshal([]byte(r.stdout), &answer))
	return answer
}

// selected reads rows with SQL of the test's own, numbers as float64.
func selected(t testing.TB, query string, args ...any) [][]any {
	t.Helper()
	rows, err := pgtest.Open(t, company(t)).Query(query, args...)
	require.NoError(t, err)
	defer rows.Close()
	columns, err := rows.Columns()
	require.NoError(t, err)
	var all [][]any
	for rows.Next() {
		cells, pointers := make([]any, len(columns)), make([]any, len(columns))
		for i := range cells {
			pointers[i] = &cells[i]
		}
		require.NoError(t, rows.Scan(pointers...))
		for i, cell := range cells {
			switch v := cell.(type) {
			case int64:
				cells[i] = float64(v)
			case []byte:
				cells[i] = string(v)
			}
		}
		all = append(all, cells)
	}
	require.NoError(t, rows.Err())
	return all
}

// equalRows compares rows: numbers up to the rounding of sums in another order.
func equalRows(t testing.TB, want, got [][]any) {
	t.Helper()
	require.Len(t, got, len(want))
	for i := range want {
		require.Len(t, got[i], len(want[i]))
		for j := range want[i] {
			if number, ok := want[i][j].(float64); ok && number != 0 {
				require.InEpsilon(t, number, got[i][j], 1e-9, "row %d, column %d", i, j)
				continue
			}
			require.Equal(t, want[i][j], got[i][j], "row %d, column %d", i, j)
		}
	}
}
