package engine_test

import (
	"context"
	"maps"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// text is a cell in English.
func text(cell any) string {
	if t, ok := cell.(i18n.Text); ok {
		return t.In(i18n.English)
	}
	s, _ := cell.(string)
	return s
}

// desks are two support teams: one works from 9 to 17 on weekdays but the 24th of March, the other has no schedule of its own.
const desks = `
	insert into crm.teams (id, name) values (1, 'Day desk'), (2, 'Other desk');
	insert into crm.business_hours (schedule, weekday, opens, closes, timezone)
		select 'Day desk', weekday, '09:00', '17:00', 'Europe/Berlin' from generate_series(1, 5) as weekday;
	insert into crm.business_hours (schedule, weekday, opens, closes, timezone)
		select 'default', weekday, '00:00', '12:00', 'UTC' from generate_series(0, 6) as weekday;
	insert into crm.holidays (schedule, day) values ('Day desk', '2026-03-24');
	insert into crm.tickets (id, team, status, created_at, first_response_at) values
		(1, 1, 'open', '2026-03-20 16:30+01', '2026-03-23 09:30+01'), -- Friday to Monday: 30 + 30 minutes
		(2, 1, 'open', '2026-03-23 16:00+01', '2026-03-25 10:00+01'), -- over the holiday: 60 + 60
		(3, 1, 'open', '2026-03-21 10:00+01', '2026-03-21 12:00+01'), -- on a Saturday: 0
		(4, 2, 'open', '2026-03-20 11:00Z', '2026-03-21 01:00Z')      -- by the company's schedule: 60 + 60
`

func TestDurationsInBusinessHours(t *testing.T) {
	e := over(t, handMade(t, desks), crm.Reference())
	q := query.Question{KPIs: []string{"first_response_time"}, GroupBy: []string{"support_team"}, Grain: calendar.None,
		Parameters: map[string]string{"hours": "business", "statistic": "mean"}}
	r := ask(t, e, q, thisMarch(t))
	require.Equal(t, []string{"Day desk"}, r.Groups[0].Labels)
	require.InDelta(t, 60, *r.Values[0][0][0], 1e-9, "(60 + 120 + 0) / 3")
	require.InDelta(t, 120, *r.Values[0][1][0], 1e-9)
}

// The night desk closes on the day after it opened: by the reference schema's times, or in words of the company's own.
func TestBusinessHoursAcrossMidnight(t *testing.T) {
	const night = `
		insert into crm.business_hours (schedule, weekday, opens, closes, timezone)
			select 'default', weekday, '20:00', '04:30', 'Europe/Berlin' from generate_series(1, 5) as weekday; -- Monday to Friday
		insert into crm.holidays (schedule, day) values ('default', '2026-03-12');
		insert into crm.tickets (id, status, created_at, solved_at) values
			(1, 'solved', '2026-03-10 22:00+01', '2026-03-11 03:00+01'),  -- 5 h
			(2, 'solved', '2026-03-11 03:30+01', '2026-03-11 21:00+01'),  -- 1 + 1
			(3, 'solved', '2026-03-11 23:00+01', '2026-03-13 10:00+01'),  -- 5.5, into the holiday, on which nobody begins
			(4, 'solved', '2026-03-14 00:00+01', '2026-03-16 19:00+01'),  -- 4.5 of the night from Friday
			(5, 'solved', '2026-03-27 20:00+01', '2026-03-28 12:00+01')   -- 8.5
	`
	q := query.Question{KPIs: []string{"resolution_time"}, Grain: calendar.None, Parameters: map[string]string{"hours": "business", "statistic": "mean"}}
	r := ask(t, over(t, handMade(t, night), crm.Reference()), q, thisMarch(t))
	require.InDelta(t, (5+2+5.5+4.5+8.5)/5, *r.Values[0][0][0], 1e-9)
	for closes, want := range map[string]string{"28:30": "", "04:30": "", " 04:30:00 ": "", "20:00": "from 20:00 to 20:00 may be a whole day or no time at all", "44:01": "from 20:00 to 44:01"} {
		m := crm.Reference()
		m.Entities = maps.Clone(m.Entities)
		m.Entities["business_hours"] = crm.Source{From: "crm.business_hours as h", Fields: map[string]string{
			"schedule": "h.schedule", "weekday": "h.weekday", "opens": "h.opens", "closes": "'" + closes + "'", "timezone": "h.timezone",
		}}
		answered, err := take.Figures(over(t, handMade(t, night), m).Ask(t.Context(), q, thisMarch(t)))
		if want != "" {
			require.ErrorContains(t, err, want)
			continue
		}
		require.NoError(t, err, closes)
		require.InDelta(t, (5+2+5.5+4.5+8.5)/5, *answered.Values[0][0][0], 1e-9)
	}
}

func TestBusinessHoursThatAreMissingOrWrong(t *testing.T) {
	q := query.Question{KPIs: []string{"first_response_time"}, Grain: calendar.None, Parameters: map[string]string{"hours": "business"}}
	for want, change := range map[string]string{
		`there are no business hours of the schedule "default"`: "delete from crm.business_hours where schedule = 'default'",
		"it has two time zones, UTC and Europe/Berlin":          "update crm.business_hours set timezone = 'Europe/Berlin' where schedule = 'default' and weekday = 6",
		"business_hours of \"default\"":                         "update crm.business_hours set timezone = 'Mars' where schedule = 'default'",
	} {
		_, err := take.Figures(over(t, handMade(t, desks, change), crm.Reference()).Ask(context.Background(), q, thisMarch(t)))
		var invalid *fault.Error
		require.ErrorAs(t, err, &invalid, want)
		require.ErrorContains(t, err, want)
	}
	m, err := crm.ParseMapping("entities: {tickets: {from: crm.tickets, fields: {id: id, created_at: created_at, first_response_at: first_response_at}}}")
	require.NoError(t, err)
	_, err = take.Figures(over(t, handMade(t, desks), m).Ask(context.Background(), q, thisMarch(t)))
	require.ErrorContains(t, err, "first_response_time cannot be measured in business hours: business_hours is not mapped")
}
