package axis

import (
	"slices"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

// Place is a window's place: which axis, by its number among those of a reading, and which of its windows.
type Place struct{ Axis, Window int }

// Windows returns the distinct windows of axes that are not empty, in order.
func Windows(layouts []*Layout) []calendar.Range {
	var all []calendar.Range
	seen := map[calendar.Range]bool{}
	for _, l := range layouts {
		for _, w := range l.Windows {
			if w = Normal(w); !Empty(w) && !seen[w] {
				seen[w] = true
				all = append(all, w)
			}
		}
	}
	slices.SortFunc(all, func(a, b calendar.Range) int {
		if c := a.From.Compare(b.From); c != 0 {
			return c
		}
		return a.To.Compare(b.To)
	})
	return all
}

// Places returns where each window stands on the axes.
func Places(layouts []*Layout) map[calendar.Range][]Place {
	places := map[calendar.Range][]Place{}
	for n, l := range layouts {
		for i, w := range l.Windows {
			if w = Normal(w); !Empty(w) {
				places[w] = append(places[w], Place{n, i})
			}
		}
	}
	return places
}

// Instants returns the places of each instant at which states are looked at, and the instants in order.
func Instants(layouts []*Layout, now time.Time) (map[time.Time][]Place, []time.Time) {
	places := map[time.Time][]Place{}
	var order []time.Time
	for n, l := range layouts {
		for i := range l.Windows {
			if at, ok := l.Instant(i, now); ok {
				if places[at] == nil {
					order = append(order, at)
				}
				places[at] = append(places[at], Place{n, i})
			}
		}
	}
	slices.SortFunc(order, time.Time.Compare)
	return places, order
}

// Disjoint splits windows, in order, into as few lists without overlaps as a single pass finds: those of a comparison with last
// year overlap when the range is longer than a year.
func Disjoint(windows []calendar.Range) [][]calendar.Range {
	var lists [][]calendar.Range
next:
	for _, w := range windows {
		for i, list := range lists {
			if !list[len(list)-1].Overlaps(w) {
				lists[i] = append(list, w)
				continue next
			}
		}
		lists = append(lists, []calendar.Range{w})
	}
	return lists
}
