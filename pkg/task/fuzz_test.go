package task

import (
	"io"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

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

// What go test prints, in pieces of any size, is passed on and counted.
func TestExecutionsAreCounted(t *testing.T) {
	const said = `fuzz: elapsed: 0s, gathering baseline coverage: 0/192 completed
fuzz: elapsed: 0s, gathering baseline coverage: 192/192 completed, now fuzzing with 2 workers
fuzz: elapsed: 3s, execs: 325017 (108336/sec), new interesting: 11 (total: 202)
--- a test's own text: execs: 7 (
fuzz: elapsed: 1m3s, execs: 12345678 (111/sec), new interesting: 13 (total: 204)
PASS
`
	for _, pieces := range []io.Reader{strings.NewReader(said), iotest.OneByteReader(strings.NewReader(said)), iotest.HalfReader(strings.NewReader(said))} {
		var passed strings.Builder
		e := &executions{Writer: &passed}
		_, err := io.Copy(e, pieces)
		require.NoError(t, err)
		require.EqualValues(t, 12_345_678, e.count)
		require.Equal(t, said, passed.String())
	}

	var printed strings.Builder
	printExecutions(&printed, []fuzzTarget{{filepath.Join("pkg", "a"), "FuzzOne"}, {filepath.Join("pkg", "b"), "FuzzTwo"}}, []int64{12_345_678, 9})
	require.Equal(t, "\nExecutions:\n     12,345,678  FuzzOne of pkg/a\n              9  FuzzTwo of pkg/b\n     12,345,687  in all\n", printed.String())
}
