package engine_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

const regions = `
	insert into crm.users (id, name) values (1, 'Ann'), (2, 'Ann');
	insert into crm.accounts (id, name, region, created_at) values (1, 'A', 'North', '2025-01-01'), (2, 'B', 'South', '2025-01-01'), (3, 'C', null, '2025-01-01');
	insert into crm.deals (id, account, owner, status, amount, created_at, closed_at) values (1, 1, 1, 'won', 10, '2026-02-01', '2026-03-02');
	insert into crm.activities (id, type, subject, account, owner, status, created_at, due_at) values (1, 'call', 'Call', 1, 1, 'planned', '2026-03-01', '2026-03-20')`

// noticesOf are the texts of an answer's notices.
func noticesOf(a *answer.Answer, language i18n.Language) (texts []string) {
	var notices []answer.Notice
	if r := a.Figures(); r != nil {
		notices = r.Notices
	} else {
		notices = a.Table().Notices
	}
	for _, n := range notices {
		texts = append(texts, n.Text.In(language))
	}
	return texts
}

// A value that no row has is said, whatever is asked; one that merely has nothing in the range is none.
func TestValuesThatNoRowHas(t *testing.T) {
	e := over(t, handMade(t, regions), crm.Reference())
	is := func(dimension string, operator query.Operator, values ...string) query.Filter {
		return query.Filter{Dimension: dimension, Operator: operator, Values: values}
	}
	north := "Region: no row has the value "
	for _, c := range []struct {
		filter query.Filter
		want   []string
	}{
		{is("region", query.In, "North"), nil},
		{is("region", query.In, "South"), nil},
		{is("region", query.In, "Nrth"), []string{north + "Nrth, so the filter on it meets nothing."}},
		{is("region", query.In, "North", "north", "East"), []string{north + "north, East, so the filter on it meets nothing."}},
		{is("region", query.NotEquals, "West"), []string{north + "West, so the filter on it meets nothing."}},
		{is("region", query.In, query.None, "South"), nil},
		{is("region", query.IsNone), nil},
		{is("rep", query.In, "Ann #1", "Ann #2"), nil},
		{is("rep", query.In, "Ann #3"), []string{"Rep: no row has the value Ann #3, so the filter on it meets nothing."}},
		{is("rep", query.Equals, "'; drop table"), []string{"Rep: no row has the value '; drop table, so the filter on it meets nothing."}},
		{is("region", query.Contains, "ORT"), nil},
		{is("region", query.NotContains, "west"), []string{`Region: no row has a value in which "west" is found, so the filter on it meets nothing.`}},
		{is("region", query.Matches, "^n"), []string{`Region: no row has a value in which "^n" is found, so the filter on it meets nothing.`}},
		{is("region", query.NotMatches, "^N"), nil},
	} {
		for _, q := range []query.Question{
			{KPIs: []string{"revenue"}, Grain: calendar.None},
			{Type: query.Records, Entity: "deals"},
			{Type: query.Records, KPIs: []string{"deals_won"}},
			{Type: query.Explain, KPIs: []string{"revenue"}},
		} {
			q.Filters = []query.Filter{c.filter}
			a, err := e.Ask(context.Background(), q, thisMarch(t))
			require.NoError(t, err)
			var told []string
			for _, notice := range noticesOf(a, i18n.English) {
				if !strings.HasPrefix(notice, "Not shown, because no row has a value") && !strings.HasPrefix(notice, "No rows are found") { // of records
					told = append(told, notice)
				}
			}
			require.Equal(t, c.want, told, "%+v", q)
		}
	}
}

// Each value is looked up once, and a list of many wrong ones is cut.
func TestNoticesOfUnknownValuesAreShort(t *testing.T) {
	e := over(t, handMade(t, regions), crm.Reference())
	wrong := query.Filter{Dimension: "region", Operator: query.In, Values: []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"}}
	q := query.Question{KPIs: []string{"revenue"}, Grain: calendar.None, Filters: []query.Filter{wrong, wrong}}
	a, err := e.Ask(context.Background(), q, thisMarch(t))
	require.NoError(t, err)
	require.Equal(t, []string{"Регион: ни в одной строке нет значения a, b, c, d, e, f, g, h, i, j (и ещё 2), поэтому фильтр по нему ничего не находит."}, noticesOf(a, i18n.Russian))

	agenda := query.Question{Type: query.Agenda, Filters: []query.Filter{{Dimension: "rep", Operator: query.In, Values: []string{"Anna"}}}}
	a, err = e.Ask(context.Background(), agenda, thisMarch(t))
	require.NoError(t, err)
	require.Contains(t, noticesOf(a, i18n.English), "Rep: no row has the value Anna, so the filter on it meets nothing.")
}
