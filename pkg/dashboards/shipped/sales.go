package shipped

import (
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

// What stands beside the KPIs, on the same range.
const (
	forecastOfTarget = "=forecast / revenue_target"
	inPercent        = " in percent"
	// The value of past-due deals where there are any: x² / x has no value where x is 0.
	pastDue = "=forecast_past_due * forecast_past_due / forecast_past_due"
)

func sales() *kit.Board {
	inStage := kit.Behind("Open deals in ${__data.fields.stage}", salesOpen).With("pipeline", "stage")
	stalled := kit.Behind("Stalled deals", salesStalled).With("pipeline", "stage")
	customer := kit.To("${__data.fields.account} in Customer", "crm-customer").With("account")
	return &kit.Board{
		UID: "crm-sales", Title: "CRM Sales", Department: "sales", From: "now/y", To: "now/y",
		Description: "For the sales manager: who brings what, where the goal stands, what is coming, and where deals stall. Periods are cut in the business time zone of the data source.",
		Variables:   []kit.Variable{team, rep.Within("team").Folded(), region.Folded(), pipeline.Folded(), stage.Within("pipeline").Folded()},
		Panels: []*kit.Panel{
			kit.Figures("Revenue against goal", "Revenue of the selected range, the target that falls on it, how much of the target is reached, and the pace: revenue divided by the part of the target that falls on the working days elapsed so far. 100 % is on track. A target belongs to a team, a rep or a region: filtering by several of them at once leaves it without one.").
				At(0, 0, 12, 4).
				Asks(kit.Ask("revenue", "revenue_target", "revenue_attainment", "revenue_pace")).
				Field("revenue", kit.In(kit.Good)).
				Field("revenue_target", kit.Named("Target")).
				Field("revenue_attainment", kit.Named("Of target"), kit.Decimals(0)).
				Field("revenue_pace", kit.Named("Pace"), kit.Reached(0.9)).
				Drill(kit.Behind("Deals won", salesWon), kit.To("Pipeline", "crm-pipeline")),
			kit.Figures("Where it leads", "Forecast of the selected range: revenue won so far and the open deals times their probability, by expected close; its share of the same target; and the win rate with its change against a year before. Once the range has ended, the forecast is the revenue.").
				At(12, 0, 12, 4).
				Asks(kit.Ask("forecast", forecastOfTarget+inPercent), kit.Ask("win_rate").Against(query.PreviousYear, query.AsRatio)).
				Field("forecast", kit.In(kit.Ahead)).
				Field(forecastOfTarget, kit.Named("Forecast of target"), kit.Reached(0.9)).
				Field("win_rate", kit.Named("Share won"), kit.Decimals(0)).
				Field("win_rate_previous_year_ratio", kit.Named("Share, over a year"), kit.Change(true), kit.Decimals(1)).
				Drill(kit.Behind("Open deals", salesOpen), kit.To("Plan", "crm-plan"), kit.To("Pipeline", "crm-pipeline")),
			kit.Table("Sales monitor: first 10", "Each rep's attainment of the target and share of revenue, the most revenue first, with revenue and the pace to date: the ten first. Click a rep for the review or the deals. (none) is revenue of deals without a rep, which have no target; a rep has none for a region or pipeline alone.").
				At(0, 4, 7, 12).
				Asks(kit.Ask("revenue_attainment", "revenue_share", "revenue", "revenue_pace").By("team", "rep").Top(10, "revenue")).
				Columns("rep", "revenue_attainment", "revenue_share", "revenue", "revenue_pace", "team").
				Field("team", kit.OutOfSight()).
				Field("rep", kit.Wide(186), kit.Leads(kit.To("${__data.fields.rep} in Team review", "crm-team-review").With("rep", "team"), kit.Behind("Deals won by ${__data.fields.rep}", salesWon).With("rep", "team"))).
				Field("revenue_attainment", kit.Named("Attainment"), kit.In(kit.Plain), kit.Decimals(0), kit.Bar(), kit.From(0), kit.UpTo(1.3), kit.Least(154)).
				Field("revenue_share", kit.Named("Share"), kit.Decimals(0), kit.Wide(54)).
				Field("revenue", kit.Wide(72)).
				Field("revenue_pace", kit.Named("Pace"), kit.Reached(0.9), kit.Coloured(), kit.Wide(60)),
			kit.Series("Revenue, forecast and goal", "Won so far (green bars), the forecast (dashed) with the open deals times their probability on top, what the reps commit to (blue points), and the target (outline); by month over a year, by week or day over less. Open deals past their expected close are in none of these: they are the orange points in the current period.").
				At(7, 4, 10, 6).MostPoints(16).
				Asks(kit.Ask("revenue", "forecast", "forecast_commit", pastDue+" in money", "revenue_target").Over(query.Auto)).
				Field("revenue", kit.In(kit.Good), kit.Bars()).
				Field("forecast", kit.Dashed()).
				Field("forecast_commit", kit.Named("Commit"), kit.In(kit.Plain), kit.Points()).
				Field(pastDue, kit.Named("Past due"), kit.In(kit.Warning), kit.Points()).
				Field("revenue_target", kit.Named("Target"), kit.Outline()).
				Drill(kit.Behind("Deals won", salesWon), kit.Behind("Open deals", salesOpen)),
			kit.Table("Open quotes: first 3", "Quotes that are sent, not decided and not expired now, whatever the range, the most money first, and the share accepted of those decided in the last 30 days. There is no target: compare the reps. Click a rep for the quotes.").
				At(17, 4, 7, 6).In("30d").Untold().
				Asks(kit.Ask("open_quote_value", "open_quotes", "quote_acceptance_rate").By("team", "rep").Top(3, "open_quote_value")).
				Columns("rep", "open_quote_value", "open_quotes", "quote_acceptance_rate", "team").
				Field("team", kit.OutOfSight()).
				Field("rep", kit.Least(110), kit.Leads(kit.Behind("Open quotes of ${__data.fields.rep}", salesQuotes).With("rep", "team"))).
				Field("open_quote_value", kit.Named("Value"), kit.In(kit.Ahead), kit.Bar(), kit.From(0), kit.Least(154)).
				Field("open_quotes", kit.Named("Quotes"), kit.Wide(66)).
				Field("quote_acceptance_rate", kit.Named("Accepted"), kit.Decimals(0), kit.Wide(80)),
			kit.Table("Open deals and where they stall", "By stage in the order of the process: value of the deals that are open now, whatever the range, and how many of these are stalled: longer in their stage than its limit or, without one, than is usual there; in all, then by rep, the redder the more. There is no target: none stalled is best, and the forecast compares the open deals with the goal. Click a number for its deals.").
				At(7, 10, 17, 13).In("30d").Untold().
				Asks(
					kit.Ask("pipeline_value", "stalled_deals").By("pipeline", "stage"),
					kit.Ask("stalled_deals").By("pipeline", "stage", "rep").As(query.TimeSeries),
				).
				Crossing("stage", "rep").Leading("stage", "pipeline_value", "stalled_deals", "pipeline").
				Fields("/.*/", kit.Least(60), kit.Centred(), kit.Steps("transparent", kit.Step{From: 5, Colour: kit.Warning}, kit.Step{From: 12, Colour: kit.Bad}), kit.ByStep(), kit.Filled(), kit.Leads(stalled.Headed("rep"))).
				Field("stage", kit.Bare(), kit.Plainly(), kit.Wide(112), kit.Leads(inStage)).
				Field("pipeline", kit.Plainly(), kit.Wide(108), kit.Leads(inStage)).
				Field("pipeline_value", kit.Named("Value"), kit.Plainly(), kit.Wide(64), kit.Leads(inStage)).
				Field("stalled_deals", kit.Named("Stuck"), kit.Plainly(), kit.Wide(56), kit.Leads(stalled)),
			kit.Table("Agenda of 3 days: first 4", "Planned meetings, calls, tasks and commitments of the next three days, by time. It is what is planned, so there is nothing to compare with. Click what it is to open it in the CRM.").
				At(0, 16, 7, 7).In("+3d").Untold().
				Asks(kit.Agenda()).First(4).
				Columns("time", "account", "type", "rep", "url").
				Field("time", kit.When(), kit.Wide(138)).
				Field("account", kit.Wide(202), kit.Leads(customer)).
				Field("type", kit.Wide(84), kit.Words(kinds), kit.Leads(kit.InCRM())).
				Field("url", kit.OutOfSight()),
		},
		Folded: []kit.Row{{Title: "Rows behind the numbers", Panels: []*kit.Panel{
			wonDeals(salesWon),
			openDeals(salesOpen),
			kit.Table("Open quotes, one by one", "The quotes that are open now, whatever the range. Rows, so there is nothing to compare.").ID(salesQuotes).In("30d").Untold().Asks(kit.Rows("open_quote_value")).
				Columns("deal", "amount", "currency", "url", "owner", "account", "sent_at", "valid_until").
				Field("url", kit.Named("CRM"), kit.Arrow()),
			kit.Table("Stalled deals", "The deals that are stalled now, whatever the range, with when they passed the limit of their stage. Rows, so there is nothing to compare.").ID(salesStalled).In("30d").Untold().Asks(kit.Rows("stalled_value")).
				Columns("deal", "stalled_value", "stalled_deal_amount", "url", "owner", "stage", "stalled_at").
				Field("url", kit.Named("CRM"), kit.Arrow()),
		}}},
	}
}

// kinds are the kinds of what is planned, as the data have them.
var kinds = map[string]string{
	"call": "Call", "meeting": "Meeting", "email": "E-mail", "task": "Task", "demo": "Demo",
	"callback": "Callback", "delivery": "Delivery", "document": "Document", "service": "Service",
}
