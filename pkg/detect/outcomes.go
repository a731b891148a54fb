package detect

import (
	"context"
	"fmt"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// outcomes finds whether a deal is won or lost where no column says it in words: in flags and times of the deal, or of its stage.
func (f *finder) outcomes(ctx context.Context) error {
	deals, stages := f.suggestion("deals"), f.suggestion("stages")
	if stages != nil && stages.field("kind") == nil {
		if o, ok := outcomeOf(stages.table, "t", stages.of, "kind"); ok {
			stages.offer(Field{Name: "kind", SQL: o.sql, Conversion: o.text, Confidence: o.confidence, Reason: o.reason})
		}
	}
	if deals == nil || deals.field("status") != nil {
		return nil
	}
	if o, ok := outcomeOf(deals.table, "t", deals.of, "status"); ok {
		deals.offer(Field{Name: "status", SQL: o.sql, Conversion: o.text, Confidence: o.confidence, Reason: o.reason})
	}
	deals.speaking()
	stage := deals.field("stage")
	if stage == nil || stage.column == nil || stages == nil || !stages.single() {
		return nil
	}
	id := stages.field("id").column
	if !comparable(stage.column, id) {
		return nil
	}
	alias := quoted("stage")
	if o, ok := outcomeOf(stages.table, alias, deals.of, "status"); ok {
		deals.offer(Field{
			Name: "status", SQL: o.sql, Conversion: o.text, Confidence: 0.95 * o.confidence,
			Join:   join(stages.table, alias, fmt.Sprintf("%s = %s", id.as(alias), stage.column.as("t"))),
			Reason: joined(i18n.T("detect.outcome_by_stage"), o.reason),
		})
	}
	return nil
}

// speaking takes for the status a column whose words tell won and lost deals, whatever it is called.
func (s *Suggestion) speaking() {
	if s.field("status") != nil {
		return
	}
	c := &candidate{entity: s.of, table: s.table}
	if col := c.has(*names().Entities[s.Entity].Shape); col != nil {
		what, fit, note := asWord(s.Entity, fieldOf(s.of, "status"), col, "t")
		s.offer(Field{Name: "status", SQL: what.sql, Conversion: what.text, Confidence: 0.9 * fit, column: col,
			Reason: joined(i18n.Same(col.typeName), i18n.T("detect.speaks"), note)})
	}
}

// outcome is SQL of won, lost or open.
type outcome struct {
	formula
	confidence float64
	reason     i18n.Text
}

// outcomeOf reads the outcome from a table's flags, or from the words of one of its columns.
func outcomeOf(t *table, alias string, entity *crm.Entity, field string) (outcome, bool) {
	flags := func(known ...string) *column {
		return t.like(func(c *column) bool {
			return of(yesNo)(c) || of(instant, local, day)(c) || c.kind == whole && c.sample.between(0, 2)
		}, known...)
	}
	holds := func(c *column) string {
		switch {
		case c.kind == yesNo:
			return c.as(alias)
		case c.kind == whole:
			return c.as(alias) + " = 1"
		}
		return c.as(alias) + " is not null"
	}
	won := flags(names().Won...)
	lost := flags(names().Lost...)
	closed := flags(names().Closed...)
	switch {
	case won != nil && lost != nil:
		return outcome{
			formula: plain(fmt.Sprintf("case when %s then 'won' when %s then 'lost' else 'open' end", holds(won), holds(lost))), confidence: 0.9,
			reason: i18n.T("detect.by_both", "first", won.name, "second", lost.name),
		}, true
	case won != nil && closed != nil:
		return outcome{
			formula: plain(fmt.Sprintf("case when %s then 'won' when %s then 'lost' else 'open' end", holds(won), holds(closed))), confidence: 0.9,
			reason: i18n.T("detect.outcome_by_closed", "won", won.name, "closed", closed.name),
		}, true
	}
	for _, known := range [][]string{names().Outcomes, names().OutcomeNames} {
		col := t.like(of(words), known...)
		if col == nil {
			continue
		}
		f := fieldOf(entity, field)
		what, fit, note := asWord(entity.Name, f, col, alias)
		if knows := vocabulary(entity.Name, f); !col.sample.any(func(v string) bool { return wordOf(knows, v) == "won" }) || fit < Sure {
			continue
		}
		return outcome{formula: what, confidence: 0.85 * fit, reason: joined(i18n.T("detect.by_column", "column", col.name), note)}, true
	}
	if won != nil {
		return outcome{
			formula: plain(fmt.Sprintf("case when %s then 'won' else 'open' end", holds(won))), confidence: 0.45,
			reason: i18n.T("detect.outcome_by_won", "column", won.name),
		}, true
	}
	return outcome{}, false
}
