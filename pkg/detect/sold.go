package detect

import (
	"context"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// sold finds what a company sells where no table is named like products: that to which the lines of orders lead.
func (f *finder) sold(ctx context.Context) error {
	lines, orders := f.suggestion("order_lines"), f.suggestion("orders")
	if lines == nil || orders == nil || lines.field("product") != nil || f.suggestion("products") != nil || f.given("products") {
		return nil
	}
	var key *column
	var of *table
	for _, col := range lines.table.columns {
		if !col.readable || col.refers == (crm.Table{}) || col.refers == orders.Table || lines.uses(col) {
			continue
		}
		if of != nil {
			return nil // which of several, a person must say
		}
		for _, t := range f.tables {
			if t.Table == col.refers && t.identity() != nil && t.identity().name == col.refersTo {
				key, of = col, t
			}
		}
	}
	if of == nil {
		return nil
	}
	if err := f.look(ctx, of); err != nil {
		return err
	}
	c := &candidate{entity: f.entity("products"), table: of, word: of.Name}
	s := Suggestion{Entity: "products", Table: of.Table, table: of, of: c.entity, Confidence: 0.65, Fields: c.fields(f.chosen),
		Reason: i18n.T("detect.sold", "table", lines.table.Name, "column", key.name)}
	f.chosen["products"] = c
	s.deleted()
	lines.offer(Field{Name: "product", SQL: key.as("t"), Confidence: 0.8, column: key,
		Reason: joined(i18n.Same(key.typeName), i18n.T("detect.foreign_key", "table", of.Name))})
	f.replace(s)
	return nil
}

// uses reports whether a column is a sure field of the suggestion already.
func (s *Suggestion) uses(c *column) bool {
	for _, f := range s.Fields {
		if f.Sure() && f.column == c {
			return true
		}
	}
	return false
}
