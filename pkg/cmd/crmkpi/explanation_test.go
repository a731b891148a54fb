package main

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func TestAnExplanationIsReadable(t *testing.T) {
	question := []string{"explain", "win_rate", "--from", "2026-02-01", "--to", "2026-03-01", "--dsn", company(t), "--now", now}
	text := succeed(t, question...).stdout
	counts := selected(t, `select count(*), count(*) filter (where status = 'won'), count(*) filter (where status = 'lost')
		from crm.deals where closed_at >= '2026-02-01' and closed_at < '2026-03-01'`)[0]
	require.Regexp(t, `^Definition\n +win_rate +Win rate\n +meaning +\S`, text)
	require.Regexp(t, `(?m)^ +formula +deals_won / \(deals_won \+ deals_lost\)$`, text)
	require.Contains(t, text, fmt.Sprintf(" %v looked at in the range\n", counts[0]))
	require.Contains(t, text, "\nFreshness\n")
	require.NotContains(t, strings.ToLower(text), "select")
	require.NotContains(t, text, "Plan")
	for line := range strings.Lines(text) {
		require.LessOrEqual(t, utf8.RuneCountInString(line), textWidth+1, line)
	}

	whole := succeed(t, append(question, "--sql")...).stdout
	require.Contains(t, whole, "\nPlan\n")
	require.Greater(t, strings.Index(whole, "select"), strings.Index(whole, "Freshness"), "the statements come last")
	require.True(t, strings.HasPrefix(whole, text[:strings.Index(text, "Freshness")]))

	russian := succeed(t, append(question, "--lang", "ru")...).stdout
	require.Regexp(t, `^Определение\n`, russian)
	require.Contains(t, russian, "рассмотрено в диапазоне")
	require.NotContains(t, russian, "looked at")
}

func TestAnExplanationIsOfThisMonthUnlessAnotherRangeIsNamed(t *testing.T) {
	short := succeed(t, "explain", "--kpi", "revenue", "--dsn", company(t), "--now", now).stdout
	long := succeed(t, "explain", "revenue", "--from", "2026-03-01", "--to", now, "--dsn", company(t), "--now", now).stdout
	require.Equal(t, long, short)
	require.Contains(t, command(t, "explain", "--dsn", "postgres://x").stderr, "--kpi")
	require.Contains(t, command(t, "explain", "--kpi", "revenue", "deals_won").stderr, "deals_won")
}

// What a program reads has the same rows, and none of them holds a statement.
func TestARowOfAnExplanationIsShort(t *testing.T) {
	answer := ask(t, "explain", "pipeline_value", "--sql")
	require.NotEmpty(t, answer.Statements)
	for _, row := range answer.Rows {
		require.NotContains(t, row[2], "select")
		require.Less(t, utf8.RuneCountInString(row[2].(string)), 500)
	}
	last := answer.Rows[len(answer.Rows)-1]
	require.Equal(t, []any{"SQL", "statements", float64(len(answer.Statements))}, []any{last[0], last[1], last[3]})
}
