package detect

import (
	"context"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// campaigns makes campaigns of the names by which costs, leads and sales tell them where no table has them.
func (f *finder) campaigns(context.Context) error {
	if f.suggestion("campaigns") == nil && !f.given("campaigns") {
		f.namedAfter("campaigns", "campaign", "campaign_costs", "leads", "deals", "orders", "touches", "web_sessions")
	}
	return nil
}

// namedAfter makes an entity of the texts that a field of others holds, as far as each is in several rows: what is in one row only tells nothing
// apart.
func (f *finder) namedAfter(entity, field string, in ...string) {
	var all []namesIn
	for _, from := range in {
		if s := f.suggestion(from); s != nil {
			if col := s.namesFor(field); col != nil && s.table.repeats(col) {
				all = append(all, namesIn{&Suggestion{Entity: from, table: s.table, of: s.of}, field, col})
			}
		}
	}
	if len(all) == 0 {
		return
	}
	s := namesOf(all)
	s.Entity, s.of = entity, f.entity(entity)
	s.Reason = joined(i18n.T("detect.no_table_has", "entity", entity), s.Reason)
	f.replace(*s)
	for _, n := range all { // the suggestions moved
		f.suggestion(n.suggestion.Entity).offer(Field{Name: field, SQL: n.column.as("t"), Confidence: 0.8, column: n.column,
			Reason: joined(i18n.Same(n.column.typeName), i18n.T("detect.names_of", "entity", entity))})
	}
}

// namesFor is the column that holds, for a field that leads elsewhere, the name of what it leads to, such as agent_name; nil where the field is found,
// where a key stands beside the name, or where there is no such column.
func (s *Suggestion) namesFor(field string) *column {
	if s.field(field) != nil {
		return nil
	}
	c := &candidate{entity: s.of, table: s.table}
	var found *column
	for _, col := range s.table.columns {
		score, _ := c.best(withoutReference(withoutName(col.tokens)), field)
		switch {
		case score < 0.85 || !col.readable:
		case len(withoutReference(col.tokens)) < len(col.tokens) && of(whole, uuid)(col):
			return nil
		case found == nil && col.isName() && !s.uses(col):
			found = col
		}
	}
	return found
}

// withoutName is a column's name without the word that says that it holds a name: agent_name is agent. A user_name may be a customer's as well
// as an agent's, and stays what it is.
func withoutName(tokens []string) []string {
	if len(tokens) > 1 && last(tokens) == "name" && tokens[0] != "user" {
		return tokens[:len(tokens)-1]
	}
	return tokens
}

// isName reports whether a column holds texts that are no keys of another table.
func (c *column) isName() bool {
	return c.kind == words && c.refers == (crm.Table{}) && !c.sample.empty() && !c.sample.all(numeric)
}
