//go:build mage

// The tasks of the CRM KPI data source. `go tool mage demo` shows it, `go tool mage test` tests it.
package main

import (
	"context"
	"fmt"
	"os"
	"strconv"

	"github.com/magefile/mage/mg"

	"github.com/crmkpi/crm-datasource/pkg/task"
)

// Build builds the plugin and the crmkpi command for this machine into dist/, and the plugin for Docker.
func Build(ctx context.Context) error {
	mg.SerialCtxDeps(ctx, frontend, backend, task.CLI)
	if task.Docker == task.Host {
		return nil
	}
	return task.Backend(ctx, task.Docker)
}

// BuildAll builds the plugin for all platforms of a release into dist/.
func BuildAll(ctx context.Context) error {
	mg.SerialCtxDeps(ctx, frontend)
	for _, platform := range task.Platforms {
		if err := task.Backend(ctx, platform); err != nil {
			return err
		}
	}
	return nil
}

// Demo shows the dashboards of a demo company in the terminal, then in Grafana if there is one; -grafana=false leaves that out.
func Demo(ctx context.Context, grafana *bool) error {
	mg.SerialCtxDeps(ctx, frontend, backend)
	var flags []string
	if grafana != nil {
		flags = append(flags, "-grafana="+strconv.FormatBool(*grafana))
	}
	return task.Demo(ctx, flags...)
}

// Test runs every check and test, with a real PostgreSQL and the real plugin process.
func Test(ctx context.Context) error {
	if err := task.BuildAlike(); err != nil {
		return err
	}
	// npm and Go side by side: each by itself leaves processors idle.
	mg.CtxDeps(ctx, aboutFrontend, aboutBackend)
	// What the front end is built into is emptied before.
	mg.SerialCtxDeps(ctx, backend, task.CLI, testBackend)
	fmt.Println("All checks and tests have passed.")
	return nil
}

func aboutFrontend(ctx context.Context) { mg.SerialCtxDeps(ctx, Lint.Frontend, testFrontend, frontend) }

func aboutBackend(ctx context.Context) { mg.SerialCtxDeps(ctx, Lint.Go, Lint.shipped) }

// Lint are the checks that ask for no test.
type Lint mg.Namespace

// Aliases are short names of tasks.
var Aliases = map[string]any{"lint": Lint.All}

// All checks formats, types, style, that go.mod lists what is used, and the shipped dashboards. It is what lint stands for.
func (Lint) All(ctx context.Context) { mg.SerialCtxDeps(ctx, Lint.Go, Lint.Frontend, Lint.shipped) }

// Go checks the Go code.
func (Lint) Go(ctx context.Context) error { return task.LintGo(ctx) }

// Frontend checks the code of the front end.
func (Lint) Frontend(ctx context.Context) error {
	mg.SerialCtxDeps(ctx, task.Modules)
	return task.LintFrontend(ctx)
}

// Dashboards checks dashboards against the rules of the shipped ones; -folder=DIR are dashboards of one's own.
func (Lint) Dashboards(ctx context.Context, folder *string) error {
	dir := "dashboards"
	if folder != nil {
		dir = *folder
	}
	return task.LintDashboards(ctx, dir)
}

func (Lint) shipped(ctx context.Context) error { return task.LintDashboards(ctx, "dashboards") }

// Alerts tries the alert rules in the Grafana of GRAFANA_HOME: each fires, is told by mail, survives an outage, and is over.
func Alerts(ctx context.Context) error {
	mg.SerialCtxDeps(ctx, task.Modules)
	return task.Alerts(ctx)
}

// Bench compares engine and plugin with hand-written SQL; -write for the pages, too. CRMKPI_BENCH_SCALE is small, medium (default) or large.
func Bench(ctx context.Context, write *bool) error {
	mg.SerialCtxDeps(ctx, task.Modules, backend)
	arguments := []string{"run", "./pkg/cmd/bench"}
	if write != nil && *write {
		arguments = append(arguments, "-write")
	}
	return task.Run(ctx, nil, "go", arguments...)
}

// Oracle compares the engine with a naive computation for CRMKPI_ORACLE_QUESTIONS random questions (10,000).
func Oracle(ctx context.Context) error {
	mg.SerialCtxDeps(ctx, task.Modules)
	return task.Oracle(ctx, os.Getenv("CRMKPI_ORACLE_QUESTIONS"))
}

// Screens looks at every dashboard in the Grafana of GRAFANA_URL for errors and panels without data; -pictures takes those of the docs.
func Screens(ctx context.Context, pictures *bool) error {
	mg.SerialCtxDeps(ctx, task.Modules)
	return task.Screens(ctx, pictures != nil && *pictures)
}

