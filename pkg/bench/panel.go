// Package bench measures the engine against SQL written by hand for the same panels, and checks that both give the same numbers.
package bench

import (
	"embed"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Today is where the past of the company to measure ends: questions about the year before are about whole periods.
var Today = time.Date(2026, 3, 18, 14, 25, 0, 0, time.UTC)

// year is what the panels ask about. The statements get its ends as $1 and $2.
var year = calendar.Range{From: time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}

// Panel is a question and, in sql/NAME.sql, the statement that somebody who knows SQL and the schema would write for it.
//
// The statement returns the bucket as "bucket" if the question has a grain, the key of each dimension as text (” for none), the
// figures in the order of the engine's columns, and whatever else a panel would show, such as names, under names that end in _name.
type Panel struct {
	Name     string
	Kind     string
	Question query.Question
}

//go:embed sql/*.sql
var statements embed.FS

// statement is the one written by hand.
func (p Panel) statement() (string, error) {
	text, err := statements.ReadFile("sql/" + p.Name + ".sql")
	return string(text), err
}

// Panels are one of each kind.
var Panels = []Panel{
	{"revenue-by-month", "simple", query.Question{KPIs: []string{"revenue"}, Grain: calendar.Month}},
	{"tickets-by-day", "simple, two time axes", query.Question{KPIs: []string{"tickets_created", "tickets_solved"}, Grain: calendar.Day}},
	{"win-rate-by-team", "ratio", query.Question{KPIs: []string{"win_rate"}, GroupBy: []string{"team"}, Grain: calendar.Month}},
	{"best-customers", "top 10", query.Question{
		KPIs: []string{"revenue", "deals_won"}, GroupBy: []string{"account"}, Grain: calendar.None, Limit: &query.Limit{Top: 10, By: "revenue"},
	}},
	{"sales-by-team-and-region", "two dimensions, three KPIs, comparison", query.Question{
		KPIs: []string{"revenue", "win_rate", "average_deal_size"}, GroupBy: []string{"team", "region"}, Grain: calendar.Quarter, Compare: query.PreviousYear,
	}},
	{"target-by-team", "targets", query.Question{
		KPIs: []string{"revenue", "revenue_target", "revenue_attainment"}, GroupBy: []string{"team"}, Grain: calendar.None,
	}},
	{"pipeline-by-month", "snapshot", query.Question{KPIs: []string{"open_deals", "pipeline_value"}, Grain: calendar.Month}},
	{"open-tickets-by-day", "snapshot", query.Question{KPIs: []string{"open_tickets"}, Grain: calendar.Day}},
	{"conversion-by-source", "cohort", query.Question{KPIs: []string{"lead_conversion_rate"}, GroupBy: []string{"source"}, Grain: calendar.Month}},
	{"first-response-p90", "duration", query.Question{
		KPIs: []string{"first_response_time"}, Parameters: map[string]string{"statistic": "p90"}, Grain: calendar.Week,
	}},
	{"revenue-by-channel", "attribution", query.Question{KPIs: []string{"attributed_revenue"}, GroupBy: []string{"channel"}, Grain: calendar.None}},
	{"roi-by-campaign", "attribution, ratio", query.Question{KPIs: []string{"attributed_revenue", "marketing_cost", "roi"}, GroupBy: []string{"campaign"}, Grain: calendar.None}},
}

// Year is the range of all panels.
func Year() calendar.Range { return year }
