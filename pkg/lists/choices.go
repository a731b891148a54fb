package lists

import (
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// choices lists what the catalogue has, rather than rows: the KPIs of departments that the company's data can answer, or the departments
// of those. The search text is looked for in ids, and in titles of every language.
func (l *lister) choices() (*answer.Table, error) {
	departments, err := l.departments()
	if err != nil {
		return nil, err
	}
	t := &answer.Table{Columns: valueColumns, Rows: [][]any{}}
	seen := map[string]bool{}
	for _, k := range l.Catalog.KPIs() {
		id, title := k.ID, k.Title
		if l.question.About == query.Departments {
			id, title = k.Department, catalog.DepartmentTitle(k.Department)
		}
		if seen[id] || l.Available(k) != nil || len(departments) > 0 && !slices.Contains(departments, k.Department) || !named(l.question.Search, id, title) {
			continue
		}
		seen[id] = true
		t.Rows = append(t.Rows, []any{id, title})
	}
	t.Cut(l.limit)
	return t, nil
}

// departments are those that the question names, by id or title.
func (l *lister) departments() ([]string, error) {
	var known []string
	for _, k := range l.Catalog.KPIs() {
		if !slices.Contains(known, k.Department) {
			known = append(known, k.Department)
		}
	}
	var asked []string
	for text := range strings.SplitSeq(texts(l.question.Departments), ",") {
		if text == "" {
			continue
		}
		i := slices.IndexFunc(known, func(id string) bool {
			return strings.EqualFold(id, text) || slices.ContainsFunc(catalog.DepartmentTitle(id).All(), func(title string) bool { return strings.EqualFold(title, text) })
		})
		if i < 0 {
			return nil, fault.New("lists.unknown_department", "department", text, "known", known).In("departments")
		}
		asked = append(asked, known[i])
	}
	return asked, nil
}

// named reports whether an id or a title contains a text, without regard to case.
func named(text, id string, title i18n.Text) bool {
	return slices.ContainsFunc(append(title.All(), id), func(name string) bool {
		return strings.Contains(strings.ToLower(name), strings.ToLower(text))
	})
}
