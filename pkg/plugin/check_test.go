package plugin_test

import (
	"fmt"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/pluginclient"
)

// faulty maps a few rows: a key that two users have, a key that no user has, and a column that is not there.
const faulty = `
entities:
  users: {from: "(values (1, 'A'), (1, 'B')) as u(id, name)", fields: {id: u.id, name: u.nam}}
  deals: {from: "(values (2, 1, 'won'), (3, 9, 'won')) as d(id, rep, state)", fields: {id: d.id, owner: d.rep, status: d.state, closed_at: "timestamptz '2024-03-02 10:00Z'"}}
`

// checks asks the plugin's own process what it finds.
func checks(t *testing.T, client *pluginclient.Client, dsn string) {
	questions := map[string]string{
		"entities": `{"queryType":"check"}`, "kpis": `{"queryType":"check","about":"kpis"}`, "findings": `{"queryType":"check","about":"findings"}`,
	}
	answers := func(change changes) map[string]*data.Frame {
		settings := settingsOf(t, dsn, change)
		settings.UID = fmt.Sprint("checks of ", len(change))
		response, err := client.QueryData(t.Context(), requestOf(contextOf(settings), questions))
		require.NoError(t, err)
		frames := map[string]*data.Frame{}
		for id, answer := range response.Responses {
			require.NoError(t, answer.Error, id)
			require.Len(t, answer.Frames, 1)
			require.Equal(t, data.FrameTypeTable, answer.Frames[0].Meta.Type)
			frames[id] = answer.Frames[0]
		}
		return frames
	}

	good := answers(nil)
	require.Equal(t, len(crm.Reference().Entities), good["entities"].Rows())
	require.Equal(t, len(catalog.Default().KPIs()), good["kpis"].Rows())
	for i := range good["entities"].Rows() {
		row := good["entities"].RowCopy(i)
		require.Empty(t, *row[5].(*string), "%v", row)
		if *row[0].(*string) == "deals" {
			require.Equal(t, "Deals", *row[1].(*string))
			require.Equal(t, number(t, dsn, "select count(*) from crm.deals"), *row[2].(*float64))
		}
	}
	require.Equal(t, "percentunit", good["entities"].Fields[4].Config.Unit)
	require.Equal(t, data.FieldTypeNullableTime, good["entities"].Fields[3].Type())

	bad := answers(changes{"mapping": faulty, "language": "ru"})
	require.Equal(t, []string{"ошибка duplicate_key users.id", "ошибка fan_out deals.owner", "ошибка unreadable users.name", "предупреждение orphan_key deals.owner",
		"предупреждение never_occurs deals.status"},
		lines(bad["findings"], func(cell func(string) string) string {
			return cell("severity") + " " + cell("finding") + " " + cell("entity") + "." + cell("field")
		}))
	require.Equal(t, "Что это значит", bad["findings"].Fields[6].Config.DisplayNameFromDS)
	reasons := lines(bad["kpis"], func(cell func(string) string) string { return cell("kpi") + ": " + cell("reason") })
	require.Contains(t, reasons, `revenue: нет сопоставления для deals.amount; добавьте поле "amount" к сущности "deals" в сопоставлении в настройках источника данных`)
	require.Contains(t, reasons, "deals_won: ")
}

// lines writes the rows of a table.
func lines(f *data.Frame, line func(cell func(column string) string) string) []string {
	var all []string
	for i := range f.Rows() {
		all = append(all, line(func(column string) string {
			field, _ := f.FieldByName(column)
			text, _ := field.ConcreteAt(i)
			return fmt.Sprint(text)
		}))
	}
	return all
}

func TestACheckIsNoInputOfAlerts(t *testing.T) {
	d := instance(t, settingsOf(t, company(t), nil))
	request := requestOf(administrator, map[string]string{"A": `{"queryType":"check","about":"kpis"}`, "B": `{"kpis":["data_freshness"],"grain":"none"}`})
	request.Headers = map[string]string{"FromAlert": "true"}
	response, err := d.QueryData(t.Context(), request)
	require.NoError(t, err)
	requireFault(t, response.Responses["A"], backend.StatusBadRequest, "a table to read", "data_freshness")
	require.NoError(t, response.Responses["B"].Error)
}
