package main

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/companies"
	"github.com/crmkpi/crm-datasource/pkg/mappingdoc"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

// The commands of the tutorial, run as they stand in the page, print what stands below them.
func TestTutorial(t *testing.T) {
	folder, err := companies.Folder()
	require.NoError(t, err)
	if folder == "" {
		t.Skip(companies.Missing)
	}
	dsn := pgtest.Shared(t, "northwind", func(db *sql.DB) error {
		return companies.Load(context.Background(), db, filepath.Join(folder, "northwind"))
	})
	blocks, err := mappingdoc.Read(mappingdoc.Pages("../../..")["en"])
	require.NoError(t, err)
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("northwind.yaml", []byte(mappingdoc.Tutorial(blocks)), 0o600))

	kpis := map[string]bool{}
	for _, b := range mappingdoc.Of(blocks, "console") {
		line, want, _ := strings.Cut(b.Text, "\n")
		line, ours := strings.CutPrefix(line, "$ crmkpi ")
		if !ours {
			continue
		}
		args := strings.Fields(line)
		got := succeed(t, append(args, "--dsn", dsn)...).stdout
		if args[0] == "check" {
			available := regexp.MustCompile(`(\d+) of \d+ KPIs are available\s*$`).FindStringSubmatch(got)
			require.NotNil(t, available, got)
			n, err := strconv.Atoi(available[1])
			require.NoError(t, err)
			require.GreaterOrEqual(t, n, 25)
			continue
		}
		require.Equal(t, strings.TrimRight(want, "\n"), strings.TrimRight(got, "\n"), line)
		for _, id := range strings.Split(args[slices.Index(args, "--kpis")+1], ",") {
			kpis[id] = true
		}
	}
	require.Len(t, kpis, 10, "the tutorial promises ten")
}
