package shipped

import (
	"github.com/crmkpi/crm-datasource/pkg/dashboards/kit"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// The panels of rows that the numbers of the Overview lead to.
const (
	overviewWon     = 31
	overviewOpen    = 32
	overviewLeads   = 33
	overviewCosts   = 34
	overviewOrders  = 35
	overviewTickets = 36
	overviewAnswers = 37
)

// How much of their goals the forecast and the pipeline coverage reach.
const (
	forecastReached = "=forecast / revenue_target"
	coverageTrack   = "=pipeline_coverage / pipeline_coverage.target * " + whileOpen
	// How many tickets more are open than should be: a share of a limit that is passed says little.
	overLimit = "=open_tickets - open_tickets.target"
)

func overview() *kit.Board {
	return &kit.Board{
		UID: "crm-overview", Title: "CRM Overview", Department: "management", From: "now/y", To: "now/y",
		Description: "For executives: is the year on track, what is coming, what do customers cost and bring, and do they stay. Each card has the value, the target, whether it is on track, the change against a year before and the trend. Periods are cut in the business time zone of the data source.",
		Variables:   []kit.Variable{region},
		Panels:      append(overviewCards(), overviewPictures()...),
		Folded: []kit.Row{{Title: "Rows behind the numbers", Panels: []*kit.Panel{
			wonDeals(overviewWon), openDeals(overviewOpen), newLeads(overviewLeads), costs(overviewCosts),
			kit.Table("Orders", "The orders of the period. Rows, so there is nothing to compare.").ID(overviewOrders).
				Asks(kit.Rows("order_value")).
				Columns("account", "order_value", "order_amount", "currency", "status", "ordered_at", "owner", "deal", "promised_at", "delivered_at").
				Field("status", kit.Worded("order_status")),
			kit.Table("Open tickets", "The tickets that are not solved. Rows, so there is nothing to compare.").ID(overviewTickets).
				Asks(kit.Rows("open_tickets")).
				Columns("subject", "account", "priority", "url", "status", "agent", "team", "created_at", "channel", "kind").
				Field("url", kit.Named("CRM"), kit.Arrow()).
				Field("priority", kit.Worded("priority")).
				Field("status", kit.Worded("ticket_status")).
				Field("channel", kit.Worded("ticket_channel")).
				Field("kind", kit.Worded("ticket_kind")),
			kit.Table("Answers to surveys", "The answers that satisfaction is made of. Rows, so there is nothing to compare.").ID(overviewAnswers).
				Asks(kit.Rows("csat")).
				Columns("account", "score", "agent", "url", "responded_at", "comment", "ticket").
				Field("url", kit.Named("CRM"), kit.Arrow()),
		}}},
	}
}

// overviewCards are a column each for sales, marketing and support, the most important on top.
func overviewCards() []*kit.Panel {
	return []*kit.Panel{
		kit.Card("Revenue", "Amount of the deals won in the period. On track is revenue divided by the part of the target that falls on the working days elapsed so far; the change is against the same days a year before.", "revenue", kit.To("Sales", "crm-sales"), kit.Behind("Deals won", overviewWon)).
			At(0, 0, 8, 4),
		kit.Card("New leads", "Leads that came in the period. On track is against the part of the target that falls on the working days elapsed so far. Lead targets are set for the company and for channels: filtered by region there is none.", "new_leads", kit.To("Marketing", "crm-marketing"), kit.Behind("Leads", overviewLeads)).
			At(8, 0, 8, 4),
		kit.Card("Satisfied customers", "Of the answers to satisfaction surveys in the period, the share that are good ones.", "csat", kit.To("Support", "crm-support"), kit.Behind("Answers to surveys", overviewAnswers)).
			At(16, 0, 8, 4),

		kit.CardOf("Forecast for the period", "Revenue so far and the open deals times their probability, by expected close, against the target of the whole period. Deals past their expected close are not in it. A year before there was another forecast, so there is no comparison.",
			kit.Facts{Value: "forecast", Target: "revenue_target", Track: forecastReached},
			kit.Ask("forecast", "revenue_target", forecastReached+" in percent"), kit.Ask("forecast").Over(query.Auto)).
			At(0, 4, 8, 4).Field("forecast", kit.Leads(kit.To("Sales", "crm-sales"), kit.Behind("Open deals", overviewOpen))),
		kit.Card("Cost of a customer (CAC)", "All marketing costs divided by the new customers of the period: lower is better. Costs have no region, so the filter does not apply.", "cac", kit.To("Marketing", "crm-marketing"), kit.Behind("Marketing costs", overviewCosts)).
			Whatever("region").At(8, 4, 8, 4),
		kit.Card("Tickets within the SLA", "Of the service level targets that were due in the period, the share that was met in time.", "sla_met_rate", kit.To("Support", "crm-support"), kit.Behind("Open tickets", overviewTickets)).
			At(16, 4, 8, 4),

		kit.CardOf("Pipeline coverage", "Open deals expected to close in what is left of the target periods, as a multiple of what is missing to the target; – once it is reached or they are over. The trend is that of the whole open pipeline. A past coverage cannot be told today, so there is no comparison with a year before.",
			kit.Facts{Value: coverage, Target: "pipeline_coverage.target", Track: coverageTrack},
			kit.Ask(coverage+" in times", "pipeline_coverage.target", coverageTrack+" in percent"), kit.Ask("pipeline_value").Over(query.Auto)).
			At(0, 8, 8, 4).Field(coverage, kit.Leads(kit.To("Plan", "crm-plan"), kit.Behind("Open deals", overviewOpen))),
		kit.Card("Worth of a customer (CLTV)", "What a customer brings over the years of staying, by the orders of the year before the end of the period.", "cltv", kit.To("Marketing", "crm-marketing"), kit.Behind("Orders", overviewOrders)).
			At(8, 8, 8, 4),
		kit.CardOf("Backlog: open tickets", "Tickets that are open at the end of the period, or now, the target, which is the most there should be, and how many more or fewer there are: fewer are better.",
			kit.Facts{Value: "open_tickets", Target: "open_tickets.target", Track: overLimit, Change: kit.AgainstYearBefore("open_tickets", query.AsRatio)},
			kit.Ask("open_tickets", "open_tickets.target", overLimit+" in count").Against(query.PreviousYear, query.AsRatio), kit.Ask("open_tickets").Over(query.Auto)).
			At(16, 8, 8, 4).
			Field(overLimit, kit.Named("Too many"), kit.Steps(kit.Good, kit.Step{From: 1, Colour: kit.Bad})).
			Field(kit.AgainstYearBefore("open_tickets", query.AsRatio), kit.Change(false)).
			Field("open_tickets", kit.Leads(kit.To("Support", "crm-support"), kit.Behind("Open tickets", overviewTickets))),

		kit.Card("Win rate", "Deals won of all deals closed in the period.", "win_rate", kit.To("Sales", "crm-sales"), kit.Behind("Deals won", overviewWon)).
			At(0, 12, 8, 4),
		kit.Card("Customers who stay", "Of the customers with an order in the equal period before, the share with an order in this one. A running period is too low until it ends: compare it with the same days a year before. The trend is of shorter periods, in which fewer order again.", "retention_rate", kit.To("Marketing", "crm-marketing"), kit.Behind("Orders", overviewOrders)).
			At(8, 12, 8, 4),
		kit.Card("Would recommend us (NPS)", "Promoters minus detractors of the answers in the period, from −100 to 100.", "nps", kit.To("Support", "crm-support"), kit.Behind("Answers to surveys", overviewAnswers)).
			At(16, 12, 8, 4),
	}
}

func overviewPictures() []*kit.Panel {
	return []*kit.Panel{
		forecastAgainstGoal("Won so far (green bars), the open deals times their probability on top as the forecast (dashed), and the target (outline). Open deals past their expected close are in none of these.").
			At(0, 16, 10, 7).
			Drill(kit.To("Sales", "crm-sales"), kit.Behind("Deals won", overviewWon)),
		kit.Ranking("Teams on track: lowest 5", "Revenue of each team divided by the part of its target that falls on the working days elapsed so far, the one that is furthest behind first: 100 % is on track.").
			At(10, 16, 6, 7).
			Asks(kit.Ask("revenue_pace").By("team").Where(kit.Known("team")).Lowest(5, "revenue_pace")).
			Field("revenue_pace", kit.From(0), kit.UpTo(1.5), kit.Reached(0.9)).
			Drill(kit.To("${__data.fields.team} in Sales", "crm-sales").With("team"), kit.Behind("Deals won", overviewWon)),
		kit.Series("Tickets: came in, solved, open", "Tickets that came in and tickets that were solved, and those open at the end of each period: where more come in than are solved, the backlog grows. A ticket has no target of its own.").
			At(16, 16, 8, 7).MostPoints(31).
			Asks(kit.Ask("tickets_created", "tickets_solved", "open_tickets").Over(query.Auto)).
			Field("tickets_created", kit.In(kit.Plain)).
			Field("tickets_solved", kit.In(kit.Good)).
			Field("open_tickets", kit.In(kit.Ahead), kit.Bars()).
			Drill(kit.To("Support", "crm-support"), kit.Behind("Open tickets", overviewTickets)),
	}
}
