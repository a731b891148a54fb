package oracle_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// more doubles rows that many of may belong to one deal, account, order or ticket.
var more = []string{
	`insert into crm.touches (lead, account, deal, campaign, channel, kind, occurred_at)
		select lead, account, deal, campaign, channel, kind, occurred_at from crm.touches where id % 2 = 0`,
	`insert into crm.activities select (select max(id) from crm.activities) + row_number() over (), type, subject, owner, account, lead, deal, ticket,
		status, created_at, starts_at, due_at, completed_at, duration_minutes, is_automated, url from crm.activities where id % 2 = 0`,
	`insert into crm.contacts select (select max(id) from crm.contacts) + row_number() over (), account, name, email, phone, preferences from crm.contacts`,
	`insert into crm.order_lines ("order", product, quantity, unit_price, unit_cost) select "order", product, quantity, unit_price, unit_cost from crm.order_lines`,
	`insert into crm.sla_targets (ticket, metric, due_at, met_at, breached_at) select ticket, metric, due_at, met_at, breached_at from crm.sla_targets`,
	`insert into crm.forecast_submissions (owner, team, period_start, period_end, category, amount, currency, submitted_at)
		select owner, team, period_start, period_end, category, amount, currency, submitted_at from crm.forecast_submissions`,
	// Of the events of a ticket only the replies that its agents give to the customer are counted.
	`insert into crm.ticket_events (ticket, kind, actor, actor_user, occurred_at)
		select ticket, kind, actor, actor_user, occurred_at from crm.ticket_events where kind <> 'public_reply' or actor is distinct from 'agent'`,
	`insert into crm.ticket_events (ticket, kind, actor, occurred_at) select id, 'internal_note', 'agent', created_at from crm.tickets`,
	`insert into crm.payments select (select max(id) from crm.payments) + row_number() over (), account, "order", amount, currency, paid_at from crm.payments`,
	`insert into crm.web_sessions select (select max(id) from crm.web_sessions) + row_number() over (), channel, campaign, started_at, lead from crm.web_sessions`,
	`insert into crm.commitments select (select max(id) from crm.commitments) + row_number() over (), kind, account, "order", ticket, owner, due_at_original,
		due_at, fulfilled_at, cancelled_at from crm.commitments`,
	`insert into crm.standard_checks (standard, category, "order", ticket, owner, team, passed, checked_at)
		select standard, category, "order", ticket, owner, team, passed, checked_at from crm.standard_checks`,
	// What is no latest revision of a quote, or no answer to a question, has no say.
	`insert into crm.quotes select (select max(id) from crm.quotes) + row_number() over (), deal, account, owner, revision, false, status, amount, currency,
		sent_at, decided_at, valid_until from crm.quotes`,
	`insert into crm.surveys (id, kind, ticket, account, agent, sent_at) select (select max(id) from crm.surveys) + row_number() over (), 'quality', ticket, account,
		agent, sent_at from crm.surveys`,
}

// fanned is a copy of the company with more rows of what many of belong to one.
func fanned(t *testing.T, w world) world {
	dsn := odd.Copy(t)
	pool := pgtest.Open(t, dsn)
	for _, statement := range more {
		_, err := pool.Exec(statement)
		require.NoError(t, err)
	}
	db, err := postgres.OpenDSN(dsn, postgres.Limits{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	w.db = db
	return w
}

// doubled are the entities whose own rows are more now.
var doubled = []string{"touches", "activities", "contacts", "order_lines", "payments", "sla_targets", "ticket_events", "web_sessions",
	"commitments", "standard_checks"}

// countsDoubled reports whether a KPI is about rows of which there are more now. A forecast that is submitted twice is still one.
func countsDoubled(k *catalog.KPI) bool {
	return slices.ContainsFunc(k.Measures(), func(m *catalog.Measure) bool { return slices.Contains(doubled, m.Entity) })
}

// sold are the KPIs of money that is on the doubled rows themselves.
var sold = []string{"product_sales", "product_profit", "payments_received"}

// Everything is counted once, money above all, however many rows belong to what it is counted for.
func TestFanOutNeverChangesMoney(t *testing.T) {
	w := company(t)
	fanned := fanned(t, w)
	unchanged := func(t *testing.T, q asked) bool {
		before, ok := w.answer(t, q)
		after, _ := fanned.answer(t, q)
		if !ok {
			return false
		}
		sameAnswers(t, before, after)
		return len(before.Groups) > 0
	}
	t.Run("together", func(t *testing.T) {
		pairs(t, w, func(t *testing.T, _ *generator, q asked) bool {
			return only(&q, func(k *catalog.KPI) bool { return k.Unit == catalog.Money && !slices.Contains(sold, k.ID) }) && unchanged(t, q)
		})
	})
	t.Run("each", func(t *testing.T) {
		once := func(k *catalog.KPI) bool {
			if k.Unit == catalog.Money || k.Unit == catalog.MoneyPerDay {
				require.Equal(t, slices.Contains(sold, k.ID), countsDoubled(k), "%s is money that would change", k.ID)
			}
			return !countsDoubled(k)
		}
		every(t, w, 2, once, func(t *testing.T, g *generator, q asked) bool {
			// A second touch takes credit away from other campaigns, but for the first and the last.
			if q.Question.Parameters["attribution"] != "" {
				q.given("attribution", one(g.Rand, "first", "last"))
			}
			return unchanged(t, q)
		})
	})
	// With any model, credit that goes to other campaigns does not become more.
	t.Run("credit", func(t *testing.T) {
		repeat(t, w, 20, func(t *testing.T, g *generator, q asked) bool {
			touched := func(d string) bool { return d == "campaign" || d == "channel" }
			q.Question.GroupBy = slices.DeleteFunc(q.Question.GroupBy, touched)
			q.Question.Filters = query.Known(q.Question.Filters, func(f query.Filter) bool { return !touched(f.Dimension) })
			q.given("attribution", one(g.Rand, "linear", "position", "time_decay"))
			return unchanged(t, q)
		}, "attributed_revenue")
	})
}
