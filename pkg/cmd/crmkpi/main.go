// Command crmkpi asks for CRM KPIs from a terminal, with the engine of the Grafana plugin, and sets up the reference schema
// and the demo company.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends a program that does not end by itself
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}
