package lists

import (
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// keySuffix marks the columns that are read only to name what has no name: the key of the relation in the column before.
const keySuffix = ".key"

// keyOf is the column of a relation's key, behind that of its name.
func keyOf(relation string) answer.TableColumn {
	return answer.TableColumn{ID: relation + keySuffix, Type: crm.String}
}

// nameKeys takes the columns of keys off a table. A relation is shown by name; a key that leads to no name is shown itself, as the groups
// of a KPI are, so that it can be filtered by, and a notice counts such rows.
func nameKeys(t *answer.Table) {
	var kept []int
	for i, c := range t.Columns {
		if !strings.HasSuffix(c.ID, keySuffix) {
			kept = append(kept, i)
			continue
		}
		nameless := 0
		for _, row := range t.Rows {
			if blank(row[i-1]) {
				row[i-1] = row[i]
				if !blank(row[i]) {
					nameless++
				}
			}
		}
		if nameless > 0 {
			t.Notices = append(t.Notices, answer.Notice{Text: i18n.T("notice.nameless_keys", "column", t.Columns[i-1].Title, "count", nameless)})
		}
	}
	t.Columns = chosen(t.Columns, kept)
	for i, row := range t.Rows {
		t.Rows[i] = chosen(row, kept)
	}
}
