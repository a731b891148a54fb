package task

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNotesAreThoseOfOneVersion(t *testing.T) {
	const changelog = "# Changelog\n\n## 1.10.0\n\n* New.\n\n### Of note\n\nMore.\n\n## 1.1.0\n\n* Old.\n"
	notes, err := notesOf(changelog, "1.10.0")
	require.NoError(t, err)
	require.Equal(t, "* New.\n\n### Of note\n\nMore.\n", notes)
	notes, err = notesOf(changelog, "1.1.0")
	require.NoError(t, err)
	require.Equal(t, "* Old.\n", notes)
	_, err = notesOf(changelog, "1.1")
	require.ErrorContains(t, err, "CHANGELOG.md tells nothing of version 1.1")
}
