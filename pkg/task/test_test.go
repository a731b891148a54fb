package task

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRemembered(t *testing.T) {
	one, remove, err := remembered("one")
	require.NoError(t, err)
	meanwhile, removeMeanwhile, err := remembered("meanwhile")
	require.NoError(t, err)
	require.NotEqual(t, one, meanwhile, "a run at the same time has a file of its own")
	for file, want := range map[string]string{one: "one", meanwhile: "meanwhile"} {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Equal(t, want, string(text))
	}
	require.NoError(t, remove())
	require.NoError(t, removeMeanwhile())
	next, remove, err := remembered("next")
	require.NoError(t, err)
	require.Equal(t, one, next, "a later run has the same")
	require.NoError(t, remove())
	require.NoFileExists(t, next)
}
