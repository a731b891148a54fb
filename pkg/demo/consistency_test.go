package demo_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Each query finds rows that contradict others; there must be none. Foreign keys and check constraints, which the
// schema itself enforces, are not repeated here.
var contradictions = map[string]string{
	"a deal's versions have no gap and no overlap": `
		select from (select deal, valid_to, lead(valid_from) over (partition by deal order by valid_from) as next from crm.deal_history) h
		where valid_to is distinct from next`,
	"a deal's first version begins when it was created": `
		select from crm.deals d left join (select deal, min(valid_from) as first from crm.deal_history group by deal) h on h.deal = d.id
		where h.first is distinct from d.created_at`,
	"the last version is the deal": `
		select from crm.deals d left join crm.deal_history h on h.deal = d.id and h.valid_to is null
		where (h.stage, h.owner, h.status, h.amount, h.currency, h.probability, h.forecast_category, h.expected_close_on)
			is distinct from (d.stage, d.owner, d.status, d.amount, d.currency, d.probability, d.forecast_category, d.expected_close_on)`,
	"a deal closes with its last version, unless clocks differed": `
		select from crm.deals d join crm.deal_history h on h.deal = d.id and h.valid_to is null
		where d.closed_at is not null and h.valid_from <> d.closed_at and d.closed_at >= d.created_at`,
	"status, stage and pipeline agree": `
		select from crm.deals d join crm.stages s on s.id = d.stage where s.kind <> d.status or s.pipeline <> d.pipeline`,
	"so do they in history": `
		select from crm.deal_history h join crm.stages s on s.id = h.stage join crm.deals d on d.id = h.deal
		where s.kind <> h.status or s.pipeline <> d.pipeline`,
	"nobody owns a deal before being hired or long after leaving": `
		select from crm.deal_history h join crm.users u on u.id = h.owner
		where h.valid_from < u.hired_at or (h.valid_to is null and h.status = 'open' and u.left_at < now_of_demo())`,
	"first_won_at is the first won deal": `
		select from crm.accounts a left join (select account, min(closed_at) as first from crm.deals where status = 'won' group by account) d
			on d.account = a.id
		where a.first_won_at is distinct from d.first`,
	"a customer churns after having been won, and buys nothing later": `
		select from crm.accounts a where a.churned_at < a.first_won_at
			or exists (select from crm.deals d where d.account = a.id and d.status = 'won' and d.closed_at > a.churned_at)
			or exists (select from crm.orders o where o.account = a.id and o.deal is null and o.ordered_at > a.churned_at)`,
	"a lead and its deal name each other": `
		select from crm.leads l full join crm.deals d on d.lead = l.id
		where (l.deal is not null or d.lead is not null)
			and (l.deal is distinct from d.id or l.account is distinct from d.account or l.converted_at is distinct from d.created_at)`,
	"a lead is followed in order of time": `
		select from crm.leads where first_contacted_at < created_at or qualified_at < first_contacted_at or converted_at < qualified_at
			or (status = 'converted') <> (converted_at is not null)`,
	"an account is there before its deals": `
		select from crm.deals d join crm.accounts a on a.id = d.account where a.created_at > d.created_at`,
	"touches of a deal come before its close and name its lead and account": `
		select from crm.touches t join crm.deals d on d.id = t.deal
		where t.occurred_at >= d.closed_at or t.account is distinct from d.account or t.lead is distinct from d.lead`,
	"touches of a lead name its deal": `
		select from crm.touches t join crm.leads l on l.id = t.lead where t.deal is distinct from l.deal`,
	"a campaign touches while it runs": `
		select from crm.touches t join crm.campaigns c on c.id = t.campaign
		where t.occurred_at::date < c.starts_on - 1 or t.occurred_at::date > c.ends_on + 1 or t.channel <> c.channel`,
	"the latest revision of a quote is one": `
		select from crm.quotes group by deal
		having count(*) filter (where is_latest) <> 1 or max(revision) filter (where is_latest) <> max(revision) or count(*) <> max(revision)`,
	"an accepted quote belongs to a won deal": `
		select from crm.quotes q join crm.deals d on d.id = q.deal where q.status = 'accepted' and d.status <> 'won'`,
	"quotes are decided after they were sent": `select from crm.quotes where decided_at < sent_at or (status = 'draft') <> (sent_at is null)`,
	"an order of a deal follows a won deal of the account": `
		select from crm.orders o join crm.deals d on d.id = o.deal
		where d.status <> 'won' or d.account <> o.account or o.ordered_at < d.closed_at or o.amount <> d.amount`,
	"the lines of an order add up to it": `
		select from crm.orders o left join (select "order", sum(quantity * unit_price) as price, sum(quantity * unit_cost) as cost
			from crm.order_lines group by 1) l on l."order" = o.id
		where l.price is distinct from o.amount or l.cost is distinct from o.cost`,
	"nobody pays more than ordered, or before": `
		select from crm.orders o join (select "order", sum(amount) as paid, min(paid_at) as first from crm.payments group by 1) p on p."order" = o.id
		where p.paid > o.amount or p.first < o.ordered_at`,
	"the first response is the first public reply of an agent": `
		select from crm.tickets t left join (select ticket, min(occurred_at) as first from crm.ticket_events
			where kind = 'public_reply' and actor = 'agent' group by ticket) e on e.ticket = t.id
		where t.first_response_at is distinct from e.first`,
	"a ticket was last solved when its events say": `
		select from crm.tickets t left join (select ticket, max(occurred_at) filter (where kind = 'solved') as solved,
			max(occurred_at) filter (where kind = 'reopened') as reopened, min(occurred_at) filter (where kind = 'solved') as first,
			count(*) filter (where kind = 'reopened') as reopens, min(occurred_at) as opened from crm.ticket_events group by ticket) e on e.ticket = t.id
		where t.solved_at is distinct from case when e.reopened > e.solved then null else e.solved end
			or t.first_solved_at is distinct from e.first or t.reopen_count <> e.reopens or t.created_at is distinct from e.opened`,
	"solved tickets have a solved status": `select from crm.tickets where (status in ('solved', 'closed')) <> (solved_at is not null)`,
	"an SLA target is broken exactly when it was not met in time": `
		select from crm.sla_targets where (breached_at is not null) <> (due_at <= coalesce(met_at - interval '1 second', now_of_demo()))`,
	"the contact of a ticket works for its account": `
		select from crm.tickets t join crm.contacts c on c.id = t.contact where c.account <> t.account`,
	"unanswered surveys have no score, answered ones do": `
		select from crm.surveys where (responded_at is null) <> (score is null) or score > scale_max or responded_at < sent_at`,
	"activities are done after they were entered, and planned ones are not done": `
		select from crm.activities where completed_at < created_at or (status = 'done') <> (completed_at is not null)`,
	"targets of the reps are for quota carriers, in money": `
		select from crm.targets t left join crm.users u on u.id::text = t.scope_id
		where t.scope = 'user' and (not u.is_quota_carrying or t.currency is null or t.metric <> 'revenue')`,
	"every amount has a rate of its day or before": `
		select from (
			select currency, min(closed_at)::date as day from crm.deals group by 1 union all select currency, min(created_at)::date from crm.deals group by 1
			union all select currency, min(spent_on) from crm.campaign_costs group by 1 union all select currency, min(ordered_at)::date from crm.orders group by 1
			union all select currency, min(paid_at)::date from crm.payments group by 1 union all select currency, min(valid_from)::date from crm.deal_history group by 1
		) x where currency is not null and not exists (select from crm.currency_rates r where r.currency = x.currency and r.valid_on <= x.day)`,
	"what has happened is not in the future": `
		select from crm.deals where greatest(created_at, closed_at) > now_of_demo()
		union all select from crm.deal_history where valid_from > now_of_demo()
		union all select from crm.leads where greatest(created_at, first_contacted_at, qualified_at, converted_at) > now_of_demo()
		union all select from crm.accounts where greatest(created_at, first_won_at, churned_at) > now_of_demo()
		union all select from crm.activities where greatest(created_at, completed_at) > now_of_demo()
		union all select from crm.quotes where greatest(sent_at, decided_at) > now_of_demo()
		union all select from crm.orders where greatest(ordered_at, delivered_at) > now_of_demo()
		union all select from crm.payments where paid_at > now_of_demo()
		union all select from crm.touches where occurred_at > now_of_demo()
		union all select from crm.web_sessions where started_at > now_of_demo()
		union all select from crm.social_mentions where greatest(published_at, responded_at) > now_of_demo()
		union all select from crm.tickets where greatest(created_at, first_response_at, first_solved_at, solved_at, escalated_at) > now_of_demo()
		union all select from crm.ticket_events where occurred_at > now_of_demo()
		union all select from crm.sla_targets where greatest(met_at, breached_at) > now_of_demo()
		union all select from crm.surveys where greatest(sent_at, responded_at) > now_of_demo()
		union all select from crm.feedback where greatest(received_at, resolved_at) > now_of_demo()
		union all select from crm.commitments where greatest(fulfilled_at, cancelled_at) > now_of_demo()
		union all select from crm.standard_checks where checked_at > now_of_demo()
		union all select from crm.training_enrollments where greatest(enrolled_at, completed_at) > now_of_demo()
		union all select from crm.campaign_costs where spent_on > now_of_demo()::date
		union all select from crm.forecast_submissions where submitted_at > now_of_demo()`,
}

