package shipped

import (
	"github.com/crmkpi/crm-datasource/pkg/dashboards/kit"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// The panels of rows that the numbers of Team review lead to.
const (
	reviewWon = iota + 21
	reviewLost
	reviewStalled
	reviewStages
	reviewDone
	reviewTrainings
)

func teamReview() *kit.Board {
	colleagues := kit.Chosen("team")
	customer := kit.To("${__data.fields.account} in Customer", "crm-customer").With("account")
	other := kit.To("Review of ${__data.fields.rep}", "crm-team-review").With("rep")
	return &kit.Board{
		UID: "crm-team-review", Title: "CRM Team review", Department: "sales", From: "now/y", To: "now/y",
		Description: "For a manager who talks with one rep: what was reached, where deals take longer or are lost more than in the team, what stalls, how the time is spent, and which training is due. The team is that of the rep.",
		Variables: []kit.Variable{
			kit.Filter("rep", "Rep", "Whose review this is").One(),
			kit.Picked("team", "Team", "Team of the rep, which is compared with", "").Within("rep").Hidden(),
		},
		Panels: []*kit.Panel{
			kit.Figures("Goal of ${rep}", "Revenue of the range, the target that falls on it, how much of the target is reached, and the pace: revenue divided by the part of the target that falls on the working days elapsed so far. 100 % is on track.").
				At(0, 0, 12, 4).
				Asks(kit.Ask("revenue", "revenue_target", "revenue_attainment", "revenue_pace")).
				Field("revenue", kit.In(kit.Good)).
				Field("revenue_target", kit.Named("Target")).
				Field("revenue_attainment", kit.Named("Of target"), kit.Decimals(0)).
				Field("revenue_pace", kit.Named("Pace"), kit.Reached(0.9)).
				Drill(kit.Behind("Deals won", reviewWon), kit.To("Desk of ${rep}", "crm-my-desk")),
			kit.Figures("Beside ${team}", "Deals won of all deals closed in the range, and the median time from creation to winning a deal, each in blue beside that of the whole team, the rep included.").
				At(12, 0, 12, 4).
				Asks(
					kit.Ask("win_rate", `=sales_cycle as "Days" in count`),
					kit.Ask(`=win_rate as "Win rate of the team"`, `=sales_cycle as "Days of the team" in count`).Whatever("rep").Where(colleagues),
				).
				Field("win_rate", kit.Named("Share won"), kit.Decimals(0), kit.In(kit.Plain)).
				Field("Days", kit.Named("Days to win"), kit.Decimals(0), kit.In(kit.Plain)).
				Field("Win rate of the team", kit.Named("Team's share won"), kit.Decimals(0)).
				Field("Days of the team", kit.Named("Team's days"), kit.Decimals(0)).
				Drill(kit.Behind("Deals won", reviewWon), kit.Behind("Deals lost", reviewLost)),

			kit.Series("Revenue, forecast and target", "Won so far (green bars), the forecast (dashed) with the open deals times their probability on top, and the target (outline); by month over a year, by week or day over less. Open deals past their expected close are the orange points.").
				At(0, 4, 10, 6).MostPoints(16).
				Asks(kit.Ask("revenue", "forecast", "forecast_past_due", "revenue_target").Over(query.Auto)).
				Field("revenue", kit.In(kit.Good), kit.Bars()).
				Field("forecast", kit.Dashed()).
				Field("forecast_past_due", kit.Named("Past due"), kit.In(kit.Warning), kit.Points()).
				Field("revenue_target", kit.Named("Target"), kit.Outline()).
				Drill(kit.Behind("Deals won", reviewWon)),
			kit.Table("Stages beside the team", "By pipeline and stage in the order of the process. Days: the median time in the stage, of the visits that ended in the range. Lost: the share of the deals that entered the stage in the range, 30 days ago or before, and were lost from it within 30 days. Each is the rep's, with that of the whole team beside it. A longer stay or a larger loss than the team's is a stage to talk about, and where training helps.").
				At(10, 4, 14, 12).
				Asks(
					kit.Ask(`=stage_duration as "Team" in count`).Whatever("rep").By("pipeline", "stage").Where(colleagues),
					kit.Ask(`=stage_duration as "Rep" in count`).By("stage"),
					kit.Ask(`=stage_loss_share as "Rep lost"`).With("window", "30d").By("stage"),
					kit.Ask(`=stage_loss_share as "Team lost"`).With("window", "30d").Whatever("rep").By("stage").Where(colleagues),
				).
				Joined("stage").
				Columns("stage", "Rep", "Team", "Rep lost", "Team lost", "pipeline").
				Field("stage", kit.Bare(), kit.Least(120)).
				Field("Rep", kit.Named("Days"), kit.In(kit.Plain), kit.Bar(), kit.OwnScale(), kit.From(0), kit.Decimals(0), kit.Least(180), kit.Leads(kit.Behind("Times in stages", reviewStages))).
				Field("Team", kit.Named("Team's days"), kit.In(kit.Muted), kit.Decimals(0), kit.Wide(134)).
				Field("Rep lost", kit.Named("Lost"), kit.In(kit.Warning), kit.Bar(), kit.OwnScale(), kit.From(0), kit.Decimals(0), kit.Least(180), kit.Leads(kit.Behind("Deals lost", reviewLost))).
				Field("Team lost", kit.Named("Team's loss"), kit.In(kit.Muted), kit.Decimals(0), kit.Wide(134)).
				Field("pipeline", kit.Wide(120)),

			kit.Table("Stalled deals: largest 4", "Customers and stages in which open deals are longer than is usual there, at the end of the range, or now, the four with the most money. There is no target: none is best. Click a customer for the dossier.").
				At(0, 10, 10, 7).
				Asks(kit.Ask("stalled_value", "stalled_deals", "activities_upcoming").With("horizon", "14d").By("account", "pipeline", "stage").
					Having(query.Having{KPI: "stalled_deals", Operator: query.AtLeast, Values: []string{"1"}}).Top(0, "stalled_value").Then("stalled_deals")).
				First(4).
				Columns("account", "stalled_value", "stage", "stalled_deals").
				Field("account", kit.Least(150), kit.Leads(customer, kit.Behind("Stalled deals", reviewStalled))).
				Field("stalled_value", kit.Named("Value"), kit.In(kit.Warning), kit.Bar(), kit.From(0), kit.Least(130)).
				Field("stage", kit.Bare(), kit.Wide(110)).
				Field("stalled_deals", kit.Named("Deals"), kit.Decimals(0), kit.Wide(66)).
				Drill(kit.Behind("Stalled deals", reviewStalled)),
			kit.Members("Why deals are lost", "Deals lost in the range by reason, of each rep of the team, as parts of all that each has lost. There is no target: look for a reason that is larger than with the others. Click a bar for the review of that rep.", "rep", "lost_reason").
				At(10, 16, 7, 7).AsShares().
				Asks(kit.Ask("deals_lost").By("rep", "lost_reason").As(query.TimeSeries).Whatever("rep").Where(colleagues)).
				Worded(lostReasons).
				Drill(kit.Behind("Deals lost", reviewLost), other),
			kit.Members("Hours by activity", "Hours logged on activities done in the range, of each rep of the team, by kind of activity. There is no target: compare the reps.", "rep", "activity_type").
				At(0, 17, 10, 6).
				Asks(kit.Ask("hours_logged").By("rep", "activity_type").As(query.TimeSeries).Whatever("rep").Where(colleagues)).
				Worded(kinds).
				Drill(kit.Behind("Activities done", reviewDone), other),
			kit.Table("Trainings: first 4", "Trainings of the rep, the four most urgent: past due and not completed at the end of the range, or now, the share completed in time of those that fell due in the range, and the gain in points from the score before to the score after. The goal is to complete all in time.").
				At(17, 16, 7, 7).
				Asks(kit.Ask("trainings_overdue", "training_completion_rate", "training_gain").By("training").Where(query.Filter{Dimension: "agent", Operator: query.In, Values: []string{"$rep"}}).
					Top(0, "trainings_overdue").Then("training_gain")).
				First(4).
				Field("training", kit.Least(130)).
				Field("trainings_overdue", kit.Named("Overdue"), kit.Coloured(), kit.Steps(kit.Good, kit.Step{From: 1, Colour: kit.Bad}), kit.ByStep(), kit.Decimals(0), kit.Wide(100)).
				Field("training_completion_rate", kit.Named("In time"), kit.Decimals(0), kit.Wide(72)).
				Field("training_gain", kit.Named("Gain"), kit.Decimals(0), kit.Wide(84)).
				Drill(kit.Behind("Trainings", reviewTrainings)),
		},
		Folded: []kit.Row{
			{Title: "The team", Panels: []*kit.Panel{
				kit.Table("The team by attainment", "Each rep of the team: attainment of the target, win rate, days to win a deal, money in stalled deals, and hours logged. Click a rep for the review.").
					At(0, 0, 24, 9).
					Asks(kit.Ask("revenue_attainment", "revenue", "revenue_target", "win_rate", `=sales_cycle as "Days" in count`, "stalled_value", `=hours_logged as "Hours" in count`).By("rep").Whatever("rep").Where(colleagues).Top(0, "revenue_attainment")).
					Field("rep", kit.Leads(other)).
					Field("revenue_attainment", kit.Named("Attainment"), kit.Bar(), kit.From(0), kit.UpTo(1.3), kit.Reached(0.8)).
					Field("revenue_target", kit.Named("Target")).
					Field("win_rate", kit.Decimals(0)).
					Field("Days", kit.Named("Days to win"), kit.Decimals(0)).
					Field("stalled_value", kit.Named("Stalled")).
					Field("Hours", kit.Named("Hours"), kit.Decimals(0)).
					Drill(other),
			}},
			{Title: "Rows behind the numbers", Panels: []*kit.Panel{
				kit.Table("Deals won", "The deals that make up revenue, the newest first. Rows, so there is nothing to compare.").ID(reviewWon).Asks(kit.Rows("revenue")),
				kit.Table("Deals lost", "The deals lost, the newest first. Rows, so there is nothing to compare.").ID(reviewLost).Asks(kit.Rows("deals_lost")).
					Columns("name", "amount", "currency", "url", "account", "lost_reason", "closed_at", "pipeline", "type"),
				kit.Table("Stalled deals", "Open deals longer in their stage than is usual, the latest first. Rows, so there is nothing to compare.").ID(reviewStalled).Asks(kit.Rows("stalled_value")),
				kit.Table("Times in stages", "The visits of stages that ended in the range, the latest first. Rows, so there is nothing to compare.").ID(reviewStages).Asks(kit.Rows("stage_duration")),
				kit.Table("Activities done", "The activities that hours are logged for, the newest first. Rows, so there is nothing to compare.").ID(reviewDone).Asks(kit.Rows("hours_logged")),
				kit.Table("Trainings", "Enrolments that fall due in the range, the latest first. Rows, so there is nothing to compare.").ID(reviewTrainings).
					Asks(kit.RowsOf("training_enrollments").Where(query.Filter{Dimension: "agent", Operator: query.In, Values: []string{"$rep"}})),
			}},
		},
	}
}

// lostReasons are why deals are lost, as the data have it.
var lostReasons = map[string]string{
	"competitor": "Competitor", "lost contact": "Lost contact", "missing feature": "Missing feature", "no budget": "No budget", "no decision": "No decision",
	"price": "Price", "timing": "Timing", "(none)": "No reason given",
}
