package main

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/demo"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/terminal"
)

// seeding are the flags of the demo company.
type seeding struct {
	connection
	scale   *choice
	seed    int64
	today   string
	replace bool
}

func newSeed() *cobra.Command {
	var s seeding
	cmd := &cobra.Command{
		Use:   "seed",
		Short: "Fill the reference schema with a demo company",
		Long: "Fills the reference schema with a made-up company whose past ends today and whose plans reach into the future. Equal\n" +
			"scale, seed and day give equal rows. small has about 20 thousand deals, medium 500 thousand, large 10 million.\n" +
			"Everything is one transaction: on an error or Ctrl-C the database stays as it was.",
		Example: `  crmkpi migrate && crmkpi seed
  crmkpi seed --scale medium --seed 7 --today 2025-06-30 --replace`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return s.run(cmd) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	s.addDSN(flags)
	s.scale = choices(flags, "scale", "size of the company", "small", "medium", "large")
	flags.Int64Var(&s.seed, "seed", 1, "another number is another company of the same size")
	flags.StringVar(&s.today, "today", "", "where the past ends, as 2025-06-30 or 2025-06-30T15:00:00Z (default: now)")
	flags.BoolVar(&s.replace, "replace", false, "delete the rows that are there; without it, a filled schema is refused")
	return cmd
}

func (s *seeding) run(cmd *cobra.Command) error {
	today := time.Now()
	if s.today != "" {
		var err error
		if today, err = (calendar.Calendar{Location: time.UTC}).ParseTime(s.today, today); err != nil {
			return usageAt("--today", err)
		}
	}
	db, err := s.writing()
	if err != nil {
		return err
	}
	defer db.Close()
	if err := db.Ping(cmd.Context()); err != nil {
		return err
	}
	p := newProgress(cmd.ErrOrStderr())
	summary, err := demo.Seed(cmd.Context(), db.Pool(), demo.Options{
		Scale: s.scale.value, Seed: s.seed, Today: today, Replace: s.replace, Progress: p.tell,
	})
	p.end()
	if errors.Is(err, demo.ErrNotEmpty) {
		return fault.New("cli.not_empty", "reason", err)
	}
	if cmd.Context().Err() != nil {
		return fault.New("cli.cancelled")
	}
	if err != nil {
		return err
	}
	return summarize(cmd.OutOrStdout(), summary)
}

func summarize(w io.Writer, summary demo.Summary) error {
	t := newTable()
	t.AppendHeader(header(i18n.English, "seed_table", "seed_rows"))
	t.SetColumnConfigs([]table.ColumnConfig{{Number: 2, Align: text.AlignRight, AlignHeader: text.AlignRight}})
	for _, rows := range summary.Tables {
		t.AppendRow(table.Row{rows.Table, terminal.Number(float64(rows.Rows), 0)})
	}
	if err := render(w, t); err != nil {
		return err
	}
	told := i18n.T("cli.seeded", "rows", terminal.Number(float64(summary.Rows), 0), "elapsed", summary.Elapsed.Round(100*time.Millisecond),
		"from", summary.From.Format(time.DateOnly), "to", summary.To.Format("2006-01-02 15:04 MST"))
	_, err := fmt.Fprintf(w, "\n%s\n", told.In(i18n.English))
	return err
}
