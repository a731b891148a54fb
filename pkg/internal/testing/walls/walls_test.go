// Package walls tests which packages import which.
package walls

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	module = "github.com/crmkpi/crm-datasource/pkg/"
	sdk    = "github.com/grafana/grafana-plugin-sdk-go"
)

// way is the way of a question: a package imports only those that stand before it. CONTRIBUTING.md draws it.
var way = strings.Fields(`palette i18n fault yamltext sqllex calendar expression query query/types crm axis postgres sqlgen measure catalog answer
	plan formula exec quality lists probe changes rollup privileges indexes policy admission cache engine frames plugin`)

// readers are the packages of the way that reach the database; what plans and computes does not.
var readers = []string{"exec", "quality", "lists", "probe", "rollup", "changes", "privileges", "indexes", "policy", "engine", "plugin"}

// spoken are the packages that know Grafana's SDK.
var spoken = []string{"frames", "plugin"}

func TestPackagesImportOneWay(t *testing.T) {
	list, err := exec.CommandContext(t.Context(), "go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, module+"...").Output()
	require.NoError(t, err)
	found := 0
	for line := range strings.Lines(string(list)) {
		packages := strings.Fields(line)
		name := strings.TrimPrefix(packages[0], module)
		place := slices.Index(way, name)
		if place < 0 {
			continue
		}
		found++
		for _, imported := range packages[1:] {
			if strings.HasPrefix(imported, sdk) {
				require.Contains(t, spoken, name, "%s imports %s", name, imported)
			}
			before, ours := strings.CutPrefix(imported, module)
			if !ours {
				continue
			}
			if before == "postgres" {
				require.Contains(t, readers, name, "%s imports postgres", name)
			}
			if i := slices.Index(way, before); i >= 0 {
				require.Less(t, i, place, "%s imports %s", name, before)
			} else if place < slices.Index(way, "plugin") {
				require.Fail(t, "an import from beside the way", "%s imports %s", name, before)
			}
		}
	}
	require.Equal(t, len(way), found, "a package of the way is gone: correct the list")
}
