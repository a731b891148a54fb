package query

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// Whatever is accepted is the same question when it is written and read again.
func FuzzQuestion(f *testing.F) {
	f.Fuzz(func(t *testing.T, text []byte) {
		q, err := Parse(text)
		if err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		require.NoError(t, q.Validate())
		written, err := json.Marshal(q)
		require.NoError(t, err)
		again, err := Parse(written)
		require.NoError(t, err, "%s", written)
		rewritten, err := json.Marshal(again)
		require.NoError(t, err)
		require.Equal(t, string(written), string(rewritten))
	})
}
