package shipped

import (
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/dashboards/kit"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// The panels of rows that the numbers of My desk lead to.
const (
	deskWon = iota + 21
	deskOpen
	deskOverdue
	deskStalled
	deskPastDue
	deskLeads
	deskDone
	deskPlanned
)

func myDesk() *kit.Board {
	customer := kit.To("${__data.fields.account} in Customer", "crm-customer").With("account")
	warned, alarmed := kit.Steps(kit.Good, kit.Step{From: 1, Colour: kit.Warning}), kit.Steps(kit.Good, kit.Step{From: 1, Colour: kit.Bad})
	return &kit.Board{
		UID: "crm-my-desk", Title: "CRM My desk", Department: "sales", From: "now/M", To: "now/M",
		Description: "For one seller: how my quota stands, which deals need a next step, what my day holds. It opens with whoever is signed in, found by e-mail address or login; others can be chosen, and nobody's numbers are kept from anybody. Where nobody of that address sells, the first name of the list is shown.",
		Variables:   []kit.Variable{kit.Filter("rep", "Seller", "Whose desk this is: at first, whoever is signed in").One().Mine()},
		Panels: []*kit.Panel{
			kit.Figures("Quota of ${rep}", "Revenue of the range, the quota that falls on it, how much of the quota is reached, and the pace: revenue divided by the part of the quota that falls on the working days elapsed so far. 100 % is on track.").
				At(0, 0, 10, 4).
				Asks(kit.Ask("revenue", "revenue_target", "revenue_attainment", "revenue_pace")).
				Field("revenue", kit.In(kit.Good)).
				Field("revenue_target", kit.Named("Quota")).
				Field("revenue_attainment", kit.Named("Of target"), kit.Decimals(0)).
				Field("revenue_pace", kit.Named("Pace"), kit.Reached(0.9)).
				Drill(kit.Behind("Deals won", deskWon), kit.To("${rep} in Team review", "crm-team-review")),
			kit.Figures("${rep} still needs", "What is missing to the quota of the periods that the range touches, the deals that would close it at the win rate and deal size of the twelve months before, and how many times the open deals expected in what is left cover it: green from three. There is none without a gap. A period that is over needs nothing any more.").
				At(10, 0, 7, 4).
				Asks(kit.Ask("revenue_gap", "deals_needed"), kit.Ask(coverage+` as "Coverage" in times`)).
				Field("revenue_gap", kit.Named("Gap"), kit.Steps(kit.Good, kit.Step{From: 0.005, Colour: kit.Warning}), kit.ByStep()).
				Field("deals_needed", kit.Named("Deals needed")).
				Field("Coverage", kit.Named("Coverage"), kit.Steps(kit.Bad, kit.Step{From: 1, Colour: kit.Warning}, kit.Step{From: 3, Colour: kit.Good}), kit.ByStep(), kit.Decimals(1)).
				Drill(kit.Behind("Open deals", deskOpen), kit.To("Plan", "crm-plan")),
			kit.Figures("${rep}: what waits", "At the end of the range, or now: planned activities past due, open deals longer in their stage than is usual, open deals past their expected close, and leads older than a day that nobody has contacted. There is no target: none is best.").
				At(17, 0, 7, 4).
				Asks(kit.Ask("activities_overdue", "stalled_deals", "past_due_deals", "untouched_leads")).
				Field("activities_overdue", kit.Named("Late"), alarmed, kit.ByStep(), kit.Leads(kit.Behind("Overdue activities", deskOverdue))).
				Field("stalled_deals", kit.Named("Stalled"), warned, kit.ByStep(), kit.Leads(kit.Behind("Stalled deals", deskStalled))).
				Field("past_due_deals", kit.Named("Close passed"), warned, kit.ByStep(), kit.Leads(kit.Behind("Deals past due", deskPastDue))).
				Field("untouched_leads", kit.Named("Untouched leads"), alarmed, kit.ByStep(), kit.Leads(kit.Behind("Untouched leads", deskLeads))).
				Drill(kit.Behind("Overdue activities", deskOverdue)),

			kit.Table("Deals by next step: first 10", "The open deals of each customer and stage, now: those without a planned activity in the next 14 days first, among them the most money. Red is no next step, an overdue one, or an expected close that has passed. There is no target: each deal should have a next step.").
				At(0, 4, 13, 12).In("+14d").Untold().
				Asks(kit.Ask("activities_upcoming", "pipeline_value", "activities_overdue", "stalled_deals", "past_due_deals").By("account", "stage").Where(kit.Known("account")).
					Having(query.Having{KPI: "pipeline_value", Operator: query.Above, Values: []string{"0"}}).Lowest(0, "activities_upcoming").Then("pipeline_value")).
				First(10).
				Columns("account", "activities_upcoming", "pipeline_value", "stage", "activities_overdue", "stalled_deals", "past_due_deals").
				Field("account", kit.Least(170), kit.Leads(customer)).
				Field("activities_upcoming", kit.Named("Next steps"), kit.Coloured(), kit.Steps(kit.Bad, kit.Step{From: 1, Colour: kit.Good}), kit.ByStep(), kit.Decimals(0), kit.Wide(92)).
				Field("pipeline_value", kit.Named("Value"), kit.In(kit.Ahead), kit.Bar(), kit.From(0), kit.Least(110)).
				Field("stage", kit.Bare(), kit.Wide(110)).
				Field("activities_overdue", kit.Named("Overdue"), kit.Coloured(), alarmed, kit.ByStep(), kit.Decimals(0), kit.Wide(100)).
				Field("stalled_deals", kit.Named("Stalled"), kit.Coloured(), warned, kit.ByStep(), kit.Decimals(0), kit.Wide(86)).
				Field("past_due_deals", kit.Named("Close passed"), kit.Coloured(), alarmed, kit.ByStep(), kit.Decimals(0), kit.Wide(110)).
				Drill(kit.Behind("Open deals", deskOpen)),
			plannedActivities("time", customer, kit.Table("The next two days: first 4", "Planned meetings, calls, tasks and commitments from now on, the next four. Click the subject to open it in the CRM. Rows, so there is nothing to compare.").
				At(13, 4, 11, 7).In("+2d").Untold().
				Asks(kit.Agenda()).First(4)),
			plannedActivities("due_at", customer, kit.Table("Overdue: latest 2", "Planned activities whose time has passed at the end of the range, or now, the two latest; all of them are behind the number above. None is best.").
				At(13, 11, 11, 5).
				Asks(kit.Rows("activities_overdue")).First(2)),

			kit.Series("Revenue and quota, added up", "Added up from the start of the range: revenue so far, the forecast with the open deals times their probability by expected close (dashed), and the quota (step line). Where the dashed line ends above the steps, the range ends above the quota. Open deals past their expected close are not in it.").
				At(0, 16, 8, 7).
				Asks(kit.Ask("revenue", "forecast", "revenue_target").Over(query.Auto).RunningTotal()).
				Field("revenue", kit.In(kit.Good)).
				Field("forecast", kit.Dashed()).
				Field("revenue_target", kit.Named("Quota"), kit.StepLine()).
				Drill(kit.Behind("Deals won", deskWon), kit.Behind("Open deals", deskOpen)),
			kit.Calendar("Calendar of the next 7 days", "Planned meetings, calls, tasks and other activities by day and hour, from now on: the darker, the more. What is planned before 7 or after 20 o'clock is not in it. There is no target: look for an hour that is free.", "activities_upcoming").
				At(8, 16, 8, 7).In("+6d").WholeDays().
				Drill(kit.Behind("Planned activities", deskPlanned)),
			kit.Bands("Leaderboard by quota: first 9", "Revenue of the range divided by the quota, of the nine sellers with the highest; green where it is reached. It does not obey the seller chosen above.").
				At(16, 16, 8, 7).Valued().
				Asks(kit.Ask("revenue_attainment").By("rep").Top(9, "revenue_attainment").Whatever("rep").Where(kit.Known("rep")).
					Having(query.Having{KPI: "revenue_attainment", Operator: query.AtLeast, Values: []string{"0"}})).
				Field("revenue_attainment", kit.Named("Attainment"), kit.Reached(0.8), kit.ByValue()).
				Drill(kit.To("${__data.fields.rep} in Team review", "crm-team-review").With("rep"), kit.To("Desk of ${__data.fields.rep}", "crm-my-desk").With("rep")),
			kit.Series("Hours logged, last 7 days", "Hours of the activities done on each of the last seven days (bars) beside the same days of the week before (outline). There is no target: compare the weeks.").
				At(0, 23, 24, 8).In("6d").WholeDays().
				Asks(kit.Ask(`=hours_logged as "This week" in count`, `=hours_logged:offset=1w as "A week before" in count`).Over(calendar.Day)).
				Field("This week", kit.Decimals(0), kit.Named("This week"), kit.Bars(), kit.In(kit.Plain)).
				Field("A week before", kit.Decimals(0), kit.Named("A week before"), kit.Outline()).
				Drill(kit.Behind("Activities done", deskDone)),
		},
		Folded: []kit.Row{{Title: "Rows behind the numbers", Panels: []*kit.Panel{
			kit.Table("Deals won", "The deals that make up revenue, the newest first. Rows, so there is nothing to compare.").ID(deskWon).Asks(kit.Rows("revenue")),
			kit.Table("Open deals", "The deals that are open now, the newest first. Rows, so there is nothing to compare.").ID(deskOpen).
				Asks(kit.Rows("deals").Where(kit.Is("deal_status", "open"))).
				Columns("name", "amount", "currency", "url", "account", "stage", "pipeline", "expected_close_on", "probability", "forecast_category"),
			kit.Table("Overdue activities", "Planned activities whose time has passed, the latest first. Rows, so there is nothing to compare.").ID(deskOverdue).
				Asks(kit.Rows("activities_overdue")).
				Columns("subject", "due_at", "url", "account", "type", "deal", "starts_at", "created_at"),
			kit.Table("Planned activities", "What is planned in the next 7 days, by time. Rows, so there is nothing to compare.").ID(deskPlanned).In("+7d").Untold().
				Asks(kit.Agenda()).
				Columns("time", "subject", "url", "account", "type", "deal").
				Field("time", kit.When(), kit.Wide(138)).
				Field("type", kit.Words(kinds)).
				Field("url", kit.Named("CRM"), kit.Arrow()),
			kit.Table("Stalled deals", "Open deals longer in their stage than is usual, the latest first. Rows, so there is nothing to compare.").ID(deskStalled).
				Asks(kit.Rows("stalled_value")),
			kit.Table("Deals past due", "Open deals whose expected close has passed. Rows, so there is nothing to compare.").ID(deskPastDue).
				Asks(kit.Rows("past_due_value")).
				Columns("name", "past_due_deal_amount", "url", "account", "expected_close_on", "stage", "pipeline", "probability"),
			kit.Table("Untouched leads", "Leads that nobody has contacted. Rows, so there is nothing to compare.").ID(deskLeads).Asks(kit.Rows("untouched_leads")),
			kit.Table("Activities done", "The activities that hours are logged for, the newest first. Rows, so there is nothing to compare.").ID(deskDone).Asks(kit.Rows("hours_logged")),
		}}},
	}
}
