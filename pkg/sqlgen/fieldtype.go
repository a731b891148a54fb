package sqlgen

import (
	"fmt"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
)

// typed returns a field's SQL with exactly the type that the model gives it, so that no formula computes in the type of a company's
// column: integers would lose fractions, a timestamp would depend on the session. A time without zone is read as UTC, a day as its
// midnight there; an instant is of the day that it has in the business time zone.
func (t *text) typed(sql string, want crm.Type, got crm.ColumnType) string {
	if want.Exactly(got) || !want.Reads(got) {
		return sql // or PostgreSQL says what is wrong with it
	}
	switch {
	case want == crm.Time && got == "date":
		return fmt.Sprintf("(%s)::timestamp at time zone 'UTC'", sql)
	case want == crm.Time:
		return fmt.Sprintf("(%s) at time zone 'UTC'", sql)
	case want == crm.Date && got == crm.Time.Column():
		return fmt.Sprintf("((%s) at time zone %s)::date", sql, t.zone())
	case want == crm.Date:
		return fmt.Sprintf("(%s)::date", sql)
	case want == crm.String || want == crm.Currency:
		return fmt.Sprintf("(%s)::text", sql)
	case got == "float4" || got == "float8": // of which PostgreSQL 13 refuses the infinite ones; see [text.number]
		return fmt.Sprintf("nullif(nullif(nullif(%s, 'NaN'), 'Infinity'), '-Infinity')::numeric", sql)
	}
	return fmt.Sprintf("(%s)::numeric", sql)
}

// stored marks a column as it is stored rather than [text.typed].
const stored = " as stored"

// bounded is a time that is compared with bounds.
type bounded struct {
	sql   string
	bound func(point string) string // SQL of a bound
}

// bounded returns how a time is compared with bounds that have the type of a cast. A mapped column is compared as it is stored, and
// the bounds are converted instead: its index serves, and what is known of its values tells the planner how many rows there will be.
func (s *fromClause) bounded(e expression.Expression, sql string, kind crm.Type, cast string) (bounded, error) {
	plain := bounded{sql, func(point string) string { return s.arg(point, cast) }}
	if !e.IsPath() {
		return plain, nil
	}
	at, f, err := s.follow(e.String())
	if err != nil || !f.As.Empty() {
		return plain, err
	}
	got := s.Mapping.Entities[at.entity].Types[f.Name]
	if kind.Exactly(got) || !kind.Reads(got) {
		return plain, nil
	}
	b := bounded{sql: at.use(f.Name + stored)}
	switch {
	case kind == crm.Time: // whose bounds are written in UTC
		b.bound = func(point string) string { return s.arg(point, "timestamp") }
	case got == crm.Time.Column():
		b.bound = func(point string) string {
			return fmt.Sprintf("(%s::timestamp at time zone %s)", s.arg(point, "date"), s.zone())
		}
	default:
		b.bound = plain.bound
	}
	return b, nil
}

// within is the condition that a time lies in a range, its end excluded.
func (b bounded) within(from, to string) string {
	return fmt.Sprintf("%s >= %s and %s", b.sql, b.bound(from), b.before(to))
}

// before is the condition that a time lies before a point.
func (b bounded) before(to string) string { return fmt.Sprintf("%s < %s", b.sql, b.bound(to)) }
