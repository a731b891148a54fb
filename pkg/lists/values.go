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
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Values lists the values of a dimension that contain the question's search text: the key and the text shown, where two keys
// share a text told apart as in an answer. Filters keep the values of rows that pass them, where values are found in rows; a KPI keeps those of its
// rows, in the range where they are events. A question that gives no number of rows asks for all of them, and more than are allowed are
// an error: a list that was cut would look like a whole one in a dashboard's variable, which shows no notices.
func Values(ctx context.Context, b *plan.Business, db *postgres.DB, q query.Question, r plan.Request) (*answer.Table, error) {
	if len(q.KPIs) == 0 || q.About != "" {
		r.Range = calendar.Range{From: r.Exact().Now.Add(-time.Hour), To: r.Exact().Now} // all values there are, whenever they occur
	}
	l, err := newLister(b, db, q, r)
	if err != nil {
		return nil, err
	}
	if q.Rows == 0 {
		l.limit = b.Settings.MaxListed
	}
	if q.About != "" {
		return l.choices()
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
	values, err := l.values(d)
	if err != nil {
		return nil, err
	}
	values.Search, values.Prefer, values.Limit = q.Search, texts(q.Prefer), l.limit+1
	if q.Search != "" {
		values.Found = d.Worded(q.Search)
	}
	if err := l.within(&values); err != nil {
		return nil, err
	}
	s, err := values.Statement(l.context())
	if err != nil {
		return nil, err
	}
	t, err := l.table(ctx, valueColumns, []related{{name: 1, key: 0, entity: d.Entity, column: "label"}}, l.limit+1, s)
	if err != nil {
		return nil, err
	}
	if q.Rows == 0 && len(t.Rows) > l.limit {
		return nil, fault.New("lists.too_many_values", "dimension", q.Dimension, "allowed", b.Settings.MaxListed).In("dimension")
	}
	t.Cut(l.limit)
	show(t.Rows, d, len(values.Order) > 0 || values.Prefer != "")
	return t, nil
}

// valueColumns are called alike in every language: Grafana finds the texts of a variable by the names that are shown.
var valueColumns = []answer.TableColumn{
	{ID: "value", Title: i18n.Untranslated("value"), Type: crm.String},
	{ID: "text", Title: i18n.Untranslated("text"), Type: crm.String},
}

// values are the values of a dimension that the question asks for, before its filters.
func (l *lister) values(d *crm.Dimension) (sqlgen.Values, error) {
	if len(l.question.KPIs) == 0 {
		return l.Values(d)
	}
	return l.ValuesBehind(d, l.question.KPIs, l.request.Range)
}

// within keeps the homes whose rows the filters can keep, with the conditions that do so; it is an error where there is none.
func (l *lister) within(values *sqlgen.Values) error {
	if len(l.question.Filters) == 0 {
		return nil
	}
	var lacks error
	homes, rows := values.Homes, values.Rows
	values.Homes, values.Rows = nil, nil
	for i, home := range homes {
		scope, err := l.filtered(home.Entity)
		if err != nil {
			lacks = err
			continue
		}
		values.Homes, values.Of = append(values.Homes, home), append(values.Of, scope.Conditions)
		if rows != nil {
			values.Rows = append(values.Rows, rows[i])
		}
	}
	if len(values.Homes) == 0 {
		return lacks
	}
	return nil
}

// texts writes texts that are separated by commas without blanks around them, and leaves empty ones out.
func texts(list string) string {
	var kept []string
	for text := range strings.SplitSeq(list, ",") {
		if text = strings.TrimSpace(text); text != "" {
			kept = append(kept, text)
		}
	}
	return strings.Join(kept, ",")
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

// entities lists the entities of the mapping whose names contain the search text, with what people call them: the values of what reports are
// grouped by.
func (l *lister) entities() *answer.Table {
	t := &answer.Table{Columns: valueColumns, Rows: [][]any{}}
	for _, name := range slices.Sorted(maps.Keys(l.Mapping.Entities)) {
		if strings.Contains(name, strings.ToLower(l.question.Search)) {
			t.Rows = append(t.Rows, []any{name, l.Mapping.Model.Title(name)})
		}
	}
	t.Cut(l.limit)
	return t
}

// show turns rows of key and label into rows of the value to filter by and the text to show, in the order of the dimension.
func show(rows [][]any, d *crm.Dimension, ordered bool) {
	shown := make([]string, len(rows))
	for i, r := range rows {
		shown[i] = r[1].(string)
		if shown[i] == query.None {
			shown[i] = query.Qualified(shown[i], r[0].(string))
		}
	}
	wordings := crm.Wordings(d.Wording, slices.Values(shown))
	for i, text := range shown {
		rows[i] = []any{text, text}
		if wording, ok := wordings[text]; ok {
			rows[i][1] = wording
		}
	}
	if ordered {
		return
	}
	slices.SortStableFunc(rows, func(a, b []any) int {
		x, y := a[0].(string), b[0].(string)
		if c := d.Order.Compare(x, y); c != 0 {
			return c
		}
		return strings.Compare(x, y)
	})
}
