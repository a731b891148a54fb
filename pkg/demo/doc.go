// Package demo makes a demo company: Meridian Devices, which sells scanners, software and services to companies in
// fourteen countries. Its rows fill the reference schema, are the same for the same seed, contradict each other nowhere
// and have what real ones have: growth, seasons, time zones, nulls, late entries.
//
// The past is three years and three months, up to Options.Today. The future holds planned activities, expected closes,
// promises, planned campaigns, and targets to the end of next year. Rows, about:
//
//	                     small      medium
//	deals               20,000     500,000  31 % won, 5 % open; median cycle of the won ones 43 days
//	deal_history        84,000   2,100,000
//	leads               42,000   1,050,000  a quarter becomes a deal
//	accounts            12,000     290,000  a third became customers, of which half have left again
//	activities          60,000   1,500,000  1 % planned
//	orders              16,000     400,000  a third from deals, 85 % on time
//	touches             62,000   1,550,000
//	tickets             20,000     500,000  5 % escalated, 7 % reopened, 90 % of the promised times kept
//	surveys             13,000     310,000  a third answered, 86 % satisfied
//	all tables         667,000  16,500,000
//	reps, agents            12          90
//
// A large company has 10,000,000 deals and twenty times the rows of a medium one for all that belongs to sales; of tickets, visits and what else
// does not, four times, so that it fits on a usual disk; and 600 reps and agents each.
//
// Its figures lie where such companies report theirs: a campaign brings from less than it costs to ten times that, marketing as
// a whole two to three times; a customer is worth five times what winning one costs; reps win a fifth to a third of their
// deals and reach 60 to 130 % of their quotas, the company 85 to 115 % of its goal of a month.
//
// Each dashboard has one story to find, see stories.go; docs/demo.md tells them. Besides, Negotiation is where deals take
// longest; social brings leads that do not buy, referral the opposite; one account in twelve is unhappy, with more tickets,
// escalations and complaints; the brand had a bad fortnight two months ago; support is behind since yesterday, and there is
// an outage right now; two reps have the same name.
//
// The oddities, which queries must survive: deals without an owner, amount or currency, past their expected close, or
// closed minutes before they were created; rates on working days only; leads without a source; accounts without an
// industry; tickets never answered; surveys unanswered; mentions nobody scored; activities entered days later.
//
// Amounts are in USD (the reporting currency), EUR, GBP, CHF and PLN.
package demo