func TestRowsDoNotContradictEachOther(t *testing.T) {
	db := seeded(t)
	for name, query := range contradictions {
		t.Run(name, func(t *testing.T) {
			var rows int
			require.NoError(t, db.QueryRow(count(query)).Scan(&rows))
			assert.Zero(t, rows)
		})
	}
}

// Each query finds what a demo must show; there must be some.
var sights = map[string]string{
	"open deals past their expected close":     `select from crm.deals where status = 'open' and expected_close_on < now_of_demo()::date`,
	"deals to close next quarter":              `select from crm.deals where status = 'open' and expected_close_on > now_of_demo()::date + 90`,
	"deals without an owner":                   `select from crm.deals where owner is null`,
	"deals without an amount":                  `select from crm.deals where amount is null`,
	"deals without a currency":                 `select from crm.deals where currency is null`,
	"deals closed before they were created":    `select from crm.deals where closed_at < created_at`,
	"deals handed over":                        `select from (select deal from crm.deal_history group by deal having count(distinct owner) > 1) h`,
	"deals longer in their stage than allowed": `select from crm.deals d join crm.stages s on s.id = d.stage where d.status = 'open' and (select max(valid_from) from crm.deal_history h where h.deal = d.id and h.stage is distinct from (select stage from crm.deal_history p where p.deal = h.deal and p.valid_to = h.valid_from)) + make_interval(days => s.stall_after_days) < now_of_demo()`,
	"stages with and without a limit":          `select from crm.stages having count(stall_after_days) between 1 and count(*) filter (where kind = 'open') - 1`,
	"leads without a source":                   `select from crm.leads where source is null`,
	"new leads nobody has called for a day":    `select from crm.leads where first_contacted_at is null and status = 'new' and created_at < now_of_demo() - interval '1 day'`,
	"reps of the same name":                    `select from crm.users where is_quota_carrying group by name having count(*) > 1`,
	"names with apostrophes":                   `select from crm.contacts where name like '%''%'`,
	"names in Cyrillic":                        `select from crm.contacts where name ~ '[а-я]'`,
	"names with umlauts":                       `select from crm.contacts where name ~ '[äöü]'`,
	"five currencies":                          `select from crm.currency_rates having count(distinct currency) = 5`,
	"days without a rate":                      `select from generate_series(now_of_demo()::date - 30, now_of_demo()::date, '1 day') day where not exists (select from crm.currency_rates where valid_on = day)`,
	"quotes that can be accepted now":          `select from crm.quotes where is_latest and status = 'sent' and valid_until >= now_of_demo()::date`,
	"quotes that expired":                      `select from crm.quotes where status = 'expired'`,
	"second revisions":                         `select from crm.quotes where revision = 2`,
	"appointments in the next seven days":      `select from crm.activities where status = 'planned' and starts_at between now_of_demo() and now_of_demo() + interval '7 days'`,
	"tasks due in the next seven days":         `select from crm.activities where status = 'planned' and due_at between now_of_demo() and now_of_demo() + interval '7 days'`,
	"tasks overdue":                            `select from crm.activities where status = 'planned' and due_at < now_of_demo()`,
	"promises due in the next seven days":      `select from crm.commitments where fulfilled_at is null and cancelled_at is null and due_at between now_of_demo() and now_of_demo() + interval '7 days'`,
	"promises overdue":                         `select from crm.commitments where fulfilled_at is null and cancelled_at is null and due_at < now_of_demo()`,
	"promises put off":                         `select from crm.commitments where due_at > due_at_original`,
	"SLA targets due in the next hours":        `select from crm.sla_targets where met_at is null and due_at between now_of_demo() and now_of_demo() + interval '4 hours'`,
	"SLA targets overdue":                      `select from crm.sla_targets where met_at is null and due_at < now_of_demo()`,
	"open escalated tickets":                   `select from crm.tickets where solved_at is null and escalated_at is not null`,
	"tickets never answered":                   `select from crm.tickets where first_response_at is null and solved_at is not null`,
	"tickets waiting for an answer":            `select from crm.tickets where first_response_at is null and solved_at is null`,
	"tickets reopened twice":                   `select from crm.tickets where reopen_count >= 2`,
	"customers with many complaints":           `select from crm.tickets where kind = 'complaint' group by account having count(*) >= 5`,
	"campaigns planned":                        `select from crm.campaigns where status = 'planned' and starts_on > now_of_demo()::date`,
	"running campaigns that end in the future": `select from crm.campaigns where status = 'active' and ends_on > now_of_demo()::date`,
	"targets for December of next year":        `select from crm.targets where metric = 'revenue' and scope = 'company' and period_end = date_trunc('year', now_of_demo() + interval '2 years')::date`,
	"mentions that nobody scored":              `select from crm.social_mentions where sentiment is null and is_own_brand`,
	"trainings overdue":                        `select from crm.training_enrollments where completed_at is null and due_at < now_of_demo()`,
	"trainings due soon":                       `select from crm.training_enrollments where completed_at is null and due_at > now_of_demo()`,
	"reps who are new to it":                   `select from crm.users where is_quota_carrying and ramped_at > hired_at + interval '80 days'`,
}

