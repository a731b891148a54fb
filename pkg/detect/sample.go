package detect

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

const (
	sampleRows    = 300             // looked at in each table
	sampleTimeout = 5 * time.Second // for each table
	sampleWidth   = 60              // characters of each value
	sampleColumns = 300             // of each table
	manyRows      = 100_000         // from this estimate on a table is sampled, not read from its beginning
	fewWords      = 12              // distinct values of a column that may be a status
)

// sample is what was seen of a column.
type sample struct {
	rows, nulls int
	each        []any    // a text or nil for each row
	values      []string // distinct, sorted; PostgreSQL's most common ones among them

	distinct  float64 // PostgreSQL's estimate, as in pg_stats; 0 where there is none
	nullShare float64 // the same of nulls
}

// look samples a table's columns. What keeps a table from being read, or from being read in time, is a fault; it stays without a
// sample then. Only the end of ctx is an error.
func (t *table) look(ctx context.Context, db *postgres.DB, longest time.Duration) (fault, err error) {
	if t.sampled || !t.readable() {
		return nil, nil
	}
	t.sampled = true
	var seen []*column
	var list []string
	for _, c := range t.columns {
		if c.readable && c.kind != other && len(seen) < sampleColumns {
			seen = append(seen, c)
			list = append(list, fmt.Sprintf("pg_catalog.left(%s::text, %d)", quoted(c.name), sampleWidth))
		}
	}
	if len(seen) == 0 {
		return nil, nil
	}
	from := t.sql()
	if t.stored && t.rows > manyRows {
		from += fmt.Sprintf(" tablesample system (%s)", strconv.FormatFloat(max(100*20*sampleRows/t.rows, 0.001), 'f', -1, 64))
	}
	limited, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	statement := postgres.Statement{SQL: fmt.Sprintf("select %s from %s limit %d", strings.Join(list, ", "), from, sampleRows)}
	result, err := db.Query(limited, statement)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return err, nil
	}
	distinct := make([]map[string]bool, len(seen))
	for _, row := range result.Rows {
		for i, value := range row {
			seen[i].sample.rows++
			seen[i].sample.each = append(seen[i].sample.each, value)
			text, ok := value.(string)
			if !ok {
				seen[i].sample.nulls++
				continue
			}
			if distinct[i] == nil {
				distinct[i] = map[string]bool{}
			}
			distinct[i][text] = true
		}
	}
	for i, c := range seen {
		for value := range distinct[i] {
			c.sample.values = append(c.sample.values, value)
		}
		slices.Sort(c.sample.values)
	}
	if err := t.readStatistics(limited, db); err != nil && ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return nil, nil // without statistics the rows seen must do
}

// empty reports whether every row seen has null.
func (s sample) empty() bool { return s.rows > 0 && s.nulls == s.rows && len(s.values) == 0 }

// someNull reports whether some rows have null.
func (s sample) someNull() bool { return s.nulls > 0 || s.nullShare > 0 }

// both reports whether the rows differ.
func (s sample) both() bool { return len(s.values) > 1 || len(s.values) == 1 && s.someNull() }

// all reports whether there are values and each is of a form.
func (s sample) all(is func(string) bool) bool {
	return len(s.values) > 0 && !slices.ContainsFunc(s.values, func(v string) bool { return !is(v) })
}

// any reports whether a value is of a form.
func (s sample) any(is func(string) bool) bool { return slices.ContainsFunc(s.values, is) }

// without is the sample without some values, which stand for none.
func (s sample) without(blank func(string) bool) sample {
	s.values = slices.DeleteFunc(slices.Clone(s.values), blank)
	return s
}

// few reports whether the values are words of a status.
func (s sample) few() bool {
	return len(s.values) > 0 && len(s.values) <= fewWords && s.all(func(v string) bool { return len(v) < sampleWidth })
}

var wholeNumeral = regexp.MustCompile(`^-?\d+$`)

// between reports whether all values are whole numbers of a range.
func (s sample) between(from, to int64) bool {
	return s.all(func(v string) bool {
		n, err := strconv.ParseInt(v, 10, 64)
		return err == nil && n >= from && n < to
	})
}
