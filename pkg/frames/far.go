package frames

import (
	"slices"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// far reports whether a frame cannot hold a time: it counts nanoseconds in 64 bits.
func far(at time.Time) bool { return at.Year() < 1678 || at.Year() > 2261 }

// farTimes counts the times that a frame cannot hold. Days are held as text.
func farTimes(t *answer.Table) int {
	count := 0
	for i, c := range t.Columns {
		if c.Type != crm.Time {
			continue
		}
		for _, at := range cells[time.Time](t.Rows, i) {
			if at != nil && far(*at) {
				count++
			}
		}
	}
	return count
}

// withoutFar is an answer without the periods whose beginning a frame cannot hold, which it would show in another century, and says so. Without a time
// axis there is none to show.
func withoutFar(r *answer.Result) *answer.Result {
	isFar := func(b answer.Bucket) bool { return far(b.Start) }
	if r.Grain == calendar.None || !slices.ContainsFunc(r.Buckets, isFar) {
		return r
	}
	near := *r
	near.Buckets = slices.DeleteFunc(slices.Clone(r.Buckets), isFar)
	near.Values = make([][][]*float64, len(r.Values))
	for c, groups := range r.Values {
		near.Values[c] = make([][]*float64, len(groups))
		for g, values := range groups {
			for b, v := range values {
				if !isFar(r.Buckets[b]) {
					near.Values[c][g] = append(near.Values[c][g], v)
				}
			}
		}
	}
	left := len(r.Buckets) - len(near.Buckets)
	near.Notices = append(slices.Clip(r.Notices), answer.Notice{Warning: true, Text: i18n.T("notice.far_periods", "count", left)})
	return &near
}
