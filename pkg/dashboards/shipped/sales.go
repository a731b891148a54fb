package shipped

import (
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/dashboards/kit"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// The panels of rows that the numbers of the Sales dashboard lead to.
const (
	salesWon     = 21
	salesOpen    = 22
	salesQuotes  = 23
	salesStalled = 24
)

func sales() *kit.Board {
	return &kit.Board{
		UID: "crm-sales", Title: "CRM Sales", Department: "sales", From: "now/y", To: "now/y",
		Description: "For the sales manager: who brings what, where the goal stands, what is coming, and where deals stall. Periods are cut in the business time zone of the data source.",
		Variables:   []kit.Variable{team, rep, region.Folded(), pipeline.Folded(), stage.Folded()},
		Panels: []*kit.Panel{
			kit.Figures("Revenue against goal", "Revenue of the selected period, its target, how much of the target is reached, and the pace: revenue divided by the part of the target that falls on the working days elapsed so far. 100 % is on track. A target belongs to a team, a rep or a region: filtering by several of them at once leaves it without one.").
				At(0, 0, 12, 4).
				Asks(kit.Ask("revenue", "revenue_target", "revenue_attainment", "revenue_pace")).
				Field("revenue", kit.In(kit.Good)).
				Field("revenue_attainment", kit.Reached(0.8)).
				Field("revenue_pace", kit.Reached(0.9)).
				Drill(kit.Behind("Deals won", salesWon)),
			kit.Figures("What is still needed", "What is missing to the target of the periods that the range touches, the leads that would close what the pipeline leaves of it, and the win rate with its change against a year before.").
				At(12, 0, 12, 4).
				Asks(kit.Ask("revenue_gap"), kit.Ask("leads_needed"), kit.Ask("win_rate").Against(query.PreviousYear, query.AsRatio)).
				Field("revenue_gap", kit.Steps(kit.Good, kit.Step{From: 0.005, Colour: kit.Warning}), kit.ByStep()).
				Field("win_rate", kit.Decimals(1)).
				Field(kit.AgainstYearBefore("win_rate", query.AsRatio), kit.Change(true), kit.Decimals(1)).
				Drill(kit.Behind("Open deals", salesOpen), kit.To("Plan", "crm-plan")),
			kit.Table("Sales monitor", "Each rep's share of revenue and attainment of the target, the best first, with revenue, target and pace to date. Click a rep for the deals behind the numbers. (none) is revenue of deals without a rep, which have no target; a rep has none for a region or pipeline alone.").
				At(0, 4, 8, 12).
				Asks(kit.Ask("revenue_attainment", "revenue_share", "revenue", "revenue_target", "revenue_pace").By("rep").Top(100, "revenue")).
				Columns("rep", "revenue_attainment", "revenue_share", "revenue", "revenue_target", "revenue_pace").
				Field("rep", kit.Least(120), kit.Leads(kit.To("${__data.fields.rep} in Team review", "crm-team-review").With("rep"), kit.Behind("Deals won by ${__data.fields.rep}", salesWon).With("rep"))).
				Field("revenue_attainment", kit.Named("Attainment"), kit.Bar(), kit.From(0), kit.UpTo(1.3), kit.Reached(0.8), kit.Wide(120)).
				Field("revenue_share", kit.Named("Share"), kit.Decimals(0), kit.Wide(64)).
				Field("revenue", kit.Wide(80)).
				Field("revenue_target", kit.Named("Target"), kit.Wide(80)).
				Field("revenue_pace", kit.Named("Pace"), kit.Reached(0.9), kit.Coloured(), kit.Wide(68)),
			kit.Series("Revenue, forecast and goal by month", "Won so far (green bars), the open deals times their probability on top as the forecast (dashed), what the reps commit to, and the target (outline). Open deals past their expected close are in none of these: they are the orange points in the current month.").
				At(8, 4, 16, 7).
				Asks(kit.Ask("revenue", "forecast", "forecast_commit", "forecast_past_due", "revenue_target").Over(calendar.Month)).
				Field("revenue", kit.In(kit.Good), kit.Bars()).
				Field("forecast", kit.Dashed()).
				Field("forecast_commit", kit.In(kit.Plain), kit.Points()).
				Field("forecast_past_due", kit.In(kit.Warning), kit.Points()).
				Field("revenue_target", kit.Outline()).
				Drill(kit.Behind("Deals won", salesWon), kit.Behind("Open deals", salesOpen)),
			kit.Ranking("Open opportunities by stage", "Value of the deals that are open at the end of the range, or now, by pipeline and stage in the order of the process. An open deal has no target of its own: the forecast compares them with the goal. Click a bar for its deals.").
				At(8, 11, 8, 12).
				Asks(kit.Ask("pipeline_value").By("pipeline", "stage")).
				Drill(kit.Behind("Open deals in ${__data.fields.stage}", salesOpen).With("pipeline", "stage")),
			kit.Matrix("Where deals stall: deals by stage and rep", "Deals longer in their stage than the usual time there, by rep. There is no target: none is best. Click a rep for the stalled deals.", "rep", "stage", "stalled_deals").
				At(16, 11, 8, 12).
				Asks(kit.Ask("stalled_deals").By("stage", "rep").As(query.TimeSeries)).
				Fields("/.*/", kit.Steps("transparent", kit.Step{From: 5, Colour: kit.Warning}, kit.Step{From: 12, Colour: kit.Bad}), kit.ByStep(), kit.Filled()).
				Drill(kit.Behind("Stalled deals", salesStalled)),
			kit.Table("Agenda of the next days", "Planned meetings, calls, tasks and commitments of the next three days, the overdue ones first.").
				At(0, 16, 8, 7).In("+3d").Untold().
				Asks(kit.Agenda()),
		},
		Folded: []kit.Row{{Title: "Rows behind the numbers", Panels: []*kit.Panel{
			kit.Table("Deals won", "The deals that make up revenue, the newest first.").ID(salesWon).Asks(kit.Rows("revenue")),
			kit.Table("Open deals", "The deals that make up the pipeline.").ID(salesOpen).Asks(kit.Rows("pipeline_value")),
			kit.Table("Open quotes", "Quotes that wait for an answer.").ID(salesQuotes).Asks(kit.Rows("open_quotes")),
			kit.Table("Stalled deals", "Deals longer in their stage than is usual.").ID(salesStalled).Asks(kit.Rows("stalled_deals")),
		}}},
	}
}
