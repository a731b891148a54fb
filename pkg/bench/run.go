package bench

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/rollup"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Options say what is measured.
type Options struct {
	DSN      string       // a URL of the company's database, by a superuser
	Binary   string       // of the plugin
	Runs     int          // of each panel, and of the dashboard by one viewer
	Viewers  []int        // how many open the dashboard at the same moment
	Progress func(string) // is told what is measured next
}

// Report is what was measured.
type Report struct {
	Panels  []Measurement
	Costs   []Cost
	Outside map[string][]time.Duration // of the plugin's questions, by way
	Writes  []Writing                  // those of [MeasureWrites]

	Business plan.Settings
	Rollups  rollup.Plan
	Making   time.Duration // of the rollups
}

// Run measures all but the writes. Sums are installed meanwhile, and removed afterwards. An error is also that numbers differ.
func Run(ctx context.Context, o Options) (_ Report, err error) {
	b := &run{Options: o, report: Report{Outside: map[string][]time.Duration{}}, mapping: crm.Reference()}
	defer func() {
		err = errors.Join(err, b.connected(func(db *postgres.DB) error { return rollup.Remove(context.WithoutCancel(ctx), db.Pool()) }))
	}()
	for _, step := range []func(context.Context) error{
		b.begin,
		func(ctx context.Context) error { return b.plugin(ctx, PluginOnRows) }, // while there are no sums, which it would read
		b.install, b.panels, b.dashboards,
		func(ctx context.Context) error { return b.plugin(ctx, PluginOnSums) },
	} {
		if err := step(ctx); err != nil {
			return b.report, err
		}
	}
	return b.report, nil
}

// run is one that goes on.
type run struct {
	Options
	report  Report
	mapping crm.Mapping // with the sums, once there are some
}

// connected does something with connections of its own: to measure a dashboard ends all that there are.
func (b *run) connected(do func(*postgres.DB) error) error {
	db, err := pool(b.DSN, new(atomic.Int64))
	if err != nil {
		return err
	}
	return errors.Join(do(db), db.Close())
}

func (b *run) engine(db *postgres.DB, m crm.Mapping) *engine.Engine {
	return engine.New(catalog.Default(), m, b.report.Business, db)
}

func (b *run) begin(ctx context.Context) error {
	return b.connected(func(db *postgres.DB) (err error) {
		if err := rollup.Remove(ctx, db.Pool()); err != nil { // of a run that was broken off
			return err
		}
		b.report.Business, err = businessOf(ctx, db)
		return err
	})
}

// businessOf lets the best customers be found among all that there are.
func businessOf(ctx context.Context, db *postgres.DB) (plan.Settings, error) {
	var accounts int
	err := db.Pool().QueryRowContext(ctx, `select count(*) from crm.accounts`).Scan(&accounts)
	return plan.Settings{
		Calendar: calendar.Calendar{Location: time.UTC, WeekStart: time.Monday}, ReportingCurrency: "USD",
		MaxGroups: max(accounts, plan.DefaultMaxGroups),
	}, err
}

// rounds is how often so many viewers open the dashboard: as often as one does alone, or once.
func (b *run) rounds(viewers int) int { return max(1, b.Runs/viewers) }

// plugin measures the plugin's process.
func (b *run) plugin(ctx context.Context, name string) error {
	err := b.connected(func(db *postgres.DB) error { return ComparePlugin(ctx, b.DSN, b.Binary, b.engine(db, crm.Reference())) })
	if err != nil {
		return err
	}
	if err := b.open(ctx, b.Viewers, OfPlugin(name, b.DSN, b.Binary, b.report.Business)); err != nil {
		return err
	}
	b.Progress(name + ", one question after the other")
	b.report.Outside[name], err = Outside(ctx, b.DSN, b.Binary, b.report.Business, b.Runs)
	return err
}

// crowd is how many viewers open the dashboard at the most where nothing is shared: more only wait for one another, and for long.
const crowd = 10

// open has viewers open the dashboard in some ways, one number of them after the other.
func (b *run) open(ctx context.Context, numbers []int, ways ...Way) error {
	for _, viewers := range numbers {
		var names []string
		for _, way := range ways {
			names = append(names, way.Name)
		}
		b.Progress(fmt.Sprintf("%s; viewers: %d", strings.Join(names, ", "), viewers))
		costs, err := MeasureDashboard(ctx, b.DSN, ways, viewers, b.rounds(viewers))
		if err != nil {
			return err
		}
		b.report.Costs = append(b.report.Costs, costs...)
	}
	return nil
}

// install keeps the sums that the panels need.
func (b *run) install(ctx context.Context) error {
	b.Progress("sums")
	business := b.report.Business
	c := sqlgen.Context{Mapping: b.mapping, Calendar: business.Calendar, ReportingCurrency: business.ReportingCurrency}
	var questions []query.Question
	for _, p := range Panels {
		questions = append(questions, p.Question)
	}
	needs := rollup.Needs(plan.New(catalog.Default(), b.mapping, business), questions, plan.Request{Range: year, Now: Today})
	return b.connected(func(db *postgres.DB) error {
		kept, _, err := rollup.Suggest(ctx, db, c, needs, "")
		if err != nil {
			return err
		}
		began := time.Now()
		if err := rollup.Install(ctx, db, kept, c, nil); err != nil {
			return err
		}
		b.report.Rollups, b.report.Making = kept, time.Since(began)
		found, err := rollup.Read(ctx, db, c)
		b.mapping = b.mapping.WithRollups(found)
		return err
	})
}

// panels measures each panel by itself.
func (b *run) panels(ctx context.Context) error {
	return b.connected(func(db *postgres.DB) error {
		rows, sums := b.engine(db, crm.Reference()), b.engine(db, b.mapping)
		for _, p := range Panels {
			b.Progress(p.Name)
			m, err := Measure(ctx, p, rows, sums, db.Pool(), b.Runs)
			if err != nil {
				return err
			}
			b.report.Panels = append(b.report.Panels, m)
		}
		return nil
	})
}

// dashboards measures all panels together, without the plugin.
func (b *run) dashboards(ctx context.Context) error {
	business := b.report.Business
	few := slices.DeleteFunc(slices.Clone(b.Viewers), func(viewers int) bool { return viewers > crowd })
	return b.open(ctx, few, WrittenByHand(b.DSN), OfEngine(EngineOnRows, b.DSN, business, crm.Reference()), OfEngine(EngineOnSums, b.DSN, business, b.mapping))
}
