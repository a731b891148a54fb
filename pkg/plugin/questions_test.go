package plugin_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write testdata/questions.json instead of comparing with it; read it before it is committed")

// The tests of the front end read this file for what the catalogue says of questions, so that they are about what there really is.
func TestTheFrontEndIsTestedWithWhatTheCatalogueSays(t *testing.T) {
	d := instance(t, settingsOf(t, "postgres://u:p@localhost:5432/db", nil))
	status, body := get(t, d, "catalog?lang=en")
	require.Equal(t, http.StatusOK, status, body)
	var found struct {
		Operators   json.RawMessage `json:"operators"`
		Comparators json.RawMessage `json:"comparators"`
		NoValue     json.RawMessage `json:"noValue"`
		Types       json.RawMessage `json:"types"`
		Arguments   json.RawMessage `json:"arguments"`
		Units       json.RawMessage `json:"units"`
		Sides       json.RawMessage `json:"sides"`
	}
	require.NoError(t, json.Unmarshal([]byte(body), &found))
	var text bytes.Buffer
	require.NoError(t, json.Indent(&text, []byte(jsonOf(t, found)), "", "  "))
	text.WriteByte('\n')
	file := filepath.Join("testdata", "questions.json")
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(file, text.Bytes(), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), text.String(), "write it anew with go test ./pkg/plugin -run FrontEnd -update")
}
