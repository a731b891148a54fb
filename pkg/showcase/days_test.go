package showcase

import (
	"context"
	"database/sql"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/dashboards"
	"github.com/crmkpi/crm-datasource/pkg/demo"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/share"
)

// specialDays are those on which careless panels go wrong, in a company whose fiscal year begins in April. On the two on which clocks
// change, it is the hour in which they do.
var specialDays = map[string]string{
	"midnight":                           "2026-03-18 00:00",
	"the first of a month":               "2026-05-01 00:00",
	"New Year":                           "2027-01-01 00:00",
	"the first day of the fiscal year":   "2026-04-01 00:00",
	"the hour after clocks went forward": "2026-03-29 03:30",
	"the hour that comes twice":          "2026-10-25 02:30",
	"a leap day":                         "2028-02-29 12:00",
	"the last day of a quarter":          "2026-06-30 23:59",
}

// On special days, each panel shows what the oracle finds in the rows: sums, states and what they are compared with, in buckets of the
// range. Where there is nothing to show, it says so, and what stands side by side agrees. At night it is the demo company's.
func TestPanelsOnSpecialDays(t *testing.T) {
	for name, day := range specialDays {
		now := at(t, day)
		company, fill := "a handful "+day, handful(t, now)
		if share.IsWhole() {
			company, fill = "company "+day, func(db *sql.DB) error {
				_, err := demo.Seed(context.Background(), db, demo.Options{Scale: "small", Seed: 1, Today: now})
				return err
			}
		} else if !slices.Contains([]string{"New Year", "the hour after clocks went forward"}, name) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			f := fixedAt(t, now, company, fill, nil)
			f.lacking = []string{"business_hours"}
			for _, d := range some(t, "crm-overview", "crm-pipeline") {
				f.requireRight(t, d)
			}
			f.requireRight(t, f.byHour(t))
		})
	}
}

// byHour is a dashboard of today by the hour, of which a day has 23 or 25 when clocks change.
func (f fixed) byHour(t *testing.T) dashboards.Dashboard {
	t.Helper()
	d := broken(t, []string{`{"type": "timeseries", "targets": [{"kpis": ["tickets_created", "open_tickets"], "grain": "hour"}]}`})
	d.Time.From, d.Time.To = "now/d", "now/d"
	views := f.views(t, d)
	f.answer(t, views)
	year, month, day := f.Now.Date()
	midnight := func(day int) time.Time { return time.Date(year, month, day, 0, 0, 0, 0, f.Now.Location()) }
	require.Len(t, rowsOf(views[0].response.Responses["A"].Frames), int(midnight(day+1).Sub(midnight(day)).Hours()))
	return d
}
