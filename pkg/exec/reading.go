package exec

import (
	"context"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/axis"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
)

// reading is how a scan is read.
type reading struct {
	of     string                      // the measure, for errors; "" for none
	begin  func(context.Context) error // before the first row is taken; nil for nothing
	parts  []measure.Part
	finish func() error                // once all rows have been taken; nil for nothing
	after  func(context.Context) error // once nothing else of the round is being read, for what has to be read again; nil for nothing
}

// reading returns how a scan is read. Targets come before what has rows.
func (x *Execution) reading(n int) (reading, error) {
	switch subject := x.plan.Scans[n].Subject.(type) {
	case plan.Roster:
		return x.roster(subject)
	case plan.WorkingDays:
		return x.workingDays()
	case plan.Targets:
		return x.targetsOf(subject)
	case plan.OpeningHours:
		return x.openingHours()
	case plan.Lasting:
		return x.lasting(n)
	case plan.Profile:
		return x.profile(subject)
	}
	return x.rows(n)
}

// readRounds reads some of the scans: in one round those that follow each other and of which none waits for another one.
func (x *Execution) readRounds(ctx context.Context, of func(plan.Scan) bool) error {
	var round []int
	for n, s := range x.plan.Scans {
		if !of(s) {
			continue
		}
		waits := func(before int) bool { return slices.Contains(round, before) }
		if slices.ContainsFunc(x.plan.Waits(n), waits) {
			if err := x.readRound(ctx, round); err != nil {
				return err
			}
			round = nil
		}
		round = append(round, n)
	}
	return x.readRound(ctx, round)
}

// readRound reads scans, and takes what they find in their order.
func (x *Execution) readRound(ctx context.Context, scans []int) error {
	var parts []part
	var readings []reading
	steps := map[int][]func() error{} // by the number of parts that have been read
	for _, n := range scans {
		if slices.ContainsFunc(x.plan.Scans[n].Axes, func(a *axis.Axis) bool { return a.Waits }) { // for targets of another round
			if err := x.spread(ctx); err != nil {
				return err
			}
		}
		r, err := x.reading(n)
		if err != nil {
			return err
		}
		if r.begin != nil {
			steps[len(parts)] = append(steps[len(parts)], func() error { return r.begin(ctx) })
		}
		for _, p := range r.parts {
			parts = append(parts, part{p, r.of})
		}
		if r.finish != nil {
			steps[len(parts)] = append(steps[len(parts)], func() error { return named(r.of, r.finish()) })
		}
		readings = append(readings, r)
	}
	err := x.readAll(ctx, parts, func(read int) error {
		for _, step := range steps[read] {
			if err := step(); err != nil {
				return err
			}
		}
		return nil
	})
	for _, r := range readings {
		if err == nil && r.after != nil {
			err = named(r.of, r.after(ctx))
		}
	}
	return err
}
