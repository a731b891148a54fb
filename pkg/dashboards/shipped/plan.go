package shipped

import (
	"fmt"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/dashboards/kit"
)

// The panels of rows that the numbers of the Plan lead to.
const (
	planWon   = 21
	planOpen  = 22
	planLeads = 23
)

// What is missing and needed, of the whole target periods that the range touches.
const (
	planSoFar    = "=whole_periods(revenue)"
	planExpected = "=revenue_gap - revenue_gap_after_pipeline"
	planPerDay   = "=required_run_rate" // named so: without a unit that says it again
	planDeals    = "=deals_needed * " + whileOpen
	planPipeline = "=pipeline_needed * " + whileOpen
	planReps     = "=reps_needed * " + whileOpen
	rampedReps   = "=revenue / revenue_per_ramped_rep"
)

// The assumptions, which a reader replaces by typing.
var (
	assumedTarget     = kit.Text("revenue_target", "Revenue target", "Empty: the target that is set. Or an amount, as 5000000", "")
	assumedConversion = kit.Text("lead_conversion_rate", "Lead conversion", "Share of the leads whose deal is won. Empty: that of the 12 months before. Or a share, as 6%", "")
	assumedDeal       = kit.Text("average_deal_size", "Deal size", "Average amount of a deal won. Empty: that of the 12 months before. Or an amount, as 8000", "")
	assumedWins       = kit.Text("win_rate", "Win rate", "Share of the closed deals that are won. Empty: that of the 12 months before. Or a share, as 35%", "")
	assumedWinsValue  = kit.Text("win_rate_value", "Win rate by value", "Share of the amount of closed deals that is won. Empty: that of the 12 months before. Or a share, as 30%", "")
	assumedYield      = kit.Text("revenue_per_ramped_rep", "Revenue per ramped rep", "Of 12 months. Empty: that of the 12 months before. Or an amount, as 1200000", "")
)

// assuming passes on what the reader has typed for the assumptions.
func assuming(q *kit.Question, assumptions ...kit.Variable) *kit.Question {
	for _, v := range assumptions {
		q.With(v.Name, "$"+v.Name)
	}
	return q
}

func plan() *kit.Board {
	return &kit.Board{
		UID: "crm-plan", Title: "CRM Plan", Department: "management", From: "now/y", To: "now/y",
		Description: "What it takes to reach the goal: leads, deals, pipeline and reps, by what you assume. Type an assumption above or in the menu beside it, or leave it empty to take that of the 12 months before the range. Choose next month or next year as the range to plan it.",
		Variables: []kit.Variable{
			assumedTarget, assumedConversion.Folded(), assumedDeal.Folded(), team.Folded(), region.Folded(), assumedWins.Folded(), assumedWinsValue.Folded(), assumedYield.Folded(),
		},
		Panels: append(planFigures(), planReports()...),
		Folded: []kit.Row{{Title: "Rows behind the numbers", Panels: []*kit.Panel{
			wonDeals(planWon), openDeals(planOpen), newLeads(planLeads),
		}}},
	}
}

