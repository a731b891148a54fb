package shipped

import (
	"github.com/crmkpi/crm-datasource/pkg/dashboards/kit"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// The panels of rows that the numbers of Customer lead to.
const (
	customerOrders = iota + 21
	customerDeals
	customerTickets
	customerAnswers
	customerCommitments
	customerConversation
	customerFeedback
	customerContacts
)

func customer() *kit.Board {
	orders, deals, tickets := kit.Behind("Orders", customerOrders), kit.Behind("Deals", customerDeals), kit.Behind("Tickets", customerTickets)
	answers, commitments, conversation := kit.Behind("Answers to surveys", customerAnswers), kit.Behind("Commitments", customerCommitments), kit.Behind("The whole conversation", customerConversation)
	feedback := kit.Behind("Complaints and praise", customerFeedback)
	return &kit.Board{
		UID: "crm-customer", Title: "CRM Customer", Department: "management", From: "now-12M/M", To: "now",
		Description: "For whoever talks with a customer: what the customer is worth, whether there is a risk, what was bought, said and promised, and what comes next. Type a part of the name to find a customer; where several have the name, one of them is shown, with a number, and the others can be chosen.",
		Variables: []kit.Variable{
			kit.Picked("account", "Find", "Type a part of the name", "").Typed(),
			kit.Exactly("customer", "account", "Customer", "Where several customers have that name, which of them").Folded(),
		},
		Panels: []*kit.Panel{
			kit.Figures("Worth of ${customer}", "Customer lifetime value (average order, times orders in the year, times the years that customers stay), value of the orders in the range with its change against a year before, and the profit on these orders. A customer has no target: compare with the year before.").
				At(0, 0, 8, 4).
				Asks(kit.Ask("cltv"), kit.Ask("order_value").Against(query.PreviousYear, query.AsValue), kit.Ask("customer_profit")).
				Field("cltv", kit.Named("Lifetime value"), kit.In(kit.Plain)).
				Field("order_value", kit.Named("Orders"), kit.In(kit.Good)).
				Field("order_value_previous_year", kit.Named("A year before")).
				Field("customer_profit", kit.Named("Profit")).
				Drill(orders),
			kit.Figures("At risk?", "Risk at the end of the range, or now: three points for each escalated ticket, two for each complaint of the last 90 days, one for each open ticket, two for a bad last answer; orange from one point, red from five. Beside it: tickets open then, complaints and satisfied answers of the range. There is no target: no points is best.").
				At(8, 0, 8, 4).
				Asks(kit.Ask("customer_risk", "open_tickets", "complaints", "csat")).
				Field("customer_risk", kit.Named("Risk"), kit.Steps(kit.Good, kit.Step{From: 1, Colour: kit.Warning}, kit.Step{From: 5, Colour: kit.Bad}), kit.ByStep(), kit.Decimals(0)).
				Field("open_tickets", kit.Named("Tickets open"), kit.Leads(tickets)).
				Field("complaints", kit.Named("Complaints"), kit.Steps(kit.Good, kit.Step{From: 1, Colour: kit.Bad}), kit.ByStep(), kit.Leads(feedback)).
				Field("csat", kit.Named("Satisfied"), kit.Decimals(0), kit.Leads(answers)).
				Drill(tickets),
			kit.Figures("What is open", "Value of the deals that are open at the end of the range, or now, the part of it that their probability promises, and promises to the customer: overdue, and due in the next 30 days from now. There is no target: none overdue is best.").
				At(16, 0, 8, 4).
				Asks(kit.Ask("pipeline_value", "weighted_pipeline", "commitments_overdue"), kit.Ask("commitments_due").With("horizon", "30d")).
				Field("pipeline_value", kit.Named("Open deals"), kit.In(kit.Ahead)).
				Field("weighted_pipeline", kit.Named("Weighted")).
				Field("commitments_overdue", kit.Named("Late promises"), kit.Steps(kit.Good, kit.Step{From: 1, Colour: kit.Bad}), kit.ByStep(), kit.Leads(commitments)).
				Field("commitments_due", kit.Named("Promises due"), kit.Leads(commitments)).
				Drill(deals),

			kit.Table("Conversation: latest 11", "What happened with the customer in the range: orders, deals, tickets, messages, meetings, answers to surveys, quotes and payments, the eleven latest. Rows, so there is nothing to compare. Click the subject to open it in the CRM, or a time for all of it.").
				At(0, 4, 12, 13).
				Asks(kit.Timeline()).First(11).
				Columns("time", "subject", "what", "amount", "currency", "event", "person", "url").
				Field("time", kit.When(), kit.Wide(138), kit.Leads(conversation)).
				Field("subject", kit.Least(170), kit.Leads(kit.InCRM())).
				Field("what", kit.Wide(92)).
				Field("event", kit.Wide(152)).
				Field("person", kit.Wide(130)).
				Field("amount", kit.Decimals(0), kit.Wide(76)).
				Field("currency", kit.Wide(76)).
				Field("url", kit.OutOfSight()),
			kit.Series("Purchases beside a year before", "Value of the orders (bars) and payments received (green points) in each period, beside the orders a year before (outline); by month over a year, by week or day over less.").
				At(12, 4, 12, 6).MostPoints(16).
				Asks(kit.Ask("order_value").Over(query.Auto).Against(query.PreviousYear), kit.Ask("payments_received").Over(query.Auto)).
				Field("order_value", kit.Named("Orders"), kit.Bars(), kit.In(kit.Plain)).
				Field("order_value_previous_year", kit.Named("A year before"), kit.Outline()).
				Field("payments_received", kit.Named("Payments"), kit.In(kit.Good), kit.Points()).
				Drill(orders),
			kit.Lives("How its deals went", "The stage of each deal from its first change in the range on: green is the stage Won, red the stage Lost, and the legend tells the others; touch a bar for its stage. There is no target: a long bar of another colour waits for a step.", "valid_from", "deal", "stage").
				At(12, 10, 12, 7).
				Asks(kit.RowsOf("deal_history")).
				Field("stage", kit.BareSignals(map[string]string{"Won": kit.Good, "Lost": kit.Bad})).
				Drill(deals),
			kit.Table("Who they are: first 3 reps", "Segment, industry and country of the customer with the reps of its deals, and what these deals amount to, won, lost and open. There is nothing to compare with.").
				At(0, 17, 9, 6).
				Asks(kit.Ask("deals", "deal_value").By("rep", "segment", "industry", "country").Top(0, "deal_value")).First(3).
				Columns("rep", "deal_value", "deals", "segment", "industry", "country").
				Field("rep", kit.Bare(), kit.Least(150), kit.Leads(kit.To("${__data.fields.rep} in Team review", "crm-team-review").With("rep"))).
				Field("deal_value", kit.Named("Value"), kit.Wide(90)).
				Field("deals", kit.Named("Deals"), kit.Decimals(0), kit.Wide(66)).
				Field("segment", kit.Wide(94)).
				Field("industry", kit.Wide(114)).
				Drill(deals),
			kit.Table("Contacts, preferences: first 3", "The people at the customer, three of them, and how they like to be treated. Rows, so there is nothing to compare.").
				At(9, 17, 7, 6).
				Asks(kit.RowsOf("contacts")).First(3).
				Columns("name", "preferences", "phone").
				Field("name", kit.Named("Name"), kit.Wide(140)).
				Field("preferences", kit.Least(150)).
				Field("phone", kit.Wide(116)).
				Drill(kit.Behind("Contacts", customerContacts)),
			kit.Table("The next 30 days: first 3", "Planned meetings, calls, tasks and promises to the customer from now on, the next three. It is what is planned, so there is nothing to compare with.").
				At(16, 17, 8, 6).In("+30d").Untold().
				Asks(kit.Agenda()).First(3).
				Columns("time", "subject", "type", "rep", "url").
				Field("time", kit.When(), kit.Wide(138)).
				Field("subject", kit.Least(120), kit.Leads(kit.InCRM())).
				Field("type", kit.Words(kinds), kit.Wide(118)).
				Field("rep", kit.Wide(130)).
				Field("url", kit.OutOfSight()),
		},
		Folded: []kit.Row{{Title: "Rows behind the numbers", Panels: []*kit.Panel{
			kit.Table("Orders", "The orders in the range, the newest first. Rows, so there is nothing to compare.").ID(customerOrders).Asks(kit.Rows("order_value")),
			kit.Table("Deals", "All deals of the customer, the newest first. Rows, so there is nothing to compare.").ID(customerDeals).Asks(kit.Rows("deals")).
				Columns("name", "status", "amount", "currency", "url", "owner", "stage", "pipeline", "created_at", "expected_close_on", "closed_at", "lost_reason"),
			kit.Table("Tickets", "The tickets created in the range, the newest first. Rows, so there is nothing to compare.").ID(customerTickets).Asks(kit.RowsOf("tickets")).
				Columns("subject", "status", "url", "priority", "kind", "created_at", "solved_at", "escalated_at", "agent", "team", "channel"),
			kit.Table("Answers to surveys", "The surveys sent in the range, the newest first. Rows, so there is nothing to compare.").ID(customerAnswers).Asks(kit.RowsOf("surveys")).
				Columns("kind", "score", "scale_max", "url", "comment", "sent_at", "responded_at", "agent", "professionalism", "friendliness", "usefulness").
				Field("url", kit.Named("CRM"), kit.Arrow()),
			kit.Table("Complaints and praise", "What the customer complained about, praised or recommended in the range, the newest first. Rows, so there is nothing to compare.").ID(customerFeedback).Asks(kit.RowsOf("feedback")),
			kit.Table("Commitments", "The promises that fall due in the range, the latest first. Rows, so there is nothing to compare.").ID(customerCommitments).Asks(kit.RowsOf("commitments")),
			kit.Table("Contacts", "The people at the customer, with their addresses. Rows, so there is nothing to compare.").ID(customerContacts).Asks(kit.RowsOf("contacts")),
			kit.Table("The whole conversation", "Everything that happened with the customer in the range, the latest first. Rows, so there is nothing to compare.").ID(customerConversation).Asks(kit.Timeline()),
		}}},
	}
}
