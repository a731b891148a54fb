package rollup

import (
	"context"
	"time"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// The years in which the days of a zone are compared.
const firstYear, lastYear = 1990, 2050

// sameDays reports whether the server counts the days of a zone as we do: it decides which day a row is summed under, and its rules may be
// older or newer than ours. What is compared is the local time before and after each change of the clock that we know, and of each month, and
// its day: where the clock was put back over midnight, what comes then is of the new day for us, and of the old one for the server.
func sameDays(ctx context.Context, snapshot *postgres.Snapshot, zone *time.Location) (bool, error) {
	var instants, expected, days pq.StringArray
	add := func(at time.Time) {
		instants = append(instants, at.UTC().Format(time.RFC3339))
		expected = append(expected, at.In(zone).Format(time.DateTime))
		days = append(days, calendar.Calendar{Location: zone}.Date(at).String())
	}
	for year := firstYear; year < lastYear; year++ {
		for month := time.January; month <= time.December; month++ {
			add(time.Date(year, month, 1, 0, 0, 0, 0, time.UTC))
		}
	}
	for _, at := range calendar.Changes(zone, time.Date(firstYear, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(lastYear, 1, 1, 0, 0, 0, 0, time.UTC)) {
		add(at.Add(-time.Second))
		add(at)
	}
	differ := false
	err := snapshot.Read(ctx, postgres.Statement{SQL: `select count(*) > 0
from unnest($1::timestamptz[], $2::timestamp[], $3::date[]) as given(at, local, day)
where given.at at time zone $4::text <> given.local or (given.at at time zone $4::text)::date <> given.day`, Args: []any{instants, expected, days, zone.String()}},
		func(row postgres.Row) error { return row.Scan(&differ) })
	return !differ, err
}
