package oracle_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// What must hold between a KPI and the rows behind it.

// behind lists the rows behind the question's first KPI; false when there are more than a list can have, or one lacks a rate.
func (w world) behind(t *testing.T, q asked) ([]*answer.Table, bool) {
	engine, err := w.engine(q)
	require.NoError(t, err)
	q.Question.Rows = plan.DefaultMaxListed
	tables, err := take.Tables(engine.Ask(context.Background(), take.Of(query.Records, q.Question), plan.Request{Range: q.span(), Now: q.Now}))
	if err != nil && strings.Contains(err.Error(), "no exchange rate") {
		return nil, false
	}
	require.NoError(t, err)
	return tables, !slices.ContainsFunc(tables, func(t *answer.Table) bool { return len(t.Rows) >= plan.DefaultMaxListed })
}

// column finds a column of a table, -1 for none.
func column(t *answer.Table, id string) int {
	return slices.IndexFunc(t.Columns, func(c answer.TableColumn) bool { return c.ID == id })
}

// adds is what the rows of tables add to a measure, and how many of them do.
func adds(tables []*answer.Table, measure string) (sum float64, rows int) {
	for _, t := range tables {
		c := column(t, measure)
		for _, row := range t.Rows {
			if c < 0 || row[c] == nil {
				continue
			}
			sum += row[c].(float64)
			rows++
		}
	}
	return sum, rows
}

// The rows behind a KPI made of sums and counts add up to it: to the sum itself, to both sides of a ratio, to every part of an index.
func TestRowsBehindAddUp(t *testing.T) {
	w := company(t)
	every(t, w, 2, isSum, func(t *testing.T, _ *generator, q asked) bool {
		q.figure()
		k, err := catalog.Default().KPI(q.Question.KPIs[0])
		require.NoError(t, err)
		if k.Kind == catalog.PresentKind {
			q.From, q.To = q.Now.AddDate(0, -1, 0), q.Now
		}
		if !q.begun(q.From) && k.Horizon != catalog.Future {
			return false // nothing is known of it yet
		}
		result, ok := w.answer(t, q)
		tables, whole := w.behind(t, q)
		if !ok || !whole {
			return false
		}
		for _, m := range k.Measures() {
			require.True(t, slices.ContainsFunc(tables, func(t *answer.Table) bool { return column(t, m.ID) >= 0 }), "no rows tell what they add to %s", m.ID)
		}
		expected := compute(k.Formula, func(m *catalog.Measure) float64 { sum, _ := adds(tables, m.ID); return sum })
		if result.Values[0][0][0] == nil && unknown(k, tables) { // rows of which none has the value
			expected = nil
		}
		require.True(t, same(result.Values[0][0][0], expected, smallest(result.Columns[0])), "%s is %s, its rows add up to %s", k.ID,
			show(result.Values[0][0][0]), show(expected))
		return rowsOf(tables) > 0
	})
}

// unknown reports whether there are rows behind a sum of the KPI, but none that adds anything to it.
func unknown(k *catalog.KPI, tables []*answer.Table) bool {
	return slices.ContainsFunc(k.Measures(), func(m *catalog.Measure) bool {
		_, isSum := m.Aggregation.(*measure.Sum)
		_, rows := adds(tables, m.ID)
		return isSum && rows == 0 && rowsOf(tables) > 0
	})
}

func rowsOf(tables []*answer.Table) (n int) {
	for _, t := range tables {
		n += len(t.Rows)
	}
	return n
}

// A cohort's members are those of its days, however the days are cut, and what becomes of them does not depend on that either.
func TestCohortsAreTheSameInParts(t *testing.T) {
	w := company(t)
	conversion := func(k *catalog.KPI) bool { return k.Kind == catalog.Conversion }
	every(t, w, 10, conversion, func(t *testing.T, g *generator, q asked) bool {
		q.figure()
		q.Now = q.To.Add(370 * 24 * time.Hour) // longer than any window: all cohorts are mature
		at := q.From.Add(time.Duration(g.Float64() * float64(q.To.Sub(q.From)))).Truncate(time.Microsecond)
		if cal, _ := q.calendar(); g.chance(0.5) {
			at = cal.Floor(at, one(g.Rand, calendar.Day, calendar.Month))
		}
		if !q.From.Before(at) || !at.Before(q.To) {
			return false
		}
		k, err := catalog.Default().KPI(q.Question.KPIs[0])
		require.NoError(t, err)
		whole, ok := w.behind(t, q)
		if !ok || rowsOf(whole) == 0 {
			return false
		}
		first, _ := w.behind(t, q.over(calendar.Range{From: q.From, To: at}))
		second, _ := w.behind(t, q.over(calendar.Range{From: at, To: q.To}))
		parts := slices.Concat(first, second)
		require.Equal(t, members(whole), members(parts))
		for _, m := range k.Measures() {
			sum, rows := adds(whole, m.ID)
			partly, some := adds(parts, m.ID)
			require.Equal(t, sum, partly, m.ID)
			require.Equal(t, rows, some, m.ID)
		}
		// And so says the figure itself.
		result, _ := w.answer(t, q)
		expected := compute(k.Formula, func(m *catalog.Measure) float64 { sum, _ := adds(parts, m.ID); return sum })
		require.True(t, same(result.Values[0][0][0], expected, 0))
		return true
	})
}

// members are the rows of tables, in an order that does not depend on theirs, each with what it has: a column in which no row of a table
// has anything is not shown.
func members(tables []*answer.Table) []string {
	var all []string
	for _, t := range tables {
		for _, row := range t.Rows {
			var values []string
			for i, c := range t.Columns {
				if row[i] != nil {
					values = append(values, fmt.Sprint(c.ID, "=", row[i]))
				}
			}
			slices.Sort(values)
			all = append(all, strings.Join(values, ", "))
		}
	}
	slices.Sort(all)
	return all
}
