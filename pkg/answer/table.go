package answer

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// Table is the answer to a question for rows: records, an agenda, a timeline, annotations, the values of a dimension or a check.
type Table struct {
	Title      i18n.Text // of one table among several; empty for the only one
	Columns    []TableColumn
	Rows       [][]any // of each column's type: string (or [i18n.Text], the product's own words), float64, bool, time.Time, or nil
	Notices    []Notice
	Statements []Statement
}

// TableColumn is a column of a [Table].
type TableColumn struct {
	ID    string
	Title i18n.Text
	Type  crm.Type     // keys, texts and currencies are string; numbers and money float64; times and dates time.Time
	Unit  catalog.Unit // of a number; "" for none
}

// shortened tells that rows are missing.
var shortened = Notice{Warning: true, Text: i18n.T("notice.shortened")}

// Cut leaves at most so many rows, and says so once.
func (t *Table) Cut(limit int) {
	if len(t.Rows) <= limit {
		return
	}
	t.Rows = t.Rows[:limit]
	if !slices.Contains(t.Notices, shortened) {
		t.Notices = append(t.Notices, shortened)
	}
}

// Shortened reports whether rows are missing.
func (t *Table) Shortened() bool { return slices.Contains(t.Notices, shortened) }

// Column returns the number of a column, -1 for one that is not there.
func (t *Table) Column(id string) int {
	return slices.IndexFunc(t.Columns, func(c TableColumn) bool { return c.ID == id })
}
