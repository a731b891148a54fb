package shipped

import (
	"github.com/crmkpi/crm-datasource/pkg/dashboards/kit"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// The panels of rows that the numbers of the Support dashboard lead to.
const (
	supportOpen = iota + 21
	supportLate
	supportAnswers
	supportCommitments
	supportCreated
	supportSolved
	supportEscalated
	supportWaiting
)

func support() *kit.Board {
	created, solved, open := kit.Behind("New cases", supportCreated), kit.Behind("Completed cases", supportSolved), kit.Behind("Unresolved cases", supportOpen)
	escalated, waiting := kit.Behind("Escalated cases", supportEscalated), kit.Behind("Unanswered cases", supportWaiting)
	late, commitments := kit.Behind("SLA targets past due", supportLate), kit.Behind("Commitments overdue", supportCommitments)
	return &kit.Board{
		UID: "crm-support", Title: "CRM Support", Department: "support", From: "now-30d/d", To: "now",
		Description: "For the head of service: what waits, what is late, how well customers are served, and who is unhappy. Periods are cut in the business time zone of the data source.",
		Variables:   []kit.Variable{supportTeam, priority.Folded(), ticketChannel.Folded(), agent.Folded(), account.Typed().Folded()},
		Panels: []*kit.Panel{
			kit.Figures("Cases, ${__from:date:D MMM} to ${__to:date:D MMM HH:mm}", "Cases open when the period began, new and completed in it, and unresolved at its end, or now: the first and the second less the third are the fourth. Unresolved is orange when there are more than at the start; there is no other target.").
				At(0, 0, 7, 4).
				Asks(kit.Ask(`=open_tickets - tickets_created + tickets_solved as "At the start"`, "tickets_created", "tickets_solved", "open_tickets")).
				Limited("open_tickets", kit.Limit{Formula: "=open_tickets * 0", Colour: kit.Good}, kit.Limit{Formula: "=open_tickets - tickets_created + tickets_solved + 1", Colour: kit.Warning}).
				Field("At the start", kit.Named("At the start")).
				Field("tickets_created", kit.Named("New"), kit.In(kit.Plain), kit.Leads(created)).
				Field("tickets_solved", kit.Named("Completed"), kit.In(kit.Good), kit.Leads(solved)).
				Field("open_tickets", kit.Named("Unresolved")).
				Drill(open),
			kit.Figures("Of the unresolved cases", "Of the cases unresolved at the end of the period, or now: those escalated, those without a first answer, the age of the oldest of these, and those that belong to no agent. There is no target: none is best.").
				At(7, 0, 6, 4).
				Asks(kit.Ask("escalated_tickets", "tickets_waiting", `=longest_wait / 1440 as "Longest wait" in count`, "unassigned_tickets")).
				Field("escalated_tickets", kit.Named("Escalated"), kit.Steps(kit.Good, kit.Step{From: 1, Colour: kit.Bad}), kit.ByStep(), kit.Leads(escalated)).
				Field("tickets_waiting", kit.Named("Unanswered"), kit.Steps(kit.Good, kit.Step{From: 1, Colour: kit.Warning}), kit.ByStep()).
				Field("Longest wait", kit.Named("Oldest, days"), kit.Decimals(1)).
				Field("unassigned_tickets", kit.Named("Nobody's"), kit.Steps(kit.Good, kit.Step{From: 1, Colour: kit.Warning}), kit.ByStep(), kit.Leads(open)).
				Drill(waiting),
			kit.Figures("Due soon and breached", "SLA targets that fall due within the next 4 hours from now, those past due and not met at the end of the period, or now, and the share met in time of those due in the period, with its target.").
				At(13, 0, 6, 4).
				Asks(kit.Ask("sla_due_soon").With("horizon", "4h"), kit.Ask("sla_overdue", "sla_met_rate"), kit.Ask("sla_met_rate.target")).
				Judged("sla_met_rate", 0.9).
				Field("sla_due_soon", kit.Named("Due in 4 h"), kit.Steps(kit.Good, kit.Step{From: 1, Colour: kit.Warning}), kit.ByStep()).
				Field("sla_overdue", kit.Named("Breached"), kit.Steps(kit.Good, kit.Step{From: 1, Colour: kit.Bad}), kit.ByStep()).
				Field("sla_met_rate", kit.Named("Met in time"), kit.Decimals(1)).
				Field("sla_met_rate.target", kit.Named("Target"), kit.Decimals(0)).
				Drill(late),
			kit.Figures("Commitments", "Promises to customers past due at the end of the period, or now, those that fall due in the next 7 days from now, and the share kept of those due in the period; green where its target is reached, orange from 90 % of it. A promise has no support team, priority or channel: the filters do not apply.").
				At(19, 0, 5, 4).
				Asks(kit.Ask("commitments_overdue", "commitments_due", "commitments_kept_rate").With("horizon", "7d")).
				Judged("commitments_kept_rate", 0.9).
				Field("commitments_overdue", kit.Named("Late"), kit.Steps(kit.Good, kit.Step{From: 1, Colour: kit.Bad}), kit.ByStep()).
				Field("commitments_due", kit.Named("Due in 7 d")).
				Field("commitments_kept_rate", kit.Named("Kept"), kit.Decimals(1)).
				Drill(commitments, kit.To("Service quality", "crm-service-quality")),

			kit.Series("New, completed, unresolved", "Cases created (bars) and solved (green line) in each period, and those unresolved at its end (purple), which should not rise. There is no target: compare new with completed.").
				At(0, 4, 8, 6).WholeDays().MostPoints(60).
				Asks(kit.Ask("tickets_created", "tickets_solved", "open_tickets").Over(query.Auto)).
				Field("tickets_created", kit.Named("New"), kit.Bars(), kit.In(kit.Plain), kit.Leads(created)).
				Field("tickets_solved", kit.Named("Completed"), kit.In(kit.Good), kit.Leads(solved)).
				Field("open_tickets", kit.Named("Unresolved"), kit.In(kit.Ahead), kit.Leads(open)),
			kit.Series("First response, business hours", "From creation to the first answer, in the hours that the team works: the median and the time within which nine of ten got their answer, of the cases created in the seven days up to each point, beside the target for the median. Unanswered cases are not in it. The target obeys the team alone.").
				At(8, 4, 8, 6).WholeDays().MostPoints(60).
				Asks(
					kit.Ask(`=first_response_time:rolling=7d:statistic=p90 / 60 as "Nine of ten" in count`, `=first_response_time:rolling=7d / 60 as "Median" in count`).With("hours", "business").Over(query.Auto),
					kit.Ask(`=first_response_time.target / 60 as "Target" in count`).Over(query.Auto),
				).
				Field("Nine of ten", kit.Named("Nine of ten within, h"), kit.In(kit.Warning), kit.Decimals(2)).
				Field("Median", kit.Named("Median, h"), kit.In(kit.Plain), kit.Decimals(2)).
				Field("Target", kit.Named("Target, h"), kit.StepLine(), kit.Decimals(2)).
				Drill(created),
			kit.Series("Resolution time, business hours", "From creation to the solution, in the hours that the team works: the median and the time within which nine of ten were solved, of the cases solved in the seven days up to each point, beside the target for the median. The target obeys the team alone.").
				At(16, 4, 8, 6).WholeDays().MostPoints(60).
				Asks(
					kit.Ask(`=resolution_time:rolling=7d:statistic=p90 as "Nine of ten" in count`, `=resolution_time:rolling=7d as "Median" in count`).With("hours", "business").Over(query.Auto),
					kit.Ask(`=resolution_time.target as "Target" in count`).Over(query.Auto),
				).
				Field("Nine of ten", kit.Named("Nine of ten within, h"), kit.In(kit.Warning)).
				Field("Median", kit.Named("Median, h"), kit.In(kit.Plain)).
				Field("Target", kit.Named("Target, h"), kit.StepLine()).
				Drill(solved),

			kit.Table("Service quality: first 11", "Satisfied answers of all answers to surveys in the period, and the mean marks out of 100 for professionalism, friendliness and usefulness, the least satisfying agents first. Colours go by the targets: green where one is reached, orange from 90 % of it. Targets are those of the team, or the company.").
				At(0, 10, 8, 13).
				Asks(kit.Ask("csat", "professionalism", "friendliness", "usefulness").By("agent").Where(kit.Known("agent")).Lowest(0, "csat").Then("professionalism")).
				First(11).
				Judged("csat", 0.9).Judged("professionalism", 0.9).Judged("friendliness", 0.9).Judged("usefulness", 0.9).
				Field("agent", kit.Named("Agent"), kit.Least(130), kit.Leads(kit.Behind("Answers about ${__data.fields.agent}", supportAnswers).With("agent"), kit.To("Service quality", "crm-service-quality").With("agent"))).
				Field("csat", kit.Named("CSAT"), kit.Bar(), kit.From(0), kit.UpTo(1), kit.Decimals(0), kit.Least(160)).
				Field("professionalism", kit.Named("Professional"), kit.Coloured(), kit.Decimals(0), kit.Wide(98)).
				Field("friendliness", kit.Named("Friendly"), kit.Coloured(), kit.Decimals(0), kit.Wide(98)).
				Field("usefulness", kit.Named("Useful"), kit.Coloured(), kit.Decimals(0), kit.Wide(70)),
			kit.Table("Waiting: 11 unhappiest", "Customers with unresolved cases, those at the highest risk first: three points for each escalated case, two for each complaint of the last 90 days, one for each unresolved case, two for a bad last answer to a survey. New cases are of the period. There is no target: none escalated is best. Click a customer for the cases.").
				At(8, 10, 8, 13).
				Asks(kit.Ask("customer_risk", "escalated_tickets", "open_tickets", "tickets_created").By("account").Where(kit.Known("account")).
					Having(query.Having{KPI: "open_tickets", Operator: query.AtLeast, Values: []string{"1"}}).Top(0, "customer_risk").Then("open_tickets")).
				First(11).
				Field("account", kit.Named("Customer"), kit.Least(150), kit.Leads(kit.Behind("Unresolved cases of ${__data.fields.account}", supportOpen).With("account"), kit.To("${__data.fields.account} in Customer", "crm-customer").With("account"))).
				Field("customer_risk", kit.Named("Risk"), kit.Bar(), kit.From(0), kit.OwnScale(), kit.In(kit.Warning), kit.Decimals(0), kit.Least(130)).
				Field("escalated_tickets", kit.Named("Escalated"), kit.Coloured(), kit.Steps(kit.Muted, kit.Step{From: 1, Colour: kit.Bad}), kit.ByStep(), kit.Decimals(0), kit.Wide(90)).
				Field("open_tickets", kit.Named("Unresolved"), kit.Decimals(0), kit.Wide(90)).
				Field("tickets_created", kit.Named("New"), kit.Decimals(0), kit.Wide(60)),
			kit.Stacked("Falls due: today + 6 days", "SLA targets that are not met yet and open commitments, by the day they fall due, from now to the end of the sixth day after today. There is no target: all are to be met. Commitments have no team, priority or channel: the filters do not apply to them.").
				At(16, 10, 8, 6).In("+6d").WholeDays().
				Asks(kit.Ask("sla_due_soon").Over(query.Auto), kit.Ask("commitments_due").Over(query.Auto)).
				Field("sla_due_soon", kit.Named("SLA targets"), kit.In(kit.Ahead)).
				Field("commitments_due", kit.Named("Commitments"), kit.In(kit.Plain)).
				Drill(open),
			kit.Table("Teams by punctuality: first 5", "The teams that met the fewest SLA targets in time, of those due in the period, with their unresolved cases, the median first response and resolution in business hours, and satisfied answers. Colours go by the targets: green where one is reached, orange from 90 % of it.").
				At(16, 16, 8, 7).
				Asks(kit.Ask("sla_met_rate", "open_tickets", `=first_response_time / 60 as "First response" in count`, `=resolution_time as "Resolution" in count`, "csat").
					With("hours", "business").By("support_team").Where(kit.Known("support_team")).Lowest(0, "sla_met_rate").Then("open_tickets")).
				Judged("sla_met_rate", 0.9).Judged("csat", 0.9).First(5).
				Field("support_team", kit.Named("Team"), kit.Least(120), kit.Leads(kit.Behind("Unresolved cases of ${__data.fields.support_team}", supportOpen).With("support_team"))).
				Field("sla_met_rate", kit.Named("SLA met"), kit.Bar(), kit.From(0), kit.UpTo(1), kit.Decimals(0), kit.Least(160)).
				Field("open_tickets", kit.Named("Open"), kit.Decimals(0), kit.Wide(73)).
				Field("First response", kit.Named("Reply, h"), kit.Decimals(1), kit.Wide(63)).
				Field("Resolution", kit.Named("Solved, h"), kit.Decimals(1), kit.Wide(81)).
				Field("csat", kit.Named("CSAT"), kit.Coloured(), kit.Decimals(0), kit.Wide(49)),
		},
		Folded: []kit.Row{
			{Title: "Where cases come from", Panels: []*kit.Panel{
				kit.Table("Commitments by kind: first 6", "Promises to customers that fall due in the next 7 days from now, those overdue at the end of the period, or now, and the share kept of those due in the period; green where its target is reached. A promise has no support team, priority or channel: the filters do not apply.").
					At(0, 0, 10, 9).
					Asks(kit.Ask("commitments_overdue", "commitments_due", "commitments_kept_rate").With("horizon", "7d").By("commitment_kind").Top(0, "commitments_overdue").Then("commitments_due")).
					First(6).
					Judged("commitments_kept_rate", 0.9).
					Field("commitment_kind", kit.Named("Kind"), kit.Worded("commitment_kind"), kit.Least(110)).
					Field("commitments_overdue", kit.Named("Overdue"), kit.Coloured(), kit.Steps(kit.Good, kit.Step{From: 1, Colour: kit.Bad}), kit.ByStep(), kit.Decimals(0), kit.Wide(100)).
					Field("commitments_due", kit.Named("Due in 7 d"), kit.Decimals(0), kit.Wide(92)).
					Field("commitments_kept_rate", kit.Named("Kept"), kit.Bar(), kit.From(0), kit.UpTo(1), kit.Decimals(0), kit.Least(110)).
					Drill(commitments),
				kit.Bands("Cases by category: first 8", "New cases of the period and of the equal one before, by what they are about, the most frequent first. There is no target: compare the two.").
					At(10, 0, 7, 9).
					Asks(kit.Ask("tickets_created").By("category").Top(0, "tickets_created").Against(query.PreviousPeriod)).
					First(8).
					Field("category", kit.Groups()).
					Field("tickets_created", kit.Named("This period"), kit.In(kit.Plain)).
					Field("tickets_created_previous_period", kit.Named("The period before"), kit.In(kit.Muted)).
					Drill(created),
				kit.Series("Cases per customer", "New cases divided by the customers who had one, against a year before. Fewer is better.").
					At(17, 0, 7, 9).Coarse("7d").
					Asks(kit.Ask("tickets_per_customer").Over(query.Auto).Against(query.PreviousYear)).
					Field("tickets_per_customer", kit.Named("Cases per customer"), kit.In(kit.Plain)).
					Field("tickets_per_customer_previous_year", kit.Named("A year before"), kit.In(kit.Muted)).
					Drill(created),
			}},
			{Title: "Rows behind the numbers", Panels: []*kit.Panel{
				cases("Unresolved cases", "The cases behind the number of unresolved ones, the newest first.", "open_tickets").ID(supportOpen),
				kit.Table("SLA targets past due", "The targets behind the number of those past due and not met.").ID(supportLate).
					Asks(kit.Rows("sla_overdue")).
					Columns("ticket", "metric", "due_at", "breached_at").
					Field("metric", kit.Worded("sla_metric")),
				kit.Table("Answers to surveys", "The answers behind customer satisfaction, the newest first.").ID(supportAnswers).
					Asks(kit.Rows("csat")).
					Columns("account", "score", "agent", "responded_at", "comment", "professionalism", "friendliness", "usefulness", "ticket").
					Field("score", kit.Decimals(0)),
				kit.Table("Commitments overdue", "The promises behind the number of those overdue.").ID(supportCommitments).
					Asks(kit.Rows("commitments_overdue")).
					Columns("account", "due_at", "kind", "owner", "due_at_original", "ticket").
					Field("kind", kit.Worded("commitment_kind")),
				cases("New cases", "The cases created in the period, the newest first.", "tickets_created").ID(supportCreated),
				cases("Completed cases", "The cases solved in the period, the newest first.", "tickets_solved").ID(supportSolved),
				cases("Escalated cases", "The unresolved cases that were escalated.", "escalated_tickets").ID(supportEscalated),
				cases("Unanswered cases", "The unresolved cases without a first answer.", "tickets_waiting").ID(supportWaiting),
			}},
		},
	}
}

// cases lists the tickets behind a KPI.
func cases(title, description, kpi string) *kit.Panel {
	return kit.Table(title, description).
		Asks(kit.Rows(kpi)).
		Columns("subject", "account", "url", "agent", "priority", "status", "created_at", "first_response_at", "solved_at", "escalated_at", "channel", "kind", "category").
		Field("subject", kit.Least(190)).
		Field("url", kit.Arrow(), kit.Named("CRM")).
		Field("account", kit.Least(150)).
		Field("priority", kit.Worded("priority")).
		Field("status", kit.Worded("ticket_status")).
		Field("channel", kit.Worded("ticket_channel")).
		Field("kind", kit.Worded("ticket_kind"))
}

// The filters of the dashboards about service.
var (
	supportTeam   = kit.Filter("support_team", "Team", "Team that serves the customer")
	priority      = kit.Filter("priority", "Priority", "Priority of the case")
	ticketChannel = kit.Filter("ticket_channel", "Channel", "How the customer got in touch")
	agent         = kit.Filter("agent", "Agent", "Who serves the customer").Within("support_team")
)