func TestTheDemoHasSomethingToShow(t *testing.T) {
	db := seeded(t)
	for name, query := range sights {
		t.Run(name, func(t *testing.T) {
			var rows int
			require.NoError(t, db.QueryRow(count(query)).Scan(&rows))
			assert.Positive(t, rows)
		})
	}
}

// Each figure must be plausible: within what such a company would report.
func TestFiguresArePlausible(t *testing.T) {
	db := seeded(t)
	for name, figure := range map[string]struct {
		low, high float64
		query     string
	}{
		"deals":                         {19_000, 21_500, `select count(*) from crm.deals`},
		"open deals":                    {500, 1_400, `select count(*) from crm.deals where status = 'open'`},
		"share of them a year old":      {0, 0.02, `select avg((created_at < now_of_demo() - interval '1 year')::int) from crm.deals where status = 'open'`},
		"win rate":                      {0.25, 0.36, `select avg((status = 'won')::int) from crm.deals where closed_at > now_of_demo() - interval '2 years'`},
		"median sales cycle, days":      {36, 54, `select percentile_cont(0.5) within group (order by extract(epoch from closed_at - created_at) / 86400) from crm.deals where status = 'won' and lead is not null`},
		"attainment of the past year":   {0.8, 1.1, `select ` + revenue + ` / (select sum(value) from crm.targets where metric = 'revenue' and scope = 'company' and period_start between now_of_demo() - interval '13 months' and now_of_demo() - interval '1 month') from crm.deals d where status = 'won' and closed_at >= date_trunc('month', now_of_demo() - interval '12 months') and closed_at < date_trunc('month', now_of_demo())`},
		"satisfied customers":           {0.75, 0.88, `select avg((score >= 0.8 * scale_max)::int) from crm.surveys where kind = 'csat' and responded_at is not null`},
		"SLA met":                       {0.84, 0.92, `select avg((breached_at is null)::int) from crm.sla_targets where met_at is not null or breached_at is not null`},
		"reopened tickets":              {0.03, 0.12, `select avg((reopen_count > 0)::int) from crm.tickets where solved_at is not null`},
		"escalated tickets":             {0.02, 0.08, `select avg((escalated_at is not null)::int) from crm.tickets`},
		"tickets per deal":              {0.9, 1.1, `select (select count(*) from crm.tickets)::float / count(*) from crm.deals`},
		"growth from year to year":      {1.05, 1.6, `select count(*) filter (where created_at > now_of_demo() - interval '1 year')::float / count(*) filter (where created_at <= now_of_demo() - interval '1 year' and created_at > now_of_demo() - interval '2 years') from crm.leads`},
		"weekend deals":                 {0, 0.05, `select avg((extract(isodow from created_at) > 5)::int) from crm.deals`},
		"this month's wins":             {30, 400, `select count(*) from crm.deals where status = 'won' and closed_at >= date_trunc('month', now_of_demo())`},
		"spread of win rates over reps": {0.08, 0.4, `select max(rate) - min(rate) from (select avg((status = 'won')::int) as rate from crm.deals where closed_at is not null group by owner having count(*) > 300) r`},
		"campaigns that do not pay":     {3, 25, `select count(*) from (select c.id from crm.campaigns c join crm.campaign_costs k on k.campaign = c.id where c.status = 'completed' group by c.id having sum(k.amount) > coalesce((select sum(amount) from crm.deals d where d.campaign = c.id and d.status = 'won'), 0)) c`},
		"campaigns that pay well":       {10, 60, `select count(*) from (select c.id from crm.campaigns c join crm.campaign_costs k on k.campaign = c.id where c.status = 'completed' group by c.id having 3 * sum(k.amount) < coalesce((select sum(amount) from crm.deals d where d.campaign = c.id and d.status = 'won'), 0)) c`},
	} {
		t.Run(name, func(t *testing.T) {
			var value float64
			require.NoError(t, db.QueryRow(atDemoNow(figure.query)).Scan(&value))
			assert.GreaterOrEqual(t, value, figure.low)
			assert.LessOrEqual(t, value, figure.high)
		})
	}
}
