package plan

import (
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// Table is the answer to a question for rows: records, an agenda or the values of a dimension.
type Table struct {
	Columns    []TableColumn
	Rows       [][]any // of each column's type: string, float64, bool, time.Time, or nil
	Notices    []Notice
	Statements []Statement
}

// TableColumn is a column of a [Table].
type TableColumn struct {
	ID    string
	Title i18n.Text
	Type  crm.Type // keys, texts and currencies are string; numbers and money float64; times and dates time.Time
}
