package lists

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Values lists the values of a dimension that contain the question's search text: the key and the text shown, where two keys
// share a text told apart as in an answer. A question that gives no number of rows asks for all of them, and more than [MaxRows] are
// an error: a list that was cut would look like a whole one in a dashboard's variable, which shows no notices.
func Values(ctx context.Context, b *plan.Business, db *postgres.DB, q query.Question, r plan.Request) (*answer.Table, error) {
	r.Range = calendar.Range{From: r.Exact().Now.Add(-time.Hour), To: r.Exact().Now} // all values there are, whenever they occur
	l, err := newLister(b, db, q, r)
	if err != nil {
		return nil, err
	}
	if q.Rows == 0 {
		l.limit = MaxRows
	}
	d, err := b.Dimension(q.Dimension)
	if err != nil {
		return nil, fault.ByAsker(err)
	}
	if d.ID == plan.EntityDimension {
		return l.entities(), nil
	}
	if d.Labels != nil {
		return l.listed(d), nil
	}
	values, err := b.Values(d)
	if err != nil {
		return nil, err
	}
	values.Search, values.Limit = q.Search, l.limit+1
	s, err := values.Statement(l.context())
	if err != nil {
		return nil, err
	}
	t, err := l.table(ctx, valueColumns, l.limit+1, s)
	if err != nil {
		return nil, err
	}
	if q.Rows == 0 && len(t.Rows) > l.limit {
		return nil, fault.New("lists.too_many_values", "dimension", q.Dimension, "allowed", MaxRows).In("dimension")
	}
	t.Cut(l.limit)
	qualify(t.Rows, d, len(values.Order) > 0)
	return t, nil
}

var valueColumns = []answer.TableColumn{
	{ID: "value", Title: i18n.T("lists.value"), Type: crm.String},
	{ID: "text", Title: i18n.T("lists.text"), Type: crm.String},
}

// listed lists the values of a dimension that are known beforehand: what to filter by is alike in every language.
func (l *lister) listed(d *crm.Dimension) *answer.Table {
	t := &answer.Table{Columns: valueColumns, Rows: [][]any{}}
	for _, label := range l.Listed(d, l.question.Search) {
		t.Rows = append(t.Rows, []any{label.Key, label.Text})
	}
	t.Cut(l.limit)
	return t
}

// entities lists the entities of the mapping that contain the search text: the values of what reports are grouped by.
func (l *lister) entities() *answer.Table {
	t := &answer.Table{Columns: valueColumns, Rows: [][]any{}}
	for _, name := range slices.Sorted(maps.Keys(l.Mapping.Entities)) {
		if strings.Contains(name, strings.ToLower(l.question.Search)) {
			t.Rows = append(t.Rows, []any{name, name})
		}
	}
	t.Cut(l.limit)
	return t
}

// qualify turns rows of key and label into rows of the value to filter by and the text to show, in the order of the dimension.
func qualify(rows [][]any, d *crm.Dimension, ordered bool) {
	count := map[any]int{}
	for _, r := range rows {
		count[r[1]]++
	}
	for _, r := range rows {
		text := r[1].(string)
		if count[text] > 1 && r[0] != r[1] || text == query.None {
			text = query.Qualified(text, r[0].(string))
		}
		r[0], r[1] = text, text
	}
	if ordered {
		return
	}
	slices.SortStableFunc(rows, func(a, b []any) int {
		x, y := a[1].(string), b[1].(string)
		if c := d.Order.Compare(x, y); c != 0 {
			return c
		}
		return strings.Compare(x, y)
	})
}
