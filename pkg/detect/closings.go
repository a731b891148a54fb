package detect

import (
	"context"
	"fmt"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// closedRows are looked at, at most, for what a date means.
const closedRows = 10_000

// closings finds when deals were closed where a table has one date of closing: what is expected of an open deal, and what came of a closed
// one. Which of the two it is, the rows tell.
func (f *finder) closings(ctx context.Context) error {
	deals := f.suggestion("deals")
	if deals == nil || deals.field("closed_at") != nil || deals.field("status") == nil {
		return nil
	}
	expected := deals.field("expected_close_on")
	if expected == nil || expected.column == nil {
		deals.lastChange()
		return nil
	}
	status, date := deals.field("status").SQL, expected.column.as("t")
	where := ""
	if deals.Where() != "" {
		where = " where " + deals.Where()
	}
	row, ok, err := f.asks(ctx, postgres.Statement{SQL: fmt.Sprintf(`select count(*) filter (where "status" in ('won', 'lost')),
  count(*) filter (where "status" in ('won', 'lost') and "date" is null), count(*) filter (where "status" = 'open' and "date" is not null)
from (select %s as "status", %s as "date" from %s%s limit %d) as rows`, status, date, deals.From(), where, closedRows)})
	if err != nil || !ok {
		return err
	}
	closed, undated, expecting := count(row[0]), count(row[1]), count(row[2])
	if closed == 0 || 2*undated > closed {
		deals.lastChange()
		return nil
	}
	what, fit, note := fitting("deals", fieldOf(deals.of, "closed_at"), expected.column, "t")
	at := Field{Name: "closed_at", SQL: what.sql, Conversion: what.text, Confidence: 0.85 * fit, column: expected.column}
	if expecting == 0 {
		at.Reason = joined(i18n.Same(expected.column.typeName), i18n.T("detect.closed_on", "column", expected.column.name), note)
		expected.Confidence = refusal
		expected.Reason = joined(expected.Reason, i18n.T("detect.closed_only", "column", expected.column.name))
	} else {
		at.reads(plain(fmt.Sprintf("case when %s in ('won', 'lost') then %s end", status, what.sql)))
		at.Join, at.Confidence = deals.field("status").Join, 0.65*fit
		at.Reason = joined(i18n.Same(expected.column.typeName), i18n.T("detect.closed_or_expected", "column", expected.column.name), note)
	}
	deals.offer(at)
	return nil
}

// lastChange tells of the time of the last change, which is often, but not surely, that of closing.
func (s *Suggestion) lastChange() {
	changed := s.table.like(of(instant, local, day), names().Changes...)
	if changed == nil {
		return
	}
	what, _, _ := fitting("deals", fieldOf(s.of, "closed_at"), changed, "t")
	s.offer(Field{Name: "closed_at", SQL: what.sql, Conversion: what.text, Confidence: refusal, column: changed,
		Reason: i18n.T("detect.last_change", "column", changed.name)})
}

// count is a number of rows.
func count(value any) int64 {
	n, _ := value.(int64)
	return n
}
