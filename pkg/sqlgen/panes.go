package sqlgen

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/lib/pq"
)

// panes say which windows each stretch between two boundaries lies in: pairs, side by side.
type panes struct {
	stretches pq.Int32Array // by the number of boundaries at or before it
	windows   pq.Int32Array
}

// join repeats each row, or each group of rows, for every window that it lies in. It is an equality, so that the database need not compare
// each row with each window.
func (p *panes) join(t *text, stretch string) string {
	return fmt.Sprintf("\njoin unnest(%s, %s) as pane(stretch, number) on pane.stretch = %s", t.arg(p.stretches, "int[]"), t.arg(p.windows, "int[]"), stretch)
}

// mergeable reports whether the values of windows follow from those of the stretches in them.
func mergeable(aggregates []Aggregate) bool {
	return !slices.ContainsFunc(aggregates, func(g Aggregate) bool {
		f, ok := g.Function.(MergeFunction)
		return !ok || f.Merge("") == ""
	})
}

// merge puts the windows together of groups whose bucket is a stretch, the first columns of which are those to group by. So a row is
// read once, in however many windows it lies.
func (p *panes) merge(t *text, stretches string, by int, aggregates []Aggregate, money bool) string {
	columns, numbers := []string{"pane.number as bucket"}, []string{"1"}
	for i := 1; i < by; i += 2 {
		columns = append(columns, fmt.Sprintf("key_%d", i/2+1), fmt.Sprintf("label_%d", i/2+1))
		numbers = append(numbers, fmt.Sprint(i+1), fmt.Sprint(i+2))
	}
	add := func(call, name string) { columns = append(columns, fmt.Sprintf("(%s)::float8 as %s", call, name)) }
	for i, g := range aggregates {
		add(g.Function.(MergeFunction).Merge(quote(g.Name)), quote(g.Name))
		if rows, known := counts(i); g.Counts() {
			add("sum("+rows+")", rows)
			add("sum("+known+")", known)
		}
	}
	if money {
		columns = append(columns, fmt.Sprintf("min(%s) as %[1]s", quote(MissingRate)))
	}
	return "select\n  " + strings.Join(columns, ",\n  ") + "\nfrom (\n  " + indent(stretches) + "\n) as part" +
		p.join(t, "part.bucket") + "\ngroup by " + strings.Join(numbers, ", ")
}

// overlap reports whether an instant can lie in two of the windows.
func (e Events) overlap() bool {
	for i := 1; i < len(e.Windows); i++ {
		if e.Windows[i].From.Before(e.Windows[i-1].To) { // of windows in order, the first that overlaps one before overlaps the one before it
			return true
		}
	}
	return false
}

// stretches cuts the time axis at every boundary of windows that overlap, and notes in which windows each stretch lies.
func (e Events) stretches(b breaks, point func(time.Time) string) breaks {
	var all []time.Time
	for _, w := range e.Windows {
		all = append(all, w.From, w.To)
	}
	slices.SortFunc(all, time.Time.Compare)
	place := map[string]int{} // of a boundary, from 0
	for _, at := range all {
		p := point(at)
		if _, known := place[p]; !known {
			place[p] = len(b.points)
			b.points = append(b.points, p)
		}
	}
	b.panes = &panes{}
	last := -1 // where the last run ends
	for i, w := range e.Windows {
		from, to := place[point(w.From)], place[point(w.To)]
		if from == to {
			continue
		}
		for stretch := from; stretch < to; stretch++ {
			b.panes.stretches, b.panes.windows = append(b.panes.stretches, int32(stretch+1)), append(b.panes.windows, int32(i)) // #nosec G115 -- stretches and windows of one question
		}
		switch {
		case from > last || len(b.runs) == 0:
			b.runs = append(b.runs, [2]string{b.points[from], b.points[to]})
			last = to
		case to > last:
			b.runs[len(b.runs)-1][1], last = b.points[to], to
		}
	}
	if len(b.runs) == 0 {
		b.points = nil // no day lies in any window
	}
	return b
}
