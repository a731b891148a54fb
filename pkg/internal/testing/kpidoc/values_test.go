package kpidoc_test

// now is when the demo company of these tests ends; its KPIs are asked over the quarter that holds it.
const now = "2026-03-18T14:25:07Z"

// converted is an amount in dollars, at the latest rate on or before a day.
func converted(amount, currency, day string) string {
	return `(` + amount + `) * case when ` + currency + ` is null or ` + currency + ` = 'USD' then 1 else (select r.rate from crm.currency_rates r
		where r.currency = ` + currency + ` and r.valid_on <= (` + day + ` at time zone 'UTC')::date order by r.valid_on desc limit 1) end`
}

const (
	openNow   = `created_at < '` + now + `' and (solved_at is null or solved_at >= '` + now + `')`
	wonDollar = `from crm.deals where status = 'won' and currency = 'USD' and closed_at >= '2026-01-01Z' and closed_at < '2026-04-01Z'`
	won       = `from crm.deals where status = 'won' and closed_at >= '2026-01-01Z' and closed_at < '2026-04-01Z'`
	costs     = `exists (select from crm.campaign_costs k where k.campaign = c.id and k.spent_on >= '2026-01-01' and k.spent_on < '2026-04-01')`
	runs      = `(c.starts_on < '2026-04-01' and (c.ends_on is null or c.ends_on >= '2026-01-01') and c.starts_on is not null)`
)

// values are statements, each for the value of one KPI of the page over the quarter.
var values = map[string]string{
	"big_deals":          `select count(*) ` + won + ` and amount >= 50000`,
	"dollar_revenue":     `select sum(amount) ` + wonDollar,
	"mean_dollar_deal":   `select avg(amount) ` + wonDollar,
	"mean_deal":          `select avg(amount) ` + wonDollar,
	"median_deal":        `select percentile_cont(0.5) within group (order by amount) ` + wonDollar,
	"upper_deal":         `select percentile_cont(0.75) within group (order by amount) ` + wonDollar,
	"winners":            `select count(distinct closed_by) ` + won,
	"least_deal":         `select min(amount) ` + wonDollar,
	"greatest_deal":      `select max(amount) ` + wonDollar,
	"work":               `select sum(coalesce(duration_minutes, 0)) from crm.activities where status = 'done' and completed_at >= '2026-01-01Z' and completed_at < '2026-04-01Z'`,
	"quotes_at_sending":  `select sum(` + converted("q.amount", "q.currency", "q.sent_at") + `) from crm.quotes q where q.status = 'accepted' and q.decided_at >= '2026-01-01Z' and q.decided_at < '2026-04-01Z'`,
	"profit_of_lines":    `select sum(` + converted("l.quantity * (l.unit_price - l.unit_cost)", "o.currency", "o.ordered_at") + `) from crm.order_lines l join crm.orders o on o.id = l."order" where o.ordered_at >= '2026-01-01Z' and o.ordered_at < '2026-04-01Z'`,
	"median_days_to_win": `select percentile_cont(0.5) within group (order by extract(epoch from closed_at - created_at)::float8 / 86400) ` + won + ` and closed_at >= created_at`,
	"slow_answers": `select percentile_cont(0.9) within group (order by extract(epoch from first_response_at - created_at)::float8 / 60)
		from crm.tickets where created_at >= '2026-01-01Z' and created_at < '2026-04-01Z' and first_response_at >= created_at`,
	"tickets_in_work":   `select count(*) from crm.tickets where ` + openNow,
	"waiting_customers": `select count(distinct account) from crm.tickets where ` + openNow,
	"oldest_ticket":     `select extract(epoch from '` + now + `'::timestamptz - min(created_at)) / 86400 from crm.tickets where ` + openNow,
	"products_now":      `select count(*) from crm.products`,
	"average_heads": `select sum(extract(epoch from least(coalesce(left_at, '` + now + `'), '` + now + `') - greatest(coalesce(hired_at, '2026-01-01Z'), '2026-01-01Z')))
		/ extract(epoch from '` + now + `'::timestamptz - '2026-01-01Z') from crm.users
		where coalesce(hired_at, '2026-01-01Z') < '` + now + `' and (left_at is null or left_at > '2026-01-01Z')`,
	"budget_by_days": `select sum(budget * (least(ends_on + 1, '2026-04-01') - greatest(starts_on, '2026-01-01')) / (ends_on + 1 - starts_on)) from crm.campaigns
		where currency = 'USD' and budget is not null and starts_on < '2026-04-01' and ends_on >= '2026-01-01'`,
	"buying_customers": `select count(distinct account) from crm.orders where ordered_at >= '2026-01-01Z' and ordered_at < '2026-04-01Z'`,
	"repeat_share": `select count(*) filter (where n > 1)::float8 / count(*) from (select count(*) as n from crm.orders
		where ordered_at >= '2026-01-01Z' and ordered_at < '2026-04-01Z' and account is not null group by account) as o`,
	"contacted_in_time": `select count(*) filter (where first_contacted_at >= created_at and first_contacted_at < created_at + interval '2 hours')::float8 / count(*)
		from crm.leads where created_at >= '2026-01-01Z' and created_at <= '` + now + `'::timestamptz - interval '2 hours'`,
	"spend_of_campaigns": `select sum(s.amount) from crm.campaign_costs s join crm.campaigns c on c.id = s.campaign
		where s.currency = 'USD' and s.spent_on <= '2026-03-18' and (` + costs + ` or ` + runs + `)`,
	"planned_calls": `select count(*) from crm.activities where status = 'planned' and type = 'call'
		and coalesce(starts_at, due_at) >= '` + now + `' and coalesce(starts_at, due_at) < '2026-04-01Z'`,
	"large_deals":         `select count(*) ` + won + ` and amount >= 20000`,
	"tickets_at_weekends": `select count(*) from crm.tickets where created_at >= '2026-01-01Z' and created_at < '2026-04-01Z' and extract(isodow from created_at at time zone 'UTC') in (6, 7)`,
	"leads_before_today":  `select count(*) from crm.leads where created_at >= '2026-01-01Z' and created_at < '2026-03-18Z'`,
	"wins_a_day":          `select count(*) / 90.0 ` + won,
	"wins_in_dozens":      `select ceil(greatest(count(*), 12) / 12.0) ` + won,
	"capped_wins":         `select least(count(*) filter (where status = 'won')::float8 / count(*) filter (where status = 'lost'), 1) from crm.deals where closed_at >= '2026-01-01Z' and closed_at < '2026-04-01Z'`,
	"wins_share":          `select 1`,
	"wins_so_far":         `select count(*) ` + won,
	"wins_without":        `select null`,
	"wins_at_zero":        `select 0`,
	"revenue_reached": `select (select sum(` + converted("d.amount", "d.currency", "d.closed_at") + `) from crm.deals d where d.status = 'won' and d.closed_at >= '2026-01-01Z' and d.closed_at < '2026-04-01Z')
		/ (select sum(` + converted("t.value", "t.currency", "t.period_start::timestamp") + `) from crm.targets t where t.metric = 'revenue' and t.scope = 'company' and t.period_start >= '2026-01-01' and t.period_end <= '2026-04-01')`,
	"tickets_before": `select count(*) from crm.tickets where created_at < '2026-01-01Z' and (solved_at is null or solved_at >= '2026-01-01Z')`,
}

// builtIn are KPIs of the page whose statements nobody writes in a line: the catalogue has the same ones, which the oracle compares.
// The error of forecasts is their amount by what came of it, less one.
var builtIn = map[string]string{"gain_by_training": "training_effect", "forecast_ratio": "forecast_bias"}
