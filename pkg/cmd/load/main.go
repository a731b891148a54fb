// Command load has many viewers refresh the shipped dashboards for a while, some of whom close them before the answers come, and starts
// the server anew meanwhile. It compares each answer with the one computed before, and prints what the plugin used.
//
// It is run in the project's folder after the plugin has been built, as `go tool mage load` does.
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

	"golang.org/x/sync/errgroup"

	"github.com/crmkpi/crm-datasource/pkg/dashboards"
	"github.com/crmkpi/crm-datasource/pkg/pluginclient"
	"github.com/crmkpi/crm-datasource/pkg/showcase"
	"github.com/crmkpi/crm-datasource/pkg/task"
)

func main() {
	minutes := flag.Float64("minutes", 20, "how long")
	viewers := flag.Int("viewers", 200, "how many viewers")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, time.Duration(*minutes*float64(time.Minute)), *viewers); err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, duration time.Duration, viewers int) (err error) {
	company, err := openCompany(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, company.close()) }()
	plugin, err := pluginclient.Start(ctx, task.Binary(task.Host))
	if err != nil {
		return err
	}
	defer plugin.Close()
	all, err := dashboards.Load("dashboards")
	if err != nil {
		return err
	}
	source, err := company.source()
	if err != nil {
		return err
	}
	questions, err := showcase.Show{Plugin: plugin, Source: source, Now: time.Now().UTC()}.Questions(ctx, all)
	if err != nil {
		return err
	}
	crowd := &crowd{plugin: plugin, questions: questions, company: company}
	if err := crowd.begin(ctx); err != nil {
		return err
	}
	usage := &usage{plugin: plugin, company: company}
	if err := usage.sample(ctx); err != nil {
		return err
	}
	fmt.Printf("%d viewers ask the %d panels of %d dashboards for %s.\n", viewers, len(questions), len(all), duration)

	limited, cancel := context.WithTimeout(ctx, duration)
	defer cancel()
	running, limited := errgroup.WithContext(limited)
	for n := range viewers {
		running.Go(func() error { return crowd.view(limited, uint64(n)) })
	}
	running.Go(func() error { return company.restartAgainAndAgain(limited) })
	running.Go(func() error { return usage.watch(limited) })
	if err := running.Wait(); err != nil {
		return err
	}
	if err := crowd.end(ctx); err != nil {
		return err
	}
	if err := usage.rest(ctx); err != nil {
		return err
	}
	crowd.write(os.Stdout, duration)
	usage.write(os.Stdout)
	if wrong := crowd.wrong(); len(wrong) > 0 {
		return fmt.Errorf("%d answers are wrong: %v", len(wrong), wrong[0])
	}
	return nil
}
