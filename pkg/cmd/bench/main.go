// Command bench measures the engine and the plugin against SQL written by hand for the same panels, over a demo company in a PostgreSQL of its own.
//
// It is run in the project's folder after the plugin has been built, as `go tool mage bench` does.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/crmkpi/crm-datasource/pkg/bench"
	"github.com/crmkpi/crm-datasource/pkg/demo"
	"github.com/crmkpi/crm-datasource/pkg/demodb"
	"github.com/crmkpi/crm-datasource/pkg/postgres/embedded"
	"github.com/crmkpi/crm-datasource/pkg/task"
)

func main() {
	write := flag.Bool("write", false, "write what was measured into the pages of docs, too")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *write); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, write bool) error {
	c, err := chosen()
	if err != nil {
		return err
	}
	if write && bench.Pages(c.scale) == nil {
		return fmt.Errorf("no page tells of a company of the scale %q: without -write, the tables are printed", c.scale)
	}
	report, version, err := measure(ctx, c)
	if err == nil {
		report.Writes, err = measureWrites(ctx, c, report)
	}
	m := machine(c, version, report) // what was measured before an error is told, too
	fmt.Printf("%s\n", m.sentence("en"))
	for _, t := range report.Tables("en") {
		fmt.Printf("\n%s\n", t.Render())
	}
	if write && err == nil {
		return writePages(report, m)
	}
	return err
}

// measure measures what is read.
func measure(ctx context.Context, c choice) (_ bench.Report, version string, err error) {
	options := demo.Options{Scale: c.scale, Seed: 1, Today: bench.Today}
	company, err := openCompany(ctx, "bench-"+c.scale, options, map[string]string{"shared_buffers": "512MB"})
	if err != nil {
		return bench.Report{}, "", err
	}
	defer func() { err = errors.Join(err, company.Stop()) }()
	report, err := bench.Run(ctx, bench.Options{
		DSN: company.DSN(demodb.Name), Binary: task.Binary(task.Host), Runs: c.runs, Viewers: c.viewers,
		Progress: progress,
	})
	return report, company.Version(), err
}

// transactions is how many are written in each turn.
const transactions = 4000

// measureWrites measures what is written, always into a small company: the larger it is, the longer takes what is written beside the sums.
func measureWrites(ctx context.Context, c choice, report bench.Report) (_ []bench.Writing, err error) {
	progress("writes")
	company, err := openCompany(ctx, "bench-writes", demo.Options{Scale: "small", Seed: 1, Today: bench.Today}, bench.Durable)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, company.Stop()) }()
	return bench.MeasureWrites(ctx, company, demodb.Name, report.Rollups, report.Business, transactions, c.runs)
}

// openCompany starts the server of a company to which nobody is connected: what is measured ends connections, and who is connected to a database keeps it
// from being copied.
func openCompany(ctx context.Context, name string, options demo.Options, settings map[string]string) (*embedded.Server, error) {
	company, err := demodb.Open(ctx, filepath.Join(".demo", name), options, settings)
	if err != nil {
		return nil, err
	}
	if err := company.DB.Close(); err != nil {
		return nil, errors.Join(err, company.Stop())
	}
	return company.Server, nil
}

func progress(what string) { fmt.Fprintln(os.Stderr, "Measuring", what, "…") }