func planFigures() []*kit.Panel {
	return []*kit.Panel{
		kit.Figures("The goal", "Of the whole target periods that the range touches: the target, what is won so far, what is missing, and what would still be missing if the open deals that are expected in these periods brought their amount times their probability.").
			At(0, 0, 12, 4).
			Asks(assuming(kit.Ask("required_run_rate").Assuming(), assumedTarget), // for what it assumes, which stands first
				assuming(kit.Ask(planSoFar, "revenue_gap", "revenue_gap_after_pipeline"), assumedTarget)).
			Columns("assumed_revenue_target", planSoFar, "revenue_gap", "revenue_gap_after_pipeline").
			Field("assumed_revenue_target", kit.Named("Target")).
			Field(planSoFar, kit.Named("Won so far"), kit.In(kit.Good)).
			Field("revenue_gap", kit.Named("Missing"), kit.Steps(kit.Good, kit.Step{From: 0.005, Colour: kit.Warning}), kit.ByStep()).
			Field("revenue_gap_after_pipeline", kit.Named("Missing after deals"), kit.Steps(kit.Good, kit.Step{From: 0.005, Colour: kit.Warning}), kit.ByStep()).
			Drill(kit.Behind("Deals won", planWon), kit.Behind("Open deals", planOpen), kit.To("Plan next year", "crm-plan").During("now%2B1y%2Fy", "now%2B1y%2Fy")),
		kit.Figures("The way there", "The revenue that each working day left in these periods has to bring, the open deals expected in them as a multiple of what is missing, and the pace: revenue of the range divided by the part of the target that is set which falls on the working days elapsed so far. – once the goal is reached, the periods are over, or before they begin.").
			At(12, 0, 12, 4).
			Asks(assuming(kit.Ask(planPerDay+" in money", coverage+` as "Coverage" in times`), assumedTarget), kit.Ask("revenue_pace")).
			Field(planPerDay, kit.Named("Needed per working day"), kit.In(kit.Ahead)).
			Field(coverage, kit.Named("Coverage, deals due"), kit.Decimals(1)).
			Field("revenue_pace", kit.Named("Pace"), kit.Reached(0.9)).
			Drill(kit.Behind("Open deals", planOpen), kit.To("Pipeline", "crm-pipeline")),
		kit.Figures("Deals for what is missing", "Open deals and their amount that would close all that is missing, at the win rates and the deal size that are assumed, each beside what is open at the end of the range, or now: enough where there is more than needed. – once the periods are over.").
			At(0, 4, 12, 4).
			Asks(assuming(kit.Ask(planDeals+` as "Deals needed" in count`), assumedTarget, assumedWins, assumedDeal), kit.Ask("open_deals"),
				assuming(kit.Ask(planPipeline+` as "Pipeline needed" in money`), assumedTarget, assumedWinsValue), kit.Ask("pipeline_value")).
			Field(planDeals, kit.Named("Open deals needed"), kit.In(kit.Ahead), kit.Decimals(0)).
			Field("open_deals", kit.Named("Open deals")).
			Field(planPipeline, kit.Named("Pipeline needed"), kit.In(kit.Ahead)).
			Field("pipeline_value", kit.Named("Open pipeline")).
			Drill(kit.Behind("Open deals", planOpen)),
		kit.Figures("Leads and reps needed", "New leads that would close what is missing after the open deals, at the lead conversion and the deal size that are assumed; and ramped full-time reps for the whole target, at the revenue per ramped rep. Beside it is how many there were in 12 months. – once the periods are over.").
			At(12, 4, 6, 4).
			Asks(assuming(kit.Ask("leads_needed"), assumedTarget, assumedConversion, assumedDeal),
				assuming(kit.Ask(planReps+` as "Reps needed" in count`), assumedTarget, assumedYield)).
			Field("leads_needed", kit.Named("Leads after open deals"), kit.In(kit.Ahead)).
			Field(planReps, kit.Named("Reps for the target"), kit.In(kit.Ahead), kit.Decimals(0)).
			Drill(kit.Behind("Leads", planLeads)),
		kit.Figures("There were in 12 months", "To compare with what is needed, whatever the range: the leads that came in the last 12 months, and the ramped full-time reps of the last 12 months, part-time ones as the part they work.").
			At(18, 4, 6, 4).In("1y").Untold().
			Asks(kit.Ask("new_leads"), kit.Ask(rampedReps+` as "Ramped reps" in count`)).
			Field("new_leads", kit.Named("Leads")).
			Field(rampedReps, kit.Named("Ramped reps"), kit.Decimals(1)).
			Drill(kit.Behind("Leads", planLeads)),
	}
}

