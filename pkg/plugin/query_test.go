package plugin_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

const wonInYear = `SELECT count(*) FROM crm.deals WHERE status = 'won' AND closed_at >= '2023-06-01Z' AND closed_at < '2024-06-01Z'`

func TestQueryTypes(t *testing.T) {
	dsn := company(t)
	answers := ask(t, instance(t, settingsOf(t, dsn, nil)), map[string]string{
		"figure":      `{"kpis":["deals_won"],"grain":"none"}`,
		"series":      `{"version":1,"queryType":"kpi","kpis":["deals_won"],"groupBy":["region"],"grain":"month","refId":"series","hide":false}`,
		"auto":        `{"kpis":["deals_won"]}`,
		"table":       `{"kpis":["deals_won","win_rate"],"groupBy":["region"],"format":"table"}`,
		"records":     `{"queryType":"records","kpis":["deals_won"],"rows":10000}`,
		"values":      `{"queryType":"values","dimension":"region"}`,
		"agenda":      `{"queryType":"agenda","rows":5}`,
		"annotations": `{"queryType":"annotations","rows":10000,"events":["won_deals"],"refId":"Anno"}`,
	})
	for id, answer := range answers {
		require.NoError(t, answer.Error, id)
		require.Equal(t, backend.StatusOK, answer.Status, id)
		require.NotEmpty(t, answer.Frames, id)
		require.Contains(t, answer.Frames[0].Meta.ExecutedQueryString, "select", id)
	}
	want := number(t, dsn, wonInYear)
	require.Positive(t, want)

	require.Equal(t, data.FrameTypeNumericWide, answers["figure"].Frames[0].Meta.Type)
	require.Equal(t, want, total(t, answers["figure"].Frames, "deals_won"))
	require.Equal(t, data.FrameTypeTimeSeriesMulti, answers["series"].Frames[0].Meta.Type)
	require.Equal(t, 12, answers["series"].Frames[0].Rows(), "June to May")
	require.Equal(t, want, total(t, answers["series"].Frames, "deals_won"))
	require.Equal(t, want, total(t, answers["auto"].Frames, "deals_won"))
	require.Equal(t, 53, answers["auto"].Frames[0].Rows(), "of so many days the course is read in weeks")
	require.Equal(t, data.FrameTypeNumericLong, answers["table"].Frames[0].Meta.Type)
	require.Equal(t, want, total(t, answers["table"].Frames, "deals_won"))
	require.Equal(t, data.FrameTypeTable, answers["records"].Frames[0].Meta.Type)
	require.EqualValues(t, want, answers["records"].Frames[0].Rows())

	annotations := answers["annotations"].Frames[0]
	require.EqualValues(t, want, annotations.Rows())
	for i, name := range []string{"time", "timeEnd", "title", "text", "tags", "url", "id"} {
		require.Equal(t, name, annotations.Fields[i].Name)
		require.Equal(t, name, annotations.Fields[i].Config.DisplayNameFromDS, "Grafana maps annotations by the names shown")
	}
	require.Equal(t, data.FieldTypeNullableTime, annotations.Fields[0].Type())
	require.Equal(t, data.FieldTypeNullableTime, annotations.Fields[1].Type())
	require.Equal(t, "deal", *annotations.Fields[4].At(0).(*string))

	values, at := answers["values"].Frames[0].FieldByName("value")
	require.Zero(t, at)
	require.EqualValues(t, number(t, dsn, `SELECT count(DISTINCT region) FROM crm.accounts`), values.Len())
}

// The help page of the editor has examples to click: each has something to show.
func TestTheExamplesOfTheEditorAreAnswered(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "src", "question", "examples.json"))
	require.NoError(t, err)
	var examples []json.RawMessage
	require.NoError(t, json.Unmarshal(text, &examples))
	questions := map[string]string{}
	for i, example := range examples {
		questions[strconv.Itoa(i)] = string(example)
	}
	for i, answer := range ask(t, instance(t, settingsOf(t, company(t), nil)), questions) {
		require.NoError(t, answer.Error, questions[i])
		require.NotEmpty(t, answer.Frames, questions[i])
		require.Positive(t, answer.Frames[0].Rows(), questions[i])
	}
}

func total(t *testing.T, all data.Frames, column string) (sum float64) {
	t.Helper()
	for _, frame := range all {
		field, _ := frame.FieldByName(column)
		require.NotNil(t, field)
		for i := range field.Len() {
			v, err := field.NullableFloatAt(i)
			require.NoError(t, err)
			if v != nil {
				sum += *v
			}
		}
	}
	return sum
}

