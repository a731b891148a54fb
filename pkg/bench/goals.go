package bench

import "slices"

// Goal is a figure that is to be reached, and what was measured of it.
type Goal struct {
	ID string
	// Bound is the most that the figure may be, or the least where it is of a rate that is to be kept.
	Bound float64
	Least bool
	// Measured is nil where there was nothing to measure it by.
	Measured *float64
}

// Reached reports whether the figure was measured and is within its bound.
func (g Goal) Reached() bool {
	return g.Measured != nil && (g.Least && *g.Measured >= g.Bound || !g.Least && *g.Measured <= g.Bound)
}

// The goals. Ratios are without a unit, times are in milliseconds, and memory is in MB of a million bytes.
const (
	DashboardOnRows   = "dashboard_on_rows"
	PanelOnRows       = "panel_on_rows"
	DashboardOnSums   = "dashboard_on_sums"
	StatementsShared  = "statements_shared"
	OutsideOnRows     = "outside_on_rows"
	OutsideOnSums     = "outside_on_sums"
	WritesOfSums      = "writes_of_sums"
	WritesOfAnnounced = "writes_of_announced"
	MemoryOfMany      = "memory_of_many"
)

const manyViewers = 100

// Goals are those that there are, in the order in which they are told.
func (r Report) Goals() []Goal {
	return []Goal{
		{ID: DashboardOnRows, Bound: 0.6, Measured: r.database(EngineOnRows)},
		{ID: PanelOnRows, Bound: 1.1, Measured: r.slowestPanel()},
		{ID: DashboardOnSums, Bound: 0.03, Measured: r.database(EngineOnSums)},
		{ID: StatementsShared, Bound: 1.05, Measured: r.statements()},
		{ID: OutsideOnRows, Bound: 1, Measured: r.outside(PluginOnRows)},
		{ID: OutsideOnSums, Bound: 1, Measured: r.outside(PluginOnSums)},
		{ID: WritesOfSums, Bound: 0.8, Least: true, Measured: r.writes(Sums)},
		{ID: WritesOfAnnounced, Bound: 0.8, Least: true, Measured: r.writes(SumsAndAnnounced)},
		{ID: MemoryOfMany, Bound: 150, Measured: r.memory()},
	}
}

// cost is what was measured of a way; nil for nothing.
func (r Report) cost(way string, viewers int) *Cost {
	i := slices.IndexFunc(r.Costs, func(c Cost) bool { return c.Way == way && c.Viewers == viewers })
	if i < 0 {
		return nil
	}
	return &r.Costs[i]
}

// ratio is a figure of one divided by that of another; nil where either is missing.
func ratio(of, to float64) *float64 {
	if to == 0 {
		return nil
	}
	value := of / to
	return &value
}

// database is the database's time for one viewer divided by that of the statements written by hand.
func (r Report) database(way string) *float64 {
	of, to := r.cost(way, 1), r.cost(ByHand, 1)
	if of == nil || to == nil {
		return nil
	}
	return ratio(of.DatabaseOfRound().Seconds(), to.DatabaseOfRound().Seconds())
}

func (r Report) slowestPanel() *float64 {
	var most *float64
	for _, m := range r.Panels {
		if value := m.Ratio(); most == nil || value > *most {
			most = &value
		}
	}
	return most
}

// statements are those of many viewers divided by those of one; the worse of those on rows and on sums.
func (r Report) statements() *float64 {
	var most *float64
	for _, way := range []string{PluginOnRows, PluginOnSums} {
		of, to := r.cost(way, manyViewers), r.cost(way, 1)
		if of == nil || to == nil {
			return nil
		}
		if value := ratio(of.StatementsOfRound(), to.StatementsOfRound()); value != nil && (most == nil || *value > *most) {
			most = value
		}
	}
	return most
}

func (r Report) outside(way string) *float64 {
	times := r.Outside[way]
	if len(times) == 0 {
		return nil
	}
	return ratio(Median(times).Seconds()*1000, 1)
}

func (r Report) writes(installed string) *float64 {
	rate := func(of string) float64 {
		for _, w := range r.Writes {
			if w.Installed == of {
				return w.PerSecond
			}
		}
		return 0
	}
	if rate(installed) == 0 {
		return nil
	}
	return ratio(rate(installed), rate(Nothing))
}

// memory is the worse of that on rows and on sums.
func (r Report) memory() *float64 {
	var most uint64
	for _, way := range []string{PluginOnRows, PluginOnSums} {
		if c := r.cost(way, manyViewers); c != nil {
			most = max(most, c.Memory)
		}
	}
	if most == 0 {
		return nil
	}
	return ratio(float64(most)/1e6, 1)
}
