package shipped

import (
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/dashboards/kit"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// The panels of rows that the numbers of the Marketing dashboard lead to.
const (
	marketingLeads    = 21
	marketingDeals    = 22
	marketingOrders   = 23
	marketingMentions = 24
	marketingCosts    = 25
)

// The last steps of the lead funnel: of the leads of the range, whenever it happened.
const (
	leadsWithDeal = "=lead_to_deal_rate:window=ever * new_leads"
	leadsWon      = "=lead_conversion_rate:window=ever * new_leads"
)

// What is missing to the goal for leads, as long as its periods are not over, and what campaigns earn for each unit spent, which
// percentages of thousands would hide.
const (
	leadsMissing  = "=max(0, lead_target - new_leads) + 0 * open_periods(whole_periods(lead_target))"
	campaignTimes = "=campaign_roi"
)

func marketing() *kit.Board {
	return &kit.Board{
		UID: "crm-marketing", Title: "CRM Marketing", Department: "marketing", From: "now/y", To: "now/y",
		Description: "For marketing: what campaigns and channels cost and bring, what customers are worth, and what is said about the brand. Periods are cut in the business time zone of the data source.",
		Variables:   []kit.Variable{channel, campaign.Folded(), region.Folded(), account.Folded(), platform.Folded()},
		Panels:      append(marketingFigures(), append(marketingReports(), marketingTrends()...)...),
		Folded: []kit.Row{{Title: "Rows behind the numbers", Panels: []*kit.Panel{
			newLeads(marketingLeads),
			kit.Table("Deals credited to campaigns", "The deals behind attributed revenue. Rows, so there is nothing to compare.").ID(marketingDeals).
				Asks(kit.Rows("attributed_revenue")).
				Columns("deal", "attributed_revenue", "credited_amount", "url", "account", "rep", "closed_at", "campaign", "channel", "credit").
				Field("deal", kit.Least(200)).
				Field("url", kit.Named("CRM"), kit.Arrow()).
				Field("channel", kit.Worded("channel")),
			costs(marketingCosts),
			kit.Table("Orders", "The orders behind customer profit. Rows, so there is nothing to compare.").ID(marketingOrders).
				Asks(kit.Rows("customer_profit")).
				Columns("account", "customer_profit", "order_profit", "amount", "cost", "currency", "status", "ordered_at", "owner", "deal", "campaign").
				Field("status", kit.Worded("order_status")),
			kit.Table("Mentions", "The mentions of the own brand. Rows, so there is nothing to compare.").ID(marketingMentions).
				Asks(kit.Rows("mentions")).
				Columns("platform", "sentiment", "url", "published_at", "kind", "rating", "reach", "responded_at").
				Field("url", kit.Arrow()).
				Field("kind", kit.Worded("mention_kind")).
				Field("sentiment", kit.Worded("sentiment")),
		}}},
	}
}

// marketingFigures are what the day begins with. Costs have no region, so that their ratios would be of different things in one.
func marketingFigures() []*kit.Panel {
	return []*kit.Panel{
		kit.Figures("Pace to the lead target", "New leads of the period, their target, the pace and what is still missing. The pace is the leads divided by the part of the target that falls on the working days elapsed so far: 100 % is on track. Lead targets are set for the company and for channels: filtered by campaign, region or customer there is none.").
			At(0, 0, 8, 4).
			Asks(kit.Ask("new_leads", "lead_target", "lead_target_pace", leadsMissing+` as "Still missing" in count`)).
			Field("new_leads", kit.In(kit.Plain)).
			Field("lead_target", kit.Named("Target"), kit.Decimals(0)).
			Field("lead_target_pace", kit.Named("Pace"), kit.Reached(0.9)).
			Field(leadsMissing, kit.Named("Still missing"), kit.Decimals(0), kit.In(kit.Ahead)).
			Drill(kit.Behind("Leads", marketingLeads), kit.To("Plan", "crm-plan")),
		kit.Figures("Worth and cost of a customer", "What a customer brings over the years of staying (CLTV), with the change against the year before, what winning one costs (CAC), and the one as a multiple of the other: 3 and more is healthy, below 1 every new customer loses money. Marketing costs have neither region nor customer, so these two filters do not apply.").
			At(8, 0, 8, 4).
			Asks(kit.Ask("cltv").Against(query.PreviousYear, query.AsRatio).Whatever("region", "account"), kit.Ask("cac", "cltv_to_cac").Whatever("region", "account")).
			Field("cltv", kit.Named("CLTV"), kit.In(kit.Plain)).
			Field(kit.AgainstYearBefore("cltv", query.AsRatio), kit.Named("CLTV over a year"), kit.Change(true), kit.Decimals(1)).
			Field("cac", kit.Named("CAC"), kit.In(kit.Plain)).
			Field("cltv_to_cac", kit.Named("CLTV:CAC"), kit.Steps(kit.Bad, kit.Step{From: 1, Colour: kit.Warning}, kit.Step{From: 3, Colour: kit.Good}), kit.ByStep(), kit.Decimals(1)).
			Drill(kit.Behind("Orders", marketingOrders), kit.Behind("Marketing costs", marketingCosts)),
		kit.Figures("Spent and brought in", "All marketing costs of the period, how much of the campaigns' budget that is, the revenue credited to touches by the last one before closing, and the revenue divided by the costs (ROI), whose limit is 100 %: below it marketing costs more than it brings. Costs without a campaign are in it, revenue of deals without a touch is not. Marketing costs have neither region nor customer, so these two filters do not apply.").
			At(16, 0, 8, 4).
			Asks(kit.Ask("marketing_cost", "attributed_revenue", "roi", "budget_used").Whatever("region", "account")).
			Field("marketing_cost", kit.Named("Costs")).
			Field("attributed_revenue", kit.Named("Revenue"), kit.In(kit.Plain)).
			Field("roi", kit.Steps(kit.Bad, kit.Step{From: 1, Colour: kit.Good}), kit.ByStep()).
			Field("budget_used", kit.Named("Budget used"), kit.Decimals(0)).
			Drill(kit.Behind("Marketing costs", marketingCosts), kit.Behind("Deals credited to campaigns", marketingDeals)),
	}
}

func marketingReports() []*kit.Panel {
	return []*kit.Panel{
		kit.Table("Sales by campaign: first 7", "Revenue credited to each campaign by the last touch before closing, and how much of its target for the period is reached, the largest targets first. Campaign targets have neither region nor customer: filtered by one, the target is empty. Click a campaign for its deals.").
			At(0, 4, 9, 10).
			Asks(kit.Ask("campaign_attainment", "attributed_revenue", "campaign_target").By("campaign").Where(kit.Known("campaign")).Top(7, "campaign_target").Then("attributed_revenue")).
			Columns("campaign", "campaign_attainment", "attributed_revenue", "campaign_target").
			Field("campaign", kit.Wide(222), kit.Leads(kit.Behind("Deals credited to ${__data.fields.campaign}", marketingDeals).With("campaign"))).
			Field("campaign_attainment", kit.Named("Attainment"), kit.Bar(), kit.From(0), kit.UpTo(1.5), kit.Reached(0.8), kit.Least(118)).
			Field("attributed_revenue", kit.Named("Revenue"), kit.Wide(90)).
			Field("campaign_target", kit.Named("Target"), kit.Wide(90), kit.In(kit.Muted)),
		kit.Ranking("Best 5 campaigns: × cost", "How many times its whole cost to date a campaign has earned to date, of those with a cost or a run in the period: revenue credited by the last touch, whenever it came. Green from the limit of 1×, where a campaign has earned its cost. Marketing costs have neither region nor customer, so these two filters do not apply. Click a bar for the deals.").
			At(9, 4, 8, 10).
			Asks(kit.Ask(campaignTimes+` as "Campaign ROI" in times`).By("campaign").Where(kit.Known("campaign")).Top(5, campaignTimes).Having(query.Having{KPI: "campaign_roi", Operator: query.Above, Values: []string{"0"}}).Whatever("region", "account")).
			Field(campaignTimes, kit.Steps(kit.Bad, kit.Step{From: 1, Colour: kit.Good}), kit.ByStep(), kit.Decimals(1)).
			Drill(kit.Behind("Deals credited to ${__data.fields.campaign}", marketingDeals).With("campaign")),
		kit.Series("New leads against the target", "New leads (bars) and their target (outline), which is known ahead. The target of a period that is not over is that of the whole period. Filtered by campaign, region or customer there is no target.").
			At(17, 4, 7, 10).MostPoints(31).
			Asks(kit.Ask("new_leads", "lead_target").Over(query.Auto)).
			Field("new_leads", kit.In(kit.Plain), kit.Bars()).
			Field("lead_target", kit.Outline()).
			Drill(kit.Behind("Leads", marketingLeads)),
		kit.Table("CPA, CAC by channel: first 6", "All marketing cost per new customer (CAC) and media cost per lead (CPA) by channel, the dearest customers first, each with the change against the year before: green when it got cheaper. Marketing costs have neither region nor customer, so these two filters do not apply. Click a channel for its leads.").
			At(0, 14, 8, 9).
			Asks(kit.Ask("cac", "cpa").By("channel").Against(query.PreviousYear, query.AsRatio).Top(6, "cac").Whatever("region", "account")).
			Field("channel", kit.Worded("channel"), kit.Least(124), kit.Leads(kit.Behind("Leads of ${__data.fields.channel}", marketingLeads).With("channel"))).
			Field("cac", kit.Named("CAC"), kit.Bar(), kit.OwnScale(), kit.From(0), kit.In(kit.Plain), kit.Wide(216)).
			Field(kit.AgainstYearBefore("cac", query.AsRatio), kit.Named("CAC over a year"), kit.Change(false), kit.Decimals(1), kit.Coloured(), kit.Wide(84)).
			Field("cpa", kit.Named("CPA"), kit.Bar(), kit.OwnScale(), kit.From(0), kit.In(kit.Plain), kit.Least(98)).
			Field(kit.AgainstYearBefore("cpa", query.AsRatio), kit.Named("CPA over a year"), kit.Change(false), kit.Decimals(1), kit.Coloured(), kit.Wide(84)),
		kit.Ranking("Lead funnel", "What has become to date of the leads that came in the period: how many were qualified, how many of these got a deal, how many of these deals are won. One group of leads, so it never widens; late in the period it still grows. Its target is that of new leads, above.").
			At(8, 14, 5, 9).
			Asks(kit.Ask("new_leads", "qualified_leads"), kit.Ask(leadsWithDeal+` as "With a deal" in count`, leadsWon+` as "Won" in count`).Where(qualified)).
			Field("new_leads", kit.Named("Leads")).
			Field("qualified_leads", kit.Named("Qualified")).
			Field(leadsWithDeal, kit.Named("With a deal"), kit.Decimals(0)).
			Field(leadsWon, kit.Named("Won"), kit.Decimals(0), kit.In(kit.Good)).
			Drill(kit.Behind("Leads", marketingLeads)),
		kit.Ranking("5 most profitable customers", "Amount minus cost of their orders in the period. Customers have no target: compare them with one another. Click a bar for the orders.").
			At(13, 14, 6, 9).
			Asks(kit.Ask("customer_profit").By("account").Where(kit.Known("account")).Top(5, "customer_profit").Having(query.Having{KPI: "customer_profit", Operator: query.Above, Values: []string{"0"}})).
			Drill(kit.Behind("Orders of ${__data.fields.account}", marketingOrders).With("account"), kit.To("${__data.fields.account} in Customer", "crm-customer").With("account")),
		kit.Table("Social pulse: first 6", "Mentions of the own brand, positive minus negative of those scored, by platform, and the share of voice, which compares them with those of the tracked competitors. Mentions have neither channel, campaign, region nor customer: the filters do not apply. Click a platform for the mentions.").
			At(19, 14, 5, 9).
			Asks(kit.Ask("mentions", "net_sentiment", "share_of_voice").By("platform").Top(6, "mentions").Whatever("channel", "campaign", "region", "account")).
			Field("platform", kit.Least(84), kit.Leads(kit.Behind("Mentions", marketingMentions))).
			Field("mentions", kit.Wide(92)).
			Field("net_sentiment", kit.Named("Sentiment"), kit.Decimals(0), kit.Change(true), kit.Coloured(), kit.Wide(80)).
			Field("share_of_voice", kit.Named("Share of voice"), kit.Decimals(0), kit.Wide(76)),
	}
}

// marketingTrends are below the fold.
func marketingTrends() []*kit.Panel {
	return []*kit.Panel{
		kit.Series("Deals from campaigns", "Revenue of the deals that came from a campaign (bars), with those that are open times their probability, by expected close (dashed). Each campaign has its own target, above; all of them have none to compare with.").
			At(0, 23, 6, 8).MostPoints(31).
			Asks(kit.Ask("revenue", "forecast").Over(query.Auto).Where(kit.Known("campaign"))).
			Field("revenue", kit.In(kit.Good), kit.Bars()).
			Field("forecast", kit.Dashed()).
			Drill(kit.Behind("Deals credited to campaigns", marketingDeals)),
		kit.Series("Cost per lead against its limit", "All marketing cost per new lead (line) and the most it should be (steps). Marketing costs have neither region nor customer, so these two filters do not apply.").
			At(6, 23, 6, 8).MostPoints(31).
			Asks(kit.Ask("cost_per_lead", "cost_per_lead.target").Over(query.Auto).Whatever("region", "account")).
			Field("cost_per_lead", kit.In(kit.Plain)).
			Field("cost_per_lead.target", kit.StepLine()).
			Drill(kit.Behind("Marketing costs", marketingCosts)),
		kit.Series("CLTV:CAC, three years", "What a customer brings as a multiple of what winning one cost in the quarter: 3 and more is healthy. Marketing costs have neither region nor customer, so these two filters do not apply.").
			At(12, 23, 6, 8).In("now-3y/Q").Untold().
			Asks(kit.Ask("cltv_to_cac", "cltv_to_cac.target").Over(calendar.Quarter).Whatever("region", "account")).
			Field("cltv_to_cac", kit.In(kit.Plain), kit.Decimals(0)).
			Field("cltv_to_cac.target", kit.StepLine()).
			Drill(kit.Behind("Orders", marketingOrders)),
		kit.Series("Praise less blame", "Positive minus negative mentions of those scored, of the own brand: above 0 there is more praise than blame, the line to compare with. Mentions have neither channel, campaign, region nor customer: the filters do not apply.").
			At(18, 23, 6, 8).MostPoints(31).Zoomed(0).
			Asks(kit.Ask("net_sentiment").Over(query.Auto).Whatever("channel", "campaign", "region", "account")).
			Field("net_sentiment", kit.In(kit.Plain)).
			Drill(kit.Behind("Mentions", marketingMentions)),
	}
}

// qualified keeps the leads that were qualified at some time.
var qualified = query.Filter{Field: "qualified_at", Operator: query.AtLeast, Values: []string{"1900-01-01"}}
