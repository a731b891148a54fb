package shipped

import (
	"github.com/crmkpi/crm-datasource/pkg/dashboards/kit"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// The panels of rows that the numbers of the Pipeline dashboard lead to.
const (
	pipelineOpen = iota + 21
	pipelineMoves
	pipelineSlipped
	pipelinePastDue
	pipelineFunnel
	pipelineNew
)

// daysInStage has no unit: Grafana writes those of times in English only.
const daysInStage = "=stage_duration"

func pipelines() *kit.Board {
	return &kit.Board{
		UID: "crm-pipeline", Title: "CRM Pipeline", Department: "sales", From: "now/fQ", To: "now/fQ",
		Description: "For whoever looks behind the numbers of the Sales dashboard: what the pipeline holds, what moved it, where deals go on and where they are lost, what slips and what is past due. Periods are cut in the business time zone of the data source.",
		Variables:   []kit.Variable{team, pipeline.Folded(), rep.Within("team").Folded(), region.Folded(), stage.Within("pipeline").Folded()},
		Panels: []*kit.Panel{
			kit.Figures("Goal of the range", "Revenue of the selected range, the target that falls on it, and the forecast: revenue won so far and the open deals times their probability, by expected close; with its share of the same target.").
				At(0, 0, 12, 4).
				Asks(kit.Ask("revenue", "revenue_target", "forecast", forecastOfTarget+inPercent)).
				Field("revenue", kit.In(kit.Good)).
				Field("revenue_target", kit.Named("Target")).
				Field("forecast", kit.In(kit.Ahead)).
				Field(forecastOfTarget, kit.Named("Forecast of target"), kit.Reached(0.9)).
				Drill(kit.Behind("Open deals", pipelineOpen), kit.To("Sales", "crm-sales")),
			kit.Figures("What must not wait", "Value of the open deals whose expected close has passed, deals whose expected close moved to a later month in the range, each with its change against the period before. There is no target: none is best.").
				At(12, 0, 12, 4).
				Asks(kit.Ask("past_due_value").Against(query.PreviousPeriod, query.AsRatio), kit.Ask("slipped_deals").Against(query.PreviousPeriod, query.AsRatio)).
				Field("past_due_value", kit.Named("Past due"), kit.In(kit.Warning)).
				Field("slipped_deals", kit.Named("Slipped"), kit.In(kit.Warning)).
				Field("past_due_value_previous_period_ratio", kit.Named("vs. period before"), kit.Change(false), kit.Decimals(1)).
				Field("slipped_deals_previous_period_ratio", kit.Named("vs. period before"), kit.Change(false), kit.Decimals(1)).
				Drill(kit.Behind("Past-due deals", pipelinePastDue), kit.Behind("Slipped deals", pipelineSlipped)),
			kit.Waterfall("Pipeline due in the range", "From the opening pipeline to the closing one, of the deals expected to close in the selected range: what is new, grew or shrank, was moved into the range or out of it, was won or lost. The steps add up. There is no target: a healthy pipeline loses by winning.", moves).
				At(0, 4, 7, 9).
				Drill(kit.Behind("Moves of the pipeline", pipelineMoves)),
			kit.Table("Stage funnel of the new deals", "Of the deals created in the range, by pipeline and stage in the order of the process: how many have come to the stage or beyond it by now, whatever they skipped, and which share of all that is. One group of deals, so it never widens; young deals are still on their way. There is no target: compare the stages. Click a stage for its deals.").
				At(7, 4, 7, 15).
				Asks(kit.Ask("stage_reached", "stage_reach_rate").By("pipeline", "stage").With("window", "ever")).
				Columns("stage", "stage_reached", "stage_reach_rate", "pipeline").
				Field("stage", kit.Bare(), kit.Least(110), kit.Leads(kit.Behind("Deals that reached ${__data.fields.stage}", pipelineFunnel).With("pipeline", "stage"))).
				Field("stage_reached", kit.Named("Reached"), kit.In(kit.Plain), kit.Bar(), kit.From(0), kit.Decimals(0), kit.Least(150)).
				Field("stage_reach_rate", kit.Named("Of all"), kit.Decimals(0), kit.Wide(70)).
				Field("pipeline", kit.Wide(110)),
			kit.Figures("New deals of the range", "Deals created in the range and their amount, each with its change against a year before. They are the first steps of the funnel above. There is no target for deals: what the goal needs of them is on the Plan.").
				At(7, 19, 7, 4).
				Asks(kit.Ask("new_deals", "new_deal_value").Against(query.PreviousYear, query.AsRatio)).
				Field("new_deals", kit.Named("New"), kit.In(kit.Plain), kit.Decimals(0)).
				Field("new_deals_previous_year_ratio", kit.Named("vs. a year before"), kit.Change(true), kit.Decimals(0)).
				Field("new_deal_value", kit.Named("Amount"), kit.In(kit.Plain)).
				Field("new_deal_value_previous_year_ratio", kit.Named("vs. a year before"), kit.Change(true), kit.Decimals(0)).
				Drill(kit.Behind("New deals", pipelineNew), kit.To("Plan", "crm-plan")),
			kit.Table("Stages, last 90 days", "By pipeline and stage in the order of the process: value and number of the deals open now; of the deals that entered the stage in the last 90 days and are old enough, how many moved on and how many were lost from it within 30 days; and the median days in the stage. Each stage has a cohort of its own, so the shares need not add up. There is no target: compare the stages. Click a stage for its deals.").
				At(14, 4, 10, 12).In("90d").Untold().
				Asks(kit.Ask("pipeline_value", "open_deals", "stage_conversion", "stage_loss_share", daysInStage+" in count").By("pipeline", "stage").With("window", "30d")).
				Columns("stage", "pipeline_value", "open_deals", "stage_conversion", "stage_loss_share", daysInStage, "pipeline").
				Field("stage", kit.Bare(), kit.Least(110), kit.Leads(kit.Behind("Open deals in ${__data.fields.stage}", pipelineOpen).With("pipeline", "stage"))).
				Field("pipeline_value", kit.Named("Value"), kit.In(kit.Ahead), kit.Bar(), kit.From(0), kit.Least(160)).
				Field("open_deals", kit.Named("Deals"), kit.Wide(66)).
				Field("stage_conversion", kit.Named("Moved on"), kit.In(kit.Plain), kit.Bar(), kit.From(0), kit.UpTo(1), kit.Decimals(0), kit.Wide(100)).
				Field("stage_loss_share", kit.Named("Lost"), kit.In(kit.Bad), kit.Bar(), kit.From(0), kit.UpTo(1), kit.Decimals(0), kit.Wide(100)).
				Field(daysInStage, kit.Named("Days"), kit.Decimals(0), kit.Wide(52)).
				Field("pipeline", kit.Wide(106)),
			kit.Series("Forecast and goal, 6 months", "This month and the five after it by expected close: the forecast (dashed), what the reps commit to and the best case, against the target (outline). Independent of the selected range.").
				At(0, 13, 7, 10).In("+5M").WholeMonths().MostPoints(8).
				Asks(kit.Ask("forecast", "forecast_best_case", "forecast_commit", "revenue_target").Over(query.Auto)).
				Field("forecast", kit.Dashed()).
				Field("forecast_best_case", kit.Named("Best case"), kit.In(kit.Ahead), kit.Points()).
				Field("forecast_commit", kit.Named("Commit"), kit.In(kit.Plain), kit.Points()).
				Field("revenue_target", kit.Named("Target"), kit.Outline()).
				Drill(kit.Behind("Open deals", pipelineOpen)),
			kit.Table("Past due by rep: first 4", "Open deals whose expected close has passed, at their present value, the most first, and deals whose expected close moved to a later month in the range. There is no target: none is best. Click a rep for the deals.").
				At(14, 16, 10, 7).
				Asks(kit.Ask("past_due_value", "past_due_deals", "slipped_deals").By("team", "rep").Top(4, "past_due_value")).
				Columns("rep", "past_due_value", "past_due_deals", "slipped_deals", "team").
				Field("rep", kit.Bare(), kit.Least(130), kit.Leads(kit.Behind("Past-due deals of ${__data.fields.rep}", pipelinePastDue).With("rep", "team"), kit.Behind("Slipped deals of ${__data.fields.rep}", pipelineSlipped).With("rep", "team"))).
				Field("past_due_value", kit.Named("Past due"), kit.In(kit.Warning), kit.Bar(), kit.From(0), kit.Least(180)).
				Field("past_due_deals", kit.Named("Deals"), kit.Wide(70)).
				Field("slipped_deals", kit.Named("Slipped"), kit.Wide(110)).
				Field("team", kit.Wide(130)),
			kit.Series("Pipeline, last 26 weeks", "Value of all open deals at the end of each period, whenever they are expected to close, and the same times their probability. There is no target: the coverage of the goal is what counts.").
				At(0, 23, 12, 9).In("26w").Untold().MostPoints(30).
				Asks(kit.Ask("pipeline_value", "weighted_pipeline").Over(query.Auto)).
				Field("pipeline_value", kit.In(kit.Ahead)).
				Field("weighted_pipeline", kit.In(kit.Plain)).
				Drill(kit.Behind("Open deals", pipelineOpen)),
			kit.Series("Slipped deals, 12 months", "Deals whose expected close moved to a later month, by period, compared with a year before.").
				At(12, 23, 12, 9).In("11M").WholeMonths().MostPoints(16).
				Asks(kit.Ask("slipped_deals").Over(query.Auto).Against(query.PreviousYear)).
				Field("slipped_deals", kit.In(kit.Warning), kit.Bars()).
				Field("slipped_deals_previous_year", kit.Named("A year before"), kit.StepLine()).
				Drill(kit.Behind("Slipped deals", pipelineSlipped)),
		},
		Folded: []kit.Row{{Title: "Rows behind the numbers", Panels: []*kit.Panel{
			openDeals(pipelineOpen),
			kit.Table("Deals of the funnel", "The deals created in the range by each stage that they have reached, with when that was. Rows, so there is nothing to compare.").ID(pipelineFunnel).Asks(kit.Rows("stage_reached")).
				Columns("deal", "stage", "url", "created_at", "reached_at").
				Field("deal", kit.Least(200)).
				Field("url", kit.Named("CRM"), kit.Arrow()),
			kit.Table("New deals", "The deals created in the range, the newest first. Rows, so there is nothing to compare.").ID(pipelineNew).Asks(kit.Rows("new_deals")).
				Columns("name", "amount", "currency", "url", "owner", "account", "created_at", "stage", "pipeline", "status").
				Field("name", kit.Least(200)).
				Field("url", kit.Named("CRM"), kit.Arrow()),
			kit.Table("Moves of the pipeline", "What moved the pipeline in the range, the newest first. Rows, so there is nothing to compare.").ID(pipelineMoves).Asks(kit.Rows("pipeline_change")).
				Columns("deal", "pipeline_change", "pipeline_moved", "move", "url", "owner", "moved_at", "stage").
				Field("deal", kit.Least(200)).
				Field("url", kit.Named("CRM"), kit.Arrow()).
				Field("move", kit.Words(moves)).
				Field("moved_at", kit.When()),
			kit.Table("Slipped deals, one by one", "The deals whose expected close moved to a later month, with both days. Rows, so there is nothing to compare.").ID(pipelineSlipped).Asks(kit.Rows("slipped_deals")).
				Columns("deal", "amount", "currency", "url", "owner", "expected_before", "expected_close_on", "slipped_at", "stage").
				Field("url", kit.Named("CRM"), kit.Arrow()),
			kit.Table("Past-due deals", "The open deals whose expected close has passed. Rows, so there is nothing to compare.").ID(pipelinePastDue).Asks(kit.Rows("past_due_value")).
				Columns("name", "past_due_value", "past_due_deal_amount", "url", "owner", "account", "expected_close_on", "stage", "pipeline", "probability").
				Field("url", kit.Named("CRM"), kit.Arrow()),
		}}},
	}
}

// moves are the steps of the waterfall: what moves the pipeline, between its opening and its closing, which the chart numbers.
var moves = map[string]string{
	"0": "Opening", "new": "New", "resized": "Grown or shrunk", "pushed_in": "Moved in", "pushed_out": "Moved out", "won": "Won", "lost": "Lost", "1": "Closing",
}
