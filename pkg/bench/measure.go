package bench

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/rollup"
)

// Measurement is how long a panel takes: the medians of as many runs of each.
type Measurement struct {
	Panel
	Statements  int // of the engine
	Rows        int // of the statement written by hand
	Engine, SQL time.Duration
	Sums        time.Duration // of the engine, where it reads sums; 0 where it reads none
}

// Ratio is the engine's time divided by that of the statement written by hand.
func (m Measurement) Ratio() float64 { return m.Engine.Seconds() / m.SQL.Seconds() }

// Measure runs a panel each way, in turns, so that what else the machine does hits all. The first run of each warms the caches
// and is not counted; its answers must be the same, otherwise the error says where they differ. The engine that reads sums may be nil.
func Measure(ctx context.Context, p Panel, asked, sums *engine.Engine, db *sql.DB, runs int) (Measurement, error) {
	m := Measurement{Panel: p}
	text, err := p.statement()
	if err != nil {
		return m, err
	}
	found, err := asked.Ask(ctx, p.Question, plan.Request{Range: year, Now: Today})
	if err != nil {
		return m, fmt.Errorf("%s: %w", p.Name, err)
	}
	written, err := read(ctx, db, text, len(p.Question.GroupBy))
	if err != nil {
		return m, fmt.Errorf("%s.sql: %w", p.Name, err)
	}
	if err := same(found.Result, written); err != nil {
		return m, fmt.Errorf("%s: the engine and the statement written by hand differ: %w", p.Name, err)
	}
	m.Statements, m.Rows = len(found.Result.Statements), len(written)
	summed := false
	if sums != nil {
		of, err := sums.Ask(ctx, p.Question, plan.Request{Range: year, Now: Today})
		if err != nil {
			return m, fmt.Errorf("%s of sums: %w", p.Name, err)
		}
		if err := same(of.Result, written); err != nil {
			return m, fmt.Errorf("%s: the engine of sums and the statement written by hand differ: %w", p.Name, err)
		}
		summed = slices.ContainsFunc(of.Result.Statements, func(s answer.Statement) bool { return strings.Contains(s.SQL, rollup.Schema) })
	}

	ways := []func() error{
		func() error {
			_, err := asked.Ask(ctx, p.Question, plan.Request{Range: year, Now: Today})
			return err
		},
		func() error {
			_, err := read(ctx, db, text, len(p.Question.GroupBy))
			return err
		},
	}
	if summed {
		ways = append(ways, func() error {
			_, err := sums.Ask(ctx, p.Question, plan.Request{Range: year, Now: Today})
			return err
		})
	}
	times := make([][]time.Duration, len(ways))
	for run := range runs {
		for turn := range ways {
			way := (run + turn) % len(ways) // each goes first as often
			start := time.Now()
			if err := ways[way](); err != nil {
				return m, fmt.Errorf("%s: %w", p.Name, err)
			}
			times[way] = append(times[way], time.Since(start))
		}
	}
	m.Engine, m.SQL = Median(times[0]), Median(times[1])
	if summed {
		m.Sums = Median(times[2])
	}
	return m, nil
}

// Median is the middle of the values, or between the two in the middle. There must be at least one.
func Median[T time.Duration | float64](values []T) T {
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}
