package bench

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// Table is a part of a report, under the name that its place in the pages has.
type Table struct {
	Name string
	table.Writer
}

// Tables are all of a report, in a language: "en" or "ru".
func (r Report) Tables(language string) []Table {
	w := words[language]
	return []Table{r.ofPanels(w), r.ofDashboards(w), r.ofOutside(w), r.ofWrites(w), r.ofGoals(w)}
}

// newTable is a table whose columns after the first ones are numbers.
func newTable(name string, texts int, header ...any) Table {
	t := Table{name, table.NewWriter()}
	t.SetStyle(table.StyleLight)
	t.Style().Options = table.OptionsNoBordersAndSeparators
	t.Style().Format.Header = text.FormatDefault
	t.AppendHeader(header)
	var numbers []table.ColumnConfig
	for column := texts + 1; column <= len(header); column++ {
		numbers = append(numbers, table.ColumnConfig{Number: column, Align: text.AlignRight, AlignHeader: text.AlignRight})
	}
	t.SetColumnConfigs(numbers)
	return t
}

func (r Report) ofPanels(w wording) Table {
	t := newTable("panels", 2, w.panel, w.kind, w.rows, w.statements, w.of(ByHand), w.of(EngineOnRows), w.ratio, w.of(EngineOnSums), w.ratio)
	for _, m := range r.Panels {
		row := table.Row{m.Name, w.of(m.Kind), m.Rows, m.Statements, w.milliseconds(m.SQL), w.milliseconds(m.Engine), fmt.Sprintf("%.2f", m.Ratio())}
		if m.Sums > 0 {
			row = append(row, w.milliseconds(m.Sums), fmt.Sprintf("%.3f", m.Sums.Seconds()/m.SQL.Seconds()))
		}
		t.AppendRow(row)
	}
	return t
}

func (r Report) ofDashboards(w wording) Table {
	t := newTable("dashboard", 1, w.way, w.viewers, "p50", "p95", w.statements, w.database, w.cpu, w.memory)
	for _, c := range slices.SortedStableFunc(slices.Values(r.Costs), sideBySide) {
		row := table.Row{w.of(c.Way), c.Viewers, w.milliseconds(c.P50()), w.milliseconds(c.P95()), fmt.Sprintf("%.0f", c.StatementsOfRound()), w.milliseconds(c.DatabaseOfRound())}
		if c.CPU > 0 {
			row = append(row, w.milliseconds(c.CPUOfRound()))
		} else {
			row = append(row, "")
		}
		if c.Memory > 0 {
			row = append(row, fmt.Sprintf("%.0f %s", float64(c.Memory)/1e6, w.mb))
		}
		t.AppendRow(row)
	}
	return t
}

// ways are in the order in which they are told.
var ways = []string{ByHand, EngineOnRows, EngineOnSums, PluginOnRows, PluginOnSums}

// sideBySide has the ways for as many viewers one below the other.
func sideBySide(a, b Cost) int {
	return cmp.Or(cmp.Compare(a.Viewers, b.Viewers), cmp.Compare(slices.Index(ways, a.Way), slices.Index(ways, b.Way)))
}

func (r Report) ofOutside(w wording) Table {
	t := newTable("outside", 1, w.way, w.questions, "p50", "p95")
	for _, way := range []string{PluginOnRows, PluginOnSums} {
		if times := r.Outside[way]; len(times) > 0 {
			t.AppendRow(table.Row{w.of(way), len(times), w.milliseconds(Median(times)), w.milliseconds(quantile(times, 0.95))})
		}
	}
	return t
}

func (r Report) ofWrites(w wording) Table {
	t := newTable("writes", 1, w.installed, w.perSecond, w.ratio)
	for _, one := range r.Writes {
		row := table.Row{w.of(one.Installed), fmt.Sprintf("%.0f", one.PerSecond)}
		if ratio := r.writes(one.Installed); ratio != nil {
			row = append(row, fmt.Sprintf("%.2f", *ratio))
		}
		t.AppendRow(row)
	}
	return t
}

func (r Report) ofGoals(w wording) Table {
	t := newTable("goals", 1, w.goal, w.bound, w.measured, w.reached)
	for _, g := range r.Goals() {
		bound := "≤ "
		if g.Least {
			bound = "≥ "
		}
		unit := map[string]string{OutsideOnRows: " " + w.ms, OutsideOnSums: " " + w.ms, MemoryOfMany: " " + w.mb}[g.ID]
		row := table.Row{w.of(g.ID), bound + fmt.Sprint(g.Bound) + unit}
		switch {
		case g.Measured == nil:
			row = append(row, "", w.unmeasured)
		case g.Reached():
			row = append(row, fmt.Sprintf("%.3g%s", *g.Measured, unit), w.yes)
		default:
			row = append(row, fmt.Sprintf("%.3g%s", *g.Measured, unit), w.no)
		}
		t.AppendRow(row)
	}
	return t
}

func (w wording) milliseconds(d time.Duration) string {
	return fmt.Sprintf("%.1f %s", d.Seconds()*1000, w.ms)
}
