// Command bench measures the engine against SQL written by hand for the same panels, over a demo company in a PostgreSQL of its own.
package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/crmkpi/crm-datasource/pkg/bench"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/demo"
	"github.com/crmkpi/crm-datasource/pkg/demodb"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/rollup"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

const (
	// statementTimeout lets the slowest panel of a large company end.
	statementTimeout = 30 * time.Minute
	// maxGroups lets the best customers be found among all of them.
	maxGroups = 10_000_000
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	scale := cmp.Or(os.Getenv("CRMKPI_BENCH_SCALE"), "medium")
	runs, err := strconv.Atoi(cmp.Or(os.Getenv("CRMKPI_BENCH_RUNS"), "7"))
	if err != nil || runs < 1 {
		return fmt.Errorf("CRMKPI_BENCH_RUNS is %q; it must be how often each panel is run, such as 7", os.Getenv("CRMKPI_BENCH_RUNS"))
	}
	options := demo.Options{Scale: scale, Seed: 1, Today: bench.Today}
	company, err := demodb.Open(ctx, filepath.Join(".demo", "bench-"+scale), options, map[string]string{"shared_buffers": "512MB"})
	if err != nil {
		return err
	}
	defer company.Close()
	db, err := postgres.OpenDSN(company.DSN(demodb.Name), postgres.Limits{QueryTimeout: statementTimeout})
	if err != nil {
		return err
	}
	defer db.Close()
	business := plan.Settings{
		Calendar: calendar.Calendar{Location: time.UTC, WeekStart: time.Monday}, ReportingCurrency: "USD", MaxGroups: maxGroups,
	}
	asked := engine.New(catalog.Default(), crm.Reference(), business, db)
	sums, kept, err := withSums(ctx, business, db)
	if err != nil {
		return err
	}
	defer rollup.Remove(context.WithoutCancel(ctx), db.Pool())

	fmt.Printf("A %s company, PostgreSQL %s, one year; medians of %d runs, in turns.\n\n", scale, company.Version(), runs)
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	t.Style().Options = table.OptionsNoBordersAndSeparators
	t.Style().Format.Header = text.FormatDefault
	t.AppendHeader(table.Row{"Panel", "Kind", "Rows", "Statements", "By hand", "Engine", "Ratio", "Sums", "Ratio"})
	var right []table.ColumnConfig
	for column := 3; column <= 9; column++ {
		right = append(right, table.ColumnConfig{Number: column, Align: text.AlignRight, AlignHeader: text.AlignRight})
	}
	t.SetColumnConfigs(right)
	var ratios []float64
	for _, p := range bench.Panels {
		fmt.Fprintln(os.Stderr, "Measuring", p.Name, "…")
		m, err := bench.Measure(ctx, p, asked, sums, db.Pool(), runs)
		if err != nil {
			return err
		}
		ratios = append(ratios, m.Ratio())
		row := table.Row{p.Name, p.Kind, m.Rows, m.Statements, milliseconds(m.SQL), milliseconds(m.Engine), fmt.Sprintf("%.2f", m.Ratio())}
		if m.Sums > 0 {
			row = append(row, milliseconds(m.Sums), fmt.Sprintf("%.3f", m.Sums.Seconds()/m.SQL.Seconds()))
		}
		t.AppendRow(row)
	}
	fmt.Println(kept)
	fmt.Printf("%s\n\n%d panels with equal numbers; median ratio %.2f\n", t.Render(), len(ratios), bench.Median(ratios))
	return nil
}

// withSums keeps the sums that the panels need, and returns an engine that reads them and what it has cost to make them.
func withSums(ctx context.Context, business plan.Settings, db *postgres.DB) (*engine.Engine, string, error) {
	c := sqlgen.Context{Mapping: crm.Reference(), Calendar: business.Calendar, ReportingCurrency: business.ReportingCurrency}
	var questions []query.Question
	for _, p := range bench.Panels {
		questions = append(questions, p.Question)
	}
	needs := rollup.Needs(plan.New(catalog.Default(), c.Mapping, business), questions, plan.Request{Range: bench.Year(), Now: bench.Today})
	kept, _, err := rollup.Suggest(ctx, db, c, needs)
	if err != nil {
		return nil, "", err
	}
	start := time.Now()
	if err := rollup.Install(ctx, db.Pool(), kept, c, nil); err != nil {
		return nil, "", err
	}
	took := time.Since(start)
	found, err := rollup.Read(ctx, db, c)
	if err != nil {
		return nil, "", err
	}
	e := engine.New(catalog.Default(), crm.Reference().WithRollups(found), business, db)
	return e, fmt.Sprintf("%d rollups, made in %s\n", len(kept.Rollups), took.Round(time.Second)), nil
}

func milliseconds(d time.Duration) string { return fmt.Sprintf("%.1f ms", d.Seconds()*1000) }
