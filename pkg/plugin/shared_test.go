package plugin_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A hundred viewers cost the database what one does, and all see the same.
func TestManyViewersCostWhatOneDoes(t *testing.T) {
	questions := map[string]string{
		"A": `{"kpis":["revenue","deals_won"],"grain":"month"}`, "B": `{"kpis":["win_rate"],"groupBy":["team"],"grain":"none"}`,
		"C": `{"queryType":"records","entity":"deals","rows":5}`, "D": `{"queryType":"values","dimension":"team"}`,
	}
	settings := settingsOf(t, company(t), changes{"liveUpdates": false})
	settings.UID = "many viewers"
	d := instance(t, settings)
	first, err := asked(t.Context(), d, "first", questions)
	require.NoError(t, err)
	statements := metrics(t)["crmkpi_statement_duration_seconds ok"]
	t.Run("viewers", func(t *testing.T) {
		for i := range 100 {
			t.Run(fmt.Sprint(i), func(t *testing.T) {
				t.Parallel()
				seen, err := asked(t.Context(), d, fmt.Sprint("viewer", i), questions)
				if assert.NoError(t, err) {
					for id := range questions {
						assert.NoError(t, seen[id].Error)
						assert.Equal(t, first[id].Frames, seen[id].Frames, id)
					}
				}
			})
		}
	})
	all := metrics(t)
	require.EqualValues(t, len(questions), all["crmkpi_answers_made_total many viewers"])
	require.EqualValues(t, 100*len(questions), all["crmkpi_answers_kept_total many viewers"]+all["crmkpi_answers_joined_total many viewers"])
	require.Equal(t, statements, all["crmkpi_statement_duration_seconds ok"])
	require.Positive(t, all["crmkpi_answers_bytes many viewers"])
}
