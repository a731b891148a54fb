package oracle_test

import (
	_ "embed"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// regressions are questions that the engine once answered wrongly.
//
//go:embed testdata/regressions.json
var regressions []byte

func TestRegressions(t *testing.T) {
	w := company(t)
	var cases []struct {
		Why string `json:"why"`
		asked
	}
	require.NoError(t, json.Unmarshal(regressions, &cases))
	for _, c := range cases {
		t.Run(c.Why, func(t *testing.T) {
			answered, err := w.agree(c.asked)
			require.NoError(t, err)
			require.True(t, answered)
		})
	}
}