func TestLanguageUnitsAndZoneOfTheSettings(t *testing.T) {
	d := instance(t, settingsOf(t, company(t), changes{"language": "ru", "reportingCurrency": "EUR", "timezone": "Asia/Almaty", "fiscalStart": 4}))
	answer := ask(t, d, map[string]string{"A": `{"kpis":["revenue"],"grain":"year"}`})["A"]
	require.NoError(t, answer.Error)
	frame := answer.Frames[0]
	require.Equal(t, "Выручка", frame.Fields[1].Config.DisplayNameFromDS)
	require.Equal(t, "currencyEUR", frame.Fields[1].Config.Unit)
	almaty, err := time.LoadLocation("Asia/Almaty")
	require.NoError(t, err)
	require.True(t, time.Date(2024, time.April, 1, 0, 0, 0, 0, almaty).Equal(frame.Fields[0].At(1).(time.Time)), "the fiscal year starts in April")
}

// Grafana finds the values of a variable and what they are called by the names that are shown.
func TestVariablesFindTheirTextsInEveryLanguage(t *testing.T) {
	d := instance(t, settingsOf(t, company(t), changes{"language": "ru"}))
	for _, dimension := range []string{"entity", "rep", "deal_status"} {
		answer := ask(t, d, map[string]string{"A": `{"queryType":"values","dimension":"` + dimension + `"}`})["A"]
		require.NoError(t, answer.Error)
		for i, name := range []string{"value", "text"} {
			require.Equal(t, name, answer.Frames[0].Fields[i].Config.DisplayNameFromDS, dimension)
		}
	}
}

func TestTimelineInTheLanguageOfTheSettings(t *testing.T) {
	dsn := company(t)
	var name string
	require.NoError(t, pgtest.Open(t, dsn).QueryRow(`SELECT a.name FROM crm.accounts a JOIN crm.deals d ON d.account = a.id WHERE d.status = 'won'
		AND d.closed_at >= '2023-06-01Z' AND d.closed_at < '2024-06-01Z' AND a.name IN (SELECT name FROM crm.accounts GROUP BY 1 HAVING count(*) = 1) ORDER BY d.id LIMIT 1`).Scan(&name))
	question, err := json.Marshal(map[string]any{"queryType": "timeline", "rows": 10000, "filters": []any{map[string]any{"dimension": "account", "operator": "equals", "values": []string{name}}}})
	require.NoError(t, err)
	answer := ask(t, instance(t, settingsOf(t, dsn, changes{"language": "ru"})), map[string]string{"A": string(question)})["A"]
	require.NoError(t, answer.Error)
	frame := answer.Frames[0]
	require.Equal(t, "Событие", frame.Fields[2].Config.DisplayNameFromDS)
	events := map[string]bool{}
	for i := range frame.Rows() {
		events[*frame.Fields[1].At(i).(*string)+" "+*frame.Fields[2].At(i).(*string)] = true
	}
	require.Contains(t, events, "сделка выиграна")
}

func TestWrongQuestionsLeaveTheOthersAlone(t *testing.T) {
	answers := ask(t, instance(t, settingsOf(t, company(t), nil)), map[string]string{
		"good":      `{"kpis":["deals_won"],"grain":"none"}`,
		"json":      `{"kpis":`,
		"type":      `{"kpis":"deals_won"}`,
		"list":      `[]`,
		"version":   `{"version":7,"kpis":["deals_won"]}`,
		"nothing":   `{}`,
		"kpi":       `{"kpis":["deals_one"]}`,
		"dimension": `{"kpis":["tickets_created"],"groupBy":["lost_reason"]}`,
		"queryType": `{"queryType":"sql"}`,
		"buckets":   `{"kpis":["deals_won"],"grain":"minute"}`,
		"entity":    `{"queryType":"records","entity":"invoice"}`,
		"values":    `{"queryType":"values","dimension":"continent"}`,
		"rows":      `{"queryType":"agenda","rows":1000000}`,
		"timeline":  `{"queryType":"timeline"}`,
		"events":    `{"queryType":"annotations","events":["holidays"]}`,
		"explain":   `{"queryType":"explain","kpis":["revenue","deals_won"]}`,
	})
	require.NoError(t, answers["good"].Error)
	for id, parts := range map[string][]string{
		"json": {"not valid JSON"}, "type": {"kpis", "not a string"}, "list": {"array"}, "version": {"version 7", "update"},
		"nothing": {"no KPI", "kpis"}, "kpi": {"deals_one", "did you mean"}, "dimension": {"tickets_created", "lost_reason"},
		"queryType": {"sql", "records"}, "buckets": {"minute", "hour"}, "entity": {"invoice", "deals"},
		"values": {"continent", "region"}, "rows": {"10000"}, "timeline": {"one customer", "filter on account"},
		"events": {"holidays", "won_deals"}, "explain": {"2 KPIs", "exactly one"},
	} {
		t.Run(id, func(t *testing.T) { requireFault(t, answers[id], backend.StatusBadRequest, parts...) })
	}
}

