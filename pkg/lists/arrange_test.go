package lists

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

func table(rows [][]any, ids ...string) *answer.Table {
	t := &answer.Table{Rows: rows}
	e, _ := crm.Reference().Model.Entity("deals")
	for _, id := range ids {
		c := answer.TableColumn{ID: id, Title: crm.Reference().Model.Title(id), Type: crm.Number}
		if f, ok := e.Field(id); ok {
			c.Type = f.Type
		}
		t.Columns = append(t.Columns, c)
	}
	return t
}

func ids(t *answer.Table) (all []string) {
	for _, c := range t.Columns {
		all = append(all, c.ID)
	}
	return all
}

func TestColumnsThatMatterComeFirst(t *testing.T) {
	deals, err := crm.Reference().Model.Entity("deals")
	require.NoError(t, err)
	found := table([][]any{{"1", "one", "Acme", "Anna", "retail", "won", 5.0, " ", nil, 1.0, "https://crm/1", nil}},
		"id", "name", "account", "owner", "source", "status", "amount", "type", "created_at", "closed_at", "url", "won_amount")
	arrange(found, deals, []string{"closed_at"}, 1)
	require.Equal(t, []string{"name", "url", "owner", "account", "amount", "status", "closed_at", "won_amount", "source", "id"}, ids(found),
		"what adds nothing is told, the others without a value are not")
	require.Equal(t, [][]any{{"one", "https://crm/1", "Anna", "Acme", 5.0, "won", 1.0, nil, "retail", "1"}}, found.Rows)
	require.Len(t, found.Notices, 1)
	require.Equal(t, "Not shown, because no row has a value: Type, Created.", found.Notices[0].Text.In(i18n.English))
	require.Contains(t, found.Notices[0].Text.In(i18n.Russian), "Создано")
}

func TestNoColumnIsLeftOutOfNoRows(t *testing.T) {
	deals, err := crm.Reference().Model.Entity("deals")
	require.NoError(t, err)
	found := table(nil, "id", "name")
	arrange(found, deals, nil, 0)
	require.Equal(t, []string{"name", "id"}, ids(found))
	require.Empty(t, found.Notices)
}

// A measure may be called as a field is.
func TestAMeasureOfTheNameOfAFieldIsNoField(t *testing.T) {
	deals, err := crm.Reference().Model.Entity("deals")
	require.NoError(t, err)
	found := table([][]any{{"1", 5.0, nil}}, "id", "amount", "amount")
	arrange(found, deals, nil, 1)
	require.Equal(t, [][]any{{5.0, nil, "1"}}, found.Rows)
	require.Empty(t, found.Notices)
}