func planReports() []*kit.Panel {
	return []*kit.Panel{
		forecastAgainstGoal("Won so far (green bars), the open deals times their probability on top as the forecast (dashed), and the target that is set (outline). A target that you assume is not in it: it is not spread over months.").
			At(0, 8, 9, 8).
			Drill(kit.Behind("Deals won", planWon), kit.Behind("Open deals", planOpen)),
		leadsIf().At(9, 8, 8, 8),
		kit.Piled("The goal by team: first 6", "Each team's target, by the targets that are set: won so far, expected from the open deals, still missing. Targets of teams need not add up to that of the company; one that you assume is the company's and not in it.").
			At(17, 8, 7, 8).
			Asks(kit.Ask(planSoFar+` as "Won so far"`, planExpected+` as "Expected"`, "revenue_gap_after_pipeline").By("team").Where(kit.Known("team")).Top(6, "revenue_gap_after_pipeline")).
			Field(planSoFar, kit.Named("Won so far"), kit.In(kit.Good)).
			Field(planExpected, kit.Named("Expected from open deals"), kit.In(kit.Ahead)).
			Field("revenue_gap_after_pipeline", kit.Named("Still missing"), kit.In(kit.Warning)).
			Drill(kit.To("${__data.fields.team} in Sales", "crm-sales").With("team"), kit.Behind("Open deals", planOpen)),
		kit.List("What is assumed", "The assumptions that the numbers above go by: what you typed, else those of the 12 months before the range. Past years stand beside them.").
			At(0, 16, 6, 7).
			Asks(assuming(kit.Ask("leads_needed", "deals_needed", "pipeline_needed", "reps_needed").Assuming(), assumedTarget, assumedConversion, assumedDeal, assumedWins, assumedWinsValue, assumedYield)).
			Columns("assumed_lead_conversion_rate", "assumed_average_deal_size", "assumed_win_rate", "assumed_win_rate_value", "assumed_revenue_per_ramped_rep").
			Field("assumed_lead_conversion_rate", kit.Named("Lead conversion"), kit.Decimals(1)).
			Field("assumed_average_deal_size", kit.Named("Deal size")).
			Field("assumed_win_rate", kit.Named("Win rate"), kit.Decimals(1)).
			Field("assumed_win_rate_value", kit.Named("Win rate by value"), kit.Decimals(1)).
			Field("assumed_revenue_per_ramped_rep", kit.Named("Revenue per ramped rep")).
			Drill(kit.Behind("Deals won", planWon), kit.Behind("Leads", planLeads)),
		kit.Series("Lead conversion, three years", "What to assume: of the leads that came in each quarter, the share whose deal was won within 90 days. It ends 90 days ago, because younger leads are not final. To compare with the assumption.").
			At(6, 16, 6, 7).In("now-3y/Q").Earlier("90d").Untold().
			Asks(kit.Ask("lead_conversion_rate").Over(calendar.Quarter)).
			Field("lead_conversion_rate", kit.In(kit.Plain)).
			Drill(kit.Behind("Leads", planLeads)),
		kit.Series("Win rates, three years", "What to assume: of the deals closed in each quarter, the share won, by number and by value. To compare with the assumptions.").
			At(12, 16, 6, 7).In("now-3y/Q").Untold().
			Asks(kit.Ask("win_rate", "win_rate_value").Over(calendar.Quarter)).
			Field("win_rate", kit.In(kit.Plain)).
			Field("win_rate_value", kit.Named("Win rate by value"), kit.In(kit.Second)).
			Drill(kit.Behind("Deals won", planWon)),
		kit.Series("Deal size, three years", "What to assume: the average amount of the deals won in each quarter. To compare with the assumption.").
			At(18, 16, 6, 7).In("now-3y/Q").Untold().
			Asks(kit.Ask("average_deal_size").Over(calendar.Quarter)).
			Field("average_deal_size", kit.In(kit.Plain)).
			Drill(kit.Behind("Deals won", planWon)),
	}
}

// leadsIf is what the leads needed become when an assumption turns out otherwise: they are divided by the conversion and the deal size.
func leadsIf() *kit.Panel {
	better := func(by float64) string { return fmt.Sprintf("=ceil(leads_needed / %v)", by) }
	const withoutOpen = "leads_needed:count_pipeline=no"
	return kit.Ranking("Leads needed, if …", "What matters most: the leads needed by the assumptions, and if the lead conversion (or the deal size, which counts as much) were a tenth higher, both were, the conversion were a fifth lower, or no open deal were won. Leads to be generated have no target but that of new leads, on the Marketing dashboard.").
		Asks(assuming(kit.Ask("leads_needed", better(1.1)+` as "A tenth better" in count`, better(1.21)+` as "Both better" in count`, better(0.8)+` as "A fifth lower" in count`, withoutOpen),
			assumedTarget, assumedConversion, assumedDeal)).
		Field("leads_needed", kit.Named("as assumed"), kit.In(kit.Ahead)).
		Field(better(1.1), kit.Named("conversion or deal +10 %"), kit.Decimals(0), kit.In(kit.Good)).
		Field(better(1.21), kit.Named("both +10 %"), kit.Decimals(0), kit.In(kit.Good)).
		Field(better(0.8), kit.Named("conversion −20 %"), kit.Decimals(0), kit.In(kit.Warning)).
		Field(withoutOpen, kit.Named("without open deals"), kit.In(kit.Warning)).
		Drill(kit.Behind("Leads", planLeads), kit.To("Marketing", "crm-marketing"))
}
