package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/internal/testing/companies"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/mappingdoc"
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

	kpis, printed := map[string]bool{}, ""
	for _, b := range mappingdoc.Of(blocks, "console") {
		line, want, _ := strings.Cut(b.Text, "\n")
		line, ours := strings.CutPrefix(line, "$ crmkpi ")
		if !ours {
			continue
		}
		args := strings.Fields(line)
		got := succeed(t, append(args, "--dsn", dsn)...).stdout
		if args[0] == "check" {
			available := regexp.MustCompile(`(\d+) of \d+ KPIs are available`).FindStringSubmatch(got)
			require.NotNil(t, available, got)
			n, err := strconv.Atoi(available[1])
			require.NoError(t, err)
			require.GreaterOrEqual(t, n, 25)
			continue
		}
		require.Equal(t, strings.TrimRight(want, "\n"), strings.TrimRight(got, "\n"), line)
		printed += strings.ReplaceAll(got, ",", "")
		for _, id := range strings.Split(args[slices.Index(args, "--kpis")+1], ",") {
			kpis[id] = true
		}
	}
	require.Len(t, kpis, 10, "the tutorial promises ten")

	for _, amount := range published(t, filepath.Join(folder, "northwind", "questions.json"), "total_sales", "sales_by_rep", "team_sales_by_manager", "monthly_sales_with_growth") {
		require.Contains(t, printed, amount)
	}
}

// published returns the amounts of the right answers to some questions.
func published(t *testing.T, file string, ids ...string) []string {
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	var questions []struct {
		ID      string
		Columns []string
		Rows    [][]any
	}
	require.NoError(t, json.Unmarshal(text, &questions))
	var amounts []string
	for _, q := range questions {
		column := slices.IndexFunc(q.Columns, func(name string) bool { return name == "sales" || name == "round" })
		if !slices.Contains(ids, q.ID) {
			continue
		}
		for _, row := range q.Rows {
			amounts = append(amounts, fmt.Sprintf("%.2f", row[column]))
		}
	}
	require.Len(t, amounts, 1+9+2+12)
	return amounts
}
