package shipped

import (
	"github.com/crmkpi/crm-datasource/pkg/dashboards/kit"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// The panels of rows that the numbers of the Service quality dashboard lead to.
const (
	qualityChecks = iota + 21
	qualityOrders
	qualityFeedback
	qualityPromises
	qualityOverdue
	qualityTrainings
	qualityUntrained
)

func serviceQuality() *kit.Board {
	checks, orders, feedback := kit.Behind("Checks", qualityChecks), kit.Behind("Orders promised", qualityOrders), kit.Behind("Complaints and recommendations", qualityFeedback)
	promises, overdue := kit.Behind("Commitments of the period", qualityPromises), kit.Behind("Commitments overdue", qualityOverdue)
	return &kit.Board{
		UID: "crm-service-quality", Title: "CRM Service quality", Department: "support", From: "now-90d/d", To: "now",
		Description: "For the head of service, behind the numbers of Support: which standards are kept and by whom, what customers say, which promises are broken, and whether trainings help. Periods are cut in the business time zone of the data source.",
		Variables:   []kit.Variable{supportTeam, agent.Folded(), standard.Folded(), region.Folded(), category.Folded(), kit.Filter("team", "Sales team", "Team of the rep").Folded()},
		Panels: []*kit.Panel{
			kit.Figures("Checks, ${__from:date:D MMM} to ${__to:date:D MMM HH:mm}", "Checks passed of those of the period: of orders, of goods, of conversations and cases, and of what customers expected. Colours go by the targets: green where one is reached, orange from 95 % of it; the charts below show the targets.").
				At(0, 0, 10, 4).
				Asks(kit.Ask("order_accuracy", "goods_quality", "service_quality", "expectations_met")).
				Judged("order_accuracy", 0.95).Judged("goods_quality", 0.95).Judged("service_quality", 0.95).Judged("expectations_met", 0.95).
				Field("order_accuracy", kit.Named("Orders accurate"), kit.Decimals(1)).
				Field("goods_quality", kit.Named("Goods sound"), kit.Decimals(1)).
				Field("service_quality", kit.Named("Good service"), kit.Decimals(1)).
				Field("expectations_met", kit.Named("What was expected"), kit.Decimals(1)).
				Drill(checks),
			kit.Figures("Promises", "Of the orders and commitments whose original promise fell due in the period, those kept by then; green where the target is reached, orange from 95 % of it. Then the commitments past due at the end of the period, or now, and those that fall due in the next 7 days from now. Promises have no support team and no agent: only the region filters them.").
				At(10, 0, 7, 4).
				Asks(kit.Ask("on_time_delivery_rate", "commitments_kept_rate", "commitments_overdue"), kit.Ask("commitments_due").With("horizon", "7d")).
				Judged("on_time_delivery_rate", 0.95).Judged("commitments_kept_rate", 0.95).
				Field("on_time_delivery_rate", kit.Named("Orders in time"), kit.Decimals(1), kit.Leads(orders)).
				Field("commitments_kept_rate", kit.Named("Promises kept"), kit.Decimals(1), kit.Leads(promises)).
				Field("commitments_overdue", kit.Named("Late"), kit.Steps(kit.Good, kit.Step{From: 1, Colour: kit.Bad}), kit.ByStep()).
				Field("commitments_due", kit.Named("Due in 7 d"), kit.In(kit.Ahead)).
				Drill(overdue),
			kit.Figures("Complaints and recommendations", "Complaints and recommendations received in the period, each with its change against a year before: fewer complaints and more recommendations are better.").
				At(17, 0, 7, 4).
				Asks(kit.Ask("complaints", "recommendations").Against(query.PreviousYear, query.AsRatio)).
				Field("complaints", kit.Named("Complaints")).
				Field("complaints_previous_year_ratio", kit.Named("Over a year"), kit.Change(false), kit.Decimals(0)).
				Field("recommendations", kit.Named("Praised to others")).
				Field("recommendations_previous_year_ratio", kit.Named("Over a year"), kit.Change(true), kit.Decimals(0)).
				Drill(feedback),

			kit.Table("Standards: worst 6", "Checks passed of those of the period for each standard, and the change against the equal period before, in points of a percent. The bar is green where the target of all checks is reached, orange from 95 % of it. Click a standard for its checks.").
				At(0, 4, 8, 8).
				Asks(kit.Ask("standards_compliance").By("standard").Lowest(0, "standards_compliance").Against(query.PreviousPeriod, query.AsDifference)).
				Judged("standards_compliance", 0.95).First(6).
				Field("standard", kit.Named("Standard"), kit.Least(170), kit.Leads(kit.Behind("Checks of ${__data.fields.standard}", qualityChecks).With("standard"))).
				Field("standards_compliance", kit.Named("Passed"), kit.Bar(), kit.From(0), kit.UpTo(1), kit.Decimals(0), kit.Least(150)).
				Field("standards_compliance_previous_period_difference", kit.Named("Change"), kit.Change(true), kit.Coloured(), kit.Decimals(1), kit.Wide(100)),
			kit.Series("Accuracy, service and targets", "Checks of orders and of service passed in the four weeks up to each point (lines), and the targets (steps of the same colour). The axis does not begin at 0.").
				At(8, 4, 8, 8).WholeDays().MostPoints(100).Zoomed(0.7).
				Asks(kit.Ask("order_accuracy:rolling=28d", "service_quality:rolling=28d", "order_accuracy.target", "service_quality.target").Over(query.Auto)).
				Field("order_accuracy:rolling=28d", kit.Named("Order accuracy"), kit.In(kit.Plain)).
				Field("service_quality:rolling=28d", kit.Named("Service"), kit.In(kit.Second)).
				Field("order_accuracy.target", kit.Named("Target, orders"), kit.StepLine(), kit.In(kit.Plain)).
				Field("service_quality.target", kit.Named("Target, service"), kit.StepLine(), kit.In(kit.Second)).
				Drill(checks),
			kit.Series("What customers say in 4 weeks", "Complaints (red) and recommendations (green) received in the four weeks up to each point, and the complaints of a year before (grey). There is no target: fewer complaints than a year before are better.").
				At(16, 4, 8, 8).WholeDays().MostPoints(100).
				Asks(kit.Ask("complaints:rolling=28d", "recommendations:rolling=28d", "complaints:rolling=28d:offset=1y").Over(query.Auto)).
				Field("complaints:rolling=28d", kit.Named("Complaints"), kit.In(kit.Bad)).
				Field("recommendations:rolling=28d", kit.Named("Recommendations"), kit.In(kit.Good)).
				Field("complaints:offset=1y:rolling=28d", kit.Named("Complaints a year before"), kit.In(kit.Muted)).
				Drill(feedback),

			kit.Table("People and standards: first 9", "Checks passed of those of the period, of all standards and by what is checked; a dash where nobody checked. Colours go by the targets: green where one is reached, orange from 95 % of it, red below.").
				At(0, 12, 9, 11).
				Asks(kit.Ask("standards_compliance", "order_accuracy", "goods_quality", "service_quality", "expectations_met").By("agent").Where(kit.Known("agent")).Lowest(0, "standards_compliance")).
				Judged("standards_compliance", 0.95).Judged("order_accuracy", 0.95).Judged("goods_quality", 0.95).Judged("service_quality", 0.95).Judged("expectations_met", 0.95).
				First(9).
				Field("agent", kit.Named("Agent"), kit.Least(172), kit.Leads(kit.Behind("Checks of ${__data.fields.agent}", qualityChecks).With("agent"))).
				Field("standards_compliance", kit.Named("All checks"), kit.Bar(), kit.From(0), kit.UpTo(1), kit.Decimals(0), kit.Least(168)).
				Field("order_accuracy", kit.Named("Orders"), kit.Coloured(), kit.Decimals(0), kit.Wide(70)).
				Field("goods_quality", kit.Named("Goods"), kit.Coloured(), kit.Decimals(0), kit.Wide(70)).
				Field("service_quality", kit.Named("Support"), kit.Coloured(), kit.Decimals(0), kit.Wide(106)).
				Field("expectations_met", kit.Named("Expectations"), kit.Coloured(), kit.Decimals(0), kit.Wide(99)),
			kit.Table("Commitments by owner: first 8", "Promises kept of those due in the period, and those overdue at the end of the period, or now: the owners with the most overdue first, among equals the least reliable. The bar is green where the target is reached, orange from 95 % of it. Promises have no support team and no agent: only the region filters them.").
				At(9, 12, 7, 11).
				Asks(kit.Ask("commitments_kept_rate", "commitments_overdue").By("rep", "team").Where(kit.Known("rep")).Top(0, "commitments_overdue").ThenLowest("commitments_kept_rate")).
				Judged("commitments_kept_rate", 0.95).First(8).
				Columns("rep", "commitments_kept_rate", "commitments_overdue", "team").
				Field("rep", kit.Named("Owner"), kit.Bare(), kit.Least(130)).
				Field("team", kit.Named("Team"), kit.Wide(112)).
				Field("commitments_kept_rate", kit.Named("Kept"), kit.Bar(), kit.From(0), kit.UpTo(1), kit.Decimals(0), kit.Least(150)).
				Field("commitments_overdue", kit.Named("Late"), kit.Coloured(), kit.Steps(kit.Good, kit.Step{From: 1, Colour: kit.Bad}), kit.ByStep(), kit.Decimals(0), kit.Wide(64)).
				Drill(overdue, promises),
			kit.Table("Trainings, a year: first 8", "Trainings completed in time of those that fell due, with the target's colour, those overdue now, the mean gain from the score before to the one after, and what changed for those trained in the 30 days after, less the change of others then: in points of satisfaction and minutes of first response (fewer are better). A dash where fewer than 10 people are on either side.").
				At(16, 12, 8, 11).In("365d").Untold().
				Asks(kit.Ask("training_completion_rate", "trainings_overdue", "training_gain", "training_effect", `=training_effect_on_response as "Response" in count`).By("training").Where(kit.Known("training")).Top(0, "trainings_overdue").Then("training_gain")).
				Judged("training_completion_rate", 0.95).First(8).
				Field("training", kit.Named("Training"), kit.Least(130), kit.Leads(kit.Behind("Trainings completed", qualityTrainings), kit.Behind("Trainings overdue", qualityUntrained))).
				Field("training_completion_rate", kit.Named("In time"), kit.Bar(), kit.From(0), kit.UpTo(1), kit.Decimals(0), kit.Least(150)).
				Field("trainings_overdue", kit.Named("Late"), kit.Coloured(), kit.Steps(kit.Good, kit.Step{From: 1, Colour: kit.Bad}), kit.ByStep(), kit.Decimals(0), kit.Wide(64)).
				Field("training_gain", kit.Named("Gain"), kit.Change(true), kit.Coloured(), kit.Decimals(0), kit.Wide(72)).
				Field("training_effect", kit.Named("CSAT"), kit.Change(true), kit.Coloured(), kit.Decimals(1), kit.Wide(52)).
				Field("Response", kit.Named("Reply, min"), kit.Change(false), kit.Coloured(), kit.Decimals(0), kit.Wide(64)),
		},
		Folded: []kit.Row{{Title: "Rows behind the numbers", Panels: []*kit.Panel{
			kit.Table("Checks", "The checks of the period, the newest first.").ID(qualityChecks).
				Asks(kit.Rows("standards_compliance")).
				Columns("owner", "checked_at", "url", "standard", "category", "team", "passed", "order", "ticket").
				Field("url", kit.Named("CRM"), kit.Arrow()).
				Field("category", kit.Worded("check_category")),
			kit.Table("Orders promised", "The orders whose original promise fell due in the period.").ID(qualityOrders).
				Asks(kit.Rows("on_time_delivery_rate")).
				Columns("account", "url", "owner", "status", "promised_at_original", "delivered_at", "amount", "currency", "is_accurate", "has_defect", "met_expectations").
				Field("url", kit.Arrow(), kit.Named("CRM")),
			kit.Table("What customers said", "Complaints, recommendations and praise received in the period, the newest first.").ID(qualityFeedback).
				Asks(kit.RowsOf("feedback")).
				Columns("account", "url", "kind", "status", "received_at", "channel", "category", "resolved_at").
				Field("url", kit.Arrow(), kit.Named("CRM")).
				Field("kind", kit.Worded("feedback_kind")).
				Field("status", kit.Worded("ticket_status")).
				Field("channel", kit.Worded("ticket_channel")),
			commitmentRows("Commitments of the period", "The promises that fell due in the period.", "commitments_kept_rate").ID(qualityPromises),
			commitmentRows("Commitments overdue", "The promises behind the number of those overdue.", "commitments_overdue").ID(qualityOverdue),
			kit.Table("Trainings completed", "The trainings that people completed in the period, with their scores before and after.").ID(qualityTrainings).
				Asks(kit.Rows("training_gain")).
				Columns("user", "training", "completed_at", "due_at", "enrolled_at", "pre_score", "post_score"),
			kit.Table("Trainings overdue", "The trainings behind the number of those overdue.").ID(qualityUntrained).
				Asks(kit.Rows("trainings_overdue")).
				Columns("user", "training", "due_at", "enrolled_at", "pre_score"),
		}}},
	}
}

// commitmentRows lists the promises behind a KPI.
func commitmentRows(title, description, kpi string) *kit.Panel {
	return kit.Table(title, description).
		Asks(kit.Rows(kpi)).
		Columns("account", "url", "due_at", "kind", "owner", "due_at_original", "fulfilled_at", "ticket").
		Field("url", kit.Named("CRM"), kit.Arrow()).
		Field("kind", kit.Worded("commitment_kind"))
}

var standard = kit.Filter("standard", "Standard", "What is checked")
