package task

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFuzzTargetsAreFound(t *testing.T) {
	folder := t.TempDir()
	write(t, filepath.Join(folder, "a", "a_test.go"), "package a\n\nfunc FuzzOne(f *testing.F) {}\n\n// func FuzzNone(f *testing.F)\nfunc FuzzTwo(fuzz *testing.F) {\n}\n")
	write(t, filepath.Join(folder, "b", "b.go"), "func FuzzThree(f *testing.F) {}\n")
	write(t, filepath.Join(folder, "b", "testdata", "fuzz", "FuzzOne", "x_test"), "func FuzzFour(f *testing.F) {}\n")
	targets, err := fuzzTargets(folder)
	require.NoError(t, err)
	require.Equal(t, []fuzzTarget{{filepath.Join(folder, "a"), "FuzzOne"}, {filepath.Join(folder, "a"), "FuzzTwo"}}, targets)
}
