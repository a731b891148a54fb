package dashboards_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/dashboards"
)

func TestWordsInThePlaceOfValuesAreTranslatedAndSignsAreNot(t *testing.T) {
	const board = `{"uid": "crm-x", "panels": [{"fieldConfig": {
		"defaults": {"mappings": [{"type": "special", "options": {"match": "null", "result": {"text": "–"}}}]},
		"overrides": [{"matcher": {"id": "byName", "options": "priority"}, "properties": [{"id": "mappings", "value": [
			{"type": "value", "options": {"high": {"text": "High"}, "true": {"text": "✓", "color": "green"}}},
			{"type": "regex", "options": {"pattern": ".+", "result": {"text": "Anything"}}}]}]}]}}]}`
	texts, err := dashboards.Texts([]byte(board))
	require.NoError(t, err)
	require.ElementsMatch(t, []string{"High", "Anything"}, texts)

	translated, err := dashboards.Translate([]byte(board), dashboards.Translation{"High": "Высокий", "Anything": "Что угодно"})
	require.NoError(t, err)
	require.Contains(t, string(translated), `"text": "Высокий"`)
	require.Contains(t, string(translated), `"text": "Что угодно"`)
	require.NotContains(t, string(translated), "High")

	_, err = dashboards.Translate([]byte(board), dashboards.Translation{"High": "Высокий"})
	require.ErrorContains(t, err, "Anything")
}
