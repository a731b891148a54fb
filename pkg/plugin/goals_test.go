package plugin_test

import (
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
)

// An alert rule compares goals with a threshold: a figure for each group, with its labels.
func TestGoalsInAlertRules(t *testing.T) {
	d := instance(t, settingsOf(t, company(t), nil))
	questions := map[string]string{}
	for _, id := range []string{"first_response_time", "resolution_time", "csat", "sla_met_rate", "cost_per_lead"} {
		for _, goal := range catalog.Goals() {
			questions[id+"."+string(goal)] = `{"kpis":["` + id + "." + string(goal) + `"],"grain":"none","format":"table"}`
		}
	}
	questions["teams"] = `{"kpis":["csat.attainment"],"groupBy":["support_team"],"grain":"none","format":"timeseries"}`
	request := requestOf(administrator, questions)
	request.Headers = map[string]string{backend.FromAlertHeaderName: "true"}
	answers, err := d.QueryData(t.Context(), request)
	require.NoError(t, err)
	for id := range questions {
		answer := answers.Responses[id]
		require.NoError(t, answer.Error, id)
		if id == "teams" {
			continue
		}
		field, _ := answer.Frames[0].FieldByName(id)
		require.NotNil(t, field, id)
		value, err := field.NullableFloatAt(0)
		require.NoError(t, err)
		require.NotNil(t, value, "the company has set a target: %s", id)
		if !strings.HasSuffix(id, ".target") {
			require.Equal(t, "percentunit", field.Config.Unit)
			require.InDelta(t, 1, *value, 0.7, id)
		}
	}
	require.Len(t, answers.Responses["teams"].Frames, 3)
	for _, frame := range answers.Responses["teams"].Frames {
		require.Contains(t, frame.Fields[0].Labels["support_team"], "Support")
		require.NotNil(t, frame.Fields[0].At(0).(*float64))
	}
}

func TestGoalsAreExplainedAndListTheirRows(t *testing.T) {
	answers := ask(t, instance(t, settingsOf(t, company(t), changes{"language": "ru"})), map[string]string{
		"explain": `{"queryType":"explain","kpis":["first_response_time.attainment"]}`,
		"target":  `{"queryType":"explain","kpis":["first_response_time.target"]}`,
		"records": `{"queryType":"records","kpis":["csat.attainment"],"rows":10}`,
	})
	for id, answer := range answers {
		require.NoError(t, answer.Error, id)
	}
	var texts []string
	for i := range answers["explain"].Frames[0].Rows() {
		texts = append(texts, *answers["explain"].Frames[0].Fields[2].At(i).(*string))
	}
	require.Contains(t, texts, "2 - first_response_time / first_response_time.target")
	require.Equal(t, 10, answers["records"].Frames[0].Rows(), "the answers to the surveys")
}

func TestTheCatalogOffersGoals(t *testing.T) {
	var found catalogShape
	decode(t, instance(t, settingsOf(t, "postgres://u:p@localhost:5432/db", nil)), "catalog?lang=en", &found)
	for _, k := range found.KPIs {
		for _, goal := range k.Goals {
			require.True(t, goal.Available, goal.ID)
			require.NotEmpty(t, goal.Title)
		}
		switch k.ID {
		case "csat":
			require.Len(t, k.Goals, 3)
			require.Equal(t, []string{"csat.target", "Customer satisfaction: target", "percent", ""}, []string{k.Goals[0].ID, k.Goals[0].Title, k.Goals[0].Unit, k.Goals[0].Better})
			require.Equal(t, []string{"agent", "region", "support_team"}, k.Goals[1].Dimensions, "what csat and targets can be grouped by")
		case "revenue_target":
			require.Empty(t, k.Goals)
		case "tickets_created":
			require.Len(t, k.Goals, 1, "neither more nor less is better")
		}
	}
}