func TestErrorsOfAMappingNameItsFields(t *testing.T) {
	dsn := pgtest.DSN(t)
	_, err := pgtest.Open(t, dsn).Exec("create table sale (id int, total numeric, closed timestamptz)")
	require.NoError(t, err)
	mapping := "entities: {deals: {from: sale as s, fields: {id: s.id, status: \"'won'\", closed_at: s.closed, amount: 2 * s.totl}}}"
	answer := ask(t, instance(t, settingsOf(t, dsn, changes{"mapping": mapping})), map[string]string{"A": `{"kpis":["revenue"]}`})
	requireFault(t, answer["A"], backend.StatusBadGateway, "deals.amount: PostgreSQL: column s.totl does not exist", "(at character 5 of its SQL)")
}

func TestRangeOfARequest(t *testing.T) {
	d := instance(t, settingsOf(t, company(t), nil))
	day := time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		r    backend.TimeRange
		rows int
		part string
	}{
		"Grafana's last millisecond": {r: backend.TimeRange{From: day, To: day.AddDate(0, 0, 2).Add(-time.Millisecond)}, rows: 2},
		"half-open":                  {r: backend.TimeRange{From: day, To: day.AddDate(0, 0, 2)}, rows: 2},
		"now":                        {r: backend.TimeRange{From: day, To: day.Add(25*time.Hour + 123*time.Millisecond)}, rows: 2},
		"inverted":                   {r: backend.TimeRange{From: day, To: day.Add(-time.Hour)}, part: "from must be before to"},
		"absent":                     {part: "no from"},
		"absurd":                     {r: backend.TimeRange{From: day.AddDate(-2000, 0, 0), To: day}, part: "use grain"},
	} {
		t.Run(name, func(t *testing.T) {
			request := requestOf(administrator, map[string]string{"A": `{"kpis":["deals_won"],"grain":"day"}`})
			request.Queries[0].TimeRange = test.r
			response, err := d.QueryData(t.Context(), request)
			require.NoError(t, err)
			answer := response.Responses["A"]
			if test.part != "" {
				requireFault(t, answer, backend.StatusBadRequest, test.part)
				return
			}
			require.NoError(t, answer.Error)
			require.Equal(t, test.rows, answer.Frames[0].Rows())
		})
	}
}

func TestManyQueriesOnASmallPool(t *testing.T) {
	dsn := company(t)
	questions := map[string]string{}
	for i := range 40 {
		questions[string(rune('A'+i))] = `{"kpis":["deals_won"],"grain":"none"}`
	}
	want := number(t, dsn, wonInYear)
	for id, answer := range ask(t, instance(t, settingsOf(t, dsn, changes{"maxOpenConns": 1})), questions) {
		require.NoError(t, answer.Error, id)
		require.Equal(t, want, total(t, answer.Frames, "deals_won"), id)
	}
}

func TestAnswersSayWhichEntitiesTheyRead(t *testing.T) {
	entities := map[string][]string{
		`{"kpis":["deals_won"],"grain":"none"}`:                       {"deals"},
		`{"kpis":["deals_won"],"groupBy":["region"],"grain":"month"}`: {"accounts", "deals"},
		`{"kpis":["stage_duration"],"format":"table"}`:                {"deal_history", "deals"},
		`{"queryType":"values","dimension":"region"}`:                 {"accounts"},
		`{"queryType":"annotations","events":["definitions"]}`:        nil,
	}
	questions := map[string]string{"behind": `{"queryType":"records","kpis":["revenue_attainment"]}`}
	for question := range entities {
		questions[question] = question
	}
	answers := ask(t, instance(t, settingsOf(t, company(t), nil)), questions)
	read := func(id string) []string {
		require.NoError(t, answers[id].Error, id)
		text, err := json.Marshal(answers[id].Frames[0].Meta.Custom)
		require.NoError(t, err)
		var custom struct{ Entities []string }
		require.NoError(t, json.Unmarshal(text, &custom))
		return custom.Entities
	}
	for question, want := range entities {
		require.Equal(t, want, read(question), question)
	}
	require.Subset(t, read("behind"), []string{"deals", "targets"}, "what had to be known before the rows is read, too")
}
