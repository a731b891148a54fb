package oracle

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/query"
)

const hour = time.Hour

func TestOpenTime(t *testing.T) {
	answered := func(from, to string) *ticket { return &ticket{CreatedAt: local(from), FirstResponseAt: ptr(local(to))} }
	for name, c := range map[string]struct {
		ticket  *ticket
		minutes float64
	}{
		"within a day":          {answered("2024-03-11 10:00", "2024-03-11 10:30"), 30},
		"over the weekend":      {answered("2024-03-08 16:00", "2024-03-11 09:30"), 60 + 30},
		"over a holiday":        {answered("2024-03-11 16:00", "2024-03-13 09:10"), 60 + 10},
		"at night":              {answered("2024-03-11 18:00", "2024-03-13 08:00"), 0},
		"while the clocks skip": {answered("2024-03-29 16:00", "2024-04-01 10:00"), 60 + 60},
	} {
		company := &Company{tickets: []*ticket{c.ticket}, openingHours: weekdays("default"), holidays: []*holiday{{"default", date("2024-03-12")}, {"Night", date("2024-03-11")}}}
		q := query.Question{KPIs: []string{"first_response_time"}, Parameters: map[string]string{"hours": "business"}}
		a := ask(t, company, q, "2024-03-01 00:00", "2024-04-01 00:00", "2024-05-01 00:00")
		require.Equal(t, []any{c.minutes}, a.series("first_response_time", 0), name)
	}
}

// A night shift on Sundays, in New York, lives through the change of the clocks: from one to five are three hours.
func TestATeamHasHoursOfItsOwn(t *testing.T) {
	c := &Company{
		teams: []*team{{ID: 1, Name: "Night"}, {ID: 2, Name: "Day"}},
		tickets: []*ticket{
			{ID: 1, Team: ptr(int64(1)), CreatedAt: local("2024-03-10 01:00"), SolvedAt: ptr(local("2024-03-10 22:00"))},
			{ID: 2, Team: ptr(int64(2)), CreatedAt: local("2024-03-10 01:00"), SolvedAt: ptr(local("2024-03-11 10:00")), FirstSolvedAt: ptr(local("2024-03-11 09:30"))},
			{ID: 3, CreatedAt: local("2024-03-10 01:00"), SolvedAt: ptr(local("2024-03-09 10:00"))},
		},
		openingHours: append(weekdays("default"), &openingHours{Schedule: "Night", Weekday: 0, Opens: clock(hour), Closes: clock(5 * hour), Timezone: "America/New_York"}),
	}
	q := query.Question{KPIs: []string{"resolution_time", "first_resolution_time"}, GroupBy: []string{"support_team"}, Parameters: map[string]string{"hours": "business"}}
	a := ask(t, c, q, "2024-03-01 00:00", "2024-04-01 00:00", "2024-05-01 00:00")
	require.Equal(t, map[string]any{"Night": 3.0, "Day": 1.0, "(none)": nil}, a.byLabel("resolution_time"))
	require.Equal(t, 0.5, a.byLabel("first_resolution_time")["Day"])
}

// A shift that begins on Friday evening ends on Saturday morning, also where Saturday is a holiday; one that a holiday would begin is not.
func TestHoursAcrossMidnight(t *testing.T) {
	c := &Company{
		tickets:  []*ticket{{CreatedAt: local("2024-03-08 12:00"), SolvedAt: ptr(local("2024-03-11 12:00"))}},
		holidays: []*holiday{{"default", date("2024-03-09")}},
	}
	for weekday := range 7 {
		c.openingHours = append(c.openingHours, &openingHours{Schedule: "default", Weekday: weekday, Opens: clock(21 * hour), Closes: clock(5 * hour), Timezone: "Europe/Berlin"})
	}
	q := query.Question{KPIs: []string{"resolution_time"}, Parameters: map[string]string{"hours": "business"}}
	a := ask(t, c, q, "2024-03-01 00:00", "2024-04-01 00:00", "2024-05-01 00:00")
	require.Equal(t, []any{16.0}, a.series("resolution_time", 0), "the nights from Friday and from Sunday")
}

