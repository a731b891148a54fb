package lists

import (
	"cmp"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/measure"
)

// place is where a column of records stands: what people look for comes first, what only machines read last.
type place int

const (
	name place = iota
	link       // to the record in the company's CRM, or to what it belongs to
	person
	customer
	amount
	status
	moment // one of the times that decide which rows are listed
	adds   // to a measure
	other
	key
)

// placeOf is the place of a field of an entity; times are the fields that decide which rows are listed.
func placeOf(c answer.TableColumn, e *crm.Entity, times []string) place {
	f, ok := e.Field(c.ID)
	switch {
	case c.ID == url:
		return link
	case !ok:
		return other
	case c.ID == "name" || c.ID == "subject":
		return name
	case f.To == "users":
		return person
	case f.To == "accounts" || f.To == "contacts":
		return customer
	case f.Type == crm.Money || f.Type == crm.Currency:
		return amount
	case c.ID == "status":
		return status
	case slices.Contains(times, c.ID):
		return moment
	case c.Type == crm.Key:
		return key
	}
	return other
}

// arrange puts the columns of records in the order of their places, each place in the order of the model, and leaves out the fields
// that have no value in any row, which a notice names. Of no rows it leaves out none, nor all of them. The last columns, so many as
// added, are no fields, but what the rows add to measures.
func arrange(t *answer.Table, e *crm.Entity, times []string, added int) {
	var order []int
	var empty []i18n.Text
	places := make([]place, len(t.Columns))
	for i, c := range t.Columns {
		if i >= len(t.Columns)-added {
			places[i] = adds
		} else {
			places[i] = placeOf(c, e, times)
			if isEmpty(t, i) {
				empty = append(empty, c.Title)
				continue
			}
		}
		order = append(order, i)
	}
	if len(order) == 0 {
		return
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(places[a], places[b]) })
	t.Columns = chosen(t.Columns, order)
	for i, row := range t.Rows {
		t.Rows[i] = chosen(row, order)
	}
	if len(empty) > 0 {
		t.Notices = append(t.Notices, answer.Notice{Text: i18n.T("notice.empty_columns", "columns", empty)})
	}
}

func chosen[T any](all []T, order []int) []T {
	some := make([]T, len(order))
	for i, n := range order {
		some[i] = all[n]
	}
	return some
}

// isEmpty reports whether there are rows, and none of them has a value in the column.
func isEmpty(t *answer.Table, column int) bool {
	return len(t.Rows) > 0 && !slices.ContainsFunc(t.Rows, func(row []any) bool { return !blank(row[column]) })
}

// blank reports whether a cell has no value, or a text that shows none.
func blank(cell any) bool {
	text, ok := cell.(string)
	return cell == nil || ok && crm.IsBlank(text)
}

// timesOf are the fields of time that the measures of a scan read.
func (l *lister) timesOf(columns []measure.Column) []string {
	var times []string
	for _, c := range columns {
		for _, path := range c.Paths() {
			if f, err := l.Mapping.Model.Resolve(c.Entity, path); err == nil && (f.Type == crm.Time || f.Type == crm.Date) {
				times = append(times, path)
			}
		}
	}
	return times
}
