package lists

import (
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/exec"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// keySuffix marks the columns that are read only to name what has no name: the key of the relation in the column before.
const keySuffix = ".key"

// keyOf is the column of a relation's key, behind that of its name.
func keyOf(relation string) answer.TableColumn {
	return answer.TableColumn{ID: relation + keySuffix, Type: crm.String}
}

// related is a column that names rows of an entity, and where their keys are.
type related struct {
	name, key int
	entity    string
	column    string // of the statement, that names them
}

// listed are the entities of the rows that the lists in order of time name, by column.
var listed = map[string]string{"rep": "users", "person": "users", "account": "accounts"}

// withKeys puts columns of keys behind those that are [listed].
func withKeys(columns []answer.TableColumn) []answer.TableColumn {
	var all []answer.TableColumn
	for _, c := range columns {
		all = append(all, c)
		if listed[c.ID] != "" {
			all = append(all, keyOf(c.ID))
		}
	}
	return all
}

// relatedIn are the columns that are [listed], each with its key behind it.
func relatedIn(columns []answer.TableColumn) []related {
	var all []related
	for i, c := range columns {
		if entity := listed[c.ID]; entity != "" {
			all = append(all, related{i, i + 1, entity, c.ID})
		}
	}
	return all
}

// named are the columns of a statement that name rows, by their entity.
func (l *lister) named(of []related) map[string][]string {
	columns := map[string][]string{}
	for _, named := range of {
		if l.Named(named.entity) {
			columns[named.entity] = append(columns[named.entity], named.column)
		}
	}
	return columns
}

// eachName calls do for each name in a table that is one of a row.
func (l *lister) eachName(t *answer.Table, of []related, do func(named related, row []any)) {
	for _, named := range of {
		if !l.Named(named.entity) {
			continue
		}
		for _, row := range t.Rows {
			if !blank(row[named.name]) && !blank(row[named.key]) {
				do(named, row)
			}
		}
	}
}

// namesIn are the names in a table, by the entity of the rows that they name.
func (l *lister) namesIn(t *answer.Table, of []related) map[string][]string {
	names := map[string][]string{}
	l.eachName(t, of, func(named related, row []any) {
		names[named.entity] = append(names[named.entity], row[named.name].(string))
	})
	return names
}

// tellApart puts the key behind each name that other rows have, too, as in every answer: it is to be filtered by, and means one of them.
func (l *lister) tellApart(t *answer.Table, of []related, shared map[string]exec.Namesakes) {
	l.eachName(t, of, func(named related, row []any) {
		if name := row[named.name].(string); shared[named.entity].Has(name) {
			row[named.name] = query.Qualified(name, row[named.key].(string))
		}
	})
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