// E2e builds panels, variables, alert rules and the rest as people do, in a browser, in the Grafana of GRAFANA_URL.
func E2e(ctx context.Context) error {
	mg.SerialCtxDeps(ctx, task.Modules)
	return task.E2E(ctx)
}

// Properties tests properties for other values than the tests draw, and for more of them.
func Properties(ctx context.Context) error {
	mg.SerialCtxDeps(ctx, task.Modules)
	return task.Properties(ctx)
}

// Fuzz looks for inputs that break what reads people's texts, two minutes for each fuzz target, or -minutes=N for all of them.
func Fuzz(ctx context.Context, minutes *int) error {
	if minutes == nil {
		return task.Fuzz(ctx, 0)
	}
	return task.Fuzz(ctx, *minutes)
}

// Faults lets faults happen to the plugin's process, with storms of 1,000 panels.
func Faults(ctx context.Context) error {
	mg.SerialCtxDeps(ctx, task.Modules)
	return task.Faults(ctx)
}

// Whole tests all of what an ordinary run takes a share of: every panel on special days and over companies with little, every dimension.
func Whole(ctx context.Context) error {
	mg.SerialCtxDeps(ctx, task.Modules)
	return task.Whole(ctx)
}

// Load has viewers refresh the dashboards while the server is started anew: -viewers=N (200) for -minutes=N (20).
func Load(ctx context.Context, minutes *float64, viewers *int) error {
	mg.SerialCtxDeps(ctx, task.Modules, backend)
	var long float64
	var many int
	if minutes != nil {
		long = *minutes
	}
	if viewers != nil {
		many = *viewers
	}
	return task.Load(ctx, long, many)
}

// Versions runs the tests of the Go code on older versions of PostgreSQL, all or the one in CRMKPI_POSTGRES_VERSION.
func Versions(ctx context.Context) error {
	mg.SerialCtxDeps(ctx, Build)
	return task.Versions(ctx, os.Getenv("CRMKPI_POSTGRES_VERSION"))
}

// Race runs the tests of the Go code with the race detector; it needs a C compiler.
func Race(ctx context.Context) error {
	mg.SerialCtxDeps(ctx, Build)
	return task.Race(ctx)
}

// Package makes all of a release but its signature in release/: archives, their SHA-256, what they are made of, and the release notes.
func Package(ctx context.Context) error {
	mg.SerialCtxDeps(ctx, Archives, task.SBOM)
	return task.Notes()
}

// Archives builds the plugin and zips it into release/, for all platforms and for each.
func Archives(ctx context.Context) error {
	mg.SerialCtxDeps(ctx, BuildAll)
	return task.Archives()
}

// Sign signs the archives that package has made, with the token in GRAFANA_ACCESS_POLICY_TOKEN; without one they stay unsigned.
func Sign(ctx context.Context) error { return task.Sign(ctx) }

// Reproduce builds the archives of the newest commit twice, from nothing, and fails unless they are equal bit for bit.
func Reproduce(ctx context.Context) error { return task.Reproduce(ctx) }

// Validate has Grafana's plugin validator look at the archive that package has made, and at its sources.
func Validate(ctx context.Context) error {
	mg.SerialCtxDeps(ctx, task.Modules)
	return task.Validate(ctx)
}

// Audit looks for known vulnerabilities, insecure code, and licences that the product may not take over.
func Audit(ctx context.Context) error {
	mg.SerialCtxDeps(ctx, task.Modules)
	return task.Audit(ctx)
}

// Docs builds the pages of docs/ as a site in docs/.vitepress/dist, and fails on links that lead nowhere.
func Docs(ctx context.Context) error { return task.Docs(ctx) }

// Compatible compares the front end with the oldest and the newest Grafana that it is for: their types, and what levitate finds.
func Compatible(ctx context.Context) error {
	mg.SerialCtxDeps(ctx, task.Modules)
	return task.Compatible(ctx)
}

// Clean removes what the tasks made: dist/, release/, coverage/, the demo's data, .cache/ and node_modules/.
func Clean() error { return task.Clean() }

func frontend(ctx context.Context) error {
	mg.SerialCtxDeps(ctx, task.Modules)
	if err := task.Frontend(ctx); err != nil {
		return err
	}
	return task.Bundle()
}

func backend(ctx context.Context) error { return task.Backend(ctx, task.Host) }

func testFrontend(ctx context.Context) error { return task.NPM(ctx, "test") }

func testBackend(ctx context.Context) error { return task.TestGo(ctx) }
