package oracle_test

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

// lasting is a row that counts from an instant until another, null for still.
type lasting struct {
	Since    *time.Time `db:"began"`
	Until    *time.Time `db:"ended"`
	Amount   *float64
	Weight   *float64
	Currency *string
}

type dailyRate struct {
	Currency string
	ValidOn  string `db:"valid_on"`
	Rate     float64
}

// lastings are the rows of states as anyone would write them down who looks at a table, but for the instant. $1 is the time zone.
var lastings = map[string]string{
	"open deals": `select valid_from as since, valid_to as until, amount, probability as weight, currency from crm.deal_history where status = 'open' and deal in (select id from crm.deals) and $1 > ''
		union all select created_at, closed_at, amount, probability, currency from crm.deals where id not in (select deal from crm.deal_history where deal is not null)`,
	"past due": `select case when created_at > ((expected_close_on + 1)::timestamp at time zone $1) then created_at
		else (expected_close_on + 1)::timestamp at time zone $1 end as since,
		closed_at as until, amount, currency from crm.deals where expected_close_on is not null`,
	"tickets":    `select created_at as since, solved_at as until from crm.tickets where $1 > ''`,
	"unassigned": `select created_at as since, solved_at as until from crm.tickets where agent is null and $1 > ''`,
	"escalated": `select case when created_at > escalated_at then created_at else escalated_at end as since, solved_at as until from crm.tickets
		where escalated_at is not null and $1 > ''`,
	"waiting": `select created_at as since, case when solved_at < first_response_at or first_response_at is null then solved_at else first_response_at end as until
		from crm.tickets where $1 > ''`,
	"quotes": `select sent_at as since, amount, currency,
		case when valid_until is null or decided_at < ((valid_until + 1)::timestamp at time zone $1) then decided_at
			else (valid_until + 1)::timestamp at time zone $1 end as until
		from crm.quotes where is_latest and status <> 'draft'`,
	"sla": `select due_at as since, met_at as until from crm.sla_targets where due_at is not null and $1 > ''`,
	"commitments": `select due_at as since, case when fulfilled_at is null or cancelled_at < fulfilled_at then cancelled_at else fulfilled_at end as until
		from crm.commitments where due_at is not null and $1 > ''`,
	"trainings":  `select due_at as since, completed_at as until from crm.training_enrollments where due_at is not null and $1 > ''`,
	"activities": `select due_at as since, completed_at as until from crm.activities where status <> 'cancelled' and due_at is not null and $1 > ''`,
	"leads":      `select created_at + interval '24 hours' as since, first_contacted_at as until from crm.leads where $1 > ''`,
	"mentions":   `select published_at as since, responded_at as until from crm.social_mentions where is_own_brand and (kind is null or kind <> 'post') and $1 > ''`,
}

// bounded gives the rows of a query their bounds: what is infinite is none, and what never began or ended before all time is no row.
func bounded(rows string) string {
	return `select *, nullif(since, '-infinity') as began, nullif(until, 'infinity') as ended
		from (` + rows + `) as rows where since is distinct from 'infinity' and until is distinct from '-infinity'`
}

// figures are the KPIs that count states, or add up what they are worth.
var figures = map[string]struct {
	rows  string
	worth func(lasting) *float64 // nil to count
}{
	"open_deals":          {"open deals", nil},
	"pipeline_value":      {"open deals", func(l lasting) *float64 { return l.Amount }},
	"weighted_pipeline":   {"open deals", weighted},
	"past_due_deals":      {"past due", nil},
	"past_due_value":      {"past due", func(l lasting) *float64 { return l.Amount }},
	"open_tickets":        {"tickets", nil},
	"unassigned_tickets":  {"unassigned", nil},
	"escalated_tickets":   {"escalated", nil},
	"tickets_waiting":     {"waiting", nil},
	"open_quotes":         {"quotes", nil},
	"open_quote_value":    {"quotes", func(l lasting) *float64 { return l.Amount }},
	"sla_overdue":         {"sla", nil},
	"commitments_overdue": {"commitments", nil},
	"trainings_overdue":   {"trainings", nil},
	"activities_overdue":  {"activities", nil},
	"untouched_leads":     {"leads", nil},
	"unanswered_mentions": {"mentions", nil},
}

func weighted(l lasting) *float64 {
	if l.Amount == nil || l.Weight == nil {
		return nil
	}
	v := *l.Amount * *l.Weight
	return &v
}