func TestDueWithinOpenTime(t *testing.T) {
	due := func(at string) *slaTarget { return &slaTarget{Ticket: 1, DueAt: local(at)} }
	met := due("2024-03-08 16:10")
	met.MetAt = ptr(local("2024-03-08 15:00"))
	c := &Company{
		tickets: []*ticket{{ID: 1}}, openingHours: weekdays("default"),
		slaTargets: []*slaTarget{due("2024-03-08 15:59"), due("2024-03-08 16:00"), due("2024-03-08 20:00"), due("2024-03-11 09:59"), due("2024-03-11 10:00"), met},
	}
	q := query.Question{KPIs: []string{"sla_due_soon"}, Parameters: map[string]string{"hours": "business", "horizon": "2h"}}
	a := ask(t, c, q, "2024-03-01 00:00", "2024-04-01 00:00", "2024-03-08 16:00")
	require.Equal(t, []any{3.0}, a.series("sla_due_soon", 0), "the weekend does not count")
	delete(q.Parameters, "hours")
	a = ask(t, c, q, "2024-03-01 00:00", "2024-04-01 00:00", "2024-03-08 16:00")
	require.Equal(t, []any{1.0}, a.series("sla_due_soon", 0))
}

func TestSolvedByOneAnswer(t *testing.T) {
	solved := ptr(local("2024-03-10 00:00"))
	c := &Company{tickets: []*ticket{{ID: 1, SolvedAt: solved}, {ID: 2, SolvedAt: solved}, {ID: 3, SolvedAt: solved, ReopenCount: 1}, {ID: 4, SolvedAt: solved}}}
	for _, e := range []struct {
		ticket      int64
		kind, actor string
	}{
		{1, "public_reply", "customer"}, {1, "public_reply", "agent"}, {1, "internal_note", "agent"}, {2, "public_reply", "agent"},
		{2, "public_reply", "agent"}, {3, "public_reply", "agent"}, {4, "public_reply", "bot"},
	} {
		c.ticketEvents = append(c.ticketEvents, &ticketEvent{Ticket: e.ticket, Kind: e.kind, Actor: &e.actor})
	}
	a := ask(t, c, query.Question{KPIs: []string{"first_contact_resolution"}}, "2024-03-01 00:00", "2024-04-01 00:00", "2024-05-01 00:00")
	require.Equal(t, []any{0.25}, a.series("first_contact_resolution", 0))
}

func TestAnswersAboutService(t *testing.T) {
	at := ptr(local("2024-03-10 00:00"))
	scored := func(kind string, score, most float64) *survey {
		return &survey{Kind: kind, SentAt: local("2024-03-09 00:00"), RespondedAt: at, Score: &score, ScaleMax: &most}
	}
	c := &Company{surveys: []*survey{
		scored("csat", 3, 5), scored("csat", 4, 5), scored("csat", 5, 5), scored("csat", 9, 10), {Kind: "csat", SentAt: local("2024-03-09 00:00")},
		scored("nps", 9, 10), scored("nps", 10, 10), scored("nps", 7, 10), scored("nps", 6, 10),
		{Kind: "quality", RespondedAt: at, Professionalism: ptr(60.0), Friendliness: ptr(90.0), Usefulness: ptr(90.0)}, {Kind: "quality", RespondedAt: at, Usefulness: ptr(10.0)},
	}}
	q := query.Question{KPIs: []string{"csat", "nps", "quality_score", "csat_response_rate"}, Parameters: map[string]string{"window": "1d"}}
	for threshold, csat := range map[string]float64{"60%": 1, "": 0.75, "0.8": 0.75, "100%": 0.25} {
		q.Parameters["threshold"] = threshold
		a := ask(t, c, q, "2024-03-01 00:00", "2024-04-01 00:00", "2024-05-01 00:00")
		require.Equal(t, []any{csat}, a.series("csat", 0), threshold)
		require.Equal(t, []any{25.0}, a.series("nps", 0))
		require.Equal(t, []any{80.0}, a.series("quality_score", 0))
		require.Equal(t, []any{0.0}, a.series("csat_response_rate", 0), "a day to the minute is too late")
	}
	q.Parameters["window"] = "2d"
	a := ask(t, c, q, "2024-03-01 00:00", "2024-04-01 00:00", "2024-05-01 00:00")
	require.Equal(t, []any{0.8}, a.series("csat_response_rate", 0))
}
