// Command demo shows the plugin at work: it makes a demo company in a PostgreSQL of its own, answers every question of the shipped
// dashboards with the built plugin, prints the answers, and starts Grafana with all of it where one is found.
//
// It is run in the project's folder after the plugin has been built, as `go tool mage demo` does.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/dashboards"
	"github.com/crmkpi/crm-datasource/pkg/pluginclient"
	"github.com/crmkpi/crm-datasource/pkg/showcase"
	"github.com/crmkpi/crm-datasource/pkg/task"
)

func main() {
	wanted := os.Getenv("CI") == "" && os.Getenv("CRMKPI_DEMO_GRAFANA") != "off"
	withGrafana := flag.Bool("grafana", wanted, "start Grafana, if one is found; CI or CRMKPI_DEMO_GRAFANA=off turn it off")
	flag.Parse()
	// Further signals are ignored: the database and Grafana are being stopped.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *withGrafana); err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, withGrafana bool) (err error) {
	company, err := openCompany(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, company.Close()) }()
	tally, err := show(ctx, company)
	if err != nil {
		return err
	}
	fmt.Println()
	if len(tally.Failures) > 0 {
		for _, failure := range tally.Failures {
			fmt.Println(failure)
		}
		fmt.Println(tally)
		return errors.New("not every panel has an answer")
	}
	if withGrafana {
		return inGrafana(ctx, company, tally.String())
	}
	fmt.Println(tally)
	return nil
}

// inGrafana shows the same in Grafana until Ctrl-C, or says how to get one. The last line is always the count.
func inGrafana(ctx context.Context, c *company, count string) error {
	ready := func(address string) {
		fmt.Printf("Grafana is at %s, user admin, password admin. Ctrl-C ends it.\n%s\n", address, count)
	}
	grafana, err := findGrafana()
	switch {
	case err != nil:
		return err
	case grafana != nil:
		fmt.Println("Starting Grafana …")
		return grafana.run(ctx, c, ready)
	case dockerAnswers(ctx):
		fmt.Println("Starting Grafana with Docker …")
		return runDocker(ctx, ready)
	}
	fmt.Printf("%s\n%s\n", howToGetOne, count)
	return nil
}

// show prints the dashboards with the answers of the built plugin, asked over its own protocol.
func show(ctx context.Context, c *company) (showcase.Tally, error) {
	all, err := dashboards.Load("dashboards")
	if err != nil {
		return showcase.Tally{}, err
	}
	plugin, err := pluginclient.Start(ctx, task.Binary(task.Host))
	if err != nil {
		return showcase.Tally{}, err
	}
	defer plugin.Close()
	source, err := c.source()
	if err != nil {
		return showcase.Tally{}, err
	}
	return showcase.Show{Plugin: plugin, Source: source, Now: time.Now().UTC(), Out: os.Stdout}.Run(ctx, all)
}