// A state is what is open just before the instant: what has begun before it and has not ended before it, counted row by row.
func TestSnapshotIsWhatIsOpenThen(t *testing.T) {
	w := company(t)
	db := sqlx.NewDb(pgtest.Open(t, odd.Shared(t)), "postgres").Unsafe() // since and until
	var rates []dailyRate
	require.NoError(t, db.Select(&rates, "select currency, valid_on::text, rate from crm.currency_rates order by valid_on"))
	known := map[string][]lasting{}
	for id, figure := range figures {
		nonzero := 0
		repeat(t, w, 12, func(t *testing.T, g *generator, q asked) bool {
			q.figure()
			q.Question.Filters, q.Question.Parameters = nil, nil
			q.Zone = one(g.Rand, "UTC", "Europe/Berlin", "Asia/Kathmandu")
			cal, err := q.calendar()
			require.NoError(t, err)
			rows := known[figure.rows+q.Zone]
			if rows == nil {
				require.NoError(t, db.Select(&rows, bounded(lastings[figure.rows]), q.Zone))
				known[figure.rows+q.Zone] = rows
			}
			at := today.Add(-time.Duration(g.Int64N(int64(900 * 24 * time.Hour)))).Truncate(time.Microsecond)
			switch {
			case g.chance(0.3): // an instant at which something begins or ends
				l := one(g.Rand, rows...)
				if at = l.start(at); g.chance(0.5) && l.Until != nil {
					at = *l.Until
				}
			case g.chance(0.5):
				at = cal.Floor(at, calendar.Day)
			}
			// The end of the range is where it is looked at or, if that is earlier, now.
			q.From, q.To, q.Now = at.Add(-time.Duration(1+g.IntN(1000))*time.Hour), at, at.Add(time.Duration(g.IntN(1000))*time.Hour)
			if g.chance(0.3) {
				q.To, q.Now = q.Now.Add(time.Hour), q.To
			}
			result, ok := w.answer(t, q)
			if !ok {
				return false
			}
			expected, unknown := 0.0, 0
			for _, l := range rows {
				if l.Since != nil && !l.Since.Before(at) || l.Until != nil && l.Until.Before(at) || l.Since != nil && l.Until != nil && !l.Since.Before(*l.Until) {
					continue
				}
				if figure.worth == nil {
					expected++
				} else if v := figure.worth(l); v == nil || math.IsNaN(*v) || math.IsInf(*v, 0) {
					unknown++
				} else {
					factor, ok := worthOf(rates, l.Currency, q.Currency, l.day(cal))
					if !ok {
						return false
					}
					expected += *v * factor
				}
			}
			if result.Values[0][0][0] == nil {
				require.True(t, expected == 0 && unknown > 0, "at %s %s is null, counted %v", at, id, expected)
				return false
			}
			require.True(t, same(result.Values[0][0][0], &expected, smallest(result.Columns[0])), "at %s %s is %s, counted %v", at, id, show(result.Values[0][0][0]), expected)
			if expected > 0 {
				nonzero++
			}
			return true
		}, id)
		require.Positive(t, nonzero, "%s is always 0", id)
	}
}

func (l lasting) start(otherwise time.Time) time.Time {
	if l.Since == nil {
		return otherwise
	}
	return *l.Since
}

// day is that of the start; nil where nobody knows it.
func (l lasting) day(cal calendar.Calendar) *calendar.Date {
	if l.Since == nil {
		return nil
	}
	day := cal.Date(*l.Since)
	return &day
}

// worthOf is what a unit of a currency is worth in another one on a day, on the first one of which that is known for nil.
func worthOf(rates []dailyRate, currency *string, in string, on *calendar.Date) (float64, bool) {
	if currency == nil || strings.TrimSpace(*currency) == "" || *currency == in {
		return 1, true
	}
	day := "" // before all days, and before -infinity
	if on != nil {
		day = on.String()
	} else {
		for _, of := range []string{*currency, in} {
			if first := slices.IndexFunc(rates, func(r dailyRate) bool { return r.Currency == of }); first >= 0 {
				day = max(day, rates[first].ValidOn)
			}
		}
	}
	newest := func(of string) (rate float64, any bool) {
		for _, r := range rates { // by day
			if r.Currency == of {
				any = true
				if r.ValidOn <= day { // -infinity, too
					rate = r.Rate
				}
			}
		}
		return rate, any
	}
	worth, _ := newest(*currency)
	unit, converts := newest(in)
	if !converts {
		unit = 1
	}
	return worth / unit, worth > 0 && unit > 0
}
