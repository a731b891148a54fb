package bench

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

// row are the figures of one bucket and group.
type row struct {
	at      time.Time // zero without a time axis
	keys    []string
	figures []*float64
}

func (r row) name() string { return fmt.Sprintf("%s %q", r.at.Format(time.RFC3339), r.keys) }

// read runs a statement and returns its rows.
func read(ctx context.Context, db *sql.DB, statement string, dimensions int) ([]row, error) {
	rows, err := db.QueryContext(ctx, statement, year.From, year.To)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	var all []row
	for rows.Next() {
		r := row{keys: make([]string, dimensions)}
		targets := make([]any, len(columns))
		keys := 0
		for i, column := range columns {
			switch {
			case column == "bucket":
				targets[i] = &r.at
			case strings.HasSuffix(column, "_name"):
				targets[i] = new(sql.NullString)
			case keys < dimensions:
				targets[i] = &r.keys[keys]
				keys++
			default:
				figure := new(*float64)
				targets[i] = figure
			}
		}
		if err := rows.Scan(targets...); err != nil {
			return nil, err
		}
		for _, t := range targets {
			if figure, ok := t.(**float64); ok {
				r.figures = append(r.figures, *figure)
			}
		}
		all = append(all, r)
	}
	return all, rows.Err()
}

// same returns an error unless the rows written by hand hold the figures of the answer. Rows without anything may be left out of
// them: only the engine fills gaps.
func same(figures *answer.Result, written []row) error {
	left := map[string]row{}
	for _, r := range written {
		r.at = r.at.UTC()
		left[r.name()] = r
	}
	for b, bucket := range figures.Buckets {
		for g, group := range figures.Groups {
			computed := row{keys: slices.Clone(group.Keys)}
			if figures.Grain != calendar.None {
				computed.at = bucket.Start.UTC()
			}
			for c := range figures.Columns {
				computed.figures = append(computed.figures, figures.Values[c][g][b])
			}
			expected, ok := left[computed.name()]
			delete(left, computed.name())
			if !ok {
				expected.figures = make([]*float64, len(computed.figures))
			}
			if len(expected.figures) != len(computed.figures) {
				return fmt.Errorf("%d figures by hand, %d columns by the engine", len(expected.figures), len(computed.figures))
			}
			for c, column := range figures.Columns {
				if !equal(computed.figures[c], expected.figures[c], ok) {
					return fmt.Errorf("%s at %s: %s by hand, %s by the engine", column.ID, computed.name(), number(expected.figures[c]), number(computed.figures[c]))
				}
			}
		}
	}
	for name := range left {
		return fmt.Errorf("the engine has no row %s", name)
	}
	return nil
}

// equal allows for the order of summing. Where the statement has no row, zero is as good as null.
func equal(computed, expected *float64, hasRow bool) bool {
	if !hasRow {
		return computed == nil || *computed == 0
	}
	if computed == nil || expected == nil {
		return computed == expected
	}
	const tolerance = 1e-9
	return math.Abs(*computed-*expected) <= tolerance*math.Max(1, math.Max(math.Abs(*computed), math.Abs(*expected)))
}

func number(v *float64) string {
	if v == nil {
		return "null"
	}
	return fmt.Sprint(*v)
}
