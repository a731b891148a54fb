package demo

import "strings"

// columns of the tables in the order in which the rows are written, with the tables in the order of the model.
// A table "with identity" has an id that only numbers its rows.
var columns = []struct {
	table, columns string
	identity       bool
}{
	{"teams", "id name parent department", false},
	{"users", "id name email team manager is_quota_carrying fte hired_at ramped_at left_at", false},
	{"accounts", "id name owner segment industry region country source channel campaign created_at first_won_at churned_at url", false},
	{"contacts", "id account name email phone preferences", false},
	{"leads", "id name owner source channel campaign status created_at first_contacted_at qualified_at converted_at account deal url", false},
	{"pipelines", "id name", false},
	{"stages", "id pipeline name position probability kind stall_after_days", false},
	{"deals", "id name account lead owner closed_by pipeline stage campaign source type status amount currency probability forecast_category expected_close_on created_at closed_at lost_reason url", false},
	{"deal_history", "id deal valid_from valid_to stage owner status amount currency probability forecast_category expected_close_on", true},
	{"quotes", "id deal account owner revision is_latest status amount currency sent_at decided_at valid_until", false},
	{"targets", "id metric scope scope_id period_start period_end value currency", true},
	{"forecast_submissions", "id owner team period_start period_end category amount currency submitted_at", true},
	{"activities", "id type subject owner account lead deal ticket status created_at starts_at due_at completed_at duration_minutes is_automated url", false},
	{"products", "id name category", false},
	{"orders", "id account deal owner campaign status ordered_at promised_at_original promised_at delivered_at amount cost currency is_accurate has_defect met_expectations", false},
	{"order_lines", "id order product quantity unit_price unit_cost", true},
	{"payments", "id account order amount currency paid_at", false},
	{"campaigns", "id name channel status starts_on ends_on budget currency", false},
	{"campaign_costs", "id campaign channel spent_on kind amount currency", true},
	{"touches", "id lead account deal campaign channel kind occurred_at", true},
	{"web_sessions", "id channel campaign started_at lead", false},
	{"social_mentions", "id platform kind is_own_brand sentiment rating reach published_at responded_at url", false},
	{"tickets", "id subject account contact agent team channel category priority kind status created_at first_response_at first_solved_at solved_at escalated_at reopen_count url", false},
	{"ticket_events", "id ticket kind actor actor_user occurred_at summary", true},
	{"sla_targets", "id ticket metric due_at met_at breached_at", true},
	{"surveys", "id kind ticket account agent sent_at responded_at score scale_max professionalism friendliness usefulness comment", false},
	{"feedback", "id kind account ticket channel category status received_at resolved_at", false},
	{"commitments", "id kind account order ticket owner due_at_original due_at fulfilled_at cancelled_at", false},
	{"standard_checks", "id standard category order ticket owner team passed checked_at", true},
	{"trainings", "id name", false},
	{"training_enrollments", "id training user enrolled_at due_at completed_at pre_score post_score", true},
	{"currency_rates", "currency valid_on rate", false},
	{"business_hours", "id schedule weekday opens closes timezone", true},
	{"holidays", "id schedule day", true},
}

// tables are the open tables, by name.
type tables struct {
	teams, users, accounts, contacts, leads, pipelines, stages, deals, dealHistory, quotes, targets, submissions,
	activities, products, orders, orderLines, payments, campaigns, campaignCosts, touches, webSessions, socialMentions,
	tickets, ticketEvents, slaTargets, surveys, feedback, commitments, standardChecks, trainings, enrollments,
	currencyRates, businessHours, holidays *table
}

func openTables(l *load) tables {
	var t tables
	targets := []**table{
		&t.teams, &t.users, &t.accounts, &t.contacts, &t.leads, &t.pipelines, &t.stages, &t.deals, &t.dealHistory, &t.quotes,
		&t.targets, &t.submissions, &t.activities, &t.products, &t.orders, &t.orderLines, &t.payments, &t.campaigns,
		&t.campaignCosts, &t.touches, &t.webSessions, &t.socialMentions, &t.tickets, &t.ticketEvents, &t.slaTargets,
		&t.surveys, &t.feedback, &t.commitments, &t.standardChecks, &t.trainings, &t.enrollments, &t.currencyRates,
		&t.businessHours, &t.holidays,
	}
	for i, c := range columns {
		*targets[i] = l.table(c.table, strings.Fields(c.columns))
		(*targets[i]).identity = c.identity
	}
	return t
}
